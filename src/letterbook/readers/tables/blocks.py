"""A large text looked at in blocks of lines: in which encoding it is, and whether it is that to its end.

Source:  The Unicode Standard, section 23.8 (byte order marks)
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from letterbook.encodings import decode
from letterbook.findings import Finding

SMALL_BYTES = 4_000_000
"""Up to this size a text is decoded at once."""

_BLOCK_BYTES = 1_000_000
_FIRST_LINES = 50
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """The encoding of a file, by its name for Python; empty where it was refused, as the findings say."""

    encoding: str
    findings: tuple[Finding, ...]


def check_text(path: Path, encoding: str = "") -> Checked | None:
    """In which encoding a file is, after a look at all of it; None for one in UTF-16, whose lines are not found by their bytes.

    Form:    findings L102 to L110 as of ``decode``, the first ten, with the lines of the file; what is told of the encoding is told once.
             The encoding is recognised by the lines that are not ASCII, up to a megabyte of them.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head or "16" in encoding:
        return None
    sample = None if encoding else decode(_sample(path), source=path.name)
    if sample and not sample.encoding:
        return Checked("", sample.findings)
    telling = sample.encoding if sample else encoding
    findings = [each for each in sample.findings if each.code == "L104"] if sample else []
    lines = place = 0
    for block in _blocks(path):
        if block.strip(b" \t\r\n\f"):
            found = decode(block, source=path.name, encoding=telling)
            if found.text is None:
                return Checked("", (_placed(found.findings[0], block, telling, place, lines, stated=bool(encoding)),))
            moved = (replace(each, line=each.line + lines) for each in found.findings if each.code != "L104")
            findings += islice(moved, max(0, _MOST_TOLD - len(findings)))
        lines += block.count(b"\n") or block.count(b"\r")
        place += len(block)
    return Checked("utf-8-sig" if codecs.lookup(telling).name == "utf-8" else telling, tuple(findings))


def _placed(fault: Finding, block: bytes, encoding: str, place: int, lines: int, *, stated: bool) -> Finding:
    """A fault of a block as one of the file."""
    try:
        block.decode(encoding)
    except UnicodeDecodeError as error:
        at = place + error.start
        if stated:
            return replace(fault, message=f"byte {at} is not {encoding}, which was stated")
        return Finding(
            code="L103",
            message=f"byte {at} is not {encoding}, which the file is otherwise",
            remedy="save the file as UTF-8, or state its encoding with --encoding or in letterbook.toml",
            file=fault.file,
        )
    except LookupError:
        return fault
    return replace(fault, line=fault.line + lines)


def _sample(path: Path) -> bytes:
    """The first lines, and those that are not ASCII, up to a megabyte."""
    found: list[bytes] = []
    size = 0
    for block in _blocks(path):
        if found and block.isascii():
            continue
        for line in block.splitlines(keepends=True):
            if len(found) < _FIRST_LINES or not line.isascii():
                found.append(line)
                size += len(line)
        if size > _BLOCK_BYTES:
            break
    return b"".join(found)


def _blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file in blocks that end with a line, where lines end before a block does."""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            if not block.endswith(b"\n"):
                block += stream.readline(_BLOCK_BYTES)
            yield block
