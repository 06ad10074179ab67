"""A day of any calendar is converted as the calendar's own rules say."""

from __future__ import annotations

from datetime import date, timedelta

import convertdate.french_republican
import convertdate.holidays
import convertdate.islamic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook import dates
from letterbook.calendars import Calendar, Day, count_of, days_after, easter, month_days, months_of, to_gregorian
from letterbook.errors import DateError

in_print = st.dates(date(1400, 1, 1), date(2200, 12, 31))


def as_tuple(day: Day) -> tuple[int, int, int]:
    return day.year, day.month, day.day


@given(st.integers(1, 1500), st.integers(1, 12), st.integers(1, 29))
def test_hijri_days_are_those_of_the_civil_table(year: int, month: int, day: int) -> None:
    assert as_tuple(to_gregorian(year, month, day, Calendar.HIJRI)) == convertdate.islamic.to_gregorian(  # type: ignore[no-untyped-call]
        year, month, day
    )


@given(st.integers(1, 14), st.integers(1, 12), st.integers(1, 30))
def test_days_of_the_republic_are_those_of_its_own_years(year: int, month: int, day: int) -> None:
    found = to_gregorian(year, month, day, Calendar.REPUBLICAN)
    assert as_tuple(found) == convertdate.french_republican.to_gregorian(year, month, day)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("calendar", "year", "month", "day", "gregorian"),
    [
        (Calendar.REPUBLICAN, 1, 1, 1, "1792-09-22"),
        (Calendar.REPUBLICAN, 2, 11, 9, "1794-07-27"),  # 9 thermidor
        (Calendar.REPUBLICAN, 3, 13, 6, "1795-09-22"),  # the sixth day that completes a long year
        (Calendar.REPUBLICAN, 8, 2, 18, "1799-11-09"),  # 18 brumaire
        (Calendar.REPUBLICAN, 14, 4, 10, "1805-12-31"),  # the last day of the calendar
        (Calendar.RUMI, 1324, 7, 10, "1908-07-23"),  # the constitution is restored
        (Calendar.RUMI, 1325, 3, 31, "1909-04-13"),
        (Calendar.RUMI, 1325, 2, 28, "1910-03-13"),  # January and February stand at the end of the year
        (Calendar.RUMI, 1332, 2, 15, "1917-02-28"),  # the next day was 1 March 1333
        (Calendar.RUMI, 1333, 3, 1, "1917-03-01"),
        (Calendar.RUMI, 1337, 4, 9, "1921-04-09"),
        (Calendar.RUMI, 1338, 8, 15, "1922-08-15"),
        (Calendar.HIJRI, 1, 1, 1, "0622-07-19"),
        (Calendar.HIJRI, 1339, 8, 1, "1921-04-10"),
    ],
)
def test_known_days_of_each_calendar(calendar: Calendar, year: int, month: int, day: int, gregorian: str) -> None:
    found = dates.day(year, month, day, wording="", calendar=calendar)
    assert (found.edtf, found.calendar) == (gregorian, calendar)


@pytest.mark.parametrize(
    ("calendar", "year", "month", "day"),
    [
        (Calendar.REPUBLICAN, 2, 13, 6),
        (Calendar.REPUBLICAN, 2, 14, 1),
        (Calendar.REPUBLICAN, 15, 1, 1),
        (Calendar.REPUBLICAN, 0, 1, 1),
        (Calendar.RUMI, 1332, 2, 16),
        (Calendar.RUMI, 1333, 1, 1),
        (Calendar.RUMI, 1342, 1, 1),
        (Calendar.HIJRI, 1339, 2, 30),
        (Calendar.HIJRI, 1339, 13, 1),
        (Calendar.HIJRI, 0, 1, 1),
    ],
)
def test_a_day_that_its_calendar_lacks_is_refused(calendar: Calendar, year: int, month: int, day: int) -> None:
    with pytest.raises(DateError, match=r"is not a|has no month"):
        to_gregorian(year, month, day, calendar)


@pytest.mark.parametrize(
    ("calendar", "years"),
    [(Calendar.REPUBLICAN, range(1, 14)), (Calendar.RUMI, range(1250, 1341)), (Calendar.HIJRI, range(1, 1500))],
)
def test_the_years_of_a_calendar_follow_each_other_without_a_gap(calendar: Calendar, years: range) -> None:
    for year in years:
        one = dates.year(year, wording="", calendar=calendar).latest
        other = dates.year(year + 1, wording="", calendar=calendar).earliest
        assert one is not None
        assert other is not None
        assert count_of(other) - count_of(one) == 1


@given(st.sampled_from(list(Calendar)), st.integers(1, 14), st.data())
def test_the_days_of_a_month_follow_each_other(calendar: Calendar, year: int, data: st.DataObject) -> None:
    year = year + 1256 if calendar is Calendar.RUMI else year
    month = data.draw(st.integers(1, months_of(year, Calendar.GREGORIAN)[1]))
    days = [
        count_of(to_gregorian(year, month, day, calendar)) for day in range(1, month_days(year, month, calendar) + 1)
    ]
    assert days == list(range(days[0], days[0] + len(days)))


@given(in_print, st.integers(-4000, 4000))
def test_days_are_added_as_datetime_does(first: date, days: int) -> None:
    found = days_after(Day(first.year, first.month, first.day), days)
    assert date(found.year, found.month, found.day) == first + timedelta(days=days)


@given(st.integers(1583, 4000))
def test_easter_is_that_of_convertdate(year: int) -> None:
    assert as_tuple(easter(year)) == convertdate.holidays.easter(year)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("year", "gregorian"),
    [(1921, "1921-05-01"), (1917, "1917-04-15"), (1900, "1900-04-22"), (1582, "1582-04-25"), (1492, "1492-05-01")],
)
def test_easter_of_the_julian_calendar_is_given_as_a_gregorian_day(year: int, gregorian: str) -> None:
    assert str(easter(year, Calendar.JULIAN)) == gregorian
