"""A question to the index: which letters have all these words, the best first, each with a passage where one stands."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from letterbook.web.search.folding import fold, spelt_today, words_of
from letterbook.web.search.indexing import Entry

MOST_WORDS = 12
A_PAGE = 20
MOST_STEPS = 20_000_000
"""Steps of SQLite's machine after which a question is given up; some two tenths of a second."""

_AROUND = 90  # characters of a passage before and after the word


@dataclass(frozen=True, slots=True)
class Hit:
    """A letter that was found; ``passage`` is cut in runs, each with whether it is a word that was asked for."""

    entry: Entry
    passage: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: ``count`` letters in all, ``hits`` on this page; ``given_up`` where it took too long."""

    count: int
    hits: tuple[Hit, ...]
    given_up: bool = False


def ask(file: Path, question: str, page: int, text_of: Callable[[str], str]) -> Answer:
    """The letters that have all words of the question, twenty a page.

    Form:    ``file`` is the index; a word with ``*`` at its end stands for all that begin so; ``text_of`` gives the
             transcript of a letter by its path. Of more than twelve words the first twelve are taken.
    """
    wanted = [fold(match[0]) for match in words_of(question)][:MOST_WORDS]
    wanted = [word for word in dict.fromkeys(wanted) if word.strip("*")]
    if not wanted:
        return Answer(0, ())
    match = " ".join(f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}' for word in wanted)
    base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        base.set_progress_handler(lambda: 1, MOST_STEPS)
        (count,) = base.execute("SELECT count(*) FROM words WHERE words MATCH ?", (match,)).fetchone()
        rows = base.execute(
            "SELECT letters.* FROM words JOIN letters ON letters.id = words.rowid "
            "WHERE words MATCH ? ORDER BY bm25(words, 4.0, 1.0), words.rowid LIMIT ? OFFSET ?",
            (match, A_PAGE, (page - 1) * A_PAGE),
        ).fetchall()
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return Answer(0, (), given_up=True)
    finally:
        base.close()
    entries = [Entry(path, json.loads(titles), *rest) for _, path, titles, *rest in rows]
    return Answer(count, tuple(Hit(entry, passage(text_of(entry.path), entry, wanted)) for entry in entries))


def passage(text: str, entry: Entry, wanted: list[str]) -> tuple[tuple[str, bool], ...]:
    """The words around the first that was asked for, and all of them marked; the beginning where none stands in the text."""
    own = text[entry.first : entry.last]
    found = [match.span() for match in words_of(own) if _is_one(match[0], entry.language, wanted)]
    middle = found[0][0] if found else 0
    start, end = max(0, middle - _AROUND), min(len(own), middle + 2 * _AROUND)
    start = own.rfind(" ", 0, start) + 1 if start else 0
    end = own.find(" ", end) if own.find(" ", end) > 0 else len(own)
    runs: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for first, last in found:
        if start <= first and last <= end:
            runs += [(own[at:first], False), (own[first:last], True)]
            at = last
    runs += [(own[at:end], False), (" …" if end < len(own) else "", False)]
    return tuple((re.sub(r"\s+", " ", run), marked) for run, marked in runs if run)


def _is_one(word: str, language: str, wanted: list[str]) -> bool:
    folded = fold(word)
    forms = (folded, spelt_today(folded, language))
    return any(form == each or (each.endswith("*") and form.startswith(each[:-1])) for form in forms for each in wanted)
