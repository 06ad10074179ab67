"""Authorities: persons, offices, bodies, places, topics, currencies and editions, each a document of its own.

An authority says what its register row says, or what its name says where there is no row; it is the same whatever letter
speaks of it.
"""

from __future__ import annotations

import re

from letterbook.authority import Label, Record
from letterbook.dates import parse_edtf
from letterbook.letter import Entity, Reading
from letterbook.mapper.dates import state_span
from letterbook.mapper.edition import EDITORS
from letterbook.mapper.names import Names
from letterbook.mapper.statements import Statements
from letterbook.terms import XSD, Document, Term, document, iri, literal, with_fragment
from letterbook.vocabulary import WKT, term

CLASSES: dict[str, tuple[str, ...]] = {
    "person": ("crm:E21_Person", "schema:Person"),
    "office": ("crm:E74_Group", "schema:Organization"),
    "organisation": ("crm:E74_Group", "schema:Organization"),
    "society": ("crm:E74_Group", "schema:NGO"),
    "polity": ("crm:E74_Group", "schema:GovernmentOrganization"),
    "group": ("crm:E74_Group",),
    "place": ("crm:E53_Place", "schema:Place"),
    "country": ("crm:E53_Place", "schema:Country"),
    "city": ("crm:E53_Place", "schema:City"),
    "topic": ("crm:E55_Type", "schema:DefinedTerm"),
    "currency": ("crm:E98_Currency",),
    "edition": ("crm:E73_Information_Object", "schema:Book", "schema:PublicationVolume"),
}
"""The classes of what each kind of record describes; a people or a currency has no class in schema.org."""

# What a source gives beside an address, as "#p1" or a key, means something in that source alone.
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_BODIES = frozenset({"office", "organisation", "society", "polity"})
_LIFE_OF_PERSON = (
    ("crm:E67_Birth", "crm:P98_brought_into_life", "schema:birthDate"),
    ("crm:E69_Death", "crm:P100_was_death_of", "schema:deathDate"),
)
_LIFE_OF_BODY = (
    ("crm:E66_Formation", "crm:P95_has_formed", "schema:foundingDate"),
    ("crm:E68_Dissolution", "crm:P99_dissolved", "schema:dissolutionDate"),
)


def authority_document(record: Record, names: Names) -> Document:
    """The document of one authority."""
    page = names.base + record.key
    main = names.authority(record.key)
    sheet = Statements(names=names)
    sheet.classify(iri(page), "schema:WebPage")
    sheet.add(iri(page), "schema:mainEntity", main)
    if record.row:
        sheet.add(iri(page), "prov:wasDerivedFrom", names.register_row(record.row))
    types = [
        name
        for name, has in (("official-position", record.kind == "office"), (f"{record.medium}-edition", record.medium))
        if has
    ]
    sheet.classify(main, *CLASSES[record.kind], types=tuple(types))
    _state_names(sheet, record, page, main)
    sheet.add(main, "schema:sameAs", *(iri(address) for address in record.same_as))
    if record.part_of:
        whole = names.authority(record.part_of)
        sheet.add(main, "crm:P107i_is_current_or_former_member_of", whole)
        if record.kind in _BODIES:
            sheet.add(main, "schema:parentOrganization", whole)
    if record.seat:
        seat = names.authority(record.seat)
        sheet.add(main, "crm:P74_has_current_or_former_residence", seat)
        if record.kind in _BODIES:
            sheet.add(main, "schema:areaServed", seat)
    _state_life(sheet, record, page, main)
    if record.latitude and record.entity_kind == "place":
        _state_coordinates(sheet, record, page, main)
    if record.kind == "edition":
        _state_edition(sheet, record, page, main)
    return document(page, main, sheet.triples)


def record_of(entity: Entity, reading: Reading, language: str) -> Record:
    """The record of a named entity that no register explains, made from the text alone.

    Raises:  KeyError where the entity has no key yet.
    """
    if not entity.key:
        raise KeyError(entity.id)

    def key_of(other: str) -> str:
        return reading.entity(other).key if other else ""

    return Record(
        key=entity.key,
        kind=str(entity.kind),
        labels=(Label(entity.label, language),),
        others=tuple(Label(text, language) for text in entity.labels if text != entity.label),
        part_of=key_of(entity.part_of),
        seat=key_of(entity.seat),
        same_as=tuple(each for each in entity.same_as if _ADDRESS.fullmatch(each)),
    )


def currency_record(key: str, words: str, language: str) -> Record:
    """The record of a currency, made from its wording."""
    return Record(key=f"currency/{key}", kind="currency", labels=(Label(words, language),))


def _state_names(sheet: Statements, record: Record, page: str, main: Term) -> None:
    counts: dict[str, int] = {}
    for number, label in enumerate((*record.labels, *record.others)):
        preferred = number < len(record.labels)
        words = literal(label.text, language=label.language)
        counts[label.language] = counts.get(label.language, 0) + 1
        name = with_fragment(page, f"name-{label.language}-{counts[label.language]}")
        sheet.classify(name, "crm:E33_E41_Linguistic_Appellation")
        sheet.add(name, "crm:P190_has_symbolic_content", words)
        sheet.add(main, "crm:P1_is_identified_by", name)
        if preferred:
            sheet.both(main, ("rdfs:label", "schema:name"), words)
        else:
            sheet.add(main, "schema:alternateName", words)


def _state_life(sheet: Statements, record: Record, page: str, main: Term) -> None:
    """From and to: birth and death of a person, formation and dissolution of a body."""
    if record.kind == "person":
        life = _LIFE_OF_PERSON
    elif record.kind in _BODIES:
        life = _LIFE_OF_BODY
    else:
        return
    for edtf, (event_class, link, plain), name in zip((record.begin, record.end), life, ("begin", "end"), strict=True):
        if edtf:
            event = with_fragment(page, name)
            sheet.classify(event, event_class)
            sheet.add(event, link, main)
            value = _state_time(sheet, event, with_fragment(page, f"t-{name}"), edtf)
            sheet.add(main, plain, *value)


def _state_time(sheet: Statements, event: Term, node: Term, edtf: str) -> tuple[Term, ...]:
    """State when the event was; the plain date is given back, where the EDTF form has one."""
    date = parse_edtf(edtf)
    sheet.add(event, "crm:P4_has_time-span", node)
    state_span(sheet, node, date)
    return (literal(date.xsd_value[0], datatype=XSD + date.xsd_value[1]),) if date.xsd_value else ()


def _state_coordinates(sheet: Statements, record: Record, page: str, main: Term) -> None:
    """Where a place lies: two numbers for schema.org, one point for CIDOC-CRM.

    Units:   decimal degrees of WGS 84; the point has the longitude first (OGC 06-103r4, section 7).
    """
    point = with_fragment(page, "coordinates")
    sheet.classify(point, "schema:GeoCoordinates")
    sheet.add(main, "schema:geo", point)
    sheet.add(point, "schema:latitude", literal(record.latitude, datatype=XSD + "decimal"))
    sheet.add(point, "schema:longitude", literal(record.longitude, datatype=XSD + "decimal"))
    words = f"POINT({record.longitude} {record.latitude})"
    sheet.add(main, "crm:P168_place_is_defined_by", literal(words, datatype=WKT))


def _state_edition(sheet: Statements, record: Record, page: str, main: Term) -> None:
    """The volume: its number, its publication with place, publisher and year; its editors as those who speak in it."""
    publication, editors = with_fragment(page, "publication"), with_fragment(page, EDITORS)
    sheet.classify(publication, "crm:E7_Activity", "schema:PublicationEvent", types=("publishing",))
    sheet.add(publication, "crm:P16_used_specific_object", main)
    sheet.add(main, "schema:publication", publication)
    sheet.classify(editors, "crm:E74_Group")
    name = f"{record.labels[0].text}, volume {record.volume}" if record.volume else record.labels[0].text
    sheet.add(editors, "rdfs:label", literal(f"Editors of {name}", language="en"))
    if record.volume:
        sheet.add(main, "schema:volumeNumber", literal(record.volume))
    if record.place:
        sheet.both(publication, ("crm:P7_took_place_at", "schema:location"), sheet.names.authority(record.place))
    if record.publisher:
        publisher = sheet.names.authority(record.publisher)
        sheet.both(publication, ("crm:P14_carried_out_by", "schema:publishedBy"), publisher)
        sheet.add(main, "schema:publisher", publisher)
    if record.year:
        value = _state_time(sheet, publication, with_fragment(page, "t-published"), record.year)
        sheet.add(main, "schema:datePublished", *value)
        sheet.add(publication, "schema:startDate", *value)


def classes_of(record: Record) -> tuple[Term, ...]:
    """The classes of what the record describes, for those who must know them without its document."""
    return tuple(term(name) for name in CLASSES[record.kind])
