"""Tables of spreadsheet programs: XLSX and ODS, values only.

A formula gives the value that was last shown; macros are not run and links to other files not followed. A cell that the
program knows as a date is a date, in the system (1900 or 1904) of its file.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from letterbook.errors import ReadError
from letterbook.findings import Finding
from letterbook.readers.tables.sheets import Row, Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MOST_MEMBERS = 10_000
_SWELLING = 16  # a table unpacks to a few times its size, a bomb to hundreds
_CHUNK_BYTES = 1 << 20
_SHOWN = 5


def read_workbook(path: Path, *, name: str, wanted: str = "", limit_bytes: int) -> tuple[Sheet | None, list[Finding]]:
    """The first sheet that is shown and has cells, or the one of a name; None where the file cannot be read.

    Form:    findings L114 (cannot be read), L121 (other sheets, merged cells, macros, links to other files).
    Units:   ``limit_bytes`` is that of the file; unpacked it may have 16 times as much.
    """
    from python_calamine import CalamineError, load_workbook

    def refused(message: str, remedy: str) -> tuple[None, list[Finding]]:
        return None, [Finding(code="L114", message=message, remedy=remedy, file=name)]

    try:
        others = _checked(path, limit_bytes)
        book = load_workbook(path)
        sheet, sheets = _chosen(book, wanted)
    except ReadError as error:
        return refused(error.message, error.remedy)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        return refused(
            f"the file cannot be opened as a table: {error}", "save it as .xlsx, .ods or .csv, without a password"
        )
    told = [Finding(code="L121", message=each, remedy="", file=name) for each in (*others, *sheets)]
    told += _merged(sheet, name)

    def rows(_faults: list[Finding]) -> Iterator[Row]:
        first = sheet.start[0] if sheet.start else 0
        left = sheet.start[1] if sheet.start else 0
        for number, cells in enumerate(sheet.to_python(skip_empty_area=True), first + 1):
            yield number, [""] * left + [_text(cell) for cell in cells]

    return Sheet(name, f"sheet {sheet.name!r}", rows, tuple(told)), told


def _checked(path: Path, limit_bytes: int) -> list[str]:
    """What the file holds beside its sheets; refused is what would fill the memory, or has a name that leaves its folder.

    What is unpacked is counted, and not what the file says of itself.
    """
    size = path.stat().st_size
    if size > limit_bytes:
        remedy = "divide the file, or raise source_megabytes in letterbook.toml"
        raise ReadError(f"the file has {size:,} bytes, the limit is {limit_bytes:,}", remedy=remedy)
    left = limit_bytes * _SWELLING
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS:
            raise ReadError(f"the file is an archive of {len(members):,} parts; no table has so many")
        for member in members:
            if _leaves(member.filename):
                raise ReadError(f"the file has a part named {member.filename!r}, which lies outside of it")
            member.file_size = (
                left + 2 * _CHUNK_BYTES
            )  # zipfile reads as much as is stated; what states less is unpacked whole elsewhere
            with archive.open(member) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    left -= len(chunk)
                    if left < 0:
                        raise ReadError(
                            f"the file unpacks to more than {limit_bytes * _SWELLING:,} bytes and is refused"
                        )

    names = [member.filename.casefold() for member in members]
    found = []
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in names):
        found.append("the macros of the file are not run")
    if links := sum(name.startswith("xl/externallinks/externallink") for name in names):
        found.append(f"links to other files are not followed: {links}")
    return found


def _leaves(name: str) -> bool:
    path = PureWindowsPath(name)  # knows both slashes and drives
    return bool(path.anchor) or ".." in path.parts


def _chosen(book: CalamineWorkbook, wanted: str) -> tuple[CalamineSheet, list[str]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tables = [each for each in book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    names = ", ".join(repr(each.name) for each in tables)
    if wanted and wanted not in [each.name for each in tables]:
        raise ReadError(f"there is no sheet {wanted!r}", remedy=f"the sheets are: {names}")
    opened = {each.name: book.get_sheet_by_name(each.name) for each in tables}
    shown = [each.name for each in tables if each.visible is SheetVisibleEnum.Visible and opened[each.name].height]
    if not (wanted or shown):
        raise ReadError("no sheet of the file has cells", remedy="put the letters into the first sheet")
    chosen = wanted or shown[0]
    others = []
    for each in tables:
        if each.name != chosen and opened[each.name].height:
            hidden = "" if each.visible is SheetVisibleEnum.Visible else "hidden "
            others.append(f"the {hidden}sheet {each.name!r} is not read, only {chosen!r}")
    return opened[chosen], others


def _merged(sheet: CalamineSheet, name: str) -> Iterator[Finding]:
    ranges = sheet.merged_cell_ranges or []
    for (top, left), (bottom, right) in ranges[:_SHOWN]:
        message = f"the cells {cell_name(top + 1, left + 1)} to {cell_name(bottom + 1, right + 1)} are merged: only the first has their value"
        yield Finding(code="L121", message=message, remedy="write the value into each of them", file=name, line=top + 1)
    if more := ranges[_SHOWN:]:
        message = f"{len(more)} more groups of cells are merged"
        yield Finding(code="L121", message=message, remedy="", file=name, line=more[0][0][0] + 1)


def cell_name(row: int, column: int) -> str:
    """A cell as a spreadsheet names it, from row and column, both from 1.

    >>> cell_name(12, 28)
    'AB12'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _text(value: object) -> str:
    """A value as a text: whole numbers without a fraction, a day as ISO 8601."""
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime.datetime():
            return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
    return str(value)
