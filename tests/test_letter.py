"""The values of a reading know whose words a stretch is, and where it stands in the file."""

from __future__ import annotations

import dataclasses
import hashlib
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from letterbook.letter import (
    EDITION_PARTS,
    Entity,
    EntityKind,
    Evidence,
    Letter,
    Part,
    PartKind,
    Party,
    Reading,
    Span,
    Transcript,
)

#       0          9       15      22        32      38          49         60         71
TEXT = "Heading\n\nSir,\n\nText.\n\n[Reply:]\n\nSir,\n\n[1 a note]\n\nReply ends\n\nText ends.\n\nSource."


def part(kind: PartKind, words: str, nth: int = 1) -> Part:
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Part(kind, Span(start, start + len(words)))


@pytest.fixture
def reading() -> Reading:
    """A letter in whose print a reply stands: the outer one goes on after the inner one has ended."""
    outer = Letter(
        ordinal=1,
        extent=Span(0, len(TEXT)),
        parts=(
            part(PartKind.HEADING, "Heading"),
            part(PartKind.SALUTATION, "Sir,"),
            part(PartKind.PARAGRAPH, "Text."),
            part(PartKind.PARAGRAPH, "Text ends."),
            part(PartKind.SOURCE, "Source."),
        ),
    )
    inner = Letter(
        ordinal=2,
        inside=1,
        extent=Span(TEXT.index("[Reply"), TEXT.index("Text ends")),
        parts=(
            part(PartKind.LINK, "[Reply:]"),
            part(PartKind.SALUTATION, "Sir,", nth=2),
            part(PartKind.NOTE, "[1 a note]"),
            part(PartKind.PARAGRAPH, "Reply ends"),
        ),
    )
    evidence = Evidence((Span(0, 7),), "rule")
    return Reading(
        transcript=Transcript("a.txt", TEXT, "en"),
        profile="x",
        letters=(outer, inner),
        entities=(Entity("e1", EntityKind.PLACE, "Ankara", True, evidence),),
    )


def words(text: str, nth: int = 1) -> Span:
    return part(PartKind.PARAGRAPH, text, nth).span


# --- spans ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_a_span_has_a_beginning_before_its_end(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


spans = st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(spans, spans)
@example(Span(0, 5), Span(5, 9))
@example(Span(0, 5), Span(0, 5))
def test_spans_hold_and_overlap_as_their_characters_do(one: Span, other: Span) -> None:
    first, second = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.holds(other) == (second <= first)
    assert one.overlaps(other) == bool(first & second)
    assert one.overlaps(other) == other.overlaps(one)


def test_spans_stand_in_the_order_of_the_text() -> None:
    assert sorted([Span(3, 4), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(3, 4)]


# --- transcripts ---------------------------------------------------------------------------------------------------


def test_a_quote_is_the_characters_of_its_span_counted_in_code_points() -> None:
    transcript = Transcript("a.txt", "Paşa \U0001f58b e\u0301crit", "fr")
    assert transcript.quote(Span(0, 4)) == "Paşa"
    assert transcript.quote(Span(5, 6)) == "\U0001f58b"
    assert transcript.quote(Span(7, 9)) == "e\u0301"
    assert transcript.sha256() == hashlib.sha256("Paşa \U0001f58b e\u0301crit".encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "offset", "wanted"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),  # the line end belongs to its line
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 2, (1, 3)),  # between CR and LF no line begins
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("\r\r\n\n", 1, (2, 1)),
        ("\r\r\n\n", 3, (3, 1)),
        ("\r\r\n\n", 4, (4, 1)),
        ("a\n", 2, (2, 1)),
        ("a\u2028b\x85c\x0cd", 6, (1, 7)),  # what an editor's editor shows as one line is one line
    ],
)
def test_lines_and_columns_count_from_one_whatever_ends_the_lines(
    text: str, offset: int, wanted: tuple[int, int]
) -> None:
    """Fault case T13."""
    assert Transcript("a.txt", text, "en").position(offset) == wanted


@given(st.text(st.sampled_from("ab\r\n\x85\u2028\U0001f58b"), max_size=30), st.data())
def test_line_and_column_lead_back_to_the_character(text: str, data: st.DataObject) -> None:
    """Fault case T13: as Python's universal newlines divide the text."""
    offset = data.draw(st.integers(0, len(text)))
    line, column = Transcript("a.txt", text, "en").position(offset)
    starts, at = [0], 0
    while at < len(text):
        at += 2 if text[at : at + 2] == "\r\n" else 1
        if text[at - 1] in "\r\n":
            starts.append(at)
    assert starts[line - 1] + column - 1 == offset
    assert line == len(starts) or offset < starts[line]


def test_a_transcript_that_has_told_a_position_is_equal_to_one_that_has_not() -> None:
    """What it remembers for speed is no part of its value, and survives the way to another process."""
    asked, fresh = Transcript("a.txt", "a\nb", "en"), Transcript("a.txt", "a\nb", "en")
    asked.position(2)
    assert asked == fresh
    assert hash(asked) == hash(fresh)
    assert pickle.loads(pickle.dumps(asked)) == fresh
    assert repr(asked) == repr(fresh)


# --- readings ------------------------------------------------------------------------------------------------------


def test_words_of_the_edition_have_no_writer_wherever_they_stand(reading: Reading) -> None:
    """The sentence that introduces the reply stands amid the words of the outer letter, a note amid those of the inner."""
    for text in ("Heading", "[Reply:]", "Reply:", "[1 a note]", "note", "Source."):
        assert reading.writer_at(words(text)) is None, text
    for letter in reading.letters:
        for each in letter.parts:
            assert (reading.writer_at(each.span) is None) == (each.kind in EDITION_PARTS)


def test_words_of_a_letter_are_its_writers_also_across_parts(reading: Reading) -> None:
    outer, inner = reading.letters
    assert reading.writer_at(words("Text.")) is outer
    assert reading.writer_at(words("Text ends.")) is outer
    assert reading.writer_at(words("Sir,\n\nText.")) is outer
    assert reading.writer_at(words("Sir,", nth=2)) is inner
    assert reading.writer_at(words("Reply ends")) is inner
    assert reading.writer_at(words("note]\n\nReply ends")) is inner


def test_words_across_the_border_of_two_letters_are_not_the_inner_writers(reading: Reading) -> None:
    assert reading.writer_at(words("ends\n\nText")) is reading.letter(1)
    assert reading.writer_at(words("Heading\n\nSir")) is None


def test_a_part_belongs_to_the_letter_that_it_introduces(reading: Reading) -> None:
    outer, inner = reading.letters
    assert reading.letter_at(words("[Reply:]")) is inner
    assert reading.letter_at(words("Heading")) is outer
    assert reading.letter_at(words("\n\n[Reply")) is None


def test_the_own_words_of_a_letter_are_those_that_its_writer_wrote(reading: Reading) -> None:
    outer, inner = reading.letters
    assert [TEXT[span.start : span.end] for span in outer.own_words] == ["Sir,", "Text.", "Text ends."]
    assert [TEXT[span.start : span.end] for span in inner.own_words] == ["Sir,", "Reply ends"]


def test_letters_and_entities_are_found_by_what_names_them(reading: Reading) -> None:
    assert [reading.letter(ordinal).ordinal for ordinal in (1, 2)] == [1, 2]
    assert reading.entity("e1").label == "Ankara"


@pytest.mark.parametrize("ordinal", [0, -1, 3])
def test_a_letter_that_is_not_there_is_never_another_one(reading: Reading, ordinal: int) -> None:
    """0 stands for none in ``inside``; it must not count from the end."""
    with pytest.raises(KeyError, match=str(ordinal)):
        reading.letter(ordinal)


def test_an_entity_that_is_not_there_is_said_so(reading: Reading) -> None:
    with pytest.raises(KeyError, match="e2"):
        reading.entity("e2")


def test_a_reading_without_letters_speaks_of_none() -> None:
    empty = Reading(transcript=Transcript("a.txt", TEXT, "en"), profile="x", letters=())
    assert empty.writer_at(Span(0, 3)) is None
    assert empty.letter_at(Span(0, 3)) is None


def test_a_party_acts_as_its_person_else_its_office_else_its_body() -> None:
    evidence = Evidence((Span(0, 1),), "rule")
    assert Party("x", evidence, person="p", office="o").agent == "p"
    assert Party("x", evidence, office="o", body="b").agent == "o"
    assert Party("x", evidence, body="b").agent == "b"


def test_what_was_read_cannot_be_changed(reading: Reading) -> None:
    for value, name in (
        (reading, "letters"),
        (reading.letter(1), "ordinal"),
        (reading.transcript, "text"),
        (Span(0, 1), "end"),
    ):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, None)
    assert pickle.loads(pickle.dumps(reading)) == reading
