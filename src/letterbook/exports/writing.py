"""Where an export goes: one file, a folder, or a ZIP; a file is replaced in one step, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

from letterbook.errors import OutputError, UsageError
from letterbook.exports.archive import write_archive
from letterbook.exports.form import File, Form, Wish
from letterbook.findings import Finding
from letterbook.output import inside, write_pieces

_PIECE = 1 << 20


def write_out(form: Form, files: Iterable[File], out: Path, wish: Wish) -> Path:
    """Write an export to ``out`` and give the path of what was written.

    Form:    what has several files goes into a folder, or into a ZIP where ``out`` ends in .zip; what is in the folder and
             not of this export is kept, with a finding.
    Raises:  UsageError where ``out`` does not fit; OutputError where the disk refuses.
    """
    if form.is_folder and out.suffix.lower() != ".zip":
        if out.exists() and not out.is_dir():
            raise UsageError(
                f"{str(out)!r} is a file, and {form.name} has several files", remedy="name a folder or a .zip"
            )
        _write_folder(files, out, wish)
        return out
    if out.is_dir():
        out = out / form.file
    _make(out.parent)
    if form.is_folder:
        write_pieces(out, _zipped(files))
    else:
        for _, pieces in files:
            write_pieces(out, pieces)
    return out


def _write_folder(files: Iterable[File], out: Path, wish: Wish) -> None:
    known = {path for path in out.rglob("*") if path.is_file()}
    for name, pieces in files:
        target = inside(out, name)
        _make(target.parent)
        try:
            with target.open("wb") as file:
                file.writelines(pieces)
        except OSError as error:
            raise OutputError(f"cannot write: {error.strerror}", str(target), "choose another --out") from error
        known.discard(target)
    for path in sorted(known):
        message, remedy = "this file is not of the export; it is kept", "delete it, or name an empty folder"
        wish.tell(Finding(code="L515", message=message, remedy=remedy, file=path.as_posix()))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", str(folder), "choose another --out") from error


def _zipped(files: Iterable[File]) -> Iterator[bytes]:
    with TemporaryFile() as whole:
        write_archive(whole, files)
        whole.seek(0)
        while piece := whole.read(_PIECE):
            yield piece
