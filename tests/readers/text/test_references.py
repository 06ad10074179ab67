"""References to other letters are read only with a date or a number."""

from __future__ import annotations

import pytest

from letterbook import dates
from letterbook.letter import Dated, Evidence, Letter, Part, PartKind, Reference, Span
from letterbook.readers.text.references import read_references
from letterbook.readers.text.rules import load_rules
from letterbook.readers.text.zones import view_of


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
        ("en", "I have your excellency’s note of the 13th ultimo.", "addressee", "note", "1920-12-13", ""),
        ("en", "Your communication of the 3d instant is here.", "addressee", "", "1921-01-03", ""),
        ("de", "Ich danke für Ihr Schreiben vom 9. d. M. sehr.", "addressee", "letter", "1921-01-09", ""),
        ("ru", "Подтверждаю получение Вашей ноты от 13 декабря сего дня.", "addressee", "note", "1920-12-13", ""),
        ("ru", "Ваше письмо за № 12 от 3-го сего месяца получено.", "addressee", "letter", "1921-01-03", "12"),
        ("ru", "Моя телеграмма от 5 января 1921 г. за № 77 послана.", "writer", "telegram", "1921-01-05", "77"),
        ("ru", "Нашу ноту от 9 прошлого месяца Вы получили.", "writer", "note", "1920-12-09", ""),
        ("tr", "9 Aralık 1920 tarihli mektubunuzu aldım.", "addressee", "letter", "1920-12-09", ""),
        ("tr", "3 Ocak tarih ve 12 sayılı telgrafınızı aldım.", "addressee", "telegram", "1921-01-03", "12"),
        ("tr", "12 sayılı ve 3 Ocak 1921 tarihli notanız alındı.", "addressee", "note", "1921-01-03", "12"),
        ("tr", "12 numaralı raporumda bunu bildirdim.", "writer", "report", None, "12"),
        ("tr", "5/1/1921 tarihli ve 7 No.lu notamız", "writer", "note", "1921-01-05", "7"),
    ],
)
def test_a_dated_or_numbered_letter_is_a_reference(
    language: str, text: str, whose: str, kind: str, date: str | None, number: str
) -> None:
    (found,) = _read(view_of(text), language)
    assert (found.whose, found.kind, found.number) == (whose, kind, number)
    assert (found.date.edtf if found.date else None) == date


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "In reply to your note of January 3 I say no.", "In reply to your note of January 3"),
        ("fr", "En réponse à votre dépêche du 5 janvier, je dis non.", "En réponse à votre dépêche du 5 janvier"),
        (
            "de",
            "In Beantwortung Ihres Schreibens vom 9. d. M. sage ich nein.",
            "In Beantwortung Ihres Schreibens vom 9. d. M.",
        ),
        ("ru", "В ответ на Вашу ноту от 3 января заявляю.", "В ответ на Вашу ноту от 3 января"),
        ("tr", "3 Ocak tarihli telgrafınıza cevaben arz ederim.", "3 Ocak tarihli telgrafınıza cevaben"),
    ],
)
def test_words_of_reply_call_the_letter_answered(language: str, text: str, words: str) -> None:
    (found,) = _read(text, language)
    assert found.answering is not None
    (span,) = found.answering.spans
    assert text[span.start : span.end] == words
    assert span.holds(found.evidence.spans[0])


@pytest.mark.parametrize(
    "text",
    [
        "I have your note of January 3.",
        "In reply to this I recall my note of January 3.",
        "In reply to my note of January 3.",
    ],
)
def test_without_words_of_reply_to_the_addressee_nothing_is_answered(text: str) -> None:
    (found,) = _read(text)
    assert found.answering is None


@pytest.mark.parametrize(
    "text",
    [
        "Your letter of the 13th proximo will come.",
        "Your letter gave me joy.",
        "Your letter of thanks came on January 3, 1921.",
        "Your note of February 2, 1922, is not yet written.",
        "My house of January 3, 1921, is sold.",
    ],
)
def test_without_a_date_or_number_of_its_own_nothing_is_a_reference(text: str) -> None:
    assert _read(text) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Ваша нота получена 3 января."),
        ("ru", "Ваш дом от 3 января."),
        ("tr", "Mektubunuz 3 Ocak 1921 tarihinde geldi."),
        ("tr", "3 Ocak 1921 tarihli mektup geldi."),
    ],
)
def test_a_date_beside_another_word_is_none_of_the_letter(language: str, text: str) -> None:
    assert _read(text, language) == []
