"""Story S2 to its end: a register from Russian Windows is taken in, published, and handed to correspSearch as valid CMIF."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl

Run = Callable[..., subprocess.CompletedProcess[str]]

HEADINGS = "№;Отправитель;Получатель;Место;Дата;Шифр"
MAPPING = (
    'id = "№"\nsender = "Отправитель"\naddressee = "Получатель"\nplace = "Место"\ndate = "Дата"\nshelfmark = "Шифр"\n'
)
DATES = {4: "31 февраля 1898", 7: "12/24 марта 1877", 9: "1 января"}
ROWS = 24


def test_a_register_of_an_archive_gets_into_correspsearch(run: Run, tmp_path: Path) -> None:
    rows = [
        f"{row - 1};Пётр Иванов {row % 5};Анна Сидорова {row % 3};Москва;{DATES.get(row, f'{row} марта 1878')};Ф. 1. Оп. {row}"
        for row in range(2, ROWS + 2)
    ]
    (tmp_path / "register.csv").write_bytes("\r\n".join([HEADINGS, *rows, ""]).encode("cp1251"))
    (tmp_path / "columns.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letterbook.toml").write_text(
        'title = "Фонд 1"\npublisher = "Архив"\npublished = "2026-11-24"\n', encoding="utf-8"
    )
    taken = run("import", "register.csv", "--map", "columns.toml")
    assert "register.csv: cp1251, divided by semicolons" in taken.stderr
    assert "'31 февраля 1898' is no day" in taken.stderr
    assert "1877-03-12 by the Julian calendar and 1877-03-24 by the Gregorian" in taken.stderr
    assert f"{ROWS} letters written, 2 rows need you" in taken.stderr
    assert run("report", "--format", "xlsx").returncode in (0, 1)
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["register.csv"]
    assert sheet["E4"].value == DATES[4]
    assert "is no day" in sheet["E4"].comment.text
    assert run("build", "--fail-on", "never").returncode == 0
    first, again = (run("export", "cmif", "--out", name) for name in ("cmif.xml", "again.xml"))
    assert (first.returncode, again.returncode) == (0, 0)
    assert (tmp_path / "cmif.xml").read_bytes() == (tmp_path / "again.xml").read_bytes()
    judged = run("check", "cmif.xml", "--profile", "correspsearch")
    assert judged.returncode == 0
    assert f"valid CMIF 1.1: {ROWS} letters; 0 errors" in judged.stderr
