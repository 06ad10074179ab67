"""All files that a build rests on, by their digests: those of the letterbook, and those of this program.

The files of a letterbook are: the sources; for each the files beside it that bear its name (decisions, the meaning of columns);
the tables of the registers; the ledger; and all others, of which any may matter to every letter.

Form:    a file is read again when its size, its time or its place on the disk is another, or when it was changed so shortly before
         it was last looked at that its time may be the same.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from letterbook.errors import OutputError
from letterbook.identifiers import FILE_NAME as LEDGER
from letterbook.output import MANIFEST
from letterbook.publication.book import LETTERS, REGISTERS
from letterbook.publication.tenures import FILE as HOLDERS
from letterbook.readers.files import is_xml
from letterbook.resources import resource_folder

_UNSURE_NANOSECONDS = 2_000_000_000
_TABLE_ENDINGS = (".csv", ".tsv", ".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld")


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was looked at."""

    size: int
    time: int
    inode: int
    digest: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a letterbook by their paths; ``looked`` is when."""

    files: Mapping[str, Seen]
    looked: int


@dataclass(frozen=True, slots=True)
class Digests:
    """What the files of a letterbook rest on: the digest of each source, and that of all that every letter may rest on.

    Form:    the digest of a source is that of its file and of all that stands beside it under its name. The tables of the
             registers are in neither: of those, each row is looked at by itself. ``ledger`` says what ids there are.
    """

    sources: Mapping[str, str]
    common: str


def digests_of(inputs: Inputs, sources: Iterable[str], *, including: bool = False) -> Digests:
    """The digests of these sources, and of all else; where XML files may include others, each rests on all of them."""
    paths = {f"{LETTERS}/{name}": name for name in sources}
    by_stem: dict[str, list[str]] = {}
    for path in paths:
        by_stem.setdefault(_stem(path), []).append(path)
    parts: dict[str, list[str]] = {path: [path] for path in paths if path in inputs.files}
    others: list[str] = []
    if including:
        every = [path for path in parts if is_xml(Path(path))]
        parts |= {path: [path, *(each for each in every if each != path)] for path in every}
    for path in inputs.files:
        if path in paths or path == LEDGER or _is_register(path):
            continue
        start = path.rpartition("/")[0] + "/"
        stems = (path[:end] for end in range(len(start), len(path)) if path[end] == ".")
        owners = [owner for stem in stems for owner in by_stem.get(stem, ())]
        for owner in owners:
            parts[owner].append(path)
        if not owners:
            others.append(path)

    def said(some: Iterable[str]) -> str:
        return digest_of(f"{path} {inputs.files[path].digest}" for path in some)

    return Digests({paths[path]: said(some) for path, some in parts.items()}, said(others))


def _stem(path: str) -> str:
    return path.rpartition(".")[0]


def _is_register(path: str) -> bool:
    """Whether a file is a table of the registers, of which each row is looked at by itself."""
    folder, _, file = path.rpartition("/")
    return folder == REGISTERS and file != HOLDERS and file.endswith(_TABLE_ENDINGS)


def look(folder: Path, out: Path | None, earlier: Inputs | None = None) -> Inputs:
    """All files of a letterbook but those that are hidden and those of builds; links are not followed."""
    now = time.time_ns()
    known: Mapping[str, Seen] = earlier.files if earlier else {}
    limit = earlier.looked - _UNSURE_NANOSECONDS if earlier else 0
    files: dict[str, Seen] = {}
    out = out.absolute() if out else None
    todo = [folder.absolute()]
    while todo:
        here = todo.pop()
        try:
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        if here != folder.absolute() and any(entry.name == MANIFEST for entry in listed):
            continue
        for entry in listed:
            if entry.name.startswith("."):
                continue
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if path != out:
                    todo.append(path)
                continue
            name = path.relative_to(folder.absolute()).as_posix()
            files[name] = _seen(path, entry.stat(follow_symlinks=False), known.get(name), limit)
    return Inputs(dict(sorted(files.items())), now)


def _seen(path: Path, status: os.stat_result, before: Seen | None, limit: int) -> Seen:
    marks = (status.st_size, status.st_mtime_ns, status.st_ino)
    if before and marks == (before.size, before.time, before.inode) and max(before.time, status.st_ctime_ns) < limit:
        return before
    try:
        if path.is_symlink() or not path.is_file():
            digest = f"link or no file: {path.readlink() if path.is_symlink() else ''}"
        else:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        digest = f"unreadable: {error.errno}"
    return Seen(*marks, digest)


def refuse_change(before: Inputs, after: Inputs) -> None:
    """Refuse a build while which a file was changed: one part of it would rest on other words than the other.

    Raises:  OutputError, which names the file.
    """
    one = {path: seen.digest for path, seen in before.files.items() if path != LEDGER}
    other = {path: seen.digest for path, seen in after.files.items() if path != LEDGER}
    if one != other:
        first = min(path for path in {*one, *other} if one.get(path) != other.get(path))
        raise OutputError(
            "the file was changed while it was built; the earlier build stands", first, "build again when it is at rest"
        )


@cache
def program() -> str:
    """The digest of this program, its data, its libraries and this Python."""
    package = Path(__file__).resolve().parents[1]
    folders = [package, *(resource_folder(name) for name in ("ontology", "shapes"))]
    lines = [f"{sys.version} {platform.machine()}"]
    lines += sorted(f"{each.metadata['Name']} {each.version}" for each in distributions())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                lines.append(f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return digest_of(lines)


def digest_of(lines: Iterable[object]) -> str:
    """The digest of some values."""
    return hashlib.sha256("\n".join(map(str, lines)).encode()).hexdigest()
