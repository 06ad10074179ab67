"""The index of names, for who looks a name up instead of words: letters, persons, offices, bodies, places, editions.

One row a document, with all that a reconciliation service says of it, so that no document is read to answer. A name is found
as it is written, with its words in another order, and by the three-letter pieces that it shares with what is asked.

Source:  SQLite FTS5, https://www.sqlite.org/fts5.html, section 4.3.4 (the trigram tokenizer)
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from letterbook.errors import StoreError
from letterbook.reconciliation.candidates import plain, turned

NAMES_FILE = "names.sqlite"
"""The name of the index in its folder of a build."""

MOST_STEPS = 20_000_000
"""Steps of SQLite's machine after which a look-up is given up; some two tenths of a second."""

MOST_ROWS = 60
"""How many names that are only similar are looked at, those with the most pieces in common first."""

MOST_PIECES = 40
"""How many three-letter pieces of a name are looked up; those of a longer one are its first."""

_TABLES = (
    "CREATE TABLE names (id INTEGER PRIMARY KEY, path TEXT UNIQUE, kind TEXT, label TEXT, description TEXT, forms TEXT, "
    "properties TEXT)",
    "CREATE TABLE forms (form TEXT, name INTEGER, PRIMARY KEY (form, name)) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE pieces USING fts5(forms, content='', tokenize='trigram')",
)

Value = dict[str, str | int | float]
"""A value of a property: ``{"str": …}``, ``{"int": …}``, ``{"float": …}``, or ``{"id": …, "name": …}`` for what is in the build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A document as it is looked up.

    Form:    ``path`` is the document's, below the base; ``kind`` is letter, person, office, body, place or edition; ``forms`` are
             all names by which it is found; ``properties`` the values of each property.
    """

    path: str
    kind: str
    label: str
    description: str
    forms: tuple[str, ...]
    properties: dict[str, list[Value]] = field(default_factory=dict)


class NameIndex:
    """The index while it is written.

    Raises:  StoreError where this SQLite has no trigrams, or the disk refuses.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with _told(file):
            self._base = sqlite3.connect(file, isolation_level=None)
            for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN", *_TABLES):
                self._base.execute(statement)
        self._number = 0

    def add(self, named: Named) -> None:
        """File one document under all its names."""
        forms = {form for each in named.forms for form in (_joined(plain(each)), _joined(turned(each))) if form}
        row = (
            self._number,
            named.path,
            named.kind,
            named.label,
            named.description,
            _json(list(named.forms)),
            _json(named.properties),
        )
        with _told(self._file):
            self._base.execute("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._base.executemany(
                "INSERT OR IGNORE INTO forms VALUES (?, ?)", [(form, self._number) for form in sorted(forms)]
            )
            pieces = "\n".join(dict.fromkeys(_joined(plain(each)) for each in named.forms))
            self._base.execute("INSERT INTO pieces (rowid, forms) VALUES (?, ?)", (self._number, pieces))
        self._number += 1

    def close(self) -> None:
        """Write what is still in memory."""
        with _told(self._file):
            self._base.execute("INSERT INTO pieces(pieces) VALUES ('optimize')")
            self._base.execute("COMMIT")
            self._base.close()


class Names:
    """The index opened for reading; each look-up ends after a bounded number of steps.

    Raises:  StoreError where it cannot be read.
    """

    def __init__(self, file: Path) -> None:
        with _told(file):
            self._base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def at(self, paths: Iterable[str]) -> dict[str, Named]:
        """The documents with these paths; what is none is left out."""
        return {each.path: each for path in paths for each in self._rows("WHERE path = ?", (path,))}

    def called(self, name: str, kinds: Iterable[str] = (), most: int = MOST_ROWS) -> list[Named]:
        """Who has this name, and who has a similar one: the same words first, then the most pieces in common."""
        found: dict[str, Named] = {}
        wanted, given = tuple(kinds), []
        if wanted:
            given = [f"kind IN ({', '.join('?' * len(wanted))})"]
        for form in dict.fromkeys((_joined(plain(name)), _joined(turned(name)))):
            where = " AND ".join(["forms.form = ?", *given])
            for each in self._rows(f"JOIN forms ON forms.name = names.id WHERE {where} LIMIT ?", (form, *wanted, most)):
                found.setdefault(each.path, each)
        if pieces := _pieces(name):
            where = " AND ".join(["pieces MATCH ?", *given])
            match = " OR ".join(f'"{piece}"' for piece in pieces)
            for each in self._rows(
                f"JOIN pieces ON pieces.rowid = names.id WHERE {where} ORDER BY bm25(pieces), names.id LIMIT ?",
                (match, *wanted, most),
            ):
                found.setdefault(each.path, each)
        return list(found.values())

    def beginning(self, prefix: str, kinds: Iterable[str] = (), most: int = MOST_ROWS) -> list[Named]:
        """Those with a name that begins so, whatever word of it comes first, in the order of the alphabet."""
        start, wanted = _joined(plain(prefix)), tuple(kinds)
        if not start:
            return []
        kind = f" AND kind IN ({', '.join('?' * len(wanted))})" if wanted else ""
        rows = self._rows(
            f"JOIN forms ON forms.name = names.id WHERE forms.form >= ? AND forms.form < ?{kind} ORDER BY forms.form LIMIT ?",
            (start, start + "\U0010ffff", *wanted, most * 4),
        )
        return list({each.path: each for each in rows}.values())[:most]

    def _rows(self, rest: str, values: tuple[str | int, ...]) -> Iterator[Named]:
        self._base.set_progress_handler(lambda: 1, MOST_STEPS)
        columns = "names.path, names.kind, names.label, names.description, names.forms, names.properties"
        try:
            # The words of the statement are ours; what is asked for is bound.
            rows = self._base.execute(f"SELECT {columns} FROM names {rest}", values).fetchall()  # noqa: S608
        except sqlite3.DatabaseError as error:
            if "interrupted" not in str(error):
                raise StoreError(f"the index of names cannot be read: {error}", remedy="build again") from error
            return
        for path, kind, label, description, forms, properties in rows:
            yield Named(
                path=path,
                kind=kind,
                label=label,
                description=description,
                forms=tuple(json.loads(forms)),
                properties=json.loads(properties),
            )


@contextlib.contextmanager
def _told(file: Path) -> Iterator[None]:
    """A fault of SQLite becomes one of the store."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(
            f"the index of names cannot be made or opened: {error}",
            str(file),
            "see that the disk has room and build again; a Python whose SQLite is 3.34 or newer is needed",
        ) from error


def _joined(words: tuple[str, ...]) -> str:
    return " ".join(words)


def _pieces(name: str) -> list[str]:
    """The three-letter pieces of a name, within and across its words, as the index cuts them."""
    text = _joined(plain(name))
    return list(dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2)))[:MOST_PIECES]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
