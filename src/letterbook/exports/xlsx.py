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
LONG_TEXTS = "long texts"
_ASIDE = ("sheet", "row", "column", "part", "text")
_ESCAPED = 4_000  # characters that are written as escapes take up to eight times the place
_FIRST_DAY = datetime.datetime(1980, 1, 1)
_PROPERTIES = "docProps/core.xml"
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """One workbook with a sheet for each table."""
    chosen = [wish.table] if wish.table else list(TABLES)
    yield FORM.file, workbook((TABLES[name](catalogue) for name in chosen), wish)


def workbook(tables: Iterable[Table], wish: Wish) -> Iterator[bytes]:
    """The sheets; what is too long for a cell stands whole on a sheet of its own, in several cells."""
    book = Workbook(write_only=True)
    long: list[tuple[str, str, str, str, str]] = []
    bold = Font(bold=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        heading = [WriteOnlyCell(sheet, word) for word in table.heading]
        for cell in heading:
            cell.font = bold
        sheet.append(heading)
        for number, row in enumerate(table.rows, 2):
            cells = []
            for column, text in enumerate(row):
                if len(escape(text)) > LONGEST_CELL:
                    text = _put_aside(text, (table.name, str(number), table.heading[column]), long, wish)
                cells.append(_cell(sheet, text))
            sheet.append(cells)
    if long:
        sheet = book.create_sheet(LONG_TEXTS)
        for row in (_ASIDE, *long):
            sheet.append([_cell(sheet, text) for text in row])
    with tempfile.TemporaryFile() as made, tempfile.TemporaryFile() as steady:
        book.save(made)
        write_archive(steady, _members(made))
        steady.seek(0)
        while chunk := steady.read(65_536):
            yield chunk


def _put_aside(text: str, place: tuple[str, str, str], long: list[tuple[str, str, str, str, str]], wish: Wish) -> str:
    """Put a text that no cell holds on the sheet for such, in pieces that together are the text; gives what stands in its place."""
    size = LONGEST_CELL if escape(text) == text else _ESCAPED
    first = len(long) + 2
    long += ((*place, str(part), text[at : at + size]) for part, at in enumerate(range(0, len(text), size), 1))
    where = f"sheet {LONG_TEXTS!r}, rows {first} to {len(long) + 1}"
    message = f"{text[:40]!r} … has {len(text):,} characters, and a cell holds {LONGEST_CELL:,}; it stands whole on the {where}"
    wish.tell(Finding(code="L514", message=message, remedy="use csv to have it in one cell", file=FORM.file))
    return f"({len(text):,} characters: {where})"


def _cell(sheet: Any, text: str) -> Any:
    """A cell that holds text, whatever it looks like: never a number, a date or a formula."""
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
