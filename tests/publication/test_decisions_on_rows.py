"""Decisions on the rows of a table, each under the id of its row: they stand beside the table, survive its sorting, and are exported."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from letterbook.catalogue import Entry, open_catalogue
from letterbook.cli.reviews import as_decisions
from letterbook.publication import build, check, review

HEAD = "Nr;Absender;Empfänger;Ort;Datum\n"
ROWS = ("1;Ada Bell;Carl Dorn;Ulm;3. Februar 1901\n", "2;Ada Bell;Carl Dorn;Ulm;31. Februar 1901\n")
DECIDED = """texts:
  "1":
    decisions:
      - {fact: l1/sender, op: set, value: Adelheid Bell, by: N. N.}
      - {fact: l1/place, op: reject, value: Ulm, by: N. N.}
  "2":
    decisions:
      - {fact: l1/date_sent, op: set, value: 1901-03-03, by: N. N., why: the postmark}
      - {fact: l1/place, op: set, value: Bonn, by: N. N.}
      - {fact: l1/addressee, op: confirm, value: Carl Dorn, by: N. N.}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    (folder / "letters").mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "A register"\nlanguage = "de"\n', encoding="utf-8")
    (folder / "letters" / "list.csv").write_text(HEAD + "".join(ROWS), encoding="utf-8")
    (folder / "letters" / "list.facts.yaml").write_text(DECIDED, encoding="utf-8")
    return folder


def entries(book: Path) -> list[Entry]:
    build(book, book / "build")
    return sorted(
        open_catalogue(book / "build").letters(), key=lambda entry: entry.written.begin if entry.written else ""
    )


def facts(entry: Entry) -> tuple[object, ...]:
    sides = [[party.name.label.text for party in side] for side in (entry.senders, entry.addressees)]
    return (*sides, entry.place and entry.place.label.text, entry.written and entry.written.edtf)


def test_what_is_decided_stands_in_place_of_the_cells(book: Path) -> None:
    assert [facts(entry) for entry in entries(book)] == [
        (["Adelheid Bell"], ["Carl Dorn"], None, "1901-02-03"),
        (["Ada Bell"], ["Carl Dorn"], "Bonn", "1901-03-03"),
    ]
    assert [finding for finding in check(book).findings if finding.code.startswith("L21")] == []


def test_the_decisions_stay_with_their_rows_when_the_table_is_sorted(book: Path) -> None:
    before = [facts(entry) for entry in entries(book)]
    (book / "letters" / "list.csv").write_text(HEAD + "".join(reversed(ROWS)), encoding="utf-8")
    assert [facts(entry) for entry in entries(book)] == before


def test_a_decision_on_a_row_that_is_gone_is_an_error(book: Path) -> None:
    (book / "letters" / "list.csv").write_text(HEAD + ROWS[0], encoding="utf-8")
    assert [finding.code for finding in check(book).findings if finding.code == "L216"] == ["L216"]


def test_what_review_proposes_for_a_row_can_be_decided(book: Path) -> None:
    (book / "letters" / "list.facts.yaml").unlink()
    answers = as_decisions(*review(book, by="N. N."))
    lines = [
        line.replace(
            '# - {fact: l1/date_sent, op: set, value: ""', '- {fact: l1/date_sent, op: set, value: "1901-03-03"'
        )
        for line in answers.splitlines()
    ]
    (book / "letters" / "list.facts.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert [entry.written and entry.written.edtf for entry in entries(book)] == ["1901-02-03", "1901-03-03"]


def test_the_place_that_a_decision_overrules_is_in_no_export(book: Path) -> None:
    from letterbook.exports import find_export
    from letterbook.exports.form import Wish

    build(book, book / "build")
    for name, text in (("cmif", "<placeName>Bonn</placeName>"), ("csv", "Bonn")):
        files = dict(find_export(name).write(open_catalogue(book / "build"), Wish()))
        data = b"".join(next(iter(files.values()))).decode()
        assert text in data
        assert "<placeName>Ulm" not in data
    letters = b"".join(dict(find_export("csv").write(open_catalogue(book / "build"), Wish()))["letters.csv"]).decode()
    assert {row["place"] for row in csv.DictReader(io.StringIO(letters, newline=""))} == {"", "Bonn"}
