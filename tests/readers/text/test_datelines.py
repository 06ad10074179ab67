"""A dateline gives the day, the place before it, the number beside it and the day of receipt; a sentence is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Span
from letterbook.readers.text import Rules, load_rules
from letterbook.readers.text.datelines import Dateline, find_number, read_dateline
from letterbook.readers.text.daywords import find_dates
from letterbook.readers.text.zones import view_of

MONTHS = "January February March April May June July August September October November December".split()


def read(text: str, rules: Rules) -> Dateline | None:
    return read_dateline(view_of(text), Span(0, len(text)), rules)


def dates_in(text: str, rules: Rules) -> list[tuple[str, str]]:
    """The dates of a text as EDTF, with the characters that say them."""
    found = find_dates(view_of(text), Span(0, len(text)), rules)
    return [(each.date.edtf, text[each.span.start : each.span.end]) for each in found]


@pytest.mark.parametrize(
    ("text", "edtf", "words"),
    [
        ("April 9, 1921", "1921-04-09", "April 9, 1921"),
        ("April 9 1921", "1921-04-09", "April 9 1921"),
        ("April 9th, 1921", "1921-04-09", "April 9th, 1921"),
        ("9 April 1921", "1921-04-09", "9 April 1921"),
        ("9th April, 1921", "1921-04-09", "9th April, 1921"),
        ("1st May 1921", "1921-05-01", "1st May 1921"),
        ("22d June 1861", "1861-06-22", "22d June 1861"),
        ("the 9th of April 1921", "1921-04-09", "9th of April 1921"),
        ("the 9th day of April, 1921", "1921-04-09", "9th day of April, 1921"),
        ("Apr. 9, 1921", "1921-04-09", "Apr. 9, 1921"),
        ("Sept. 30, 1918", "1918-09-30", "Sept. 30, 1918"),
        ("April\u00a09,\u00a01921", "1921-04-09", "April\u00a09,\u00a01921"),
        ("April 1921", "1921-04", "April 1921"),
        ("June —, 1861", "1861-06", "June —, 1861"),
        ("February 29, 1904", "1904-02-29", "February 29, 1904"),
    ],
)
def test_a_date_is_read_in_all_forms_of_print(rules: Rules, text: str, edtf: str, words: str) -> None:
    assert dates_in(text, rules) == [(edtf, words)]


@given(st.dates(date(1500, 1, 1), date(1999, 12, 31)), st.integers(0, 3))
def test_every_day_is_read_as_it_is_written(day: date, form: int) -> None:
    month = MONTHS[day.month - 1]
    text = [
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"the {day.day}th of {month}, {day.year}",
        f"{month[:3]}. {day.day}, {day.year}" if month != "September" else f"Sept. {day.day}, {day.year}",
    ][form]
    assert [edtf for edtf, _ in dates_in(text, load_rules("dvp-en", "en"))] == [day.isoformat()]


@given(st.integers(1, 12), st.integers(0, 99), st.integers(1500, 1999))
def test_a_day_has_a_value_only_where_the_calendar_has_it(month: int, number: int, year: int) -> None:
    """What is no day keeps its wording and gets a fault that says why."""
    text = f"{number} {MONTHS[month - 1]} {year}"
    (found,) = find_dates(text, Span(0, len(text)), load_rules("dvp-en", "en"))
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    assert found.date.wording == text
    if 1 <= number <= last:
        assert (found.date.edtf, found.fault) == (f"{year}-{month:02}-{number:02}", "")
    else:
        assert found.date.edtf == ""
        assert (found.date.earliest, found.date.latest) == (None, None)
        assert str(number) in found.fault


@pytest.mark.parametrize(
    "text",
    [
        "No. 319",
        "319/1921",
        "1921",
        "may go in 1921",
        "Mayfair 9, 1921",
        "31 Decemberist 1921",
        "April 9, 192",
        "April 9, 19215",
        "April 123, 1921",
        "10,000 rubles in 1921",
        "p. 58",
    ],
)
def test_what_is_no_date_gives_none(rules: Rules, text: str) -> None:
    assert dates_in(text, rules) == []


def test_all_dates_of_a_stretch_are_found_in_its_order(rules: Rules) -> None:
    text = "from April 9, 1921 to the 12th of April 1921 and in May 1922"
    assert [edtf for edtf, _ in dates_in(text, rules)] == ["1921-04-09", "1921-04-12", "1922-05"]
    assert find_dates(text, Span(0, 10), rules) == []


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("No. 319", "319", "No. 319"),
        ("No 7", "7", "No 7"),
        ("№ 12/a", "12/a", "№ 12/a"),
        ("Nr. 47-b", "47-b", "Nr. 47-b"),
        ("April 9, 1921 No.\u00a0319", "319", "No.\u00a0319"),
    ],
)
def test_a_number_stands_behind_its_mark(rules: Rules, text: str, value: str, words: str) -> None:
    found = find_number(view_of(text), Span(0, len(text)), rules)
    assert found is not None
    assert (found[0], text[found[1].start : found[1].end]) == (value, words)


@pytest.mark.parametrize("text", ["319", "April 9, 1921", "No one came", "Casino 5", "No."])
def test_a_number_without_a_mark_is_not_the_letters(rules: Rules, text: str) -> None:
    assert find_number(view_of(text), Span(0, len(text)), rules) is None


@pytest.mark.parametrize(
    ("text", "place", "number"),
    [
        ("April 9, 1921 No. 319", None, "319"),
        ("No. 319 April 9, 1921", None, "319"),
        ("No. 7 of April 9, 1921", None, "7"),
        ("Moscow, April 9, 1921", "Moscow", None),
        ("Moscow. April 9, 1921.", "Moscow", None),
        ("MOSCOW, April 9, 1921", "MOSCOW", None),
        ("The Hague, 9 April 1921", "The Hague", None),
        ("Washington, D.C., April 9, 1921", "Washington, D.C.", None),
        ("Kabul, Saturday, April 9, 1921", "Kabul", None),
        ("Saturday, April 9, 1921", None, None),
        ("the 9th of April, 1921", None, None),
        ("On the 9th of April, 1921", None, None),
        ("Dated the 9th of April, 1921", None, None),
        ("[April 9, 1921]", None, None),
        ("April 9, 1921, 10 a.m.", None, None),
        ("Constantinople\n9 April 1921", "Constantinople", None),
        ("Legation of Persia\nTeheran, 9 April 1921", "Teheran", None),
        ("Legation of Persia, Teheran, 9 April 1921", "Teheran", None),
        ("Legation of Persia, 9 April 1921", None, None),
        ("Paris, April 9, 1921\r\nNo. 5", "Paris", "5"),
        ("Angora,\u00a09\u00a0April\u00a01921", "Angora", None),
    ],
)
def test_place_and_number_stand_around_the_day(rules: Rules, text: str, place: str | None, number: str | None) -> None:
    line = read(text, rules)
    assert line is not None
    assert line.date is not None
    assert line.date.date.edtf == "1921-04-09"
    assert (line.place and text[line.place.start : line.place.end]) == place
    assert (line.number and line.number[0]) == number


@pytest.mark.parametrize("mark", ["Copy", "Secret", "Strictly confidential", "Note", "Telegram", "Circular"])
@pytest.mark.parametrize("between", ["\n", ", ", " "])
def test_a_mark_of_secrecy_or_a_kind_of_paper_is_no_place(rules: Rules, mark: str, between: str) -> None:
    line = read(f"{mark}{between}9 April 1921", rules)
    assert line is not None
    assert line.date is not None
    assert line.place is None


@pytest.mark.parametrize(
    ("text", "edtf", "words"),
    [
        ("April 9, 1921\nReceived April 12, 1921", "1921-04-12", "April 12, 1921"),
        ("April 9, 1921 (Received April 12, 1921)", "1921-04-12", "April 12, 1921"),
        ("April 9, 1921\n[Received April 12.]", "1921-04-12", "Received April 12."),
        ("December 30, 1920\nReceived January 2", "1921-01-02", "Received January 2"),
    ],
)
def test_the_day_of_receipt_is_kept_apart_from_that_of_the_letter(
    rules: Rules, text: str, edtf: str, words: str
) -> None:
    line = read(text, rules)
    assert line is not None
    assert line.received is not None
    assert line.date is not None
    assert (line.received.date.edtf, text[line.received.span.start : line.received.span.end]) == (edtf, words)
    assert line.date.date.edtf in ("1921-04-09", "1920-12-30")


def test_a_day_of_receipt_is_no_day_of_writing(rules: Rules) -> None:
    line = read("Received April 12, 1921", rules)
    assert line is not None
    assert line.date is None
    assert line.received is not None


def test_a_receipt_without_a_year_has_no_value_where_the_letter_has_no_day(rules: Rules) -> None:
    line = read("No. 5\nReceived April 12", rules)
    assert line is not None
    assert (line.date, line.received) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "He left on 9 April 1921 and never came back.",
        "We met on April 9, 1921.",
        "Moscow",
        "Mr. Chairman,",
        "Moscow, April 9, 1921\nwhere he lived for a while",
        "A B C D E F G H I J K L M N O April 9, 1921",
        "April 9, 1921\nA\nB\nC\nD",
        "Moscow, April 9, 1921 " + "X" * 100,
        "April 9, 1921, with 30,000 Men",
    ],
)
def test_a_sentence_or_a_name_is_no_dateline(rules: Rules, text: str) -> None:
    assert read(text, rules) is None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("November 9, 1919\nReceived February 29", "1920-02-29"),
        ("December 9, 1919\n[Received February 29, 3 p.m.]", "1920-02-29"),
        ("April 9, 1921\nReceived April 2", "1921-04-02"),  # misprinted or not: both are kept, and a finding says so
        ("April 9, 1921\nReceived April 31", ""),
    ],
)
def test_a_receipt_without_a_year_is_of_the_letters_year_or_the_next(rules: Rules, text: str, edtf: str) -> None:
    line = read(text, rules)
    assert line is not None
    assert line.received is not None
    assert (line.received.date.edtf, bool(line.received.fault)) == (edtf, not edtf)
