"""Large tables: read row by row from the disk, in the encoding that they have to their end, with little in memory."""

from __future__ import annotations

import csv
import tracemalloc
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.findings import Finding
from letterbook.readers.tables import open_table
from letterbook.readers.tables.blocks import SMALL_BYTES
from letterbook.readers.tables.fingerprints import Fingerprints, fingerprint

HEADINGS = ["Nr", "Absender", "Empfänger", "Datum", "Notiz"]
RUSSIAN = "Московский архив, письмо министра к послу о делах восточных"


def large(
    path: Path, *, last: Iterable[list[str]] = (), encoding: str = "utf-8", filler: str = "plain words " * 12
) -> int:
    """Write a table above the size at which one is decoded at once; gives the number of its rows."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS if encoding.startswith("utf") else ["Nr", "From", "To", "Date", "Note"])
        count = 1
        while stream.tell() < SMALL_BYTES + 1_500_000:
            writer.writerow([str(count), "A. Roe", "B. Doe", "1901-02-03", filler])
            count += 1
        for row in last:
            writer.writerow(row)
            count += 1
    return count


def opened(path: Path, encoding: str = "") -> tuple[list[list[str]], str, list[Finding], list[Finding]]:
    sheet, findings = open_table(path, name=path.name, encoding=encoding)
    faults: list[Finding] = []
    rows = [cells for _, cells in sheet.open(faults)] if sheet else []
    return rows, sheet.form if sheet else "", findings, faults


def test_many_rows_are_read_with_a_part_of_the_file_in_memory(tmp_path: Path) -> None:
    """Fault case C4: what is held does not grow with the rows."""
    path = tmp_path / "list.csv"
    count = large(path)
    tracemalloc.start()
    try:
        sheet, _ = open_table(path, name=path.name)
        assert sheet is not None
        rows = sum(1 for _ in sheet.rows())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rows == count
    assert peak < path.stat().st_size / 0.9


def test_a_large_table_begins_with_a_mark_that_is_none_of_its_headings(tmp_path: Path) -> None:
    large(tmp_path / "list.csv", encoding="utf-8-sig")
    rows, form, findings, faults = opened(tmp_path / "list.csv")
    assert (rows[0], form, findings, faults) == (HEADINGS, "utf-8, divided by commas", [], [])


def test_the_encoding_is_recognised_by_letters_at_the_very_end(tmp_path: Path) -> None:
    last = [str(1), RUSSIAN, "Б. Дое", "1901-02-03", RUSSIAN]
    large(tmp_path / "list.csv", last=[last], encoding="cp1251")
    rows, form, findings, _ = opened(tmp_path / "list.csv")
    assert (rows[-1], form) == (last, "cp1251, divided by commas")
    assert [finding.code for finding in findings] == ["L104"]


def test_a_byte_that_is_not_of_the_encoding_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    large(path, filler="wörter " * 20)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"9,\xff,B. Doe,1901,x\r\n")
    _, _, (finding,), _ = opened(path)
    assert (finding.code, f"byte {size + 2} is not utf-8" in finding.message) == ("L103", True)
    _, _, (finding,), _ = opened(path, encoding="utf-8")
    assert (finding.code, finding.message) == ("L110", f"byte {size + 2} is not utf-8, which was stated")


def test_a_sign_that_no_text_has_is_told_with_its_line(tmp_path: Path) -> None:
    count = large(tmp_path / "list.csv", last=[["9", "A. Roe\x07", "B. Doe", "1901", "x"]])
    _, _, (finding,), _ = opened(tmp_path / "list.csv")
    assert (finding.code, finding.line) == ("L106", count)


def test_utf_16_is_read_whole_and_within_the_limit(tmp_path: Path) -> None:
    large(tmp_path / "list.csv", encoding="utf-16")
    rows, form, _, _ = opened(tmp_path / "list.csv")
    assert (rows[0], form) == (HEADINGS, "utf-16-le, divided by commas")
    sheet, (finding,) = open_table(tmp_path / "list.csv", name="list.csv", limit_bytes=SMALL_BYTES)
    assert (sheet, finding.code) == (None, "L108")


def test_a_quotation_mark_that_is_never_closed_swallows_no_memory(tmp_path: Path) -> None:
    """Fault case C3: it is told with its row, and what stands before it is read."""
    path = tmp_path / "list.csv"
    large(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + '9,"A. Roe,B. Doe,1901,x\r\n' + "10,A. Roe,B. Doe,1901,x\r\n" * 700_000, encoding="utf-8", newline=""
    )
    rows, _, _, (fault,) = opened(path)
    assert fault.code == "L114"
    assert (len(rows), fault.line) == (text.count("\n"), text.count("\n") + 1)
    assert "16,000,000 characters" in fault.message


@given(st.lists(st.text(max_size=4), max_size=60))
def test_fingerprints_know_which_texts_stand_twice(texts: list[str]) -> None:
    passed = Fingerprints()
    for text in texts:
        passed.add(text)
    counts = Counter(texts)
    assert (len(passed), passed.distinct()) == (len(texts), len(counts))
    assert passed.doubled() == {fingerprint(text) for text, times in counts.items() if times > 1}


@pytest.mark.parametrize("text", ["", "ä", "a" * 1000])
def test_a_fingerprint_is_the_same_on_every_machine(text: str) -> None:
    assert fingerprint(text) == {"": 0xE4A6A0577479B2B4}.get(text, fingerprint(text))
    assert 0 <= fingerprint(text) < 1 << 64
