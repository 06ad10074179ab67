"""TEI P5: a file for each letter, and lists of the persons, bodies and places that they name.

Source:  TEI P5, chapters 2 (header), 4 (openers and closers), 13 (names and registers)
"""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.catalogue import Catalogue, Entry, Name, Part, Whole
from letterbook.exports.certainty import tei_date
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
_OPENERS = ("dateline", "salutation", "address")
_CLOSERS = ("closing", "signature")
_ELEMENTS = {
    "dateline": "dateline",
    "salutation": "salute",
    "address": "address",
    "closing": "salute",
    "signature": "signed",
}
_AROUND = frozenset({"heading", "source-note", "link", "editorial-note", "enclosed"})
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
        pen.element("sourceDesc", pen.element("bibl", pen.text(source))),
    ]
    profile = ""
    if entry:
        described = pen.element(
            "correspDesc", "\n".join(actions(pen, entry, both_sides=False)), key=entry.number, ref=entry.iri
        )
        tag = entry.language if entry.language and entry.language != "und" else ""
        languages = pen.element("langUsage", pen.element("language", tag, ident=tag)) if tag else ""
        profile = pen.element("profileDesc", f"\n{described}\n{languages}")
    return pen.element("teiHeader", f"\n{pen.element('fileDesc', chr(10).join(parts))}\n{profile}") + "\n"


def _body(pen: Pen, entry: Entry) -> Iterator[str]:
    """The parts as opener, paragraphs and closer; a part that stands inside a paragraph is taken out of its end."""
    own = _apart([part for part in entry.parts if part.kind not in _AROUND])
    heading = next((part for part in entry.parts if part.kind == "heading"), None)
    if heading:
        yield pen.element("head", _words(pen, heading.words.text)) + "\n"
    openers = [part for part in own if part.kind in _OPENERS]
    closers = [part for part in own if part.kind in _CLOSERS]
    between = [part for part in own if part.kind not in (*_OPENERS, *_CLOSERS, "postscript")]
    if openers:
        yield pen.element("opener", "".join(_part(pen, part, entry) for part in openers)) + "\n"
    for part in between:
        yield pen.element("p", _words(pen, part.words.text)) + "\n"
    if not between:
        yield pen.element("p", _words(pen, "" if own else entry.text)) + "\n"
    if closers:
        yield pen.element("closer", "".join(_part(pen, part, entry) for part in closers)) + "\n"
    for part in own:
        if part.kind == "postscript":
            yield pen.element("postscript", pen.element("p", _words(pen, part.words.text))) + "\n"


def _apart(parts: list[Part]) -> list[Part]:
    """No words twice: what begins or ends a paragraph and is a part of its own is cut from the paragraph."""
    kept = list(parts)
    for part in parts:
        if part.kind not in _ELEMENTS:
            continue
        for number, other in enumerate(kept):
            cut = _without(other.words.text, part.words.text) if other.kind == "paragraph" else None
            if cut is not None:
                kept[number] = Part(other.kind, other.words._replace(text=cut))
                break
    return [part for part in kept if part.words.text]


def _without(text: str, part: str) -> str | None:
    if text.endswith(part):
        return text.removesuffix(part).rstrip()
    return text.removeprefix(part).lstrip() if text.startswith(part) else None


def _part(pen: Pen, part: Part, entry: Entry) -> str:
    words = part.words.text
    when, place = entry.written, entry.place
    if part.kind == "address":
        return pen.element("address", "".join(pen.element("addrLine", pen.text(line)) for line in words.splitlines()))
    if part.kind != "dateline":
        return pen.element(_ELEMENTS[part.kind], _words(pen, words))
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
