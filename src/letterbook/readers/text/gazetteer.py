"""The gazetteer: states, places, peoples and organisations by the names in use at the time, found in one pass."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import ahocorasick

from letterbook.errors import RulesError
from letterbook.letter import Span

TYPES = ("polity", "place", "organisation", "demonym", "topic")
"""What a name of the gazetteer may stand for; a demonym's ``belongs_to`` is the place or polity of the people."""


@dataclass(frozen=True, slots=True)
class Name:
    """One row: the name as printed, what it stands for, and for a demonym whose people it means."""

    text: str
    type: str
    belongs_to: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a name of the gazetteer stands in a text."""

    span: Span
    name: Name


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The names of one language, in one automaton."""

    names: dict[str, Name] = field(default_factory=dict)
    _automaton: ahocorasick.Automaton = field(default_factory=ahocorasick.Automaton, repr=False, compare=False)

    def find_all(self, view: str) -> list[Hit]:
        """Every name that stands in the text as whole words; of those that overlap the one that begins first, then the longest.

        Form:    ``view`` is the text with plain apostrophes (``zones.view_of``); the hits are in the order of the text.
        """
        if not self.names:
            return []
        found = sorted(self._whole_words(view), key=lambda hit: (hit.span.start, -hit.span.end))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.span.start >= kept[-1].span.end:
                kept.append(hit)
        return kept

    def _whole_words(self, view: str) -> Iterator[Hit]:
        for last, name in self._automaton.iter(view):
            start, end = last - len(name.text) + 1, last + 1
            before, after = view[start - 1 : start], view[end : end + 1]
            if not (before.isalnum() or after.isalnum()):
                yield Hit(Span(start, end), name)


@cache
def load_gazetteer(language: str) -> Gazetteer:
    """The names of one language.

    Form:    a CSV file with the columns name, lang, type, belongs_to.
    Raises:  RulesError for a row of an unknown type.
    """
    source = files("letterbook.readers.text") / "rules" / "gazetteer.csv"
    names: dict[str, Name] = {}
    reader = csv.DictReader(io.StringIO(source.read_text(encoding="utf-8"), newline=""))
    for row in reader:
        if row["type"] not in TYPES:
            raise RulesError(f"{row['type']!r} is none of {', '.join(TYPES)}", f"{source.name}, line {reader.line_num}")
        if row["lang"] == language:
            names[row["name"]] = Name(row["name"], row["type"], row["belongs_to"] or "")
    automaton = ahocorasick.Automaton()
    for text, name in names.items():
        automaton.add_word(text, name)
    if names:
        automaton.make_automaton()
    return Gazetteer(names, automaton)
