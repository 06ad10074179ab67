"""A period: letters that may have been written in it, by the bounds of their dates."""

from __future__ import annotations

import pytest

from letterbook.catalogue import When, period_of
from letterbook.errors import UsageError


@pytest.mark.parametrize(
    ("begin", "end", "inside"),
    [
        ("1921", "", True),
        ("1921-04-10", "", False),
        ("", "1921-04-08", False),
        ("", "1921-04", True),
        ("1921-04-09", "1921-04-09", True),
        ("", "", True),
        ("-0044", "1921", True),
    ],
)
def test_a_day_is_inside_when_it_is_between_the_first_and_the_last(begin: str, end: str, inside: bool) -> None:
    assert period_of(begin, end).holds(When("1921-04-09", "1921-04-09")) is inside


@pytest.mark.parametrize(
    ("when", "inside"),
    [
        (When("1920-12-01", "1921-01-31"), True),
        (When("", "1921-06-01"), True),
        (When("1921-12-01", ""), True),
        (When("", "1920-12-31"), False),
        (When("1922-01-01", ""), False),
        (When(), False),
        (None, False),
    ],
)
def test_a_doubtful_date_is_inside_when_it_may_be(when: When | None, inside: bool) -> None:
    assert period_of("1921", "1921").holds(when) is inside


@pytest.mark.parametrize(("begin", "end"), [("spring 1921", ""), ("1921-13", ""), ("", "../1921/")])
def test_what_is_no_date_is_refused_with_an_example(begin: str, end: str) -> None:
    with pytest.raises(UsageError, match="1921-04-09"):
        period_of(begin, end)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="before"):
        period_of("1923", "1919")
