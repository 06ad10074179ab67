"""Texts in a decomposed form of Unicode: read as if composed, told with the places and the characters of the file itself."""

from __future__ import annotations

import bisect
import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from letterbook.findings import Finding
from letterbook.letter import Entity, Evidence, Reading, Span, Transcript

_PRINTED = ("text", "value", "as_printed", "wording")
"""The fields that repeat characters of the file."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A text in the form NFC, and where each of its characters stands in the text as it is.

    Form:    ``starts`` has the first place in the text of each character; one more ends the last.
    """

    original: Transcript
    transcript: Transcript
    starts: tuple[int, ...]

    def span(self, span: Span) -> Span:
        """The place of a stretch in the text as it is; a letter is never divided from its accents."""
        last = bisect.bisect_right(self.starts, self.starts[span.end - 1])
        return Span(self.starts[span.start], self.starts[last])


def composed(transcript: Transcript) -> Composed | None:
    """The text in the form NFC; None where it is in that form, as most are, or where marks lead back to another file."""
    text = transcript.text
    if transcript.marks or unicodedata.is_normalized("NFC", text):
        return None
    signs: list[str] = []
    starts: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        together = unicodedata.normalize("NFC", text[at:end])
        signs.append(together)
        starts += [at] * len(together)
        at = end
    return Composed(transcript, replace(transcript, text="".join(signs)), (*starts, len(text)))


def as_in_file(reading: Reading, form: Composed) -> Reading:
    """The reading of the composed text with the places and the characters of the file; labels stay composed."""
    moved: Reading = _moved(replace(reading, findings=()), form, ())
    findings = tuple(_finding(each, form) for each in reading.findings)
    return replace(moved, transcript=form.original, findings=findings)


def _moved(value: Any, form: Composed, grounds: tuple[Span, ...]) -> Any:
    if isinstance(value, Span):
        return form.span(value)
    if isinstance(value, tuple):
        return tuple(_moved(each, form, grounds) for each in value)
    if not is_dataclass(value) or isinstance(value, type | Transcript):
        return value
    own = getattr(value, "evidence", None)
    grounds = own.spans if isinstance(own, Evidence) else grounds
    changed: dict[str, Any] = {}
    for each in fields(value):
        old = getattr(value, each.name)
        if not each.init:
            continue
        if not isinstance(old, str):
            new = _moved(old, form, grounds)
        elif each.name in _PRINTED and not isinstance(value, Entity):
            new = _printed(old, form, grounds)
        else:
            continue
        if new is not old and new != old:
            changed[each.name] = new
    return replace(value, **changed) if changed else value


def _printed(words: str, form: Composed, grounds: tuple[Span, ...]) -> str:
    """The characters of the file for words that stand in one of the stretches; else the words."""
    for span in grounds:
        at = form.transcript.text.find(words, span.start, span.end) if words else -1
        if at >= 0:
            return form.original.quote(form.span(Span(at, at + len(words))))
    return words


def _finding(finding: Finding, form: Composed) -> Finding:
    """The finding at the line and the column of the file."""
    if not finding.line or not finding.column:
        return finding
    offset = form.transcript.offset(finding.line, finding.column)
    line, column = form.original.position(form.starts[min(offset, len(form.starts) - 1)])
    return replace(finding, line=line, column=column)
