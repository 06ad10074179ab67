"""How long each export of a build takes, what memory, and how large it is.

Run: ``python tests/benchmarks/exporting.py BUILD [FORMAT…] [--json FILE]``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from letterbook.exports import EXPORTS

HEAD = "| export | seconds | CPU seconds | MB of memory | MB |"


def measured(build: Path, form: str) -> dict[str, float]:
    """The seconds by the clock and by the processor, the memory and the size of one export."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        begin = time.perf_counter()
        command = [sys.executable, "-m", "letterbook", "export", form, str(build), "--out", str(out), "-q"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"the export {form} failed with {process.returncode}")
        files = [out] if out.is_file() else [path for path in out.rglob("*") if path.is_file()]
        return {
            "seconds": round(seconds, 1),
            "CPU seconds": round(used.ru_utime + used.ru_stime, 1),
            "MB of memory": round(used.ru_maxrss / 1024),
            "MB": round(sum(path.stat().st_size for path in files) / 1e6, 1),
        }


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = {}
    print(HEAD + "\n|---|---|---|---|---|")  # noqa: T201
    for form in given.formats or EXPORTS:
        found[form] = measured(given.build, form)
        print(f"| {form} | " + " | ".join(map(str, found[form].values())) + " |", flush=True)  # noqa: T201
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
