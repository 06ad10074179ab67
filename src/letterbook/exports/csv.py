"""CSV: letters, persons and places as tables, UTF-8 with the line ends of RFC 4180.

Source:  RFC 4180, section 2
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain

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


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """The tables, one file each."""
    for name in [wish.table] if wish.table else TABLES:
        yield table_file(TABLES[name](catalogue), wish)


def table_file(table: Table, wish: Wish) -> File:
    """One table as CSV, with ``excel`` as a workbook: its cells are texts, so that nothing is added to what would be run in CSV."""
    if wish.excel:
        from letterbook.exports.xlsx import workbook  # only who asks for it waits for its library

        return f"{table.name}.xlsx", workbook([table], wish)
    return f"{table.name}.csv", csv_rows(table)


def csv_rows(table: Table) -> Iterator[bytes]:
    """One table as CSV."""
    yield from lines(map(_row, chain([table.heading], table.rows)))


def _row(row: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return text.getvalue()
