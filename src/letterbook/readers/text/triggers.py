"""The words without which a rule finds nothing, looked for in one pass before any pattern runs: most letters have few of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick

from letterbook.letter import Span
from letterbook.readers.text.gazetteer import Name


@dataclass(frozen=True, slots=True)
class Triggers:
    """Where each word that was found ends in a text: the offset of its last sign, in order; so too the ``names`` found with them."""

    places: Mapping[str, list[int]]
    names: Sequence[tuple[int, Name]] = ()

    def outside(self, spans: Sequence[Span]) -> Triggers:
        """The words that no stretch touches; ``spans`` are in the order of the text and do not overlap."""
        ends = [span.end for span in spans]
        starts = [span.start for span in spans]
        left: dict[str, list[int]] = {}
        for word, places in self.places.items():
            # A word is untouched where as many stretches end before it as begin before its end.
            free = [at for at in places if bisect_right(ends, at + 1 - len(word)) == bisect_right(starts, at)]
            if free:
                left[word] = free
        return Triggers(left)

    def any_of(self, words: Iterable[str]) -> bool:
        """Whether one of the words stands in the text, alone or within another word."""
        return not self.places.keys().isdisjoint(words)

    def ends_of(self, words: Iterable[str]) -> list[int]:
        """The offsets behind the words, in the order of the text."""
        return sorted({last + 1 for word in self.places.keys() & words for last in self.places[word]})


@dataclass(frozen=True, eq=False)
class TriggerFinder:
    """Finds words, and the names of a gazetteer, in one pass: each further pass would cost as much as the first."""

    automaton: ahocorasick.Automaton

    def find(self, view: str) -> Triggers:
        """Every word and every name that stands in the text, also within another."""
        places: dict[str, list[int]] = {}
        names: list[tuple[int, Name]] = []
        for last, (word, name) in self.automaton.iter(view) if len(self.automaton) else ():
            if word:
                places.setdefault(word, []).append(last)
            if name:
                names.append((last, name))
        return Triggers(places, names)


def trigger_finder(words: Iterable[str], names: Mapping[str, Name] | None = None) -> TriggerFinder:
    """A finder of these words and names.

    >>> trigger_finder(["gift", "thanks"]).find("A gift, with thanks.").ends_of(["thanks", "gift"])
    [6, 19]
    """
    automaton = ahocorasick.Automaton()
    named = names or {}
    wanted = frozenset(words)
    for word in sorted(wanted | named.keys()):
        automaton.add_word(word, (word if word in wanted else "", named.get(word)))
    if len(automaton):
        automaton.make_automaton()
    return TriggerFinder(automaton)
