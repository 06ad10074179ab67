"""The profile of the letters of d'Estournelles de Constant: heads by line, addresses on the pages, names at the end and in the salutation."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from letterbook.letter import EntityKind, PartKind, Reading, Transcript
from letterbook.readers.text import load_rules, read_text
from letterbook.readers.text.profiles import run_examples

LETTER = Path(__file__).parent / "letters" / "destournelles_like.txt"
LEAST = "sender=.985,addressee=.96,date=.97,place=.95,number=.96,salutation=.98,signature=.93,inside=.75,evidence=1"
LEAST_OF_MENTIONS = "mentions.person=.76,lenient.mentions.person=.87,mentions.place=.85,lenient.mentions.place=.87"


@pytest.fixture(scope="module")
def reading() -> Reading:
    text = LETTER.read_text(encoding="utf-8")
    return read_text(Transcript(LETTER.name, text, "fr"), load_rules("destournelles", "fr"))


def words(reading: Reading, letter: int, kind: PartKind) -> list[str]:
    return [reading.transcript.quote(part.span) for part in reading.letter(letter).parts if part.kind is kind]


def read(body: str, *, heading: str = "LETTRE N° 5.") -> Reading:
    return read_text(Transcript("x.txt", f"{heading}\n\n{body}\n", "fr"), load_rules("destournelles", "fr"))


@pytest.mark.parametrize("profile", ["destournelles", "lettre-fr"])
def test_the_examples_of_a_profile_come_out_as_it_says(profile: str) -> None:
    examples = list(run_examples(load_rules(profile, "fr")))
    assert len(examples) >= 4
    assert [each for each in examples if not each.holds] == []


def test_each_line_of_the_head_is_read_for_itself(reading: Reading) -> None:
    assert words(reading, 1, PartKind.HEADING) == ["LETTRE N° 31 bis."]
    assert words(reading, 1, PartKind.DATELINE) == ["GENÈVE, le 4 mars 1915"]
    assert words(reading, 1, PartKind.SALUTATION) == ["Mon cher Marchand,"]


def test_a_line_above_the_salutation_that_nothing_explains_is_the_summary(reading: Reading) -> None:
    assert words(reading, 1, PartKind.NOTE)[0] == "L'HIVER À GENÈVE. UNE VISITE de M. LENOIR."


def test_the_number_keeps_what_is_printed_behind_it(reading: Reading) -> None:
    number = reading.letter(1).number
    assert number is not None
    assert number.value == "31 bis"


@pytest.mark.parametrize("number", ["7", "2 24", "II2", "1.340", "198 bis"])
def test_a_number_may_be_typed_with_letters_blanks_and_points(number: str) -> None:
    found = read("Mon cher ami,\n\nTexte.", heading=f"LETTRE N° {number}.").letter(1).number
    assert found is not None
    assert found.value == number


def test_signature_and_salutation_name_the_correspondents(reading: Reading) -> None:
    letter = reading.letter(1)
    assert [reading.entity(party.person).label for party in letter.senders] == ["d'Arbois"]
    assert [reading.entity(party.person).label for party in letter.addressees] == ["Marchand"]
    assert (letter.senders[0].evidence.rule, letter.addressees[0].evidence.rule) == (
        "sender-of-signature",
        "addressee-of-salutation",
    )


@pytest.mark.parametrize(
    "salutation", ["Mon cher ami,", "Monsieur le Président,", "Cher Monsieur,", "Madame la Comtesse,"]
)
def test_a_form_of_address_without_a_name_names_nobody(salutation: str) -> None:
    assert read(f"{salutation}\n\nTexte.").letter(1).addressees == ()


def test_initials_under_a_letter_name_nobody() -> None:
    assert read("Mon cher ami,\n\nTexte.\n\nVotre tout dévoué,\n\nd'A").letter(1).senders == ()


def test_addresses_at_the_foot_of_a_page_are_no_part_of_the_text(reading: Reading) -> None:
    assert words(reading, 1, PartKind.ADDRESS) == [
        "à Monsieur le Président Louis MARCHAND,",
        "LAUSANNE.",
        "à Monsieur le Président",
        "Louis MARCHAND,",
        "LAUSANNE.",
    ]
    assert all("MARCHAND" not in paragraph for paragraph in words(reading, 1, PartKind.PARAGRAPH))


def test_a_postscript_that_is_signed_again_ends_the_letter(reading: Reading) -> None:
    assert words(reading, 1, PartKind.SIGNATURE) == ["d'Arbois", "d'A"]
    assert words(reading, 1, PartKind.POSTSCRIPT) == ["P.S.-", "Le lac a gelé cette nuit."]
    signature = reading.letter(1).signature
    assert signature is not None
    assert signature.value == "d'A"


def test_a_paper_behind_its_marker_is_a_letter_of_its_own(reading: Reading) -> None:
    inner = reading.letter(2)
    assert (inner.inside, [(each.kind, each.letter) for each in inner.relations]) == (1, [("enclosure", 1)])
    assert inner.date is not None
    assert inner.date.date.edtf == "1915-03-01"
    assert [reading.entity(party.person).label for party in inner.senders] == ["Paul Bertin"]


def test_persons_are_found_by_title_and_again_by_surname(reading: Reading) -> None:
    named = [
        reading.transcript.quote(mention.span)
        for mention in reading.mentions
        if reading.entity(mention.entity).kind is EntityKind.PERSON and mention.rule != "addressee-of-salutation"
    ]
    assert named[:7] == [
        "M. LENOIR",
        "M. Lenoir",
        "général Aubry",
        "Mme Lenoir",
        "Bertin",
        "Monsieur le Président Louis MARCHAND",
        "Lenoir",
    ]


def score(gold: Path, letters: Path, shared: Path, least: str) -> str:
    """What the scorer says where a minimum is not reached; else nothing."""
    command = [sys.executable, str(shared / "extraction/score.py"), str(gold), str(letters), "--min", least]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ""


@pytest.mark.shared
def test_the_gold_of_the_edition_is_reached_in_the_whole_and_in_both_halves(shared: Path, tmp_path: Path) -> None:
    gold, letters = shared / "gold/pec", tmp_path / "letters.jsonl"
    command = [sys.executable, "-m", "letterbook", "read", str(gold), "--profile", "destournelles", "--language", "fr"]
    with letters.open("w", encoding="utf-8") as out:
        options = ["--registers", str(shared / "corpora/destournelles/indexes")]
        subprocess.run([*command, *options], stdout=out, stderr=subprocess.DEVNULL, check=True)
    assert score(gold, letters, shared, f"{LEAST},{LEAST_OF_MENTIONS}") == ""
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
        assert score(folder, own, shared, f"{LEAST},{LEAST_OF_MENTIONS}".replace("inside=.75", "inside=.7")) == ""
