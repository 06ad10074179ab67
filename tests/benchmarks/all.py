"""All benchmarks in one run: a table in Markdown, and the same as JSON with the date and the machine.

Letters are made from the sample letterbook, so a fresh clone is enough. What is missing (wrk, nginx, rdflib-endpoint, Morph-KGC, room on the
disk) is skipped with the reason in its row. ``--full`` builds 1,000, 10,000 and 100,000 letters and takes hours; the usual size takes some minutes.
Run: ``python tests/benchmarks/all.py [--full] [--peers BIN…] [--morph PYTHON] [--only WORD…] [--work FOLDER] [--json FILE]``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import exporting
import growth
import queries
import rml
import serving
import starting
from many import make

from letterbook.exports import EXPORTS

HERE = Path(__file__).parent
BYTES_A_LETTER = 800_000  # a build of short letters, with what is written while it is made
PATH = ("read", "resolve", "map", "evidence", "validate", "Turtle", "JSON-LD", "N-Quads")


@dataclass(frozen=True)
class Size:
    """How much is done of each benchmark."""

    letters: tuple[int, ...]
    changes_up_to: int
    texts: int
    naive: int
    read: int
    rows: int
    seconds: int
    turns: int


SIZES = {
    "smallest": Size((8,), 8, 3, 1, 20, 20, 1, 1),
    "usual": Size((100, 1_000), 1_000, 40, 8, 1_000, 5_000, 2, 3),
    "full": Size((1_000, 10_000, 20_000, 100_000), 20_000, 160, 24, 100_000, 20_000, 5, 3),
}
Row = tuple[str, Any]  # what, and what was measured


@dataclass
class Run:
    """One run of all benchmarks: its size, where it works, and where the programs of others are."""

    size: Size
    work: Path
    peers: list[Path] = field(default_factory=list)
    morph: str = ""

    def pipeline(self) -> Iterator[Row]:
        """How many times the naive pipeline we are, with one worker and with two."""
        make(book := self.work / "texts", self.size.texts)
        alone = self._script("pipeline", book, "--naive", self.size.naive)
        both = [self._started("pipeline", book, "--naive", 1, name=str(number)) for number in range(2)]
        two = [self._answer(*each) for each in both]
        naive = alone["naive, statements to Turtle, JSON-LD"]
        path = sum(alone["milliseconds a letter"][step] for step in PATH)
        beside = sum(each["milliseconds a letter"][step] for each in two for step in PATH) / 2
        store = alone["milliseconds a letter, with authorities"]["store"]
        faster = path / beside * 2
        yield "ms a letter, text to validated Turtle, JSON-LD and N-Quads", round(path, 2)
        yield "ms a letter, naive pipeline", naive
        yield "times the naive pipeline, 1 worker", alone["times the naive"]
        yield "times the naive pipeline, 2 workers", round(alone["times the naive"] * faster, 1)
        yield "times the naive pipeline, 1 worker and store", alone["times the naive, with store"]
        ours = naive / alone["times the naive"] / faster
        yield "times the naive pipeline, 2 workers and store", round(naive / (ours + store), 1)

    def reader(self) -> Iterator[Row]:
        """How fast print is read."""
        for name, value in self._script("reader", "--letters", self.size.read).items():
            if name not in ("texts", "profile"):
                yield f"reader: {name}", value

    def growth(self) -> Iterator[Row]:
        """What builds of several sizes cost, and what is asked of them: changes, queries, the first byte of serve, exports."""
        for letters in self.size.letters:
            folder, needed = self.work / f"letters-{letters}", letters * BYTES_A_LETTER
            if (free := shutil.disk_usage(self.work).free) < needed:
                yield (
                    f"{letters:,} letters",
                    f"skipped: some {needed / 1e9:.0f} GB are needed, {free / 1e9:.0f} are free",
                )
                continue
            whole = letters > self.size.changes_up_to
            for row in growth.measured(folder, letters, short=True, whole=whole):
                told = ", ".join(f"{value} {name}" for name, value in row.items() if name not in ("letters", "build"))
                yield f"build of {letters:,} letters, {row['build']}", told
            build = folder / "build"
            size = sum(path.lstat().st_blocks for path in {p.stat().st_ino: p for p in build.rglob("*")}.values()) * 512
            yield f"{letters:,} letters: kB on disk a letter", round(size / letters / 1000)
            yield f"{letters:,} letters: first byte of serve, seconds", round(starting.first_byte(build), 2)
            for name, (seconds, found) in queries.measured(build).items():
                yield f"{letters:,} letters: query {name}", f"{seconds:.3f} s, {found} rows"
            for form in EXPORTS:
                told = ", ".join(f"{value} {name}" for name, value in exporting.measured(build, form).items())
                yield f"{letters:,} letters: export {form}", told
            shutil.rmtree(folder)

    def serving(self) -> Iterator[Row]:
        """How many requests a second are answered, beside other servers."""
        shutil.copytree(HERE.parents[1] / "data", book := self.work / "sample")
        growth.built(book)
        told = serving.measured(
            book / "build", self.peers, document="letter/dvp-4-319", seconds=self.size.seconds, turns=self.size.turns
        )
        for name, reason in told.pop("missing").items():
            yield name, f"skipped: {reason}"
        yield from told.items()

    def starting(self) -> Iterator[Row]:
        """How soon the command is there."""
        clock, processor = starting.cold(self.size.turns)
        yield "letterbook --help, seconds", round(clock, 2)
        yield "letterbook --help, CPU seconds", round(processor, 2)

    def tables(self) -> Iterator[Row]:
        """How many statements a second come of a table, beside Morph-KGC."""
        if not rml.has_morph(self.morph):
            yield "Morph-KGC", "skipped: no Python with Morph-KGC (PyPI: morph-kgc) is named by --morph"
            return
        for name, value in rml.measured(self.morph, self.size.rows).items():
            yield f"table: {name}", value

    def _script(self, name: str, *given: object) -> dict[str, Any]:
        return self._answer(*self._started(name, *given))

    def _started(self, script: str, *given: object, name: str = "") -> tuple[subprocess.Popen[bytes], Path]:
        out = self.work / f"{script}{name}.json"
        command = [sys.executable, str(HERE / f"{script}.py"), *map(str, given), "--json", str(out)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL), out

    @staticmethod
    def _answer(process: subprocess.Popen[bytes], out: Path) -> dict[str, Any]:
        if process.wait():
            sys.exit(f"{process.args!r} failed with {process.returncode}")
        found: dict[str, Any] = json.loads(out.read_bytes())
        return found


BENCHMARKS: dict[str, Callable[[Run], Iterator[Row]]] = {
    "pipeline": Run.pipeline,
    "tables": Run.tables,
    "reader": Run.reader,
    "starting": Run.starting,
    "serving": Run.serving,
    "growth": Run.growth,
}


def machine() -> dict[str, str | int]:
    """The day and the machine, in what matters for a comparison."""
    processors = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    named = re.search(r"model name\s*:\s*(.+)", processors)
    return {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "processor": named[1] if named else platform.machine(),
        "cores": os.cpu_count() or 1,
        "GB of memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "Python": platform.python_version(),
        "load at the start": round(os.getloadavg()[0]),
    }


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="up to 100,000 letters")
    parser.add_argument("--size", choices=SIZES, default="usual")
    parser.add_argument("--peers", nargs="*", type=Path, default=[], help="folders with rdflib-endpoint and oxigraph")
    parser.add_argument("--morph", default="", metavar="PYTHON", help="a Python with Morph-KGC")
    parser.add_argument("--only", nargs="*", choices=BENCHMARKS, default=list(BENCHMARKS))
    parser.add_argument("--work", type=Path, help="work in a new folder there")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    told = machine()
    rows: dict[str, Any] = {}
    print(", ".join(f"{name}: {value}" for name, value in told.items()) + "\n\n| what | measured |\n|---|---|")  # noqa: T201
    with tempfile.TemporaryDirectory(dir=given.work) as name:
        run = Run(SIZES["full" if given.full else given.size], Path(name), given.peers, given.morph)
        for each in given.only:
            for what, value in BENCHMARKS[each](run):
                rows[what] = value
                print(f"| {what} | {value} |", flush=True)  # noqa: T201
    if given.json:
        given.json.write_text(json.dumps({"machine": told, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
