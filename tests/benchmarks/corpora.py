"""What a build of each corpus of the reference material gives: letters, statements, findings, seconds and memory, as a table.

Each corpus is made a letterbook of its own in a temporary folder and built by the command, in a process of its own.
Run: ``python tests/benchmarks/corpora.py [CORPUS…] [--keep FOLDER] [--json FILE]``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpora"
HEAD = "| corpus | files | MB | letters | statements | errors | warnings | notes | by code | seconds | MB of memory |"
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a corpus that are letters, the folder of its lists, what its letterbook.toml says, and the folder of the corpus."""

    letters: str
    lists: str = ""
    settings: str = ""
    folder: str = ""  # where it is not the corpus's name


TOLKIEN = """[columns]
id = "key"
addressee = "addressee"
addressee_id = "addresseeID"
addressee_organisation = "addresseeOrg"
place = "senderPlace"
place_id = "senderPlaceID"
date = "senderDate"
date_from = "senderDateFrom"
date_to = "senderDateTo"
date_not_before = "senderDateEarliest"
date_not_after = "senderDateLatest"
defaults = { sender = "J. R. R. Tolkien" }
"""

CORPORA = {
    "frus": Corpus("volumes/*.xml", settings='language = "en"\n'),
    "destournelles": Corpus("letters/*.xml", "indexes"),
    "escher": Corpus("letters/*.xml", "registers"),
    "tillich": Corpus("letters/*.xml"),
    "spener-cmif": Corpus("letters.xml"),
    "spener-csv": Corpus("letters.csv", folder="spener-cmif"),
    "tolkien-csv": Corpus("letters.csv", settings=TOLKIEN),
    "tei-sig-examples": Corpus("**/*.xml"),
    "tolstoy-sample": Corpus("letters/*.xml"),
}


def main() -> None:
    """Build and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "corpora", nargs="*", metavar="CORPUS", help=f"of {', '.join(CORPORA)}; all where none is named"
    )
    parser.add_argument("--keep", type=Path, help="keep the letterbooks and builds in this folder")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    chosen = options.corpora or [name for name in CORPORA if there(name)]
    if unknown := [name for name in chosen if name not in CORPORA or not there(name)]:
        sys.exit(f"there is no corpus {', '.join(unknown)} in {SHARED}")
    rows = {}
    print(HEAD)  # noqa: T201
    print("|---" * HEAD.count(" | ") + "|---|")  # noqa: T201
    with tempfile.TemporaryDirectory() as temporary:
        for name in chosen:
            folder = (options.keep or Path(temporary)) / name
            rows[name] = row = measured(CORPORA[name], SHARED / (CORPORA[name].folder or name), folder)
            print(f"| {name} | " + " | ".join(str(value) for value in row.values()) + " |", flush=True)  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def there(name: str) -> bool:
    """Whether the files of a corpus are here."""
    return (SHARED / (CORPORA[name].folder or name)).is_dir()


def measured(corpus: Corpus, source: Path, folder: Path) -> dict[str, str | int | float]:
    """What one build gives."""
    files = made(corpus, source, folder)
    command = [sys.executable, "-m", "letterbook", "build", str(folder), "--out", str(folder / "build"), "--quiet"]
    with (folder / "build.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        _, _, used = os.wait4(process.pid, 0)
    report = json.loads((folder / "build" / "report.json").read_text(encoding="utf-8"))
    levels = Counter(finding["severity"] for finding in report["findings"])
    codes = Counter(finding["code"] for finding in report["findings"])
    return {
        "files": len(files),
        "megabytes": round(sum(path.stat().st_size for path in files) / 1e6, 1),
        "letters": report["letters"],
        "statements": report["statements"],
        **{level: levels[level] for level in SEVERITIES},
        "codes": ", ".join(f"{count} {code}" for code, count in sorted(codes.items())),
        "seconds": round(used.ru_utime + used.ru_stime),
        "memory": used.ru_maxrss // 1024,
    }


def made(corpus: Corpus, source: Path, folder: Path) -> list[Path]:
    """The letterbook of a corpus; gives its letters."""
    for part in ("letters", "registers"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "letterbook.toml").write_text(f'title = "{source.name}"\n{corpus.settings}', encoding="utf-8")
    for path in sorted(source.glob(corpus.letters)):
        target = folder / "letters" / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for path in sorted((source / corpus.lists).glob("*.xml")) if corpus.lists else ():
        shutil.copyfile(path, folder / "registers" / path.name)
    return sorted(path for path in (folder / "letters").rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
