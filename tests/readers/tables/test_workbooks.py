"""Spreadsheets: values, days of both systems, and what of a file is passed over."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

MAPPING = {"id": "id", "sender": "from", "date": "date", "number": "no"}


@pytest.fixture
def book() -> openpyxl.Workbook:
    """A workbook with one row."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["id", "from", "date", "no"])
    sheet.append([1, "Ada Bell", datetime.date(1921, 4, 9), 319])
    return made


def saved(book: openpyxl.Workbook, folder: Path) -> Path:
    path = folder / "list.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("system", ["1900", "1904"])
def test_a_day_is_the_same_in_both_systems_of_counting(read, book, tmp_path: Path, system: str) -> None:  # type: ignore[no-untyped-def]
    if system == "1904":
        book.epoch = CALENDAR_MAC_1904
    (reading,), findings = read(saved(book, tmp_path), **MAPPING)
    letter = reading.letters[0]
    assert findings == []
    assert (letter.date.date.edtf, letter.number.value) == ("1921-04-09", "319")
    assert letter.date.evidence.source == "list.xlsx#cell=2,3"
    assert reading.transcript.source == "list.xlsx#1"


def test_a_number_not_marked_as_a_day_is_none_and_words_are_read(read, book, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book.active.append([2, "Bea", 7770, None])
    book.active.append([3, "Cid", "12.03.1877", None])
    book.active.append([4, "Dan", 1877, None])
    readings, findings = read(saved(book, tmp_path), **MAPPING)
    assert [reading.letters[0].date.date.edtf for reading in readings] == ["1921-04-09", "", "1877-03-12", "1877"]
    assert [(each.code, each.line, each.column) for each in findings] == [("L255", 3, 3)]


def test_other_sheets_and_merged_cells_are_named(read, book, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Fault case C7."""
    book.create_sheet("old").append(["id"])
    book["old"].sheet_state = "hidden"
    book.active.append([2, "Bea", "1901", None])
    book.active.append([3, None, "1902", None])
    book.active.merge_cells("B3:B4")
    readings, findings = read(saved(book, tmp_path), **MAPPING)
    assert len(readings) == 3
    assert [each.message for each in findings if each.code == "L121"] == [
        "the hidden sheet 'old' is not read, only 'Sheet'",
        "the cells B3 to B4 are merged: only the first has their value",
    ]


def test_a_sheet_may_be_named(read, book, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book.create_sheet("new").append(["id", "from"])
    book["new"].append(["x", "Bea"])
    (reading,), _ = read(saved(book, tmp_path), sheet="new", id="id", sender="from")
    assert reading.transcript.source == "list.xlsx#x"
    readings, findings = read(saved(book, tmp_path), sheet="newer", id="id", sender="from")
    assert readings == []
    assert [(each.code, each.remedy) for each in findings] == [("L114", "the sheets are: 'Sheet', 'new'")]


def test_the_headings_may_stand_below_a_title_and_rows_are_counted_as_shown(read, book, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book.active.insert_rows(1, 3)
    book.active["A2"] = "Letters of the Bell family"
    book.active.append([2, "Bea", "never", None])
    readings, findings = read(saved(book, tmp_path), **MAPPING)
    assert len(readings) == 2
    assert [(each.code, each.line, each.column) for each in findings] == [("L250", 6, 3)]


def test_an_ods_file_is_read_alike(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    cells = '<table:table-cell office:value-type="{}"{}><text:p>{}</text:p></table:table-cell>'
    head = "".join(cells.format("string", "", each) for each in ("id", "from", "date"))
    row = (
        cells.format("float", ' office:value="1"', "1")
        + cells.format("string", "", "Ada Bell")
        + cells.format("date", ' office:date-value="1877-03-12"', "12.03.77")
    )
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        archive.writestr(
            "content.xml",
            f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="Letters">'
            f"<table:table-row>{head}</table:table-row><table:table-row>{row}</table:table-row></table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    (reading,), findings = read(path, id="id", sender="from", date="date")
    assert findings == []
    assert (reading.letters[0].date.date.edtf, reading.transcript.source) == ("1877-03-12", "list.ods#1")


def test_a_file_that_is_no_spreadsheet_is_refused(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "list.xlsx"
    for content in (b"", b"id,from\n1,Ada\n", b"PK\x03\x04 torn"):
        path.write_bytes(content)
        readings, findings = read(path)
        assert (readings, [each.code for each in findings]) == ([], ["L114"])


def test_macros_links_and_formulas_are_values_only(read, book, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Fault case C7."""
    book.active.append([2, '=HYPERLINK("http://host.invalid/")', "1901", "=A2+1"])
    path = saved(book, tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    readings, findings = read(path, **MAPPING)
    assert "host.invalid" not in "".join(each.transcript.text for each in readings)
    assert [each.message for each in findings if each.code == "L121"] == [
        "2 formulas give the value that was last shown: B3, D3",
        "the macros of the file are not run",
        "links to other files are not followed: 1",
    ]
