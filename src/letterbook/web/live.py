"""Pages that load themselves again: for an editor who looks at a letterbook while it is written.

What is put into a page here is never part of a build: the files stay byte for byte what other hosts give out.

Source:  Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from letterbook.web.pages.strings import languages, load_strings

FOLDER = "-/"
"""Where the script, the style and the events lie; no document has such a path."""
_LOOK_SECONDS = 0.1
_BREATH_SECONDS = 15.0  # a comment now and then, so that nothing between takes the connection for dead
MOST_LINES = 20
_LANGUAGE = re.compile(rb'<html lang="([a-z]{2})')
_MAIN = b'<main id="main">\n'
_END = b"</body>"


@dataclass
class Changes:
    """What has become of the letterbook since the server began.

    Form:    ``number`` grows with every build and every edit that could not be built; ``lines`` say what is wrong with the
             last edit, of which the build that is served has nothing; none where it is served.
    """

    number: int = 0
    lines: tuple[str, ...] = ()

    def tell(self, lines: tuple[str, ...] = ()) -> None:
        """Something has changed: a new build is served, or an edit is not, for these reasons."""
        self.lines = lines
        self.number += 1


class LivePages:
    """An application whose pages load again when something has changed, and say what is wrong with the last edit."""

    def __init__(self, app: ASGIApp, changes: Changes, public_path: str) -> None:
        self.app = app
        self.changes = changes
        self.start = public_path + FOLDER

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for what belongs to this room; pass on all else, and add to what is a page."""
        path = scope.get("path", "")
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif path.startswith(self.start):
            await self._own(path.removeprefix(self.start))(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    def _own(self, name: str) -> Response:
        fresh = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        if name == "changes":
            return StreamingResponse(self._events(), headers={**fresh, "Content-Type": "text/event-stream"})
        if name in ("live.js", "live.css"):
            kind = "text/javascript" if name.endswith("js") else "text/css"
            data = (files("letterbook.web.pages") / "templates" / name).read_bytes()
            return Response(data, headers={**fresh, "Content-Type": f"{kind}; charset=utf-8"})
        return Response("There is nothing at this address.\n", 404, fresh, "text/plain")

    async def _events(self) -> AsyncIterator[str]:
        told, silent = -1, 0.0
        while True:  # until the client has gone, or the server ends
            if told != self.changes.number:
                told, silent = self.changes.number, 0.0
                yield f"data: {told}\n\n"
            elif silent > _BREATH_SECONDS:
                silent = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(_LOOK_SECONDS)
            silent += _LOOK_SECONDS

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the answer on; a page is kept until it is whole, and gets what is ours before it is sent.

        A page is asked for unpacked and without condition, since what is added is in no ETag.
        """
        unwanted = (
            (b"accept-encoding", b"if-none-match") if "text/html" in Headers(scope=scope).get("accept", "") else ()
        )
        scope = {**scope, "headers": [each for each in scope["headers"] if each[0] not in unwanted]}
        begun: Message | None = None
        body = b""

        async def keep(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                packed = "content-encoding" in headers
                if headers.get("content-type", "").startswith("text/html") and not packed and scope["method"] == "GET":
                    begun = message
                    return
            elif begun is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                body = self._with_ours(body)
                changed = MutableHeaders(raw=begun["headers"])
                changed["Content-Length"] = str(len(body))
                changed["Cache-Control"] = "no-store"
                del changed["ETag"]
                await send(begun)
                await send({"type": "http.response.body", "body": body})
                return
            await send(message)

        await self.app(scope, receive, keep)

    def _with_ours(self, page: bytes) -> bytes:
        number, lines = self.changes.number, self.changes.lines
        said = self._banner(page, lines).encode() if lines else b""
        style = f'<link rel="stylesheet" href="{escape(self.start)}live.css">\n' if lines else ""
        script = f'<script src="{escape(self.start)}live.js?since={number}"></script>\n'
        page = page.replace(b"</head>", style.encode() + b"</head>", 1).replace(_MAIN, _MAIN + said, 1)
        return page.replace(_END, script.encode() + _END, 1)

    @staticmethod
    def _banner(page: bytes, lines: tuple[str, ...]) -> str:
        found = _LANGUAGE.search(page)
        language = found[1].decode() if found else "en"
        s = load_strings(language if language in languages() else "en")
        items = "".join(f'<li dir="auto">{escape(line)}</li>\n' for line in lines[:MOST_LINES])
        more = f"<p>+ {len(lines) - MOST_LINES}</p>\n" if len(lines) > MOST_LINES else ""
        return (
            f'<section class="live" role="alert" aria-labelledby="live-title"><h2 id="live-title">{escape(s["live_broken"])}</h2>\n'
            f'<ul lang="en">\n{items}</ul>\n{more}</section>\n'
        )
