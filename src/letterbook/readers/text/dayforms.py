"""One match of the forms of a date, and its value.

Nothing is guessed: a year of two figures is read only beside the letter's own year, day and month in figures only where their order
is certain, the calendar only where the source or the profile names it or the two days of a double date agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from letterbook import dates
from letterbook.calendars import count_of, days_after, easter
from letterbook.dates import Calendar, Day, HistoricalDate
from letterbook.errors import DateError
from letterbook.letter import Span
from letterbook.readers.text.daytables import DayTable
from letterbook.readers.text.rules import Rules

_FIGURES = str.maketrans({"l": "1", "I": "1", "O": "0", " ": "", "[": "", "]": "", "?": "", "(": "", ")": ""})
_ROMAN = {"I": 1, "V": 5, "X": 10}
_BRACKET = re.compile(r"[\[\]()]")
_SIGNS_AT_MONTH = re.compile(r"[\[\]?]|\.\W*$")
_FIRST_DAY_BY_WORD = re.compile(r"[IlJ1] ?(?:er|ᵉʳ)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Form:    ``fault`` says why its wording gives no day, empty where it does: there is none in the calendar or, ``ambiguous``, day and
             month in figures may be exchanged.
    """

    date: HistoricalDate
    span: Span
    fault: str = ""
    ambiguous: bool = False


class _OrderError(DateError):
    """Either of two figures may be the month."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of one date as numbers, None for what is not written."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    calendar: Calendar = Calendar.GREGORIAN

    def beside(self, other: _Parts) -> _Parts:
        """The parts, with those of the other date of a pair where this one has none."""
        month, calendar = (self.month, self.calendar) if self.month else (other.month, other.calendar)
        return _Parts(other.year if self.year is None else self.year, month, self.day, calendar)

    def value(self, wording: str, calendar: Calendar) -> HistoricalDate:
        """The date of these parts; ``calendar`` holds for names of months that two calendars share."""
        own = calendar if self.calendar is Calendar.GREGORIAN else self.calendar
        if self.year is None:
            raise DateError(f"{wording!r} has no year")
        if self.month is None:
            return dates.year(self.year, wording=wording, calendar=own)
        if self.day is None:
            return dates.month(self.year, self.month, wording=wording, calendar=own)
        return dates.day(self.year, self.month, self.day, wording=wording, calendar=own)


class Reading:
    """One match of the forms, and what it says."""

    def __init__(
        self,
        view: str,
        match: re.Match[str],
        table: DayTable,
        rules: Rules,
        context: HistoricalDate | None,
        *,
        stop: int,
        margin: int = 0,
    ) -> None:
        self.stop, self.late = stop, False
        self.view, self.match, self.table, self.context = view, match, table, context
        number = str(match.lastgroup).removeprefix("form_")
        self.form = table.forms[int(number)]
        self.groups = {
            name: view[match.start(group) + margin : match.end(group) + margin]
            for name, group in table.parts_of(int(number))
            if match.start(group) >= 0
        }
        self.number, self.margin = number, margin
        self.start, self.end = match.start() + margin, match.end() + margin
        self.calendar = Calendar.JULIAN if rules.layout("calendar") == "julian" else Calendar.GREGORIAN
        stated = {"True": True, "False": False}.get(rules.layout("day_first"))
        self.stated = stated is not None
        self.day_first = table.day_first or None if stated is None else stated  # None where nobody says so

    def found(self, span: Span) -> list[FoundDate]:
        """The dates of the match: one, or two where the word between them joins no pair; none where it is no date."""
        joint = self.groups.get("joint", "").strip()
        if joint and joint in self.table.list_of("ands"):
            if not self._is_between(span):
                return self._divided()
        elif joint and joint in self.table.list_of("joints") and self.groups.get("year") and self.groups.get("yearb"):
            return self._divided()  # in a sentence each of two whole dates stands for itself
        value = self.value()
        if isinstance(value, DateError):
            span = Span(self.start, self.end)
            return [FoundDate(dates.undatable(self.wording), span, value.message, isinstance(value, _OrderError))]
        if value is None and joint.strip(" ,") == "(":  # the bracket holds another day: "No. 1 (15 August 1914)"
            return self._divided()[0 if self.groups.get("year") else 1 :]
        if value is None:
            return []
        return [self._bounded(span, value)]

    def _is_between(self, span: Span) -> bool:
        """Whether "between" stands before the first of two days."""
        before = self.view[max(span.start, self.start - 30) : self.start]
        return any(
            match.end() == len(before) or self.table.lead.fullmatch(before, match.end())
            for match in self.table.bound.finditer(before)
            if match["between"]
        )

    def _divided(self) -> list[FoundDate]:
        """Each of two dates that a word joins, with what only the other says: "the 3rd and the 9th of April 1921"."""
        first, last = self._parts(""), self._parts("b")
        if first is None or last is None:
            return []
        self._read_tail()
        starts = [self.match.start(f"{name}_{self.number}") for name in self.groups if name.endswith("b")]
        spans = (
            Span(self.start, self.match.start(f"joint_{self.number}") + self.margin),
            self._without_half(min(starts) + self.margin),
        )
        found = []
        for parts, span in zip((first.beside(last), last.beside(first)), spans, strict=True):
            wording = self.view[span.start : span.end]
            try:
                found.append(FoundDate(parts.value(wording, self.calendar), span))
            except DateError as error:
                found.append(FoundDate(dates.undatable(wording), span, error.message))
        return found

    def _without_half(self, start: int) -> Span:
        """The second of two dates, without the bracket that closes behind it, or with the one that opens before it."""
        wording = self.view[start : self.end]
        if wording.count(")") <= wording.count("("):
            return Span(start, self.end)
        return Span(start, self.end - 1) if wording.endswith(")") else Span(start - 1, self.end)

    def _bounded(self, span: Span, value: HistoricalDate) -> FoundDate:
        """The date, with the word for a bound or a doubt that begins the stretch or the bracket: "[before 12 May 1920]"."""
        before = self.view[max(span.start, self.start - 40) : self.start]
        begin = max(before.rfind(sign) for sign in "[(\n") + 1
        if begin == 0 and self.start - 40 > span.start:
            return FoundDate(value, Span(self.start, self.end))
        words = before[begin:]
        if not words.strip():
            return FoundDate(value, Span(self.start, self.end))
        match = self.table.bound.match(words, len(words) - len(words.lstrip()))
        if match and match.end() and not match["between"] and not value.edtf.startswith("["):
            rest = words[match.end() :]
            if not rest or self.table.lead.fullmatch(rest):
                start = self.start - len(before) + begin + match.start()
                wording = self.view[start : self.end]
                bounded = within(value, match, wording)
                if bounded is not None:
                    return FoundDate(bounded, Span(start, self.end))
        return FoundDate(value, Span(self.start, self.end))

    @property
    def wording(self) -> str:
        """What is printed, with what stands behind the year."""
        return self.view[self.start : self.end]

    def value(self) -> HistoricalDate | DateError | None:
        """The value; an error where the calendar has no such day; None where the match is no date."""
        self._read_tail()
        self._close()
        try:
            read = self._pair() if "joint" in self.form else self._single()
        except DateError as error:
            return error
        if read is None:
            return None
        wording = self.wording
        if "?" in wording and not read.uncertain:
            read = doubted(read)
        return read if read.wording == wording else replace(read, wording=wording)

    def _read_tail(self) -> None:
        style = self.groups.get("style") or self.groups.get("styleb")
        if style:
            self.calendar = Calendar.JULIAN if style in self.table.list_of("old_style") else Calendar.GREGORIAN
        tail = self.table.tail.match(self.view, self.end, self.stop)
        if tail is None:
            return
        if tail["era"]:  # the year of our era in brackets belongs to a date of another calendar
            parts = self._parts("")
            if parts and parts.calendar in (Calendar.RUMI, Calendar.HIJRI):
                self.end = tail.end()
            return
        if tail["late"]:
            self.late = True
        else:
            self.calendar = Calendar.JULIAN if tail["old"] else Calendar.GREGORIAN
        self.end = tail.end()

    def _single(self) -> HistoricalDate | None:
        groups = self.groups
        if groups.get("feast"):
            return self._feast(groups["feast"], figures_of(groups["year"]))
        if groups.get("season"):
            return dates.parse_edtf(f"{_year(groups['year'])[0]:04}-{self.table.seasons[groups['season']]}")
        parts = self._parts("")
        if parts is None:
            return None
        read = parts.value(self.wording, self.calendar)
        return about(read) if groups.get("part") else read  # the end of May is about May

    def _feast(self, name: str, year: int) -> HistoricalDate:
        where = self.table.feasts[name]
        if re.fullmatch(r"\d\d-\d\d", where):
            return dates.day(year, int(where[:2]), int(where[3:]), wording=name, calendar=self.calendar)
        return _on(days_after(easter(year, self.calendar), int(where)))

    def _pair(self) -> HistoricalDate | None:
        """Two dates with a joint between: one day in two calendars, or the first and the last of a span."""
        first, last = self._parts(""), self._parts("b")
        if first is None or last is None:
            return None
        joint = self.groups["joint"].strip(" ,")
        one, two = first.beside(last), last.beside(first)
        if first.year is None and one.year is not None and (one.month or 0) > (two.month or 0):
            one = replace(one, year=one.year - 1)
        if joint in ("/", "(", "–", "-", "—") and one.day and two.day:
            double = self._double(one, two, joint)
            if double is not None or joint == "(":
                return double
        begin, end = one.value(self.wording, self.calendar), two.value(self.wording, self.calendar)
        if joint in self.table.list_of("either"):
            return replace(dates.parse_edtf(f"[{begin.edtf},{end.edtf}]"), wording=self.wording)
        return dates.between(begin, end, wording=self.wording)

    def _double(self, one: _Parts, two: _Parts, joint: str) -> HistoricalDate | None:
        """The Gregorian day where both are one day in two calendars; None where they are not."""
        for old, new in ((one, two), (two, one)):
            there, here = _value(old, Calendar.JULIAN), _value(new, Calendar.GREGORIAN)
            if there is None or here is None or there.earliest is None or here.earliest is None:
                continue
            # Writers and printers miscount by a day; the day of the new calendar is then what is printed.
            near = joint == "/" or (joint == "(" and "month" in self.groups)
            if abs(count_of(here.earliest) - count_of(there.earliest)) <= near:
                return replace(here, counted=there.counted)
        return None

    def _close(self) -> None:
        """A bracket of which only one half stands inside belongs to the date."""
        if not _BRACKET.search(self.view, self.start, self.end):
            return
        if self.wording.count("(") > self.wording.count(")") and self.view[self.end : self.stop][:1] == ")":
            self.end += 1
        for opening, closing in ("[]", "()"):
            before = self.view[max(0, self.start - 1)]
            if self.wording.count(closing) > self.wording.count(opening) and before == opening:
                self.start -= 1

    def _parts(self, which: str) -> _Parts | None:
        """The numbers of the first date or, with "b", the second; None where they are no date."""
        groups = self.groups
        day = self._day(groups.get(f"day{which}"))
        month, calendar = self._month(which)
        year, short = groups.get(f"year{which}"), groups.get(f"short{which}")
        if groups.get("ryear"):
            return _Parts(_roman_orfigures_of(groups["ryear"]), month, day, calendar)
        if day is not None and month is not None and f"nmonth{which}" in groups:
            iso = self.form[0] == "iso-year"
            day, month = (day, month) if iso else self._ordered(day, month, which)
            if month > 12 and (iso or not self.stated):
                return None
        if year:
            number, dual = _year(year)
            if dual is not None and not is_dual(number, dual, month):
                return None
            if dual is not None or (self.late and month in (1, 2)):
                number += 1
            low, high = self.table.words.get("rumi_years") or (1, 0)
            if calendar is Calendar.GREGORIAN and low <= number <= high:
                calendar = Calendar.RUMI
            return _Parts(number, month, day, calendar)
        own = self.context.earliest if self.context else None
        if short:
            if own is None or abs((own.year % 100) - int(short)) > 1:
                return None
            return _Parts(own.year - own.year % 100 + int(short), month, day, calendar)
        if "year" in groups or "yearb" in groups or own is None:
            return _Parts(None, month, day, calendar)
        return self._near(month, day, calendar)

    def _near(self, month: int | None, day: int | None, calendar: Calendar) -> _Parts:
        """A day without a year, or of this month or the last: counted from the letter's own date."""
        own = self.context.earliest if self.context else None
        if own is None:
            return _Parts(None, month, day, calendar)
        step = next((step for name, step in _STEPS.items() if name in self.groups), None)
        if step is not None:
            count = own.year * 12 + own.month - 1 + step
            return _Parts(count // 12, count % 12 + 1, day, calendar)
        # A letter speaks of what has been: a month that lies far ahead is that of the year before.
        ahead = (month or 1) - own.month
        return _Parts(own.year + (-1 if ahead > 2 else 1 if ahead < -9 else 0), month, day, calendar)

    def _day(self, printed: str | None) -> int | None:
        if printed is None:
            return None
        named = self.table.ordinals.get(printed.strip())
        if named:
            return named
        if _FIRST_DAY_BY_WORD.fullmatch(printed):
            return 1
        return figures_of(printed)

    def _month(self, which: str) -> tuple[int | None, Calendar]:
        name, number = self.groups.get(f"month{which}"), self.groups.get(f"nmonth{which}")
        if name:
            month = self.table.months.get(name)
            calendar, found = month or self.table.months[_SIGNS_AT_MONTH.sub("", name)]
            return found, calendar
        return (_roman_orfigures_of(number) if number else None), Calendar.GREGORIAN

    def _ordered(self, day: int, month: int, which: str) -> tuple[int, int]:
        """Day and month of two figures; raises _OrderError where either may be the month and nobody says which."""
        printed, before = self.groups[f"nmonth{which}"], self.groups.get(f"day{which}", "")
        if not re.search(r"\d", printed) or ("." in before and month <= 12):  # "9.IV", "9.4."
            return day, month
        if month > 12 >= day and self.day_first is not True:
            return month, day  # "4/23": no month is the 23rd
        if day > 12 or month > 12 or day == month or self.day_first is True:
            return day, month
        if self.day_first is False:
            return month, day
        raise _OrderError(f"either of {day} and {month} may be the month")


_STEPS = {"this_month": 0, "last_month": -1, "next_month": 1}


def _value(parts: _Parts, calendar: Calendar) -> HistoricalDate | None:
    """The day of a calendar, without a wording; None where it has no such day."""
    try:
        return replace(parts.value("", calendar), calendar=Calendar.GREGORIAN)
    except DateError:
        return None


def figures_of(printed: str) -> int:
    """The number of what typists and editors print: "2 5", "1[2?].", "5th"."""
    if printed.isdecimal():
        return int(printed)
    return int(re.sub(r"\D", "", re.sub(r"(?<=\d)[^\W\d_]{2,}", "", printed).translate(_FIGURES)) or 0)


def _roman_orfigures_of(printed: str) -> int:
    letters = re.sub(r"[^IVX]", "", printed)
    if not letters or re.search(r"\d", printed):
        return figures_of(printed)
    values = [_ROMAN[letter] for letter in letters]
    return sum(-each if each < after else each for each, after in zip(values, [*values[1:], 0], strict=True))


def _year(printed: str) -> tuple[int, int | None]:
    """The year and, of a dual year, the figures behind the stroke: "1722/3"."""
    first, _, second = printed.partition("/")
    return figures_of(first), (figures_of(second) if second else None)


def is_dual(first: int, second: int, month: int | None) -> bool:
    """Whether two years are one that begins on 25 March and on 1 January: the next, and a day between the two beginnings."""
    return (first + 1) % 10 ** len(str(second)) == second % 100 and (month is None or month <= 3)


def doubted(date: HistoricalDate) -> HistoricalDate:
    """The date with a sign of doubt; a set keeps its form and is called uncertain."""
    if date.edtf.startswith("[") or not date.edtf:
        return replace(date, uncertain=True)
    return replace(date, edtf=_signed(date.edtf, "?"), uncertain=True)


def about(date: HistoricalDate) -> HistoricalDate:
    """The date with the sign of one that is only near."""
    if date.edtf.startswith("[") or not date.edtf:
        return replace(date, approximate=True)
    return replace(date, edtf=_signed(date.edtf, "~"), approximate=True)


def _signed(edtf: str, sign: str) -> str:
    """The form with a sign; doubtful and approximate together have one of their own."""
    core = edtf.rstrip("?~%")
    return f"{core}{sign if edtf in (core, core + sign) else '%'}"


def within(date: HistoricalDate, bound: re.Match[str], wording: str) -> HistoricalDate | None:
    """The date as its word limits it; None where it is open at that end."""
    if bound["circa"]:
        return replace(about(date), wording=wording)
    try:
        if bound["before"] and date.earliest:
            return dates.not_after(_on(days_after(date.earliest, -1)), wording=wording)
        if bound["after"] and date.latest:
            return dates.not_before(_on(days_after(date.latest, 1)), wording=wording)
        return (dates.not_after if bound["not_after"] else dates.not_before)(date, wording=wording)
    except DateError:
        return None


def _on(found: Day) -> HistoricalDate:
    return dates.day(found.year, found.month, found.day, wording="")
