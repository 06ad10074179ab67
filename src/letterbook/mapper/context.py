"""What the edition's description says of the letter beyond parties and dates: the letters beside it, whom it mentions, what it notes."""

from __future__ import annotations

from letterbook.letter import Neighbour
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term, literal
from letterbook.terms import number as number_of


def map_context(sheet: Sheet) -> None:
    """State each letter that the description puts beside this one, each entity that it says the letter mentions, and its remarks.

    Form:    the description is a document about the letter, and its passages are parts of it: it is the edition that puts one letter
             after another, no writer. A letter that is not in the letterbook is no node: the passage keeps the words.
    """
    for participant in sheet.letter.mentioned:
        entity = sheet.entity(participant.entity)
        node = sheet.node(f"described-{participant.entity}")
        sheet.qualify(node, "PC67_refers_to", sheet.root, entity, participant.role)
        sheet.add(sheet.root, "schema:mentions", entity)
        sheet.rest(node, participant.evidence)
    if not (sheet.letter.neighbours or sheet.letter.remarks):
        return
    description = sheet.node("description")
    sheet.classify(description, "crm:E31_Document", "schema:DigitalDocument")
    sheet.both(description, ("crm:P70_documents", "schema:about"), sheet.root)
    count = 0
    for count, neighbour in enumerate(sheet.letter.neighbours, 1):
        _map_beside(sheet, neighbour, description, count)
    for number, remark in enumerate(sheet.letter.remarks, 1):
        node = sheet.node(f"remark-{number}")
        _map_passage(sheet, node, "remark", remark.value, description, count + number)
        sheet.rest(node, remark.evidence)
        sheet.rest(description, remark.evidence)


def _map_passage(sheet: Sheet, node: Term, kind: str, words: str, description: Term, position: int) -> None:
    sheet.classify(node, "crm:E33_Linguistic_Object", "schema:CreativeWork", types=(kind,))
    sheet.add(node, "rdfs:label", sheet.text(words))
    sheet.both(node, ("crm:P190_has_symbolic_content", "schema:text"), sheet.text(words))
    sheet.add(node, "schema:position", number_of(position))
    sheet.both(node, ("crm:P106i_forms_part_of", "schema:isPartOf"), description)


def _map_beside(sheet: Sheet, neighbour: Neighbour, description: Term, count: int) -> None:
    node = sheet.node(f"beside-{count}")
    kind = f"{neighbour.kind}-letter" if neighbour.kind else "letter-beside"
    _map_passage(sheet, node, kind, neighbour.words or neighbour.target, description, count)
    if neighbour.target:
        sheet.add(node, "schema:identifier", literal(neighbour.target))
    sheet.rest(node, neighbour.evidence)
    sheet.rest(description, neighbour.evidence)
    if neighbour.cited:
        other = sheet.names.letter_node(neighbour.cited)
        sheet.both(node, ("crm:P67_refers_to", "schema:mentions"), other)
