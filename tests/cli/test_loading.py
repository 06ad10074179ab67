"""A command loads what it needs when it is run, and no other does."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module

import pytest
import typer

from letterbook.cli.app import COMMANDS

HEAVY = ("letterbook.publication", "letterbook.readers", "letterbook.web", "rdflib", "pyshacl", "pyoxigraph", "lxml", "jinja2",
         "starlette", "uvicorn", "yaml", "rich.progress")  # fmt: skip


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"], ["explain", "L208"]])
def test_help_and_what_needs_no_letters_load_no_library(arguments: list[str], environment: dict[str, str]) -> None:
    """By what is loaded, since a busy machine is no fault; the time is measured among the benchmarks."""
    code = (
        "import sys\nfrom letterbook.cli import main\n"
        f"try:\n main({arguments!r})\nfinally:\n print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert run.stderr.splitlines()[-1] == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_has_the_first_line_of_each(name: str) -> None:
    named = COMMANDS[name]
    found = getattr(import_module(f"letterbook.cli.{named.module}"), named.attribute)
    said = found.info.help if isinstance(found, typer.Typer) else inspect.getdoc(found)
    assert named.line == str(said).splitlines()[0]
    assert named.load(name).name == name


def test_a_command_that_is_not_there_is_told_with_what_is_near(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "letterbook", "biuld"]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 2
    assert "build" in run.stderr
