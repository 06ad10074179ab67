"""Days of other calendars are the Gregorian days that they were."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import convertdate.french_republican
import convertdate.holidays
import convertdate.islamic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.calendars import easter, hijri, republican, rumi
from letterbook.dates import Calendar, Day, day_after
from letterbook.errors import DateError


@given(st.integers(1, 14), st.integers(1, 12), st.integers(1, 30))
def test_republican_days_are_converted_as_convertdate_does(year: int, month: int, day: int) -> None:
    found = republican(year, month, day)
    wanted = convertdate.french_republican.to_gregorian(year, month, day)  # type: ignore[no-untyped-call]
    assert (found.year, found.month, found.day) == wanted


@given(st.integers(1, 1500), st.integers(1, 12), st.integers(1, 29))
def test_hijri_days_are_converted_as_convertdate_does(year: int, month: int, day: int) -> None:
    found = hijri(year, month, day)
    assert (found.year, found.month, found.day) == convertdate.islamic.to_gregorian(year, month, day)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ((1325, 3, 31), Day(1909, 4, 13)),
        ((1324, 7, 10), Day(1908, 7, 23)),
        ((1337, 4, 9), Day(1921, 4, 9)),
        ((1338, 8, 15), Day(1922, 8, 15)),
        ((1332, 2, 15), Day(1917, 2, 28)),
        ((1333, 3, 1), Day(1917, 3, 1)),
        ((1333, 12, 31), Day(1917, 12, 31)),
        ((1334, 1, 1), Day(1918, 1, 1)),
        ((1315, 2, 29), Day(1900, 3, 13)),
    ],
)
def test_rumi_days_are_those_of_the_ottoman_treasury(date: tuple[int, int, int], wanted: Day) -> None:
    assert rumi(*date) == wanted


def test_the_days_of_the_republican_years_follow_each_other_without_a_gap() -> None:
    days = [
        republican(year, month, day)
        for year in range(1, 15)
        for month in range(1, 14)
        for day in range(1, 31 if month < 13 else 6 + (year in (3, 7, 11)))
    ]
    assert all(day_after(one, 1) == other for one, other in pairwise(days))


@pytest.mark.parametrize(
    ("convert", "date"),
    [
        (republican, (2, 13, 6)),
        (republican, (15, 1, 1)),
        (republican, (3, 1, 31)),
        (hijri, (1339, 2, 30)),
        (hijri, (1339, 13, 1)),
        (rumi, (1337, 2, 30)),
    ],
)
def test_a_day_that_a_calendar_never_had_is_refused(
    convert: Callable[[int, int, int], Day], date: tuple[int, int, int]
) -> None:
    with pytest.raises(DateError):
        convert(*date)


@pytest.mark.parametrize(
    ("year", "wanted"),
    [(1650, Day(1650, 4, 17)), (1871, Day(1871, 4, 9)), (1943, Day(1943, 4, 25)), (1818, Day(1818, 3, 22))],
)
def test_easter_falls_on_the_sunday_of_the_church(year: int, wanted: Day) -> None:
    assert easter(year) == wanted


@given(st.integers(1583, 2199))
def test_easter_is_that_of_convertdate(year: int) -> None:
    assert easter(year) == Day(*convertdate.holidays.easter(year))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("year", "wanted"), [(1921, Day(1921, 5, 1)), (1918, Day(1918, 5, 5)), (1900, Day(1900, 4, 22))]
)
def test_easter_of_the_eastern_churches_is_counted_in_their_calendar(year: int, wanted: Day) -> None:
    assert easter(year, Calendar.JULIAN) == wanted
