"""What a build leaves for the next one: of each part the digest of all that it rests on, and what came of it.

The record lies beside the build (``.build.record``) and is none of it: it holds times of files, which differ on every machine. It is
believed only where it names the very manifest that the build has; and each entry only where its own digest is right. It is a file of
SQLite, so that no build holds it whole, and its entries are pickles in which nothing but values of this program and of Python's
own types is allowed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import pickle
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from letterbook.checksums import Checksums
from letterbook.errors import OutputError
from letterbook.output import MANIFEST, read_checksums, read_manifest
from letterbook.publication.inputs import Inputs

_ALLOWED = frozenset(
    {
        *(("builtins", name) for name in ("set", "frozenset", "list", "dict", "tuple")),
        *(("collections", name) for name in ("Counter", "defaultdict", "OrderedDict")),
        ("decimal", "Decimal"),
    }
)
_WAITING = 5_000
_REMEDY = "free some space or choose another --out; the earlier build stands"


class Record:
    """The record of one build: entries of some kinds, each under a name, with the digest of what it rests on.

    Form:    ``checksums`` are those of the files of the build.
    """

    def __init__(self, file: Path, base: sqlite3.Connection, checksums: Checksums | None = None) -> None:
        self.file = file
        self.checksums = checksums or Checksums()
        self._base = base
        self._kept: list[tuple[str, str]] = []
        self._has_earlier = False

    @classmethod
    def new(cls, out: Path, earlier: Record | None = None) -> Self:
        """An empty record for a new build, which may keep entries of an earlier one.

        Raises:  OutputError where the disk refuses.
        """
        file = record_path(out).with_suffix(".record-new")
        file.unlink(missing_ok=True)
        with _refusing(file):
            base = sqlite3.connect(file.as_uri(), isolation_level=None, uri=True)
            if earlier:
                base.execute("ATTACH ? AS earlier", (_to_read(earlier.file),))
            for statement in (
                "CREATE TEMP TABLE kept (kind TEXT, name TEXT)",
                "PRAGMA journal_mode = OFF",
                "PRAGMA synchronous = OFF",
                "CREATE TABLE entries (kind TEXT, name TEXT, rests TEXT, check_ BLOB, value BLOB, PRIMARY KEY (kind, name)) "
                "WITHOUT ROWID",
                "BEGIN",
            ):
                base.execute(statement)
        record = cls(file, base)
        record._has_earlier = earlier is not None
        return record

    @classmethod
    def of(cls, out: Path) -> Self | None:
        """The record of the build in ``out``; None where there is none, or where it is that of another build."""
        file = record_path(out)
        if not file.is_file():
            return None
        try:
            record = cls(file, sqlite3.connect(_to_read(file), uri=True))
        except sqlite3.Error:
            return None
        try:
            if record.rests("whole", "manifest") == _manifest_of(out):
                record.checksums = read_checksums(out, read_manifest(out))
                return record
        except (OutputError, OSError):
            pass
        record.close()
        return None

    def put(self, kind: str, name: str, rests: str, value: Any) -> None:
        """Keep an entry.

        Raises:  OutputError where the disk refuses.
        """
        data = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)
        with _refusing(self.file):
            self._base.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", (kind, name, rests, _check(data), data))

    def keep(self, kind: str, name: str) -> None:
        """Keep an entry of the earlier build as it is."""
        self._kept.append((kind, name))
        if len(self._kept) >= _WAITING:
            self._note_kept()

    def _note_kept(self) -> None:
        with _refusing(self.file):
            self._base.executemany("INSERT INTO kept VALUES (?, ?)", self._kept)
        self._kept.clear()

    def get(self, kind: str, name: str) -> tuple[str, Any] | None:
        """What an entry rests on, and the entry; None where there is none, or where it is damaged."""
        try:
            row = self._base.execute(
                "SELECT rests, check_, value FROM entries WHERE kind = ? AND name = ?", (kind, name)
            ).fetchone()
            if row is None or _check(row[2]) != row[1]:
                return None
            return row[0], _Unpickler(io.BytesIO(zlib.decompress(row[2]))).load()
        except (sqlite3.Error, zlib.error, pickle.UnpicklingError, EOFError, AttributeError, TypeError, ImportError):
            return None

    def rests(self, kind: str, name: str) -> str | None:
        """What an entry rests on."""
        try:
            row = self._base.execute("SELECT rests FROM entries WHERE kind = ? AND name = ?", (kind, name)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row else None

    def value(self, kind: str, name: str, default: Any) -> Any:
        """An entry, or the default."""
        found = self.get(kind, name)
        return default if found is None else found[1]

    def commit(self) -> None:
        """Write all that was put and kept."""
        self._note_kept()
        if self._has_earlier:
            self._base.execute("INSERT INTO entries SELECT old.* FROM kept JOIN earlier.entries old USING (kind, name)")
        self._base.execute("COMMIT")
        self._base.close()

    def close(self) -> None:
        """Let the file go."""
        self._base.close()


@dataclass
class Records:
    """The record of the build that stands, and that of the new one."""

    out: Path
    old: Record | None
    new: Record

    def inputs(self) -> Inputs | None:
        """The files of the letterbook as they were looked at last."""
        found: Inputs | None = self.old.value("whole", "inputs", None) if self.old else None
        return found

    def earlier(self, common: str) -> Record | None:
        """The record of the build that stands, where all that every part rests on is the same."""
        return self.old if self.old and self.old.rests("whole", "common") == common else None

    def settle(self, common: str) -> None:
        """Let the new record be that of the build that stands now; where the disk refuses, the build has none."""
        with contextlib.suppress(OutputError), _refusing(self.new.file):
            self.new.put("whole", "common", common, None)
            self.new.put("whole", "manifest", _manifest_of(self.out), None)
            self.new.commit()
            self.new.file.replace(record_path(self.out))


@contextlib.contextmanager
def records(out: Path) -> Iterator[Records]:
    """The records of the build that stands in ``out`` and of a new one, which is forgotten unless it is settled."""
    old = Record.of(out)
    kept = Records(out, old, Record.new(out, old))
    try:
        yield kept
    finally:
        if kept.old:
            kept.old.close()
        kept.new.close()
        kept.new.file.unlink(missing_ok=True)


def record_path(out: Path) -> Path:
    """Where the record of a build lies."""
    return out.absolute().with_name(f".{out.absolute().name}.record")


def _to_read(file: Path) -> str:
    """The address of a record that nobody writes to any more."""
    return f"{file.as_uri()}?mode=ro&immutable=1"


@contextlib.contextmanager
def _refusing(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise OutputError(f"cannot write: {error}", str(file), _REMEDY) from error


def _check(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _manifest_of(out: Path) -> str:
    with (out / MANIFEST).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        return _class_of(module, name)


@cache
def _class_of(module: str, name: str) -> Any:
    """A class that may stand in a record; each is looked up once, and not for every entry."""
    if (module, name) in _ALLOWED:
        return getattr(import_module(module), name)
    if module.startswith("letterbook."):
        found = getattr(import_module(module), name)
        if isinstance(found, type):
            return found
    raise pickle.UnpicklingError(f"{module}.{name} is not allowed in a record")
