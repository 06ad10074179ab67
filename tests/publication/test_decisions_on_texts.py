"""Decisions on a file of several texts: each under the id of its text, and none forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.cli.reviews import as_decisions
from letterbook.publication import check, open_letterbook, review

VOLUME = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader xml:lang="en"><profileDesc><langUsage><language ident="en"/></langUsage>
</profileDesc></teiHeader><text><body>
<div type="document" xml:id="d1"><head>Mr. <persName type="from">Moor</persName> to Mr. <persName type="to">Bell</persName></head><p>Noted.</p></div>
<div type="document" xml:id="d2"><head>Mr. <persName type="from">Bell</persName> to Mr. <persName type="to">Moor</persName></head><p>Seen by Carl Dorn.</p></div>
</body></text></TEI>"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    (folder / "letters").mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "A volume"\n', encoding="utf-8")
    (folder / "letters" / "volume.xml").write_text(VOLUME, encoding="utf-8")
    return folder


def decide(book: Path, text: str) -> None:
    (book / "letters" / "volume.facts.yaml").write_text(text, encoding="utf-8")


def told(book: Path) -> list[tuple[str, str, int]]:
    found = [(each.code, each.file, each.line) for each in check(book).findings if each.code.startswith("L21")]
    return sorted(found, key=lambda each: each[2])


def test_a_decision_is_on_the_text_that_it_stands_under(book: Path) -> None:
    decide(book, "texts:\n  d2:\n    decisions:\n      - {fact: l1/date_sent, op: set, value: 1894-03-04, by: N. N.}\n")
    first, second = [reading for _, reading, _ in open_letterbook(book).readings() if reading]
    assert first.letters[0].date is None
    assert second.letters[0].date is not None
    assert second.letters[0].date.date.edtf == "1894-03-04"
    assert told(book) == []


def test_what_review_writes_works_when_the_marks_are_taken_away(book: Path) -> None:
    (answers,) = {as_decisions(*review(book, by="N. N."))}
    assert answers.count("text-sha256:") == 2
    decide(book, answers)
    assert told(book) == []
    (book / "registers").mkdir()
    (book / "registers" / "actors.csv").write_text("key,kind,label@en\nmoore,person,Moore\n", encoding="utf-8")
    (answers,) = {as_decisions(*review(book, by="N. N."))}
    lines = [line.replace("# - ", "- ") for line in answers.splitlines() if "same-as" in line or "# - " not in line]
    decide(book, "\n".join(lines))
    assert told(book) == []
    keys = [
        {entity.key for entity in reading.entities} for _, reading, _ in open_letterbook(book).readings() if reading
    ]
    assert "actor/moore" in keys[0]
    assert "actor/moore" not in keys[1]  # a name is asked for once, and decided where it was asked for


def test_decisions_on_no_text_of_the_file_are_errors_with_their_line(book: Path) -> None:
    decide(
        book,
        "decisions:\n  - {fact: l1/number, op: set, value: 7}\ntexts:\n  d3:\n    decisions:\n"
        "      - {fact: l1/number, op: set, value: 8}\n",
    )
    assert told(book) == [("L216", "letters/volume.facts.yaml", 2), ("L216", "letters/volume.facts.yaml", 4)]


def test_what_is_wrong_in_one_section_leaves_the_others(book: Path) -> None:
    decide(
        book,
        "texts:\n  d1:\n    decisions:\n      - {fact: l1/colour, op: set, value: red}\n  d2:\n    decisions:\n"
        "      - {fact: l1/number, op: set, value: 8}\n  d2: {}\n",
    )
    assert told(book) == [("L211", "letters/volume.facts.yaml", 4), ("L210", "letters/volume.facts.yaml", 8)]
    numbers = [reading.letters[0].number for _, reading, _ in open_letterbook(book).readings() if reading]
    assert [number and number.value for number in numbers] == [None, "8"]


def test_sections_beside_a_file_of_one_text_are_errors(book: Path) -> None:
    one = VOLUME.replace('type="document"', 'type="chapter"').replace(
        "<p>Noted", "<opener><salute>Sir</salute></opener><p>Noted"
    )
    (book / "letters" / "volume.xml").write_text(one, encoding="utf-8")
    decide(book, "texts:\n  d2:\n    decisions: []\n")
    assert told(book) == [("L216", "letters/volume.facts.yaml", 2)]


def test_a_volume_that_is_read_to_a_line_only_has_not_lost_its_other_texts(book: Path) -> None:
    (book / "letters" / "volume.xml").write_text(VOLUME.replace("<p>Seen by", "<p><hi>Seen by"), encoding="utf-8")
    decide(book, "texts:\n  d2:\n    decisions:\n      - {fact: l1/number, op: set, value: 8}\n")
    assert told(book) == []
