"""Workbooks written: the one seam for openpyxl, which knows neither our findings nor our rows.

Cells are texts, so that no cell becomes a formula or a number; the same sheets give the same bytes.

Source:  Office Open XML, ECMA-376; a cell holds 32,767 characters at most
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]]")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # a program takes "_x0041_" for "A"
_NO_DAY = datetime.datetime(1980, 1, 1)  # the first that a zip archive knows
_CHANGED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its rows, and what is noted on a cell, by row and column from 1; a noted cell is coloured.

    Form:    ``colours`` tells for a note the colour of its cell (RGB, "FFC7CE"); a note on column 0 is put on the first cell.
    """

    name: str
    rows: Iterable[Sequence[str]]
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    colours: Mapping[tuple[int, int], str] = field(default_factory=dict)
    widths: Sequence[int] = ()


def workbook_bytes(pages: Iterable[Page]) -> bytes:
    """The sheets as an XLSX file; the first row of each stays in view.

    Form:    a text above 32,767 characters is never cut: a sentence stands in its place, which says how long it is. Characters
             that XML cannot hold are written as escapes.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    used: set[str] = set()
    for page in pages:
        _write(book, page, used)
    book.properties.creator = "letterbook"
    book.properties.created = _NO_DAY
    raw = io.BytesIO()
    book.save(raw)
    return _without_clock(raw)


def _write(book: object, page: Page, used: set[str]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(_name(page.name, used))  # type: ignore[attr-defined]
    sheet.freeze_panes = "A2"
    for number, width in enumerate(page.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    noted = {
        (row, max(column, 1)): (text, page.colours.get((row, column), "FFEB9C"))
        for (row, column), text in page.notes.items()
    }
    widest: dict[int, int] = {}
    for row, column in noted:
        widest[row] = max(widest.get(row, 0), column)
    for number, texts in enumerate(page.rows, 1):
        cells = []
        last = widest.get(number, 0)
        for column in range(1, max(len(texts), last) + 1):
            cell = WriteOnlyCell(sheet, value=_text(texts[column - 1] if column <= len(texts) else ""))
            if cell.value is not None:
                cell.data_type = "s"  # "=1+1" is a text like any other
            if (number, column) in noted:
                words, colour = noted[number, column]
                cell.comment = Comment(_text(words) or "", "letterbook")
                cell.fill = PatternFill("solid", fgColor=colour)
            cells.append(cell)
        sheet.append(cells)


def _name(name: str, used: set[str]) -> str:
    """A name that the format allows and no other sheet has."""
    plain = _NOT_IN_NAMES.sub("_", name)[:_LONGEST_NAME].strip("'") or "sheet"
    found, number = plain, 2
    while found.casefold() in used:
        ending = f" ({number})"
        found, number = plain[: _LONGEST_NAME - len(ending)] + ending, number + 1
    used.add(found.casefold())
    return found


def _text(text: str) -> str | None:
    if not text:
        return None
    safe = _NOT_IN_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", _LIKE_AN_ESCAPE.sub("_x005F_", text))
    if len(safe) > LONGEST_CELL:
        return f"({len(safe):,} characters, more than a cell of a spreadsheet holds: see the source)"
    return safe


def _without_clock(raw: io.BytesIO) -> bytes:
    """The archive with every time in it that of no day."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "docProps/core.xml":
                data = _CHANGED.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            entry = zipfile.ZipInfo(member.filename, _NO_DAY.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return out.getvalue()
