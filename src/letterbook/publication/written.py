"""The files of a build while it is written, with their digests: on the disk, for there are a million of them in a large one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

from letterbook.errors import OutputError

_WAITING = 5_000


class Written(MutableMapping[str, str]):
    """The digest of each file by its path, in the order of the paths; of each it is known whether it was taken over.

    Raises:  OutputError where the disk refuses.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._waiting: dict[str, tuple[str, bool]] = {}
        self._base = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE files (path TEXT PRIMARY KEY, digest TEXT, taken INTEGER) WITHOUT ROWID",
            "BEGIN",
        ):
            self._base.execute(statement)

    def take(self, digests: Mapping[str, str]) -> None:
        """These files were taken over from an earlier build."""
        self._put({path: (digest, True) for path, digest in digests.items()})

    def add(self, digests: Mapping[str, str]) -> None:
        """These files were written."""
        self._put({path: (digest, False) for path, digest in digests.items()})

    def new(self) -> Iterator[tuple[str, str]]:
        """The files that were written and not taken over, with their digests, in order."""
        self._flush()
        yield from self._base.execute("SELECT path, digest FROM files WHERE NOT taken ORDER BY path")

    def number_of_new(self) -> int:
        """How many these are."""
        self._flush()
        return int(self._base.execute("SELECT count(*) FROM files WHERE NOT taken").fetchone()[0])

    def was_taken(self, path: str) -> bool:
        """Whether this file was taken over."""
        if waiting := self._waiting.get(path):
            return waiting[1]
        found = self._base.execute("SELECT taken FROM files WHERE path = ?", (path,)).fetchone()
        return bool(found and found[0])

    def in_order(self) -> Iterator[tuple[str, str]]:
        """All files with their digests, in order."""
        self._flush()
        yield from self._base.execute("SELECT path, digest FROM files ORDER BY path")

    def __getitem__(self, path: str) -> str:
        if waiting := self._waiting.get(path):
            return waiting[0]
        found = self._base.execute("SELECT digest FROM files WHERE path = ?", (path,)).fetchone()
        if found is None:
            raise KeyError(path)
        return str(found[0])

    def __setitem__(self, path: str, digest: str) -> None:
        self._put({path: (digest, False)})

    def __delitem__(self, path: str) -> None:
        self._flush()
        self._base.execute("DELETE FROM files WHERE path = ?", (path,))

    def __iter__(self) -> Iterator[str]:
        return (path for path, _ in self.in_order())

    def __len__(self) -> int:
        self._flush()
        return int(self._base.execute("SELECT count(*) FROM files").fetchone()[0])

    def close(self) -> None:
        """Let the file go; nobody needs it any more."""
        self._base.close()

    def _put(self, some: dict[str, tuple[str, bool]]) -> None:
        self._waiting.update(some)
        if len(self._waiting) >= _WAITING:
            self._flush()

    def _flush(self) -> None:
        rows = [(path, digest, taken) for path, (digest, taken) in self._waiting.items()]
        self._waiting.clear()
        try:
            self._base.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise OutputError(
                f"cannot write: {error}",
                str(self._file),
                "free some space or choose another --out; the earlier build stands",
            ) from error
