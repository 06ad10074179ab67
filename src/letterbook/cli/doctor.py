"""What is right and wrong with an installation; safe to paste into a report: no path and no name of the machine."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.talk import FindingFormat, give
from letterbook.errors import LetterbookError
from letterbook.mapper import Names
from letterbook.publication import PROGRAM
from letterbook.publication.checking import load_checker
from letterbook.readers.text import load_rules
from letterbook.resources import resource_folder


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at: whether it is right, what was found, and what to do."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str | bool]:
        """The item for JSON."""
        return asdict(self)


def examine() -> list[Item]:
    """Look at the program, its libraries, its resources and what it needs of the system."""
    return [
        Item("letterbook", True, PROGRAM),
        Item(
            "Python",
            sys.version_info >= (3, 11),
            f"{platform.python_version()} on {platform.system()} {platform.machine()}",
            "install Python 3.11 or newer",
        ),
        *(_library(name) for name in ("rdflib", "pyoxigraph", "pyshacl", "pyahocorasick")),
        _compiled_shacl(),
        *(_folder(name) for name in ("ontology", "shapes", "data")),
        _tried("shapes and term tables", _load_checker),
        _tried("reading rules", lambda: f"{len(load_rules('dvp-en', 'en').descriptions)} rules"),
        _tried("temporary files", _write_temporary),
        _encoding(),
    ]


def _library(name: str) -> Item:
    try:
        return Item(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Item(name, False, "not installed", f"pip install {name}")


def _compiled_shacl() -> Item:
    if importlib.util.find_spec("shacl") is None:
        return Item("shacl", True, "no compiled engine for this system; pySHACL does the work, more slowly")
    return _library("shacl")


def _folder(name: str) -> Item:
    try:
        files = [path for path in resource_folder(name).rglob("*") if path.is_file()]
    except LetterbookError as error:
        return Item(name, False, error.message, error.remedy)
    return Item(name, bool(files), f"{len(files)} files", "install letterbook again")


def _tried(name: str, attempt: Callable[[], str]) -> Item:
    try:
        return Item(name, True, attempt())
    except (LetterbookError, OSError) as error:
        return Item(name, False, str(error).splitlines()[0], "install letterbook again")


def _load_checker() -> str:
    load_checker(resource_folder("shapes"), resource_folder("ontology"), Names("https://letterbook.example/"))
    return "loaded"


def _write_temporary() -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ü").write_text("ü", encoding="utf-8")
    return "can be written"


def _encoding() -> Item:
    found = (sys.stdout.encoding or "none").lower()
    fits = found.replace("-", "") == "utf8"
    return Item(
        "terminal", True, found if fits else f"{found}: names in other scripts are shown as escapes; set PYTHONUTF8=1"
    )


def doctor_command(
    form: Annotated[FindingFormat, typer.Option("--format", help="text or json.")] = FindingFormat.TEXT,
) -> None:
    """Say what is right and wrong with this installation.

    letterbook doctor
    """
    checks = examine()
    if form is FindingFormat.JSON:
        give(json.dumps([item.as_dict() for item in checks], indent=1, ensure_ascii=False) + "\n")
    else:
        for item in checks:
            give(f"{'ok  ' if item.ok else 'FAIL'} {item.name}: {item.detail}\n")
            if not item.ok:
                give(f"     → {item.remedy}\n")
    if not all(item.ok for item in checks):
        raise typer.Exit(1)
