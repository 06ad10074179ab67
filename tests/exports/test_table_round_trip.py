"""CSV out, in and out again: a letterbook made of the tables of an export has the same tables, cell by cell."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from letterbook.catalogue import open_catalogue
from letterbook.publication import build

Run = Callable[..., subprocess.CompletedProcess[str]]
Difference = tuple[str, str, str, str, str]
"""Table, letter or name, column, and the two cells."""
KEYS = {"letters.csv": "id", "persons.csv": "iri", "places.csv": "iri"}


def again(build_folder: Path, folder: Path, exported: Any) -> list[Difference]:
    """Make a letterbook of the tables of a build, build it, and compare its tables with them."""
    before = exported.files("csv", open_catalogue(build_folder))
    for name, data in before.items():
        path = folder / "book" / ("letters" if name == "letters.csv" else "registers") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "book/letterbook.toml").write_text('title = "Again"\n', encoding="utf-8")
    findings = build(folder / "book", folder / "again").findings
    assert {each.code for each in findings} <= {"L304", "L307", "L308", "L309"}  # of names alone
    after = exported.files("csv", open_catalogue(folder / "again"))
    return [each for name in before for each in differences(name, before[name], after[name])]


def differences(name: str, before: bytes, after: bytes) -> list[Difference]:
    one, other = (
        {row[KEYS[name]]: row for row in csv.DictReader(io.StringIO(data.decode(), newline=""))}
        for data in (before, after)
    )
    found = [(name, key, "", "there", "gone") for key in one.keys() - other.keys()]
    found += [(name, key, "", "not there", "new") for key in other.keys() - one.keys()]
    for key in one.keys() & other.keys():
        assert list(one[key]) == list(other[key])
        found += [(name, key, c, cell, other[key][c]) for c, cell in one[key].items() if other[key][c] != cell]
    return sorted(found)


def test_a_table_of_doubtful_letters_keeps_every_cell(sample_build: Path, tmp_path: Path, exported: Any) -> None:
    """Fault case R4, CSV: addresses, wordings, doubtful dates, a name with every sign that formats use."""
    assert again(sample_build, tmp_path, exported) == []


def test_what_a_table_cannot_hold_of_printed_letters_is_told(built: Path, tmp_path: Path, exported: Any) -> None:
    """The sample keeps every cell but these, since its texts are not in the table.

    - The reply has no date, and that it lies between the letter answered and the receipt follows from both; in the table it is a date
      like any other. So its certainty is "between" and no more "derived", and its title has the days rather than the receipt.
    - Whom the print describes without a name ("the population") is known in one letter alone. The reply has its own of them then: its
      IRIs are the reply's, and each is mentioned once rather than twice.
    """
    found = again(built, tmp_path, exported)
    reply = "dvp-4-319-reply"
    of_letters = [(each[1], each[2]) for each in found if each[0] == "letters.csv"]
    assert of_letters == [(reply, "certainty"), (reply, "mentions_iri"), (reply, "title")]
    others = [each for each in found if each[0] != "letters.csv"]
    assert {(each[2], each[4]) for each in others} == {("mentioned", "1"), ("", "new")}
    assert all("/letter/" in each[1] for each in others)


def test_a_letterbook_of_all_that_a_table_may_say_keeps_it(tmp_path: Path, exported: Any) -> None:
    """Offices, bodies, several parties, places of receipt, calendars, editions, answers, remarks and addresses."""
    headings = (
        "id,iri,title,sender_iri,addressee_iri,date_earliest,received_earliest,address,kind,sender,sender_text,sender_kind,"
        "sender_office,addressee,addressee_kind,addressee_authority,place,place_text,place_received,date,date_text,calendar,"
        "received,received_text,answers,edition,page,printed,note,language"
    ).split(",")
    first = dict.fromkeys(headings, "") | {
        "id": "one", "iri": "https://letterbook.example/letter/one", "address": "https://edition.example/1", "kind": "despatch",
        "sender": "Pera Legation | Ada Roe", "sender_text": " | Frl. Roe", "sender_kind": "body | person", "sender_office": " | Consul",
        "sender_iri": "https://letterbook.example/actor/pera#it | https://letterbook.example/actor/roe#it",
        "addressee": "Minister", "addressee_kind": "office", "addressee_authority": "http://d-nb.info/gnd/118616099",
        "place": "Ulm", "place_text": "Vlm", "place_received": "Augsburg | Lech", "date": "1877-03-24", "calendar": "julian",
        "date_text": "12. März", "received": "1877-04-02", "received_text": "2. April", "edition": "Letters; vol. 1", "page": "12",
        "printed": "Letters; vol. 1, p. 12", "note": "Seal; broken", "language": "de",
    }  # fmt: skip
    second = first | {"id": "two", "iri": "https://letterbook.example/letter/two", "answers": first["iri"]}
    book = tmp_path / "first"
    (book / "letters").mkdir(parents=True)
    with (book / "letters/letters.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows([first, second])
    (book / "letterbook.toml").write_text('title = "First"\n', encoding="utf-8")
    build(book, tmp_path / "build")
    rows = list(
        csv.DictReader(
            io.StringIO(exported.files("csv", open_catalogue(tmp_path / "build"))["letters.csv"].decode(), newline="")
        )
    )
    for row, given in zip(rows, (first, second), strict=True):
        kept = {name: row[name] for name, cell in given.items() if cell}
        assert kept == {name: cell for name, cell in given.items() if cell}
    assert again(tmp_path / "build", tmp_path / "second", exported) == []


def test_the_headings_of_an_export_need_no_mapping(run: Run, built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "build")
    run("export", "csv", "--out", "tables")
    proposed = run("columns", "tables/letters.csv")
    assert proposed.returncode == 0
    assert 'sender_id = "sender_authority"' in proposed.stdout
    assert 'separator = "|"' in proposed.stdout
    assert "no field takes" not in proposed.stdout
    (tmp_path / "letterbook.toml").write_text('title = "Again"\n', encoding="utf-8")
    taken = run("import", "tables/letters.csv")
    assert (taken.returncode, "2 letters written" in taken.stderr) == (0, True)
    assert run("export", "csv", "--table", "persons", "--out", "registers").returncode == 0
    assert "registers/" not in run("check").stdout


def test_a_row_of_an_exported_table_that_is_broken_is_told_and_left_out(tmp_path: Path, data: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(data, book)
    shutil.rmtree(book / "registers")
    (book / "registers").mkdir()
    (book / "registers/persons.csv").write_text(
        "iri,label,language,kind,other_names,authority,begin,end\n"
        "https://letterbook.example/actor/roe#it,A. Roe,en,person,,,1850,1901\n"
        "https://letterbook.example/office/roe#it,A. Roe,en,person,,,,\n"
        "https://letterbook.example/actor/doe#it,B. Doe,en,person,,,not a year,\n"
        "https://letterbook.example/letter/1#person-2,Nobody,en,person,,,,\n"
        "https://letterbook.example/actor/low#it\n",
        encoding="utf-8",
    )
    told = [each for each in build(book, tmp_path / "build").findings if each.file == "registers/persons.csv"]
    assert [(each.code, each.line) for each in told] == [("L305", 3), ("L305", 4), ("L305", 6)]


@pytest.mark.shared
def test_the_letters_of_spener_keep_every_cell(shared: Path, tmp_path: Path, exported: Any) -> None:
    """Every sixth row of the table, by its own headings; of all 2,435 rows not a cell of the three tables is another either."""
    rows = (shared / "corpora/spener-cmif/letters.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    assert len(rows) == 2436  # no cell of it has a line end
    book = tmp_path / "book"
    (book / "letters").mkdir(parents=True)
    (book / "letters/spener.csv").write_text("".join([rows[0], *rows[1::6]]), encoding="utf-8")
    (book / "letterbook.toml").write_text('title = "Spener"\n', encoding="utf-8")
    build(book, tmp_path / "build")
    table = exported.files("csv", open_catalogue(tmp_path / "build"))["letters.csv"].decode()
    ours = {(row["edition"], row["number"]): row for row in csv.DictReader(io.StringIO(table, newline=""))}
    theirs = list(csv.DictReader(io.StringIO("".join([rows[0], *rows[1::6]]), newline="")))
    assert len(ours) == len(theirs) == 406
    for row in theirs:  # of the user's own table every cell stands in the export
        own = ours[row["edition"], row["key"]]
        for side in ("sender", "addressee"):
            said = own[f"{side}_text"].split(" | ") if own[f"{side}_text"] else own[side].split(" | ")
            words = [text or name for text, name in zip(said, own[side].split(" | "), strict=True)]
            assert "|".join(words) == row[side]
        assert (own["place_text"] or own["place"]) == row["senderPlace"]
        assert (own["place_received_text"] or own["place_received"]).replace(" | ", "|") == row["addresseePlace"]
        assert (own["date"], own["date_text"]) == (row["senderDate"], row["senderDateText"])
        assert (own["received"], own["page"], own["note"]) == (row["addresseeDate"], row["page"], row["note"])
    assert again(tmp_path / "build", tmp_path / "second", exported) == []
