"""Dates and numbers in words: what is known is said, and no more."""

from __future__ import annotations

import pytest

from letterbook.catalogue.times import When
from letterbook.web.pages import load_strings
from letterbook.web.pages.times import say_when


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("1921-04-09", "1921-04-09", "9 April 1921"),
        ("1921-04-01", "1921-04-30", "April 1921"),
        ("1900-02-01", "1900-02-28", "February 1900"),
        ("1904-02-01", "1904-02-28", "between 1 and 28 February 1904"),
        ("1921-01-01", "1921-12-31", "1921"),
        ("1921-04-09", "1922-01-02", "between 9 April 1921 and 2 January 1922"),
        ("", "1921-04-12", "not after 12 April 1921"),
        ("0987-04-12", "", "not before 12 April 987"),
        ("", "", "undated"),
    ],
)
def test_a_time_is_said_as_closely_as_it_is_known(begin: str, end: str, words: str) -> None:
    assert say_when(When(begin, end), load_strings("en")) == words


def test_letters_without_a_date_come_last() -> None:
    days = [When(), When("1921-04-09", "1921-04-09"), When("", "0987-01-01"), When("-0044-03-15", "-0044-03-15")]
    assert [day.year for day in sorted(days, key=lambda day: day.order)] == ["-0044", "0987", "1921", ""]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "1 letter, 3 letters, 25 letters"), ("ru", "1 письмо, 3 письма, 25 писем"), ("de-AT", "1 Brief, 3 Briefe, 25 Briefe")],
)  # fmt: skip
def test_a_number_has_its_noun_in_the_right_form(language: str, words: str) -> None:
    assert ", ".join(load_strings(language).count("letters", number) for number in (1, 3, 25)) == words


def test_a_language_without_a_table_is_shown_in_english() -> None:
    assert load_strings("ja").language == "en"
