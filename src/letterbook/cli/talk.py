"""What the command line says: findings, errors and progress, always on stderr unless they are the data asked for."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from letterbook.findings import Finding, Severity, number_of

if TYPE_CHECKING:
    from letterbook.publication import ProgressNote


class ReaderLeftError(Exception):
    """Whoever reads our output has closed it."""


class FindingFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def printable(text: str) -> str:
    """The text with every character that a terminal would obey, or that reorders or breaks text, written as its code point."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def say(text: str) -> None:
    """One line on stderr; characters that the terminal cannot show are written as escapes."""
    _write(sys.stderr, printable(text) + "\n")


def give(text: str) -> None:
    """Data on stdout, as it is."""
    _write(sys.stdout, text)


def give_bytes(data: bytes) -> None:
    """Data on stdout, byte for byte."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ReaderLeftError from error


def _write(stream: object, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    safe = text.encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(safe)  # type: ignore[attr-defined]
        stream.flush()  # type: ignore[attr-defined]
    except BrokenPipeError as error:
        raise ReaderLeftError from error


def findings_as(findings: Iterable[Finding], form: FindingFormat) -> Iterator[str]:
    """The findings as lines of text, as one JSON array, or as annotations of a GitHub workflow."""
    if form is FindingFormat.JSON:
        yield json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1) + "\n"
        return
    for finding in findings:
        if form is FindingFormat.TEXT:
            yield printable(finding.line_of_text()) + "\n"
        else:
            yield _annotation(finding)


def _annotation(finding: Finding) -> str:
    """A workflow command; its own escapes for the characters it divides by."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}[finding.level]
    marks = [f"file={_property(finding.file)}"] if finding.file else []
    marks += [f"line={finding.line}", f"col={finding.column}"] if finding.line else []
    marks.append(f"title={finding.code}")
    words = f"{finding.message} → {finding.remedy}" if finding.remedy else finding.message
    data = words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} {','.join(marks)}::{data}\n"


def _property(text: str) -> str:
    for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(char, code)
    return text


def counted(findings: list[Finding]) -> str:
    """How many findings of each severity: "2 errors, 1 warning, 3 notes"."""
    words: list[str] = []
    for level in (Severity.ERROR, Severity.WARNING, Severity.NOTE):
        count = sum(finding.level is level for finding in findings)
        words.append(number_of(count, level))
    return ", ".join(words)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[ProgressNote]:
    """A bar on a terminal; nothing where stderr is none, so that logs stay clean."""
    if quiet or not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from letterbook.cli.progress import bar_of  # rich is for terminals

    with bar_of() as bar:
        if bar is None:
            yield lambda step, done, total: None
            return
        tasks = {}

        def note(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield note
