"""CMIF 1.1: the letters as correspSearch harvests them.

Source:  CMIF 1.1.0, https://github.com/TEI-Correspondence-SIG/CMIF; its RelaxNG, and the rules of its Schematron: both sides
         present (E0001, E0002), @source leads to a bibl (E0003), no date without bounds (E0004), a UUID for each bibl (W0001)
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping

from letterbook.catalogue import Catalogue, Entry, Name, Whole
from letterbook.exports.correspdesc import actions
from letterbook.exports.form import File, Form, Wish, lines
from letterbook.exports.markup import DECLARATION, Pen
from letterbook.findings import Finding

FORM = Form(
    name="cmif",
    title="the correspondence for correspSearch (CMIF 1.1)",
    media_type="application/tei+xml",
    file="cmif.xml",
    wants=("publisher", "licence", "published"),
)

_URN = "urn:uuid:"
Notes = Callable[[Pen, Entry], str]
"""What stands behind the actions of a letter."""


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """One TEI file with a correspDesc for each letter."""
    yield FORM.file, cmif(catalogue, wish, FORM.file, lambda pen, entry: "")


def cmif(catalogue: Catalogue, wish: Wish, file: str, notes: Notes) -> Iterator[bytes]:
    """The file, with what a version of the format adds to each letter."""
    pen = Pen()
    unlinked: set[str] = set()
    yield from lines(_lines(catalogue, file, pen, notes, unlinked))
    pen.put_down(wish, file)
    if unlinked:
        message = f"{len(unlinked)} of those who write or are written to have no authority IRI, which is allowed"
        wish.tell(Finding(code="L517", message=message, remedy="add it as same_as in the register", file=file))


def _lines(catalogue: Catalogue, file: str, pen: Pen, notes: Notes, unlinked: set[str]) -> Iterator[str]:
    whole = catalogue.whole
    yield f'{DECLARATION}<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader>\n<fileDesc>\n'
    yield _title(pen, whole)
    yield _publication(pen, catalogue, file)
    sources = {name.iri: name for name in catalogue.of_kind("edition")}
    yield "<sourceDesc>\n"
    own = identifier(whole.base)
    if own not in map(uuid_of, sources.values()):  # as one that was read from such a file is
        yield pen.element("bibl", pen.text(whole.title), type="online", xml_id=own) + "\n"
    for name in sources.values():
        yield pen.element("bibl", pen.text(name.label.text), type=name.medium or "print", xml_id=uuid_of(name)) + "\n"
    yield "</sourceDesc>\n</fileDesc>\n<profileDesc>\n"
    for entry in catalogue.letters():
        parties = (*entry.senders, *entry.addressees)
        unlinked.update(party.name.iri for party in parties if not party.name.same_as)
        yield correspondence(pen, entry, sources, whole, notes(pen, entry))
    yield "</profileDesc>\n</teiHeader>\n<text><body><p/></body></text>\n</TEI>\n"


def correspondence(pen: Pen, entry: Entry, editions: Mapping[str, Name], whole: Whole, note: str) -> str:
    """The correspDesc of one letter; where it is in none of the editions, it is published in the letterbook alone."""
    source = uuid_of(entry.edition) if entry.edition and entry.edition.iri in editions else identifier(whole.base)
    body = "\n".join([*actions(pen, entry, cmif=True), *filter(None, [note])])
    attributes = {"key": entry.number, "ref": entry.address or entry.iri, "source": f"#{source}"}
    return pen.element("correspDesc", f"\n{body}\n", **attributes) + "\n"


def _title(pen: Pen, whole: Whole) -> str:
    title = pen.element("title", pen.text(whole.title))
    return f"<titleStmt>{title}{pen.element('editor', pen.text(whole.publisher))}</titleStmt>\n"


def _publication(pen: Pen, catalogue: Catalogue, file: str) -> str:
    """Who publishes the file, where, when and under which licence; without a day, that it is not before the last letter."""
    whole = catalogue.whole
    day = {"when": whole.published} if whole.published else {"notBefore": _last_day(catalogue)}
    words = f"This file may be used under the terms of {whole.licence}" if whole.licence else "No licence is stated."
    terms = pen.element("licence", words, target=whole.licence) if whole.licence else pen.element("p", words)
    publisher = pen.element("ref", pen.text(whole.publisher) or " ", target=whole.base)
    parts = (
        pen.element("publisher", publisher),
        pen.element("idno", pen.text(whole.base + file), type="url"),
        pen.element("date", **day),
        pen.element("availability", terms),
    )
    return f"<publicationStmt>{''.join(parts)}</publicationStmt>\n"


def _last_day(catalogue: Catalogue) -> str:
    days = [day for entry in catalogue.letters() if entry.dated and (day := entry.dated.end or entry.dated.begin)]
    return max((day for day in days if len(day) == len("1921-04-09")), default="1000-01-01")


def uuid_of(edition: Name) -> str:
    """The UUID by which an edition is known already, else one made from its IRI."""
    known = (each.removeprefix(_URN) for each in edition.same_as if each.startswith(_URN))
    return next(known, identifier(edition.iri))


def identifier(iri: str) -> str:
    """The UUID of an IRI, always the same; a name in XML begins with a letter, so its first digit is one of a to f.

    >>> identifier("https://letterbook.example/edition/dvp-4#it")
    'a112f99b-c78e-5d49-bdc4-83c842b784a0'
    """
    digits = str(uuid.uuid5(uuid.NAMESPACE_URL, iri))
    return "abcdef"[int(digits[0], 16) % 6] + digits[1:]
