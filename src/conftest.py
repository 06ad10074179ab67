"""What the examples in docstrings are run with."""

from __future__ import annotations

from pathlib import Path

import pytest

import letterbook


@pytest.fixture(scope="session")
def example_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the ready letterbook; read only."""
    out = tmp_path_factory.mktemp("examples") / "build"
    letterbook.build(Path(__file__).resolve().parents[1] / "data", out, frozen=True)
    return out


@pytest.fixture(autouse=True)
def _open_build(request: pytest.FixtureRequest, doctest_namespace: dict[str, object]) -> None:
    """The examples of ``letterbook.notebook`` begin with a build that is open."""
    if request.node.name.startswith("letterbook.notebook."):
        folder: Path = request.getfixturevalue("example_build")
        doctest_namespace |= {"folder": folder, "book": letterbook.open(folder)}
