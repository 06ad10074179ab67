"""Datelines: the day of the letter, the place before it, the number beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from letterbook import dates
from letterbook.letter import Span
from letterbook.readers.text.daywords import FoundDate as FoundDate
from letterbook.readers.text.daywords import find_dates as find_dates
from letterbook.readers.text.daywords import find_yearless
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import lines_of, trimmed

_LONGEST_LINE = 110
_MOST_LINES = 4
_MOST_WORDS = 14
_DIGIT = re.compile(r"\d")
_BEHIND_DATE = re.compile(r"(?: ?(?:г\.|года|г(?= )))?[\s,.;()\[\]–—-]*(?P<place>[^\W\d_][^\d\n,;:()]{1,40}?)[\s.)\]]*")
_DASH = re.compile(r" [—–-] |=>|->|→|>>")
_FILE_MARK = re.compile(r"\[[A-Z]{1,3} ?\d+(?:/\d+)+\]")  # "[E 4321/1/44]"
_WORD = re.compile(r"[^\W\d_][\w'.’-]*")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline gives: each part with its place, None where it is not there."""

    date: FoundDate | None
    number: tuple[str, Span] | None
    place: Span | None
    received: FoundDate | None = None
    kind: tuple[str, Span] | None = None
    """The kind of document that a word before the number or the place names, "Telegramm. Berlin, den 3. Mai"."""


@cache
def _number_pattern(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words_pattern(rules.list_of('number_marks'))})[.:]? *(?P<value>\d[\w/|-]*)")


def find_number(view: str, span: Span, rules: Rules) -> tuple[str, Span] | None:
    """The first number with a mark: "No. 319" gives "319"."""
    match = _number_pattern(rules).search(view, span.start, span.end)
    return (match["value"], Span(*match.span())) if match else None


def read_dateline(view: str, span: Span, rules: Rules) -> Dateline | None:
    """The parts of a dateline of up to four lines; None where the block is none.

    Form:    a line holds the date, or the number, or only capitalised words (a place, or the office above it); a sentence that
             holds a date is no dateline.
    """
    if span.end - span.start > _MOST_LINES * (_LONGEST_LINE + 1) or not _DIGIT.search(view, span.start, span.end):
        return None  # there is neither a date nor a number without a digit
    if span.end - span.start > _LONGEST_LINE and "\n" not in view[span.start : span.end]:
        return None  # a paragraph, as most are
    lines = lines_of(view, span)
    if len(lines) > _MOST_LINES or any(line.end - line.start > _LONGEST_LINE for line in lines):
        return None
    date: FoundDate | None = None
    number: tuple[str, Span] | None = None
    place: Span | None = None
    above: Span | None = None
    kind: tuple[str, Span] | None = None
    notes: list[Span] = []
    for at, line in enumerate(lines):
        note = _received_pattern(rules).search(view, line.start, line.end)
        notes += [Span(*note.span())] if note else []
        body = trimmed(view, line.start, note.start() if note else line.end)
        if body is None:
            continue
        found = find_dates(view, body, rules)[:1] if date is None else []
        marked = find_number(view, body, rules) if number is None else None
        above_all = at == 0 and len(lines) > 1 and not found and not marked and view[body.end - 1] == ","
        if not _is_line_of_dateline(view, body, found, marked, rules) and not (
            above_all and view[body.start].isupper()
        ):
            return None
        number = number or marked
        start = behind_marks(view, body, rules)
        kind = kind or _kind_in(view, body, body.end if marked and not found else start, rules)
        if found:
            date = found[0]
            begin = min([date.span.start, *([marked[1].start] if marked and marked[1].start >= start else [])])
            place = _place_before(view, start, begin, rules) or above
            if place is None and rules.layout("place_behind_date"):
                place = _place_behind(view, date.span.end, body.end, rules)
        elif not marked and start < body.end:
            above = _without_body(view, Span(start, body.end), rules)
    received = next((day for note in notes if (day := read_receipt(view, note, date, rules))), None)
    if date is None and received is not None:
        place = above  # "Harbor City, undated.", with the day of receipt
    if date is None and number is None and received is None:
        place = _place_before_day(view, above, rules) if above else None
        if place is None:
            return None
    return Dateline(date, number, place, received, kind)


def behind_marks(view: str, line: Span, rules: Rules) -> int:
    """Where the place begins behind the kind of paper, its number and how it is to be handled: "Telegramm. Nr. 3. Geheim. Rom"."""
    at = line.start
    while at < line.end:
        match = _mark_pattern(rules).match(view, at, line.end)
        if match is None or match.end() == at:
            break
        at = match.end()
    return at


@cache
def _mark_pattern(rules: Rules) -> re.Pattern[str]:
    kinds = words_pattern([word for word, _ in _kind_words(rules)]) or "(?!)"
    marks = words_pattern(rules.list_of("marks")) or "(?!)"
    numbers = words_pattern(rules.list_of("number_marks"))
    return re.compile(
        rf"[(\[]?(?:(?:{kinds}|{marks})(?:[.:)\]]|,(?= *(?:{numbers}))|(?= +(?:{numbers})))|(?:{numbers})\.? *\d[\w/|-]*)[\s.,:;)\]–—-]*"
    )


def _kind_in(view: str, line: Span, end: int, rules: Rules) -> tuple[str, Span] | None:
    """The kind of document that the words before the place name, and where."""
    if end <= line.start:
        return None
    for word, kind in _kind_words(rules):
        match = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(view, line.start, end)
        if match:
            return kind, Span(*match.span())
    return None


@cache
def _kind_words(rules: Rules) -> tuple[tuple[str, str], ...]:
    """The words that name a kind in a dateline, the longest first, each with its kind."""
    named = rules.words.get("dateline_kinds", {})
    return tuple(
        sorted(((w, kind) for kind, words in named.items() for w in words), key=lambda each: (-len(each[0]), each))
    )


@cache
def _received_pattern(rules: Rules) -> re.Pattern[str]:
    return re.compile(
        rf"[\[(]? ?\b(?:{words_pattern(list(rules.list_of('received_words')) or ['Received'])})\b[^\])\n]*[\])]?"
    )


def read_receipt(view: str, span: Span, date: FoundDate | None, rules: Rules) -> FoundDate | None:
    """The day of receipt; where no year is printed, that of the letter, or the next when the month has passed by.

    Form:    where only the hour is printed, the day is the letter's own.
    """
    full = find_dates(view, span, rules)
    if full:
        return full[0]
    first = date.date.earliest if date else None
    if date is None or first is None:
        return None
    printed = view[span.start : span.end]
    words = printed.strip(" []()")
    where = Span(span.start + printed.index(words), span.start + printed.index(words) + len(words))
    yearless = find_yearless(view, span, rules, after=date.date)
    if yearless:
        return FoundDate(replace(yearless.date, wording=words), where, yearless.fault)
    # The hour alone: the day of the letter, where that is one day.
    if first != date.date.latest or not _hour_pattern(rules).search(words):
        return None
    return FoundDate(dates.day(first.year, first.month, first.day, wording=words), where)


def _is_line_of_dateline(
    view: str, line: Span, found: list[FoundDate], number: tuple[str, Span] | None, rules: Rules
) -> bool:
    """Whether nothing but a date, a number, an hour and capitalised words stands in the line."""
    signs = list(view[line.start : line.end])
    for span in [*(each.span for each in found), *([number[1]] if number else [])]:
        signs[span.start - line.start : span.end - line.start] = " " * (span.end - span.start)
    rest = _hour_pattern(rules).sub(" ", _FILE_MARK.sub(" ", "".join(signs)))
    allowed = _small_words(rules)
    words = _WORD.findall(rest)
    if any(word[0].islower() and word not in allowed for word in words):
        words = _WORD.findall(_marks_pattern(rules).sub(" ", rest))
    small = [word for word in words if word[0].islower() and word not in allowed]
    return not small and len(words) <= _MOST_WORDS and not re.search(r"\d{3,}", rest)


_LEADING = ("the", "at", "on", "in", "dated", "th", "to")


@cache
def _small_words(rules: Rules) -> frozenset[str]:
    """The words in small letters that a line of a dateline may have."""
    lists = ("particles", "place_words", "place_leads", "date_leads", "weekdays")
    return frozenset(_LEADING).union(*(rules.list_of(name) for name in lists))


@cache
def day_pattern(rules: Rules) -> re.Pattern[str]:
    """A day and a year in figures, whatever stands for the month; a day and its month; a weekday."""
    months = words_pattern(list(rules.list_of("months"))) or "(?!)"
    # An abbreviated weekday may as well be an initial: "Fr. Roe".
    weekdays = words_pattern([each for each in rules.list_of("weekdays") if len(each) > 3]) or "(?!)"
    return re.compile(rf"\b\d{{1,2}}\D.*\d{{2}}|\b\d{{1,2}}\D{{0,6}} (?:{months})\b|\b(?:{weekdays})s?\b")


def read_short_dateline(view: str, span: Span, rules: Rules) -> Dateline | None:
    """A dateline of one line whose day is not understood without the title, such as one with a year of two figures: its place.

    Form:    None where anything but a place, a street and a day stands in the line.
    """
    match = day_pattern(rules).search(view, span.start, span.end)
    if match is None or len(lines_of(view, span)) > 1 or span.end - span.start > _LONGEST_LINE:
        return None
    if not _is_line_of_dateline(view, span, [], None, rules):
        return None
    return Dateline(None, None, _place_before(view, span.start, match.start(), rules))


def _place_before(view: str, start: int, end: int, rules: Rules) -> Span | None:
    """What stands before the date: a place, without a weekday and the words that lead to the day."""
    span = trimmed(view, start, end)
    if span is None:
        return None
    place, day = _patterns_before_date(rules)
    match = place.fullmatch(view[span.start : span.end] + " ")
    if match is None:  # "Paris, rue de l'Université 12, 9 April": a street with a number stands between
        match = re.match(r"(?P<place>[^\W\d_][^\d\n,]{1,40}), [^\n]*\d", view[span.start : span.end])
    if match is None or day.fullmatch(match["place"]) or _DASH.search(match["place"]):
        return None  # "Roe — Doe, 3 May 1861" is a heading that no profile knows
    return _without_body(view, Span(span.start + match.start("place"), span.start + match.end("place")), rules)


def _place_behind(view: str, start: int, end: int, rules: Rules) -> Span | None:
    """What stands behind the date, where it is a few words with capitals: "3 May 1807, Milltown"."""
    match = _BEHIND_DATE.fullmatch(view, start, end)
    if match is None or not match["place"][0].isupper() or _hour_pattern(rules).search(match["place"]):
        return None
    first = match["place"].split()[0].rstrip(".,")
    if first in rules.list_of("weekdays") or first in rules.list_of("number_marks"):
        return None
    return _without_body(view, Span(*match.span("place")), rules)


@cache
def _patterns_before_date(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a place with what may stand around it, and of words that lead to a day and are no place."""
    days = words_pattern(rules.list_of("weekdays"))
    leads = words_pattern(rules.list_of("date_leads")) or "(?!)"
    before = words_pattern(rules.list_of("place_leads")) or "(?!)"
    hours = str(rules.words.get("time_of_day", "(?!)"))
    place = rf"\[?(?:(?:{before}) )?(?P<place>[^\W\d_][^\d\n]{{1,60}}?)(?:,? (?:{days})(?:,? (?:{hours}))?)?(?:,? (?:{leads}))?[\s,.:\[\]–—-]*"
    return re.compile(place), re.compile(rf"(?:{days}|{leads})\W*", re.IGNORECASE)


def _without_body(view: str, span: Span, rules: Rules) -> Span | None:
    """The place of a line, without the legation or the department in front of it; None where nothing else is there."""
    bodies = _bodies_and_offices(rules)
    at = span.start
    for segment in view[span.start : span.end].split(","):
        if not bodies.search(segment) or segment.strip(" .") in rules.list_of("offices_as_places"):
            break
        at += len(segment) + 1
    found = trimmed(view, at, span.end)
    if found is None:
        return None
    words = _marks_at_end(rules).sub("", view[found.start : found.end]).rstrip(" ,.;:[]—–-")
    words = re.sub(r" *\([^()]*\)$", "", words)  # "Clermont (Oise)": the bracket says where the place lies
    if re.match(r"(?:[A-Z]\. ?)+[A-Z]\.", view[found.start + words.rfind(" ") + 1 :]):
        words += "."  # "Washington, D.C."
    if not words or not words[0].isupper() or words in _no_places(rules):
        return None
    return Span(found.start, found.start + len(words))


@cache
def _marks_pattern(rules: Rules) -> re.Pattern[str]:
    marks = rules.list_of("marks")
    return re.compile(rf"\b(?:{words_pattern(marks)})\b" if marks else "(?!)")


def _place_before_day(view: str, line: Span, rules: Rules) -> Span | None:
    """The place in a line that ends with a day and has no year: "Harbor City, April 9."."""
    match = _yearless_pattern(rules).match(view, line.start, line.end)
    return Span(*match.span("place")) if match else None


@cache
def _yearless_pattern(rules: Rules) -> re.Pattern[str]:
    months = rules.list_of("months")
    return re.compile(rf"(?P<place>[^\W\d_][^\d\n,]+(?:, [^\W\d_][^\d\n,]+)?), (?:{words_pattern(months)}) \d{{1,2}}$")


def read_place_above(view: str, span: Span, rules: Rules) -> Span | None:
    """The place of a dateline without a day: the line below the ship, the legation or the office where the letter was written."""
    lines = lines_of(view, span)
    if not 2 <= len(lines) <= _MOST_LINES or any(line.end - line.start > _LONGEST_LINE for line in lines):
        return None
    if not _bodies(rules).search(view, lines[0].start, lines[0].end):
        return None
    if not all(_is_line_of_dateline(view, line, [], None, rules) for line in lines):
        return None
    return _without_body(view, lines[-1], rules)


@cache
def _bodies(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words_pattern(rules.list_of('bodies'))})\b")


@cache
def _bodies_and_offices(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words_pattern((*rules.list_of('bodies'), *rules.list_of('offices')))})\b")


@cache
def _marks_at_end(rules: Rules) -> re.Pattern[str]:
    marks = rules.list_of("marks")
    return re.compile(rf",? (?:{words_pattern(marks)})\W*$" if marks else "(?!)")


@cache
def _hour_pattern(rules: Rules) -> re.Pattern[str]:
    return re.compile(str(rules.words.get("time_of_day", "(?!)")))


@cache
def _no_places(rules: Rules) -> frozenset[str]:
    """What may stand above or before the date without being its place: "Secret", "Copy", "Note"."""
    kinds = rules.words.get("kinds", {}).values()
    return frozenset(rules.list_of("marks")).union(*kinds)
