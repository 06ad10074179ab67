"""What every part of the reader of one XML text works with: the text, its language, the names in it, the rules, the findings."""

from __future__ import annotations

from dataclasses import dataclass

from letterbook.findings import Finding
from letterbook.letter import Span
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.found import Found
from letterbook.readers.xml.rules import XmlRules

ELEMENT = "tei-element"
"""The rule that an element says what its words are."""

EDGES = " .,;:[]()\n"
"""What may stand around a name within its element and is none of it."""


class Notes:
    """The findings on one file, as they are gathered."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def tell(self, code: str, message: str, remedy: str, line: int, file: str = "") -> None:
        """Note a finding on a line of the file, or of one that it includes."""
        self.findings.append(Finding(code=code, message=message, remedy=remedy, file=file or self.file, line=line))


@dataclass(frozen=True, slots=True)
class Page:
    """One text while it is read."""

    text: str
    language: str
    cast: Cast
    rules: XmlRules
    notes: Notes

    def words(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    def label(self, found: Found) -> str:
        """The words of an element without what stands around a name."""
        words = self.text[found.start : found.end]
        return " ".join(words.split()).strip(EDGES) or words
