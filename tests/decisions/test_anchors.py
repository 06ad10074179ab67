"""A quotation is found again wherever its text has gone, and is told as lost where it has gone away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.decisions import Lost, anchor_of, find_anchor, nearest
from letterbook.editor import Decision, Op
from letterbook.letter import Span

TEXT = "The ship came to Smyrna.\nThe ship left Smyrna, and the second\n   ship came to Rhodes."


def asked(quote: str, nth: int = 1, before: str = "", after: str = "") -> Decision:
    return Decision(letter=0, fact="mention", op=Op.CONFIRM, quote=quote, nth=nth, before=before, after=after)


def found(quote: str, nth: int = 1, before: str = "", after: str = "", text: str = TEXT) -> str:
    span = find_anchor(text, asked(quote, nth, before, after))
    assert isinstance(span, Span)
    return text[max(0, span.start - 4) : span.end]


def test_the_nth_occurrence_is_found_and_line_ends_count_as_blanks() -> None:
    assert found("Smyrna") == " to Smyrna"
    assert found("Smyrna", 2) == "eft Smyrna"
    assert found("second ship") == "the second\n   ship"


def test_the_words_around_it_choose_among_the_occurrences() -> None:
    assert found("Smyrna", before="left") == "eft Smyrna"
    assert found("Smyrna", after=", and") == "eft Smyrna"
    assert found("ship", 2, after="came to") == "\n   ship"


def test_a_sign_of_a_pattern_is_a_sign_like_any_other() -> None:
    assert found("(a.b)*", text="x (aab)* (a.b)* y") == "ab)* (a.b)*"[1:]


def test_a_lost_anchor_says_why_and_what_comes_nearest() -> None:
    assert find_anchor(TEXT, asked("The ship came from Smyrna")) == Lost(
        "the quote does not stand in the text", "The ship came to Smyrna"
    )
    assert find_anchor(TEXT, asked("Smyrna", 3)) == Lost(
        "the quote stands in the text only 2 times, and not 3 times", "Smyrna"
    )
    assert find_anchor(TEXT, asked("Rhodes", 2)) == Lost(
        "the quote stands in the text only once, and not 2 times", "Rhodes"
    )
    assert find_anchor(TEXT, asked("Rhodes", before="from")) == Lost(
        "the quote stands in the text, but not between these words", "Rhodes"
    )


def test_nothing_is_called_nearest_that_is_not_near() -> None:
    assert nearest(TEXT, "the treaty of Gümrü") == ""
    assert nearest("", "ship") == ""


@given(st.lists(st.sampled_from(["ship", "sea", "\n", "  ", "a.b", "(", "ş"]), min_size=1), st.data())
def test_every_stretch_of_words_is_found_again_by_its_own_anchor(words: list[str], data: st.DataObject) -> None:
    """But for a quote that overlaps itself, of which the occurrences cannot be counted."""
    text = " ".join(words)
    starts = [i for i, char in enumerate(text) if not char.isspace()]
    if not starts:
        return
    start = data.draw(st.sampled_from(starts))
    end = data.draw(st.sampled_from([i + 1 for i in starts if i >= start]))
    quote, nth = anchor_of(text, Span(start, end))
    again = find_anchor(text, asked(quote, nth))
    assert isinstance(again, Span)
    assert text[again.start : again.end].split() == text[start:end].split()


@pytest.mark.parametrize("quote", ["Müller in Genève", "Mu\u0308ller in Gene\u0300ve"])
@pytest.mark.parametrize("text", ["He wrote to Müller in Genève.", "He wrote to Mu\u0308ller in Gene\u0300ve."])
def test_a_quote_is_found_whether_accents_stand_in_their_letters_or_apart(text: str, quote: str) -> None:
    """Fault case T10."""
    span = find_anchor(text, asked(quote))
    assert isinstance(span, Span)
    assert text[span.start : span.end] == text.removeprefix("He wrote to ").removesuffix(".")
