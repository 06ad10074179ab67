"""How a build grows with the number of letters: CPU seconds a letter and the memory of its largest process, and what a change costs.

Each letterbook is made by ``many.py`` and built by the command: whole, again after one text has changed, and again after the address
of a person's row has. Run: ``python tests/benchmarks/growth.py [LETTERS…] [--workers N] [--keep FOLDER]``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from many import make

HEAD = "| letters | build | CPU seconds | ms a letter | seconds | MB of the largest process |"


def built(folder: Path, workers: int, *options: str) -> tuple[float, float, float]:
    """CPU seconds, seconds and megabytes of one build."""
    command = [sys.executable, "-m", "letterbook", "build", str(folder), "--out", str(folder / "build"), "-q", "-j"]
    begin = time.perf_counter()
    process = subprocess.Popen([*command, str(workers), "--fail-on", "never", *options])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the build failed with {process.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - begin, used.ru_maxrss / 1024


def changed(path: Path, old: str, new: str) -> None:
    """Change some words of a file."""
    text = path.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{path} has no {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def main() -> None:
    """Build, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("letters", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="make the letterbooks in this folder and leave them there")
    options = parser.parse_args()
    print(HEAD)  # noqa: T201
    print("|---" * (HEAD.count("|") - 1) + "|")  # noqa: T201
    with tempfile.TemporaryDirectory() as temporary:
        for letters in options.letters:
            folder = (options.keep or Path(temporary)) / str(letters)
            make(folder, letters)
            _measure(folder, letters, options.workers)


def _measure(folder: Path, letters: int, workers: int) -> None:
    for name in ("whole", "nothing changed", "one text changed", "one row changed"):
        if name == "one text changed":
            changed(folder / "letters/000/000004.txt", "terrible poverty", "great poverty")
        elif name == "one row changed":
            changed(folder / "registers/actors.csv", "entity/Q5152", "entity/Q5153")
        cpu, seconds, megabytes = built(folder, workers)
        each = f"{cpu / letters * 1000:.1f}"
        print(f"| {letters:,} | {name} | {cpu:.1f} | {each} | {seconds:.1f} | {megabytes:.0f} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
