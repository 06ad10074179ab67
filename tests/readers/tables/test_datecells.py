"""Dates in cells: what is certain is read, what is not is told."""

from __future__ import annotations

import pytest

from letterbook.readers.tables.datecells import read_date_cell


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        ("1921-04-09", "1921-04-09"),
        ("1921-04-09T00:00:00", "1921-04-09"),
        ("1921-04~", "1921-04~"),
        ("1667%", "1667%"),
        ("[1667-03..1667-06]", "[1667-03..1667-06]"),
        ("1669~/1670~", "1669~/1670~"),
        ("192X", "192X"),
        ("1877", "1877"),
        ("-0043-03-15", "-0043-03-15"),
        ("09.04.1921", "1921-04-09"),
        ("4/13/1921", "1921-04-13"),
        ("13/4/1921", "1921-04-13"),
        ("12 марта 1877 г.", "1877-03-12"),
        ("[vor 29. September 1667]", "[..1667-09-28]"),
        ("9 avril 1921", "1921-04-09"),
        ("9 Nisan 1921", "1921-04-09"),
        ("28 Jan 1708/9", "1709-01-28"),
    ],
)
def test_a_date_is_read_in_figures_and_in_words(cell: str, edtf: str) -> None:
    for language in ("de", "ru", ""):
        read = read_date_cell(cell, language)
        assert (read.date.edtf, read.code) == (edtf, "")
        assert read.date.wording == cell


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31 февраля 1898", "L203"),
        ("1898-02-31", "L203"),
        ("31.02.1898", "L203"),
        ("9/4/1921", "L255"),
        ("09.04.21", "L255"),
        ("7770", "L255"),
        ("43831", "L255"),
        ("0201-05-01", "L255"),
        ("soon after Easter", "L250"),
        ("красный", "L250"),
    ],
)
def test_what_is_no_day_for_certain_is_kept_in_its_words(cell: str, code: str) -> None:
    read = read_date_cell(cell, "ru")
    assert (read.date.edtf, read.date.wording, read.code) == ("", cell, code)
    assert read.message
    assert read.remedy


@pytest.mark.parametrize("cell", ["s.d.", "б. д.", "o. D."])
def test_that_there_is_no_date_is_understood(cell: str) -> None:
    read = read_date_cell(cell, "")
    assert (read.date.edtf, read.code) == ("", "")


def test_the_mapping_says_which_of_day_and_month_stands_first() -> None:
    assert read_date_cell("9/4/1921", "en", day_first=True).date.edtf == "1921-04-09"
    assert read_date_cell("9/4/1921", "en", day_first=False).date.edtf == "1921-09-04"


def test_a_day_in_two_calendars_is_told_with_both() -> None:
    read = read_date_cell("12/24 марта 1877", "ru")
    assert (read.date.edtf, read.code) == ("1877-03-24", "L254")
    assert "1877-03-12 by the Julian calendar and 1877-03-24 by the Gregorian" in read.message
