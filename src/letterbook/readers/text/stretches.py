"""The stretches of a text in which its letters speak, with the names that stand in them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from letterbook.letter import Letter, PartKind, Party, Span, Transcript
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.mentionpatterns import patterns_of_mentions
from letterbook.readers.text.rules import Rules
from letterbook.readers.text.triggers import Triggers

_TEXT_PARTS = frozenset({PartKind.PARAGRAPH, PartKind.POSTSCRIPT})
_FARTHEST = 70  # characters from the beginning of a match to the end of the word that it needs


@dataclass(frozen=True, slots=True)
class Sides:
    """The countries of the two sides of a letter, as the offices and bodies of the parties name them."""

    writer: frozenset[str]
    addressee: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph, postscript or closing, and the letter whose text it is."""

    span: Span
    letter: Letter


class LetterText:
    """What is known of one text before its mentions are read: its letters, the names of the gazetteer, the words that patterns need."""

    def __init__(
        self,
        transcript: Transcript,
        view: str,
        letters: tuple[Letter, ...],
        rules: Rules,
        table: EntityTable,
        triggers: Triggers,
    ) -> None:
        self.text, self.view = transcript.text, view
        self.letters, self.rules, self.table = letters, rules, table
        self.patterns, self.triggers = patterns_of_mentions(rules), triggers
        self._sides: dict[int, Sides] = {}
        self.hits = rules.gazetteer.whole_words(view, triggers.names)
        self.stretches = [Stretch(span, letter) for letter in letters for span in text_spans(letter)]
        self._in_order = sorted(self.stretches, key=lambda each: each.span)
        self._starts = [each.span.start for each in self._in_order]

    def home(self, span: Span) -> Stretch | None:
        """The stretch of a letter's text that holds the span; None where it stands in a heading, a note or another part."""
        at = bisect.bisect_right(self._starts, span.start) - 1
        return self._in_order[at] if at >= 0 and self._in_order[at].span.holds(span) else None

    def home_of(self, end: int) -> Stretch | None:
        """The stretch of a letter's text in which a word ends; None where it ends elsewhere."""
        at = bisect.bisect_left(self._starts, end) - 1
        return self._in_order[at] if at >= 0 and end <= self._in_order[at].span.end else None

    def matches(self, name: str) -> Iterator[tuple[re.Match[str], Stretch]]:
        """What a pattern finds in the stretches of the letters' text, none of it reaching over the end of one.

        The pattern is tried only where a match can begin right before a word that it needs: a search of the whole text costs a
        hundred times as much.
        """
        pattern: re.Pattern[str] = getattr(self.patterns, name)
        begins = self.patterns.begins[name]
        free = 0
        for end in self.triggers.ends_of(self.patterns.needs[name]):
            home = self.home_of(end) if end > free else None
            if home is None:
                continue
            start = max(home.span.start, free, end - _FARTHEST)
            for begin in begins.finditer(self.view, start, end):
                match = pattern.match(self.view, begin.start(), home.span.end)
                if match and match.end() >= end:
                    yield match, home
                    free = match.end()
                    break

    def sides(self, letter: Letter) -> Sides:
        """The countries of the writer and of the addressee."""
        if letter.ordinal not in self._sides:
            self._sides[letter.ordinal] = Sides(self._countries(letter.senders), self._countries(letter.addressees))
        return self._sides[letter.ordinal]

    def _countries(self, parties: tuple[Party, ...]) -> frozenset[str]:
        found: set[str] = set()
        for party in parties:
            entity = party.office or party.body
            while entity:
                label = self.table.get(entity).label
                seat = self.table.get(entity).seat
                seat_name = self.table.get(seat).label if seat else ""
                found |= {
                    hit.name.belongs_to or hit.name.text
                    for hit in self.rules.gazetteer.find_all(label)
                    if hit.name.text != seat_name
                }
                entity = self.table.get(entity).part_of
        return frozenset(found)

    def words(self, span: Span) -> str:
        """The words of a stretch, as printed."""
        return self.text[span.start : span.end]

    def relabel(self, entity: str, span: Span) -> None:
        """A description keeps its possessive, without which it says nothing."""
        self.table.describe(entity, self.words(span))


def text_spans(letter: Letter) -> list[Span]:
    """The paragraphs of a letter, and the closing where it is a paragraph of its own: where it speaks of something."""
    texts = [part.span for part in letter.parts if part.kind in _TEXT_PARTS]
    closings = [part.span for part in letter.parts if part.kind is PartKind.CLOSING]
    return sorted([*texts, *(span for span in closings if not any(text.holds(span) for text in texts))])
