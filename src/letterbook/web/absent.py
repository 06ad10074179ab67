"""What is answered where nothing is: a page for a reader, a sentence for a program."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response

from letterbook.web.answers import COMMON, PAGE_POLICY, sentence
from letterbook.web.folder import Snapshot
from letterbook.web.negotiation import HTML, MEDIA_TYPES, choose_language, negotiate, read_accept

_PAGES = (MEDIA_TYPES[HTML], "application/xhtml+xml")
_OFFERS = b'<ul class="plain-list" id="offers">'


def absent(
    build: Snapshot,
    request: Request,
    status: int,
    words: str,
    *,
    place: str,
    page: str = "",
    offers: Iterable[tuple[str, str]] = (),
    **headers: str,
) -> Response:
    """The page of the site for this status, where a reader asks or a ``page`` is asked for by its own name; else the words.

    Form:    ``place`` is what was asked for, below the base: whoever comes from a page in a language stays in it; ``page`` the
             path of a page that says more than that of the status; ``offers`` are addresses with their media types.
    """
    reader = _is_reader(request) or (page and place.endswith(f".{HTML}"))
    found = _page(build, request, place, page or str(status)) if reader else None
    if found is None:
        return sentence(status, words, Vary="Accept", **headers)
    items = "".join(f'\n<li><a href="{escape(address)}">{escape(kind)}</a></li>' for address, kind in offers)
    common = {**COMMON, "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": PAGE_POLICY}
    more = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language", **headers}
    return Response(found.replace(_OFFERS, _OFFERS + items.encode(), 1), status, {**common, **more})


def _is_reader(request: Request) -> bool:
    """Whether a page is what is wanted most, and asked for by its name: a program that takes anything is told in a sentence."""
    accept = request.headers.get("accept")
    named = any(each.media_type in _PAGES and each.quality > 0 for each in read_accept(accept or ""))
    return named and negotiate(accept, (HTML, "ttl")) == HTML


def _page(build: Snapshot, request: Request, place: str, name: str) -> bytes | None:
    folder = place.partition("/")[0]
    asked = choose_language(request.headers.get("accept-language"), build.tongues)
    language = folder if folder in build.tongues[1:] else asked
    start = "" if language == build.tongues[0] else f"{language}/"
    file = build.open_file(f"{start}{name}.{HTML}") or build.open_file(f"{name}.{HTML}")
    if file is None:
        return None
    with open(file.descriptor, "rb") as opened:  # noqa: PTH123 (a descriptor)
        return opened.read()
