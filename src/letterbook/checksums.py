"""The SHA-256 of every file of a build, as a list on the disk in which one is found without reading all.

A build of 100,000 letters has more than a million files, so nobody holds this list: it is written in order, mapped into memory, and a path is
found by bisection. ``sha256sum -c SHA256SUMS`` checks a build by it.

Form:    a line for each file: its SHA-256, two blanks, its path with ``/``; in the order of the paths, by code point. No path has a
         backslash or a line break, which that form would have to escape.
Source:  sha256sum(1), GNU coreutils
"""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from typing import Self

from letterbook.errors import OutputError

CHECKSUMS = "SHA256SUMS"
"""What the list is called."""

_AT = 66  # where in a line the path begins: behind 64 digits and two blanks


class Checksums(Mapping[str, str]):
    """The SHA-256 of each file by its path, in the order of the paths."""

    def __init__(self, data: bytes | mmap.mmap = b"", number: int = 0) -> None:
        self._data = data
        self._number = number

    @classmethod
    def of(cls, file: BufferedReader, number: int, digest: str) -> Self:
        """A list of so many files that is opened: mapped where the file may be taken away meanwhile, else read.

        Raises:  OutputError where its own digest is another: it is damaged, or that of another build.
        """
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            raise OutputError(
                "the list of the files is not what the build has written", CHECKSUMS, "build again with --fresh"
            )
        if os.name != "nt" and number:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), number)
        file.seek(0)
        return cls(file.read(), number)

    def __getitem__(self, path: str) -> str:
        name = path.encode("utf-8", "surrogateescape")
        start = self._seek(name)
        if self._data[start + _AT : start + _AT + len(name) + 1] != name + b"\n":
            raise KeyError(path)
        return self._data[start : start + _AT - 2].decode()

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[str]:
        return (path for path, _ in self.entries())

    def entries(self, begins: str = "") -> Iterator[tuple[str, str]]:
        """The paths that begin so, in their order, each with its digest."""
        name = begins.encode("utf-8", "surrogateescape")
        return self._from(self._seek(name), name)

    def first(self, path: str) -> str:
        """The first path that is not before this one; empty where there is none."""
        start = self._seek(path.encode("utf-8", "surrogateescape"))
        return next((path for path, _ in self._from(start, b"")), "")

    def _from(self, start: int, begins: bytes) -> Iterator[tuple[str, str]]:
        data = self._data
        while (end := data.find(b"\n", start)) >= 0:
            line = data[start:end]
            if not line.startswith(begins, _AT):
                return
            yield line[_AT:].decode(), line[: _AT - 2].decode()
            start = end + 1

    def _seek(self, name: bytes) -> int:
        """Where the first line begins whose path is not before this one."""
        data, low, high = self._data, 0, len(self._data)
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.find(b"\n", start)
            if data[start + _AT : end] < name:
                low = end + 1
            else:
                high = start
        return low


def lines(files: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """The lines of the list, of paths with their digests.

    Raises:  ValueError where the paths do not come in their order, each once.
    """
    before = ""
    for path, digest in files:
        if path <= before:
            raise ValueError(f"{path!r} comes after {before!r}")
        before = path
        yield f"{digest}  {path}\n".encode()
