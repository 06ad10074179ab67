"""What many tests share: the folders, the seed letter as read, and a build of it."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
import rdflib

from letterbook.publication import Letterbook, build, open_letterbook

# Literals are compared as they are written: "007" is not 7.
rdflib.NORMALIZE_LITERALS = False

# No test is timed, a property neither: a busy machine is no fault.
hypothesis.settings.register_profile("letterbook", deadline=None)
hypothesis.settings.load_profile("letterbook")

Run = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
NETWORK = ROOT / "tests/network"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the reference material where it is missing, and say so."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="the reference material is not beside the checkout")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


def pytest_configure() -> None:
    """Put the run, and all that it starts, under the rule of ``network/sitecustomize.py``."""
    runpy.run_path(str(NETWORK / "sitecustomize.py"))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(NETWORK), os.environ.get("PYTHONPATH")]))
    ENVIRONMENT["PYTHONPATH"] = os.environ["PYTHONPATH"]
    os.environ["LETTERBOOK_TESTS_REACH"] = "loopback"  # libraries try IPv6 when they are imported


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say what the test may reach, before its fixtures start a server."""
    reach = "loopback" if item.get_closest_marker("server") else "nothing"
    os.environ["LETTERBOOK_TESTS_REACH"] = ENVIRONMENT["LETTERBOOK_TESTS_REACH"] = reach


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the checkout."""
    return SHARED


@pytest.fixture(scope="session")
def data(root: Path) -> Path:
    """The ready letterbook."""
    return root / "data"


@pytest.fixture(scope="session")
def book(data: Path) -> Letterbook:
    """The ready letterbook, opened."""
    return open_letterbook(data)


@pytest.fixture(scope="session")
def built(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the ready letterbook; read only."""
    out = tmp_path_factory.mktemp("session") / "build"
    build(data, out, frozen=True)
    return out


@pytest.fixture(scope="session")
def document_files(built: Path) -> Callable[[str], list[Path]]:
    """The files of the documents of the session's build that have a suffix; not those that describe the whole."""

    def found(suffix: str) -> list[Path]:
        site = built / "site"
        return sorted(
            path
            for path in site.rglob(f"*.{suffix}")
            if path.stem not in ("void", "letterbook", "context") and path.parent.name != "shapes"
        )

    return found


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment for a command that is run as a user runs it, without what a test run adds."""
    return ENVIRONMENT


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Runs letterbook in an empty folder."""

    def command(*arguments: object, stdin: str | None = None, **setting: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "letterbook", *map(str, arguments)],
            cwd=tmp_path, env={**environment, **setting}, input=stdin, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    return command
