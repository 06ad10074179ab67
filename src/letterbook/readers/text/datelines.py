"""Datelines: the day of the letter, the place before it, the number beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from letterbook import dates
from letterbook.errors import DateError
from letterbook.letter import Span
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import trimmed

_LONGEST_DATELINE = 160


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text; ``fault`` says why its day does not exist, empty where it does."""

    date: dates.HistoricalDate
    span: Span
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline gives: each part with its place, None where it is not there."""

    date: FoundDate | None
    number: tuple[str, Span] | None
    place: Span | None


@cache
def _date_pattern(months: tuple[str, ...], short: tuple[str, ...]) -> re.Pattern[str]:
    month = words_pattern([*months, *short])
    number = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|d)?"
    return re.compile(
        rf"\b(?P<m1>{month})\b\.? {number.format('d1')},? ?(?P<y1>1[0-9]{{3}}|20\d\d)\b"
        rf"|\b{number.format('d2')}(?: day)?(?: of)? (?P<m2>{month})\b\.?,? (?P<y2>1[0-9]{{3}}|20\d\d)\b",
    )


def find_dates(view: str, span: Span, rules: Rules) -> list[FoundDate]:
    """Every full date of a stretch: "April 9, 1921", "9 April 1921", "the 9th of April, 1921".

    Form:    a day that does not exist is kept as wording without a value, with its fault.
    """
    months, short = rules.list_of("months"), rules.list_of("month_abbreviations")
    found: list[FoundDate] = []
    for match in _date_pattern(months, short).finditer(view, span.start, span.end):
        name = match["m1"] or match["m2"]
        which = (months.index(name) if name in months else short.index(name)) + 1
        numbers = int(match["y1"] or match["y2"]), which, int(match["d1"] or match["d2"])
        where = Span(*match.span())
        try:
            found.append(FoundDate(dates.day(*numbers, wording=match[0]), where))
        except DateError as error:
            found.append(FoundDate(dates.undatable(match[0]), where, error.message))
    return found


@cache
def _number_pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words_pattern(list(marks))})\.? ?(?P<value>\d[\w/-]*)")


def find_number(view: str, span: Span, rules: Rules) -> tuple[str, Span] | None:
    """The first number with a mark: "No. 319" gives "319"."""
    match = _number_pattern(rules.list_of("number_marks")).search(view, span.start, span.end)
    return (match["value"], Span(*match.span())) if match else None


def read_dateline(view: str, span: Span, rules: Rules) -> Dateline | None:
    """The parts of a dateline; None where the block is none, being too long or without date and number."""
    if span.end - span.start > _LONGEST_DATELINE:
        return None
    found = find_dates(view, span, rules)
    number = find_number(view, span, rules)
    if not found and not number:
        return None
    first = min([each.span.start for each in found[:1]] + ([number[1].start] if number else []))
    taken = sum(each.end - each.start for each in [*(f.span for f in found[:1]), *([number[1]] if number else [])])
    place = _place_before(view, span.start, first, rules)
    rest = (span.end - span.start) - taken - (place.end - place.start if place else 0)
    if rest > 40:  # a sentence that holds a date is no dateline
        return None
    return Dateline(found[0] if found else None, number, place)


def _place_before(view: str, start: int, end: int, rules: Rules) -> Span | None:
    """What stands before the date: a place, without a weekday and the words that lead to the day."""
    span = trimmed(view, start, end)
    if span is None:
        return None
    days = words_pattern(list(rules.list_of("weekdays")))
    match = re.fullmatch(
        rf"(?:the |at )?(?P<place>[^\W\d_][^\d\n]{{1,48}}?)(?:,? (?:{days}))?(?:,? (?:the|dated|on))?[\s,.:–—-]*",
        view[span.start : span.end] + " ",
    )
    if match is None or re.fullmatch(rf"(?:{days}|the|dated|on|date)\W*", match["place"], re.IGNORECASE):
        return None
    if not match["place"][0].isupper():
        return None
    return Span(span.start + match.start("place"), span.start + match.end("place"))
