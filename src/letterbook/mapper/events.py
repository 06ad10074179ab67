"""What the letters claim: each event exists only as told, each claim has an author, no participant stands on the event."""

from __future__ import annotations

from letterbook.letter import Evidence, Participant, ReportedEvent, Span
from letterbook.mapper.dates import map_not_after
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term

_ROLES = {"by": "claimed-actor", "against": "claimed-opponent", "place": "claimed-place"}


def map_events(sheet: Sheet) -> None:
    """State the events that this letter is the first to tell, and every claim of its writer.

    Source:  CRMinf 1.2.1, I4 Proposition Set; schema.org Claim. What a writer claims is never stated as a fact.
    """
    mine = sheet.letter.ordinal
    for event in sheet.reading.events:
        node = sheet.node(event.id, letter=event.letter)
        if event.letter == mine:
            _map_event(sheet, event, node)
        own = [assertion for assertion in event.assertions if assertion.letter == mine]
        for number, assertion in enumerate(own, 1):
            _map_claim(sheet, event, node, f"{event.id}-claim-{number}", assertion.evidence)
        if own:
            _map_roles(sheet, event, f"{event.id}-claim-1")


def _map_event(sheet: Sheet, event: ReportedEvent, node: Term) -> None:
    sheet.classify(node, "crm:E5_Event", "schema:Event", types=("event-as-reported", event.type))
    sheet.describe(node, f"{event.type.replace('-', ' ').capitalize()}, as the letter tells it", schema=True)
    for assertion in event.assertions:
        sheet.rest(node, assertion.evidence)
    if not event.ongoing:
        map_not_after(sheet, node, f"t-{event.id}", event.letter)


def _map_claim(sheet: Sheet, event: ReportedEvent, node: Term, name: str, evidence: Evidence) -> None:
    claim = sheet.node(name)
    transcript = sheet.reading.transcript
    sheet.classify(claim, "crminf:I4_Proposition_Set", "schema:Claim", types=("claim",))
    sheet.both(claim, ("crm:P148i_is_component_of", "schema:appearance"), sheet.root)
    sheet.add(claim, "schema:text", sheet.text(" … ".join(transcript.quote(span) for span in evidence.spans)))
    sheet.both(claim, ("crminf:J28_contains_entity_reference", "schema:about"), node)
    sheet.rest(claim, evidence)


def _map_roles(sheet: Sheet, event: ReportedEvent, name: str) -> None:
    """Whom the writer names in the event: references of the claim, each with its role."""
    claim = sheet.node(name)
    counts: dict[str, int] = {}
    for participant in event.participants:
        spans = _own_spans(sheet, participant)
        if participant.evidence.spans and not spans:
            continue
        counts[participant.role] = counts.get(participant.role, 0) + 1
        node = sheet.node(f"{name}-{participant.role}-{counts[participant.role]}")
        entity = sheet.entity(participant.entity)
        sheet.qualify(node, "PC67_refers_to", claim, entity, _ROLES[participant.role])
        sheet.both(claim, ("crminf:J28_contains_entity_reference", "schema:mentions"), entity)
        evidence = participant.evidence
        sheet.rest(node, Evidence(spans, evidence.rule, evidence.origin, evidence.confidence, evidence.source))


def _own_spans(sheet: Sheet, participant: Participant) -> tuple[Span, ...]:
    """The spans of the evidence in this writer's words: what another letter says is that letter's claim."""
    return tuple(
        span
        for span in participant.evidence.spans
        if (writer := sheet.reading.writer_at(span)) and writer.ordinal == sheet.letter.ordinal
    )
