"""Dates are kept as they are written, and their days are right in their calendar."""

from __future__ import annotations

import convertdate.julian
import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook import dates
from letterbook.dates import Calendar, Day, HistoricalDate, parse_edtf
from letterbook.errors import DateError

years = st.integers(-4000, 20_000)


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
def test_julian_days_are_converted_as_convertdate_does(year: int, month: int, day: int) -> None:
    found = dates.day(year, month, day, wording="", calendar=Calendar.JULIAN).earliest
    assert found is not None
    assert (found.year, found.month, found.day) == convertdate.julian.to_gregorian(year, month, day)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("year", "month", "day", "calendar"),
    [
        (1923, 2, 31, "gregorian"),
        (1900, 2, 29, "gregorian"),
        (1712, 2, 30, "julian"),
        (1921, 13, 1, "gregorian"),
        (1921, 4, 0, "gregorian"),
    ],
)
def test_a_day_that_its_calendar_lacks_is_refused(year: int, month: int, day: int, calendar: str) -> None:
    with pytest.raises(DateError, match=str(day if month < 13 else month)):
        dates.day(year, month, day, wording="", calendar=Calendar(calendar))


def test_29_february_1900_is_a_day_of_the_julian_calendar() -> None:
    assert dates.day(1900, 2, 29, wording="", calendar=Calendar.JULIAN).edtf == "1900-03-13"


def test_the_wording_of_an_impossible_date_is_kept_without_a_value() -> None:
    date = dates.undatable("31 February 1921")
    assert (date.wording, date.edtf, date.earliest, date.precision) == ("31 February 1921", "", None, "none")


@given(years, st.integers(1, 12), st.integers(1, 28))
def test_what_is_written_as_edtf_reads_back_the_same(year: int, month: int, day: int) -> None:
    date = dates.day(year, month, day, wording="x")
    again = parse_edtf(date.edtf, wording="x")
    assert (again.earliest, again.latest, again.edtf) == (date.earliest, date.latest, date.edtf)


EDTF = {
    "1921-04-09": ("1921-04-09", "1921-04-09", "day"),
    "1921-04": ("1921-04-01", "1921-04-30", "month"),
    "1921": ("1921-01-01", "1921-12-31", "year"),
    "1921-04~": ("1921-04-01", "1921-04-30", "month"),
    "192X": ("1920-01-01", "1929-12-31", "span"),
    "19XX": ("1900-01-01", "1999-12-31", "span"),
    "1921-04-XX": ("1921-04-01", "1921-04-30", "span"),
    "1921-21": ("1921-03-01", "1921-05-31", "span"),
    "1923-24": ("1923-12-01", "1924-02-29", "span"),
    "1921-04-09/1921-04-12": ("1921-04-09", "1921-04-12", "span"),
    "[1921-04-09..1921-04-12]": ("1921-04-09", "1921-04-12", "span"),
    "[1921-04-09,1921-04-12]": ("1921-04-09", "1921-04-12", "span"),
    "[..1921-04-12]": (None, "1921-04-12", "open"),
    "[1921-04-09..]": ("1921-04-09", None, "open"),
    "../1921-04-12": (None, "1921-04-12", "open"),
    "1921-04-09/..": ("1921-04-09", None, "open"),
    "-0043-03-15": ("-0043-03-15", "-0043-03-15", "day"),
    "0000": ("0000-01-01", "0000-12-31", "year"),
    "Y19575": ("19575-01-01", "19575-12-31", "year"),
}


@pytest.mark.parametrize("text", EDTF)
def test_edtf_is_read_as_the_days_that_it_allows(text: str) -> None:
    first, last, precision = EDTF[text]
    date = parse_edtf(text)
    assert (date.earliest and str(date.earliest), date.latest and str(date.latest)) == (first, last)
    assert (date.precision, date.edtf) == (precision, text)


# Where the edtf package is right: whole days, months and years (it invents bounds for the open forms).
@pytest.mark.parametrize("text", ["1921-04-09", "1921-04", "1921", "1900-02", "1904-02", "1921-04-09/1921-04-12"])
def test_bounds_agree_with_the_edtf_package(text: str) -> None:
    theirs, ours = edtf.parse_edtf(text), parse_edtf(text)
    for found, wanted in ((ours.earliest, theirs.lower_strict()), (ours.latest, theirs.upper_strict())):
        assert found is not None
        assert (found.year, found.month, found.day) == (wanted.tm_year, wanted.tm_mon, wanted.tm_mday)


@given(years, st.integers(1, 12), st.integers(1, 28), st.integers(1, 28))
def test_what_we_write_is_edtf(year: int, month: int, first: int, last: int) -> None:
    low, high = sorted((first, last))
    span = dates.between(dates.day(year, month, low, wording=""), dates.day(year, month, high, wording=""), wording="")
    if 0 < year < 9999:
        edtf.parse_edtf(span.edtf)
    assert span.earliest is not None
    assert span.latest is not None
    assert span.earliest <= span.latest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "1921-4-9",
        "1921-02-31",
        "1921-13",
        "1922/1921",
        "1921/1922/1923",
        "[1921",
        "192X-04",
        "1921-XX-03",
    ],
)
def test_what_is_no_edtf_is_refused_with_the_part_at_fault(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_edtf(text)
    assert caught.value.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1921-04-09", ("1921-04-09", "date")),
        ("1921-04", ("1921-04", "gYearMonth")),
        ("1921", ("1921", "gYear")),
        ("1921-04-09?", None),
        ("1921~", None),
        ("[..1921-04-12]", None),
        ("1921-04-09/1921-04-12", None),
        ("-0043-03-15", ("-0043-03-15", "date")),
    ],
)
def test_a_plain_date_is_given_only_without_a_loss(text: str, value: tuple[str, str] | None) -> None:
    assert parse_edtf(text).xsd_value == value


def test_doubt_is_kept() -> None:
    assert [(d.uncertain, d.approximate) for d in map(parse_edtf, ("1921?", "1921~", "1921%", "1921"))] == [
        (True, False),
        (False, True),
        (True, True),
        (False, False),
    ]


def test_an_undated_letter_sorts_last_and_an_open_date_by_its_bound() -> None:
    in_order = ["[..1920]", "1921", "1921-04-09", "[1921-04-10..]"]
    found: list[HistoricalDate] = [dates.undatable("s.d."), *map(parse_edtf, reversed(in_order))]
    assert [date.edtf for date in sorted(found, key=lambda date: date.sort_key)] == [*in_order, ""]


def test_before_is_said_only_when_it_is_certain() -> None:
    assert dates.is_before(parse_edtf("1921-04"), parse_edtf("1921-05-01"))
    assert not dates.is_before(parse_edtf("1921-04"), parse_edtf("1921-04-30"))
    assert not dates.is_before(parse_edtf("[1921..]"), parse_edtf("1930"))


def test_whole_julian_years_and_months_are_sets_of_days() -> None:
    assert dates.year(1917, wording="1917", calendar=Calendar.JULIAN).edtf == "[1917-01-14..1918-01-13]"
    assert dates.month(1917, 10, wording="", calendar=Calendar.JULIAN).earliest == Day(1917, 10, 14)
    assert dates.not_before(parse_edtf("1921"), wording="").edtf == "[1921-01-01..]"
