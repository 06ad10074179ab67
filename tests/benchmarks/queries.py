"""How long each example query takes on builds of several sizes, and which take longer than the letters are more.

Each query has a process of its own, as with ``letterbook query``, and is asked when the store is open.
Run: ``python tests/benchmarks/queries.py BUILD… [--seconds 60] [--json FILE]``.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from letterbook.errors import LetterbookError
from letterbook.output import STORE, read_manifest
from letterbook.queries import example_names, example_text
from letterbook.vocabulary import prefixes_under
from letterbook.workers import Limits, Question, Worker

Timed = tuple[float, int | str]  # seconds; rows, or why there are none


def timed(build: Path, text: str, seconds: float = 60) -> Timed:
    """The seconds and rows of a query."""
    base = str(read_manifest(build)["base"])
    limits = Limits(seconds=seconds, megabytes=4096, rows=None, answer_megabytes=None)
    with Worker(build / STORE, limits) as worker:
        for asked in ("ASK {}", text):
            begin = time.perf_counter()
            try:
                answer = worker.ask(Question(asked, base, prefixes_under(base), table="tsv", graph="ttl"))
            except LetterbookError as error:
                return time.perf_counter() - begin, str(error)
    return time.perf_counter() - begin, answer.data.count(b"\n") - 1


def measured(build: Path, seconds: float = 60) -> dict[str, Timed]:
    """All example queries on one build."""
    return {name: timed(build, example_text(name), seconds) for name in example_names()}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("builds", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = {str(build): measured(build, given.seconds) for build in given.builds}
    print("| query | " + " | ".join(f"{name}: seconds | rows" for name in found) + " |")  # noqa: T201
    print("|---" * (1 + 2 * len(found)) + "|")  # noqa: T201
    for name in example_names():
        print(f"| {name} | " + " | ".join(f"{each[name][0]:.3f} | {each[name][1]}" for each in found.values()) + " |")  # noqa: T201
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
