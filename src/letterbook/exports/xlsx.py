"""XLSX: the tables of ``csv`` as the sheets of one workbook.

Source:  ECMA-376, part 1, section 18.3.1.4 (a cell holds 32,767 characters); openpyxl writes the time of day into its
         properties, which is set to the first day that a ZIP knows.
"""

from __future__ import annotations

import datetime
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.escape import escape

from letterbook.catalogue import Catalogue
from letterbook.exports.archive import write_archive
from letterbook.exports.form import File, Form, Wish
from letterbook.exports.tables import TABLES, Table
from letterbook.findings import Finding

FORM = Form(
    name="xlsx",
    title="the same tables as a workbook",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    file="letterbook.xlsx",
    is_text=False,
)

LONGEST_CELL = 32_767
_FIRST_DAY = datetime.datetime(1980, 1, 1)
_PROPERTIES = "docProps/core.xml"
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """One workbook with a sheet for each table."""
    chosen = [wish.table] if wish.table else list(TABLES)
    yield FORM.file, _workbook((TABLES[name](catalogue) for name in chosen), wish)


def _workbook(tables: Iterable[Table], wish: Wish) -> Iterator[bytes]:

    book = Workbook(write_only=True)
    bold = Font(bold=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        heading = [WriteOnlyCell(sheet, word) for word in table.heading]
        for cell in heading:
            cell.font = bold
        sheet.append(heading)
        for row in table.rows:
            sheet.append([_cell(sheet, text, wish) for text in row])
    with tempfile.TemporaryFile() as made, tempfile.TemporaryFile() as steady:
        book.save(made)
        write_archive(steady, _members(made))
        steady.seek(0)
        while chunk := steady.read(65_536):
            yield chunk


def _cell(sheet: Any, text: str, wish: Wish) -> Any:
    """A cell that holds text, whatever it looks like: never a number, a date or a formula."""
    if len(text) > LONGEST_CELL:
        wish.tell(
            Finding(
                code="L514",
                message=f"{text[:40]!r} … has {len(text):,} characters; a cell holds {LONGEST_CELL:,}, the rest is left out",
                remedy="use csv",
                file=FORM.file,
            )
        )
        text = text[:LONGEST_CELL]
    if not text:
        return None
    cell = WriteOnlyCell(sheet)
    cell.value = escape(text)
    cell.data_type = "s"
    return cell


def _members(made: IO[bytes]) -> Iterator[File]:
    with zipfile.ZipFile(made) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name == _PROPERTIES:
                data = _TIME.sub(_FIRST_DAY.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            yield name, [data]
