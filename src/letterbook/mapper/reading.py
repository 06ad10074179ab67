"""The whole of one reading: a document and its evidence for each letter, and the records of all whom it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from letterbook.authority import Label, Record
from letterbook.keys import slug
from letterbook.letter import Citation, Reading
from letterbook.mapper.authorities import currency_record, record_of
from letterbook.mapper.context import map_context
from letterbook.mapper.dates import map_dates
from letterbook.mapper.edition import map_print
from letterbook.mapper.events import map_events
from letterbook.mapper.evidence import evidence_document
from letterbook.mapper.gifts import currency_words, map_gifts
from letterbook.mapper.letter import CLASSES as LETTER_CLASSES
from letterbook.mapper.letter import map_letter
from letterbook.mapper.mentions import map_mentions
from letterbook.mapper.names import Names
from letterbook.mapper.parties import map_holdings, map_parties
from letterbook.mapper.references import map_references
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Document, Term
from letterbook.vocabulary import term

_ASPECTS = (
    map_letter,
    map_parties,
    map_holdings,
    map_dates,
    map_references,
    map_print,
    map_gifts,
    map_events,
    map_context,
    map_mentions,  # last, for it describes whom the others speak of
)


@dataclass(frozen=True, slots=True)
class MappedLetter:
    """What one letter became: its id, its document and the document with its evidence."""

    id: str
    document: Document
    evidence: Document


@dataclass(frozen=True, slots=True)
class MappedReading:
    """What one reading became.

    Form:    ``records`` are those of the names that no register explains, each once; ``keys`` those of all authorities that
             the letters refer to, registered or not; ``elsewhere`` has the classes of the letters of other readings that they cite.
    """

    letters: tuple[MappedLetter, ...]
    records: tuple[Record, ...]
    keys: frozenset[str]
    elsewhere: Mapping[Term, tuple[Term, ...]] = field(default_factory=dict)


def map_reading(reading: Reading, ids: Mapping[int, str], names: Names, *, licence: str = "") -> MappedReading:
    """State a reading whose names are resolved; ``ids`` gives the id of each letter by its ordinal.

    Form:    one document and one evidence document a letter, in the order of the letters.
    """
    letters: list[MappedLetter] = []
    for letter in reading.letters:
        sheet = Sheet(reading=reading, letter=letter, names=names, ids=ids, licence=licence)
        for state in _ASPECTS:
            state(sheet)
        letters.append(MappedLetter(sheet.letter_id, sheet.document(), evidence_document(sheet)))
    language = reading.transcript.language
    records = {
        entity.key: record_of(entity, reading, entity.language or language)
        for entity in reading.entities
        if entity.key and not entity.registered
    }
    for money in reading.sums:
        words = currency_words(money)
        made = currency_record(slug(words), words, language)
        records[made.key] = made
    citation = reading.citation
    if citation and citation.key and not citation.registered:
        records[citation.key] = _edition_record(citation, reading)
    keys = {entity.key for entity in reading.entities if entity.key} | set(records)
    if citation and citation.key:
        keys.add(citation.key)
    cited = {names.letter_node(each.cited) for each in reading.references if each.cited}
    cited |= {names.letter_node(each.cited) for letter in reading.letters for each in letter.neighbours if each.cited}
    classes = tuple(term(name) for name in LETTER_CLASSES)
    return MappedReading(
        tuple(letters),
        tuple(records[key] for key in sorted(records)),
        frozenset(keys),
        dict.fromkeys(sorted(cited), classes),
    )


def _edition_record(citation: Citation, reading: Reading) -> Record:
    def key_of(entity: str) -> str:
        return reading.entity(entity).key if entity else ""

    series = citation.series.value if citation.series else citation.as_printed.value
    return Record(
        key=citation.key,
        kind="edition",
        labels=(Label(series, reading.transcript.language),),
        volume=citation.volume.value if citation.volume else "",
        place=key_of(citation.place),
        publisher=key_of(citation.publisher),
        year=citation.year.date.edtf if citation.year else "",
        same_as=(citation.same_as,) if citation.same_as else (),
        medium=citation.medium,
    )
