"""The index of all words, made letter by letter in a file, so that memory does not grow with the letters.

Only what is needed to find is kept: the words without their text. A passage is shown from the transcript beside the page.

Source:  SQLite FTS5, https://www.sqlite.org/fts5.html, sections 4.4.2 (contentless tables), 4.3.2 (the tokenizer "ascii")
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from letterbook.errors import StoreError
from letterbook.web.search.folding import fold, spelt_today, words_of

SEARCH_FILE = "letters.sqlite"
"""The name of the index in its folder of a build."""

_TABLES = (
    "CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='ascii')",
    "CREATE TABLE letters (id INTEGER PRIMARY KEY, path TEXT, titles TEXT, language TEXT, first INTEGER, last INTEGER)",
    "CREATE VIRTUAL TABLE places USING fts5vocab(words, instance)",
)


class Entry(NamedTuple):
    """A letter as it is found.

    Form:    ``titles`` are by language, that of the letterbook first; ``language`` is that of the text; ``first`` and ``last``
             are where in the transcript its own words lie.
    """

    path: str
    titles: Mapping[str, str]
    language: str
    first: int
    last: int


class Filed(NamedTuple):
    """A letter as it is filed: the folded words of its title with the names that belong to it, and those of its text."""

    entry: Entry
    title: str
    text: str


def filed(entry: Entry, named: Iterable[str], text: str) -> Filed:
    """A letter under the words of its titles and of the names that belong to it, each word once, and of its text."""
    words = _folded(" ".join((*entry.titles.values(), *named)), "").split()
    return Filed(entry, " ".join(dict.fromkeys(words)), _folded(text, entry.language))


class SearchIndex:
    """The index while it is written; letters are numbered as they come.

    Raises:  StoreError where this SQLite has no full-text search, or the disk refuses.
    """

    def __init__(self, file: Path) -> None:
        self.number = 0
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        try:
            self.base = sqlite3.connect(file, isolation_level=None)
            for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN", *_TABLES):
                self.base.execute(statement)
        except sqlite3.Error as error:
            raise StoreError(f"the index for search cannot be made: {error}", str(file), _REMEDY) from error

    def add(self, letter: Filed) -> None:
        """File one letter more."""
        try:
            path, titles, *rest = letter.entry
            row = (self.number, path, json.dumps(titles, ensure_ascii=False), *rest)
            self.base.execute("INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?)", row)
            self.base.execute(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (self.number, letter.title, letter.text)
            )
        except sqlite3.Error as error:
            raise StoreError(f"the index for search cannot be made: {error}", str(self._file), _REMEDY) from error
        self.number += 1

    def close(self) -> None:
        """Write what is still in memory."""
        self.base.execute("INSERT INTO words(words) VALUES ('optimize')")
        self.base.execute("COMMIT")
        self.base.close()


_REMEDY = "see that the disk has room; a Python whose SQLite has FTS5 is needed, as those of python.org have"


def _folded(text: str, language: str) -> str:
    """The words of a text, folded; those that are spelt otherwise today follow after all."""
    plain = [fold(match[0]) for match in words_of(text)]
    today = {modern for word in dict.fromkeys(plain) if (modern := spelt_today(word, language)) != word}
    return " ".join([*plain, *sorted(today)])
