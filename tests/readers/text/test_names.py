"""Several persons named together, in a language that has a word for "and" between names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Span
from letterbook.readers.text import load_rules
from letterbook.readers.text.names import names_of
from letterbook.readers.text.rules import Rules


@pytest.fixture(scope="module")
def german() -> Rules:
    return load_rules("brief-de", "de")


def persons(words: str, rules: Rules) -> list[str]:
    found = names_of(words, Span(0, len(words)), rules)
    return [" ".join(words[each.start : each.end] for each in stretches) for stretches in found]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Anna Muster", ["Anna Muster"]),
        ("Anna und Otto Muster", ["Anna Muster", "Otto Muster"]),
        ("Anna, Otto und Karl von Beispiel", ["Anna von Beispiel", "Otto von Beispiel", "Karl von Beispiel"]),
        ("Anna Muster und Karl Beispiel", ["Anna Muster", "Karl Beispiel"]),
        ("Anna Muster, Otto und Karl Beispiel", ["Anna Muster", "Otto Beispiel", "Karl Beispiel"]),
        ("Frau Muster und Dr. Beispiel", ["Frau Muster", "Dr. Beispiel"]),
        ("Anna & Otto Muster", ["Anna Muster", "Otto Muster"]),
    ],
)
def test_a_given_name_shares_the_surname_that_follows(words: str, names: list[str], german: Rules) -> None:
    assert persons(words, german) == names


@pytest.mark.parametrize("words", ["Rektor und Senat der Schule", "Verein für Kunst und Wissenschaft", "Muster, Anna"])
def test_what_is_no_row_of_names_stays_one(words: str, german: Rules) -> None:
    assert persons(words, german) == [words]


def test_a_language_without_a_word_for_and_divides_nothing(german: Rules) -> None:
    rules = replace(german, words={**german.words, "joints": {}})
    assert persons("Anna und Otto Muster", rules) == ["Anna und Otto Muster"]


@given(st.lists(st.sampled_from(["Anna", "Otto", "Karl", "Marie", "Hans"]), min_size=2, max_size=5))
def test_every_stretch_lies_in_the_words_and_every_person_has_the_surname(given_names: list[str]) -> None:
    words = f"{', '.join(given_names[:-1])} und {given_names[-1]} Muster"
    found = persons(words, load_rules("brief-de", "de"))
    assert found == [f"{name} Muster" for name in given_names]
