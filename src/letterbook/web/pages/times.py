"""When something was, as pages say it: bounds, wording and the doubt between them."""

from __future__ import annotations

from dataclasses import dataclass

from letterbook.terms import Term
from letterbook.web.pages.graph import Graph, Words
from letterbook.web.pages.strings import Strings


@dataclass(frozen=True, slots=True)
class When:
    """A time-span: first and last day as ISO dates, each empty where it is open.

    Form:    ``wording`` is what the print says; ``begin_by`` and ``end_by`` say why a bound is where it is.
    Units:   proleptic Gregorian days.
    """

    begin: str = ""
    end: str = ""
    edtf: str = ""
    wording: Words | None = None
    begin_by: str = ""
    end_by: str = ""

    @property
    def sure(self) -> bool:
        """Whether one day is known."""
        return bool(self.begin) and self.begin == self.end

    @property
    def year(self) -> str:
        """The year under which it is listed; empty where none is known."""
        day = self.begin or self.end
        return day.rpartition("-")[0].rpartition("-")[0] if day else ""

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The place in a list by date; what has no date comes last."""
        day = self.begin or self.end
        return (0, int(self.year), day, self.end) if day else (1, 0, "", "")


def when_of(graph: Graph, event: Term | None) -> When | None:
    """The time-span of an event; None where none is stated."""
    span = graph.one(event, "crm:P4_has_time-span")
    return span_of(graph, span) if span else None


def span_of(graph: Graph, span: Term) -> When:
    """The time-span as its node states it."""
    wording = graph.words(span, "rdfs:label")
    return When(
        begin=graph.text(span, "crm:P82a_begin_of_the_begin").partition("T")[0],
        end=graph.text(span, "crm:P82b_end_of_the_end").partition("T")[0],
        edtf=graph.text(span, "crm:P170i_time_is_defined_by"),
        wording=wording[0] if wording else None,
        begin_by=graph.text(span, "crm:P79_beginning_is_qualified_by"),
        end_by=graph.text(span, "crm:P80_end_is_qualified_by"),
    )


def day_of(when: When | None) -> str:
    """The day as an ISO date, or the first and the last between which it lies; empty where neither is known.

    Source:  EDTF, level 1 (open ends)

    >>> day_of(When("1921-04-09", "1921-04-09")), day_of(When("", "1921-04-12")), day_of(None)
    ('1921-04-09', '../1921-04-12', '')
    """
    if when is None or not (when.begin or when.end):
        return ""
    return when.begin if when.sure else f"{when.begin or '..'}/{when.end or '..'}"


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
