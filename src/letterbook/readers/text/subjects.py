"""What a letter speaks of: mentions first, then sums, gifts and events, which lean on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from letterbook.letter import Gift, Holding, Participant, ReportedEvent, Sum, Transcript
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.events import read_events
from letterbook.readers.text.frame import Frame
from letterbook.readers.text.gifts import on_behalf_of, read_gifts
from letterbook.readers.text.mentionpatterns import needed_in_mentions
from letterbook.readers.text.mentions import MentionReader, holdings_in
from letterbook.readers.text.money import find_sums, sums_of, unit_words
from letterbook.readers.text.namewords import NO_NAMES, KnownNames
from letterbook.readers.text.persons import read_persons
from letterbook.readers.text.places import read_places
from letterbook.readers.text.rules import Rules
from letterbook.readers.text.slots import hide, needed_words
from letterbook.readers.text.triggers import TriggerFinder, trigger_finder


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the letters of one text speak of; the entities and mentions stand in the table."""

    on_behalf_of: dict[int, tuple[Participant, ...]] = field(default_factory=dict)
    holdings: tuple[Holding, ...] = ()
    sums: tuple[Sum, ...] = ()
    gifts: tuple[Gift, ...] = ()
    events: tuple[ReportedEvent, ...] = ()


@cache
def _finder(rules: Rules) -> TriggerFinder:
    words = needed_words(rules) | needed_in_mentions(rules) | unit_words(rules)
    return trigger_finder(words, rules.gazetteer.names)


def read_subjects(
    transcript: Transcript, frame: Frame, rules: Rules, table: EntityTable, known: KnownNames = NO_NAMES
) -> Subjects:
    """Read what the letters of a frame speak of; only persons and places where the language has no rules for the rest.

    Form:    ``known`` are persons and places that registers know.
    """
    if not rules.subjects.get("words"):
        read_persons(transcript.text, frame.flat, frame.letters, rules, table, known)
        read_places(frame.flat, frame.letters, rules, table, known)
        return Subjects()
    triggers = _finder(rules).find(frame.flat)
    reader = MentionReader(transcript, frame.flat, frame.letters, rules, table, triggers)
    reader.read()
    read_persons(transcript.text, reader.view, frame.letters, rules, table, known)
    holdings = holdings_in(reader, transcript)
    spans = [each.span for each in reader.stretches]
    found = find_sums(reader.view, spans, rules, triggers)
    sums = sums_of(found)
    if not triggers.any_of(needed_words(rules, sums=bool(sums))):
        return Subjects(holdings=holdings, sums=sums)
    hidden, names = hide(reader, found)
    principals = on_behalf_of(reader, hidden)
    return Subjects(
        on_behalf_of=principals,
        holdings=holdings,
        sums=sums,
        gifts=read_gifts(reader, hidden, sums, principals),
        events=read_events(reader, hidden, names),
    )
