"""Dates as they are written: found in a running text, or read from a string that is nothing else.

What a date may look like is data (rules/dates), which daytables and daypatterns make into patterns; dayforms gives a match its value.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from letterbook import dates
from letterbook.dates import HistoricalDate
from letterbook.errors import DateError
from letterbook.letter import Span
from letterbook.readers.text.dayforms import FoundDate as FoundDate
from letterbook.readers.text.dayforms import Reading, about, doubted, figures_of, is_dual, within
from letterbook.readers.text.daypatterns import LETTERS
from letterbook.readers.text.daytables import DayTable, day_table
from letterbook.readers.text.rules import Rules
from letterbook.readers.text.zones import view_of

_BEFORE_ANCHOR = 64
_BEHIND_ANCHOR = 48
_NUMERIC = re.compile(r"\d\]?(?:[./-]\]? ?\[?[\dIVX]| \[?[IVX])")
_LONGEST = 200


def find_dates(view: str, span: Span, rules: Rules, *, context: HistoricalDate | None = None) -> list[FoundDate]:
    """Every date of a stretch of running text, in its order.

    Form:    ``context`` is the letter's own date, by which "the 5th inst.", a day without a year and a year of two figures are
             read; without it they are none. A year alone is none either. A day that does not exist keeps its wording, with its
             fault.
    """
    table = day_table(rules.language, rules.editors.language)
    near = context is not None and context.earliest is not None
    found: list[FoundDate] = []
    done = span.start
    for start, end in _anchors(view, span, table, near=near):
        if start < done:
            continue
        low, high = max(done, start - _BEFORE_ANCHOR), min(span.end, end + _BEHIND_ANCHOR)
        margin = max(0, low - 2)  # what stands before may say that no date begins here
        words = view[margin:high]
        marked = table.marked(words)
        named = marked != words or (near and not table.own_month.isdisjoint(LETTERS.findall(words)))
        if not named and not _NUMERIC.search(words):
            continue
        for match in table.pattern(marked, near=near).finditer(marked, low - margin):
            if match.end() + margin <= start:
                continue
            reading = Reading(view, match, table, rules, context, stop=span.end, margin=margin)
            read = reading.found(span) if reading.start < end else []
            found += read
            done = read[-1].span.end if read else max(done, end)
            break
    return found


def _anchors(view: str, span: Span, table: DayTable, *, near: bool) -> list[tuple[int, int]]:
    """Where a date may be: at a year; ``near`` the letter's own date at every month, and at day and month in figures."""
    places = [match.span() for match in table.years.finditer(view, span.start, span.end)]
    if near:
        words = LETTERS.finditer(view, span.start, span.end)
        places += [match.span() for match in words if match[0] in table.near]
        places += [match.span() for match in _NUMERIC.finditer(view, span.start, span.end)]
    return sorted(places)


def find_yearless(view: str, span: Span, rules: Rules, *, after: HistoricalDate) -> FoundDate | None:
    """The first day without a year, in the year of a date that lies before it, or in the next where its month has passed by.

    Form:    None where there is none; the fault is there where the day does not exist in either year.
    """
    first = after.earliest
    if first is None:
        return None
    earlier: FoundDate | None = None
    for own in (after, dates.month(first.year + 1, 3, wording="")):
        for found in find_dates(view, span, rules, context=own)[:1]:
            day = found.date.earliest
            if day and (day.year, day.month) >= (first.year, first.month):
                return found
            earlier = earlier or found
    return earlier


def read_date(text: str, rules: Rules, *, context: HistoricalDate | None = None) -> HistoricalDate | None:
    """The date that a string is as a whole: "undated [before 12 May 1920]", "[1865?]", "ca. 1880"; None where it is none.

    Form:    the wording is the string itself. A string that only says that there is no date gives one without a value.
    """
    if not text.strip() or len(text) > _LONGEST:
        return None
    read = _Whole(day_table(rules.language, rules.editors.language), rules, context).read(
        view_of(text).replace("\n", " ")
    )
    return replace(read, wording=text.strip()) if read else None


def date_of(view: str, span: Span, rules: Rules) -> FoundDate | None:
    """The date of a stretch that should be one: what it says as a whole, else the first date in it."""
    found = find_dates(view, span, rules)
    if found and (found[0].fault or found[0].span == span):
        return found[0]
    whole = read_date(view[span.start : span.end], rules)
    if whole is not None and whole.edtf:
        return FoundDate(whole, span)
    return found[0] if found else None


@cache
def _hour_at_end(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\.?$")


class _Whole:
    """A string that is a date: words in front of it are taken off until a form is left."""

    def __init__(self, table: DayTable, rules: Rules, context: HistoricalDate | None) -> None:
        self.table, self.rules, self.context = table, rules, context
        self._hour = _hour_at_end(str(rules.words.get("time_of_day", "(?!)")))

    def read(self, text: str, *, placed: bool = True) -> HistoricalDate | None:
        """The date of the string; with ``placed`` a place may stand in front of it."""
        words, asked = _bare(text)
        if not words:
            return None
        core = self._core(words)
        if core is None and (hour := self._hour.search(words)):
            core = self._core(words[: hour.start()].rstrip(" ,.;—–-"))
        if core is None:
            lead = self.table.lead.match(words)
            if lead and lead.end():
                if lead["undated"] and not words[lead.end() :].strip():
                    return dates.undatable(words)
                core = self.read(words[lead.end() :], placed=False)
        if core is None:
            core = self._bound(words)
        if core is None and placed:
            place = re.match(r"[^\W\d_][^\d\n,\[]{0,60},? (?=[\w\[(])", words)
            at = words.find(", ") if place else -1
            if at > 0 and not re.search(r"\d", words[:at]):
                core = self.read(words[at + 2 :])
        if core is None and placed:
            place = re.match(r"[^\W\d_][^\d,\[]{1,60}? (?=\S+ ?\d)", words)
            if place and self.table.lead.match(words, place.end()):
                core = self.read(words[place.end() :], placed=False)
        return doubted(core) if core and asked and not core.uncertain else core

    def _core(self, words: str) -> HistoricalDate | None:
        marked = self.table.marked(words)
        near = self.context is not None and self.context.earliest is not None
        match = self.table.pattern(marked, near=near).match(marked, int(words.startswith("[")))
        if match:
            reading = Reading(words, match, self.table, self.rules, self.context, stop=len(words))
            value = reading.value()
            if value is not None and (reading.start, reading.end) == (0, len(words)):
                return dates.undatable(words) if isinstance(value, DateError) else value
        alone = self.table.alone.fullmatch(words)
        return self._alone(alone) if alone else None

    def _alone(self, match: re.Match[str]) -> HistoricalDate | None:
        if match["decade"]:
            return dates.parse_edtf(f"{match['decade']}X")
        number = figures_of(match["year"])
        read = dates.year(number, wording=match[0])
        if match["dual"]:
            after = int(match["dual"])
            if not is_dual(number, after, None):
                return None
            read = dates.between(read, dates.year(number + 1, wording=""), wording=match[0])
        if match["last"]:
            last = int(match["last"]) if len(match["last"]) == 4 else number - number % 100 + int(match["last"])
            try:
                read = dates.between(read, dates.year(last, wording=""), wording=match[0])
            except DateError:
                return None
        if "?" in match[0]:
            read = doubted(read)
        return about(read) if match["part"] else read

    def _bound(self, words: str) -> HistoricalDate | None:
        """A date with a word for a bound or a doubt before it."""
        match = self.table.bound.match(words)
        if match is None or not match.end():
            return None
        if (match["after"] or match["not_before"]) and (both := self._both_bounds(words, match)):
            return both
        inner = self.read(words[match.end() :], placed=False)
        if inner is None or not inner.edtf:
            return None
        if match[0].strip(" :") in self.table.list_of("between") and inner.edtf.startswith("["):
            return inner
        if match["between"]:
            return None
        return within(inner, match, words)

    def _both_bounds(self, words: str, opening: re.Match[str]) -> HistoricalDate | None:
        """Between "not before" one day and "not after" another, which alone may have the year."""
        start = opening.end()
        for match in self.table.bound.finditer(words, start + 1):
            if not (match["before"] or match["not_after"]):
                continue
            first, last = words[start : match.start()].rstrip(" ,–—-"), self.read(words[match.end() :], placed=False)
            if last is None or last.latest is None:
                continue
            begin = self.read(first, placed=False) or self.read(f"{first} {last.latest.year}", placed=False)
            if begin is not None and begin.edtf:
                try:
                    low, high = within(begin, opening, ""), within(last, match, "")
                    return dates.between(low or begin, high or last, wording=words)
                except DateError:
                    return None
        return None


def _bare(text: str) -> tuple[str, bool]:
    """The string without the brackets, quotes and stops around it, and whether a question mark stood at its end."""
    words, asked = text, False
    while True:
        before = words
        words = words.strip(" \t,;:\"'")
        if words[:1] in ("[", "(", "<") and words[-1:] == {"[": "]", "(": ")", "<": ">"}[words[0]] and _is_one(words):
            words = words[1:-1]
        for ending in ("[?]", "(?)", "?"):
            if words.endswith(ending):
                words, asked = words[: -len(ending)], True
        if words == before:
            return words, asked


def _is_one(words: str) -> bool:
    """Whether the first bracket closes at the end."""
    depth = 0
    for at, sign in enumerate(words):
        depth += (sign in "[(<") - (sign in "])>")
        if depth == 0:
            return at == len(words) - 1
    return False
