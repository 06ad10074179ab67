"""Blocks, lines and quotations have exact places, whatever blanks, quotes and line ends the text is written with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Span
from letterbook.readers.text.zones import (
    blocks_of,
    has_a_line_for_a_block,
    lines_of,
    quoted,
    trimmed,
    unwrapped,
    view_of,
)

# Letters, and all that makes the places of a text hard to keep.
TEXTS = st.text(st.sampled_from("aB1.,:'’‘\"“”„«» \u00a0\u202f\t\r\n\u00adé😀"), max_size=80)


def words(text: str, span: Span | None) -> str | None:
    return text[span.start : span.end] if span else None


@given(TEXTS)
def test_the_view_has_a_character_for_each_character_of_the_text(text: str) -> None:
    view = view_of(text)
    assert len(view) == len(text)
    assert [(a, b) for a, b in zip(text, view, strict=True) if a.isalnum() and a != b] == []
    assert "\r" not in view


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("No.\u00a0319", "No. 319"),
        ("10\u202f000", "10 000"),
        ("the People’s ‘own’", "the People's 'own'"),
        ("“a” „b” «c»", '"a" "b" "c"'),
        ("a\r\nb", "a \nb"),
        ("a\rb", "a\nb"),
        ("Atatürk 😀", "Atatürk 😀"),
    ],
)
def test_the_view_has_plain_blanks_quotes_and_line_ends(text: str, view: str) -> None:
    assert view_of(text) == view


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blocks_are_divided_by_empty_lines_and_have_no_blanks_around_them(end: str) -> None:
    text = end.join(["", "  Mr. Chairman,  ", " \t", "First", "and second line. ", "", "", "\u00a0End", ""])
    found = [words(text, block.span) for block in blocks_of(view_of(text))]
    assert found == ["Mr. Chairman,", f"First{end}and second line.", "End"]


def test_a_stretch_has_only_its_own_blocks() -> None:
    text = "one\n\ntwo\n\nthree"
    assert [words(text, block.span) for block in blocks_of(text, 5, 8)] == ["two"]
    assert blocks_of(text, 3, 5) == []


@given(TEXTS)
def test_every_word_stands_in_one_block_and_in_one_line_of_it(text: str) -> None:
    view = view_of(text)
    blocks = [block.span for block in blocks_of(view)]
    lines = [line for span in blocks for line in lines_of(view, span)]
    for spans in (blocks, lines):
        covered = [place for span in spans for place in range(span.start, span.end)]
        assert len(covered) == len(set(covered))
        assert {place for place, sign in enumerate(view) if not sign.isspace()} <= set(covered)
    assert all("\n" not in view[line.start : line.end] for line in lines)
    assert all(view[s.start : s.end] == view[s.start : s.end].strip() for s in (*blocks, *lines))


@given(TEXTS)
def test_trimming_takes_nothing_but_blanks(text: str) -> None:
    assert (words(text, trimmed(text, 0, len(text))) or "") == text.strip()


@given(TEXTS)
def test_unwrapping_keeps_places_and_blocks(text: str) -> None:
    view = view_of(text)
    flat = unwrapped(view)
    assert [(a, b) for a, b in zip(view, flat, strict=True) if a != b and (a, b) != ("\n", " ")] == []
    assert [block.span for block in blocks_of(flat)] == [block.span for block in blocks_of(view)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_sentence_broken_over_lines_is_one_when_unwrapped(end: str) -> None:
    flat = unwrapped(view_of(end.join(["Great", "Britain", "", "Paris"])))
    assert [" ".join(line.split()) for line in flat.split("\n") if line.strip()] == ["Great Britain", "Paris"]


def test_long_lines_without_an_empty_one_between_them_are_a_block_each() -> None:
    text = "Mr. Chairman,\n" + "A word. " * 20 + "\nYours faithfully,\n"
    assert has_a_line_for_a_block(text)
    assert [words(text, block.span) for block in blocks_of(text, by_line=True)] == [
        line.strip() for line in text.splitlines()
    ]


@pytest.mark.parametrize(
    "text", ["Sir,\nText.\n", "Sir,\n\n" + "A word. " * 20, "A word that was\nbroken to fit\nthe page.\n", ""]
)
def test_lines_that_were_broken_to_fit_a_page_are_no_blocks(text: str) -> None:
    assert not has_a_line_for_a_block(text)


def test_one_pair_of_marks_holds_several_paragraphs() -> None:
    text = view_of("“Mr. Consul,\n\nFirst.\n\nHe said “no”. ”\n")
    marks = quoted(text, 0, len(text))
    assert marks is not None
    assert [words(text, span) for span in marks] == ['"', 'Mr. Consul,\n\nFirst.\n\nHe said "no".', '"']


@pytest.mark.parametrize("text", ["no mark", '"never closed', 'before "it"', '""', '" "', ""])
def test_what_is_not_quoted_as_a_whole_has_no_marks(text: str) -> None:
    assert quoted(text, 0, len(text)) is None


def test_a_quotation_ends_within_its_stretch() -> None:
    assert quoted('"a" and "b"', 0, 7) == (Span(0, 1), Span(1, 2), Span(2, 3))
