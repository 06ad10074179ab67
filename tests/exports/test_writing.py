"""Where exports go: a file, a folder, a ZIP; nothing that stands there is lost, and nothing is written by halves."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from letterbook.errors import OutputError, UsageError
from letterbook.exports.form import Form, Wish
from letterbook.exports.writing import write_out
from letterbook.findings import Finding

ONE = Form(name="one", title="", media_type="text/plain", file="one.txt")
MANY = Form(name="many", title="", media_type="application/zip", file="many", is_folder=True)
FILES = [("b.txt", [b"b", b"c"]), ("a/a.txt", [b"a"])]


def test_one_file_goes_to_its_name_or_into_a_folder_under_its_usual_name(tmp_path: Path) -> None:
    assert write_out(ONE, [("one.txt", [b"x", b"y"])], tmp_path / "new/mine.txt", Wish()) == tmp_path / "new/mine.txt"
    assert (tmp_path / "new/mine.txt").read_bytes() == b"xy"
    assert write_out(ONE, [("one.txt", [b"x"])], tmp_path, Wish()) == tmp_path / "one.txt"


def test_several_files_go_into_a_folder(tmp_path: Path) -> None:
    write_out(MANY, FILES, tmp_path / "out", Wish())
    assert {p.relative_to(tmp_path / "out").as_posix(): p.read_bytes() for p in (tmp_path / "out").rglob("*.txt")} == {
        "b.txt": b"bc",
        "a/a.txt": b"a",
    }


def test_several_files_go_into_a_zip_of_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("1.zip", "2.zip"):
        write_out(MANY, FILES, tmp_path / name, Wish())
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert archive.namelist() == ["b.txt", "a/a.txt"]
        assert archive.testzip() is None


def test_what_is_not_of_the_export_is_kept_and_told(tmp_path: Path) -> None:
    told: list[Finding] = []
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    write_out(MANY, FILES, tmp_path, Wish(tell=told.append))
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert [(finding.code, Path(finding.file).name) for finding in told] == [("L515", "mine.txt")]


def test_a_file_is_never_replaced_by_half_an_export(tmp_path: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield b"half"
        raise OutputError("a file of the build is gone")

    (tmp_path / "one.txt").write_bytes(b"whole")
    with pytest.raises(OutputError):
        write_out(ONE, [("one.txt", breaks())], tmp_path / "one.txt", Wish())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("one.txt", b"whole")]


def test_a_file_is_no_place_for_several(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"")
    with pytest.raises(UsageError, match="several files"):
        write_out(MANY, FILES, tmp_path / "there", Wish())


@pytest.mark.parametrize("form", [ONE, MANY], ids=["one", "many"])
def test_a_folder_that_cannot_be_made_is_told(form: Form, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot write"):
        write_out(form, FILES[:1], tmp_path / "file/below/out", Wish())
