"""All pages of a build, written beside the data that they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from letterbook.catalogue.graph import Words
from letterbook.serializers import nquads
from letterbook.terms import Document
from letterbook.web.pages.authorities import authority_page, letters_page
from letterbook.web.pages.browse import browse_pages
from letterbook.web.pages.feed import FEED, feed
from letterbook.web.pages.frame import Frame
from letterbook.web.pages.gaps import Tongue, choose
from letterbook.web.pages.index import Index
from letterbook.web.pages.letters import letter_pages
from letterbook.web.pages.naming import NAMED, named_of
from letterbook.web.pages.strings import languages, load_strings
from letterbook.web.pages.vocabularies import about_page, register_page, rules_page, types_page
from letterbook.web.search import NAMES_FILE, NameIndex, SearchIndex, search_files

STYLE = "pages.css"
SCRIPT = "search.js"
QUERY_STYLE = "query.css"
QUERY_SCRIPT = "query.js"
FACTS = 400
"""How many facts of a page light up together with their characters; those beyond are found by their links."""

DOCUMENTS_IN_ALL_LANGUAGES = 5_000
"""Of a letterbook with more documents the pages are written in its own language only."""


def write_pages(
    index: Index,
    site: Path,
    write: Callable[[str, bytes], None],
    *,
    prefixes: Mapping[str, str],
    language: str = "en",
    search: Path | None = None,
) -> int:
    """Write a page for every document of the index, the lists, the style sheet and the index for search.

    Gives the number of pages.

    Form:    ``site`` holds the N-Quads of every document and the text of every letter, which are read again one by one;
             ``write`` takes a path below ``site`` and the bytes. The pages lie beside their data in the letterbook's language,
             and in each other language below a folder named after it, where there are few enough (``tongues_of``). The
             index of words is written to ``search``, where that is given, and from there in small files below ``site``; the
             index of names lies beside it.
    """
    index.finish()
    frame = Frame(index, prefixes, tongues_of(language, len(index.pages)))
    words = SearchIndex(search) if search else None
    names = NameIndex(search.with_name(NAMES_FILE)) if search else None
    number = 0
    for path, page in _pages(frame, site, words, names):
        for folder, data in page.items():
            write(f"{folder}{path}.html", data)
            number += 1
    title = choose(index.collection.words(index.collection_root, "schema:name") or [Words("")], language)
    if letters := feed(index, title):
        write(FEED, letters)
    write(STYLE, style_sheet())
    for name in (SCRIPT, QUERY_STYLE, QUERY_SCRIPT):
        write(name, (files("letterbook.web.pages") / "templates" / name).read_bytes())
    if names:
        names.close()
    if words and search:
        words.close()
        for path, data in search_files(search):
            write(path, data)
    return number


def tongues_of(language: str, documents: int) -> list[Tongue]:
    """The languages in which pages are written: the letterbook's own first, the others where there are few enough documents.

    >>> [tongue.folder for tongue in tongues_of("de-AT", 20)]
    ['', 'en/', 'fr/', 'ru/', 'tr/']
    >>> [tongue.folder for tongue in tongues_of("de", DOCUMENTS_IN_ALL_LANGUAGES + 1)]
    ['']
    """
    own = load_strings(language)
    others = [each for each in languages() if each != own.language and documents <= DOCUMENTS_IN_ALL_LANGUAGES]
    return [Tongue(own), *(Tongue(load_strings(each), f"{each}/") for each in others)]


def _pages(
    frame: Frame, site: Path, words: SearchIndex | None, names: NameIndex | None
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Each page by its path, in every language by its folder."""
    language = frame.tongues[0].strings.language
    for path in sorted(frame.index.pages):
        kind = frame.index.pages[path]
        if kind == "evidence":  # that comes with its letter
            continue
        document = _read(site, path)
        if names and kind in NAMED:
            names.add(named_of(frame.index, document, kind, language))
        if kind == "letter":
            made = letter_pages(frame, document, _read(site, f"{path}/evidence"), _text(site, path))
            if words:
                words.add(made.entry, made.named, made.text, made.language)
            yield from made.pages.items()
        else:
            yield path, _PAGES.get(kind, authority_page)(frame, document)
    yield from browse_pages(frame)


def style_sheet() -> bytes:
    """The one style sheet: what is written by hand, and a rule for each fact that lights up with its characters."""
    written = (files("letterbook.web.pages") / "templates" / STYLE).read_text(encoding="utf-8")
    rules = "".join(
        f"main:has(#f{n}:hover,#f{n}:target,.p{n}:hover,.p{n}:focus) :is(.f{n},#f{n}){{background:var(--glow)}}\n"
        for n in range(1, FACTS + 1)
    )
    return (written + rules).encode()


_PAGES = {
    "letters": letters_page,
    "types": types_page,
    "rules": rules_page,
    "register": register_page,
    "about": about_page,
}


def _read(site: Path, path: str) -> Document:
    return nquads.read((site / f"{path}.{nquads.FORMAT.extension}").read_bytes())


def _text(site: Path, path: str) -> str:
    return (site / f"{path}.txt").read_bytes().decode()
