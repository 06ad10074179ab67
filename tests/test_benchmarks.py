"""The benchmarks run, in their smallest size: what they measure is no matter here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.server
def test_the_benchmarks_run_and_say_what_they_measured_and_what_they_skipped(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "benchmarks.json"
    command = [sys.executable, str(root / "tests/benchmarks/all.py"), "--size", "smallest", "--json", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(out.read_bytes())
    assert {"date", "processor", "cores", "GB of memory", "Python"} < told["machine"].keys()
    rows = told["rows"]
    assert rows["times the naive pipeline, 2 workers and store"] > 1
    assert "ms a letter" in rows["build of 8 letters, one text changed"]
    assert rows["8 letters: query letters-by-date"].endswith("8 rows")
    assert rows["Morph-KGC"].startswith("skipped: ")
    assert all(f"| {what} | {value} |" in done.stdout for what, value in rows.items())
