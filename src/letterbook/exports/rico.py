"""RiC-O: the letters in the words of archives, as Turtle.

Source:  Records in Contexts Ontology 1.0, https://www.ica.org/standards/RiC/ontology
"""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.catalogue import Catalogue, Entry, Name, When
from letterbook.exports.certainty import certainty
from letterbook.exports.form import File, Form, Wish
from letterbook.exports.tables import count
from letterbook.serializers import turtle
from letterbook.terms import Document, Term, Triple, document, iri, literal, with_fragment
from letterbook.vocabulary import EDTF, PREFIXES, term

FORM = Form(
    name="rico",
    title="the letters in RiC-O, for archives",
    media_type="text/turtle",
    file="rico.ttl",
)

RICO = "https://www.ica.org/standards/RiC/ontology#"
_PREFIXES = {**PREFIXES, "rico": RICO}
_CLASSES = {"person": "Person", "office": "Position", "body": "CorporateBody", "place": "Place", "subject": "Thing"}
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """Each letter as a rico:Record of one rico:RecordSet, then whom and what they name."""
    base = catalogue.whole.base
    documents = (turtle.write(each, _PREFIXES, base) for each in _documents(catalogue))
    yield FORM.file, turtle.join(documents)


def _documents(catalogue: Catalogue) -> Iterator[Document]:
    whole = with_fragment(catalogue.whole.base + "about", "letterbook")
    sheet = _Sheet()
    sheet.add(whole, "rdf:type", _rico("RecordSet"))
    sheet.rico(whole, "title", literal(catalogue.whole.title, language=catalogue.whole.language))
    yield document(catalogue.whole.base + "about", whole, sheet.triples)
    for entry in catalogue.letters():
        yield _record(entry, whole)
    for _, name in sorted(count(catalogue).names.items()):
        yield _named(name)


class _Sheet:
    """Statements as they gather."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []

    def add(self, subject: Term, name: str, *values: Term) -> None:
        self.triples += [(subject, term(name), value) for value in values]

    def rico(self, subject: Term, name: str, *values: Term) -> None:
        self.triples += [(subject, _rico(name), value) for value in values]


def _rico(name: str) -> Term:
    return iri(RICO + name)


def _record(entry: Entry, whole: Term) -> Document:
    record = with_fragment(entry.iri, "letter")
    sheet = _Sheet()
    sheet.add(record, "rdf:type", _rico("Record"))
    sheet.rico(record, "title", literal(entry.title.text, language=entry.title.language))
    sheet.rico(record, "isOrWasIncludedIn", whole)
    if entry.number:
        sheet.rico(record, "identifier", literal(entry.number))
    for name, side in (("hasSender", entry.senders), ("hasAddressee", entry.addressees)):
        sheet.rico(record, name, *(iri(party.name.iri) for party in side))
    sheet.rico(record, "hasCreator", *(iri(party.name.iri) for party in entry.senders))
    sheet.rico(record, "isReplyTo", *(with_fragment(answered, "letter") for answered in entry.answers))
    sheet.rico(record, "hasOrHadSubject", *(iri(name.iri) for name in entry.mentions))
    if entry.place:
        sheet.rico(record, "isAssociatedWithPlace", iri(entry.place.iri))
    if entry.language and entry.language != "und":
        language = iri(_LANGUAGES + entry.language.split("-")[0])
        sheet.rico(record, "hasOrHadLanguage", language)
        sheet.add(language, "rdf:type", _rico("Language"))
    for link, when in (("hasCreationDate", entry.written), ("isAssociatedWithDate", entry.received)):
        if when and (when.edtf or when.wording):
            name = "date-written" if link == "hasCreationDate" else "date-received"
            node = with_fragment(entry.iri, name)
            sheet.rico(record, link, node)
            _date(sheet, node, when)
    return document(entry.iri, record, sheet.triples)


def _date(sheet: _Sheet, node: Term, when: When) -> None:
    sheet.add(node, "rdf:type", _rico("Date"))
    if when.wording:
        sheet.rico(node, "expressedDate", literal(when.wording.text, language=when.wording.language))
    if when.edtf:
        sheet.rico(node, "normalizedDateValue", literal(when.edtf, datatype=EDTF + "EDTF"))
    sure = certainty(when)
    if sure not in ("", "exact"):
        sheet.rico(node, "certainty", literal(sure, language="en"))


def _named(name: Name) -> Document:
    node = iri(name.iri)
    sheet = _Sheet()
    sheet.add(node, "rdf:type", _rico(_CLASSES.get(name.kind, "Thing")))
    sheet.rico(node, "name", *(literal(each.text, language=each.language) for each in (name.label, *name.others)))
    sheet.add(node, "owl:sameAs", *(iri(each) for each in name.same_as))
    return document(name.page, node, sheet.triples)
