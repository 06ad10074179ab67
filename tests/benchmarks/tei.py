"""How fast volumes of TEI become letters, beside a peer in the same run, and whether memory grows with the file.

The peer parses the same file with lxml and collects the text of every document: the least that a reader of letters has to do.
Seconds are those of the processor, and each side runs in a process of its own.
Run: ``python tests/benchmarks/tei.py [FILES…] [--megabytes N] [--json FILE]``.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from lxml import etree

from letterbook.readers.xml import read_tei

VOLUMES = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpora" / "frus" / "volumes"
HEAD = b'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n'
WARM_UP = 50  # documents
CHUNK = 65_536
Measured = tuple[int, float, int]  # letters, seconds, megabytes


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--megabytes", type=int, default=0, help="repeat the files to one of this size")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    files = options.files or sorted(VOLUMES.glob("*.xml"))
    if not files:
        sys.exit(f"there are no volumes in {VOLUMES}; name some")
    with tempfile.TemporaryDirectory() as folder:
        if options.megabytes:
            files = [repeated(files, options.megabytes, Path(folder) / "corpus.xml")]
        size = sum(path.stat().st_size for path in files) / 1e6
        letters, seconds, memory = in_its_own_process(ours, files)
        _, by_peer, peer_memory = in_its_own_process(peer, files)
    result = {
        "megabytes of TEI": round(size, 1),
        "letters": letters,
        "megabytes a second and core": round(size / seconds, 1),
        "letters a second and core": round(letters / seconds),
        "largest memory, megabytes": memory,
        "peer, megabytes a second and core": round(size / by_peer, 1),
        "peer, largest memory, megabytes": peer_memory,
    }
    print("| what | measured |\n|---|---|")  # noqa: T201
    for name, value in result.items():
        print(f"| {name} | {value:,} |")  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def repeated(files: Iterable[Path], megabytes: int, target: Path) -> Path:
    """One corpus of the files again and again, each a TEI element of its own, until it has that size."""
    texts = [path.read_bytes() for path in files]
    bodies = [text[text.index(b"<TEI") :] for text in texts]
    with target.open("wb") as out:
        out.write(HEAD)
        number = 0
        while out.tell() < megabytes * 1_000_000:
            out.write(bodies[number % len(bodies)])
            number += 1
        out.write(b"</teiCorpus>\n")
    return target


def in_its_own_process(work: Callable[[list[Path]], int], files: list[Path]) -> Measured:
    """What the work counts, its seconds of the processor, and the largest memory of its process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, (work, files))


def measured(work: Callable[[list[Path]], int], files: list[Path]) -> Measured:
    """The same, within this process."""
    for _ in islice(read_tei(files[0], name="first"), WARM_UP):
        pass  # patterns are compiled once
    started = time.process_time()
    counted = work(files)
    seconds = time.process_time() - started
    return counted, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def ours(files: list[Path]) -> int:
    """The letters of the files."""
    return sum(len(reading.letters) for path in files for reading, _ in read_tei(path, name=path.name) if reading)


def peer(files: list[Path]) -> int:
    """The documents of the files, of each its text."""
    texts = 0
    for path in files:
        parser = etree.XMLPullParser(events=("end",), tag="{*}div", resolve_entities=False, collect_ids=False)
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                parser.feed(chunk)
                for _, element in parser.read_events():
                    if element.get("type") == "document":
                        texts += bool("".join(element.itertext()))
                        element.clear(keep_tail=True)
    return texts


if __name__ == "__main__":
    main()
