"""The date in a cell: EDTF, in figures or in words of any language whose dates are read; what is not certain is told.

Source:  EDTF, https://www.loc.gov/standards/datetime/; day numbers of spreadsheets count from 1900 or from 1904
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from letterbook.calendars import Calendar, to_gregorian
from letterbook.dates import HistoricalDate, parse_edtf, undatable
from letterbook.errors import DateError
from letterbook.readers.writtendates import faulty_date, whole_date

_CYRILLIC, _LATIN = ("ru",), ("de", "fr", "en", "tr", "it", "la")
_LANGUAGES = (*_CYRILLIC, *_LATIN)
_EDTF = re.compile(r"[\[(]?[-\dX.,/\[\]~?% ]+[\])]?")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_SHORT = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_DUAL = re.compile(r"(?<!\d)(\d{1,2})\s*/\s*(\d{1,2})(?![\d/])")
_YEARS = range(1000, 2100)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a cell was understood as; ``code`` is that of a finding, with its words, or empty."""

    date: HistoricalDate
    code: str = ""
    message: str = ""
    remedy: str = ""


@lru_cache(maxsize=8192)
def read_date_cell(text: str, language: str, *, day_first: bool | None = None) -> ReadDate:
    """The date that a cell says; one without a value where it says none for certain.

    Form:    codes L203 (the day does not exist), L250 (not understood), L254 (two calendars), L255 (two ways to understand it).
    """
    if match := _TIME.fullmatch(text):
        return replace_wording(read_date_cell(match[1], language), text)
    if re.fullmatch(r"\d+", text) and (len(text) != 4 or int(text) not in _YEARS):
        return _number(text)
    if match := _FIGURES.fullmatch(text):
        return _figures(text, match, day_first)
    if _SHORT.fullmatch(text):
        message = f"{text!r} has a year of two figures, which may be of any century"
        return ReadDate(undatable(text), "L255", message, "write the year with four figures")
    if _EDTF.fullmatch(text) and re.search(r"\d{3}", text):
        try:
            date = parse_edtf(text)
        except DateError as error:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                return ReadDate(undatable(text), "L203", f"{text!r} is no day: {error.message}", "correct the cell")
        else:
            return _plausible(date, text)
    return _worded(text, language)


def language_of_dates(cells: Iterable[str], fallback: str) -> str:
    """The language in which most of the cells are dates in words; the fallback where none is, or where it is one of the best."""
    words = [cell for cell in cells if re.search(r"[^\W\d_]{3}", cell)]
    votes: dict[str, int] = {}
    for code in sorted(_LANGUAGES, key=lambda each: each != fallback):
        votes[code] = sum(code in _written_in(each) and _is_dated(whole_date(each, code)) for each in words)
        if votes[code] > len(words) / 2:  # so that the tables of other languages need not be loaded
            return code
    best = max(_LANGUAGES, key=lambda code: votes[code])
    return best if votes[best] else fallback


def _is_dated(date: HistoricalDate | None) -> bool:
    return bool(date and date.edtf)


def _written_in(text: str) -> tuple[str, ...]:
    """The languages whose letters a text has."""
    return _CYRILLIC if re.search("[А-яЁё]", text) else _LATIN


def replace_wording(read: ReadDate, wording: str) -> ReadDate:
    """The same with other words for the date."""
    return replace(read, date=replace(read.date, wording=wording))


def _plausible(date: HistoricalDate, text: str) -> ReadDate:
    first = date.earliest or date.latest
    if first and not text.startswith("-") and first.year not in _YEARS:
        message = f"the year {first.year} is none in which a letter can have been written"
        return ReadDate(undatable(text), "L255", message, "correct the cell; a year before the common era has a minus")
    return ReadDate(date)


def _number(text: str) -> ReadDate:
    message = f"{text!r} is a number and no date"
    if 0 < int(text) < 80_000:
        message += "; a spreadsheet may have put it for a day, counted from 1900 or from 1904"
    return ReadDate(undatable(text), "L255", message, "give the column the format of a date, or write the date out")


def _figures(text: str, match: re.Match[str], day_first: bool | None) -> ReadDate:
    """A day in figures: with dots the day stands first in every language; with others it is known by being above 12."""
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." and day_first is None:
        day_first = True
    if day_first is None and one <= 12 and other <= 12 and one != other:
        message = f"{text!r} is the {one}th day of month {other} or the {other}th of month {one}"
        return ReadDate(undatable(text), "L255", message, "say which with day_first = true, or false")
    month, day = (one, other) if day_first is False or (day_first is None and other > 12) else (other, one)
    try:
        found = to_gregorian(year, month, day, Calendar.GREGORIAN)
    except DateError as error:
        return ReadDate(undatable(text), "L203", f"{text!r} is no day: {error.message}", "correct the cell")
    return _plausible(parse_edtf(str(found), wording=text), text)


def _worded(text: str, language: str) -> ReadDate:
    own = language.split("-")[0]
    languages = _written_in(text)
    others = [each for each in languages if each != own]
    date = whole_date(text, own) if own in languages else None
    if date is None or not date.edtf:
        found = {each.edtf: each for code in others if (each := whole_date(text, code))}
        known = [each for each in found.values() if each.edtf]
        date = known[0] if len(known) == 1 else date or (None if known else next(iter(found.values()), None))
    if date is None:
        message = f"{text!r} is not a date that is understood; it is kept as text"
        return ReadDate(
            undatable(text), "L250", message, "write it as 1921-04-09, or in words with day, month and year"
        )
    if not date.edtf:
        for code in (own, *others):
            if fault := faulty_date(text, code):
                return ReadDate(undatable(text), "L203", f"{text!r} is no day: {fault}", "correct the cell")
        return ReadDate(undatable(text))
    return _two_calendars(replace(date, wording=text))


def _two_calendars(date: HistoricalDate) -> ReadDate:
    """A day given in both calendars: "12/24 March 1877" is told with both, so that a slip is seen."""
    match = _DUAL.search(date.wording)
    if match is None or date.precision != "day" or date.earliest is None:
        return ReadDate(date)
    for number in (int(match[1]), int(match[2])):
        for year, month in _month_and_before(date.earliest.year, date.earliest.month):
            try:
                same = to_gregorian(year, month, number, Calendar.JULIAN)
            except DateError:
                continue
            if same == date.earliest:
                old = f"{year}-{month:02}-{number:02}"
                message = f"{date.wording!r} is {old} by the Julian calendar and {date.edtf} by the Gregorian"
                return ReadDate(date, "L254", message)
    return ReadDate(date)


def _month_and_before(year: int, month: int) -> list[tuple[int, int]]:
    return [(year, month), (year, month - 1) if month > 1 else (year - 1, 12)]
