"""The server: it answers for the IRIs of a build with the files of its site, each in the form that a client wants.

What is asked for is looked up in the build's list of files and never on the disk, so no path leads out of it.

Source:  RFC 9110 (HTTP semantics); Signposting, https://signposting.org/FAIR/#level2; RFC 9264 (linksets); RFC 8288 (links)
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from letterbook.web.absent import absent
from letterbook.web.answers import COMMON, PAGE_POLICY, sentence
from letterbook.web.asking import PAGE, TERMS, YASGUI, Assets, QueryPage, Yasgui
from letterbook.web.folder import BuildFolder, File, Snapshot
from letterbook.web.fragments import PATH as FRAGMENTS
from letterbook.web.fragments import Fragments
from letterbook.web.negotiation import HTML, MEDIA_TYPES, named_format, negotiate
from letterbook.web.openapi import PATH as OPENAPI
from letterbook.web.openapi import Description
from letterbook.web.packing import packed_as
from letterbook.web.reconciliation import PATH as RECONCILE
from letterbook.web.reconciliation import Service
from letterbook.web.remembered import Remembering
from letterbook.web.searching import answered
from letterbook.web.sparql import PATH as SPARQL
from letterbook.web.sparql import Endpoint
from letterbook.web.tongues import page_for_reader, varies
from letterbook.web.turns import Pool, Turns

LONGEST_PATH_BYTES = 4_096
LONGEST_QUERY_BYTES = 4_096
WHOLE_FILE_BYTES = 1_000_000
"""Files up to this size are answered in one piece, and packed if the client likes; greater ones are streamed as they are."""
_PIECE_BYTES = 256_000
_PACKED_FROM_BYTES = 400  # below, gzip saves nothing
_TRIES = 5  # how often a build may be exchanged under one request

HOME = "index"
LINKSET = "linkset.json"
VOID = "void"

_TYPES = {
    **{
        suffix: f"{media}; charset=utf-8" if media.startswith("text/") else media
        for suffix, media in MEDIA_TYPES.items()
    },
    "txt": "text/plain; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "xml": "application/xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "webmanifest": "application/manifest+json",
}
_SEARCHED = {
    **COMMON,
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
}
_METHODS = "GET, HEAD, OPTIONS"


def create_app(
    folder: Path, turns: Turns | None = None, *, reconciliation_draft: bool = False, yasgui: Assets | None = None
) -> Starlette:
    """The application that serves a build; it follows when the build is replaced.

    Form:    with ``reconciliation_draft`` the reconciliation service also speaks the draft of version 1.0; ``yasgui`` is served in the
             place of our page of questions.
    Raises:  OutputError where the folder holds no build, or one of another version.
    """
    held, pool = BuildFolder(folder), Pool(turns or Turns())
    site, endpoint = Site(held), Endpoint(held, pool)
    methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
    service, page = Service(held, draft=reconciliation_draft), QueryPage(held, pool)
    fragments = Fragments(held)
    answering = {
        SPARQL: endpoint.answer,
        RECONCILE: service.answer,
        f"{RECONCILE}/{{path:path}}": service.answer,
        PAGE: page.answer,
        f"{{tongue}}/{PAGE}": page.answer,
        TERMS: page.terms,
        FRAGMENTS: fragments.answer,
        OPENAPI: Description(held).answer,
    }
    if yasgui is not None:
        instead = Yasgui(held, yasgui)
        answering |= {PAGE: instead.answer, f"{{tongue}}/{PAGE}": instead.answer, f"{YASGUI}/{{name}}": instead.file}
    starts = dict.fromkeys((held.snapshot().public_path, "/"))  # a proxy may have cut the public path off
    routes = [Route(start + path, answer, methods=methods) for start in starts for path, answer in answering.items()]

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        pool.close()
        fragments.pool.close()

    return Remembering(held, routes=[*routes, Route("/{path:path}", site.answer, methods=methods)], lifespan=life)


class Site:
    """What is answered, from the build that stands when a request comes in."""

    def __init__(self, folder: BuildFolder) -> None:
        self.folder = folder

    async def answer(self, request: Request) -> Response:
        """The answer to any request."""
        if request.method == "OPTIONS":
            allowed = {"Allow": _METHODS, "Access-Control-Allow-Methods": _METHODS, "Access-Control-Max-Age": "86400"}
            return Response(status_code=204, headers={**COMMON, **allowed, "Access-Control-Allow-Headers": "*"})
        if request.method not in ("GET", "HEAD"):
            return sentence(
                405, "Only GET and HEAD are answered here: this is a publication to be read.", Allow=_METHODS
            )
        path: str = request.scope["path"]
        if len(path.encode(errors="replace")) > LONGEST_PATH_BYTES:
            return sentence(404, "There is nothing here: no document has an address as long as this.")
        if len(request.scope["query_string"]) > LONGEST_QUERY_BYTES:
            return sentence(400, "The part of the address after ? is too long.")
        for _ in range(_TRIES):
            answer = self._from(self.folder.snapshot(), path, request)
            if answer is not None:
                return answer
        return sentence(503, "The publication is being replaced; ask again in a moment.", **{"Retry-After": "1"})

    def _from(self, build: Snapshot, path: str, request: Request) -> Response | None:
        """The answer of one build; None where it has been taken away meanwhile."""
        if path == "/.well-known/void":
            return _redirect(build.public_path + VOID)
        if path in ("/", build.public_path):
            return _home(build, request)
        for name in _names(build, path, request):
            if tomb := _tomb(build, name):
                words = f"{build.base}{tomb} is gone: {build.gone[tomb]}"
                return absent(build, request, 410, words, place=name, page=tomb)
            page = answered(build, name if name in build.files else f"{name}.{HTML}", request.scope["query_string"])
            if page is not None:
                return Response(page, headers=_SEARCHED)
            if name in build.files:
                return _file(build, name, request)
            if name in build.offers:
                return _document(build, name, request)
            if name.endswith("." + LINKSET) and name.removesuffix("." + LINKSET) in build.offers:
                return _linkset(build, name.removesuffix("." + LINKSET))
        words = f"There is nothing at this address. The publication begins at {build.base}"
        return absent(build, request, 404, words, place=path.removeprefix(build.public_path))


def _home(build: Snapshot, request: Request) -> Response | None:
    """The first page for a reader, where there is one; the document of the letterbook for all others."""
    if f"{HOME}.{HTML}" in build.files and negotiate(request.headers.get("accept"), (HTML, "ttl")) == HTML:
        if page := page_for_reader(build, HOME, request.headers.get("accept-language")):
            return _redirect(build.public_path + page, Vary=varies(build, HTML))
        return _file(build, f"{HOME}.{HTML}", request, {"Vary": varies(build, HTML)})
    return _redirect(f"{build.public_path}about")


def _names(build: Snapshot, path: str, request: Request) -> Iterator[str]:
    """What a path may be the name of: with the public path before it, or without where a proxy has cut that off.

    An IRI may hold percent-escapes, and its file is named as the IRI is; so the path is also looked up as it was sent.
    """
    sent = request.scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "replace")
    for each in dict.fromkeys((path, sent)):
        if each.startswith(build.public_path):
            yield each.removeprefix(build.public_path)
        if build.public_path != "/":
            yield each.removeprefix("/")


def _tomb(build: Snapshot, name: str) -> str:
    """The document that is gone and that a name means, in whatever form or language; empty where it means none."""
    if not build.gone:
        return ""
    folder, _, rest = name.partition("/")
    name = rest if folder in build.tongues[1:] else name
    stem = name.rpartition(".")[0] if name.rpartition(".")[2] in _TYPES else name
    return next((each for each in (stem, stem.removesuffix("/evidence")) if each in build.gone), "")


def _document(build: Snapshot, name: str, request: Request) -> Response | None:
    """The representation of a document that the client wants, or the list of those there are."""
    offers = build.offers[name]
    query = parse_qs(request.scope["query_string"].decode("ascii", "replace"), max_num_fields=None)
    word = (query.get("format") or query.get("_format") or [""])[0]
    suffix = named_format(word, offers) if word else negotiate(request.headers.get("accept"), offers)
    if suffix is None:
        choices = "".join(f"  {MEDIA_TYPES[each]:24} {build.base}{name}.{each}\n" for each in offers)
        asked = f"?format={word[:40]}" if word else "what the Accept header asks for"
        said = f"This document is not to be had as {asked}. It is to be had as:\n\n{choices}"
        links = [(_address(build, f"{name}.{each}"), MEDIA_TYPES[each]) for each in offers]
        return absent(build, request, 406, said, place=name, offers=links, Link=_alternates(build, name))
    if suffix == HTML and not word and (page := page_for_reader(build, name, request.headers.get("accept-language"))):
        return _redirect(build.public_path + page, Vary=varies(build, HTML))
    location = {"Content-Location": _address(build, f"{name}.{suffix}"), "Vary": varies(build, suffix)}
    return _file(build, f"{name}.{suffix}", request, location)


def _file(build: Snapshot, path: str, request: Request, more: dict[str, str] | None = None) -> Response | None:
    """One file with its digest as its ETag, packed where the client takes it and that is worth while."""
    file = build.open_file(path)
    if file is None:
        return None
    stem, _, suffix = path.rpartition(".")
    packed = None
    if _PACKED_FROM_BYTES <= file.size <= WHOLE_FILE_BYTES and _packs(suffix):
        packed = packed_as(request.headers.get("accept-encoding"))
    tag = f'"{file.digest[:32]}{f"-{packed.name}" if packed else ""}"'
    headers = {
        **COMMON,
        "ETag": tag,
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Vary": "Accept-Encoding",
        **(more or {}),
    }
    if suffix == HTML:
        headers["Content-Security-Policy"] = PAGE_POLICY
    if stem in build.offers and suffix in MEDIA_TYPES:
        headers["Link"] = _signposts(build, stem, suffix)
    if _matches(request.headers.get("if-none-match"), tag):
        os.close(file.descriptor)
        return Response(status_code=304, headers=headers)
    media_type = _TYPES.get(suffix, "application/octet-stream")
    if file.size > WHOLE_FILE_BYTES:
        return _streamed(file, {**headers, "Content-Type": media_type}, head=request.method == "HEAD")
    with open(file.descriptor, "rb") as opened:  # noqa: PTH123 (a descriptor)
        data = opened.read()
    if packed:
        data = packed.pack(data)
        headers["Content-Encoding"] = packed.name
    headers["Content-Type"] = media_type
    if request.method == "HEAD":
        return Response(headers={**headers, "Content-Length": str(len(data))})
    return Response(data, headers=headers)


def _streamed(file: File, headers: dict[str, str], *, head: bool) -> Response:
    headers["Content-Length"] = str(file.size)
    if head:
        os.close(file.descriptor)
        return Response(headers=headers)

    opened = open(file.descriptor, "rb")  # noqa: PTH123, SIM115 (closed when the last piece is read or the answer dropped)

    def pieces() -> Iterator[bytes]:
        with opened:
            while piece := opened.read(_PIECE_BYTES):
                yield piece

    return StreamingResponse(pieces(), headers=headers)


def _packs(suffix: str) -> bool:
    return suffix not in ("png", "ico", "woff2")


def _matches(header: str | None, tag: str) -> bool:
    """Whether If-None-Match names the tag; a comparison as weak as the standard has it (RFC 9110, section 13.1.2)."""
    if header is None:
        return False
    given = [each.strip().removeprefix("W/") for each in header.split(",")]
    return "*" in given or tag in given


def _address(build: Snapshot, name: str) -> str:
    """A path within the public one, in characters that a header can hold."""
    return quote(build.public_path + name, safe="/%:@!$&'()*+,;=~-._")


def _links(build: Snapshot, name: str) -> list[dict[str, str]]:
    """The typed links of a document, as Signposting asks for: what it is, its other forms, what describes it and its set."""
    links = [{"href": build.base + name, "rel": "cite-as"}]
    for suffix in build.offers[name]:
        rel = "alternate" if suffix == HTML else "describedby"
        links.append({"href": _address(build, f"{name}.{suffix}"), "rel": rel, "type": MEDIA_TYPES[suffix]})
    if f"{name}.txt" in build.files:
        links.append({"href": _address(build, f"{name}.txt"), "rel": "item", "type": "text/plain"})
    if build.licence:
        links.append({"href": build.licence, "rel": "license"})
    links.append({"href": "http://schema.org/WebPage", "rel": "type"})
    if name != "about":
        links.append({"href": _address(build, "about"), "rel": "collection"})
    return links


def _signposts(build: Snapshot, name: str, suffix: str) -> str:
    linkset = {"href": _address(build, f"{name}.{LINKSET}"), "rel": "linkset", "type": "application/linkset+json"}
    canonical = {"href": build.base + name, "rel": "describes" if suffix != HTML else "canonical"}
    return ", ".join(_as_header(link) for link in (*_links(build, name), canonical, linkset))


def _alternates(build: Snapshot, name: str) -> str:
    return ", ".join(
        _as_header({"href": _address(build, f"{name}.{suffix}"), "rel": "alternate", "type": MEDIA_TYPES[suffix]})
        for suffix in build.offers[name]
    )


def _as_header(link: dict[str, str]) -> str:
    href = quote(link["href"], safe="/%:@!$&'()*+,;=~-._?#")
    marks = "".join(f'; {key}="{value}"' for key, value in link.items() if key != "href")
    return f"<{href}>{marks}"


def _linkset(build: Snapshot, name: str) -> Response:
    """The links of a document as a document (RFC 9264, section 4.2)."""
    by_rel: dict[str, list[dict[str, str]]] = {}
    for link in _links(build, name):
        target = {key: value for key, value in link.items() if key != "rel"}
        by_rel.setdefault(link["rel"], []).append(target)
    data = json.dumps({"linkset": [{"anchor": build.base + name, **by_rel}]}, indent=1, ensure_ascii=False).encode()
    return Response(data, headers={**COMMON, "Content-Type": "application/linkset+json"})


def _redirect(address: str, **headers: str) -> Response:
    return Response(
        status_code=303, headers={**COMMON, **headers, "Location": quote(address, safe="/%:@!$&'()*+,;=~-._")}
    )
