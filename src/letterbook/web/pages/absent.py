"""The pages that are shown where nothing is: at an address that never was, where a letter was once, in a form that there is not.

They are shown at addresses of any depth, so their links begin at the root of the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from letterbook.web.pages.frame import Frame

_RELATIVE = re.compile(rb'(?:(?<= href=")|(?<= src="))\.[^"]*')


def absent_pages(frame: Frame, gone: Iterable[str]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The pages 404, 406 and 410, and one for each document that is gone, at its path; each in every language by its folder.

    Form:    the page 406 has an empty list with the id ``offers``, for the server to fill.
    """
    for status in ("404", "406", "410"):
        yield status, _page(frame, status, status, "")
    for path in gone:
        yield path, _page(frame, path, "410", frame.index.base + path)


def _page(frame: Frame, path: str, status: str, address: str) -> dict[str, bytes]:
    frame.begin()
    pages = frame.render("absent.html", path, status=status, address=address)
    root = urlsplit(frame.index.base).path or "/"
    return {folder: _from_root(page, f"{root}{folder}{path}.html") for folder, page in pages.items()}


def _from_root(page: bytes, place: str) -> bytes:
    """The page with the relative addresses that it has at its place made whole paths."""
    return _RELATIVE.sub(lambda match: urljoin(place, match[0].decode()).encode(), page)
