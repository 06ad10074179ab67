"""Dates as a reader says them, in the language of the pages."""

from __future__ import annotations

from letterbook.catalogue.times import When
from letterbook.web.pages.strings import Strings


def say_when(when: When | None, strings: Strings) -> str:
    """The date as a reader says it: a day, a month, a year, or the bounds between which it lies.

    >>> from letterbook.web.pages.strings import load_strings
    >>> say_when(When("1921-04-09", "1921-04-12"), load_strings("en"))
    'between 9 and 12 April 1921'
    """
    if when is None or not (when.begin or when.end):
        return strings["undated"]
    if not when.begin:
        return strings("not_after", day=_day(when.end, strings))
    if not when.end:
        return strings("not_before", day=_day(when.begin, strings))
    if when.sure:
        return _day(when.begin, strings)
    (year, month, first), (last_year, last_month, last) = _parts(when.begin), _parts(when.end)
    if (first, last) == ("01", _last_day(year, last_month)) and year == last_year:
        if month == last_month:
            return f"{strings.month(int(month))} {_year(year)}"
        if (month, last_month) == ("01", "12"):
            return _year(year)
    if (year, month) == (last_year, last_month):
        return strings("between_days", first=str(int(first)), last=_day(when.end, strings))
    return strings("between", first=_day(when.begin, strings), last=_day(when.end, strings))


def _parts(day: str) -> tuple[str, str, str]:
    year, month, number = day.rsplit("-", 2)
    return year, month, number


def _year(year: str) -> str:
    return year.lstrip("0") or "0"


def _last_day(year: str, month: str) -> str:
    number = int(year)
    if month == "02":
        return "29" if number % 4 == 0 and (number % 100 or number % 400 == 0) else "28"
    return "30" if month in ("04", "06", "09", "11") else "31"


def _day(day: str, strings: Strings) -> str:
    year, month, number = _parts(day)
    return strings("day", day=str(int(number)), month=strings.month_in_day(int(month)), year=_year(year))
