"""The README is the manual: its commands print what it says, its excerpts are cut from a build, its numbers are those in force."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from letterbook.configuration import Configuration
from letterbook.network import MOST_ANSWER_BYTES, MOST_TRIES, TIMEOUT_SECONDS
from letterbook.publication.build import VERIFIED_DOCUMENTS
from letterbook.publication.checking import CONFIRMED_DOCUMENTS
from letterbook.publication.registry import LARGEST_GRAPH_BYTES
from letterbook.readers.text import load_rules
from letterbook.reconciliation import MOST_CANDIDATES
from letterbook.store import DEEPEST_NESTING, LONGEST_QUERY_BYTES, MOST_PARTS

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for kind, text in BLOCKS if kind == language]


def matches(printed: str, shown: str) -> bool:
    """Whether the output is what is shown; a line "…" stands for any lines, "…" at the end of a line for its rest."""
    parts = [
        re.escape(line).replace("…", ".*") if line.endswith("…") and line != "…" else re.escape(line)
        for line in shown.splitlines()
    ]
    pattern = "".join("(?:.*\n)*?" if part == "…" else part + "\n" for part in parts)
    return re.fullmatch(pattern, printed) is not None


def test_every_command_prints_what_the_readme_shows(data: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    shutil.copytree(data, tmp_path / "data")
    scripts = str(Path(sys.executable).parent)
    setting = {**environment, "PATH": scripts + os.pathsep + environment["PATH"], "COLUMNS": "250"}
    count = 0
    for block in blocks("console"):
        for entry in block.split("$ ")[1:]:
            command, _, shown = entry.partition("\n")
            run = subprocess.run(
                command, shell=True, cwd=tmp_path, env=setting, capture_output=True, text=True, check=False
            )
            assert run.returncode == 0, run.stderr
            printed = run.stdout if command.startswith("letterbook read") else run.stdout + run.stderr
            assert matches(printed.replace("\r\n", "\n"), shown), f"{command} prints:\n{printed}"
            count += 1
    assert count >= 10


@pytest.mark.parametrize(
    ("language", "name"),
    [("turtle", "dvp-4-319.ttl"), ("turtle", "dvp-4-319/evidence.ttl"), ("json", "dvp-4-319.jsonld")],
)
def test_every_excerpt_is_cut_from_the_build(built: Path, language: str, name: str) -> None:
    file = (built / "site/letter" / name).read_text(encoding="utf-8")
    assert any(block in file for block in blocks(language))
    everything = "".join(p.read_text(encoding="utf-8") for p in (built / "site/letter").rglob("*.*"))
    assert all(block in everything for block in blocks(language))


def test_the_profile_that_is_shown_works(tmp_path: Path) -> None:
    (block,) = blocks("yaml")
    (tmp_path / "mine.yaml").write_text(block, encoding="utf-8")
    assert load_rules("mine.yaml", "en", tmp_path).profile == "my-series"


def test_the_numbers_are_those_in_force() -> None:
    numbers = [
        f"{LONGEST_QUERY_BYTES:,} bytes",
        f"{DEEPEST_NESTING} levels",
        f"{MOST_PARTS} parts",
        f"up to {VERIFIED_DOCUMENTS:,}",
        f"and {CONFIRMED_DOCUMENTS} clean ones",
    ]
    numbers += [f"{MOST_ANSWER_BYTES // 1_000_000} MB an answer", f"{TIMEOUT_SECONDS:g} seconds and {MOST_TRIES} tries"]
    numbers += [f"{MOST_CANDIDATES} candidates", f"{LARGEST_GRAPH_BYTES // 1_000_000} MB; a larger one"]
    numbers.append(f"{Configuration().source_megabytes} MB")
    assert [number for number in numbers if number not in README] == []


def test_every_setting_is_documented() -> None:
    assert [field.name for field in fields(Configuration) if f"`{field.name}`" not in README] == []


def test_the_lock_pins_every_library_of_the_project(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[<>=; ]", each)[0].lower().replace("_", "-") for each in wanted}
    locked = {
        line.split("==")[0]
        for line in (root / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    assert names <= locked


def test_continuous_integration_runs_the_commands_of_the_readme(root: Path) -> None:
    script = (root / ".ci/run").read_text(encoding="utf-8")
    heads = re.findall(r"readme_command '([^']+)'", script)
    assert len(heads) == 2
    for head in heads:
        assert sum(head in block for block in blocks("")) == 1


def test_the_python_of_the_readme_runs(built: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "build").symlink_to(built)
    assert len(blocks("python")) == 1
    run = subprocess.run(
        [sys.executable, "-c", blocks("python")[0]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[0].startswith("dvp-4-319 1921-04-09 [")
