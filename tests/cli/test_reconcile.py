"""reconcile: asked once, decided in a table, applied to the registers; then the names are known without asking anybody."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    """The sample without its register of persons and places, so that nobody is known."""
    shutil.copytree(data, tmp_path / "book")
    for name in ("actors.csv", "places.csv"):
        (tmp_path / "book/registers" / name).unlink()
    names = tmp_path / "names.csv"
    names.write_text("wikidata,name,kind\nQ5152,Mustafa Kemal,person\nQ43,Turkey,place\n", encoding="utf-8")
    return tmp_path / "book"


def lines(folder: Path) -> list[dict[str, str]]:
    with (folder / "reconciliation.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def decide(folder: Path, **answers: str) -> None:
    rows = lines(folder)
    with (folder / "reconciliation.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows({**row, "decision": answers.get(row["id"].rpartition("/")[2], "")} for row in rows)


def test_a_name_is_asked_once_decided_and_applied_and_the_build_knows_it(run: Run, folder: Path) -> None:
    first = run("reconcile", folder, "--with", "names.csv")
    assert (first.returncode, first.stdout) == (0, ""), first.stderr
    found = {row["name"]: row["id"] for row in lines(folder) if row["id"]}
    assert found == {
        "Mustafa Kemal": "http://www.wikidata.org/entity/Q5152",
        "Turkey": "http://www.wikidata.org/entity/Q43",
    }
    decide(folder, Q5152="yes", Q43="no")
    decided = (folder / "reconciliation.csv").read_bytes()
    again = run("reconcile", folder, "--with", "names.csv")
    assert again.stderr.startswith("0 names asked")
    assert (folder / "reconciliation.csv").read_bytes() == decided
    applied = run("reconcile", folder, "--apply")
    assert (applied.returncode, applied.stdout) == (0, ""), applied.stderr
    table = (folder / "registers/actors.csv").read_text("utf-8")
    assert table.splitlines()[1:] == ["mustafa-kemal,person,Mustafa Kemal,http://www.wikidata.org/entity/Q5152"]
    assert not (folder / "registers/places.csv").exists()
    findings = run("check", folder).stdout
    assert "'Mustafa Kemal' is in no register" not in findings
    assert "'Turkey' is in no register" in findings
    assert run("reconcile", folder, "--apply").stderr.startswith("0 changes in 0 registers")


def test_only_the_kinds_that_are_wanted_are_asked_and_the_answers_go_where_they_shall(run: Run, folder: Path) -> None:
    done = run("reconcile", folder, "--with", "names.csv", "--kind", "place", "--out", "mine.csv")
    assert done.returncode == 0, done.stderr
    assert not (folder / "reconciliation.csv").exists()
    rows = csv.DictReader((folder.parent / "mine.csv").read_text("utf-8").splitlines())
    assert {row["kind"] for row in rows} == {"place"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "one of --with and --apply"),
        (["--with", "names.csv", "--apply"], 2, "one of --with and --apply"),
        (["--apply"], 2, "ask first"),
        (["--with", "gone.csv"], 3, "there is no file"),
        (["--with", "https://name:word@host/"], 2, "is not the address"),
        pytest.param(["--with", "http://127.0.0.1:1/"], 5, "127.0.0.1:1 does not answer", marks=pytest.mark.server),
    ],
)
def test_what_cannot_be_done_is_said_with_the_right_exit_code(
    run: Run, folder: Path, arguments: list[str], code: int, said: str
) -> None:
    done = run("reconcile", folder, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert not (folder / "reconciliation.csv").exists()
