"""Historical dates: the wording, the calendar, the days between which they lie, and their EDTF form.

Library date types end at the years 1 and 9999, know one calendar and no doubt, so none of them decides what is kept. Days are
counted in whole numbers, for any year.

Source:  EDTF, levels 0 and 1 and the sets of level 2, https://www.loc.gov/standards/datetime/; XSD 1.1 part 2, sections 3.3.7
         and E.3.4 (year 0000 is 1 BC), https://www.w3.org/TR/xmlschema11-2/
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from letterbook.calendars import Calendar, Day, month_days, months_of, to_gregorian, year_text
from letterbook.errors import DateError

__all__ = [
    "Calendar",
    "CountedDay",
    "Day",
    "HistoricalDate",
    "between",
    "contradict",
    "day",
    "is_before",
    "month",
    "not_after",
    "not_before",
    "parse_edtf",
    "undatable",
    "year",
]


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day as a calendar counts it; the numbers are that calendar's own."""

    calendar: Calendar
    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """Year, month and day in figures, "1917-10-25"; no xsd:date, which is Gregorian."""
        return f"{year_text(self.year)}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoricalDate:
    """A date as a source gives it.

    Form:    ``wording`` is what is printed; ``edtf`` its canonical EDTF form, empty where the wording is no real date;
             ``earliest`` and ``latest`` the days between which it lies, None for an open end; ``counted`` is the day of another
             calendar than the Gregorian where one is printed, alone or beside the Gregorian ("12/24 March 1877").
    Units:   days of the proleptic Gregorian calendar, whatever the ``calendar`` of the wording.
    """

    wording: str
    edtf: str
    earliest: Day | None
    latest: Day | None
    calendar: Calendar = Calendar.GREGORIAN
    uncertain: bool = False
    approximate: bool = False
    counted: CountedDay | None = None

    @property
    def precision(self) -> str:
        """What the date gives: day, month, year, span, open (one end only) or none."""
        if self.earliest is None and self.latest is None:
            return "none"
        if self.earliest is None or self.latest is None:
            return "open"
        if self.earliest == self.latest:
            return "day"
        core = self.edtf.rstrip("?~%")
        if re.fullmatch(r"Y?-?\d{4,}", core):
            return "year"
        return "month" if re.fullmatch(r"-?\d{4}-(0[1-9]|1[0-2])", core) else "span"

    @property
    def xsd_begin(self) -> str:
        """The first second as xsd:dateTime without a zone; empty for an open beginning."""
        return f"{self.earliest}T00:00:00" if self.earliest else ""

    @property
    def xsd_end(self) -> str:
        """The last second as xsd:dateTime without a zone; empty for an open end."""
        return f"{self.latest}T23:59:59" if self.latest else ""

    @property
    def xsd_value(self) -> tuple[str, str] | None:
        """The plain form and its XSD type (date, gYearMonth or gYear); None where there is none without a loss."""
        if self.uncertain or self.approximate or self.earliest is None:
            return None
        year = year_text(self.earliest.year)
        match self.precision:
            case "day":
                return str(self.earliest), "date"
            case "month":
                return f"{year}-{self.earliest.month:02}", "gYearMonth"
            case "year":
                return year, "gYear"
        return None

    @property
    def sort_key(self) -> tuple[int, Day, Day]:
        """Where the date stands in a list: by its bounds, an undated one last."""
        far = Day(10**9, 12, 31)
        first = self.earliest or self.latest
        return (0, first, self.latest or far) if first else (1, far, far)


def day(year: int, month: int, day: int, *, wording: str, calendar: Calendar = Calendar.GREGORIAN) -> HistoricalDate:
    """One day, converted from its calendar.

    Raises:  DateError where the calendar has no such day.

    >>> day(1917, 10, 25, wording="25 October 1917", calendar=Calendar.JULIAN).edtf
    '1917-11-07'
    """
    found = to_gregorian(year, month, day, calendar)
    counted = None if calendar is Calendar.GREGORIAN else CountedDay(calendar, year, month, day)
    return HistoricalDate(
        wording=wording, edtf=_day_edtf(found), earliest=found, latest=found, calendar=calendar, counted=counted
    )


def month(year: int, month: int, *, wording: str, calendar: Calendar = Calendar.GREGORIAN) -> HistoricalDate:
    """A whole month; a month of another calendar is the set of its days.

    Raises:  DateError where there is no such month.
    """
    first = to_gregorian(year, month, 1, calendar)
    last = to_gregorian(year, month, month_days(year, month, calendar), calendar)
    edtf = f"{_edtf_year(year)}-{month:02}" if calendar is Calendar.GREGORIAN else _set(first, last)
    return HistoricalDate(wording=wording, edtf=edtf, earliest=first, latest=last, calendar=calendar)


def year(year: int, *, wording: str, calendar: Calendar = Calendar.GREGORIAN) -> HistoricalDate:
    """A whole year; a year of another calendar is the set of its days.

    Raises:  DateError where the calendar has no such year.
    """
    begin, end = months_of(year, calendar)
    first = to_gregorian(year, begin, 1, calendar)
    last = to_gregorian(year, end, month_days(year, end, calendar), calendar)
    edtf = _edtf_year(year) if calendar is Calendar.GREGORIAN else _set(first, last)
    return HistoricalDate(wording=wording, edtf=edtf, earliest=first, latest=last, calendar=calendar)


def undatable(wording: str) -> HistoricalDate:
    """The wording of something that is no real date, kept; no bounds, no EDTF form."""
    return HistoricalDate(wording=wording, edtf="", earliest=None, latest=None)


def between(earliest: HistoricalDate, latest: HistoricalDate, *, wording: str) -> HistoricalDate:
    """Some day from the one date to the other, as an EDTF set.

    Raises:  DateError where a bound is missing or the first lies after the last.

    >>> between(day(1921, 4, 9, wording=""), day(1921, 4, 12, wording=""), wording="").edtf
    '[1921-04-09..1921-04-12]'
    """
    first, last = earliest.earliest, latest.latest
    if first is None or last is None or first > last:
        raise DateError(f"from {earliest.edtf or '?'} to {latest.edtf or '?'} is no span of days")
    return HistoricalDate(wording=wording, edtf=_set(first, last), earliest=first, latest=last)


def not_after(date: HistoricalDate, *, wording: str) -> HistoricalDate:
    """Some day up to the date, as an EDTF set that is open at its beginning; raises DateError for an open end."""
    if date.latest is None:
        raise DateError(f"{date.wording!r} has no last day")
    return HistoricalDate(wording=wording, edtf=f"[..{_day_edtf(date.latest)}]", earliest=None, latest=date.latest)


def not_before(date: HistoricalDate, *, wording: str) -> HistoricalDate:
    """Some day from the date on, as an EDTF set that is open at its end; raises DateError for an open beginning."""
    if date.earliest is None:
        raise DateError(f"{date.wording!r} has no first day")
    return HistoricalDate(wording=wording, edtf=f"[{_day_edtf(date.earliest)}..]", earliest=date.earliest, latest=None)


def is_before(one: HistoricalDate, other: HistoricalDate) -> bool:
    """Whether every day of the one lies before every day of the other; false where that is not certain."""
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def contradict(one: HistoricalDate, other: HistoricalDate) -> bool:
    """Whether no day is allowed by both, nor is one the day of the other in a calendar that this one is counted in.

    >>> old = day(1917, 10, 25, wording="25 October 1917 (Old Style)", calendar=Calendar.JULIAN)
    >>> contradict(old, day(1917, 10, 25, wording="25 October 1917")), contradict(old, day(1917, 10, 26, wording=""))
    (False, True)
    """
    if not (is_before(one, other) or is_before(other, one)):
        return False
    return not any(
        dated.counted and plain.precision == "day" and str(dated.counted) == str(plain.earliest)
        for dated, plain in ((one, other), (other, one))
    )


# ASCII digits only, one way to write a year: no -0000, no zeros after the Y; a year has at most 18 digits.
_PART = re.compile(
    r"(?P<year>(?!-0000)-?\d{4}|Y-?[1-9]\d{4,17}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<doubt>[?~%])?",
    re.ASCII,
)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}


def parse_edtf(text: str, *, wording: str = "") -> HistoricalDate:
    """Read an EDTF date as the days that it allows; ``edtf`` of the result is the text itself.

    Form:    level 0 and 1, and of level 2 sets of one range or of dates ([a..b], [..b], [a..], [a,b]).
    Raises:  DateError, which quotes the part at fault.

    >>> parse_edtf("1794-08~").latest
    Day(year=1794, month=8, day=31)
    """
    wording = wording or text
    if text.startswith("[") and text.endswith("]"):
        inner = text[1:-1]
        if ".." in inner:
            return _joined(*_two(inner, "..", text), text, wording)
        members = [_part(each.strip(), text) for each in inner.split(",")]
        first = min((m.earliest for m in members if m.earliest), default=None)
        last = max((m.latest for m in members if m.latest), default=None)
        return HistoricalDate(
            wording=wording,
            edtf=text,
            earliest=first,
            latest=last,
            uncertain=any(m.uncertain for m in members),
            approximate=any(m.approximate for m in members),
        )
    if "/" in text:
        ends = [("" if end == ".." else end) for end in _two(text, "/", text)]
        return _joined(ends[0], ends[1], text, wording)
    return replace(_part(text, text), wording=wording)


def _two(text: str, divider: str, whole: str) -> tuple[str, str]:
    parts = text.split(divider)
    if len(parts) != 2 or not any(parts):
        raise DateError(f"{whole!r} is not EDTF: a span has two ends")
    return parts[0], parts[1]


def _joined(first: str, last: str, text: str, wording: str) -> HistoricalDate:
    begin = _part(first, text) if first else None
    end = _part(last, text) if last else None
    if begin is None and end is None:
        raise DateError(f"{text!r} is open at both ends, which says nothing")
    earliest = begin.earliest if begin else None
    latest = end.latest if end else None
    if earliest and latest and earliest > latest:
        raise DateError(f"{text!r} ends before it begins")
    ends = [each for each in (begin, end) if each]
    return HistoricalDate(
        wording=wording,
        edtf=text,
        earliest=earliest,
        latest=latest,
        uncertain=any(each.uncertain for each in ends),
        approximate=any(each.approximate for each in ends),
    )


def _part(text: str, whole: str) -> HistoricalDate:
    match = _PART.fullmatch(text)
    if match is None:
        raise DateError(f"{text!r} is not an EDTF date", f"{whole!r}" if whole != text else "")
    year_text, month_text, day_text, doubt = match.group("year", "month", "day", "doubt")
    if "X" in year_text:
        if month_text:
            raise DateError(f"{text!r} has a month in a year that is not known")
        low, high = int(year_text.replace("X", "0")), int(year_text.replace("X", "9"))
        first, last = Day(low, 1, 1), Day(high, 12, 31)
    else:
        number = int(year_text.lstrip("Y"))
        first, last = _bounds(number, month_text, day_text, text)
    return HistoricalDate(
        wording=text,
        edtf=text,
        earliest=first,
        latest=last,
        uncertain=doubt in ("?", "%"),
        approximate=doubt in ("~", "%"),
    )


def _bounds(number: int, month_text: str | None, day_text: str | None, text: str) -> tuple[Day, Day]:
    if month_text is None or month_text == "XX":
        if day_text not in (None, "XX"):
            raise DateError(f"{text!r} has a day without a month")
        return Day(number, 1, 1), Day(number, 12, 31)
    which = int(month_text)
    if day_text is None and which in _SEASONS:
        begin, end = _SEASONS[which]
        return Day(number, begin, 1), Day(number, end, month_days(number, end, Calendar.GREGORIAN))
    if day_text is None and which == 24:  # a winter that begins in December of its year
        return Day(number, 12, 1), Day(number + 1, 2, month_days(number + 1, 2, Calendar.GREGORIAN))
    if day_text in (None, "XX"):
        return Day(number, which, 1), Day(number, which, month_days(number, which, Calendar.GREGORIAN))
    found = to_gregorian(number, which, int(day_text or 0), Calendar.GREGORIAN)
    return found, found


def _edtf_year(number: int) -> str:
    return year_text(number) if abs(number) <= 9999 else f"Y{number}"


def _day_edtf(found: Day) -> str:
    return f"{_edtf_year(found.year)}-{found.month:02}-{found.day:02}"


def _set(first: Day, last: Day) -> str:
    return f"[{_day_edtf(first)}..{_day_edtf(last)}]"
