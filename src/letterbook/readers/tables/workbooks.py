"""Tables of spreadsheet programs: XLSX and ODS, values only.

A formula gives the value that was last shown; macros are not run and links to other files not followed. A cell that the
program knows as a date is a date, in the system (1900 or 1904) of its file.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from letterbook.errors import ReadError
from letterbook.findings import Finding
from letterbook.readers.tables.archives import check_archive
from letterbook.readers.tables.sheets import Row, Sheet, cell_name

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_SHOWN = 5


def read_workbook(path: Path, *, name: str, wanted: str = "", limit_bytes: int) -> tuple[Sheet | None, list[Finding]]:
    """The first sheet that is shown and has cells, or the one of a name; None where the file cannot be read.

    Form:    findings L114 (cannot be read), L121 (other sheets, merged cells, formulas, macros, links to other files).
    Units:   ``limit_bytes`` is that of the file.
    """
    from python_calamine import CalamineError, load_workbook

    def refused(message: str, remedy: str) -> tuple[None, list[Finding]]:
        return None, [Finding(code="L114", message=message, remedy=remedy, file=name)]

    try:
        others = check_archive(path, limit_bytes)
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
