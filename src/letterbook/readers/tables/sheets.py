"""A table as its rows: what CSV, TSV, XLSX and ODS files have in common.

Form:    rows are numbered as a spreadsheet shows them: from 1, the headings and blank rows counted; a cell is a text, empty
         where there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from letterbook.findings import Finding

Row = tuple[int, list[str]]
"""The number of a row and its cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file.

    Form:    ``form`` tells how it was read ("cp1251, divided by ;"); ``open`` gives all rows from the first, as often as it is
             called, and appends what is wrong with a row to ``faults``; ``findings`` are those on the file.
    """

    name: str
    form: str
    open: Callable[[list[Finding]], Iterator[Row]]
    findings: tuple[Finding, ...] = ()

    def rows(self, faults: list[Finding] | None = None) -> Iterator[Row]:
        """All rows that have a cell with something in it."""
        told = [] if faults is None else faults
        return ((number, cells) for number, cells in self.open(told) if any(cell.strip() for cell in cells))


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet with its headings; ``first`` is the number of the row in which they stand."""

    sheet: Sheet
    first: int
    headings: tuple[str, ...]
    faults: list[Finding] = field(default_factory=list)

    def records(self, faults: list[Finding] | None = None) -> Iterator[Row]:
        """The rows below the headings."""
        return ((number, cells) for number, cells in self.sheet.rows(faults) if number > self.first)


def headed(sheet: Sheet, heading_row: int = 0) -> Headed | None:
    """The sheet with its headings, which are the first row with more than one cell unless a row is named; None for none."""
    for number, cells in sheet.rows():
        named = number == heading_row if heading_row else sum(bool(cell.strip()) for cell in cells) > 1
        if named:
            return Headed(sheet, number, tuple(" ".join(cell.split()) for cell in cells))
    return None


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
