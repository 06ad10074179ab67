"""Files with letters found and opened: nothing is followed out of the folder, nothing is waited for."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from letterbook.encodings import decode, misread_turkish
from letterbook.findings import Finding
from letterbook.letter import Transcript

XML_ENDINGS = (".xml", ".tei")
"""The endings of the files that are read as TEI or CMIF."""

TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".xlsx", ".ods")
"""The endings of the files that are read as tables, a letter a row."""

ENDINGS = (".txt", *XML_ENDINGS, *TABLE_ENDINGS)
"""The endings of the files that are read."""

DECISIONS, COLUMNS = ".facts.yaml", ".columns.toml"
"""The endings of the files beside a source with the decisions on it, or with what its columns mean."""

PASSED_OVER = (DECISIONS, COLUMNS)
"""Files that belong to a source and are none."""


def is_xml(path: Path) -> bool:
    """Whether a file is read as XML, by its ending."""
    return path.name.lower().endswith(XML_ENDINGS)


def is_table(path: Path) -> bool:
    """Whether a file is read as a table, by its ending."""
    return path.name.lower().endswith(TABLE_ENDINGS)


def is_text(path: Path) -> bool:
    """Whether a file is read as the plain text of a print."""
    return not (is_xml(path) or is_table(path))


def find_sources(folder: Path) -> tuple[list[Path], list[Finding]]:
    """The text and XML files below a folder, in the order of their names; findings for what cannot or must not be read.

    Form:    the order is that of the code points of the relative paths, the same on every machine; hidden files and
             decisions are passed over. Findings L105, L109 and L111, with the path relative to the folder; of the files with
             one other ending the first is named, and how many there are.
    """
    found: list[Path] = []
    findings: list[Finding] = []
    others: dict[str, list[str]] = {}
    root = folder.resolve()
    for path in _walk(folder, findings):
        name = path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()
        if path.name.startswith(".") or path.name.endswith(PASSED_OVER):
            continue
        reason = _why_not(path, root)
        if reason:
            findings.append(
                Finding(code="L105", message=f"not read: {reason}", remedy="put a readable text file here", file=name)
            )
        elif not path.name.lower().endswith(ENDINGS):
            others.setdefault(path.suffix.lower(), []).append(name)
        else:
            found.append(path)
    kinds = ", ".join(ENDINGS)
    for names in others.values():
        more = f" ({len(names)} files with this ending)" if len(names) > 1 else ""
        message = f"not read: its ending is none of {kinds}{more}"
        findings.append(Finding(code="L109", message=message, remedy="rename it if it is a letter", file=min(names)))
    found.sort(key=lambda path: path.relative_to(folder).as_posix())
    findings.extend(_unportable([path.relative_to(folder).as_posix() for path in found]))
    return found, findings


def find_companions(folder: Path, ending: str) -> list[Path]:
    """The files of one ending below a folder that belong to a source, in the order of their names; hidden ones are passed over."""
    found = (path for path in _walk(folder, []) if path.name.endswith(ending) and not path.name.startswith("."))
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _walk(root: Path, findings: list[Finding]) -> Iterator[Path]:
    """Every file below the folder; links to folders are not followed, so the walk ends; hidden folders are passed over."""
    folders = [root]  # a list, not a recursion: folders may lie deeper than calls can
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            name = folder.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode()
            reason = error.strerror or str(error)
            findings.append(Finding(code="L105", message=f"not read: {reason}", remedy="make it readable", file=name))
            continue
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)
            elif not entry.name.startswith("."):
                folders.append(Path(entry.path))


_RESERVED = re.compile(r"(?i:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)|.*[<>:\"|?*\\\x00-\x1f]|.*[. ]$", re.DOTALL)


def _unportable(names: list[str]) -> Iterator[Finding]:
    """A finding for each name that another system could not hold, or not beside an earlier one (macOS, Windows).

    Source:  Naming Files, Paths, and Namespaces, https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
    """
    earlier: dict[str, str] = {}
    for name in names:
        other = earlier.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            message = f"the name differs from {other!r} only in capitals or accents"
        elif any(_RESERVED.match(part) for part in name.split("/")):
            message = f"the name {name!r} cannot stand on every system"
        else:
            continue
        yield Finding(code="L111", message=message, remedy="rename the file", file=name)


def _why_not(path: Path, root: Path) -> str:
    """Why a path is no file to be read; empty where it is one."""
    if not path.name.isprintable() and any("\ud800" <= char <= "\udfff" for char in str(path)):
        return "its name is not UTF-8"
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return "the link leads out of the folder"
        mode = path.stat().st_mode
    except (OSError, RuntimeError) as error:
        return getattr(error, "strerror", "") or "the link leads nowhere"
    if not stat.S_ISREG(mode):
        return "it is no file but a folder, a pipe or a device"
    return "" if os.access(path, os.R_OK) else "permission denied"


def read_transcript(
    path: Path, *, root: Path, language: str, encoding: str = "", limit_bytes: int = 64_000_000
) -> tuple[Transcript | None, list[Finding]]:
    """The transcript of one file; None where it cannot be read as text.

    Form:    findings L101 to L110, with the path relative to ``root``.
    Units:   ``limit_bytes`` is compared before anything is read.
    """
    source = path.relative_to(root).as_posix()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would wait for ever, a device never end
            message = "cannot be opened: it is no file but a folder, a pipe or a device"
            return None, [Finding(code="L105", message=message, remedy="name a text file", file=source)]
        size = status.st_size
        if size > limit_bytes:
            message = f"the file has {size:,} bytes, the limit is {limit_bytes:,}"
            remedy = "divide the file, or raise source_megabytes in letterbook.toml"
            return None, [Finding(code="L108", message=message, remedy=remedy, file=source)]
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [
            Finding(code="L105", message=f"cannot be opened: {reason}", remedy="make it readable", file=source)
        ]
    decoded = decode(data, source=source, encoding=encoding)
    if decoded.text is None:
        return None, list(decoded.findings)
    transcript = Transcript(source, decoded.text, language, decoded.encoding)
    return transcript, [*decoded.findings, *misread_turkish(transcript)]
