"""TEI P5: a file for each letter, and lists of the persons, bodies and places that they name.

Source:  TEI P5, chapters 2 (header), 4 (openers and closers), 13 (names and registers)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from letterbook.catalogue import Catalogue, Entry, Name, Part, Whole
from letterbook.exports.certainty import tei_date
from letterbook.exports.cmif import uuid_of
from letterbook.exports.correspdesc import actions
from letterbook.exports.form import File, Form, Wish, lines
from letterbook.exports.markup import DECLARATION, Pen
from letterbook.exports.tables import count

FORM = Form(
    name="tei",
    title="a TEI file for each letter, with registers",
    media_type="application/zip",
    file="tei",
    is_folder=True,
    wants=("publisher", "licence"),
)

_ROOT = '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
_TOP, _BETWEEN, _BOTTOM = range(3)
_CLOSERS = ("closing", "signature", "postscript")
_ELEMENTS = {
    "heading": "head",
    "salutation": "salute",
    "address": "address",
    "closing": "salute",
    "signature": "signed",
}
_LEFT_OUT = frozenset({"link", "editorial-note"})  # what the edition prints around the letter, and is none of it
_AROUND = frozenset({"heading", "enclosed", "source-note"})
_REGISTERS = {
    "person": ("listPerson", "person", "persName"),
    "body": ("listOrg", "org", "orgName"),
    "place": ("listPlace", "place", "placeName"),
}


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """``letters/ID.xml`` for each letter, then ``registers/``."""
    pen = Pen()
    for entry in catalogue.letters():
        yield f"letters/{entry.id}.xml", lines(_letter(pen, catalogue.whole, entry))
    found = count(catalogue).names
    for kind, (element, _, _) in _REGISTERS.items():
        names = [
            name for _, name in sorted(found.items()) if name.kind == kind or (kind, name.kind) == ("body", "office")
        ]
        yield f"registers/{element}.xml", lines(_register(pen, catalogue.whole, kind, names))
    pen.put_down(wish, FORM.file)


def _letter(pen: Pen, whole: Whole, entry: Entry) -> Iterator[str]:
    yield DECLARATION + _ROOT
    yield _header(pen, whole, entry.title.text, entry)
    yield "<text><body>\n"
    yield from _body(pen, entry)
    yield "</body></text>\n</TEI>\n"


def _header(pen: Pen, whole: Whole, title: str, entry: Entry | None = None) -> str:
    edition = entry.edition if entry else None
    attributes = {"type": edition.medium, "xml_id": uuid_of(edition)} if edition else {}
    source = entry.printed if entry and entry.printed else whole.title
    terms = pen.element("licence", target=whole.licence) if whole.licence else pen.element("p", "No licence is stated.")
    statement = (
        pen.element("publisher", pen.text(whole.publisher) or " "),
        pen.element("idno", pen.text(entry.iri), type="URI") if entry else "",
        pen.element("availability", terms),
    )
    parts = [
        pen.element("titleStmt", pen.element("title", pen.text(title))),
        pen.element("publicationStmt", "".join(statement)),
        pen.element("sourceDesc", pen.element("bibl", pen.text(source), **attributes)),
    ]
    profile = ""
    if entry:
        described = pen.element(
            "correspDesc",
            "\n".join(actions(pen, entry, cmif=False))
            or "<p/>",  # as the schema wants it of a letter of which nothing is known
            key=entry.number,
            ref=entry.address or entry.iri,
            source=f"#{uuid_of(edition)}" if edition else "",
        )
        tag = entry.language if entry.language and entry.language != "und" else ""
        languages = pen.element("langUsage", pen.element("language", tag, ident=tag)) if tag else ""
        profile = pen.element("profileDesc", f"\n{described}\n{languages}")
    return pen.element("teiHeader", f"\n{pen.element('fileDesc', chr(10).join(parts))}\n{profile}") + "\n"


def _body(pen: Pen, entry: Entry) -> Iterator[str]:
    """The parts in their order; what opens again behind a paragraph or a closer begins a division of its own."""
    divisions: list[list[tuple[int, Part]]] = [[]]
    for part in _apart([part for part in entry.parts if part.kind not in _LEFT_OUT], entry.text):
        before = divisions[-1][-1][0] if divisions[-1] else _TOP
        level = _level(part, before)
        if level < before:
            divisions.append([])
        divisions[-1].append((level, part))
    if not any(divisions):
        yield pen.element("p", _words(pen, entry.text)) + "\n"
        return
    for division in divisions:
        written = "".join(_division(pen, division, entry))
        yield written if len(divisions) == 1 else f"<div>\n{written}</div>\n"


def _level(part: Part, before: int) -> int:
    """Where a part may stand in a division, given where the part before it does: at its top, between, or at its bottom."""
    if part.kind in ("heading", "salutation"):
        return _TOP
    if part.kind in ("dateline", "address"):
        return _TOP if before == _TOP else _BOTTOM
    return before if part.kind == "source-note" else _BOTTOM if part.kind in _CLOSERS else _BETWEEN


def _division(pen: Pen, division: list[tuple[int, Part]], entry: Entry) -> Iterator[str]:
    has_words = any(level == _BETWEEN for level, _ in division)
    for (level, element), group in groupby(division, lambda each: (each[0], _outer(*each))):
        if level == _BOTTOM and not has_words:
            yield "<p/>\n"  # the schema wants something between what opens and what closes
            has_words = True
        parts = [part for _, part in group]
        content = "".join(_part(pen, part, entry) for part in parts)
        if element == "floatingText":
            content = pen.element("body", content)
        yield (pen.element(element, content) if element else content) + "\n"
    if not has_words:
        yield "<p/>\n"


def _outer(level: int, part: Part) -> str:
    """The element that holds parts of one kind side by side; empty where each stands alone."""
    if part.kind == "enclosed":
        return "floatingText"
    if part.kind in ("heading", "source-note", "postscript", "paragraph"):
        return ""
    return {_TOP: "opener", _BOTTOM: "closer"}.get(level, "")


def _apart(parts: list[Part], text: str) -> list[Part]:
    """The parts without words that stand in two of them; ``text`` is the whole of the letter, against which they are measured.

    A salutation or closing that is run into a paragraph is a part of its own and in the paragraph too: at its edge it is
    cut from the paragraph, in its midst it is left there.
    """
    own = [number for number, part in enumerate(parts) if part.kind not in _AROUND]
    whole = parts[own[0] : own[-1] + 1] if own else []
    kept, surplus = list(parts), _length(*(part.words.text for part in whole)) - _length(text)
    for at_edge in (True, False):  # an edge first: "Mr. Chairman," may stand within the paragraph that it opens as well
        for part in whole:
            if part.kind in _AROUND or part.kind == "paragraph" or part not in kept:
                continue
            if 0 < _length(part.words.text) <= surplus:
                surplus -= _taken_out(kept, part, at_edge=at_edge)
    return [part for part in kept if part.words.text]


def _taken_out(kept: list[Part], part: Part, *, at_edge: bool) -> int:
    """Take a part's words out of a paragraph beside it, or the part where they are in its midst; gives how many characters."""
    place = kept.index(part)
    for other in (place - 1, place + 1):
        if not 0 <= other < len(kept) or kept[other].kind != "paragraph":
            continue
        words = kept[other].words
        left = _without(words.text, part.words.text)
        if at_edge and left is not None:
            kept[other] = Part("paragraph", words._replace(text=left))
            return _length(part.words.text)
        if not at_edge and part.words.text in words.text:
            del kept[place]
            return _length(part.words.text)
    return 0


def _length(*texts: str) -> int:
    """How many characters, white space aside."""
    return len("".join("".join(texts).split()))


def _without(text: str, part: str) -> str | None:
    if text.endswith(part):
        return text.removesuffix(part).rstrip()
    return text.removeprefix(part).lstrip() if text.startswith(part) else None


def _part(pen: Pen, part: Part, entry: Entry) -> str:
    words = part.words.text
    when, place = entry.written, entry.place
    if part.kind == "address":
        return pen.element("address", "\n".join(pen.element("addrLine", pen.text(line)) for line in words.splitlines()))
    if part.kind == "postscript":
        return pen.element("postscript", pen.element("p", _words(pen, words)))
    if part.kind == "source-note":
        return pen.element("note", _words(pen, words), type="source")
    if part.kind != "dateline":
        return pen.element(_ELEMENTS.get(part.kind, "p"), _words(pen, words))
    marked = _words(pen, words)
    if when and when.wording and when.wording.text in words:
        said = _words(pen, when.wording.text)
        marked = marked.replace(said, pen.element("date", said, **tei_date(when)), 1)
    if place and place.label.text in words:
        said = pen.text(place.label.text)
        marked = marked.replace(said, pen.element("placeName", said, ref=" ".join(place.same_as)), 1)
    return pen.element("dateline", marked)


def _words(pen: Pen, text: str) -> str:
    return pen.text(text).replace("\n", "<lb/>\n")


def _register(pen: Pen, whole: Whole, kind: str, names: list[Name]) -> Iterator[str]:
    outer, inner, element = _REGISTERS[kind]
    yield DECLARATION + _ROOT
    yield _header(pen, whole, f"{whole.title}: {outer}")
    yield f'<text><body><div type="register"><{outer}>\n'
    for name in names:
        yield pen.element(inner, _entry(pen, name, element), xml_id=local_id(name)) + "\n"
    yield (f"</{outer}>" if names else f"<{inner}/></{outer}>") + "</div></body></text>\n</TEI>\n"


def _entry(pen: Pen, name: Name, element: str) -> str:
    parts = [pen.element(element, pen.text(name.label.text), xml_lang=name.label.language)]
    parts += [
        pen.element(element, pen.text(words.text), type="alternative", xml_lang=words.language) for words in name.others
    ]
    if name.coordinates:
        parts.append(pen.element("location", pen.element("geo", " ".join(name.coordinates))))
    if name.kind == "person":
        parts += [
            pen.element(tag, **tei_date(when)) for tag, when in (("birth", name.begin), ("death", name.end)) if when
        ]
    parts += [pen.element("idno", pen.text(authority), type="URI") for authority in (name.iri, *name.same_as)]
    return "".join(parts)


def local_id(name: Name) -> str:
    """The xml:id of a name: its path, with what such an id cannot hold as a low line."""
    path = "/".join(name.page.split("/")[-2:])
    tail = name.iri.partition("#")[2]
    words = path if tail == "it" else f"{path}-{tail}"
    return "n-" + "".join(char if char.isalnum() or char in "-." else "_" for char in words)
