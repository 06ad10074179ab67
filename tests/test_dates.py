"""Dates are kept as they are written, and their days are right in their calendar."""

from __future__ import annotations

import re
from itertools import pairwise

import convertdate.julian
import edtf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from letterbook import dates
from letterbook.dates import Calendar, Day, HistoricalDate, is_before, parse_edtf
from letterbook.errors import DateError, ReadError

years = st.integers(-4000, 20_000)
short_years = st.integers(-9999, 9999)
calendars = st.sampled_from([Calendar.GREGORIAN, Calendar.JULIAN])


@st.composite
def made(draw: st.DrawFn) -> HistoricalDate:
    """A date as the constructors give it: a day, a month or a year, in either calendar."""
    calendar, number = draw(calendars), draw(short_years.filter(lambda year: -9998 < year < 9998))
    match draw(st.sampled_from(["day", "month", "year"])):
        case "day":
            return dates.day(number, draw(st.integers(1, 12)), draw(st.integers(1, 28)), wording="w", calendar=calendar)
        case "month":
            return dates.month(number, draw(st.integers(1, 12)), wording="w", calendar=calendar)
    return dates.year(number, wording="w", calendar=calendar)


def bounds(date: HistoricalDate) -> tuple[str | None, str | None]:
    return (str(date.earliest) if date.earliest else None, str(date.latest) if date.latest else None)


# --- calendars -----------------------------------------------------------------------------------------------------


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
def test_julian_days_are_converted_as_convertdate_does(year: int, month: int, day: int) -> None:
    found = dates.day(year, month, day, wording="", calendar=Calendar.JULIAN).earliest
    assert found is not None
    assert (found.year, found.month, found.day) == convertdate.julian.to_gregorian(year, month, day)  # type: ignore[no-untyped-call]


def julian_day_number(year: int, month: int, day: int, calendar: Calendar) -> int:
    """The astronomers' count of days, by formulas that share nothing with the code (Fliegel, Van Flandern; USNO)."""
    if calendar is Calendar.JULIAN:
        return 367 * year - 7 * (year + 5001 + int((month - 9) / 7)) // 4 + 275 * month // 9 + day + 1_729_777
    early = int((month - 14) / 12)
    return (
        1461 * (year + 4800 + early) // 4
        + 367 * (month - 2 - 12 * early) // 12
        - 3 * ((year + 4900 + early) // 100) // 4
        + day
        - 32_075
    )


@given(years, st.integers(1, 12), st.integers(1, 28))
@example(0, 2, 28)
@example(-1, 1, 1)
@example(-4000, 3, 1)
def test_a_julian_day_has_the_same_day_number_as_its_gregorian_day(year: int, month: int, day: int) -> None:
    found = dates.day(year, month, day, wording="", calendar=Calendar.JULIAN).earliest
    assert found is not None
    wanted = julian_day_number(year, month, day, Calendar.JULIAN)
    assert julian_day_number(found.year, found.month, found.day, Calendar.GREGORIAN) == wanted


@pytest.mark.parametrize(
    ("julian", "gregorian"),
    [
        ((1582, 10, 4), "1582-10-14"),  # the day before the reform; the next day was the 15th
        ((1700, 2, 29), "1700-03-11"),
        ((1917, 10, 25), "1917-11-07"),  # the October revolution
        ((1918, 1, 31), "1918-02-13"),  # the last Julian day in Russia
        ((325, 3, 21), "0325-03-22"),
        ((200, 3, 1), "0200-03-01"),  # from here to 28 February 300 the calendars agree
        ((1, 1, 1), "0000-12-30"),
        ((-43, 3, 15), "-0043-03-13"),  # the Ides of March, 44 BC
    ],
)
def test_known_days_of_the_julian_calendar(julian: tuple[int, int, int], gregorian: str) -> None:
    date = dates.day(*julian, wording="", calendar=Calendar.JULIAN)
    assert (date.edtf, date.calendar) == (gregorian, Calendar.JULIAN)


@given(years, st.integers(1, 12), calendars)
def test_the_months_of_a_calendar_follow_each_other_without_a_gap(year: int, month: int, calendar: Calendar) -> None:
    first = dates.month(year, month, wording="", calendar=calendar)
    second = dates.month(year + month // 12, month % 12 + 1, wording="", calendar=calendar)
    assert first.latest is not None
    assert second.earliest is not None
    numbers = [julian_day_number(d.year, d.month, d.day, Calendar.GREGORIAN) for d in (first.latest, second.earliest)]
    assert numbers[1] - numbers[0] == 1


@pytest.mark.parametrize(
    ("year", "month", "day", "calendar"),
    [
        (1923, 2, 31, "gregorian"),
        (1900, 2, 29, "gregorian"),
        (1712, 2, 30, "gregorian"),
        (1712, 2, 30, "julian"),  # Sweden had this day; its calendar was neither of the two
        (1921, 13, 1, "gregorian"),
        (1921, 0, 1, "julian"),
        (1921, 4, 31, "julian"),
        (1921, 4, 0, "gregorian"),
        (1921, 4, -1, "gregorian"),
    ],
)
def test_a_day_that_its_calendar_lacks_is_refused(year: int, month: int, day: int, calendar: str) -> None:
    """Fault case D1: the message quotes the part at fault."""
    with pytest.raises(DateError, match=str(day if month in range(1, 13) else month)):
        dates.day(year, month, day, wording="", calendar=Calendar(calendar))


@pytest.mark.parametrize("year", [1900, 1700, 100, -100, 4])
def test_29_february_of_a_century_is_a_day_of_the_julian_calendar(year: int) -> None:
    """Fault case D1."""
    assert dates.day(year, 2, 29, wording="", calendar=Calendar.JULIAN).precision == "day"
    if year % 100 == 0:
        with pytest.raises(DateError):
            dates.day(year, 2, 29, wording="")
    assert dates.day(2000, 2, 29, wording="").edtf == "2000-02-29"
    assert dates.day(1900, 2, 29, wording="", calendar=Calendar.JULIAN).edtf == "1900-03-13"


def test_a_fault_in_a_date_is_a_fault_in_reading() -> None:
    with pytest.raises(ReadError):
        dates.month(1921, 13, wording="13.1921")


# --- wording -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wording", ["31 February 1921", "s.d.", "[Spring 1921]", "not declassified", "undated", ""])
def test_the_wording_of_what_is_no_date_is_kept_without_a_value(wording: str) -> None:
    """Fault cases D1 and D10: never 1970, never today."""
    date = dates.undatable(wording)
    assert (date.wording, date.edtf, date.earliest, date.latest) == (wording, "", None, None)
    assert (date.precision, date.xsd_begin, date.xsd_end, date.xsd_value) == ("none", "", "", None)


def test_the_wording_is_kept_beside_the_value_by_every_constructor() -> None:
    day, later = dates.day(1921, 4, 9, wording="April 9, 1921"), dates.day(1921, 4, 12, wording="the 12th")
    assert [
        day.wording,
        dates.month(1921, 4, wording="April 1921").wording,
        dates.year(1921, wording="1921").wording,
        dates.between(day, later, wording="between").wording,
        dates.not_after(day, wording="not after").wording,
        dates.not_before(day, wording="not before").wording,
        parse_edtf("1921-04-09", wording="9 avril 1921").wording,
        parse_edtf("[1921..1922]", wording="1921 or 1922").wording,
        parse_edtf("1921/1922", wording="1921–22").wording,
        parse_edtf("1921-04-09").wording,
    ] == [
        "April 9, 1921", "April 1921", "1921", "between", "not after", "not before", "9 avril 1921", "1921 or 1922",
        "1921–22", "1921-04-09",
    ]  # fmt: skip


# --- EDTF ----------------------------------------------------------------------------------------------------------


@given(years, st.integers(1, 12), st.integers(1, 28))
def test_what_is_written_as_edtf_reads_back_the_same(year: int, month: int, day: int) -> None:
    """Fault case D7: for years before Christ and beyond 9999 as well."""
    date = dates.day(year, month, day, wording="x")
    again = parse_edtf(date.edtf, wording="x")
    assert (again.earliest, again.latest, again.edtf) == (date.earliest, date.latest, date.edtf)


@given(made(), made())
def test_every_date_that_is_made_has_ordered_bounds_and_reads_back_the_same(
    one: HistoricalDate, other: HistoricalDate
) -> None:
    first, last = sorted((one, other), key=lambda date: date.sort_key)
    found = [one, other, dates.not_after(one, wording="w"), dates.not_before(one, wording="w")]
    if first.earliest and last.latest and first.earliest <= last.latest:
        found.append(dates.between(first, last, wording="w"))
    for date in found:
        again = parse_edtf(date.edtf, wording="w")
        assert (again.edtf, again.earliest, again.latest) == (date.edtf, date.earliest, date.latest)
        assert again.precision == date.precision
        assert again.xsd_value == date.xsd_value
        if date.earliest and date.latest:
            assert date.earliest <= date.latest


EDTF = {
    "1921-04-09": ("1921-04-09", "1921-04-09", "day"),
    "1921-04": ("1921-04-01", "1921-04-30", "month"),
    "1921": ("1921-01-01", "1921-12-31", "year"),
    "1921-04~": ("1921-04-01", "1921-04-30", "month"),
    "1921-04-09?": ("1921-04-09", "1921-04-09", "day"),
    "1921%": ("1921-01-01", "1921-12-31", "year"),
    "192X": ("1920-01-01", "1929-12-31", "span"),
    "19XX": ("1900-01-01", "1999-12-31", "span"),
    "1921-04-XX": ("1921-04-01", "1921-04-30", "span"),
    "1921-XX-XX": ("1921-01-01", "1921-12-31", "span"),
    "1921-21": ("1921-03-01", "1921-05-31", "span"),
    "1921-23~": ("1921-09-01", "1921-11-30", "span"),
    "1923-24": ("1923-12-01", "1924-02-29", "span"),
    "1921-04-09/1921-04-12": ("1921-04-09", "1921-04-12", "span"),
    "1921/1923-02": ("1921-01-01", "1923-02-28", "span"),
    "[1921..1923]": ("1921-01-01", "1923-12-31", "span"),
    "[1921-04-09..1921-04-12]": ("1921-04-09", "1921-04-12", "span"),
    "[1921-04-12,1921-04-09]": ("1921-04-09", "1921-04-12", "span"),
    "[..1921-04-12]": (None, "1921-04-12", "open"),
    "[1921-04-09..]": ("1921-04-09", None, "open"),
    "../1921-04-12": (None, "1921-04-12", "open"),
    "1921-04-09/..": ("1921-04-09", None, "open"),
    "/1921": (None, "1921-12-31", "open"),
    "-0043-03-15": ("-0043-03-15", "-0043-03-15", "day"),
    "-0001": ("-0001-01-01", "-0001-12-31", "year"),
    "0000": ("0000-01-01", "0000-12-31", "year"),
    "0000-02-29": ("0000-02-29", "0000-02-29", "day"),
    "Y19575": ("19575-01-01", "19575-12-31", "year"),
    "Y-19575": ("-19575-01-01", "-19575-12-31", "year"),
}


@pytest.mark.parametrize("text", EDTF)
def test_edtf_is_read_as_the_days_that_it_allows(text: str) -> None:
    """Fault cases D7 and D8."""
    date = parse_edtf(text)
    assert (*bounds(date), date.precision) == EDTF[text]
    assert date.edtf == text


# The edtf package gives no bound of an open end, lets a winter end in December and reads no doubt on a season; everywhere
# else it is the arbiter.
@pytest.mark.parametrize(
    "text", [text for text, (first, last, _) in EDTF.items() if first and last and text not in ("1923-24", "1921-23~")]
)
def test_bounds_agree_with_the_edtf_package(text: str) -> None:
    theirs, ours = edtf.parse_edtf(text), parse_edtf(text)
    for found, wanted in ((ours.earliest, theirs.lower_strict()), (ours.latest, theirs.upper_strict())):
        assert found is not None
        assert (found.year, found.month, found.day) == tuple(wanted)[:3]


@settings(max_examples=25)  # the edtf package takes 20 ms a date
@given(made(), made())
def test_what_we_write_is_edtf(one: HistoricalDate, other: HistoricalDate) -> None:
    first, last = sorted((one, other), key=lambda date: date.sort_key)
    found = [one, dates.not_after(one, wording=""), dates.not_before(one, wording="")]
    if first.earliest and last.latest and first.earliest <= last.latest:
        found.append(dates.between(first, last, wording=""))
    for date in found:
        assert str(edtf.parse_edtf(date.edtf)) == date.edtf


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "''"),
        ("yesterday", "'yesterday'"),
        ("1921-4-9", "'1921-4-9'"),
        ("21", "'21'"),
        ("12345", "'12345'"),
        ("09.04.1921", "'09.04.1921'"),
        (" 1921", "' 1921'"),
        ("1921\n", "1921"),
        ("1921-02-31", "31"),
        ("1900-02-29", "29"),
        ("1921-13", "13"),
        ("1921-00", "0"),
        ("1921-04-00", "0"),
        ("1921-25", "25"),
        ("1921-21-01", "21"),
        ("192X-04", "'192X-04'"),
        ("1921-XX-03", "'1921-XX-03'"),
        ("1922/1921", "1922/1921"),
        ("[1922..1921]", "1922..1921"),
        ("1921/1922/1923", "1921/1922/1923"),
        ("[1921", "'[1921'"),
        ("[1921,]", "''"),
        ("[..]", "[..]"),
        ("/", "/"),
        ("../..", "../.."),
        ("1921/x", "'x'"),
        ("-0000", "'-0000'"),
        ("Y1921", "'Y1921'"),
        ("Y00001", "'Y00001'"),
        ("١٩٢١", "'١٩٢١'"),
        ("Y" + "9" * 5000, "is not an EDTF date"),
    ],
)
def test_what_is_no_edtf_is_refused_with_the_part_at_fault(text: str, part: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_edtf(text)
    assert part in str(caught.value)


@given(st.text("0123456789-XY?~%/.[], ", max_size=24))
def test_any_text_is_a_date_that_keeps_its_form_or_a_date_error(text: str) -> None:
    """Fault case D7: never another exception."""
    try:
        date = parse_edtf(text)
    except DateError:
        return
    assert date.edtf == text
    assert date.earliest or date.latest
    assert not (date.earliest and date.latest and date.earliest > date.latest)
    assert sorted([date, dates.undatable("")], key=lambda each: each.sort_key)[0] is date


# --- doubt ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("1921", (False, False)),
        ("1921?", (True, False)),
        ("1921-04~", (False, True)),
        ("1921-04-09%", (True, True)),
        ("1921?/1922~", (True, True)),
        ("../1922~", (False, True)),
        ("[1921-04-09?..1921-04-12]", (True, False)),
        ("[1921,1922?]", (True, False)),
        ("[1921-04-09~]", (False, True)),
    ],
)
def test_doubt_is_kept_and_moves_no_bound(text: str, doubt: tuple[bool, bool]) -> None:
    """Fault case D8: no margin is invented."""
    date = parse_edtf(text)
    assert (date.uncertain, date.approximate) == doubt
    assert bounds(date) == bounds(parse_edtf(re.sub("[?~%]", "", text)))


# --- sets ----------------------------------------------------------------------------------------------------------


def test_some_day_of_a_span_is_a_set_and_no_duration() -> None:
    first, last = dates.day(1921, 4, 9, wording=""), dates.day(1921, 4, 12, wording="")
    assert dates.between(first, last, wording="").edtf == "[1921-04-09..1921-04-12]"
    assert dates.between(dates.year(1921, wording=""), dates.month(1922, 2, wording=""), wording="").edtf == (
        "[1921-01-01..1922-02-28]"
    )
    assert dates.not_after(dates.month(1921, 4, wording=""), wording="").edtf == "[..1921-04-30]"
    assert dates.not_before(parse_edtf("1921"), wording="").edtf == "[1921-01-01..]"


def test_a_span_without_an_end_or_in_the_wrong_order_is_refused() -> None:
    """Fault case D9: which of the two is right is for the editor to say."""
    early, late = dates.year(1921, wording="1921"), dates.year(1922, wording="1922")
    for first, last in (
        (late, early),
        (parse_edtf("../1921"), late),
        (early, parse_edtf("1922/..")),
        (dates.undatable("?"), late),
    ):
        with pytest.raises(DateError, match="no span"):
            dates.between(first, last, wording="")
    with pytest.raises(DateError, match=r"s\.d\."):
        dates.not_after(dates.undatable("s.d."), wording="")
    with pytest.raises(DateError, match="first day"):
        dates.not_before(parse_edtf("../1921"), wording="")


def test_whole_julian_years_and_months_are_sets_of_days() -> None:
    """EDTF has no Julian calendar, so a Julian month is not a month of EDTF."""
    assert dates.year(1917, wording="1917", calendar=Calendar.JULIAN).edtf == "[1917-01-14..1918-01-13]"
    october = dates.month(1917, 10, wording="", calendar=Calendar.JULIAN)
    assert (october.earliest, october.latest) == (Day(1917, 10, 14), Day(1917, 11, 13))
    assert (october.precision, october.xsd_value) == ("span", None)


# --- XSD -----------------------------------------------------------------------------------------------------------

_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"  # XSD 1.1 part 2, section D.2.1, yearFrag
_XSD = {
    "date": re.compile(_YEAR + r"-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "gYearMonth": re.compile(_YEAR + r"-(0[1-9]|1[0-2])"),
    "gYear": re.compile(_YEAR),
}


@given(years, st.integers(1, 12), st.integers(1, 28))
@example(0, 1, 1)
@example(-1, 2, 28)
@example(19_575, 12, 28)
def test_every_day_month_and_year_is_a_value_of_xsd_1_1(year: int, month: int, day: int) -> None:
    """Fault case D7: the year 0000 is 1 BC, a year has at least four digits and no plus sign."""
    found = [
        dates.day(year, month, day, wording=""),
        dates.month(year, month, wording=""),
        dates.year(year, wording=""),
    ]
    for date, wanted in zip(found, ("date", "gYearMonth", "gYear"), strict=True):
        if wanted == "gYearMonth" and abs(year) > 9999:
            continue
        assert date.xsd_value is not None
        value, datatype = date.xsd_value
        assert datatype == wanted
        assert _XSD[datatype].fullmatch(value)
        assert int(re.match("-?[0-9]+", value)[0]) == year  # type: ignore[index]
        assert re.fullmatch(_XSD["date"].pattern + "T00:00:00", date.xsd_begin)
        assert re.fullmatch(_XSD["date"].pattern + "T23:59:59", date.xsd_end)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("1921-04-09", "1921-04-09T00:00:00", "1921-04-09T23:59:59"),
        ("1900-02", "1900-02-01T00:00:00", "1900-02-28T23:59:59"),
        ("-0043", "-0043-01-01T00:00:00", "-0043-12-31T23:59:59"),
        ("Y19575", "19575-01-01T00:00:00", "19575-12-31T23:59:59"),
        ("[..1921-04-12]", "", "1921-04-12T23:59:59"),
        ("1921/..", "1921-01-01T00:00:00", ""),
    ],
)
def test_bounds_are_the_first_and_the_last_second_without_a_zone(text: str, begin: str, end: str) -> None:
    date = parse_edtf(text)
    assert (date.xsd_begin, date.xsd_end) == (begin, end)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1921-04-09", ("1921-04-09", "date")),
        ("1921-04", ("1921-04", "gYearMonth")),
        ("1921", ("1921", "gYear")),
        ("0000", ("0000", "gYear")),
        ("Y19575", ("19575", "gYear")),
        ("-0043-03-15", ("-0043-03-15", "date")),
        ("1921-04-09?", None),
        ("1921~", None),
        ("192X", None),
        ("1921-21", None),
        ("1921-04-XX", None),
        ("[1921-04-09~]", None),
        ("[1921..1923]", None),
        ("[..1921-04-12]", None),
        ("1921-04-09/1921-04-12", None),
    ],
)
def test_a_plain_date_is_given_only_without_a_loss(text: str, value: tuple[str, str] | None) -> None:
    assert parse_edtf(text).xsd_value == value


# --- order ---------------------------------------------------------------------------------------------------------


def test_an_undated_letter_sorts_last_and_an_open_date_by_its_bound() -> None:
    """Fault cases D8 and D10."""
    in_order = ["-0043-03-15", "[..1920]", "1921", "1921-21", "1921-04", "1921-04-09", "[1921-04-10..]", "Y19575"]
    found: list[HistoricalDate] = [dates.undatable("s.d."), *map(parse_edtf, reversed(in_order))]
    assert [date.edtf for date in sorted(found, key=lambda date: date.sort_key)] == [*in_order, ""]


@given(st.lists(years.map(lambda year: Day(year, 3, 1)), min_size=2))
def test_days_stand_in_the_order_of_time_also_before_christ(found: list[Day]) -> None:
    for first, second in pairwise(sorted(found)):
        assert julian_day_number(first.year, 3, 1, Calendar.GREGORIAN) <= julian_day_number(
            second.year, 3, 1, Calendar.GREGORIAN
        )


def test_before_is_said_only_when_it_is_certain() -> None:
    assert is_before(parse_edtf("1921-04"), parse_edtf("1921-05-01"))
    assert is_before(parse_edtf("../1921"), parse_edtf("1922/.."))
    assert not is_before(parse_edtf("1921-04"), parse_edtf("1921-04-30"))
    assert not is_before(parse_edtf("[1921..]"), parse_edtf("1930"))
    assert not is_before(dates.undatable("s.d."), parse_edtf("1930"))
    assert not is_before(parse_edtf("1930"), dates.undatable("s.d."))


@given(made(), made())
def test_of_two_dates_at_most_one_is_before_the_other_and_none_before_itself(
    one: HistoricalDate, other: HistoricalDate
) -> None:
    assert not (is_before(one, other) and is_before(other, one))
    assert not is_before(one, one)
    if is_before(one, other):
        assert one.sort_key < other.sort_key
