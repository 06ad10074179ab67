"""Mentions: whom and what the writer, and apart from that the edition, names; entities known by description only."""

from __future__ import annotations

from letterbook.letter import Entity, EntityKind, Evidence
from letterbook.mapper.names import dashed
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term

_DESCRIBED = {
    EntityKind.PERSON: ("crm:E21_Person", "schema:Person"),
    EntityKind.OFFICE: ("crm:E74_Group", "schema:Organization"),
    EntityKind.ORGANISATION: ("crm:E74_Group", "schema:Organization"),
    EntityKind.POLITY: ("crm:E74_Group", "schema:GovernmentOrganization"),
    EntityKind.PLACE: ("crm:E53_Place", "schema:Place"),
    EntityKind.GROUP: ("crm:E74_Group",),
    EntityKind.TOPIC: ("crm:E55_Type", "schema:DefinedTerm"),
}


def map_mentions(sheet: Sheet) -> None:
    """State each entity that the letter's writer names, once, and each that the edition names around it."""
    reading = sheet.reading
    for mention in reading.mentions:
        home = reading.letter_at(mention.span)
        if home is None or home.ordinal != sheet.letter.ordinal:
            continue
        entity = reading.entity(mention.entity)
        by_writer = reading.writer_at(mention.span) is not None
        name = dashed(entity.key) if entity.key else entity.id
        if by_writer:
            node, subject = sheet.node(f"mention-{name}"), sheet.root
        else:
            node, subject = sheet.node(f"edition-mention-{name}"), sheet.node("printed", letter=1)
        target = sheet.entity(entity.id)
        if node not in sheet.traces:
            sheet.qualify(node, "PC67_refers_to", subject, target, "mention")
            sheet.add(subject, "schema:mentions", target)
        sheet.rest(node, mention.evidence)
        if not entity.key and sheet.home_of(entity) == sheet.letter.ordinal:
            _describe(sheet, entity, target, mention.evidence)
    _map_described(sheet)


def _map_described(sheet: Sheet) -> None:
    """Whom the source's description of the letter names as nobody in particular ("Unbekannt"), and no words of the text."""
    spoken_of = {value for _, _, value in sheet.triples}
    for entity in sheet.reading.entities:
        if not entity.key and sheet.home_of(entity) == sheet.letter.ordinal:
            node = sheet.entity(entity.id)
            if node in spoken_of and node not in sheet.traces:
                _describe(sheet, entity, node, entity.evidence)


def _describe(sheet: Sheet, entity: Entity, node: Term, evidence: Evidence) -> None:
    """An entity that the text describes without a name: it is known here alone."""
    if node not in sheet.traces:
        sheet.classify(node, *_DESCRIBED[entity.kind])
        sheet.label(node, entity.label)
        if entity.part_of:
            sheet.add(node, "crm:P107i_is_current_or_former_member_of", sheet.entity(entity.part_of))
    sheet.rest(node, evidence)
