"""The language of a text is voted for by its small words; where the vote is not clear, none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.letter import Transcript
from letterbook.readers.text import language_of, load_rules, read_text
from letterbook.readers.text.rules import language_words, languages

TEXTS = {
    "en": "I have the honour to inform you that we have received your letter of the fourth.",
    "fr": "J'ai l'honneur de vous informer que nous avons reçu votre lettre du quatre de ce mois.",
    "de": "Ich habe die Ehre, Ihnen mitzuteilen, dass wir Ihr Schreiben vom Vierten nicht erhalten haben.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_the_small_words_of_a_sentence_tell_its_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Paris, 9. 4. 1921", "Smyrna Angora Moscow", "the le der"])
def test_without_a_clear_vote_no_language_is_named(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize("language", languages())
def test_every_language_has_voters_of_its_own(language: str) -> None:
    others = {word for each in languages() if each != language for word in language_words(each)["stop_words"]}
    assert len(set(language_words(language)["stop_words"]) - others) >= 20


def test_a_letter_in_another_language_than_its_edition_is_read_in_its_own() -> None:
    text = "Jane Roe an Alfred Doe, Paris, Montag, 4. Mai 1863\n\nMonsieur,\n\nJe vous remercie de votre lettre et de tout ce que vous avez fait pour moi.\n\nAgréez, Monsieur, l'assurance de ma considération distinguée.\n\nJane Roe.\n"
    letter = read_text(Transcript("x.txt", text, "fr"), load_rules("escher", "fr")).letter(1)
    assert letter.senders
    assert letter.salutation is not None
    assert letter.closing is not None
    assert (letter.salutation.value, letter.closing.value.startswith("Agréez")) == ("Monsieur", True)


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "language"), [("frus", "en"), ("pec", "fr")])
def test_the_letters_of_the_gold_are_told_apart(shared: Path, folder: str, language: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "gold" / folder).glob("*.txt"))]
    voted = [language_of(text) for text in texts]
    assert voted.count(language) >= 0.99 * len(texts)
