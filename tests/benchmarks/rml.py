"""How many statements a second come of a table of letters, by us and by Morph-KGC with the mapping in letters.rml.ttl.

Both write N-Triples or N-Quads of the same table, one process each, and are not checked, indexed or loaded. We state each letter with
its evidence, Morph-KGC the letter alone, so statements are compared and not letters. Seconds are those of the processor, with the start.
Run: ``python tests/benchmarks/rml.py --python PYTHON [--rows 20000] [--json FILE]``; PYTHON is one that has Morph-KGC (PyPI: morph-kgc).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tables import written

from letterbook.identifiers import candidates
from letterbook.mapper import map_reading
from letterbook.publication import open_letterbook
from letterbook.serializers import nquads

MAPPING = Path(__file__).with_name("letters.rml.ttl")
SETTINGS = """title = "Letters"
base = "https://t.example/"
language = "en"
[columns]
id = "id"
sender = "sender"
addressee = "addressee"
place = "place"
date = "date"
note = "note"
"""
MORPH = """[CONFIGURATION]
output_file = morph.nt
number_of_processes = 1
logging_level = ERROR
[LETTERS]
mappings = letters.rml.ttl
"""


def ours(folder: Path) -> None:
    """Read the table of a letterbook and write what it states as N-Quads."""
    book = open_letterbook(folder)
    (path,) = book.sources()[0]
    with (folder / "ours.nq").open("wb") as out:
        for reading, _ in book.read(path):
            if reading:
                ids = {letter.place.letter: letter.proposal for letter in candidates(reading)}
                mapped = map_reading(reading, ids, book.names)
                for letter in mapped.letters:
                    out.write(nquads.write(letter.document))
                    out.write(nquads.write(letter.evidence))


def has_morph(python: str) -> bool:
    """Whether Morph-KGC is installed for this Python."""
    return (
        bool(python)
        and not subprocess.run([python, "-c", "import morph_kgc"], capture_output=True, check=False).returncode
    )


def measured(python: str, rows: int = 20_000) -> dict[str, float]:
    """Statements a second of the processor by both, and how many times Morph-KGC we are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "letters").mkdir()
        (folder / "letterbook.toml").write_text(SETTINGS, encoding="utf-8")
        shutil.copy(written(folder / "letters" / "list.csv", rows), folder / "list.csv")
        shutil.copy(MAPPING, folder)
        (folder / "morph.ini").write_text(MORPH, encoding="utf-8")
        by_us = _rate([sys.executable, str(Path(__file__).absolute()), "--ours", name], folder, "ours.nq")
        by_morph = _rate([python, "-m", "morph_kgc", "morph.ini"], folder, "morph.nt")
    return {
        "rows": rows,
        "statements a letter": round(by_us[0] / rows),
        "statements a second": round(by_us[0] / by_us[1]),
        "Morph-KGC, statements a letter": round(by_morph[0] / rows),
        "Morph-KGC, statements a second": round(by_morph[0] / by_morph[1]),
        "times Morph-KGC": round(by_us[0] / by_us[1] / (by_morph[0] / by_morph[1]), 1),
    }


def _rate(command: list[str], folder: Path, out: str) -> tuple[int, float]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed with {process.returncode}")
    with (folder / out).open("rb") as lines:
        return sum(1 for _ in lines), used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--ours", type=Path, help="only state the letters of the letterbook in this folder")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.ours:
        ours(given.ours)
        return
    if not has_morph(given.python):
        sys.exit(f"{given.python} has no Morph-KGC")
    told = measured(given.python, given.rows)
    print("| what | measured |\n|---|---|")  # noqa: T201
    for name, value in told.items():
        print(f"| {name} | {value:,} |")  # noqa: T201
    if given.json:
        given.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
