"""How fast printed letters are read, beside a peer in the same run, and whether memory grows with their number.

The peer only looks for the names of the gazetteer, with one regular expression of all of them: the least that a reader of names without
an automaton has to do. Run: ``python tests/benchmarks/reader.py [FOLDER] [--profile P] [--letters N] [--json FILE]``.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from letterbook.letter import Transcript
from letterbook.readers.text import Rules, choose_profile, load_rules, read_text

ROOT = Path(__file__).resolve().parents[2]
WARM_UP = 50  # texts
FIRST_LOOK = 1_000  # letters after which memory is looked at first, then after ten times as many
PEER_TEXTS = 20  # the peer is slow: it reads so many texts, and its speed is that of these


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "data" / "letters")
    parser.add_argument("--profile", default="")
    parser.add_argument("--letters", type=int, default=2_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(options.folder.rglob("*.txt"))]
    if not texts:
        sys.exit(f"there are no texts in {options.folder}")
    transcripts = [Transcript(f"{number}.txt", text, "") for number, text in enumerate(texts)]
    rules = load_rules(options.profile or choose_profile(transcripts))
    for transcript in transcripts[:WARM_UP]:
        read_text(transcript, rules)  # patterns are compiled once

    letters, seconds, memory, after = 0, 0.0, {}, FIRST_LOOK
    for transcript in several(texts):
        started = time.process_time()
        reading = read_text(transcript, rules)
        seconds += time.process_time() - started
        letters += len(reading.letters)
        if letters >= min(after, options.letters):
            memory[f"megabytes after {letters:,} letters"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            after *= 10
        if letters >= options.letters:
            break
    by_peer = peer(texts, rules)
    result: dict[str, str | int | float] = {
        "texts": str(options.folder),
        "profile": rules.profile,
        "characters a text": round(sum(map(len, texts)) / len(texts)),
        "letters": letters,
        "letters a second and core": round(letters / seconds),
        "peer, letters a second and core": round(by_peer, 1),
        "times the peer": round(letters / seconds / by_peer, 1),
        **memory,
    }
    print("| what | measured |\n|---|---|")  # noqa: T201
    for name, value in result.items():
        print(f"| {name} | {value} |")  # noqa: T201
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def several(texts: list[str]) -> Iterator[Transcript]:
    """The texts again and again, each time with other years, without an end."""
    year = re.compile(r"\b(1[5-9]\d)\d\b")
    for number in count():
        shift = number // len(texts) % 10
        yield Transcript(f"{number}.txt", year.sub(rf"\g<1>{shift}", texts[number % len(texts)]), "en")


def peer(texts: list[str], rules: Rules) -> float:
    """How many texts a second one regular expression of all names gets through."""
    names = re.compile(
        r"\b(?:" + "|".join(map(re.escape, sorted(rules.gazetteer.names, key=len, reverse=True))) + r")\b"
    )
    started = time.process_time()
    for text in texts[:PEER_TEXTS]:
        for _ in names.finditer(text):
            pass
    return min(PEER_TEXTS, len(texts)) / max(time.process_time() - started, 1e-9)


if __name__ == "__main__":
    main()
