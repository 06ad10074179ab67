"""A file asked for candidates: a table or an RDF file of any size, read through once or twice and never held whole.

Form:    a CSV file in UTF-8 with a header: ``id`` or ``same_as`` or the column of an authority file (``gnd``, ``viaf`` …), and
         ``name`` or ``label`` or ``label@LANG`` and ``other@LANG`` (several names divided by ``|``); if it likes ``kind`` and
         ``description``. N-Triples, N-Quads, Turtle, TriG, JSON-LD and RDF/XML as in a register. A dump is unpacked first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from letterbook.authorityfiles import AUTHORITY_FILES, address_of, canonical, recognise
from letterbook.delimiters import divider_with
from letterbook.errors import ReadError, TermError
from letterbook.graphs import is_graph, statements_in
from letterbook.reconciliation.candidates import BODIES, Candidate, Question, best, likeness, turned
from letterbook.registers import NAME_PROPERTIES, local_name, records_of
from letterbook.terms import iri

_NAMES, _IDS = ("name", "label", "other"), ("id", "same_as", *AUTHORITY_FILES)


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    names: tuple[str, ...]
    address: str
    description: str


def ask_file(path: Path, questions: Sequence[Question]) -> list[tuple[Question, list[Candidate]]]:
    """The candidates for each name; a name is answered when its words are those of a name in the file.

    Raises:  ReadError for a file that cannot be read to its end.
    """
    wanted = {turned(question.name) for question in questions} - {()}
    by_words: dict[tuple[str, ...], list[_Entry]] = {}
    try:
        for entry in _in_graph(path, wanted) if is_graph(path) else _in_table(path, wanted):
            for words in {turned(name) for name in entry.names} & wanted:
                by_words.setdefault(words, []).append(entry)
    except ReadError as error:
        raise ReadError(error.message, str(path), error.remedy) from error
    return [(each, best(list(_candidates(each, by_words.get(turned(each.name), []))))) for each in questions]


def _candidates(question: Question, entries: Sequence[_Entry]) -> Iterator[Candidate]:
    for entry in entries:
        if entry.kind in ("", question.kind) or {entry.kind, question.kind} <= set(BODIES):
            score = max(likeness(question.name, name) for name in entry.names)
            yield Candidate(entry.address, entry.names[0], entry.description, score)


def _in_graph(path: Path, wanted: set[tuple[str, ...]]) -> Iterator[_Entry]:
    """The resources that have a wanted name: the names of all are looked through first, then all about these."""
    subjects = {
        each.subject
        for each in statements_in(path)
        if not each.is_node and local_name(each.property) in NAME_PROPERTIES and turned(each.value) in wanted
    }
    records, _ = records_of((each for each in statements_in(path) if each.subject in subjects), path.name, path.name)
    for record in records:
        if record.same_as:
            address = next(filter(recognise, record.same_as), record.same_as[0])
            life = f"{record.begin or '…'} to {record.end or '…'}" if record.begin or record.end else ""
            names = tuple(label.text for label in (*record.labels, *record.others))
            yield _Entry(record.entity_kind, names, canonical(address), life)


def _in_table(path: Path, wanted: set[tuple[str, ...]]) -> Iterator[_Entry]:
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            stream.seek(0)
            delimiter = divider_with(first, *_IDS)
            reader = csv.DictReader(stream, delimiter=delimiter, strict=True)
            names, ids = _columns([name for name in reader.fieldnames or () if name])
            for row in reader:
                line = reader.line_num
                texts = [text.strip() for name in names for text in (row[name] or "").split("|") if text.strip()]
                if wanted.isdisjoint(map(turned, texts)):
                    continue
                address = _address(row, ids)
                if address:
                    description = " ".join((row.get("description") or "").split())
                    yield _Entry((row.get("kind") or "").strip(), tuple(texts), address, description)
    except UnicodeDecodeError as error:
        raise ReadError(f"it is not UTF-8 after line {line}", remedy="save it as UTF-8") from error
    except csv.Error as error:
        raise ReadError(f"after line {line}: {error}", remedy="check the quotes") from error
    except OSError as error:
        raise ReadError(f"it cannot be opened: {error.strerror}", remedy="name a CSV or RDF file") from error


def _columns(header: Sequence[str]) -> tuple[list[str], list[str]]:
    names = [column for column in header if column.partition("@")[0] in _NAMES]
    ids = [column for column in _IDS if column in header]
    if not names or not ids:
        raise ReadError(
            f"its columns are {', '.join(header)}",
            remedy="it needs a column id (or same_as, gnd, viaf …) and a column name",
        )
    return names, ids


def _address(row: dict[str, str], columns: Sequence[str]) -> str:
    """The first usable address of a row; empty where there is none."""
    for column in columns:
        for given in (row[column] or "").split():
            try:
                address = address_of(column, given) if column in AUTHORITY_FILES else given
                iri(address)
            except (ValueError, TermError):
                continue
            return canonical(address)
    return ""
