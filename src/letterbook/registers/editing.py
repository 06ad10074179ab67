"""A table of a register edited: cells added to, columns and rows added; what is not touched stays as it was written."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from letterbook.delimiters import divider_with
from letterbook.encodings import decode
from letterbook.errors import ReadError
from letterbook.keys import fold


@dataclass(slots=True)
class _Row:
    cells: list[str]
    written: str  # as it stands in the file, without its line end; empty where it is to be written anew


@dataclass(slots=True)
class Table:
    """One CSV file as its rows; the first is the header."""

    rows: list[_Row]
    delimiter: str = ","
    line_end: str = "\n"
    encoding: str = "utf-8"
    mark: bytes = b""
    changed: bool = False
    _by_key: dict[str, _Row] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Table:
        """The table in a file; without the file, an empty one.

        Raises:  ReadError for a file that is no table with a column ``key``.
        """
        if not path.exists():
            return cls([_Row(["key", "kind"], "")])
        data = path.read_bytes()
        decoded = decode(data, source=path.name)
        if decoded.text is None:
            raise ReadError(decoded.findings[0].message, str(path), "save the register as UTF-8")
        text = decoded.text
        delimiter = divider_with(text, "key")
        rows: list[_Row] = []
        lines = io.StringIO(text, newline="").readlines()
        reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
        start = 0
        try:
            for cells in reader:
                rows.append(_Row(cells, "".join(lines[start : reader.line_num]).rstrip("\r\n")))
                start = reader.line_num
        except csv.Error as error:
            raise ReadError(str(error), f"{path}, line {reader.line_num}", "check the quotes") from error
        if not rows or "key" not in [cell.strip() for cell in rows[0].cells]:
            raise ReadError("it has no column 'key'", str(path), "correct the header")
        mark = next(
            (each for each in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) if data.startswith(each)), b""
        )
        table = cls(rows, delimiter, "\r\n" if "\r\n" in lines[0] else "\n", decoded.encoding, mark)
        at = table._column("key")
        table._by_key = {row.cells[at].strip(): row for row in rows[1:] if len(row.cells) > at}
        return table

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def cell(self, key: str, column: str) -> str:
        """What stands in a cell; empty where there is no such column."""
        header = [cell.strip() for cell in self.rows[0].cells]
        return self._by_key[key].cells[header.index(column)].strip() if column in header else ""

    def names(self, key: str) -> set[str]:
        """The names in a row, as they are compared."""
        header = [cell.strip() for cell in self.rows[0].cells]
        columns = [column for column in header if column.startswith(("label@", "other@"))]
        return {fold(text) for column in columns for text in self.cell(key, column).split("|")}

    def append(self, key: str, column: str, text: str, divider: str) -> None:
        """Add to what stands in a cell."""
        row, at = self._by_key[key], self._column(column)
        row.cells[at] = f"{row.cells[at].strip()}{divider}{text}" if row.cells[at].strip() else text
        row.written, self.changed = "", True

    def add(self, wished: str, cells: dict[str, str]) -> str:
        """Add a row; its key is the one wished, or the next one with a number that is free."""
        keys = (wished if number == 1 else f"{wished}-{number}" for number in count(1))
        key = next(each for each in keys if each not in self._by_key)
        row = _Row([""] * len(self.rows[0].cells), "")
        self.rows.append(row)
        for column, text in {"key": key, **cells}.items():
            row.cells[self._column(column)] = text
        self._by_key[key] = row
        self.changed = True
        return key

    def _column(self, name: str) -> int:
        """The place of a column, which is added where it is missing."""
        header = [cell.strip() for cell in self.rows[0].cells]
        if name in header:
            return header.index(name)
        for row in self.rows:
            if row.cells:  # an empty line stays one
                row.cells.append(name if row is self.rows[0] else "")
                row.written += self.delimiter if row.written and row is not self.rows[0] else ""
        self.rows[0].written, self.changed = "", True
        return len(header)

    def bytes(self) -> bytes:
        """The file: in its own encoding, or in UTF-8 where that cannot hold a new name."""
        text = "".join((row.written or self._row(row.cells)) + self.line_end for row in self.rows)
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            return codecs.BOM_UTF8 + text.encode()

    def _row(self, cells: list[str]) -> str:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, lineterminator="").writerow(cells)
        return out.getvalue()
