"""Who wrote, sent, was addressed, received, replied: acts with their agents, and the roles in which they acted."""

from __future__ import annotations

from letterbook.letter import Letter, Origin, Party, Span
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term


def map_parties(sheet: Sheet) -> None:
    """State writing, sending and, where it is evidenced, receipt; sender and addressee with their roles."""
    _map_writing(sheet)
    _map_sending(sheet)
    _map_addressees(sheet)
    _map_stations(sheet)
    _map_receiving(sheet)
    _map_replies(sheet)
    for number, principal in enumerate(sheet.letter.on_behalf_of, 1):
        node = sheet.node(f"on-behalf-of-{number}")
        sheet.qualify(node, "PC67_refers_to", sheet.root, sheet.entity(principal.entity), "on-behalf-of")
        sheet.rest(node, principal.evidence)


def map_holdings(sheet: Sheet) -> None:
    """State that a person held an office, beside the office's own document; what a table says has a role of its own."""
    for number, holding in enumerate(sheet.reading.holdings, 1):
        if _home(sheet, holding.evidence.spans[0]) != sheet.letter.ordinal:
            continue
        node = sheet.node(f"holding-{number}")
        office, person = sheet.entity(holding.office), sheet.entity(holding.person)
        role = "holder-by-table" if holding.evidence.origin is Origin.INFERRED else "holder"
        sheet.qualify(node, "PC107_has_current_or_former_member", office, person, role)
        sheet.add(office, "schema:member", person)
        sheet.rest(node, holding.evidence)


def _home(sheet: Sheet, span: Span) -> int:
    letter = sheet.reading.letter_at(span)
    return letter.ordinal if letter else 1


def _agents(sheet: Sheet, side: tuple[Party, ...]) -> list[Term]:
    return [sheet.entity(party.agent) for party in side]


def _role(sheet: Sheet, name: str, party: Party, predicate: str) -> None:
    """A named person who acts in an office: the office's title as a schema.org role, beside the direct link."""
    if not (party.person and party.office):
        return
    node = sheet.node(f"{name}-role")
    sheet.classify(node, "schema:Role")
    sheet.add(node, predicate, sheet.entity(party.person))
    sheet.add(node, "schema:roleName", sheet.text(sheet.reading.entity(party.office).label))
    sheet.add(sheet.root, predicate, node)
    sheet.rest(node, party.evidence)
    for holding in sheet.reading.holdings:
        if (holding.person, holding.office) == (party.person, party.office):
            sheet.rest(node, holding.evidence)


def _side_spans(side: tuple[Party, ...]) -> list[Span]:
    return [span for party in side for span in party.evidence.spans]


def _map_writing(sheet: Sheet) -> None:
    writing = sheet.node("writing")
    sheet.classify(writing, "crm:E65_Creation")
    sheet.add(writing, "crm:P94_has_created", sheet.root)
    senders = sheet.letter.senders
    for number, party in enumerate(senders, 1):
        node = sheet.node(f"sender-{number}")
        roles = ("author", "sender", *party.evidence.doubts)
        sheet.qualify(node, "PC14_carried_out_by", writing, sheet.entity(party.agent), *roles)
        _call(sheet, node, party)
        _role(sheet, f"sender-{number}", party, "schema:sender")
    sheet.add(sheet.root, "schema:sender", *sheet.schema_agents(party.agent for party in senders))
    sheet.derive(writing, "sender-wrote", sheet.root, spans=_side_spans(senders))
    if sheet.letter.place:
        place = sheet.entity(sheet.letter.place)
        sheet.add(writing, "crm:P7_took_place_at", place)
        sheet.add(sheet.root, "schema:locationCreated", place)
        sheet.rest(writing, sheet.letter.place_evidence or sheet.reading.entity(sheet.letter.place).evidence)


def _call(sheet: Sheet, node: Term, party: Party) -> None:
    """Note what a party rests on, and how the edition's description calls it: a register may call it otherwise."""
    if party.evidence.origin is Origin.METADATA:
        sheet.label(node, party.as_printed)
    sheet.rest(node, party.evidence)


def _map_stations(sheet: Sheet) -> None:
    """The places that the edition's description gives to the writing and the receipt, as it calls them, and how sure it is.

    That a letter was to arrive somewhere is not that it did, which the receipt alone states.
    """
    for number, station in enumerate(sheet.letter.stations, 1):
        node, evidence = sheet.node(f"station-{number}"), station.evidence
        place = sheet.entity(station.entity)
        sheet.qualify(node, "PC67_refers_to", sheet.root, place, station.role, *evidence.doubts)
        entity = sheet.reading.entity(station.entity)
        sheet.label(node, sheet.reading.transcript.quote(evidence.spans[0]) if evidence.spans else entity.label)
        sheet.rest(node, evidence)


def _goals(sheet: Sheet) -> list[Term]:
    return [sheet.entity(each.entity) for each in sheet.letter.stations if each.role == "place-of-receipt"]


def _map_sending(sheet: Sheet) -> None:
    if not sheet.letter.senders:
        return
    sending, root = sheet.node("sending"), sheet.root
    sheet.classify(sending, "crm:E7_Activity", "schema:SendAction", types=("sending",))
    sheet.add(sending, "crm:P14_carried_out_by", *_agents(sheet, sheet.letter.senders))
    sheet.add(sending, "crm:P16_used_specific_object", sheet.node("item"))
    sheet.add(sending, "schema:agent", *sheet.schema_agents(party.agent for party in sheet.letter.senders))
    sheet.add(sending, "schema:recipient", *sheet.schema_agents(party.agent for party in sheet.letter.addressees))
    sheet.add(sending, "schema:object", root)
    sheet.add(sending, "schema:toLocation", *_goals(sheet))
    sheet.derive(sending, "sender-sent", root, spans=_side_spans(sheet.letter.senders))


def _map_addressees(sheet: Sheet) -> None:
    for number, party in enumerate(sheet.letter.addressees, 1):
        node = sheet.node(f"addressee-{number}")
        roles = ("addressee", *party.evidence.doubts)
        sheet.qualify(node, "PC67_refers_to", sheet.root, sheet.entity(party.agent), *roles)
        _call(sheet, node, party)
        _role(sheet, f"addressee-{number}", party, "schema:recipient")
    sheet.add(sheet.root, "schema:recipient", *sheet.schema_agents(party.agent for party in sheet.letter.addressees))


def _replies(sheet: Sheet) -> list[Letter]:
    mine = sheet.letter.ordinal
    return [
        other
        for other in sheet.reading.letters
        if any(relation.kind == "reply-to" and relation.letter == mine for relation in other.relations)
    ]


def _map_receiving(sheet: Sheet) -> None:
    """Addressed is not received: the receipt is stated only where the print says so or a reply shows it."""
    replies = _replies(sheet)
    dated = sheet.letter.date_received
    if not (dated or replies) or not sheet.letter.addressees:
        return
    receiving, root = sheet.node("receiving"), sheet.root
    receivers = sheet.letter.addressees
    sheet.classify(receiving, "crm:E10_Transfer_of_Custody", "schema:ReceiveAction")
    sheet.add(receiving, "crm:P28_custody_surrendered_by", *_agents(sheet, sheet.letter.senders))
    sheet.add(receiving, "crm:P29_custody_received_by", *_agents(sheet, receivers))
    sheet.add(receiving, "crm:P30_transferred_custody_of", sheet.node("item"))
    sheet.add(receiving, "schema:agent", *sheet.schema_agents(party.agent for party in receivers))
    sheet.add(receiving, "schema:sender", *sheet.schema_agents(party.agent for party in sheet.letter.senders))
    sheet.add(receiving, "schema:object", root)
    if dated:
        sheet.both(receiving, ("crm:P7_took_place_at", "schema:location"), *_goals(sheet))
    if dated:
        spans, rule = list(dated.evidence.spans), "receipt-as-printed"
    else:
        spans, rule = [s for reply in replies for r in reply.relations for s in r.evidence.spans], "receipt-by-reply"
    sheet.derive(receiving, rule, root, spans=spans)
    for number, party in enumerate(receivers, 1):
        node = sheet.node(f"receiver-{number}")
        sheet.qualify(node, "PC14_carried_out_by", receiving, sheet.entity(party.agent), "recipient")
        sheet.derive(node, rule, receiving, spans=[*spans, *party.evidence.spans])


def _map_replies(sheet: Sheet) -> None:
    """A reply: the act was moved by the letter answered; both belong to one conversation."""
    letter, root = sheet.letter, sheet.root
    for number, relation in enumerate((r for r in letter.relations if r.kind == "reply-to"), 1):
        answered = sheet.node("letter", letter=relation.letter)
        state_reply(sheet, f"reply-to-{number}", answered)
        sheet.rest(sheet.node(f"reply-to-{number}"), relation.evidence)
        sheet.both(
            root,
            ("crm:P106i_forms_part_of", "schema:isPartOf"),
            sheet.node("conversation", letter=_first_of_conversation(sheet, relation.letter)),
        )
    replies = _replies(sheet)
    if replies and not any(relation.kind == "reply-to" for relation in letter.relations):
        node = sheet.node("conversation")
        members = [root, *(sheet.node("letter", letter=reply.ordinal) for reply in replies)]
        sheet.classify(node, "schema:Conversation", "crm:E73_Information_Object")
        sheet.describe(node, "Letter and reply")
        sheet.both(node, ("crm:P106_is_composed_of", "schema:hasPart"), *members)
        sheet.both(root, ("crm:P106i_forms_part_of", "schema:isPartOf"), node)
        spans = [span for reply in replies for r in reply.relations for span in r.evidence.spans]
        sheet.derive(node, "reply-belongs-to-conversation", root, spans=spans)


def state_reply(sheet: Sheet, name: str, answered: Term) -> None:
    """State that the letter answers another: the reference, and the act that the other one moved."""
    letter, root, writing = sheet.letter, sheet.root, sheet.node("writing")
    sheet.qualify(sheet.node(name), "PC67_refers_to", root, answered, "reply-to")
    sheet.add(root, "schema:citation", answered)
    sheet.classify(writing, "schema:ReplyAction")
    sheet.add(writing, "crm:P17_was_motivated_by", answered)
    sheet.add(writing, "schema:object", answered)
    sheet.add(writing, "schema:result", root)
    sheet.add(writing, "schema:agent", *sheet.schema_agents(party.agent for party in letter.senders))
    sheet.add(writing, "schema:recipient", *sheet.schema_agents(party.agent for party in letter.addressees))


def _first_of_conversation(sheet: Sheet, ordinal: int) -> int:
    seen = {sheet.letter.ordinal}
    while ordinal not in seen:
        seen.add(ordinal)
        earlier = [r.letter for r in sheet.reading.letter(ordinal).relations if r.kind == "reply-to"]
        if not earlier:
            return ordinal
        ordinal = earlier[0]
    return min(seen)
