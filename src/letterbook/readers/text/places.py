"""Places, states and bodies of the gazetteer that a text names, for languages without rules of what a text speaks of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from letterbook.letter import EntityKind, Evidence, Form, Letter, PartKind, Span
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.gazetteer import Gazetteer, Hit, Name, gazetteer_of
from letterbook.readers.text.namewords import NO_NAMES, KnownNames, stands_in_small_letters
from letterbook.readers.text.rules import Rules, words_pattern

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_RUN = re.compile(rf"(?<![\w'-])[{_CAPITAL}]['{_CAPITAL}-]+(?:[ '][{_CAPITAL}]['{_CAPITAL}-]+)*(?![\w-])")
_WORD = re.compile(r"[^\s']+")
_MOST_WORDS = 3
_SHORTEST = 4
_KINDS = {"polity": EntityKind.POLITY, "place": EntityKind.PLACE, "organisation": EntityKind.ORGANISATION}
_SKIPPED = frozenset({PartKind.HEADING, PartKind.SOURCE, PartKind.LINK})


def read_places(
    view: str, letters: Sequence[Letter], rules: Rules, table: EntityTable, known: KnownNames = NO_NAMES
) -> None:
    """Put into the table what the gazetteer names, with the mentions; not what stands inside the name of a person.

    Form:    ``known`` are places that a register knows.
    """
    parts = [part.span for letter in letters for part in letter.parts if part.kind not in _SKIPPED]
    _read_streets(view, parts, rules, table)
    people = [each.span for each in table.mentions() if table.get(each.entity).kind is EntityKind.PERSON]
    named = {each.span for each in table.mentions()}
    streets = [each.span for each in table.mentions() if each.rule == "place-street"]
    for hit in _hits(view, rules, known):
        kind = _KINDS.get(hit.name.type)
        if kind is None or hit.span in named or not any(part.holds(hit.span) for part in parts):
            continue
        if any(other.holds(hit.span) for other in (*people, *streets)):
            continue
        if stands_in_small_letters(view, hit.name.text) and " " not in hit.name.text:  # "Nord", "Celle", "Main"
            continue
        table.named(kind, hit.span, "named-in-gazetteer", label=hit.name.text, key=hit.name.text)
        named.add(hit.span)


def _hits(view: str, rules: Rules, known: KnownNames) -> list[Hit]:
    """What the gazetteer and the registers name; of those that overlap the one that begins first, then the longest."""
    lists = [rules.gazetteer]
    if known.places:
        lists.append(_register(known.places, rules.list_of("articles")))
    found = [hit for names in lists for hits in (names.find_all(view), _in_capitals(view, names)) for hit in hits]
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        if not kept or hit.span.start >= kept[-1].span.end:
            kept.append(hit)
    return kept


@cache
def _register(places: frozenset[str], articles: tuple[str, ...]) -> Gazetteer:
    """The places of a register, with and without the article that begins a name: "Le Mans", "au Mans"."""
    names: dict[str, Name] = {}
    for label in sorted(places):
        first, _, rest = label.partition(" ")
        for form in (label, rest) if first in articles and rest else (label,):
            names[form] = Name(form, "place")
    return gazetteer_of(names)


def _read_streets(view: str, parts: Sequence[Span], rules: Rules, table: EntityTable) -> None:
    """Streets by their nouns: "rue Pierre Curie", "boulevard Saint-Germain"."""
    street = _street(rules)
    for part in parts:
        for match in street.finditer(view, part.start, part.end) if street else ():
            words, behind = match["name"], match["behind"] or ""
            if behind and (behind.strip() in rules.gazetteer.names or behind.isupper() > words.isupper()):
                behind = ""  # "rue du Bac PARIS"
            span = Span(match.start(), match.end("name") + len(behind))
            entity = table.add(EntityKind.PLACE, view[span.start : span.end], Evidence((span,), "place-street"))
            table.mention(entity, span, Form.NAME, "place-street")


@cache
def _street(rules: Rules) -> re.Pattern[str] | None:
    nouns = words_pattern(list(rules.list_of("thoroughfares")))
    if not nouns:
        return None
    particles = words_pattern(list(rules.list_of("particles"))) or "(?!)"
    word = rf"[{_CAPITAL}](?:\w|-(?=\w))+"
    joint = rf" (?:(?:{particles}) )?(?:[dl]')?"
    return re.compile(rf"\b(?:{nouns})(?:{joint}(?:{particles}) )?{joint}(?P<name>{word})(?P<behind> {word})?")


@cache
def _capitals(gazetteer: Gazetteer) -> dict[str, Name]:
    """The names as they are printed in capitals, with and without accents and hyphens."""
    found: dict[str, Name] = {}
    for text, name in sorted(gazetteer.names.items()):
        if name.type in ("place", "polity") and len(text) >= _SHORTEST:
            for form in (text.upper(), _plainly(text)):
                found.setdefault(form, name)
    return found


def _plainly(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.upper().replace("-", " "))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _in_capitals(view: str, gazetteer: Gazetteer) -> Iterator[Hit]:
    """The names of places that stand in the text in capitals: "NEW-YORK" for "New York"."""
    names = _capitals(gazetteer)
    for run in _RUN.finditer(view):
        words = list(_WORD.finditer(run[0]))
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + _MOST_WORDS), at, -1):
                printed = run[0][words[at].start() : words[end - 1].end()]
                name = names.get(printed) or names.get(_plainly(printed))
                if name:
                    yield Hit(Span(run.start() + words[at].start(), run.start() + words[end - 1].end()), name)
                    at = end - 1
                    break
            at += 1
