"""Events as the letters tell them: by trigger patterns, with who is said to have acted, against whom and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from letterbook.letter import Assertion, EntityKind, Evidence, Letter, Participant, ReportedEvent, Span
from letterbook.readers.text.mentions import MentionReader
from letterbook.readers.text.slots import HiddenText, SlotRule, slot_rules

_ROLES = ("by", "against", "place")


@dataclass
class _Event:
    """One event while its tellings are gathered."""

    type: str
    side: str
    ongoing: bool
    assertions: list[Assertion] = field(default_factory=list)
    participants: dict[tuple[str, str], Participant] = field(default_factory=dict)

    def add(self, entity: str, role: str, span: Span, rule: str) -> None:
        """Note an entity in a role, with one more stretch that says so."""
        before = self.participants.get((entity, role))
        spans = tuple(sorted({*(before.evidence.spans if before else ()), span}))
        self.participants[entity, role] = Participant(
            entity, role, Evidence(spans, before.evidence.rule if before else rule)
        )


def read_events(reader: MentionReader, hidden: HiddenText, names: HiddenText) -> tuple[ReportedEvent, ...]:
    """The events that the writers assert.

    Form:    what a letter and its reply tell of one kind and one actor is one event; a telling without an actor belongs to the
             event of its kind that is there. ``hidden`` has all mentions hidden, ``names`` only the names, so that rules can look
             into descriptions ("the regions liberated by our victory").
    """
    events: list[_Event] = []
    for type_ in reader.rules.subjects.get("events", {}):
        rules = [
            (rule, view)
            for rule in slot_rules(reader.rules, "events", type_)
            for view in ((hidden, names) if names is not hidden else (hidden,))
            if rule.may_match(view)
        ]
        if not rules:
            continue
        tellings = [telling for home in reader.stretches for telling in _tellings(rules, home.letter, home.span)]
        for rule, match, view, letter in sorted(tellings, key=lambda each: (each[3].ordinal, each[1].start())):
            _tell(events, type_, rule, match, view, letter, reader)
    made = [each for each in events if each.assertions]
    counts: dict[str, int] = {}
    result: list[ReportedEvent] = []
    for event in made:
        counts[event.type] = counts.get(event.type, 0) + 1
        result.append(
            ReportedEvent(
                id=f"{event.type}-{counts[event.type]}",
                letter=min(assertion.letter for assertion in event.assertions),
                type=event.type,
                assertions=tuple(event.assertions),
                participants=tuple(event.participants.values()),
                ongoing=event.ongoing,
            )
        )
    return tuple(result)


_Telling = tuple[SlotRule, re.Match[str], HiddenText, Letter]


def _tellings(rules: list[tuple[SlotRule, HiddenText]], letter: Letter, span: Span) -> list[_Telling]:
    """The matches of a kind of event in one paragraph; of two that say the same words the first rule's."""
    found: list[_Telling] = []
    for rule, view in rules:
        for match in rule.matches(view, span):
            said = Span(*match.span("said"))
            if not any(said.overlaps(Span(*each[1].span("said"))) for each in found):
                found.append((rule, match, view, letter))
    return found


def _tell(
    events: list[_Event],
    type_: str,
    rule: SlotRule,
    match: re.Match[str],
    view: HiddenText,
    letter: Letter,
    reader: MentionReader,
) -> None:
    groups = match.groupdict()
    said = Span(*match.span("said")) if groups.get("said") else Span(*match.span())
    roles: dict[str, tuple[str, Span]] = {}
    for role in _ROLES:
        if groups.get(role):
            where = Span(*match.span(role))
            entity = view.entity_at(where.start) or _people_of(reader, where, forces=bool(rule.more.get("forces")))
            if entity:
                roles[role] = (entity, _together(said, where))
    if rule.more.get("by") == "writer":
        own = _own_people(reader, letter)
        if own:
            roles["by"] = (own, said)
    if rule.more.get("place") == "inside":
        inside = _place_inside(reader, said)
        if inside:
            roles["place"] = (inside, said)
    side = roles["by"][0] if "by" in roles else ""
    event = _event_for(events, type_, side, ongoing=bool(rule.more.get("ongoing")))
    event.assertions.append(Assertion(letter.ordinal, Evidence((said,), rule.id)))
    for role, (entity, where) in roles.items():
        event.add(entity, role, where, rule.id)


def _event_for(events: list[_Event], type_: str, side: str, *, ongoing: bool) -> _Event:
    for event in events:
        if event.type == type_ and (not side or not event.side or event.side == side):
            event.side = event.side or side
            return event
    event = _Event(type_, side, ongoing)
    events.append(event)
    return event


def _together(said: Span, where: Span) -> Span:
    """The stretch that says the role: the words quoted, and the mention where it stands outside of them."""
    return Span(min(said.start, where.start), max(said.end, where.end))


def _people_of(reader: MentionReader, where: Span, *, forces: bool) -> str:
    """The group that a people's adjective means: its forces where they are named, else, but for ``forces``, the people."""
    for hit in reader.hits:
        if hit.span.start == where.start and hit.name.type == "demonym":
            for kind in ("army",) if forces else ("army", "people"):
                found = reader.table.find(EntityKind.GROUP, f"{kind}:{hit.name.belongs_to}")
                if found:
                    return found
    return ""


def _own_people(reader: MentionReader, letter: Letter) -> str:
    """The people of the writer's side, where the letters name it."""
    for country in sorted(reader.sides(letter).writer):
        found = reader.table.find(EntityKind.GROUP, f"people:{country}")
        if found:
            return found
    return ""


def _place_inside(reader: MentionReader, said: Span) -> str:
    """A described place whose mention overlaps the words."""
    for mention in reader.table.mentions():
        entity = reader.table.get(mention.entity)
        if mention.span.overlaps(said) and entity.kind is EntityKind.PLACE and not entity.named:
            return entity.id
    return ""
