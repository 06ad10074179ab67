"""The profile of the Foreign Relations series: what stands around its headings, in its datelines and behind its letters."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from letterbook.letter import EntityKind, PartKind, Reading, Transcript
from letterbook.readers.text import load_rules, read_text

LETTER = Path(__file__).parent / "letters" / "frus_like.txt"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_text(Transcript(LETTER.name, LETTER.read_text(encoding="utf-8"), "en"), load_rules("frus", "en"))


def words(reading: Reading, letter: int, kind: PartKind) -> list[str]:
    return [reading.transcript.quote(part.span) for part in reading.letter(letter).parts if part.kind is kind]


def test_marks_and_notes_around_the_heading_are_the_editions(reading: Reading) -> None:
    assert words(reading, 1, PartKind.NOTE) == ["File No. 761.90h/12", "[Telegram]"]
    assert words(reading, 1, PartKind.HEADING) == ["The Consul in Harbor City (Doe) to the Secretary of State"]


def test_a_note_in_brackets_gives_the_kind(reading: Reading) -> None:
    kinds = [letter.kind.value for letter in reading.letters if letter.kind]
    assert kinds == ["telegram", "letter"]


def test_the_office_above_the_place_is_no_place(reading: Reading) -> None:
    assert [reading.entity(letter.place).label for letter in reading.letters] == ["Harbor City", "Athens"]


def test_a_receipt_without_a_year_falls_into_the_next_when_its_month_has_passed(reading: Reading) -> None:
    letter = reading.letter(1)
    assert letter.date is not None
    assert letter.date_received is not None
    assert (letter.date.date.edtf, letter.date_received.date.edtf) == ("1920-12-30", "1921-01-02")
    assert letter.date_received.date.wording == "Received January 2, 9 a.m."


def test_the_number_opens_a_telegram_or_stands_alone_behind_the_date(reading: Reading) -> None:
    assert [letter.number.value for letter in reading.letters if letter.number] == ["17", "4"]


def test_a_salutation_before_a_colon_is_no_part_of_the_paragraph(reading: Reading) -> None:
    assert words(reading, 2, PartKind.SALUTATION) == ["Sir"]
    assert words(reading, 2, PartKind.PARAGRAPH) == ["I have the honor to say that nothing is known here."]


def test_signatures_stand_below_the_closing_or_end_a_telegram(reading: Reading) -> None:
    assert words(reading, 1, PartKind.SIGNATURE) == ["Doe"]
    assert words(reading, 2, PartKind.SIGNATURE) == ["Richard Roe,\nSecretary of Legation."]
    assert words(reading, 2, PartKind.ADDRESS) == ["Hon. John Doe,\nConsul, Harbor City."]


def test_an_enclosure_is_a_letter_of_its_own(reading: Reading) -> None:
    inner = reading.letter(2)
    assert (inner.inside, [(r.kind, r.letter) for r in inner.relations]) == (1, [("enclosure", 1)])
    assert reading.entity(inner.senders[0].person).label == "Roe"


def test_every_rule_that_reads_something_is_described(reading: Reading) -> None:
    used = {each.rule for each in reading.mentions}
    for letter in reading.letters:
        found = (letter.kind, letter.date, letter.date_received, letter.number, letter.salutation, letter.signature)
        used |= {each.evidence.rule for each in (*found, letter.closing, *letter.relations, *letter.senders) if each}
    assert used <= set(load_rules("frus", "en").descriptions)


def read(text: str) -> Reading:
    return read_text(Transcript("x.txt", text, "en"), load_rules("frus", "en"))


@pytest.mark.parametrize(
    ("heading", "sender", "addressee"),
    [
        (
            "Mr. Roe (Secretary of State) to all the ministers of the Republic.",
            "Roe",
            "all the ministers of the Republic",
        ),
        ("A. Mr. Roe to Mr. Doe.", "Roe", "Doe"),
        ("M. de Roe to Mr. Doe.", "de Roe", "Doe"),
        ("Commander Roe to commanding officer Western squadron.", "Roe", "commanding officer Western squadron"),
        ("Acting Secretary Roe to the Imperial German Chargé d’Affaires.", "Roe", "Imperial German Chargé d'Affaires"),
        ("Mr. Roe to the United States consul at Athens.", "Roe", "United States consul at Athens"),
        ("Mr. Roe of the Division of Maps to Mr. Doe, with accompaniments.", "Roe", "Doe"),
        ("The Delegates to the Conference (Roe and Poe) to Mr. Doe.", "Roe and Poe", "Doe"),
    ],
)
def test_any_name_may_be_a_party_where_a_day_follows(heading: str, sender: str, addressee: str) -> None:
    found = read(f"{heading}\n\nHarbor City, June 3, 1861.\n\nSir: Nothing is known.\n")
    letter = found.letter(1)
    labels = [
        found.entity(party.person or party.office or party.agent).label
        for party in (*letter.senders, *letter.addressees)
    ]
    assert labels == [sender, addressee]


def test_people_without_a_name_are_a_group() -> None:
    found = read("Citizens of Harbor City to Captain Roe.\n\nHarbor City, June 3, 1894.\n\nSir: We beg you to stay.\n")
    letter = found.letter(1)
    assert found.entity(letter.senders[0].agent).kind is EntityKind.GROUP
    assert found.entity(letter.addressees[0].person).label == "Roe"


@pytest.mark.parametrize(
    "line", ["Reply to Mr. Doe.", "Circular of July 3, 1900, to the powers.", "Instruction sent to Mr. Doe."]
)
def test_a_paper_is_no_sender(line: str) -> None:
    assert read(f"{line}\n\nHarbor City, July 3, 1900.\n\nSir: Nothing is known.\n").letter(1).senders == ()


@pytest.mark.parametrize(
    ("dateline", "place", "date", "received"),
    [
        ("Athens, June 3, 1927—3 p.m.\n[Received 6 p.m.]", "Athens", "1927-06-03", "1927-06-03"),
        ("Athens, June 3, 1917, 9 p.m.\n[Received 11.23 p.m.]", "Athens", "1917-06-03", "1917-06-03"),
        ("Athens, undated.\n[Received June 4, 1917, 4.30 p.m.]", "Athens", None, "1917-06-04"),
        ("Legation of the United States,\nAthens. (Received June 4, 1894.)", "Athens", None, "1894-06-04"),
        ("[Athens,] June 3, 1927.", "Athens", "1927-06-03", None),
        ("Athens, June 3.", "Athens", None, None),
        ("U. S. Steamer Ariel,\nOff Harbor City.", "Off Harbor City", None, None),
    ],
)
def test_place_day_and_receipt_are_read_as_far_as_they_are_printed(
    dateline: str, place: str, date: str | None, received: str | None
) -> None:
    found = read(f"Mr. Roe to Mr. Doe.\n\n{dateline}\n\nSir: Nothing is known.\n")
    letter = found.letter(1)
    days = [each.date.edtf if each else None for each in (letter.date, letter.date_received)]
    assert (found.entity(letter.place).label, *days) == (place, date, received)
    assert letter.salutation is not None
    assert letter.salutation.value == "Sir"


def test_an_address_or_a_second_number_may_stand_above_the_salutation() -> None:
    letter = read(
        "Mr. Roe to Mr. Doe.\n\nAthens, June 3, 1894.\n\nNo. 12\n\nL. N. No. 3\n\nJohn Doe, Esq.,\nHarbor City.\n\nSir: Nothing.\n"
    ).letter(1)
    assert letter.number is not None
    assert letter.salutation is not None
    assert (letter.number.value, letter.salutation.value) == ("12", "Sir")


@pytest.mark.parametrize(
    ("foot", "signature"),
    [
        ("I am [etc.]\n\nFor the Secretary of State:\n\nPaul Poe", "Paul Poe"),
        ("I am [etc.]\n\nFor the Minister:\nPaul Poe", "Paul Poe"),
        (
            "Very respectfully,\n\nPaul Poe,\nCommissioner of the United States for the Survey of the Northern Frontier.",
            "Paul Poe",
        ),
        ("I beg to remain, etc.,\n\nPaul Poe\n\n[Postscript.]\n\nNothing has come.", "Paul Poe"),
        ("Paul Poe.\n\nDepartment of State,\nHarbor City, June 5, 1894.", "Paul Poe"),
        ("[Roe]", "[Roe]"),
    ],
)
def test_the_signature_is_found_above_and_below_what_else_stands_at_the_foot(foot: str, signature: str) -> None:
    letter = read(
        f"Mr. Roe to Mr. Doe.\n\nAthens, June 3, 1894.\n\nSir: Nothing is known.\n\nSo it is.\n\n{foot}\n"
    ).letter(1)
    assert letter.signature is not None
    assert letter.signature.value.split(",\n")[0] == signature


@pytest.mark.parametrize(
    "foot",
    [
        "I am, sir, your obedient servant, and I send this by the next steamer.\n\nPaul Poe",
        "I am [etc.]\n\nFor the Minister:\nPaul Poe",
        "Accept, sir, the assurances of the consideration with which I have the honor to be your servant,\n\nPaul Poe",
    ],
)
def test_no_word_at_the_foot_is_outside_the_parts(foot: str) -> None:
    found = read(f"Mr. Poe to Mr. Doe.\n\nAthens, June 3, 1894.\n\nSir: Nothing is known.\n\n{foot}\n")
    inside = {place for part in found.letter(1).parts for place in range(part.span.start, part.span.end)}
    outside = {place for place, sign in enumerate(found.transcript.text) if sign.isalnum()} - inside
    assert outside == set()


def test_a_memorandum_is_signed_without_a_formula() -> None:
    text = "Memorandum by the Under Secretary of State (Roe)\n\n[Athens,] June 3, 1927.\n\nThe Ambassador called.\n\nR[ichard] R[oe]\n"
    letter = read(text).letter(1)
    assert letter.signature is not None
    assert letter.signature.value == "R[ichard] R[oe]"


def score(shared: Path, gold: Path, folder: Path, least: str) -> str:
    """What the scorer says against minima; empty where all are reached."""
    letters = folder / "letters.jsonl"
    with letters.open("w", encoding="utf-8") as out:
        command = [sys.executable, "-m", "letterbook", "read", str(gold), "--profile", "frus"]
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=True)
    command = [sys.executable, str(shared / "extraction/score.py"), str(gold), str(letters), "--min", least]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


COMMON = "sender=.99,addressee=.99,date=.99,number=.985,kind=.98,inside.addressee=.95,inside.sender=.95,evidence=1"
LEAST = {
    "whole": f"{COMMON},date_received=.99,place=.99,salutation=.98,signature=.985,closing=.975,inside=.95,inside.date=.945",
    "one half": f"{COMMON},date_received=.98,place=.99,salutation=.98,signature=.985,closing=.975,inside=.95,inside.date=.96",
    "the other half": f"{COMMON},date_received=.99,place=.99,salutation=.975,signature=.985,closing=.97,inside=.95,inside.date=.925",
}
HALVES = {
    "one half": ("frus1861", "frus1901China", "frus1927v01"),
    "the other half": ("frus1894Nicaragua", "frus1918Russiav03"),
}


@pytest.mark.shared
@pytest.mark.parametrize("part", LEAST)
def test_the_gold_of_the_series_is_reached(shared: Path, tmp_path: Path, part: str) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for path in sorted((shared / "gold/frus").iterdir()):
        if path.name.startswith(HALVES.get(part, "frus")):
            shutil.copy(path, gold)
    assert score(shared, gold, tmp_path, LEAST[part]) == ""
