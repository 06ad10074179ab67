"""Workbooks written: texts as they are, notes on cells, the same bytes for the same sheets."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from letterbook.spreadsheets import LONGEST_CELL, Page, workbook_bytes

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="￾￿_"), max_size=12)


def opened(*pages: Page) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(pages)))


@given(st.lists(st.lists(WORDS, max_size=4), max_size=4))
@settings(max_examples=25, deadline=None)
def test_every_cell_reads_back_as_the_text_it_was(rows: list[list[str]]) -> None:
    sheet = opened(Page("a", rows))["a"]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            assert (cell.value or "") == text
            assert cell.data_type in ("s", "n" if not text else "s", "inlineStr")


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-2", "@a", "\tb", "\rb", "a\r\nb", "\nb", "007", "1E5"]
)
def test_no_text_becomes_a_formula_or_a_number(text: str) -> None:
    """Fault case C1: a spreadsheet holds texts, with nothing added to them."""
    cell = opened(Page("a", [[text]]))["a"]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_looks_like_an_escape_is_shown_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook_bytes([Page("a", [["_x0041_ _x005F_"]])]))
    assert load_workbook(tmp_path / "a.xlsx").get_sheet_by_name("a").to_python() == [["_x0041_ _x005F_"]]


def test_the_same_sheets_give_the_same_bytes() -> None:
    pages = [Page("a", [["x"]], {(1, 1): "look"}), Page("b", [["y"]])]
    assert workbook_bytes(pages) == workbook_bytes(pages)


def test_a_text_that_is_too_long_for_a_cell_is_never_cut() -> None:
    sheet = opened(Page("a", [["x" * LONGEST_CELL, "x" * (LONGEST_CELL + 1)]]))["a"]
    assert len(sheet["A1"].value) == LONGEST_CELL
    assert sheet["B1"].value == "(32,768 characters, more than a cell of a spreadsheet holds: see the source)"


def test_what_xml_cannot_hold_is_written_as_an_escape() -> None:
    assert opened(Page("a", [["a\x0bb"]]))["a"]["A1"].value == "a\\u000bb"


def test_two_sheets_never_have_one_name() -> None:
    pages = [Page("letters/of: 1900", []), Page("letters_of_ 1900", []), Page("x" * 40, []), Page("x" * 41, [])]
    assert opened(*pages).sheetnames == ["letters_of_ 1900", "letters_of_ 1900 (2)", "x" * 31, "x" * 27 + " (2)"]
