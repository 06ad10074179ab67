"""What the tests of the commands share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Runs letterbook in an empty folder."""

    def command(*arguments: object, stdin: str | None = None, **setting: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "letterbook", *map(str, arguments)],
            cwd=tmp_path, env={**environment, **setting}, input=stdin, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    return command
