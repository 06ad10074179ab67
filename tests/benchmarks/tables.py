"""How fast a table of many rows becomes letters, beside a peer in the same run, and whether memory grows with the rows.

The peer reads the same file with Python's csv alone. Seconds are those of the processor, and each run is a process of its own.
Run: ``python tests/benchmarks/tables.py [--rows 10000 100000 1000000]``.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from letterbook.readers.tables import read_table

Measured = tuple[int, float, int]  # rows, seconds, megabytes


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    print("| rows | MB | rows a second and core | MB of memory | peer, rows a second | peer, MB of memory |")  # noqa: T201
    print("|---|---|---|---|---|---|")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            path = written(Path(folder) / "list.csv", rows)
            count, seconds, memory = in_its_own_process(ours, path)
            _, by_peer, peer_memory = in_its_own_process(peer, path)
            size = path.stat().st_size / 1e6
            row = (count, round(size, 1), round(count / seconds), memory, round(count / by_peer), peer_memory)
            print("| " + " | ".join(f"{value:,}" for value in row) + " |", flush=True)  # noqa: T201


def written(path: Path, rows: int) -> Path:
    """A register with so many rows."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "sender", "addressee", "place", "date", "note"])
        for number in range(rows):
            date = f"{1800 + number % 99}-{1 + number % 12:02}-{1 + number % 28:02}"
            writer.writerow(
                [number, f"Writer {number % 997}", f"Адресат {number % 1013}", f"Ort {number % 211}", date, "x" * 80]
            )
    return path


def ours(path: Path) -> int:
    """Every row read as a letter."""
    return sum(reading is not None for reading, _ in read_table(path, name=path.name))


def peer(path: Path) -> int:
    """Every row read as cells."""
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


def in_its_own_process(what: Callable[[Path], int], path: Path) -> Measured:
    """Run it in a fresh process, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, (what, path))


def measured(what: Callable[[Path], int], path: Path) -> Measured:
    """How many, in which time of the processor, and the largest memory."""
    start = time.process_time()
    count = what(path)
    return count, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
