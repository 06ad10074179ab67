"""Who and what a text speaks of, after decisions: mentions put in and taken out, names made one or kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import replace

from letterbook.authority import Record
from letterbook.editor import Decision, Op
from letterbook.keys import fold
from letterbook.letter import Entity, EntityKind, Evidence, Form, Mention, Participant, Party, Reading, Span


class UnfitError(ValueError):
    """Why a decision does not fit the reading, what to do, and the code of the finding that tells it."""

    def __init__(self, message: str, remedy: str, *, code: str = "L211") -> None:
        super().__init__(message)
        self.remedy = remedy
        self.code = code


class Cast:
    """The entities and mentions of one reading while decisions are applied to them."""

    def __init__(self, reading: Reading, records: Mapping[str, Record]) -> None:
        self._text = reading.transcript.text
        self._records = records
        self._entities = {entity.id: entity for entity in reading.entities}
        self._mentions = list(reading.mentions)

    def copy(self) -> Cast:
        """The same entities and mentions, to come back to."""
        other = copy(self)
        other._entities, other._mentions = dict(self._entities), list(self._mentions)
        return other

    def entities(self) -> tuple[Entity, ...]:
        """All entities, in the order of the reading, new ones last."""
        return tuple(self._entities.values())

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in the order of the text; of two that begin together the longer first."""
        return tuple(sorted(self._mentions, key=lambda each: (each.span.start, -each.span.end, each.entity)))

    def get(self, entity: str) -> Entity:
        """The entity of this id."""
        return self._entities[entity]

    def names_of(self, entity: str) -> tuple[str, ...]:
        """The words by which a decision may call an entity: its wordings and its register key."""
        found = self._entities[entity]
        return tuple(filter(None, (found.label, *found.labels, found.key)))

    # -- who is meant by a value

    def find_or_add(
        self, value: str, default: EntityKind | None, evidence: Evidence, *, only: AbstractSet[EntityKind] | None = None
    ) -> str:
        """The entity that a value names: a register key, a name of this text, a name in the registers, or a new one.

        Form:    ``only`` are the kinds that it may be of; ``default`` the kind of a new name, None where none may be assumed.
        """
        if "/" in value and value in self._records:
            record = self._records[value]
            if record.entity_kind not in set(only or EntityKind):
                wanted = " or ".join(sorted(only or ()))
                raise UnfitError(f"{value!r} is a {record.kind}", f"name a {wanted or 'person, a body or a place'}")
            return self._of_record(record, evidence)
        if "/" in value and " " not in value:
            raise UnfitError(f"no register has the key {value!r}", "add the row, or write the name as it is")
        known = [
            entity
            for entity in self._entities.values()
            if (only is None or entity.kind in only)
            and fold(value) in {fold(label) for label in (entity.label, *entity.labels)}
        ]
        if len(known) == 1:
            return known[0].id
        kinds = {str(kind) for kind in only} if only else None
        rows = [
            record
            for record in self._records.values()
            if (kinds is None or record.entity_kind in kinds)
            and any(fold(label.text) == fold(value) for label in (*record.labels, *record.others))
        ]
        if not known and len(rows) == 1 and rows[0].kind != "edition":
            return self._of_record(rows[0], evidence)
        if len(known) > 1 or len(rows) > 1:
            raise UnfitError(
                f"{value!r} may be more than one", "say which kind it is, or give the key of a register row"
            )
        if default is None:
            raise UnfitError(f"nobody is called {value!r} yet", f"say what it is: kind: {' or '.join(EntityKind)}")
        return self._add(default, value, evidence)

    def _of_record(self, record: Record, evidence: Evidence) -> str:
        for entity in self._entities.values():
            if entity.key == record.key:
                return entity.id
        kind = EntityKind(record.entity_kind)
        label = record.labels[0].text
        found = self._add(kind, label, evidence)
        self._entities[found] = replace(self._entities[found], key=record.key, registered=True)
        return found

    def _add(self, kind: EntityKind, label: str, evidence: Evidence) -> str:
        number = 1 + sum(entity.kind is kind for entity in self._entities.values())
        while f"{kind}-{number}" in self._entities:
            number += 1
        found = f"{kind}-{number}"
        label = " ".join(label.split())
        self._entities[found] = Entity(found, kind, label, True, evidence, (label,))
        return found

    # -- mentions

    def mention_decided(self, entity: str, span: Span | None, evidence: Evidence) -> None:
        """Note that the words that an editor quotes refer to the entity, where they are not noted yet."""
        if span and not any(each.entity == entity and each.span.overlaps(span) for each in self._mentions):
            self._mentions.append(Mention(entity, span, Form.NAME, evidence.rule, 1.0, evidence.decision))

    def decide_mention(self, decision: Decision, span: Span, evidence: Evidence) -> None:
        """Put a mention in, take it out, or confirm it."""
        here = [each for each in self._mentions if each.span == span]
        if decision.op in (Op.REJECT, Op.CONFIRM):
            if decision.value:
                here = [each for each in here if fold(decision.value) in map(fold, self.names_of(each.entity))]
            if decision.op is Op.CONFIRM and not here:
                raise UnfitError(
                    "no mention is read at these words", "put it in: op: add, with whom it means", code="L217"
                )
            others = [each for each in self._mentions if each not in here]
            right = [replace(each, confidence=1.0, decision=decision.id) for each in here]
            self._mentions = [*others, *(right if decision.op is Op.CONFIRM else [])]
            return
        wanted = EntityKind(decision.kind) if decision.kind else None
        entity = self.find_or_add(decision.value, wanted, evidence, only={wanted} if wanted else None)
        if decision.op is Op.SET:
            self._mentions = [each for each in self._mentions if not each.span.overlaps(span)]
        form = (
            Form.NAME
            if fold(self._text[span.start : span.end]) in map(fold, self.names_of(entity))
            else Form.DESCRIPTION
        )
        self._mentions = [each for each in self._mentions if (each.entity, each.span) != (entity, span)]
        self._mentions.append(Mention(entity, span, form, evidence.rule, 1.0, decision.id))

    # -- who is who

    def decide_identity(self, decision: Decision, span: Span, reading: Reading) -> Reading:
        """Make one of two names, or a name one with a register row; or keep them apart."""
        one = self._named_at(decision, span)
        key = decision.value if decision.value in self._records else ""
        if key and decision.op is Op.SAME_AS:
            self._must_be_of_one_kind(one, self._records[key].entity_kind, key)
            self._entities[one.id] = replace(
                one, key=key, registered=True, named=True, labels=one.labels or (one.label,)
            )
        elif key:
            self._entities[one.id] = replace(one, unlike=(*one.unlike, key))
        elif "/" in decision.value and " " not in decision.value:
            raise UnfitError(f"no register has the key {decision.value!r}", "add the row, or write the name as it is")
        elif decision.op is Op.SAME_AS:
            other = self._other(decision, one)
            self._must_be_of_one_kind(one, other.kind, decision.value)
            return self._merge(one, other, reading)
        else:
            self._part(one, decision, span)
        return reading

    def _named_at(self, decision: Decision, span: Span) -> Entity:
        here = [each for each in self.mentions() if each.span == span] or [
            each for each in self.mentions() if each.span.holds(span)
        ]
        if here:
            return self._entities[here[0].entity]
        for entity in self._entities.values():
            if fold(decision.quote) in map(fold, (entity.label, *entity.labels)):
                return entity
        raise UnfitError("these words are no mention of anybody", "put the mention in first: fact: mention, op: add")

    def _other(self, decision: Decision, one: Entity) -> Entity:
        found = [
            entity
            for entity in self._entities.values()
            if entity.id != one.id and fold(decision.value) in map(fold, (entity.label, *entity.labels))
        ]
        if len(found) != 1:
            count = "no other" if not found else "more than one"
            raise UnfitError(
                f"{count} name of this text is {decision.value!r}", "write the name as it stands in the text"
            )
        return found[0]

    def _must_be_of_one_kind(self, one: Entity, kind: str, value: str) -> None:
        if one.kind != kind:
            raise UnfitError(
                f"{one.label!r} is a {one.kind} and {value!r} a {kind}", "only two of one kind can be the same"
            )

    def _merge(self, one: Entity, other: Entity, reading: Reading) -> Reading:
        """All that was said of the other is said of the one."""
        labels = tuple(dict.fromkeys((*(one.labels or (one.label,)), *(other.labels or (other.label,)))))
        self._entities[one.id] = replace(
            one,
            named=one.named or other.named,
            labels=labels,
            part_of=one.part_of or other.part_of,
            seat=one.seat or other.seat,
            key=one.key or other.key,
            registered=one.registered or other.registered,
            unlike=(*one.unlike, *other.unlike),
        )
        del self._entities[other.id]

        def renamed(entity: str) -> str:
            return one.id if entity == other.id else entity

        self._entities = {
            key: replace(each, part_of=renamed(each.part_of), seat=renamed(each.seat))
            for key, each in self._entities.items()
        }
        self._mentions = [replace(each, entity=renamed(each.entity)) for each in self._mentions]
        return renamed_in(reading, other.id, one.id)

    def _part(self, one: Entity, decision: Decision, span: Span) -> None:
        """Two names that were taken as one become two; two that a register could make one are kept apart."""
        if fold(decision.value) not in map(fold, one.labels) or len(one.labels) < 2:
            other = self._other(decision, one)
            self._entities[other.id] = replace(other, unlike=(*other.unlike, one.id))
            return
        quote = fold(self._text[span.start : span.end])
        moved = [label for label in one.labels if fold(label) == quote] or [" ".join(decision.quote.split())]
        new = self._add(one.kind, moved[0], one.evidence)
        rest = tuple(label for label in one.labels if fold(label) != quote)
        self._entities[one.id] = replace(one, label=min(rest, key=len), labels=rest)
        self._entities[new] = replace(self._entities[new], unlike=(one.id,))
        self._mentions = [
            replace(each, entity=new)
            if each.entity == one.id and fold(self._text[each.span.start : each.span.end]) == quote
            else each
            for each in self._mentions
        ]


def renamed_in(reading: Reading, old: str, new: str) -> Reading:
    """The reading with one entity's id in place of another's, wherever somebody acts, holds or takes part."""

    def name(entity: str) -> str:
        return new if entity == old else entity

    def side(parties: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(replace(p, person=name(p.person), office=name(p.office), body=name(p.body)) for p in parties)

    def part(participants: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(replace(each, entity=name(each.entity)) for each in participants)

    citation = reading.citation
    return replace(
        reading,
        letters=tuple(
            replace(
                each,
                senders=side(each.senders),
                addressees=side(each.addressees),
                on_behalf_of=part(each.on_behalf_of),
                place=name(each.place),
                stations=part(each.stations),
                mentioned=part(each.mentioned),
            )
            for each in reading.letters
        ),
        holdings=tuple(replace(h, person=name(h.person), office=name(h.office)) for h in reading.holdings),
        gifts=tuple(replace(gift, participants=part(gift.participants)) for gift in reading.gifts),
        events=tuple(replace(event, participants=part(event.participants)) for event in reading.events),
        citation=citation and replace(citation, place=name(citation.place), publisher=name(citation.publisher)),
    )


def tidied(after: Reading, before: Reading) -> Reading:
    """The reading without what hung on values that it has lost: offices held by a party that is none, names that nobody says.

    Form:    what the reading before did not hang on such a value either stays as it is.
    """
    lost = _in_office(before) - _in_office(after)
    after = replace(after, holdings=tuple(each for each in after.holdings if (each.person, each.office) not in lost))
    gone = referred_to(before) - referred_to(after)
    return replace(after, entities=tuple(entity for entity in after.entities if entity.id not in gone))


def _in_office(reading: Reading) -> set[tuple[str, str]]:
    parties = (party for letter in reading.letters for party in (*letter.senders, *letter.addressees))
    return {(party.person, party.office) for party in parties}


def referred_to(reading: Reading) -> frozenset[str]:
    """The ids of all entities that a mention, a party, an event or another entity refers to."""
    found = {mention.entity for mention in reading.mentions}
    for letter in reading.letters:
        found.update(id_ for p in (*letter.senders, *letter.addressees) for id_ in (p.person, p.office, p.body))
        found.update(each.entity for each in (*letter.on_behalf_of, *letter.stations, *letter.mentioned))
        found.add(letter.place)
    for holding in reading.holdings:
        found |= {holding.person, holding.office}
    found.update(each.entity for gift in reading.gifts for each in gift.participants)
    found.update(each.entity for event in reading.events for each in event.participants)
    if reading.citation:
        found |= {reading.citation.place, reading.citation.publisher}
    # An owner is referred to by those alone that are themselves: what nobody names takes its owner with it.
    owners = {entity.id: (entity.part_of, entity.seat) for entity in reading.entities}
    waiting = list(found)
    while waiting:
        new = [each for each in owners.get(waiting.pop(), ()) if each and each not in found]
        found.update(new)
        waiting += new
    return frozenset(found - {""})
