"""Tables as text: CSV and TSV, whatever divides their cells, read row by row and never held whole.

Source:  RFC 4180; a quoted cell may hold the divider, line breaks, and quotation marks written twice
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from letterbook.delimiters import DIVIDERS
from letterbook.findings import Finding, Severity
from letterbook.readers.files import read_transcript
from letterbook.readers.tables.blocks import SMALL_BYTES, check_text
from letterbook.readers.tables.sheets import Row, Sheet

_SAMPLE_ROWS = 50
_MOST_LINES = 30  # a cell with more lines is likelier to have swallowed rows
LONGEST_CELL = 16_000_000
# The library refuses cells above 131,072 characters, and can be told otherwise for a whole process only.
csv.field_size_limit(LONGEST_CELL)

Open = Callable[[], io.TextIOBase]


def read_delimited(path: Path, *, name: str, encoding: str, limit_bytes: int) -> tuple[Sheet | None, list[Finding]]:
    """The table of a text file; None where its text cannot be read.

    Form:    findings L101 to L110 as for texts. A small file, or one in UTF-16, is decoded at once; any other in blocks, and its
             rows are read from the disk as often as they are asked for.
    Units:   ``limit_bytes`` holds for what is decoded at once.
    """
    large = path.is_file() and path.stat().st_size > SMALL_BYTES
    checked = check_text(path, encoding) if large else None
    if checked is None:
        transcript, findings = read_transcript(
            path, root=path.parent, language="und", encoding=encoding, limit_bytes=limit_bytes
        )
        told = [replace(finding, file=name) for finding in findings]
        if transcript is None:
            return None, told
        text, form = transcript.text, transcript.encoding
        source: Open = _Text(text)
    else:
        told = [replace(finding, file=name) for finding in checked.findings]
        if not checked.encoding:
            return None, told
        form = checked.encoding.removesuffix("-sig")
        source = _File(path, checked.encoding)
    divider = divider_of(source)

    def rows(faults: list[Finding]) -> Iterator[Row]:
        return _rows(source, divider, name, faults)

    return Sheet(name, f"{form}, divided by {DIVIDERS[divider]}", rows, tuple(told)), told


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in memory, opened as a file is."""

    text: str

    def __call__(self) -> io.TextIOBase:
        return io.StringIO(self.text, newline="")


@dataclass(frozen=True, slots=True)
class _File:
    """A file on the disk, opened with its encoding."""

    path: Path
    encoding: str

    def __call__(self) -> io.TextIOBase:
        return self.path.open(encoding=self.encoding, newline="")


def divider_of(source: Open) -> str:
    """The divider under which most rows have as many cells as the first, and of two such the one with more cells."""

    def fitness(divider: str) -> tuple[float, int]:
        first = zip(range(_SAMPLE_ROWS), _rows(source, divider, "", []), strict=False)
        rows = [cells for _, (_, cells) in first if cells]
        width, times = Counter(len(cells) for cells in rows).most_common(1)[0] if rows else (1, 0)
        return (times / len(rows) if width > 1 else 0.0, width)

    return max(DIVIDERS, key=fitness)


def _rows(source: Open, divider: str, name: str, faults: list[Finding]) -> Iterator[Row]:
    with source() as stream:
        reader = csv.reader(stream, delimiter=divider, strict=True)
        number, line = 0, 1
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                faults.append(_torn(error, number, line, name))
                if "field limit" in str(error):  # what follows is the rest of a cell, and no row
                    return
                line = reader.line_num + 1
                continue
            lines = reader.line_num - line + 1
            if lines > _MOST_LINES:
                message = f"this row runs over {lines} lines"
                remedy = "look whether a quotation mark is missing in it"
                finding = Finding(code="L116", message=message, remedy=remedy, file=name, line=number)
                faults.append(replace(finding, severity=Severity.WARNING))
            line = reader.line_num + 1
            yield number, cells


def _torn(error: csv.Error, number: int, line: int, name: str) -> Finding:
    if "unexpected end" in str(error):
        message = f"a quotation mark that is opened in this row (line {line} of the file) is never closed; nothing from here on is read"
        remedy = "close the quotation mark, or write it twice where it is meant"
    elif "field limit" in str(error):
        message = f"a cell of this row (line {line} of the file) has more than {LONGEST_CELL:,} characters; nothing from here on is read"
        remedy = "look whether a quotation mark is missing in it"
    else:
        message = f"this row (line {line} of the file) cannot be taken apart and is not read: {error}"
        remedy = 'put the whole cell in quotation marks and write those in it twice: "the ""old"" seal"'
    return Finding(code="L114", message=message, remedy=remedy, file=name, line=number)
