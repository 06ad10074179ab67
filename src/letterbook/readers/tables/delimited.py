"""Tables as text: CSV and TSV, whatever divides their cells.

Source:  RFC 4180; a quoted cell may hold the divider, line breaks, and quotation marks written twice
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from letterbook.findings import Finding, Severity
from letterbook.readers.files import read_transcript
from letterbook.readers.tables.sheets import Row, Sheet

_DIVIDERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SAMPLE_ROWS = 50
_MOST_LINES = 30  # a cell with more lines is likelier to have swallowed rows
# The library refuses cells above 131,072 characters, and can be told otherwise for a whole process only; a summary may be
# longer, and the size of the file is limited instead.
csv.field_size_limit(2**31 - 1)


def read_delimited(path: Path, *, name: str, encoding: str, limit_bytes: int) -> tuple[Sheet | None, list[Finding]]:
    """The table of a text file; None where its text cannot be read.

    Form:    findings L101 to L110 as for texts. The divider is the one under which most rows have as many cells as the first,
             and of two such the one with more cells.
    """
    transcript, findings = read_transcript(
        path, root=path.parent, language="und", encoding=encoding, limit_bytes=limit_bytes
    )
    told = [replace(finding, file=name) for finding in findings]
    if transcript is None:
        return None, told
    text = transcript.text
    divider = _divider_of(text)

    def rows(faults: list[Finding]) -> Iterator[Row]:
        return _rows(text, divider, name, faults)

    return Sheet(name, f"{transcript.encoding}, divided by {_DIVIDERS[divider]}", rows, tuple(told)), told


def _divider_of(text: str) -> str:
    def fitness(divider: str) -> tuple[float, int]:
        rows = [
            cells for _, (_, cells) in zip(range(_SAMPLE_ROWS), _rows(text, divider, "", []), strict=False) if cells
        ]
        width, times = Counter(len(cells) for cells in rows).most_common(1)[0] if rows else (1, 0)
        return (times / len(rows) if width > 1 else 0.0, width)

    return max(_DIVIDERS, key=fitness)


def _rows(text: str, divider: str, name: str, faults: list[Finding]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    number, line = 0, 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(_torn(error, number, line, name))
            line = reader.line_num + 1
            continue
        lines = reader.line_num - line + 1
        if lines > _MOST_LINES:
            message = f"this row runs over {lines} lines"
            remedy = "look whether a quotation mark is missing in it"
            faults.append(
                Finding(code="L116", message=message, remedy=remedy, file=name, line=number, severity=Severity.WARNING)
            )
        line = reader.line_num + 1
        yield number, cells


def _torn(error: csv.Error, number: int, line: int, name: str) -> Finding:
    if "unexpected end" in str(error):
        message = f"a quotation mark that is opened in this row (line {line} of the file) is never closed; nothing from here on is read"
        remedy = "close the quotation mark, or write it twice where it is meant"
    else:
        message = f"this row (line {line} of the file) cannot be taken apart and is not read: {error}"
        remedy = 'put the whole cell in quotation marks and write those in it twice: "the ""old"" seal"'
    return Finding(code="L114", message=message, remedy=remedy, file=name, line=number)
