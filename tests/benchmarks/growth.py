"""How a build grows with the number of letters: CPU seconds a letter and the memory of its largest process, and what a change costs.

Each letterbook is made by ``many.py`` and built by the command: whole, again as it is, after one text has changed, and after the address
of a person's row has. Run: ``python tests/benchmarks/growth.py [LETTERS…] [--short] [--whole] [--workers N] [--keep FOLDER]``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from many import make

HEAD = "| letters | build | CPU seconds | ms a letter | seconds | MB of the largest process |"
WHOLE = "whole"
CHANGES = {
    "nothing changed": None,
    "one text changed": ("letters/000/000004.txt", ".", "!"),
    "one row changed": ("registers/actors.csv", "entity/Q5152", "entity/Q5153"),
}


def built(folder: Path, workers: int = 0) -> tuple[float, float, float]:
    """CPU seconds, seconds and megabytes of one build."""
    command = [sys.executable, "-m", "letterbook", "build", str(folder), "--out", str(folder / "build"), "-q", "-j"]
    begin = time.perf_counter()
    process = subprocess.Popen([*command, str(workers), "--fail-on", "never"])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the build failed with {process.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - begin, used.ru_maxrss / 1024


def changed(path: Path, old: str, new: str) -> None:
    """Change some words of a file, the last ones that fit."""
    head, found, tail = path.read_text(encoding="utf-8").rpartition(old)
    if not found:
        sys.exit(f"{path} has no {old!r}")
    path.write_text(head + new + tail, encoding="utf-8")


def measured(
    folder: Path, letters: int, *, workers: int = 0, whole: bool = False, short: bool = False
) -> Iterator[dict[str, float | str]]:
    """Make a letterbook and build it, whole and (where not only ``whole``) after each change."""
    make(folder, letters, telegrams=short)
    for name in (WHOLE, *(() if whole else CHANGES)):
        if change := CHANGES.get(name):
            changed(folder / change[0], change[1], change[2])
        cpu, seconds, megabytes = built(folder, workers)
        yield {
            "letters": letters,
            "build": name,
            "CPU seconds": round(cpu, 1),
            "ms a letter": round(cpu / letters * 1000, 1),
            "seconds": round(seconds, 1),
            "MB of the largest process": round(megabytes),
        }


def main() -> None:
    """Build, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("letters", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--short", action="store_true", help="letters of a sentence or two")
    parser.add_argument("--whole", action="store_true", help="change nothing")
    parser.add_argument("--keep", type=Path, help="make the letterbooks in this folder and leave them there")
    options = parser.parse_args()
    print(HEAD)  # noqa: T201
    print("|---" * (HEAD.count("|") - 1) + "|")  # noqa: T201
    with tempfile.TemporaryDirectory() as temporary:
        for letters in options.letters:
            folder = (options.keep or Path(temporary)) / str(letters)
            given = {"workers": options.workers, "whole": options.whole, "short": options.short}
            for row in measured(folder, letters, **given):
                print("| " + " | ".join(map(str, row.values())) + " |", flush=True)  # noqa: T201
            if not options.keep:
                shutil.rmtree(folder)


if __name__ == "__main__":
    main()
