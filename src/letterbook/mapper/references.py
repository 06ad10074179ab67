"""References to other letters: the words, the day and the number that they give, whose letter it is, and which one where that is known."""

from __future__ import annotations

from letterbook.letter import Reference
from letterbook.mapper.dates import state_span
from letterbook.mapper.parties import state_reply
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term, literal, number

AUTHOR = "cited-author"
"""The role of whoever wrote the letter that is referred to."""


def map_references(sheet: Sheet) -> None:
    """State each reference as a passage of the letter, and the letter that it means where exactly one of the letterbook fits.

    Form:    a letter that is not found is no node: the passage refers to its day and its number, and nothing is made up around
             them. In schema.org a letter cites the other one, or the words that name it.
    """
    own = [each for each in sheet.reading.references if each.letter == sheet.letter.ordinal]
    answered = {_cited(sheet, sheet.ids[each.letter]) for each in sheet.letter.relations if each.kind == "reply-to"}
    for count, reference in enumerate(own, 1):
        name = f"reference-{count}"
        node = _map_passage(sheet, reference, name, count)
        _map_author(sheet, reference, name, node)
        if not reference.cited:
            sheet.add(sheet.root, "schema:citation", sheet.text(_words(sheet, reference)))
            continue
        cited = _cited(sheet, reference.cited)
        link = sheet.node(f"{name}-letter")
        sheet.both(node, ("crm:P67_refers_to", "schema:mentions"), cited)
        sheet.qualify(link, "PC67_refers_to", sheet.root, cited, "reference")
        sheet.add(sheet.root, "schema:citation", cited)
        sheet.derive(link, "reference-linked", node, cited)
        if reference.answering and cited not in answered:
            answered.add(cited)
            state_reply(sheet, f"{name}-reply", cited)
            sheet.derive(sheet.node(f"{name}-reply"), "reference-answered", link, spans=reference.answering.spans)


def _cited(sheet: Sheet, letter_id: str) -> Term:
    return sheet.names.letter_node(letter_id)


def _words(sheet: Sheet, reference: Reference) -> str:
    return " ".join(sheet.reading.transcript.quote(reference.evidence.spans[0]).split())


def _map_passage(sheet: Sheet, reference: Reference, name: str, position: int) -> Term:
    """The words as a part of the letter, with the kind, the day and the number that they give."""
    node = sheet.node(name)
    sheet.classify(node, "crm:E33_Linguistic_Object", "schema:CreativeWork", types=("reference",))
    sheet.label(node, _words(sheet, reference))
    words = sheet.text(sheet.reading.transcript.quote(reference.evidence.spans[0]))
    sheet.both(node, ("crm:P190_has_symbolic_content", "schema:text"), words)
    sheet.add(node, "schema:position", number(position))
    sheet.both(node, ("crm:P106i_forms_part_of", "schema:isPartOf"), sheet.root)
    sheet.rest(node, reference.evidence)
    if reference.kind:
        sheet.both(node, ("crm:P67_refers_to", "schema:mentions"), sheet.names.type(reference.kind))
    if reference.date:
        time = sheet.node(f"t-{name}")
        state_span(sheet, time, reference.date, language=sheet.language)
        sheet.add(node, "crm:P67_refers_to", time)
        sheet.rest(time, reference.evidence)
    if reference.number:
        identifier = sheet.node(f"{name}-number")
        sheet.classify(identifier, "crm:E42_Identifier", "schema:PropertyValue", types=("letter-number",))
        sheet.both(identifier, ("crm:P190_has_symbolic_content", "schema:value"), literal(reference.number))
        sheet.both(node, ("crm:P67_refers_to", "schema:mentions"), identifier)
        sheet.rest(identifier, reference.evidence)
    return node


def _map_author(sheet: Sheet, reference: Reference, name: str, node: Term) -> None:
    """Whose letter it is: "your" letter is the addressee's, "my" letter the writer's own."""
    letter = sheet.letter
    for count, party in enumerate(letter.addressees if reference.whose == "addressee" else letter.senders, 1):
        author = sheet.node(f"{name}-author-{count}")
        agent = sheet.entity(party.agent)
        sheet.qualify(author, "PC67_refers_to", node, agent, AUTHOR)
        sheet.add(node, "schema:mentions", agent)
        sheet.derive(author, "reference-whose", node)
