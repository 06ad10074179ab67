"""``letterbook export`` as it is typed: formats, then a build; data on stdout, talk on stderr, files in exports/."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook.exports import EXPORTS, find_export

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_the_list_names_every_format(run: Run) -> None:
    done = run("export", "--list")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(EXPORTS)


def test_one_format_goes_to_stdout_and_several_to_a_folder(run: Run, built: Path, tmp_path: Path) -> None:
    names = ["beacon", "cmif", "graphml", "rocrate"]
    done = run("export", *names, built)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert all((tmp_path / "exports" / find_export(name).FORM.file).exists() for name in names)
    alone = run("export", "cmif", built)
    assert alone.stdout == (tmp_path / "exports/cmif.xml").read_text(encoding="utf-8")


def test_the_build_is_the_usual_one_where_none_is_named(run: Run, built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "build")
    assert run("export", "edges").stdout.startswith("Source,Target")


def test_what_is_no_text_goes_to_a_file(run: Run, built: Path, tmp_path: Path) -> None:
    done = run("export", "xlsx", built)
    assert (done.stdout, done.returncode) == ("", 0)
    assert (tmp_path / "exports/letterbook.xlsx").read_bytes().startswith(b"PK")


def test_for_excel_there_are_workbooks_in_place_of_csv(run: Run, built: Path, tmp_path: Path) -> None:
    """Fault case C1."""
    assert run("export", "edges", built, "--excel").stdout == ""
    assert run("export", "csv", "palladio", built, "--excel", "--out", "mine").returncode == 0
    made = [*tmp_path.glob("exports/*"), *tmp_path.glob("mine/csv/*"), *tmp_path.glob("mine/*.*")]
    assert {path.name for path in made} == {
        "edges.xlsx",
        "letters.xlsx",
        "persons.xlsx",
        "places.xlsx",
        "palladio.xlsx",
    }
    assert {path.read_bytes()[:2] for path in made} == {b"PK"}


def test_out_names_a_file_a_folder_or_a_zip(run: Run, built: Path, tmp_path: Path) -> None:
    for format_name, out, made in (
        ("cmif", "mine.xml", "mine.xml"),
        ("csv", "tables", "tables/letters.csv"),
        ("tei", "tei.zip", "tei.zip"),
    ):
        assert run("export", format_name, built, "--out", out).returncode == 0
        assert (tmp_path / made).is_file()


def test_a_table_and_a_period_can_be_asked_for(run: Run, built: Path) -> None:
    done = run("export", "csv", built, "--table", "letters", "--from", "1921-04-12", "--to", "1921")
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == ["id", "dvp-4-319-reply"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["graphlm"], 2, "did you mean 'graphml'"),
        (["docx"], 2, "the formats are: cmif"),
        ([], 2, "letterbook export --list"),
        (["cmif", "no/such/build"], 4, "holds no build"),
        (["cmif", "BUILD", "--from", "soon"], 2, "is not a date"),
        (["cmif", "BUILD", "--out", "file/below/cmif.xml"], 4, "cannot write"),
        (["tei", "BUILD", "--out", "file"], 2, "several files"),
        (["cmif", "csv", "BUILD", "--out", "one.xml"], 2, "name a folder"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_remedy(
    arguments: list[str], code: int, words: str, run: Run, built: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = run("export", *(str(built) if word == "BUILD" else word for word in arguments))
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "→" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_crate_without_publisher_and_day_is_refused_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "book/letters").mkdir(parents=True)
    (tmp_path / "book/letterbook.toml").write_text('title = "Bare"\n', encoding="utf-8")
    assert run("build", "book").returncode == 0
    done = run("export", "beacon", "rocrate")
    assert done.returncode == 2
    assert "set publisher and published in letterbook.toml" in done.stderr
    assert not (tmp_path / "exports").exists()
    told = run("export", "cmif")
    assert told.returncode == 0
    assert [line.split()[1] for line in told.stderr.splitlines()] == ["L510", "L510"]


def test_who_reads_the_first_lines_only_is_no_fault(built: Path, environment: dict[str, str]) -> None:
    import sys

    command = f"{sys.executable} -m letterbook export rico {built} | head -1"
    done = subprocess.run(command, shell=True, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("@base")
    assert done.stderr == ""
