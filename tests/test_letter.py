"""The values of a reading know whose words a stretch is."""

from __future__ import annotations

import pytest

from letterbook.letter import Letter, Part, PartKind, Reading, Span, Transcript

TEXT = "Heading\n\nSir,\n\nText.\n\nReply:\n\nSir,\n\nMore."


@pytest.fixture
def reading() -> Reading:
    outer = Letter(
        ordinal=1,
        extent=Span(0, 20),
        parts=(
            Part(PartKind.HEADING, Span(0, 7)),
            Part(PartKind.SALUTATION, Span(9, 13)),
            Part(PartKind.PARAGRAPH, Span(15, 20)),
        ),
    )
    inner = Letter(
        ordinal=2,
        inside=1,
        extent=Span(30, 41),
        parts=(
            Part(PartKind.LINK, Span(22, 28)),
            Part(PartKind.SALUTATION, Span(30, 34)),
            Part(PartKind.PARAGRAPH, Span(36, 41)),
        ),
    )
    return Reading(transcript=Transcript("a.txt", TEXT, "en"), profile="x", letters=(outer, inner))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_a_span_has_a_beginning_before_its_end(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_words_of_the_edition_have_no_writer(reading: Reading) -> None:
    assert reading.writer_at(Span(0, 7)) is None
    assert reading.writer_at(Span(22, 28)) is None


def test_words_of_a_letter_are_its_writers_also_across_parts(reading: Reading) -> None:
    assert reading.writer_at(Span(9, 20)) is reading.letter(1)
    assert reading.writer_at(Span(30, 41)) is reading.letter(2)


def test_a_part_belongs_to_the_letter_that_it_introduces(reading: Reading) -> None:
    assert reading.letter_at(Span(22, 25)) is reading.letter(2)
    assert reading.letter_at(Span(20, 22)) is None


def test_positions_count_from_one(reading: Reading) -> None:
    assert [reading.transcript.position(offset) for offset in (0, 8, 9, 15)] == [(1, 1), (2, 1), (3, 1), (5, 1)]
