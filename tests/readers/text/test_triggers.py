"""Needed words are looked for before patterns run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from letterbook.readers.text.gazetteer import load_gazetteer
from letterbook.readers.text.triggers import trigger_finder

WORDS = ["troops", "our", "invader", "population"]


@given(st.lists(st.sampled_from([*WORDS, "the", "of", "Government"]), max_size=12))
def test_every_word_is_found_where_it_ends(words: list[str]) -> None:
    text = " ".join(words)
    found = trigger_finder(WORDS).find(text)
    ends = [end for end in range(len(text) + 1) if any(text[:end].endswith(word) for word in WORDS)]
    assert found.ends_of(WORDS) == ends
    assert found.any_of(WORDS) == bool(ends)


def test_without_words_nothing_is_found() -> None:
    assert not trigger_finder([]).find("our troops").any_of(["troops"])


@given(
    st.lists(st.sampled_from([*WORDS, "Turkey", "Soviet Russia", "Russia", "Russians", "in", "Reading"]), max_size=12)
)
def test_names_found_beside_words_are_those_of_the_gazetteer(words: list[str]) -> None:
    text, gazetteer = " ".join(words), load_gazetteer("en")
    found = trigger_finder([*WORDS, "Turkey"], gazetteer.names).find(text)
    assert gazetteer.whole_words(text, found.names) == gazetteer.find_all(text)
