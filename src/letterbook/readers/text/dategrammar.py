"""Dates as print has them, in the words of a language: single days, old and new style side by side, spans, months, feasts.

Every date holds a figure, so each figure of a text is looked at with the words around it; what has no month, no feast and no numeric
form beside it costs one search. The words are tables: ``rules/dates/XX.yaml``.

Source:  EDTF, https://www.loc.gov/standards/datetime/; for the other calendars ``letterbook.calendars``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from letterbook import dates
from letterbook.dates import HistoricalDate
from letterbook.errors import DateError
from letterbook.letter import Span
from letterbook.readers.text.datemaking import DateMaker, one_blank
from letterbook.readers.text.rules import Rules, words_pattern

_TABLES = files("letterbook.readers.text") / "rules" / "dates"
_NEVER = "(?!)"
_BEFORE, _BEHIND = 60, 70  # characters around a figure in which its date stands
_LONGEST_LINE = 300  # in so short a stretch the editors' brackets inside a date are read as such
_FIGURES = re.compile(r"\d+")
_BRACKETS = re.compile(r"[\[\]?]")
_NUMBERED = re.compile(r"(?:\b(?:No|Nr|N°|Nº|№|p|pp|S|vol|Vol|Bd|Seite|page|art|Art|§)\.? ?)$")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text; ``fault`` says why its day does not exist, empty where it does."""

    date: HistoricalDate
    span: Span
    fault: str = ""


def find_dates(view: str, span: Span, rules: Rules, *, context: HistoricalDate | None = None) -> list[FoundDate]:
    """Every date of a stretch, in the order of the text.

    Form:    ``context`` is the letter's own date, for "the 5th inst." and "28th ult."; a year alone is no date here. Where old and
             new style stand side by side the value is the Gregorian day, and the wording has both. A day that does not exist is
             kept as wording without a value, with its fault.
    """
    return date_grammar((rules.language,)).find(view, span, context=context)


def find_yearless(view: str, span: Span, rules: Rules, *, after: HistoricalDate) -> FoundDate | None:
    """The first day and month without a year, in the year of a date that lies before it, or in the next when the month has passed.

    >>> from letterbook.readers.text.datemaking import DateMaker, one_blank
    from letterbook.readers.text.rules import load_rules
    >>> letter = dates.day(1920, 12, 30, wording="December 30, 1920")
    >>> found = find_yearless("Received January 2, 9 a.m.", Span(0, 26), load_rules("frus"), after=letter)
    >>> found.date.edtf
    '1921-01-02'
    """
    return date_grammar((rules.language,)).find_yearless(view, span, after=after)


def read_date(text: str, rules: Rules, *, context: HistoricalDate | None = None) -> HistoricalDate | None:
    """The date that a text is as a whole, be it in brackets, doubtful, "undated [before …]" or a year alone; None where it is none."""
    return date_grammar((rules.language,)).read(text, context=context)


@cache
def date_grammar(languages: tuple[str, ...]) -> DateGrammar:
    """The grammar of these languages together, with the Latin months and the forms in figures."""
    tables = [yaml.safe_load((_TABLES / f"{each}.yaml").read_text(encoding="utf-8")) for each in (*languages, "la")]
    return DateGrammar(tables)


_Making = Callable[[re.Match[str], HistoricalDate | None], HistoricalDate | None]


class DateGrammar(DateMaker):
    """Finds and reads dates with the words of some tables."""

    def __init__(self, tables: list[Mapping[str, Any]]) -> None:
        super().__init__(tables)

        def listed(name: str) -> list[str]:
            return [str(word) for table in tables for word in table.get(name, ()) or ()]

        self._compile(listed)

    # -- patterns

    def _compile(self, listed: Callable[[str], list[str]]) -> None:
        months = _words([*self.months])
        between = "|".join(
            re.escape(w) + ("" if w.endswith("'") else " +") for w in sorted(listed("between"), key=len)[::-1]
        )
        ordinals = words_pattern(listed("ordinals")) or _NEVER
        year_words = words_pattern(listed("year")) or _NEVER
        to = words_pattern(listed("to")) or _NEVER
        start_of_range = words_pattern(listed("range_from")) or _NEVER

        def month(n: int) -> str:
            return rf"(?P<m{n}>{months})(?!\w)\.?"

        def day(n: int) -> str:
            return rf"(?<![\w{'/' if n == 1 else ''}.])(?P<d{n}>\d{{1,2}}|{_words([*self.days])})(?: ?(?:{ordinals}))?(?!\w)\.?"

        def year(n: int) -> str:
            return (
                rf"(?P<y{n}>1[0-9]{{3}}|20\d\d)(?:[/-](?P<yy{n}>\d{{1,2}}|\d{{4}}))?(?!\d)(?: ?(?:{year_words})(?!\w))?"
            )

        to_month = rf"[ .,]*(?:{between or _NEVER})?"
        to_year = r"[ .,—–_-]*(?:(?:de|of|di|des Jahres) +)?"
        style = rf"(?:,? ?\(?(?P<style>{_words([*self.styles])})\)?)?"
        dmy, mdy = rf"{day(1)}{to_month}{month(1)}{to_year}{year(1)}", rf"{month(1)} *(?:the +)?{day(1)},? *{year(1)}"
        first = rf"{day(1)}{to_month}(?:{month(1)}{to_year}(?:{year(1)}[ ,.]*)?)?"
        first_of_month = rf"{month(1)} *{day(1)}(?:,? *{year(1)})?,?"
        second = rf"{day(2)}[ .,)\]]*{to_month}{month(2)}[ )\],.]*(?:{to_year}{year(2)})?[)\]]?"
        second_of_month = rf"(?:{month(2)} *)?{day(2)},?[)\]]?,? *(?:{year(2)})?[)\]]?"
        opening, dash = r" *[/(\[] *", r" *[-–—] *"
        word = rf" +(?:{to}) +(?:(?:the|le|dem|den) +)?"
        roman = r"[IVX]{1,4}"
        forms: list[tuple[str, _Making]] = [
            (rf"{first}{opening}{second}", self._double),
            (rf"{first_of_month}{opening}{second_of_month}", self._double),
            (rf"{first}{dash}{second}", self._range),
            (rf"{first_of_month}{dash}{second_of_month}", self._range),
            (rf"(?:{start_of_range}) +(?:(?:the|le|dem|den) +)?{first}{word}{second}", self._range),
            (rf"(?:{start_of_range}) +{first_of_month}{word}{second_of_month}", self._range),
            (r"(?P<n1>\d{1,2})\. ?(?P<n2>\d{1,2})\. ?(?P<y1>\d{4}) *[-–—] *(?P<n3>\d{1,2})\. ?(?P<n4>\d{1,2})\. ?(?P<y2>\d{4})(?!\d)", self._figures_range),
            (rf"{dmy}(?: ?\((?P<same>\d{{4}})\))?{style}", self._day),
            (rf"{mdy}{style}", self._day),
            (r"(?<![\w.])(?P<y1>\d{4})-(?P<n2>\d\d)-(?P<n1>\d\d)(?!\w)", self._figures),
            (rf"(?<![\w.,/])(?P<n1>\d{{1,2}})(?P<sign>[./]) ?(?P<n2>\d{{1,2}}|{roman})[./-] ?(?P<y1>1\d{{3}}|20\d\d)(?!\w)", self._figures),
            (rf"(?<![\w.])(?P<d1>\d{{1,2}})(?:er|e)? (?P<rm>{_words([*self.republican])}),? (?:de l')?[Aa]n (?P<ry>{roman}|\d{{1,2}})(?!\w)", self._republican),
            (rf"(?<![\w.])(?P<d1>\d{{1,2}}) (?P<hm>{_words([*self.hijri])}) (?P<y1>\d{{3,4}})(?!\d)", self._hijri),
            (rf"(?:{start_of_range}) +{month(1)}(?:{to_year}{year(1)})?{word}{month(2)}{to_year}{year(2)}", self._months),
            (rf"(?P<part>{_words([*self.parts])})[ -]*{month(1)}{to_year}{year(1)}", self._part),
            (rf"{month(1)}{to_year}{year(1)}", self._month),
            (rf"(?P<season>{_words([*self.seasons])})(?: of)? {year(1)}", self._season),
            (rf"(?P<feast>{_words([*self.feasts])}),? {year(1)}", self._feast),
            (rf"{day(1)}(?: of)?,? (?P<step>{_words([*self.steps])})", self._relative),
        ]  # fmt: skip
        self.forms = [(re.compile(pattern), making) for pattern, making in forms]
        self.yearless = re.compile(rf"{month(1)} *{day(1)}|{day(2)}{to_month}{month(2)}")
        names = [*self.months, *self.republican, *self.hijri, *self.seasons, *self.feasts, *self.steps]
        # Each begins with a sign that the engine can look for by itself: one pattern for both takes three times as long.
        self.near_word = re.compile(rf"(?:{words_pattern(names)})(?!\w)")
        self.near_figures = re.compile(rf"\d(?:\d?[./] ?(?:\d{{1,2}}|{roman})[./-]|\d{{3}}-\d\d-\d\d)")
        lead = r"(?:(?:the|le|dem|den|du|am|on|vom) +)?[\[(]? *$"
        self.circa, self.before, self.not_after, self.after, self.not_before = (
            re.compile(rf"(?<![\w.])(?:{_words(_capitalised(listed(name)))})\.?,? *{lead}")
            for name in ("circa", "before", "not_after", "after", "not_before")
        )
        self.undated = frozenset(listed("undated"))
        self.year_alone = re.compile(
            rf"(?P<before>.*?)(?<!\d)(?P<year>1\d{{3}}|20\d\d)\??(?: ?(?:{year_words})(?!\w))?"
        )
        self.weekday = re.compile(rf"^(?:{_words(listed('weekdays'))})(?!\w)[., ]*")

    # -- reading

    def find(self, view: str, span: Span, *, context: HistoricalDate | None = None) -> list[FoundDate]:
        """Every date of a stretch of the view."""
        if span.end - span.start <= _LONGEST_LINE and _BRACKETS.search(view, span.start, span.end):
            return self._find_in_brackets(view, span, context)
        found: list[FoundDate] = []
        free = span.start
        for figure in _FIGURES.finditer(view, span.start, span.end):
            at = figure.start()
            if at < free:
                continue
            one = self._around(view, at, max(free, at - _BEFORE), min(span.end, at + _BEHIND), context)
            if one:
                found.append(one)
                free = one.span.end
        return found

    def find_yearless(self, view: str, span: Span, *, after: HistoricalDate) -> FoundDate | None:
        """The first day and month without a year, as one that follows ``after``."""
        match = self.yearless.search(view, span.start, span.end)
        first = after.earliest
        if match is None or first is None:
            return None
        month = self.months[one_blank(match["m1"] or match["m2"])]
        words, where = match[0].rstrip(" ,."), Span(match.start(), match.start() + len(match[0].rstrip(" ,.")))
        try:
            day = self._number(match["d1"] or match["d2"])
            return FoundDate(dates.day(first.year + (month < first.month), month, day, wording=words), where)
        except DateError as error:
            return FoundDate(dates.undatable(words), where, error.message)

    def read(self, text: str, *, context: HistoricalDate | None = None) -> HistoricalDate | None:
        """The date that a text is as a whole."""
        words = text.strip(" ,;\n")
        bare = self.weekday.sub("", words.strip("[]()"))
        found = self.find(bare, Span(0, len(bare)), context=context) if bare else []
        doubtful = "?" in words
        date = found[0].date if found else None
        if date is None:
            if bare.lower() in self.undated or bare in self.undated:
                return dates.undatable(words)
            year = self.year_alone.fullmatch(bare)
            if year is None:
                return None
            date = self._qualified(dates.year(int(year["year"]), wording=words), year["before"])
            if date.edtf == year["year"] and year["before"].strip():
                return None
        if doubtful and not date.uncertain:
            date = _doubtful(date)
        return replace(date, wording=words)

    def _find_in_brackets(self, view: str, span: Span, context: HistoricalDate | None) -> list[FoundDate]:
        """Dates with signs of the editors in them: what they supply is part of the date, what they doubt makes it uncertain."""
        kept = [at for at in range(span.start, span.end) if view[at] not in "[]?"]
        plain = "".join(view[at] for at in kept)
        found: list[FoundDate] = []
        for one in self.find(plain, Span(0, len(plain)), context=context) if plain else []:
            where = Span(kept[one.span.start], kept[one.span.end - 1] + 1)
            words = view[where.start : where.end]
            behind = re.match(r"[\])]?\??", view[where.end : where.end + 2])
            doubtful = "?" in words or (behind is not None and "?" in behind[0])
            closing = (
                re.match(r"\??\]", view[where.end : where.end + 2]) if words.count("]") < words.count("[") else None
            )
            if closing:
                where = Span(where.start, where.end + closing.end())
            date = replace(one.date, wording=view[where.start : where.end])
            found.append(FoundDate(_doubtful(date) if doubtful and date.edtf else date, where, one.fault))
        return found

    def _around(self, view: str, at: int, start: int, end: int, context: HistoricalDate | None) -> FoundDate | None:
        if not (self.near_word.search(view, start, end) or self.near_figures.search(view, start, end)):
            return None
        for pattern, making in self.forms:
            match = next((m for m in pattern.finditer(view, start, end) if m.start() <= at < m.end()), None)
            if match is None or _NUMBERED.search(view, max(start, match.start() - 8), match.start()):
                continue
            words = view[match.start() : match.end()].rstrip(" ,;")
            where = Span(match.start(), match.start() + len(words))
            try:
                date = making(match, context)
            except DateError as error:
                return FoundDate(dates.undatable(words), where, error.message)
            if date is None:
                continue
            before = view[max(start, match.start() - 30) : match.start()]
            qualified = self._qualified(replace(date, wording=words), before)
            if qualified.edtf != date.edtf:
                words_before = (self.before, self.not_after, self.after, self.not_before, self.circa)
                begin = min(found.start() for p in words_before if (found := p.search(before)))
                where = Span(match.start() - len(before) + begin, where.end)
                qualified = replace(qualified, wording=view[where.start : where.end])
            return FoundDate(qualified, where)
        return None

    def _qualified(self, date: HistoricalDate, before: str) -> HistoricalDate:
        """The date with the words before it that make it an earliest, a latest or an approximate one."""
        bounds = ((self.before, "", -1), (self.not_after, "", 0), (self.after, "..", 1), (self.not_before, "..", 0))
        # "Not before" ends with "before": of two that match the longer one is meant.
        hits = sorted((hit.start(), end, step) for each, end, step in bounds if (hit := each.search(before)))
        if hits:
            _, end, step = hits[0]
            if end and date.latest and date.earliest:
                first = dates.day_after(date.latest, 1) if step else date.earliest
                return dates.parse_edtf(f"{first}/..", wording=date.wording)
            if not end and date.earliest and date.latest:
                last = dates.day_after(date.earliest, -1) if step else date.latest
                return dates.parse_edtf(f"../{last}", wording=date.wording)
        if self.circa.search(before) and "/" not in date.edtf:
            return replace(date, edtf=f"{date.edtf}~", approximate=True)
        return date


def _words(words: list[str]) -> str:
    """Any of the words, the longest first; a blank in one may be several, or the end of a line."""
    return words_pattern(words).replace(r"\ ", " +") or _NEVER


def _capitalised(words: list[str]) -> list[str]:
    """The words with those that begin a sentence; a single letter is an initial when it is a capital one."""
    return [*words, *(word[0].upper() + word[1:] for word in words if len(word) > 1)]


def _doubtful(date: HistoricalDate) -> HistoricalDate:
    return replace(date, edtf=f"{date.edtf}?", uncertain=True) if not date.uncertain and "[" not in date.edtf else date
