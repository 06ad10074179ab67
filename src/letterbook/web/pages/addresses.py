"""Where a page finds another: relative addresses, the same on any host and below any path."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from letterbook.terms import Term, iri_text, is_iri

_SAFE = "/-._~!$'()*+,;=:@"


def href(path: str, to: str, fragment: str = "") -> str:
    """The relative address of one page from another, each a path below the base without an extension.

    >>> href("letter/1", "actor/nkid")
    '../actor/nkid.html'
    >>> href("index", "about")
    './about.html'
    """
    return file_href(path, f"{to}.html") + (f"#{quote(fragment, safe='/-._~!$()*+,;=:@%?')}" if fragment else "")


def file_href(path: str, file: str) -> str:
    """The relative address of a file from a page.

    >>> file_href("fr/letter/1", "letter/1.ttl")
    '../../letter/1.ttl'
    """
    folder, _, name = file.rpartition("/")
    return _way(path.rpartition("/")[0], folder) + _quoted(name)


@lru_cache(maxsize=10_000)
def _way(start: str, end: str) -> str:
    """The relative address of one folder from another: of the pages of one folder, to the few folders that they lead to."""
    here, there = start.split("/") if start else [], end.split("/") if end else []
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return ("../" * (len(here) - shared) or "./") + "".join(f"{_quoted(each)}/" for each in there[shared:])


@lru_cache(maxsize=10_000)
def _quoted(name: str) -> str:
    return quote(name, safe=_SAFE)


def web_address(node: Term) -> str:
    """The address of a term that a browser may be sent to; empty for any other scheme than http and https."""
    text = iri_text(node) if is_iri(node) else ""
    return text if text.startswith(("http://", "https://")) else ""
