"""YASGUI in the place of our page of questions: from a folder that the operator has filled, never from another host.

Source:  https://github.com/zazuko/Yasgui; ``npm install @zazuko/yasgui`` puts it where ``find_yasgui`` looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from letterbook.errors import UsageError
from letterbook.web.answers import COMMON, PAGE_POLICY, sentence
from letterbook.web.asking.page import PAGE, put_in, read_page
from letterbook.web.folder import BuildFolder

FOLDER = "-/yasgui"
"""Where its files lie; no document has such a path."""
_PLACES = ("", "build", "node_modules/@zazuko/yasgui/build", "node_modules/@triply/yasgui/build")
_SCRIPT, _STYLE, _START = "yasgui.min.js", "yasgui.min.css", "start.js"
_POLICY = PAGE_POLICY.replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)  # it writes styles into its elements


@dataclass(frozen=True, slots=True)
class Assets:
    """The two files of YASGUI, and ours that starts it."""

    script: bytes
    style: bytes
    start: bytes


def find_yasgui(folder: Path) -> Assets:
    """YASGUI in a folder: its files, or the folder in which npm has installed it.

    Raises:  UsageError where it is not there.
    """
    for place in _PLACES:
        script, style = folder / place / _SCRIPT, folder / place / _STYLE
        if script.is_file() and style.is_file():
            start = (files("letterbook.web.pages") / "templates" / "yasgui.js").read_bytes()
            return Assets(script.read_bytes(), style.read_bytes(), start)
    raise UsageError(
        f"{str(folder)!r} holds no YASGUI: there is no {_SCRIPT} with {_STYLE}",
        remedy=f"npm install --prefix {folder} @zazuko/yasgui",
    )


class Yasgui:
    """What is answered at ``sparql.html`` where YASGUI is served."""

    def __init__(self, folder: BuildFolder, assets: Assets) -> None:
        self.folder = folder
        self._files = {
            _SCRIPT: (assets.script, "text/javascript"),
            _STYLE: (assets.style, "text/css"),
            _START: (assets.start, "text/javascript"),
        }

    async def answer(self, request: Request) -> Response:
        """The page with YASGUI, in the frame of the site."""
        if request.method not in ("GET", "HEAD"):
            return sentence(405, "The page of questions is read with GET.", Allow="GET, HEAD")
        build = self.folder.snapshot()
        folder = str(request.path_params.get("tongue", ""))
        frame = read_page(build, f"{folder}/{PAGE}" if folder else PAGE)
        if frame is None:
            return sentence(404, f"There is nothing at this address. The publication begins at {build.base}")
        up = "../" if folder else "./"
        head = f'<link rel="stylesheet" href="{up}{FOLDER}/{_STYLE}">\n'
        head += "".join(f'<script src="{up}{FOLDER}/{name}" defer></script>\n' for name in (_SCRIPT, _START))
        main = f'<h1 class="first">SPARQL</h1>\n<div id="yasgui" data-endpoint="{up}sparql"></div>'
        page = put_in(frame, main).replace("</head>", f"{head}</head>", 1).encode()
        headers = {
            **COMMON,
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "no-cache",
        }
        return Response(b"" if request.method == "HEAD" else page, headers=headers)

    async def file(self, request: Request) -> Response:
        """One of its files."""
        found = self._files.get(str(request.path_params.get("name", "")))
        if found is None:
            return sentence(404, "There is no such file.")
        headers = {**COMMON, "Content-Type": f"{found[1]}; charset=utf-8", "Cache-Control": "no-cache"}
        return Response(b"" if request.method == "HEAD" else found[0], headers=headers)
