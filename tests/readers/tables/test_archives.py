"""What a spreadsheet is as an archive: everything that it unpacks to is counted, and its parts have plain names."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letterbook.readers.tables import read_table

MAPPING = {"id": "id", "sender": "from"}
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="a">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def xlsx(last: str = "B2") -> bytes:
    """A workbook of two rows and a cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "from"])
    sheet.append(["1", "Ada Bell"])
    sheet[last] = "Ada Bell"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def ods(rows: str = "") -> bytes:
    """A spreadsheet of two rows and more."""
    own = "".join(
        f"<table:table-row>{CELL.format('', a)}{CELL.format('', b)}</table:table-row>"
        for a, b in (("id", "from"), ("1", "Ada Bell"))
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", ODS.format(own + rows))
    return made.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small workbook."""
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx())
    return path


def added(path: Path, name: str | zipfile.ZipInfo, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that stands twice
        archive.writestr(name, content)
    return path


def test_a_file_that_unpacks_to_hundreds_of_times_its_size_is_refused_by_counting(tmp_path: Path) -> None:
    """Fault case C5."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    ((reading, findings),) = read_table(path, name="bomb.xlsx", limit_bytes=100_000)
    assert reading is None
    assert [(each.code, "unpacks to more than" in each.message) for each in findings] == [("L114", True)]


def test_a_size_that_lies_hides_nothing(path: Path) -> None:
    """Fault case C5: what is unpacked is counted, whatever size and check sum the file states."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", b" " * 3_000_000)
        member = archive.getinfo("xl/media/a.bin")
        member.file_size, member.CRC = 10, zlib.crc32(b" " * 10)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("xl/media/a.bin") == b" " * 10
    ((reading, findings),) = read_table(path, name="list.xlsx", limit_bytes=100_000)
    assert reading is None
    assert [(each.code, "unpacks to more than" in each.message) for each in findings] == [("L114", True)]


def test_an_archive_of_a_hundred_thousand_parts_is_refused(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Fault case C5."""
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), b"")
    readings, findings = read(path)
    assert (readings, [each.code for each in findings]) == ([], ["L114"])
    assert "10,001 parts" in findings[0].message


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "C:\\x", "..\\x", "\\\\host\\x"])
def test_a_part_that_would_lie_outside_is_refused(read, path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    """Fault case C6: and nothing is ever unpacked to the disk, so a link or a device in an archive is none."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"x")
    readings, findings = read(path, **MAPPING)
    assert (readings, [each.code for each in findings]) == ([], ["L114"])
    assert repr(name) in findings[0].message
    assert [each.name for each in path.parent.iterdir()] == ["list.xlsx"]


def test_half_a_megabyte_that_unpacks_to_hundreds_is_refused(path: Path) -> None:
    """Fault case C5: whatever the limit of a file allows, no table of such a size is two hundred times as small in its archive."""
    zeros = zlib.compressobj(9)
    packed = len(zeros.compress(bytes(1 << 20)) + zeros.flush())
    assert packed < 2_000  # a thousandth
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.bin", "w") as part:
        for _ in range(200):
            part.write(bytes(1 << 20))
    assert path.stat().st_size < 300_000
    ((reading, findings),) = read_table(path, name="list.xlsx")
    assert reading is None
    assert [(each.code, "unpacks to more than 64,000,000 bytes" in each.message) for each in findings] == [
        ("L114", True)
    ]


def test_an_archive_in_an_archive_is_never_unpacked(read, path: Path) -> None:  # type: ignore[no-untyped-def]
    """Fault case C5: it is counted as it stands there; and what is nothing but an archive of a table is no table."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as part:
        for _ in range(100):
            part.write(bytes(1 << 20))
    inner = bomb.getvalue()
    readings, findings = read(added(path, "xl/embeddings/a.zip", inner), **MAPPING)
    assert ([each.transcript.source for each in readings], findings) == (["list.xlsx#1"], [])
    outer = path.with_name("outer.xlsx")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(path, "list.xlsx")
    readings, findings = read(outer, **MAPPING)
    assert (readings, [each.code for each in findings]) == ([], ["L114"])


WIDE = CELL.format(' table:number-columns-repeated="16384"', "x")
REPEATED = f'<table:table-row table:number-rows-repeated="6000">{WIDE}</table:table-row>'


@pytest.mark.parametrize("made", [xlsx("XFD1048576"), xlsx("XFD6000"), ods(REPEATED)], ids=["far", "wide", "repeated"])
def test_a_few_cells_that_stand_for_millions_are_refused(read, path: Path, made: bytes) -> None:  # type: ignore[no-untyped-def]
    """Fault case C5: a sheet is held as a rectangle, so its last row and column are counted before."""
    path = path.with_suffix(".ods" if b"opendocument" in made else ".xlsx")
    path.write_bytes(made)
    readings, findings = read(path, **MAPPING)
    assert (readings, [each.code for each in findings]) == ([], ["L114"])
    assert "goes to cell XFD" in findings[0].message


def test_empty_cells_to_the_end_of_a_sheet_are_none(read, path: Path) -> None:  # type: ignore[no-untyped-def]
    path = path.with_suffix(".ods")
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    path.write_bytes(ods(f'<table:table-row table:number-rows-repeated="1048574">{blank}</table:table-row>'))
    readings, findings = read(path, **MAPPING)
    assert ([each.transcript.source for each in readings], findings) == (["list.ods#1"], [])
    book = openpyxl.load_workbook(io.BytesIO(xlsx()))
    assert book.active is not None
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(path.with_suffix(".xlsx"))
    readings, findings = read(path.with_suffix(".xlsx"), **MAPPING)
    assert ([each.transcript.source for each in readings], findings) == (["list.xlsx#1"], [])


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_a_part_that_is_no_file_is_refused(read, path: Path, kind: int) -> None:  # type: ignore[no-untyped-def]
    """Fault case C6."""
    part = zipfile.ZipInfo("xl/a")
    part.create_system, part.external_attr = 3, (kind | 0o644) << 16
    readings, findings = read(added(path, part, b"/etc/passwd"), **MAPPING)
    assert (readings, [each.code for each in findings]) == ([], ["L114"])
    assert "'xl/a', which is no file" in findings[0].message


@pytest.mark.parametrize("name", ["NUL", "xl/nul.xml", "xl/con", "xl/a:b", "xl/a\x07b", "xl/a\x1b[2J", "xl/a. "])
def test_a_part_with_a_name_that_no_file_has_is_refused(read, path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    """Fault case C6."""
    readings, findings = read(added(path, name), **MAPPING)
    assert (readings, [each.code for each in findings]) == ([], ["L114"])
    assert repr(name) in findings[0].message


@pytest.mark.parametrize(
    ("old", "new"), [(b"xl/abcd", b"xl/a\0cd"), ("xl/ä".encode(), b"xl/\xff\xfe")], ids=["nul", "bytes"]
)
def test_a_part_whose_name_is_no_text_is_refused(read, path: Path, old: bytes, new: bytes) -> None:  # type: ignore[no-untyped-def]
    """Fault case C6: a library that stops at the NUL would take another name for it."""
    added(path, old.decode())
    path.write_bytes(path.read_bytes().replace(old, new))
    readings, findings = read(path, **MAPPING)
    assert (readings, [each.code for each in findings]) == ([], ["L114"])


@given(st.sampled_from([xlsx(), ods()]), st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_bytes_are_changed_there_is_a_table_or_a_finding(
    tmp_path: Path, whole: bytes, data: st.DataObject
) -> None:
    """Fault cases C5 and C6: never an exception."""
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / ("list.ods" if b"opendocument" in whole else "list.xlsx")
    path.write_bytes(changed[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else changed)
    found = list(read_table(path, name=path.name))
    assert any(reading or findings for reading, findings in found)
