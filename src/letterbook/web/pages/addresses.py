"""Where a page finds another: relative addresses, the same on any host and below any path."""

from __future__ import annotations

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
    here, there = path.split("/")[:-1], file.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return ("../" * (len(here) - shared) or "./") + quote("/".join(there[shared:]), safe=_SAFE)


def web_address(node: Term) -> str:
    """The address of a term that a browser may be sent to; empty for any other scheme than http and https."""
    text = iri_text(node) if is_iri(node) else ""
    return text if text.startswith(("http://", "https://")) else ""
