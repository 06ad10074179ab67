"""Slots: patterns over a text in which every mention is one sign, so that rules speak of groups and places, not of words.

A mention is hidden behind a run of private-use characters of its own length, so a match in the hidden text has the same
places in the text itself.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import Any

from letterbook.errors import RulesError
from letterbook.letter import EntityKind, Form, Mention, Span
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.groups import VICTIMS
from letterbook.readers.text.mentions import MentionReader
from letterbook.readers.text.money import FoundSum
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.triggers import Triggers

# Two signs a kind: one begins a mention and one goes on, so that two mentions side by side stay two.
_KINDS = ("group", "victims", "place", "polity", "organisation", "topic", "sum", "demonym")
_SIGNS = {kind: (chr(0xE000 + 2 * number), chr(0xE001 + 2 * number)) for number, kind in enumerate(_KINDS)}
_SENTENCE_END = re.compile(r"[.;](?<!\bMr[.;])")  # a pattern that begins with its sign is found four times as fast
_SLOT = re.compile(r"\{([a-z]+)(?::([a-z]+)|(\^))?\}")


@dataclass(frozen=True, slots=True)
class SlotRule:
    """One rule of the subjects: its id, its pattern over hidden texts, and what else the file says of it."""

    id: str
    regex: re.Pattern[str]
    unless: re.Pattern[str] | None
    without: re.Pattern[str] | None
    needs: frozenset[str]
    more: Mapping[str, Any]

    def may_match(self, hidden: HiddenText) -> bool:
        """Whether a word that the rule needs stands in the text."""
        return not self.needs or hidden.triggers.any_of(self.needs)

    def matches(self, hidden: HiddenText, span: Span) -> Iterator[re.Match[str]]:
        """What the rule finds in a stretch, but for what the words before it take back."""
        for start, end in hidden.sentences(self.needs, span) if self.needs else [(span.start, span.end)]:
            for match in self.regex.finditer(hidden.view, start, end):
                before = self.unless and self.unless.search(hidden.view, span.start, match.start())
                within = self.without and self.without.search(hidden.view, match.start(), match.end())
                if not before and not within:
                    yield match


@cache
def slot_rules(rules: Rules, section: str, name: str) -> tuple[SlotRule, ...]:
    """The rules of one list of a section of the subjects file; empty where there is none.

    Raises:  RulesError for a slot or a pattern that is not one.
    """
    words = rules.subjects.get("words", {})
    place = rules.subjects.get(section, {})
    entries = place if isinstance(place, list) else place.get(name, ())
    return tuple(_compiled(entry, words, f"{rules.language}.subjects.yaml, {section}") for entry in entries)


def _compiled(entry: Mapping[str, Any], words: Mapping[str, Any], where: str) -> SlotRule:
    def slot(match: re.Match[str]) -> str:
        name, role = match[1], match[2]
        if name in _SIGNS:
            first, more = _SIGNS[name]
            if match[3]:
                return first
            signs = f"{first}{more}*+"  # possessive: half a mention is no match, and is not tried
            return f"(?P<{role}>{signs})" if role else f"(?:{signs})"
        if name in words:
            return f"(?:{words_pattern(list(words[name]))})"
        raise RulesError(f"unknown slot {match[0]}", f"{where}, {entry['id']}")

    try:
        regex = re.compile(_SLOT.sub(slot, str(entry["pattern"])))
        unless = re.compile(str(entry["unless"])) if "unless" in entry else None
        without = re.compile(_SLOT.sub(slot, str(entry["without"]))) if "without" in entry else None
    except re.error as error:
        raise RulesError(f"not a pattern: {error}", f"{where}, {entry['id']}") from error
    needs: list[str] = []
    for word in entry.get("needs", ()):
        needs += words.get(word[1:-1], ()) if word.startswith("{") else [word]
    return SlotRule(str(entry["id"]), regex, unless, without, frozenset(needs), entry)


@cache
def _sections(rules: Rules) -> tuple[tuple[str, str], ...]:
    """The lists of rules that look at hidden texts, each as section and name."""
    return (("on_behalf_of", ""), *((s, n) for s in ("gifts", "events") for n in rules.subjects.get(s, {})))


@cache
def needed_words(rules: Rules, *, sums: bool = True) -> frozenset[str]:
    """The words without which no rule finds anything; without ``sums`` those of the rules about gifts, which need one, are left out."""
    lists = [name for name in _sections(rules) if sums or name[0] != "gifts"]
    return frozenset(
        word for section, name in lists for rule in slot_rules(rules, section, name) for word in rule.needs
    )


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A text with its mentions hidden, and which entity stands where."""

    view: str
    entities: Mapping[int, str]
    triggers: Triggers
    _ends_of: dict[frozenset[str], list[int]] = field(default_factory=dict, repr=False)  # asked for every stretch

    def sentences(self, words: frozenset[str], span: Span) -> list[tuple[int, int]]:
        """The sentences of a stretch, cut at its ends, in which one of the words stands; no pattern reaches over their ends."""
        ends_of_words = self._ends_of.get(words)
        if ends_of_words is None:
            ends_of_words = self._ends_of[words] = self.triggers.ends_of(words)
        first = bisect.bisect_right(ends_of_words, span.start)
        last = bisect.bisect_right(ends_of_words, span.end, first)
        if first == last:
            return []
        found: set[tuple[int, int]] = set()
        for end_of_word in ends_of_words[first:last]:
            behind = _SENTENCE_END.search(self.view, end_of_word - 1, span.end)
            begin = self._beginning(span.start, end_of_word - 1)
            found.add((begin, behind.end() if behind else span.end))
        return sorted(found)

    def _beginning(self, start: int, before: int) -> int:
        """Where the sentence begins that goes on up to this place, not before the start of its stretch."""
        at = before
        while at > start:
            at = max(self.view.rfind(".", start, at), self.view.rfind(";", start, at))
            if at >= start and _SENTENCE_END.match(self.view, at):
                return at + 1
        return start

    def entity_at(self, start: int) -> str:
        """The entity of the mention that begins here; empty where none does (a people's adjective)."""
        return self.entities.get(start, "")


def hide(reader: MentionReader, sums: Iterable[FoundSum]) -> tuple[HiddenText, HiddenText]:
    """The text with the outermost mentions hidden, and with names alone hidden: there descriptions stay readable.

    Form:    the same text twice where it has no descriptions.
    """
    marks: list[tuple[int, int, str, str, bool]] = [
        (each.span.start, -each.span.end, "sum", "", False) for each in sums
    ]
    for mention in reader.table.mentions():
        kind = _slot_of(mention, reader.table)
        if kind:
            described = mention.form is Form.DESCRIPTION
            marks.append((mention.span.start, -mention.span.end, kind, mention.entity, described))
    marks += [
        (hit.span.start, -hit.span.end, "demonym", "", False) for hit in reader.hits if hit.name.type == "demonym"
    ]
    marks.sort(key=_places)
    hidden, named = _hidden(reader, marks), [mark for mark in marks if not mark[4]]
    return hidden, (_hidden(reader, named) if len(named) < len(marks) else hidden)


_places = itemgetter(0, 1, 2)


def _hidden(reader: MentionReader, marks: list[tuple[int, int, str, str, bool]]) -> HiddenText:
    """The text with the marks hidden; of those that overlap the one that begins first, then the longest."""
    pieces: list[str] = []
    entities: dict[int, str] = {}
    taken: list[Span] = []
    free = 0
    for start, minus, kind, entity, _ in marks:
        if start >= free:
            first, more = _SIGNS[kind]
            pieces += (reader.view[free:start], first, more * (-minus - start - 1))
            entities[start] = entity
            free = -minus
            taken.append(Span(start, free))
    view = "".join((*pieces, reader.view[free:]))
    # What is left of the words of the text: to look for them in the hidden text once more takes three times as long.
    return HiddenText(view, entities, reader.triggers.outside(taken))


def _slot_of(mention: Mention, table: EntityTable) -> str:
    kind = table.get(mention.entity).kind
    if kind is EntityKind.GROUP:
        return "victims" if mention.entity == table.find(EntityKind.GROUP, VICTIMS) else "group"
    return str(kind) if str(kind) in _SIGNS and mention.form is not Form.ADDRESS else ""
