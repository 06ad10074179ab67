"""The house stays a house: style, types and the direction of imports are part of the test run."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path

import pytest

import letterbook

TOOLS = {
    "the code has the house's style": ["ruff", "check", "src", "tests"],
    "the code is formatted": ["ruff", "format", "--check", "src", "tests"],
    "every type is right": ["mypy"],
    "imports point down, no step knows its neighbour": ["importlinter.cli", "lint-imports"],
}


@pytest.mark.parametrize("rule", TOOLS)
def test_the_tools_find_nothing(rule: str, root: Path, environment: dict[str, str]) -> None:
    tool, *arguments = TOOLS[rule]
    if tool == "importlinter.cli":
        command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    else:
        command = [sys.executable, "-m", tool, *arguments]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_face_is_what_it_promises() -> None:
    for name in letterbook.__all__:
        assert getattr(letterbook, name) is not None
    public = {name for name in vars(letterbook) if not name.startswith("_")}
    assert {name for name in public if not isinstance(getattr(letterbook, name), types.ModuleType)} <= {
        *letterbook.__all__, "TYPE_CHECKING", "import_module",
    }  # fmt: skip
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        letterbook.nothing  # noqa: B018 -- to look is the test


def test_no_text_of_the_project_names_a_machine_or_a_registry(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    names = listed.stdout.split() or [p.relative_to(root).as_posix() for p in root.rglob("src/**/*.py")]
    found = [
        name
        for name in names
        for text in [(root / name).read_text(encoding="utf-8", errors="replace")]
        if any(mark in text for mark in ("/" + "work/", "/" + "root/", "pypi" + ".org", "pythonhosted" + ".org"))
    ]
    assert found == []


def test_only_what_the_commission_names_stands_at_the_top(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in listed.stdout.split()}
    commissioned = {"pyproject.toml", "README.md", "ontology", "src", "data", "shapes", "tests"}
    needed_by_tools = {"LICENSE", ".gitignore", ".ci", "requirements.lock"}
    assert top - needed_by_tools == commissioned
