"""All pages of a build, written beside the data that they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from letterbook.catalogue.graph import Words
from letterbook.serializers import nquads
from letterbook.terms import Document
from letterbook.web.pages.absent import absent_pages
from letterbook.web.pages.authorities import authority_page, letters_page
from letterbook.web.pages.browse import browse_pages
from letterbook.web.pages.feed import FEED, feed
from letterbook.web.pages.frame import Frame
from letterbook.web.pages.gaps import Tongue
from letterbook.web.pages.index import Index
from letterbook.web.pages.letters import letter_pages
from letterbook.web.pages.naming import NAMED, named_of
from letterbook.web.pages.strings import choose, languages, load_strings
from letterbook.web.pages.vocabularies import about_page, register_page, rules_page, shapes_page, types_page
from letterbook.web.search import NAMES_FILE, Filed, Named, NameIndex, SearchIndex, filed, search_files

Write = Callable[[str, bytes], None]
"""Takes the path of a file below the site and its bytes."""

STYLE = "pages.css"
SCRIPT = "search.js"
QUERY_STYLE = "query.css"
QUERY_SCRIPT = "query.js"
FACTS = 400
"""How many facts of a page light up together with their characters; those beyond are found by their links."""

DOCUMENTS_IN_ALL_LANGUAGES = 5_000
"""Of a letterbook with more documents the pages are written in its own language only."""


def page_frame(index: Index, prefixes: Mapping[str, str], language: str = "en") -> Frame:
    """What the pages of one build share.

    Form:    ``index`` is finished. The pages lie beside their data in the letterbook's language, and in each other language
             below a folder named after it, where there are few enough (``tongues_of``).
    """
    return Frame(index, prefixes, tongues_of(language, len(index.pages)))


def write_documents(frame: Frame, site: Path, paths: Iterable[str], write: Write) -> list[Filed | Named]:
    """Write the pages of some documents; gives what search is to find of them, in the order of the paths.

    Form:    ``site`` holds the N-Quads of every document and the text of every letter, which are read again one by one;
             ``write`` takes a path below ``site`` and the bytes. The page of a letter's evidence comes with its letter.
    """
    found: list[Filed | Named] = []
    language = frame.tongues[0].strings.language
    for path in paths:
        kind = frame.index.pages[path]
        if kind == "evidence":
            continue
        document = _read(site, path)
        if kind in NAMED:
            found.append(named_of(frame.index, document, kind, language))
        if kind == "letter":
            made = letter_pages(frame, document, _read(site, f"{path}/evidence"), _text(site, path))
            found.append(filed(made.entry, made.named, made.text))
            for each, page in made.pages.items():
                _write(write, each, page)
        else:
            _write(write, path, _PAGES.get(kind, authority_page)(frame, document))
    return found


def write_lists(frame: Frame, write: Write) -> None:
    """Write the home page and all lists."""
    for path, page in browse_pages(frame):
        _write(write, path, page)


def write_absent(frame: Frame, gone: Iterable[str], write: Write) -> None:
    """Write what is shown where nothing is, and where a document was that is gone."""
    for path, page in absent_pages(frame, gone):
        _write(write, path, page)


def write_shapes(frame: Frame, documents: Iterable[Document], write: Write) -> None:
    """Write the pages of the shapes, which are no part of the letterbook's own data."""
    for document in documents:
        _write(write, frame.index.path(document.iri), shapes_page(frame, document))


def write_whole_book(
    index: Index, found: Iterable[Filed | Named], search: Path, write: Write, *, language: str = "en"
) -> None:
    """Write what there is once: the feed, the style sheet, the scripts, and the indexes for search.

    Form:    what is to be ``found`` comes in the order of the paths. The index of words is written to the file ``search``, and
             from there in small files below ``site``; the index of names lies beside it.
    """
    title = choose(index.collection.words(index.collection_root, "schema:name") or [Words("")], language)
    if told := feed(index, title):
        write(FEED, told)
    write(STYLE, style_sheet())
    for name in (SCRIPT, QUERY_STYLE, QUERY_SCRIPT):
        write(name, (files("letterbook.web.pages") / "templates" / name).read_bytes())
    words, names = SearchIndex(search), NameIndex(search.with_name(NAMES_FILE))
    for each in found:
        if isinstance(each, Filed):
            words.add(each)
        else:
            names.add(each)
    names.close()
    words.close()
    for path, data in search_files(search):
        write(path, data)


def _write(write: Write, path: str, page: Mapping[str, bytes]) -> None:
    """Write a page in every language, each in its folder."""
    for folder, data in page.items():
        write(f"{folder}{path}.html", data)


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
