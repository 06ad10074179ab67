"""An archivist's register of 8,000 letters, exported on Russian Windows: looked at, taken in, reported on."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

HEADINGS = ["№ п/п", "Отправитель", "Адресат", "Место", "Дата", "Фонд", "Опись", "Содержание"]
MAPPING = """\
id = "№ п/п"
sender = "Отправитель"
addressee = "Адресат"
place = "Место"
date = "Дата"
separator = "|"
"""
PEOPLE = ["граф К. В. Нессельроде", "барон П. К. Мейендорф", "князь А. М. Горчаков", "Н. П. Игнатьев", "А. П. Бутенёв"]
PLACES = ["Санкт-Петербург", "Константинополь", "Вена", "Берлин", ""]
MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
FAULTS = {
    214: (5, "31 февраля 1898", "L203"),
    377: (5, "12/24 марта 1877", "L254"),
    500: (2, "граф К. В. Нессельроде | князь А. М. Горчаков", ""),
    612: (5, "9/4/1877", "L255"),
    900: (5, "вскоре после Пасхи", "L250"),
    1001: (5, "09.04.77", "L255"),
    1502: (5, "28215", "L255"),
    2003: (1, "12", "L118"),
    2500: (5, "б. д.", ""),
    3004: (5, "", ""),
    4005: (5, "1877-02-31", "L203"),
    5006: (3, "Unbekannt", ""),
}
"""Rows as a spreadsheet counts them: the column (from 1), what stands there, and the code of the finding on it."""


def register(rows: int = 8000) -> list[list[str]]:
    """The register as cells, headings first."""
    table = [HEADINGS]
    for number in range(2, rows + 2):
        day = f"{number % 28 + 1} {MONTHS[number % 12]} {1840 + number % 60} г."
        table.append([
            str(number), PEOPLE[number % 5], PEOPLE[(number + 1) % 5], PLACES[number % 5], day, "Ф. 133", f"оп. {number % 470}",
            f"О делах в Княжествах; лист {number}",
        ])  # fmt: skip
    for number, (column, cell, _) in FAULTS.items():
        table[number - 1][column - 1] = cell
    return table


def exported(table: list[list[str]]) -> bytes:
    """The register as Windows exports it; one row has a cell too many and one has lost its last cells."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for number, row in enumerate(table, 1):
        writer.writerow([*row, "лишнее"] if number == 6007 else row[:4] if number == 7008 else row)
    return text.getvalue().encode("cp1251")


@pytest.fixture(scope="module")
def table() -> list[list[str]]:
    return register()


@pytest.fixture
def folder(run: Run, tmp_path: Path, table: list[list[str]]) -> Path:
    """A letterbook without letters, and the register and its mapping beside it."""
    assert run("init", "book", "--empty").returncode == 0
    (tmp_path / "register.csv").write_bytes(exported(table))
    (tmp_path / "columns.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path / "book"


def test_a_register_is_taken_in_with_its_faults_named_by_row_and_heading(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    done = run("import", "register.csv", "book", "--map", "columns.toml")
    lines = done.stderr.splitlines()
    assert done.returncode == 0
    assert lines[0] == "register.csv: cp1251, divided by semicolons"
    assert lines[-1] == "7999 letters written, 9 rows need you: letterbook report --format xlsx"
    told = {place.groups() for line in lines[1:-1] if (place := re.search(r":(\d+)(?::\d+)? (L\d+) ", line))}
    for number, (_, _, code) in FAULTS.items():
        assert not code or (str(number), code) in told
    assert any(
        line.startswith("letters/register.csv:214:5 L203 column 'Дата': '31 февраля 1898' is no day") for line in lines
    )
    assert "1877-03-12 by the Julian calendar and 1877-03-24 by the Gregorian" in done.stderr
    assert {("6007", "L116"), ("7008", "L116")} <= told
    assert (folder / "letters/register.csv").read_bytes() == (tmp_path / "register.csv").read_bytes()
    assert (folder / "letters/register.columns.toml").read_text(encoding="utf-8") == MAPPING


def test_a_spreadsheet_is_taken_in_like_its_export(
    run: Run, folder: Path, tmp_path: Path, table: list[list[str]]
) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table[:1000]:
        sheet.append(row)
    book.save(tmp_path / "register.xlsx")
    done = run("import", "register.xlsx", "book", "--map", "columns.toml")
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == "999 letters written, 3 rows need you: letterbook report --format xlsx"


def test_nothing_is_written_where_the_columns_are_not_certain(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("who,whom,when\nAda,Bea,1901\n", encoding="utf-8")
    done = run("import", "odd.csv", "book")
    assert (done.returncode, done.stdout) == (3, "")
    assert "letterbook columns odd.csv" in done.stderr
    assert list((folder / "letters").iterdir()) == []


def test_a_table_that_is_there_is_replaced_only_when_asked(run: Run, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "small.csv"
    table.write_text("id,sender,date\n1,Ada,1901\n", encoding="utf-8")
    assert run("import", table, "book").returncode == 0
    assert run("import", table, "book").returncode == 0  # the same bytes are no conflict
    table.write_text("id,sender,date\n1,Ada Bell,1901\n", encoding="utf-8")
    done = run("import", table, "book")
    assert (done.returncode, "--replace" in done.stderr) == (2, True)
    assert "Ada Bell" not in (folder / "letters/small.csv").read_text(encoding="utf-8")
    assert run("import", table, "book", "--replace").returncode == 0
    assert "Ada Bell" in (folder / "letters/small.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["nothing.csv", "letter.txt"])
def test_what_is_no_table_is_refused_in_a_sentence(run: Run, folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "letter.txt").write_text("Sir,", encoding="utf-8")
    for command in (("import", name, "book"), ("columns", name)):
        done = run(*command)
        assert (done.returncode, done.stdout) == (3, "")
        assert "Traceback" not in done.stderr


def test_the_proposed_columns_are_a_mapping_that_can_be_kept(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("columns", "register.csv")
    assert done.returncode == 0
    assert 'sender = "Отправитель"' in done.stdout
    assert (
        "# row 2: from князь А. М. Горчаков to Н. П. Игнатьев written at Вена on 1842-03-03 (3 марта 1842 г.)"
        in done.stdout
    )
    assert len([line for line in done.stdout.splitlines() if line.startswith("# row")]) == 3
    (tmp_path / "proposed.toml").write_text(done.stdout, encoding="utf-8")
    assert run("import", "register.csv", "book", "--map", "proposed.toml").returncode == 0


def test_columns_that_are_not_certain_are_said_with_the_reason(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("sender,absender,date\nAda,Bea,1901\n", encoding="utf-8")
    done = run("columns", "odd.csv")
    assert done.returncode == 1
    assert "not certain: 'sender' and 'absender' may both be sender" in done.stderr


@pytest.fixture
def small(run: Run, tmp_path: Path, table: list[list[str]]) -> Path:
    """A letterbook with the first 400 rows of the register."""
    assert run("init", "book", "--empty").returncode == 0
    (tmp_path / "book/letters/register.csv").write_bytes(exported(table[:400]))
    (tmp_path / "book/letters/register.columns.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path / "book"


def test_a_report_gives_the_table_back_with_its_bad_cells_marked(
    run: Run, small: Path, tmp_path: Path, table: list[list[str]]
) -> None:
    done = run("report", "book", "--format", "xlsx")
    assert (done.returncode, done.stdout) == (0, "")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == ["findings", "register.csv"]
    sheet = book["register.csv"]
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == table[:400]
    marked = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert marked["E214"].startswith("L203 column 'Дата': '31 февраля 1898' is no day")
    assert sheet["E214"].fill.fgColor.rgb == "00FFC7CE"
    assert "by the Gregorian" in marked["E377"]
    told = [row for row in book["findings"].iter_rows(values_only=True) if row[1] == "L203"]
    assert [row[:5] for row in told] == [("error", "L203", "letters/register.csv", "214", "5")]
    again = run("report", "book", "--format", "xlsx", "--out", "again.xlsx")
    assert again.returncode == 0
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "report.xlsx").read_bytes()


def test_a_report_is_the_findings_as_csv_json_or_text(run: Run, data: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("report", data, "--format", "csv").stdout)))
    told = json.loads(run("report", data, "--format", "json").stdout)
    assert [row["code"] for row in rows] == [each["code"] for each in told]
    assert len(run("report", data).stdout.splitlines()) == len(rows) > 0
    assert run("report", data, "--format", "csv", "--out", "findings.csv").stdout == ""
    assert (
        (tmp_path / "findings.csv")
        .read_text(encoding="utf-8")
        .startswith("severity,code,file,line,column,letter,message,remedy\n")
    )
