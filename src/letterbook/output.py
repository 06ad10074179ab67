"""Where a build is written: a new folder beside the old one, complete and verified before it takes the old one's place.

The last good build stands until the new one is ready, whatever dies in between: the new folder is written under a name of
its own, flushed to the disk, and exchanged for the old one in one step of the file system where there is such a step
(Linux), else in two, of which the second is made up for when the folder is opened next. Files that no build has written
are never deleted.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from letterbook.checksums import CHECKSUMS, Checksums, lines
from letterbook.errors import OutputError, VerificationError
from letterbook.findings import Finding

if sys.platform != "win32":
    import fcntl

MANIFEST = "manifest.json"
REPORT = "report.json"
SITE = "site"
STORE = "store"
SEARCH = "search"
MANIFEST_VERSION = 2
_AGAIN = "build again with --fresh"


@dataclass
class NewBuild:
    """A build while it is written; ``folder`` is where, ``digests`` the SHA-256 of each file by its path."""

    folder: Path
    digests: MutableMapping[str, str] = field(default_factory=dict)

    def write(self, path: str, data: bytes) -> None:
        """Write one file of the build.

        Form:    ``path`` is relative, with ``/``, and made of identifiers that were checked when they were minted.
        Raises:  OutputError where the path would leave the folder, or the disk refuses.
        """
        target = inside(self.folder, path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _leave(target)
            target.write_bytes(data)
        except OSError as error:
            raise refused(error, target) from error
        self.digests[path] = hashlib.sha256(data).hexdigest()

    def take(self, earlier: Path, digests: Mapping[str, str], written: int) -> None:
        """Take over files of an earlier build, without taking their room on the disk twice where that can be.

        Form:    a file that was changed after ``written``, in nanoseconds, is read again. Whoever takes them notes their digests.
        Raises:  OutputError where the disk refuses; VerificationError where a file is not what was written.
        """
        for path, digest in digests.items():
            _refuse_outside(path)
            source, target = f"{earlier}/{path}", f"{self.folder}/{path}"  # no Path for each of a million files
            try:
                if os.stat(source).st_mtime_ns > written:  # noqa: PTH116
                    with open(source, "rb") as file:  # noqa: PTH123
                        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                            raise VerificationError("the file of the earlier build is not what was written", path)
                _link(source, target)
            except FileNotFoundError as error:
                raise VerificationError("the file of the earlier build is missing", path) from error
            except OSError as error:
                raise refused(error, target) from error

    def write_stream(self, path: str, chunks: Iterator[bytes]) -> None:
        """Write one file of the build piece by piece."""
        target = inside(self.folder, path)
        digest = hashlib.sha256()
        try:
            _leave(target)
            with target.open("wb") as out:
                for chunk in chunks:
                    out.write(chunk)
                    digest.update(chunk)
        except OSError as error:
            raise refused(error, target) from error
        self.digests[path] = digest.hexdigest()

    def give_again(self, path: str, under: str) -> None:
        """Let a file of the build stand under a second path too, without taking its room on the disk twice where that can be.

        Raises:  OutputError where the path would leave the folder, or the disk refuses.
        """
        source, target = inside(self.folder, path), inside(self.folder, under)
        try:
            _link(source, target)
        except OSError as error:
            raise refused(error, target) from error
        self.digests[under] = self.digests[path]

    def close(self, about: dict[str, object], files: Iterable[tuple[str, str]] | None = None) -> None:
        """Write the list of the files with their digests, and the manifest, which has the number of them and the digest of that list.

        Form:    ``files`` are all those with their digests, in the order of their paths; those of ``digests`` where nothing is given.
        """
        number, digest = 0, hashlib.sha256()
        target = self.folder / CHECKSUMS
        try:
            _leave(target)
            with target.open("wb") as out:
                for line in lines(sorted(self.digests.items()) if files is None else files):
                    out.write(line)
                    digest.update(line)
                    number += 1
            manifest = {"version": MANIFEST_VERSION, **about, "files": number, "checksums": digest.hexdigest()}
            target = self.folder / MANIFEST
            target.write_bytes(json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            raise refused(error, target) from error


def _link(source: str | Path, target: str | Path) -> None:
    """Let a file stand under a second name too; where the file system has no such links, a copy of it."""
    try:
        os.link(source, target)
        return
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        pass
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(source, target)


def _leave(target: Path) -> None:
    """Before a file is written its name is taken from what an earlier build may have under it too."""
    target.unlink(missing_ok=True)


_NAME = r"(?!\.{1,2}(?:/|\Z))[^/\\:\0\n\r]+"
_INSIDE = re.compile(rf"{_NAME}(?:/{_NAME})*")


def inside(folder: Path, path: str) -> Path:
    """The path within the folder; the only way from an identifier to a file.

    Raises:  OutputError where the path is absolute, empty, or leads out of the folder.
    """
    _refuse_outside(path)
    return folder.joinpath(*path.split("/"))


def _refuse_outside(path: str) -> None:
    if not _INSIDE.fullmatch(path):
        raise OutputError(
            f"{path!r} is not a path inside the output folder", remedy="correct the id in identifiers.csv"
        )


@contextlib.contextmanager
def new_build(out: Path) -> Iterator[NewBuild]:
    """A folder for a new build beside ``out``; it is removed again unless ``switch`` has taken it.

    Raises:  OutputError where ``out`` is a file, or a folder that no build has written, where another build is at work, or
             where the disk refuses.
    """
    out = out.absolute()
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError(f"{str(out)!r} is not a folder", remedy="choose another --out")
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise OutputError(
            f"{str(out)!r} holds files that no build has written", remedy="choose another --out, or an empty folder"
        )
    folder = out.with_name(f".{out.name}.new")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with locked(out.with_name(f".{out.name}.lock"), "another build", "is writing here"):
            if (folder / MANIFEST).is_file():  # cut off right after the exchange: this is the old build
                folder.rename(_previous(out))
            recover(out)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            try:
                yield NewBuild(folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise refused(error, out) from error


@contextlib.contextmanager
def locked(path: Path, whose: str, doing: str) -> Iterator[None]:
    """Hold the lock of an output folder; it falls with the process that holds it.

    Raises:  OutputError, which names the process that holds it: ``whose`` it is and what it is ``doing``.
    """
    with path.open("a+") as lock:
        if sys.platform != "win32":
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.seek(0)
                owner = lock.read().strip() or "unknown"
                raise OutputError(f"{whose} (process {owner}) {doing}", str(path), "wait until it has ended") from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield  # the file stays: to unlink it would let two builds lock two files of one name


def switch(build: NewBuild, out: Path) -> list[Finding]:
    """Let the new build take the place of the old one.

    Form:    findings L501 for files in the old folder that no build has written; they are carried over.
    Raises:  OutputError where the file system refuses; the old build then stands.
    """
    out = out.absolute()
    try:
        if hasattr(os, "sync"):
            os.sync()  # everything is on the disk before the name changes
        if not out.exists():
            build.folder.rename(out)
            return []
        previous = _previous(out)
        shutil.rmtree(previous, ignore_errors=True)
        if _exchange(build.folder, out):
            build.folder.rename(previous)
        else:
            out.rename(previous)
            build.folder.rename(out)
        return _clear(previous, out)
    except OSError as error:
        raise refused(error, out) from error


def recover(out: Path) -> None:
    """Make up for a switch that was cut off between its two steps."""
    previous = _previous(out.absolute())
    if not previous.exists():
        return
    if out.exists() and not (previous / MANIFEST).exists():
        shutil.rmtree(previous)  # what is not of a build has been carried over already
    elif out.exists():
        _clear(previous, out)
    else:
        previous.rename(out)


def read_manifest(out: Path) -> dict[str, object]:
    """The manifest of a build.

    Raises:  OutputError where the folder holds no build, or one of another version.
    """
    recover(out)
    try:
        manifest = json.loads((out / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise OutputError(f"{str(out)!r} holds no build", remedy="run: letterbook build") from None
    except (OSError, ValueError) as error:
        raise OutputError(f"the manifest cannot be read: {error}", str(out / MANIFEST), "build again") from error
    if not isinstance(manifest, dict) or manifest.get("version") != MANIFEST_VERSION:
        raise OutputError("the build was made by another version", str(out / MANIFEST), "build again")
    return manifest


def read_checksums(out: Path, manifest: Mapping[str, object]) -> Checksums:
    """The SHA-256 of every file of the build that has this manifest.

    Raises:  OutputError where the list is missing or damaged, or is that of a build that has taken its place.
    """
    try:
        with (out / CHECKSUMS).open("rb") as file:
            return checksums_in(file, manifest)
    except OSError as error:
        raise OutputError(f"the list of the files cannot be read: {error}", str(out / CHECKSUMS), _AGAIN) from error


def checksums_in(file: BufferedReader, manifest: Mapping[str, object]) -> Checksums:
    """The same, of a list that is opened already."""
    number, digest = manifest.get("files"), manifest.get("checksums")
    if not isinstance(number, int) or not isinstance(digest, str):
        raise OutputError("the manifest does not say which files there are", MANIFEST, _AGAIN)
    return Checksums.of(file, number, digest)


def _previous(out: Path) -> Path:
    return out.with_name(f".{out.name}.previous")


def _clear(previous: Path, out: Path) -> list[Finding]:
    """Delete what a build wrote in the old folder; carry over what is not of it.

    The manifest is deleted first: where it is missing, all that is not of a build has been carried over already.
    """
    findings: list[Finding] = []
    ours = _written(previous)
    message = "this file was not written by a build; it is kept"
    if ours is None:
        message = "the list of the earlier build's files is damaged, and this file may not be of a build; it is kept"
    for path in _foreign(previous, iter(ours or ())):
        name = path.relative_to(previous).as_posix()
        target = out / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        findings.append(
            Finding(
                code="L501",
                message=message,
                remedy="move it out of the output folder",
                file=f"{out.name}/{name}",
            )
        )
    (previous / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(previous)
    return findings


def _written(folder: Path) -> Checksums | None:
    """The files that an old build has written; None where its list cannot be believed."""
    try:
        return read_checksums(folder, json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError, AttributeError, OutputError):
        return None


def _foreign(folder: Path, ours: Iterator[str]) -> list[Path]:
    """The files of an old build that its list does not name, those of the store and the index for search aside."""
    found, following = [], next(ours, "")
    for name in _below(folder):
        while following and following < name:
            following = next(ours, "")
        if name != following and name not in (MANIFEST, CHECKSUMS):
            found.append(folder / name)
    return found


def _below(folder: Path, start: str = "") -> Iterator[str]:
    """The paths of all files, in the order of a list of checksums, those of the store and the index for search aside."""
    with os.scandir(folder / start) as entries:
        here = [(entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name) for entry in entries]
    for name in sorted(here):
        if not name.endswith("/"):
            yield start + name
        elif start or name not in (f"{STORE}/", f"{SEARCH}/"):
            yield from _below(folder, start + name)


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system has no such step.

    Source:  renameat2(2), RENAME_EXCHANGE.
    """
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(result == 0)


def write_whole(path: Path, data: bytes) -> None:
    """Replace one file in one step: written beside it, flushed, renamed.

    Raises:  OutputError where the disk refuses; the old file then stands.
    """
    write_pieces(path, [data])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace one file in one step by what comes piece by piece; when the pieces fail, the old file stands.

    Raises:  OutputError where the disk refuses.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as out:
            for piece in pieces:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        raise refused(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def refused(error: OSError, path: Path | str) -> OutputError:
    """The error that tells of a disk which refuses."""
    reason = error.strerror or str(error)
    return OutputError(
        f"cannot write: {reason}", str(path), "free some space or choose another --out; the earlier build stands"
    )
