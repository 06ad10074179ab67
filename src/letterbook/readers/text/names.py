"""Several names written together: "Marie und Oskar Roe" are two persons with one surname, "Roe or Doe" is one of two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from letterbook.letter import Span
from letterbook.readers.text.daytables import day_table
from letterbook.readers.text.rules import Rules, words_pattern

_UPPER = "[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁİ]"


@dataclass(frozen=True, slots=True)
class _Patterns:
    joint: re.Pattern[str]
    name: re.Pattern[str]
    surname: re.Pattern[str]
    other: re.Pattern[str]


@cache
def _patterns(rules: Rules) -> _Patterns | None:
    """The patterns of the language; None where it has no word for "and" between names."""
    joints = rules.words.get("joints", {}).get("and", ())
    if not joints:
        return None
    particles = words_pattern(list(rules.list_of("particles"))) or "(?!)"
    honorifics = words_pattern(list(rules.list_of("honorifics"))) or "(?!)"
    word = rf"{_UPPER}[\w'.-]*"
    others = words_pattern([*rules.list_of("offices"), *rules.list_of("bodies"), *rules.list_of("groups")])
    return _Patterns(
        joint=re.compile(rf",? +(?:{words_pattern(list(joints))}) +|, +"),
        name=re.compile(rf"(?:(?:{honorifics})\.? +)*(?:(?:{particles}) +)*{word}(?: +(?:{word}|{particles}))*"),
        surname=re.compile(rf"(?<= )(?:(?:{particles}) +)*{word}$"),
        other=re.compile(rf"\b(?:{others})\b" if others else "(?!)"),
    )


def names_of(view: str, span: Span, rules: Rules) -> tuple[tuple[Span, ...], ...]:
    """The persons whom a stretch names, each by one or two stretches.

    Form:    a given name alone goes with the surname of the name that follows: "Marie und Oskar Roe" gives (Marie, Roe) and
             (Oskar Roe). Where anything but names of persons stands there, such as an office or a body, or nothing is joined
             by "and", the whole is one.
    """
    patterns = _patterns(rules)
    if patterns is None:
        return ((span,),)
    joints = list(patterns.joint.finditer(view, span.start, span.end))
    if not any(each[0].strip() != "," for each in joints):
        return ((span,),)
    starts, ends = [span.start, *(each.end() for each in joints)], [*(each.start() for each in joints), span.end]
    parts = [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    for part in parts:
        if not patterns.name.fullmatch(view, part.start, part.end) or patterns.other.search(view, part.start, part.end):
            return ((span,),)
    found: list[tuple[Span, ...]] = []
    surname: Span | None = None
    for part in reversed(parts):
        words = view[part.start : part.end]
        own = patterns.surname.search(words)
        if own:
            surname = Span(part.start + own.start(), part.end)
        found.append((part,) if own or surname is None else (part, surname))
    return tuple(reversed(found))


def is_one_of_two(view: str, span: Span, rules: Rules) -> bool:
    """Whether a stretch names two of whom one is meant: "Mr. Roe or Mr. Doe", "der Konsul oder der Gesandte"."""
    match = _either_pattern(rules).search(view, span.start + 1, span.end)
    return match is not None and bool(re.search(_UPPER, view[span.start : match.start()]))


@cache
def _either_pattern(rules: Rules) -> re.Pattern[str]:
    words = words_pattern(day_table(rules.language).list_of("either"))
    joints = rules.words.get("joints", {})
    small = words_pattern([*joints.get("to", ()), *joints.get("articles", ())]) or "(?!)"
    return re.compile(rf",? +(?:{words}) +(?=(?:(?:{small}) *){{0,2}}{_UPPER})" if words else "(?!)")
