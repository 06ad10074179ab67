"""All pages of a build, written beside the data that they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from letterbook.serializers import nquads
from letterbook.terms import Document
from letterbook.web.pages.authorities import authority_page
from letterbook.web.pages.browse import browse_pages
from letterbook.web.pages.frame import Frame
from letterbook.web.pages.index import Index
from letterbook.web.pages.letters import evidence_page, letter_page
from letterbook.web.pages.strings import load_strings
from letterbook.web.pages.vocabularies import about_page, rules_page, types_page

STYLE = "pages.css"
FACTS = 400
"""How many facts of a page light up together with their characters; those beyond are found by their links."""


def write_pages(
    index: Index,
    site: Path,
    write: Callable[[str, bytes], None],
    *,
    prefixes: Mapping[str, str],
    language: str = "en",
) -> int:
    """Write a page for every document of the index, the lists and the style sheet; gives their number.

    Form:    ``site`` holds the N-Quads of every document and the text of every letter, which are read again one by one;
             ``write`` takes a path below ``site`` and the bytes.
    """
    index.finish()
    frame = Frame(index, prefixes, load_strings(language))
    number = 0
    for path in sorted(index.pages):
        write(f"{path}.html", _page(frame, site, path))
        number += 1
    for path, page in browse_pages(frame):
        write(f"{path}.html", page)
        number += 1
    write(STYLE, style_sheet())
    return number


def style_sheet() -> bytes:
    """The one style sheet: what is written by hand, and a rule for each fact that lights up with its characters."""
    written = (files("letterbook.web.pages") / "templates" / STYLE).read_text(encoding="utf-8")
    rules = "".join(
        f"main:has(#f{n}:hover,#f{n}:target,.p{n}:hover,.p{n}:focus) :is(.f{n},#f{n}){{background:var(--glow)}}\n"
        for n in range(1, FACTS + 1)
    )
    return (written + rules).encode()


def _page(frame: Frame, site: Path, path: str) -> bytes:
    document = _read(site, path)
    kind = frame.index.pages[path]
    if kind == "letter":
        return letter_page(frame, document, _read(site, f"{path}/evidence"), _text(site, path))
    if kind == "evidence":
        letter = path.removesuffix("/evidence")
        return evidence_page(frame, document, _read(site, letter), _text(site, letter))
    if kind == "types":
        return types_page(frame, document)
    if kind == "rules":
        return rules_page(frame, document)
    if kind == "about":
        return about_page(frame, document)
    return authority_page(frame, document)


def _read(site: Path, path: str) -> Document:
    return nquads.read((site / f"{path}.{nquads.FORMAT.extension}").read_bytes())


def _text(site: Path, path: str) -> str:
    return (site / f"{path}.txt").read_bytes().decode()
