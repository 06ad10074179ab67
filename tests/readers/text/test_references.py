"""References to other letters are read only with a date or a number."""

from __future__ import annotations

import pytest

from letterbook import dates
from letterbook.letter import Dated, Evidence, Letter, Part, PartKind, Reference, Span
from letterbook.readers.text.references import read_references
from letterbook.readers.text.rules import load_rules


def _read(text: str, language: str = "en") -> list[Reference]:
    whole = Span(0, len(text))
    sent = Dated(dates.day(1921, 1, 20, wording="January 20, 1921"), Evidence((whole,), "heading"))
    letter = Letter(ordinal=1, extent=whole, parts=(Part(PartKind.PARAGRAPH, whole),), date=sent)
    return list(read_references(text, (letter,), load_rules("frus", language)))


@pytest.mark.parametrize(
    ("language", "text", "whose", "kind", "date", "number"),
    [
        ("en", "I have your letter of the 13th of December before me.", "addressee", "letter", "1920-12-13", ""),
        ("en", "See your despatch No. 12 of January 3.", "addressee", "despatch", "1921-01-03", "12"),
        ("en", "In mine of the 9th ultimo I said so.", "writer", "", "1920-12-09", ""),
        ("en", "My telegram of November 4, 6 p.m., stands.", "writer", "telegram", "1920-11-04", ""),
        ("en", "Referring to your No. 313, it is done.", "addressee", "", None, "313"),
        ("en", "Your No. 83, January 9, 4 p.m., is here.", "addressee", "", "1921-01-09", "83"),
        ("en", "Your despatch of January 7 (No. 6) is here.", "addressee", "despatch", "1921-01-07", "6"),
        ("fr", "J'ai reçu votre lettre du 13 courant.", "addressee", "letter", "1921-01-13", ""),
        ("de", "Ich danke für Ihr Schreiben vom 9. d. M. sehr.", "addressee", "letter", "1921-01-09", ""),
    ],
)
def test_a_dated_or_numbered_letter_is_a_reference(
    language: str, text: str, whose: str, kind: str, date: str | None, number: str
) -> None:
    (found,) = _read(text, language)
    assert (found.whose, found.kind, found.number) == (whose, kind, number)
    assert (found.date.edtf if found.date else None) == date


@pytest.mark.parametrize(
    "text",
    [
        "Your letter gave me joy.",
        "Your letter of thanks came on January 3, 1921.",
        "Your note of February 2, 1922, is not yet written.",
        "My house of January 3, 1921, is sold.",
    ],
)
def test_without_a_date_or_number_of_its_own_nothing_is_a_reference(text: str) -> None:
    assert _read(text) == []
