"""The gazetteer: states, places, peoples and organisations by the names in use at the time, found in one pass."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from letterbook.errors import RulesError
from letterbook.letter import Span

TYPES = ("polity", "place", "organisation", "demonym", "topic")
"""What a name of the gazetteer may stand for; a demonym's ``belongs_to`` is the place or polity of the people."""

LANGUAGES = ("en", "fr", "de", "ru", "tr")
"""The languages of the names, each a column of the gazetteer's files."""

COLUMNS = ("id", "type", "kind", "from", "to", "belongs_to", *LANGUAGES, "source")
"""The first line of every file of the gazetteer; one row is one entity with its names."""

_RULES = files("letterbook.readers.text") / "rules"
_FIRST = ("europe-polities.csv", "europe-places.csv", "europe-demonyms.csv", "organisations.csv", "kept.csv")
"""These files come first, in this order, for the first entity keeps a name (Georgia); the others follow by name."""

_CELL_NAME = re.compile(r"\s*([^()*|]*[^()*|\s])\s*(?:\(([^()]*)\))?\s*(\*?)\s*")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;]|\n\s*\n)[\s\"'»«“”„(\[]*$")
_WORD_BEFORE = re.compile(r"(\w+)\.?\s+$")
_places = itemgetter(0, 1)


@dataclass(frozen=True, slots=True)
class Name:
    """One name: as printed, what it stands for, and for a demonym whose people it means.

    Form:    ``entity`` is the id of the row, ``since`` and ``until`` the years of the name where it has its own, else
             of the entity; ``also`` the ids of further entities of this name. A ``guarded`` name is an ordinary word
             too (Nice, Reading): it counts only with its capital and where nothing else explains the capital.
    """

    text: str
    type: str
    belongs_to: str = ""
    entity: str = ""
    kind: str = ""
    since: int | None = None
    until: int | None = None
    also: tuple[str, ...] = ()
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a name of the gazetteer stands in a text."""

    span: Span
    name: Name


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The names of one language, in one automaton."""

    names: dict[str, Name] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    _automaton: ahocorasick.Automaton = field(default_factory=ahocorasick.Automaton, repr=False, compare=False)

    def find_all(self, view: str) -> list[Hit]:
        """Every name that stands in the text as whole words; of those that overlap the one that begins first, then the longest.

        Form:    ``view`` is the text with plain apostrophes (``zones.view_of``); the hits are in the order of the text.
        """
        return self.whole_words(view, self._automaton.iter(view)) if self.names else []

    def whole_words(self, view: str, names: Iterable[tuple[int, Name]]) -> list[Hit]:
        """Those of the names, each with the offset of its last sign, that ``find_all`` gives."""
        whole: list[tuple[int, int, Name]] = []
        for last, name in names:
            start, end = last - len(name.text) + 1, last + 1
            if view[end : end + 1].isalnum() or view[start - 1 : start].isalnum():
                continue
            if not name.guarded or self._is_surely_a_name(view, start, end):
                whole.append((start, -end, name))
        kept: list[Hit] = []
        free = 0
        for start, minus, name in sorted(whole, key=_places):
            if start >= free:
                free = -minus
                kept.append(Hit(Span(start, free), name))
        return kept

    def _is_surely_a_name(self, view: str, start: int, end: int) -> bool:
        """Not at the beginning of a sentence, not half of a compound, not behind a title (Lord Reading)."""
        before = view[max(0, start - 40) : start]
        if _SENTENCE_END.search(before) or before.endswith("-") or view[end : end + 1] == "-":
            return False
        word = _WORD_BEFORE.search(before)
        return word is None or word[1] not in self.titles


class _Row(NamedTuple):
    """One row of a file, with the place where it stands for the faults."""

    cells: dict[str, str]
    since: int | None
    until: int | None
    where: str


def load_gazetteer(language: str, *, folder: Path | None = None) -> Gazetteer:
    """The names of one language: those of the program and, before them, those of a folder of the user.

    Form:    CSV files with the columns of ``COLUMNS``. The names of a language stand in its cell, divided by ``|``,
             the usual one first; a name may have its own years, ``Petrograd(1914-1924)``, and last a star where it is
             guarded (``Name``). A language without a column has no names.
    Raises:  RulesError for a file that lacks a column or cannot be read, a row of an unknown type, without an id or
             with one that an earlier row has, for years that are none or run backwards, and for a name out of form.

    >>> load_gazetteer("en").names["Petrograd"].since
    1914
    """
    return _built_in(language) if folder is None else _gazetteer(language, _of_user(folder), _rows())


@cache
def _built_in(language: str) -> Gazetteer:
    return _gazetteer(language, (), _rows())


@cache
def _rows() -> tuple[_Row, ...]:
    found = [each for each in (_RULES / "gazetteer").iterdir() if each.name.endswith(".csv")]
    order = {name: place for place, name in enumerate(_FIRST)}
    found.sort(key=lambda each: (order.get(each.name, len(order)), each.name))
    return tuple(row for each in found for row in _read(each))


def _of_user(folder: Path) -> tuple[_Row, ...]:
    return tuple(row for each in sorted(folder.glob("*.csv")) for row in _read(each))


def _read(source: Traversable) -> Iterator[_Row]:
    try:
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(
            "the file cannot be read as UTF-8", source.name, "Save it as CSV with the encoding UTF-8."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    header = tuple(next(reader, ()))
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise RulesError(
            f"the column {missing[0]!r} is missing",
            f"{source.name}, line 1",
            f"Begin the file with {','.join(COLUMNS)}.",
        )
    for cells in reader:
        if not any(cells):
            continue
        where = f"{source.name}, line {reader.line_num}"
        if len(cells) != len(header):
            raise RulesError(f"the row has {len(cells)} cells, not {len(header)}", where, "Quote a cell with a comma.")
        row = dict(zip(header, cells, strict=True))
        if row["type"] not in TYPES:
            raise RulesError(f"{row['type']!r} is none of {', '.join(TYPES)}", where)
        if not row["id"]:
            raise RulesError("the row has no id", where, "Give the entity an id that no other row has.")
        yield _Row(row, *_years(row["from"], row["to"], where), where)


def _years(first: str, last: str, where: str) -> tuple[int | None, int | None]:
    for year in (first, last):
        if year and not re.fullmatch(r"[0-9]{3,4}", year):
            raise RulesError(f"{year!r} is no year", where, "Write a year in three or four digits, or nothing.")
    since, until = int(first) if first else None, int(last) if last else None
    if since is not None and until is not None and since > until:
        raise RulesError(f"the years run backwards: {since} to {until}", where)
    return since, until


def _gazetteer(language: str, *sources: Iterable[_Row]) -> Gazetteer:
    names: dict[str, Name] = {}
    seen: dict[str, str] = {}
    for source in sources:
        for row in source:
            entity = row.cells["id"]
            if entity in seen:
                raise RulesError(f"the id {entity!r} stands already in {seen[entity]}", row.where)
            seen[entity] = row.where
            for name in _names_of(row, language):
                first = names.setdefault(name.text, name)
                if first.entity != entity and entity not in first.also:
                    names[name.text] = replace(first, also=(*first.also, entity))
    return gazetteer_of(names, _titles().get(language, frozenset()))


def gazetteer_of(names: dict[str, Name], titles: frozenset[str] = frozenset()) -> Gazetteer:
    """A gazetteer of these names; ``titles`` are the words behind which a capital belongs to a person."""
    automaton = ahocorasick.Automaton()
    for text, name in names.items():
        automaton.add_word(text, name)
    if names:
        automaton.make_automaton()
    return Gazetteer(names, titles, automaton)


def _names_of(row: _Row, language: str) -> Iterator[Name]:
    cells = row.cells
    written = cells[language] if language in LANGUAGES else ""
    if not written:
        return
    for each in written.split("|"):
        match = _CELL_NAME.fullmatch(each)
        if match is None:
            raise RulesError(f"{each!r} is no name", row.where, "Write Name, Name(1914-1924) or Name*.")
        text, years, star = match.groups()
        since, until = row.since, row.until
        if years is not None:
            if years.count("-") != 1:
                raise RulesError(f"{years!r} are no years", row.where, "Write the first and the last: Name(1914-1924).")
            first, _, last = years.partition("-")
            since, until = _years(first, last, row.where)
        yield Name(text, cells["type"], cells["belongs_to"], cells["id"], cells["kind"], since, until, (), bool(star))


@cache
def _titles() -> dict[str, frozenset[str]]:
    """The words behind which a capital belongs to a person, by language."""
    rows = csv.DictReader(io.StringIO((_RULES / "titles.csv").read_text(encoding="utf-8"), newline=""))
    return {row["lang"]: frozenset(row["words"].split("|")) for row in rows}
