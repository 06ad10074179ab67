"""The build that stands, as far as a new one may take over its parts.

What is taken over rests on the very same things as before:

- a source on its file, the files beside it, and what it has asked of the registers (``questions``);
- the documents of a reading on the reading, on the ids of its letters and of those that they cite, and on the classes of the rows;
- the document of a name on its record, on those whom it names in turn, and on the letters that lead to it;
- a page on its documents, and on what it has asked of the index of all letters.

All of them rest on this program, on the settings and on all other files of the letterbook; where one of those is another, nothing is
taken over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from letterbook.authority import Record as Row
from letterbook.checksums import Checksums
from letterbook.errors import VerificationError
from letterbook.letter import EntityKind
from letterbook.output import SITE, STORE, NewBuild
from letterbook.publication.book import Letterbook
from letterbook.publication.indexwatching import changed_neighbours, changed_questions
from letterbook.publication.inputs import Digests, Inputs, digest_of, program
from letterbook.publication.questions import changed_tables, plain_tables
from letterbook.publication.record import Record
from letterbook.publication.showing import PageMade
from letterbook.publication.stating import SourceRead, Stated, row_classes
from letterbook.readers.files import is_text
from letterbook.terms import Term
from letterbook.web.pages import Index, LetterList

_ALWAYS_ANEW = frozenset(("types", "rules", "register", "about"))
"""Kinds of pages that count the whole build; there are few."""

_FOUND_BY_NAME = frozenset((EntityKind.PERSON, EntityKind.PLACE))


class Earlier:
    """What may be taken over; nothing where there is no build, or none that this one may rest on."""

    def __init__(self, out: Path, record: Record | None, book: Letterbook) -> None:
        self.out = out
        self.record = record
        self.rows = plain_tables(book.registers)
        self.digests = record.checksums if record else Checksums()
        self.paths: list[str] = self._value("paths", [])
        self._written: int = self._value("written", 0)
        rows: Mapping[str, Mapping[Any, Any]] = self._value("rows", {})
        self._changed_rows = changed_tables(rows, self.rows)
        self._other_names = _known_labels(rows) != _known_labels(self.rows)
        self._others: set[str] = set()
        self._changed: set[int] = set()
        self._moved: set[Any] = set()

    def _value(self, name: str, default: Any) -> Any:
        return self.record.value("whole", name, default) if self.record else default

    def source(self, name: str, digest: str) -> SourceRead | None:
        """What came of a source, where it would be read in the same way now."""
        found = self.record.get("source", name) if self.record else None
        if found is None or found[0] != digest or not digest:
            return None
        read: SourceRead = found[1]
        if read.asked & self._changed_rows or (self._other_names and is_text(Path(name))):
            return None
        return read

    def has_stated(self, source: str, rests: str) -> bool:
        """Whether the documents of a reading would be the same now."""
        if self.record is None or self.record.rests("stated", source) != rests:
            return False
        if not self._changed_rows:
            return True
        classes: dict[str, tuple[Term, ...]] = self.record.value("classes", source, {})
        return row_classes(classes, self.rows["records"]) == classes

    def has_name(self, key: str, rests: str) -> bool:
        """Whether the documents of a name would be the same now."""
        return self.record is not None and self.record.rests("name", key) == rests

    def stated(self, kind: str, name: str) -> Stated:
        """The documents of a reading or of a name that are to be taken over."""
        found: Stated = self._get(kind, name)
        return found

    def _get(self, kind: str, name: str) -> Any:
        found = self.record.get(kind, name) if self.record else None
        if found is None:
            raise StaleError(name)
        return found[1]

    def compare(self, index: Index) -> None:
        """Compare the index of all letters with that of the earlier build."""
        before: Index | None = self._value("index", None)
        if before is None or before.collection.nodes != index.collection.nodes:
            self.record = None
        else:
            self._changed, self._moved = changed_questions(before, index), changed_neighbours(before, index)

    def page(self, path: str, kind: str) -> PageMade | None:
        """The page of a document, where it would be the same now."""
        if kind in _ALWAYS_ANEW or self.record is None or not self.are_same(_read_by(path, kind)):
            return None
        found: PageMade | None = self.record.value("page", path, None)
        if found is None or found.asked & self._changed or found.beside & self._moved:
            return None
        return found

    def lists(self, name: str) -> PageMade | None:
        """The home page and all lists, where they would be the same now."""
        found: PageMade | None = self.record.value("page", name, None) if self.record else None
        return None if found is None or found.asked & self._changed else found

    def found(self, path: str) -> tuple[Any, ...]:
        """What search is to find of a page that is taken over."""
        found: tuple[Any, ...] = self._get("found", path)
        return found

    def note(self, digests: Mapping[str, str]) -> None:
        """Files of the new build that were made anew: those that are not the same as in the earlier one are remembered.

        Form:    of a document its N-Quads and its text are looked at; its other forms follow from these.
        """
        if self.record is not None:
            looked_at = ((path, digest) for path, digest in digests.items() if path.endswith((".nq", ".txt")))
            self._others.update(path for path, digest in looked_at if self.digests.get(path) != digest)

    def are_same(self, files: Iterable[str]) -> bool:
        """Whether files of the new build are those of the earlier one."""
        return self.record is not None and self._others.isdisjoint(files)

    def take(self, made: NewBuild, digests: Mapping[str, str]) -> None:
        """Take over files; where one is not what was written, nothing can be taken over."""
        try:
            made.take(self.out, digests, self._written)
        except VerificationError as error:
            raise StaleError(str(error)) from error

    @property
    def store(self) -> Path:
        """The store of the earlier build."""
        return self.out / STORE


class StaleError(Exception):
    """An entry of the record or a file of the earlier build is damaged: all is to be built anew."""


def common_digest(book: Letterbook, digests: Digests) -> str:
    """The digest of all that every part of a build rests on."""
    rules = book.rules
    return digest_of([program(), digests.common, book.configuration, rules.name, rules.language, rules.stated])


def keep_whole(record: Record, earlier: Earlier, inputs: Inputs, stated: Stated, written: int) -> None:
    """Keep what is of the whole build and of none of its parts."""
    for name, value in (
        ("inputs", inputs),
        ("rows", earlier.rows),
        ("index", stated.index),
        ("paths", sorted(stated.paths)),
        ("written", written),
    ):
        record.put("whole", name, "", value)


def state_rests(digest: str, ids: Mapping[int, str], cited: Iterable[str], beside: Mapping[str, str]) -> str:
    """What the documents of a reading rest on, but for the classes of the rows."""
    return digest_of([digest, sorted(ids.items()), tuple(cited), sorted(beside.items())])


def name_rests(record: Row, classes: Mapping[Term, tuple[Term, ...]], lists: Iterable[LetterList]) -> str:
    """What the documents of a name rest on; ``classes`` are those of the names that it names in turn."""
    lines: list[object] = [record_without_line(record), sorted(classes.items())]
    for each in lists:
        lines.append(each.name)
        lines += [(card.path, card.root, card.label, card.printed) for card in each.cards]
    return digest_of(map(repr, lines))


def record_without_line(record: Row) -> tuple[object, ...]:
    """A record but for the place of its row, which moves with the rows before it."""
    return tuple(getattr(record, name) for name in record.__slots__ if name != "line")


def _read_by(path: str, kind: str) -> list[str]:
    """The files from which a page is made."""
    if kind != "letter":
        return [f"{SITE}/{path}.nq"]
    return [f"{SITE}/{path}.nq", f"{SITE}/{path}/evidence.nq", f"{SITE}/{path}.txt"]


def _known_labels(rows: Mapping[str, Mapping[Any, Any]]) -> set[tuple[str, str]]:
    """The names by which persons and places are found in texts."""
    return {
        (record.entity_kind, label.text)
        for record in rows.get("records", {}).values()
        if record.entity_kind in _FOUND_BY_NAME
        for label in (*record.labels, *record.others)
    }
