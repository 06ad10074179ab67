"""What the edition's description says of the letter beyond parties and dates: the letters beside it, and whom it mentions."""

from __future__ import annotations

from letterbook.letter import Neighbour
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term, number


def map_context(sheet: Sheet) -> None:
    """State each letter that the description puts beside this one, and each entity that it says the letter mentions.

    Form:    the description is a document about the letter, and its passages are parts of it: it is the edition that puts one letter
             after another, no writer. A letter that is not in the letterbook is no node: the passage keeps the words.
    """
    for participant in sheet.letter.mentioned:
        entity = sheet.entity(participant.entity)
        node = sheet.node(f"described-{participant.entity}")
        sheet.qualify(node, "PC67_refers_to", sheet.root, entity, participant.role)
        sheet.add(sheet.root, "schema:mentions", entity)
        sheet.rest(node, participant.evidence)
    if not sheet.letter.neighbours:
        return
    description = sheet.node("description")
    sheet.classify(description, "crm:E31_Document", "schema:DigitalDocument")
    sheet.both(description, ("crm:P70_documents", "schema:about"), sheet.root)
    for count, neighbour in enumerate(sheet.letter.neighbours, 1):
        _map_passage(sheet, neighbour, description, count)
        sheet.rest(description, neighbour.evidence)


def _map_passage(sheet: Sheet, neighbour: Neighbour, description: Term, count: int) -> None:
    node = sheet.node(f"beside-{count}")
    types = (f"{neighbour.kind}-letter",) if neighbour.kind else ("letter-beside",)
    words = sheet.text(neighbour.words or neighbour.target)
    sheet.classify(node, "crm:E33_Linguistic_Object", "schema:CreativeWork", types=types)
    sheet.add(node, "rdfs:label", words)
    sheet.both(node, ("crm:P190_has_symbolic_content", "schema:text"), words)
    sheet.add(node, "schema:position", number(count))
    sheet.both(node, ("crm:P106i_forms_part_of", "schema:isPartOf"), description)
    sheet.rest(node, neighbour.evidence)
    if neighbour.cited:
        other = sheet.names.letter_node(neighbour.cited)
        sheet.both(node, ("crm:P67_refers_to", "schema:mentions"), other)
