"""The cells of one row as a record of a letter: its words, a cell a line, and where each mapped value stands in them.

The record is the catalogue's description. A cell that no field takes stands in it in its own words, so nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from letterbook.findings import Finding
from letterbook.letter import Evidence, Mark, Origin, Span
from letterbook.readers.tables.columns import Placed

CELL, DEFAULT = "table-cell", "table-default"
RULES = {
    CELL: "The table says so in the cell, whose column the mapping of the letterbook takes for this.",
    DEFAULT: "The mapping of the letterbook says so for every row of the table.",
}
"""What each rule of this reader says, in a sentence."""

_HTML = re.compile(r"&#?\w+;")


@dataclass(slots=True)
class Value:
    """A mapped value: its words, its characters in the record, and its column from 0, -1 for a default."""

    text: str
    start: int
    column: int


@dataclass(slots=True)
class Cells:
    """One row while it is read."""

    placed: Placed
    file: str
    number: int
    cells: list[str]
    language: str
    findings: list[Finding] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        fields: dict[int, list[str]] = {}
        for name, places in self.placed.at.items():
            if len(places) == 1:  # an id of several cells is none of them
                fields.setdefault(places[0], []).append(name)
        length = 0
        for column, cell in enumerate(self.cells):
            words = cell.strip()
            if not words:
                continue
            heading = self.placed.headings[column] or f"column {column + 1}"
            length = self._write(heading, words, column, fields.get(column, []), length)
        for name, words in self.placed.columns.defaults.items():
            if name not in self.values:
                length = self._write(name, words.strip(), -1, [name], length)

    def _write(self, heading: str, words: str, column: int, names: list[str], length: int) -> int:
        line = f"{heading}: {words}"
        self.marks.append(Mark(length, self.number, heading, column + 1))
        self._lines.append(line)
        for name in names:
            self.values[name] = Value(words, length + len(heading) + 2, column)
        return length + len(line) + 1

    @property
    def text(self) -> str:
        """The record."""
        return "\n".join(self._lines)

    def said(self, name: str) -> str:
        """The words of a field; empty where the row has none."""
        value = self.values.get(name)
        return value.text if value else ""

    def evidence(self, value: Value, piece: str = "") -> Evidence:
        """That the cell says so, or a piece of it."""
        start = value.start + (value.text.index(piece) if piece in value.text else 0)
        span = Span(start, start + len(piece if piece and piece in value.text else value.text))
        if value.column < 0:
            columns = self.placed.columns
            line = next((columns.lines[n] for n, v in self.values.items() if v is value and n in columns.lines), 1)
            return Evidence((span,), DEFAULT, Origin.METADATA, source=f"{quote(columns.where)}#line={line - 1},{line}")
        place = f"cell={self.number},{value.column + 1}"
        return Evidence((span,), CELL, Origin.METADATA, source=f"{quote(self.file)}#{place}")

    def divided(self, text: str) -> list[str]:
        """The values of a cell that may have several; the first or the last of them may be empty."""
        text = f" {text} "  # for a divider with blanks around it, of which the cell has lost the outer ones
        whole = ";" if _HTML.search(text) else ""  # the semicolon of "&amp;" divides nothing
        divider = next((each for each in self.placed.columns.separators if each in text and each != whole), "")
        return [each.strip() for each in text.split(divider)] if divider else [text.strip()]

    def beside(self, name: str, count: int) -> list[str]:
        """The values of a column that goes along with one of names; none where it has another number of them."""
        found = self.divided(text) if (text := self.said(name)) else []
        return found if len(found) == count else []

    def tell(self, code: str, message: str, remedy: str, value: Value | None) -> None:
        """A finding on a cell, with its heading."""
        column = value.column if value else -1
        where = f"column {self.placed.headings[column]!r}: " if column >= 0 else ""
        self.findings.append(
            Finding(
                code=code, message=where + message, remedy=remedy, file=self.file, line=self.number, column=column + 1
            )
        )
