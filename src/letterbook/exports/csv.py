"""CSV: letters, persons and places as tables, UTF-8 with the line ends of RFC 4180.

Source:  RFC 4180, section 2
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from letterbook.catalogue import Catalogue
from letterbook.exports.form import File, Form, Wish, lines
from letterbook.exports.tables import TABLES, Table

FORM = Form(
    name="csv",
    title="letters, persons and places as tables",
    media_type="text/csv",
    file="csv",
    is_folder=True,
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """The tables, one file each; with ``excel`` as that program opens them without harm."""
    for name in [wish.table] if wish.table else TABLES:
        yield f"{name}.csv", csv_rows(TABLES[name](catalogue), excel=wish.excel)


def csv_rows(table: Table, *, excel: bool = False) -> Iterator[bytes]:
    """One table as CSV; ``excel`` adds the byte order mark and a quote before what would be run as a formula."""
    if excel:
        yield "\ufeff".encode()
        rows: Iterable[tuple[str, ...]] = (tuple(map(_harmless, row)) for row in table.rows)
    else:
        rows = table.rows
    yield from lines(_row(row) for row in (table.heading, *()))
    yield from lines(_row(row) for row in rows)


def _row(row: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
