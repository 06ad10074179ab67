"""The commands about profiles: what fits, what does not, and how a new profile could begin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "letterbook", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment, timeout=120)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    folder = tmp_path / "odd"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(
            f"Postkarte von Jane Roe an John Doe vom {number + 3}. April 1921 ({number})\n\nIch habe die Karte erhalten und bin sehr froh.\n",
            encoding="utf-8",
        )
    return folder


def test_check_runs_the_examples_and_counts_what_fits(tmp_path: Path, data: Path, environment: dict[str, str]) -> None:
    done = run("profile", "check", "dvp-en", str(data / "letters"), cwd=tmp_path, environment=environment)
    assert done.returncode == 0, done.stderr
    assert "of 4 examples come out as they say" in done.stdout
    assert "1 of 1 headings" in done.stdout


def test_check_tells_an_example_that_does_not_come_out(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "mine.yaml").write_text(
        'series: mine\nextends: en\nheadings: ["{kind} from {sender} to {addressee}"]\n'
        "examples:\n  - {text: Note from John Doe to Jane Roe, gives: {sender: Richard Roe}}\n",
        encoding="utf-8",
    )
    done = run("profile", "check", "mine.yaml", cwd=tmp_path, environment=environment)
    assert done.returncode == 1
    assert "sender: found 'John Doe', expected 'Richard Roe'" in done.stdout


def test_suggest_names_the_profile_that_fits(tmp_path: Path, data: Path, environment: dict[str, str]) -> None:
    done = run("profile", "suggest", str(data), cwd=tmp_path, environment=environment)
    assert done.returncode == 0
    assert done.stdout.startswith("dvp-en ")


def test_a_folder_of_an_unknown_series_stops_and_a_profile_of_the_user_makes_it_work(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(4):
        (letters / f"{number}.txt").write_text(
            f"[{number}] Jane Roe => John Doe / {number + 3} April 1921\n\nI have received your letter.\n",
            encoding="utf-8",
        )
    (tmp_path / "letterbook.toml").write_text('title = "Arrows"\n', encoding="utf-8")
    stopped = run("check", cwd=tmp_path, environment=environment)
    assert stopped.returncode == 2
    assert "no profile fits" in stopped.stderr
    suggested = run("profile", "suggest", "letters", cwd=tmp_path, environment=environment)
    assert suggested.returncode == 1
    assert "not understood by" in suggested.stdout
    (tmp_path / "arrows.yaml").write_text(
        "series: arrows\nextends: en\nheadings:\n"
        "  - {id: arrows, pattern: '\\[{number}\\] {sender} => {addressee} / {date}', says: The heading has an arrow.}\n",
        encoding="utf-8",
    )
    done = run("check", cwd=tmp_path, environment=environment)
    assert done.returncode == 0, done.stderr
    assert "4 letters; 0 errors" in done.stderr


@pytest.mark.parametrize("command", [["check", "no-such"], ["suggest", "no-such"]])
def test_what_is_not_there_is_told_without_a_traceback(
    tmp_path: Path, environment: dict[str, str], command: list[str]
) -> None:
    done = run("profile", *command, cwd=tmp_path, environment=environment)
    assert done.returncode in (2, 3)
    assert "there" in done.stderr
    assert "Traceback" not in done.stderr
