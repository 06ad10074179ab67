"""The profile of the Foreign Relations series: what stands around its headings, in its datelines and behind its letters."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from letterbook.letter import PartKind, Reading, Transcript
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


@pytest.mark.shared
def test_the_gold_of_the_series_is_reached(shared: Path, tmp_path: Path) -> None:
    gold, letters = shared / "gold/frus", tmp_path / "letters.jsonl"
    with letters.open("w", encoding="utf-8") as out:
        command = [sys.executable, "-m", "letterbook", "read", str(gold), "--profile", "frus"]
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=True)
    least = "sender=.99,addressee=.99,date=.985,place=.97,number=.993,salutation=.96,closing=.92,signature=.93,kind=.975,evidence=1"
    score = [sys.executable, str(shared / "extraction/score.py"), str(gold), str(letters), "--min", least]
    done = subprocess.run(score, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
