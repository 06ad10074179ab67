"""The reconciliation service ``/reconcile``: OpenRefine and its like match their tables against the names of a build.

Source:  Reconciliation Service API 0.2, https://reconciliation-api.github.io/specs/0.2/; 1.0 draft, behind a flag
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from letterbook.errors import StoreError
from letterbook.output import SEARCH
from letterbook.web.answers import COMMON, sentence
from letterbook.web.folder import BuildFolder, Snapshot
from letterbook.web.protocol import RefusedError, fields_of, read_body
from letterbook.web.reconciliation import answers
from letterbook.web.reconciliation.matching import TYPES, candidates
from letterbook.web.reconciliation.questions import conditions_of, extension_of, queries_of
from letterbook.web.search import NAMES_FILE, Named, Names

PATH = "reconcile"
METHODS = "GET, HEAD, POST, OPTIONS"
MOST_BYTES = 500_000
"""How large a request may be."""

_FORM = "application/x-www-form-urlencoded"
_STYLE = "body{font:14px/1.4 sans-serif;margin:8px}"
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_PREVIEW_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"


class Service:
    """What is answered at ``/reconcile`` and below it; with ``draft`` the draft of version 1.0 below ``/reconcile/1.0-draft``."""

    def __init__(self, folder: BuildFolder, *, draft: bool = False) -> None:
        self.folder = folder
        self.draft = draft

    async def answer(self, request: Request) -> Response:
        """The answer to any request to the service."""
        if request.method == "OPTIONS":
            allowed = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": "86400"}
            return Response(status_code=204, headers={**COMMON, **allowed, "Access-Control-Allow-Headers": "*"})
        if request.method not in ("GET", "HEAD", "POST"):
            return sentence(405, "A name is asked for with GET or POST.", Allow=METHODS)
        path = str(request.path_params.get("path", "")).strip("/")
        try:
            given, body = await _given(request)
            return await run_in_threadpool(self._answered, path, given, body, request)
        except RefusedError as refusal:
            return sentence(refusal.status, refusal.words)
        except StoreError as error:
            return sentence(500, str(error))

    def _answered(self, path: str, given: dict[str, str], body: str, request: Request) -> Response:
        build = self.folder.snapshot()
        draft = path == answers.DRAFT or path.startswith(f"{answers.DRAFT}/")
        if draft and not self.draft:
            raise RefusedError(404, "The draft of version 1.0 is not spoken here: serve --reconciliation-draft.")
        path = path.removeprefix(answers.DRAFT).strip("/") if draft else path
        file = build.folder / SEARCH / NAMES_FILE
        if not file.is_file():
            raise RefusedError(503, "This build has no index of names; build again.")
        with Names(file) as names:
            if path == "":
                return self._asked(build, names, given, request, draft=draft)
            if draft and path == "match":
                asked = conditions_of(body)
                results = [[answers.result(each) for each in candidates(names, wanted)] for wanted in asked]
                return _json({"results": [{"candidates": each} for each in results]})
            if draft and path == "extend":
                extension = extension_of(body)
                return _json(answers.extended_in_draft(extension, names.at(extension.ids)))
            if path in ("properties", "extend/propose"):
                return _json(_proposed(given))
            if path in _SUGGESTING:
                return _json({"result": _SUGGESTING[path](names, given)})
            if path in ("preview", "flyout/entity"):
                return _shown(build, names, given.get("id", ""), flyout=path != "preview")
        raise RefusedError(404, "There is nothing at this address of the reconciliation service.")

    def _asked(
        self, build: Snapshot, names: Names, given: dict[str, str], request: Request, *, draft: bool
    ) -> Response:
        """The manifest; in version 0.2 also queries, and requests for the values of properties."""
        if draft:
            return _json(answers.manifest_of_draft(build))
        if "queries" in given:
            asked = queries_of(given["queries"])
            return _json({key: {"result": [answers.result(each) for each in candidates(names, wanted)]}
                          for key, wanted in asked.items()})  # fmt: skip
        if "extend" in given:
            extension = extension_of(given["extend"])
            return _json(answers.extended(extension, names.at(extension.ids)))
        # Where the client asks, not where the build is published: the two differ while a build is tried out.
        return _json(answers.manifest(build, f"{request.url.scheme}://{request.url.netloc}{build.public_path}{PATH}"))


async def _given(request: Request) -> tuple[dict[str, str], str]:
    """The fields of the address and of the form, and the body as it is.

    Raises:  RefusedError.
    """
    given = dict(fields_of(request.scope["query_string"]))
    if request.method != "POST":
        return given, ""
    body = await read_body(request, MOST_BYTES)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == _FORM:
        given |= dict(fields_of(body))
    try:
        return given, body.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"The request is not UTF-8 at byte {error.start}.") from error


def _proposed(given: dict[str, str]) -> dict[str, Any]:
    kind = given.get("type", "")
    limit = given.get("limit", "")
    found = answers.properties_of(kind if kind in TYPES else "")
    most = int(limit) if limit.isascii() and limit.isdecimal() and len(limit) < 6 else len(found)
    return {"properties": found[:most], **({"type": kind} if kind else {})}


def _suggested(names: Names, given: dict[str, str]) -> list[dict[str, Any]]:
    prefix = given.get("prefix", "")
    kinds = [kind for kind in given.get("type", "").split(",") if kind in TYPES]
    found = {each.path: each for each in names.beginning(prefix, kinds, answers.MOST_SUGGESTED)}
    for each in names.called(prefix, kinds, answers.MOST_SUGGESTED) if prefix.strip() else ():
        found.setdefault(each.path, each)
    return [answers.suggestion(each) for each in list(found.values())[: answers.MOST_SUGGESTED]]


_SUGGESTING: dict[str, Callable[[Names, dict[str, str]], list[dict[str, Any]]]] = {
    "suggest/entity": _suggested,
    "suggest/property": lambda _, given: list(answers.named_so(answers.properties_of(), given.get("prefix", ""))),
    "suggest/type": lambda _, given: list(answers.named_so(answers.types(), given.get("prefix", ""))),
}


def _shown(build: Snapshot, names: Names, path: str, *, flyout: bool) -> Response:
    """A few lines on a document: as a page to be framed, or as a piece of one."""
    named = names.at([path]).get(path)
    if named is None:
        raise RefusedError(404, "There is no document with this id.")
    lines = _lines(build, named)
    if flyout:
        return _json({"id": path, "html": lines})
    page = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>'
        f"{html.escape(named.label)}</title><style>{_STYLE}</style></head>\n<body>{lines}</body></html>\n"
    )
    headers = {**COMMON, "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _PREVIEW_POLICY}
    return Response(page.encode(), headers=headers)


def _lines(build: Snapshot, named: Named) -> str:
    others = ", ".join(form for form in named.forms[:6] if form != named.label)
    told = [f"<em>{html.escape(TYPES[named.kind])}</em>", html.escape(named.description), html.escape(others)]
    address = html.escape(build.base + quote(named.path, safe="/%:@!$&'()*+,;=~-._"))
    rest = "".join(f"<br>{each}" for each in told if each)
    return f'<p><a href="{address}" target="_blank" rel="noopener"><bdi>{html.escape(named.label)}</bdi></a>{rest}</p>'


def _json(value: object) -> Response:
    data = json.dumps(value, ensure_ascii=False).encode() + b"\n"
    return Response(data, headers={**COMMON, "Content-Type": "application/json", "Cache-Control": "no-cache"})
