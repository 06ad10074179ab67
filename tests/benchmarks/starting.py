"""How soon the command answers: its help, and the first byte of ``serve`` on a build.

Run: ``python tests/benchmarks/starting.py BUILD [--turns 5]``.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from statistics import median

from serving import free_port

PATIENCE_SECONDS = 60


def cold(turns: int = 5) -> tuple[float, float]:
    """Seconds of the clock and of the processor until ``letterbook --help`` is printed, the medians."""
    found: list[tuple[float, float]] = []
    for _ in range(turns):
        begin = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "letterbook", "--help"], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        found.append((time.perf_counter() - begin, used.ru_utime + used.ru_stime))
    return median(each[0] for each in found), median(each[1] for each in found)


def first_byte(build: Path, path: str = "") -> float:
    """Seconds from the start of ``serve`` to the first byte of an answer."""
    port = free_port()
    begin = time.perf_counter()
    command = [sys.executable, "-m", "letterbook", "serve", str(build), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begin < PATIENCE_SECONDS:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=PATIENCE_SECONDS) as answer,
            ):
                answer.read(1)
                return time.perf_counter() - begin
            time.sleep(0.005)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    raise SystemExit(f"serve has not answered in {PATIENCE_SECONDS} seconds")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--turns", type=int, default=5)
    given = parser.parse_args()
    clock, processor = cold(given.turns)
    byte = median(first_byte(given.build) for _ in range(given.turns))
    print("| what | seconds |\n|---|---|")  # noqa: T201
    print(f"| letterbook --help, by the clock | {clock:.2f} |\n| by the processor | {processor:.2f} |")  # noqa: T201
    print(f"| first byte of serve | {byte:.2f} |")  # noqa: T201


if __name__ == "__main__":
    main()
