"""The index in small files for a host that only gives out files: the page's script reads the few that a question needs.

Form:    ``search/index.json`` tells the number of letters and the first word of each file of words; ``search/words-N.json``
         has for each word the letters in which it stands, as steps from one to the next, each with its weight;
         ``search/letters-N.json`` has the titles of five hundred letters each.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

MOST_LETTERS = 50_000
"""Of a letterbook with more letters there is no index in files; it is searched under ``letterbook serve``."""

LETTERS_A_FILE = 500
_FILE_BYTES = 60_000
_TITLE_WEIGHT = 4


def search_files(file: Path) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file, made from the index."""
    base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        (count,) = base.execute("SELECT count(*) FROM letters").fetchone()
        if count > MOST_LETTERS:
            yield "search/index.json", _json({"letters": count, "words": []})
            return
        for number, start in enumerate(range(0, count, LETTERS_A_FILE)):
            rows = base.execute(
                "SELECT path, titles, first, last FROM letters WHERE id >= ? AND id < ? ORDER BY id",
                (start, start + LETTERS_A_FILE),
            )
            yield (
                f"search/letters-{number}.json",
                _json([(path, json.loads(said), *ends) for path, said, *ends in rows]),
            )
        firsts: list[str] = []
        for number, (first, lines) in enumerate(_files_of_words(base)):
            firsts.append(first)
            yield f"search/words-{number}.json", b"{\n" + b",\n".join(lines) + b"\n}\n"
        yield "search/index.json", _json({"letters": count, "words": firsts, "a_file": LETTERS_A_FILE})
    finally:
        base.close()


def _files_of_words(base: sqlite3.Connection) -> Iterator[tuple[str, list[bytes]]]:
    """The words in order, as many to a file as its size allows, with the first of them."""
    first, size = "", 0
    lines: list[bytes] = []
    places = base.execute("SELECT term, doc, col FROM places ORDER BY term, doc")
    for word, rows in groupby(places, key=lambda row: row[0]):
        steps: list[int] = []
        before = 0
        for letter, some in groupby(rows, key=lambda row: row[1]):
            steps += [letter - before, sum(_TITLE_WEIGHT if column == "title" else 1 for _, _, column in some)]
            before = letter
        line = f"{json.dumps(word, ensure_ascii=False)}:{json.dumps(steps, separators=(',', ':'))}".encode()
        if lines and size + len(line) > _FILE_BYTES:
            yield first, lines
            first, lines, size = "", [], 0
        first = first or word
        lines.append(line)
        size += len(line)
    if lines:
        yield first, lines


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
