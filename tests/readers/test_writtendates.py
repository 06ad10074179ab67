"""Dates in words, and that the short way to the commonest form says what the rules say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from letterbook.readers import writtendates
from letterbook.readers.text.daywords import read_date
from letterbook.readers.writtendates import written_date

WORDS = st.sampled_from(
    ["January", "Feb", "february", "March", "Mai", "Sept", "December", "Washington", "Easter", "No"]
)
BEHIND = st.sampled_from(["", ", 9 p.m.", "—11 a.m.", ", noon", "—midnight", ", 10:30 p.m."])


@given(WORDS, st.integers(0, 32), st.integers(1590, 2010), BEHIND)
def test_a_plain_english_date_is_what_the_rules_read(word: str, day: int, year: int, behind: str) -> None:
    words = f"{word} {day}, {year}{behind}"
    by_rules = read_date(words, writtendates._date_rules("en"))
    plain = writtendates._plain(words, "en")
    assert plain is None or plain == by_rules


def test_other_languages_are_read_by_their_own_rules() -> None:
    date = written_date("1er mars 1894", "fr")
    assert date is not None
    assert date.edtf == "1894-03-01"
    unread = written_date("March 4, 1894", "zh")
    assert unread is not None
    assert unread.edtf == "1894"
