"""Tables: every letter a row, every cell its text, the doubt about dates in columns."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from letterbook.catalogue import Catalogue
from letterbook.exports.csv import csv_rows
from letterbook.exports.form import TableName, Wish
from letterbook.exports.tables import Table
from letterbook.exports.xlsx import LONG_TEXTS, LONGEST_CELL, workbook
from letterbook.findings import Finding

HARMFUL = "=cmd|'x', \"Ltd\" & <Co>"


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_csv_has_a_row_for_each_letter_with_its_doubt(sample: Catalogue, exported: Any) -> None:
    letters = rows(exported.files("csv", sample)["letters.csv"])
    known = {row["date"]: row for row in letters}
    assert len(letters) == 6
    assert known["1921-04-09"]["certainty"] == "exact"
    assert (known["1922"]["date_earliest"], known["1922"]["date_latest"]) == ("1922-01-01", "1922-12-31")
    assert (known["1924-05?"]["certainty"], known["1924-05?"]["date_text"]) == ("uncertain", "[Mai 1924]")
    assert {row["certainty"] for row in letters} == {"exact", "uncertain", "between", "not after", ""}


def test_csv_follows_rfc_4180(sample: Catalogue, exported: Any) -> None:
    for data in exported.files("csv", sample).values():
        assert data.endswith(b"\r\n")
        assert b"\n" not in data.replace(b"\r\n", b"")
        widths = {len(row) for row in csv.reader(io.StringIO(data.decode(), newline=""), strict=True)}
        assert len(widths) == 1


def test_csv_keeps_every_sign_of_a_name(sample: Catalogue, exported: Any) -> None:
    """Fault case C1."""
    assert HARMFUL in {row["label"] for row in rows(exported.files("csv", sample)["persons.csv"])}


FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-2",
    "@a",
    "\tb",
    "\rb",
    "a\rb",
    "a\r\nb",
    "\nb",
    "'x",
    "1,5",
    'a"b',
)


def test_csv_is_exact_whatever_a_cell_begins_with() -> None:
    """Fault case C1: a cell gets quotation marks where RFC 4180 asks for them, and no other sign."""
    data = b"".join(csv_rows(Table("t", FORMULAS, [FORMULAS])))
    expected = ",".join(
        f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set('\r\n,"') else cell for cell in FORMULAS
    )
    assert data.decode() == f"{expected}\r\n" * 2
    assert list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True)) == [list(FORMULAS)] * 2


@pytest.mark.parametrize("name", ["csv", "edges", "palladio"])
def test_for_excel_the_cells_of_csv_are_texts_of_a_workbook_with_nothing_added(
    name: str, sample: Catalogue, exported: Any
) -> None:
    """Fault case C1."""
    plain = exported.files(name, sample)
    for file, data in exported.files(name, sample, excel=True).items():
        (sheet,) = openpyxl.load_workbook(io.BytesIO(data))
        cells = [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
        assert cells == list(csv.reader(io.StringIO(plain[file.replace(".xlsx", ".csv")].decode(), newline="")))
        assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)  # "n" is an empty one


def test_persons_are_counted_by_the_letters_that_they_wrote_and_got(sample: Catalogue, exported: Any) -> None:
    persons = {row["label"]: row for row in rows(exported.files("csv", sample)["persons.csv"])}
    assert (persons["A. Roe"]["sent"], persons["A. Roe"]["received"]) == ("2", "3")
    assert persons["A. Roe"]["authority"] == "http://d-nb.info/gnd/118616099"


def test_one_table_can_be_asked_for(sample: Catalogue, exported: Any) -> None:
    assert list(exported.files("csv", sample, table=TableName.PLACES)) == ["places.csv"]


def test_the_workbook_says_what_the_csv_says(sample: Catalogue, exported: Any) -> None:
    tables = exported.files("csv", sample)
    (data,) = exported.files("xlsx", sample).values()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == list(TableName)
    for sheet in book:
        found = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
        expected = list(csv.reader(io.StringIO(tables[f"{sheet.title}.csv"].decode(), newline="")))
        assert found == expected
        assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)


def test_the_workbook_knows_no_time_but_the_first_day_of_zip(sample: Catalogue, exported: Any) -> None:
    (data,) = exported.files("xlsx", sample).values()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("text", ["x" * (LONGEST_CELL + 1), "_x0041_" * 9_000, "ä\n" * 40_000])
def test_a_text_that_is_too_long_for_a_cell_stands_whole_on_a_sheet_of_its_own(text: str) -> None:
    """Fault case C8: never cut."""
    from openpyxl.utils.escape import unescape

    told: list[Finding] = []
    table = Table("letters", ("id", "text"), [("1", "short"), ("2", text)])
    book = openpyxl.load_workbook(io.BytesIO(b"".join(workbook([table], Wish(tell=told.append)))))
    pointer = str(book["letters"]["B3"].value)
    rows = list(book[LONG_TEXTS].iter_rows(values_only=True))
    assert pointer == f"({len(text):,} characters: sheet 'long texts', rows 2 to {len(rows)})"
    assert all(len(str(cell)) <= LONGEST_CELL for row in rows for cell in row)
    assert {row[:3] for row in rows[1:]} == {("letters", "3", "text")}
    whole = "".join(str(row[4]) for row in rows[1:])
    assert text in (whole, unescape(whole))  # line ends stay escapes for openpyxl, and for no spreadsheet program
    assert [(finding.code, f"{len(text):,}" in finding.message) for finding in told] == [("L514", True)]


@pytest.mark.parametrize("text", ["bell \x07", "_x0041_", "007", "1921-04-09", *FORMULAS])
def test_a_cell_holds_the_text_that_was_put_into_it(text: str) -> None:
    """Fault case C1."""
    data = b"".join(workbook([Table("letters", ("text",), [(text,)])], Wish()))
    cell = openpyxl.load_workbook(io.BytesIO(data))["letters"]["A2"]
    from openpyxl.utils.escape import unescape

    assert unescape(str(cell.value)) == text or cell.value == text
    assert cell.data_type == "s"
