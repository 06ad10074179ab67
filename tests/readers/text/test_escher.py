"""The profile of the Escher edition: titles by the editors, letterheads and addresses, datelines and postscripts below the signature."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from letterbook.letter import Letter, PartKind, Reading, Transcript
from letterbook.readers.text import load_rules, read_text
from letterbook.readers.text.profiles import fits, run_examples

LETTER = Path(__file__).parent / "letters" / "escher_like.txt"
LEAST = "sender=.993,addressee=.993,date=.99,place=.993,salutation=.96,signature=.93,language=1,evidence=1"
LEAST_OF_A_HALF = "sender=.99,addressee=.99,date=.98,place=.99,salutation=.96,signature=.92,evidence=1"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_text(Transcript(LETTER.name, LETTER.read_text(encoding="utf-8"), "de"), load_rules("escher", "de"))


@pytest.fixture(scope="module")
def letter(reading: Reading) -> Letter:
    return reading.letter(1)


def words(reading: Reading, kind: PartKind) -> list[str]:
    return [reading.transcript.quote(part.span) for part in reading.letter(1).parts if part.kind is kind]


def read(body: str, heading: str = "Anna Muster an Alfred Escher, s.l., s.d.") -> Reading:
    return read_text(Transcript("x.txt", f"{heading}\n\n{body}\n", "de"), load_rules("escher", "de"))


@pytest.mark.parametrize("profile", ["escher", "brief-de"])
def test_the_examples_of_a_profile_come_out_as_it_says(profile: str) -> None:
    examples = list(run_examples(load_rules(profile, "de")))
    assert len(examples) >= 5
    assert [each for each in examples if not each.holds] == []


def test_each_of_several_persons_in_a_title_is_a_sender(reading: Reading, letter: Letter) -> None:
    assert [reading.entity(party.person).label for party in letter.senders] == ["Anna Muster", "Karl von Beispiel"]


def test_place_and_day_of_the_title_outrank_the_writers(reading: Reading, letter: Letter) -> None:
    assert reading.entity(letter.place).label == "Musterstadt (MU)"
    assert letter.date is not None
    assert (letter.date.date.edtf, letter.date.evidence.rule) == ("1854-03-04", "heading-date")


def test_the_head_of_the_paper_and_marks_are_notes(reading: Reading) -> None:
    assert words(reading, PartKind.NOTE) == ["BANK IN MUSTERSTADT.", "Vertraulich.", "1 Beilage"]


def test_the_address_above_the_text_counts_as_the_first_form_of_address(reading: Reading, letter: Letter) -> None:
    assert letter.salutation is not None
    assert letter.salutation.value == "Herrn Nationalrath Dr. Escher in Zürich"
    assert words(reading, PartKind.SALUTATION) == ["Hochgeachteter Herr Präsident!"]


def test_a_closing_of_two_lines_is_one(letter: Letter) -> None:
    assert letter.closing is not None
    assert letter.closing.value == "Mit vollkommener Hochachtung\n\nIhre stets ergebenen"


def test_those_who_sign_stand_one_below_the_other(reading: Reading) -> None:
    assert words(reading, PartKind.SIGNATURE) == ["Anna Muster\n\nK. v. Beispiel"]


def test_dateline_address_and_postscript_stand_below_the_signature(reading: Reading) -> None:
    assert words(reading, PartKind.DATELINE) == ["Musterstaad, den 4. März 54."]
    assert words(reading, PartKind.ADDRESS) == ["Herrn Nationalrath Dr. Escher in Zürich.", "Herrn Dr. Escher, Zürich"]
    assert words(reading, PartKind.POSTSCRIPT) == ["P. S. Der zweite Plan folgt morgen."]


def test_a_title_without_place_and_day_gives_neither() -> None:
    letter = read("Lieber Freund!\n\nKomm bald.\n\nDein\n\nMuster").letter(1)
    assert (letter.place, letter.date) == ("", None)


def test_a_profile_made_for_the_series_comes_before_a_general_one() -> None:
    transcript = Transcript(LETTER.name, LETTER.read_text(encoding="utf-8"), "de")
    first, second = fits([transcript])[:2]
    assert (first.profile, second.profile) == ("escher", "brief-de")
    assert first.share == second.share


def test_an_unknown_party_is_nobody() -> None:
    letter = read("Text.", "Unbekannt an Alfred Escher, Bern, Montag, 01. Mai 1848").letter(1)
    assert (letter.senders, len(letter.addressees)) == ((), 1)


def test_mayor_and_council_are_one_body() -> None:
    reading = read("Text.", "Bürgermeister und Rat Musterstadt an Alfred Escher, Bern, Montag, 01. Mai 1848")
    bodies = [reading.entity(party.body).label for party in reading.letter(1).senders]
    assert bodies == ["Bürgermeister und Rat Musterstadt"]


def test_a_noun_that_is_a_body_as_well_as_an_office_invents_no_person() -> None:
    reading = read("Text.", "Anna Muster an Staatsrat Musterstadt, Bern, Montag, 01. Mai 1848")
    party = reading.letter(1).addressees[0]
    assert (reading.entity(party.body).label, party.person) == ("Staatsrat Musterstadt", "")


@pytest.mark.parametrize(
    ("salutation", "kept"),
    [
        ("Theuerster Freund!", "Theuerster Freund"),
        ("Mein Bester!", "Mein Bester"),
        ("Hochwohlgeborner, hochgeachteter Herr!", "Hochwohlgeborner, hochgeachteter Herr"),
        ("Euer Exzellenz,", "Euer Exzellenz"),
        ("Sehr geehrter Herr Minister!", "Sehr geehrter Herr Minister"),
        ("Herr Staatssekretär!", "Herr Staatssekretär"),
        ("Meine Herren!", "Meine Herren"),
        ("Liebe Eltern!", "Liebe Eltern"),
        ("Gnädige Frau", "Gnädige Frau"),
    ],
)
def test_a_line_with_a_form_of_address_opens_the_letter(salutation: str, kept: str) -> None:
    found = read(f"{salutation}\n\nWir kommen am Abend.\n\nDein\n\nMuster").letter(1).salutation
    assert found is not None
    assert found.value == kept


def test_a_salutation_may_be_run_into_the_first_sentence() -> None:
    reading = read("Lieber Freund! Wir kommen am Abend und bringen die Bücher mit, die Du haben wolltest.")
    assert words(reading, PartKind.SALUTATION) == ["Lieber Freund"]
    assert words(reading, PartKind.PARAGRAPH)[0].startswith("Wir kommen")


@pytest.mark.parametrize(
    "closing",
    [
        "Dein",
        "Ihr ergebenster",
        "Stets Dein treuer Freund",
        "In Eile Dein",
        "Mit vorzüglicher Hochachtung",
        "Hochachtungsvoll",
        "Genehmigen Sie, hochgeachteter Herr, die Versicherung meiner vollkommenen Hochachtung!",
        "Mit herzlichem Gruß Deine alte Freundin",
        "Es grüßt Sie freundschaftlich Ihr",
    ],
)
def test_a_formula_closes_the_letter_and_the_name_below_it_signs(closing: str) -> None:
    letter = read(f"Lieber Freund!\n\nWir kommen am Abend.\n\n{closing}\n\nA. M.\n\nBern 1. Mai 1848").letter(1)
    assert letter.closing is not None
    assert closing.rstrip("!").endswith(letter.closing.value.rstrip("!"))
    assert letter.signature is not None
    assert letter.signature.value == "A. M"


def test_a_signature_may_follow_its_formula_on_the_line() -> None:
    letter = read("Lieber Freund!\n\nWir kommen am Abend. Es grüßt Dich Dein Freund A. Muster.").letter(1)
    assert letter.signature is not None
    assert letter.closing is not None
    assert (letter.closing.value, letter.signature.value) == ("Dein Freund", "A. Muster")


def test_an_office_that_announces_a_name_is_no_signature() -> None:
    body = "Lieber Freund!\n\nText.\n\nMit vorzüglicher Hochachtung\n\nDer Präsident der Direktion der Bahn:"
    assert read(body).letter(1).signature is None


def score(gold: Path, letters: Path, shared: Path, least: str) -> str:
    """What the scorer says where a minimum is not reached; else nothing."""
    command = [sys.executable, str(shared / "extraction/score.py"), str(gold), str(letters), "--language", "de"]
    done = subprocess.run([*command, "--min", least], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ""


@pytest.mark.shared
def test_the_gold_of_the_edition_is_reached_in_the_whole_and_in_both_halves(shared: Path, tmp_path: Path) -> None:
    gold, letters = shared / "gold/escher", tmp_path / "letters.jsonl"
    command = [sys.executable, "-m", "letterbook", "read", str(gold), "--profile", "escher", "--language", "de"]
    with letters.open("w", encoding="utf-8") as out:
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=True)
    assert score(gold, letters, shared, LEAST) == ""
    lines = letters.read_text(encoding="utf-8").splitlines()
    for half in (0, 1):  # rules made on the letters of one half must hold for the other
        folder = tmp_path / f"half-{half}"
        folder.mkdir()
        names = [path.name for path in sorted(gold.glob("*.txt"))][half::2]
        for name in names:
            shutil.copy(gold / name, folder)
            shutil.copy((gold / name).with_suffix(".json"), folder)
        own = folder.with_suffix(".jsonl")
        own.write_text("".join(f"{each}\n" for each in lines if json.loads(each)["source"] in names), encoding="utf-8")
        assert score(folder, own, shared, LEAST_OF_A_HALF) == ""
