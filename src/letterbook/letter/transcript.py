"""The printed text, its stretches, and where they stand in the file that it came from.

Units:   a span counts code points of the decoded text, from 0, the end not included.
"""

from __future__ import annotations

import bisect
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A stretch of the printed text, half-open: ``text[start:end]``."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        if not 0 <= start < end:
            raise ValueError(f"{start}..{end} is not a span")
        # Made hundreds of times for every letter: setting the slots themselves takes half the time of object.__setattr__.
        _set_start(self, start)
        _set_end(self, end)

    def holds(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


_set_start, _set_end = (vars(Span)[name].__set__ for name in ("start", "end"))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the words from ``start`` on stand in a file with a structure: the line (row), the column, and what they stand under.

    Form:    ``path`` is the way to an XML element, or the heading of a table's column; ``column`` is 0 in XML.
    """

    start: int
    line: int
    path: str
    column: int = 0
    file: str = ""  # the one that the source includes


class TextKind(StrEnum):
    """Whose words a text is made of."""

    PRINT = "print"  # the letter's own, as an edition gives them
    DESCRIPTION = "description"  # a catalogue's: a correspDesc, a row of a table; the letter itself is not there


@dataclass(frozen=True, slots=True)
class Transcript:
    """The text as it was decoded, and the file it came from.

    Form:    ``source`` is relative to the folder of the letters, with ``/``; one of several texts in a file has its id, or its
             number, after ``#``. ``text`` has no byte order mark and is otherwise untouched, line ends included; that of an XML
             file is its reading text, that of a description its wordings, one a line, and ``marks``, in order, lead back to the
             file.
    """

    source: str
    text: str
    language: str
    encoding: str = "utf-8"
    marks: tuple[Mark, ...] = ()
    file: str = ""  # the file, where it holds several texts
    kind: TextKind = TextKind.PRINT
    _lines: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def quote(self, span: Span) -> str:
        """The characters of the span."""
        return self.text[span.start : span.end]

    def sha256(self) -> str:
        """The digest of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both from 1; CRLF, LF and CR each end a line; an XML file's line has no column, 0."""
        if self.marks:
            mark = self.mark(offset)
            return mark.line, mark.column
        if not self._lines:
            object.__setattr__(self, "_lines", tuple(_line_starts(self.text)))
        row = bisect.bisect_right(self._lines, offset)
        return row, offset - self._lines[row - 1] + 1

    def file_at(self, offset: int) -> str:
        """The file in which a character stands: the source, or one that it includes."""
        return (self.mark(offset).file if self.marks else "") or self.source

    def offset(self, line: int, column: int) -> int:
        """The character at a line and a column; the partner of ``position`` for a text without marks."""
        self.position(0)  # the lines are counted once
        return self._lines[line - 1] + column - 1

    def mark(self, offset: int) -> Mark:
        """The mark of the element or the cell that holds a character; raises LookupError where there are none."""
        if not self.marks:
            raise LookupError(self.source)
        return self.marks[max(0, bisect.bisect_right(self.marks, offset, key=lambda mark: mark.start) - 1)]


_LINE_END = re.compile(r"\r\n|\n|\r")


def _line_starts(text: str) -> Iterator[int]:
    yield 0
    for match in _LINE_END.finditer(text):
        yield match.end()
