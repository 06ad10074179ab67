"""A table read: every row with something in it is a letter, in the order of the rows, and no row is kept.

A row is known by its id where a column has one, so that sorting moves no letter; without one by its words, so that sorting
moves none either, but correcting a row makes another of it, which is said.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from letterbook.errors import TermError
from letterbook.findings import Finding, Severity
from letterbook.letter import Reading
from letterbook.readers.tables.columns import Columns, Placed, place_columns
from letterbook.readers.tables.datecells import language_of_dates
from letterbook.readers.tables.delimited import read_delimited
from letterbook.readers.tables.fingerprints import Fingerprints, fingerprint
from letterbook.readers.tables.proposing import headings_language, propose
from letterbook.readers.tables.records import Record
from letterbook.readers.tables.sheets import Headed, Sheet, headed
from letterbook.readers.tables.workbooks import read_workbook
from letterbook.readers.xml.lists import Listed
from letterbook.terms import literal

WORKBOOK_ENDINGS = (".xlsx", ".ods")
_LIMIT_BYTES = 64_000_000
_SAMPLE_ROWS = 200
_MOST_TOLD = 100
_LABEL = re.compile(r"label@\S+")
_SAID = ("sender", "sender_organisation", "addressee", "addressee_organisation", "date", "date_text", "date_from")
Read = tuple[Reading | None, list[Finding]]


def open_table(
    path: Path, *, name: str, encoding: str = "", sheet: str = "", limit_bytes: int = _LIMIT_BYTES
) -> tuple[Sheet | None, list[Finding]]:
    """The table in a file; None where there is none, as the findings say."""
    if path.name.lower().endswith(WORKBOOK_ENDINGS):
        return read_workbook(path, name=name, wanted=sheet, limit_bytes=limit_bytes)
    return read_delimited(path, name=name, encoding=encoding, limit_bytes=limit_bytes)


def read_table(
    path: Path,
    *,
    name: str,
    columns: Columns | None = None,
    language: str = "",
    encoding: str = "",
    lists: Mapping[str, Listed] | None = None,
    limit_bytes: int = _LIMIT_BYTES,
    day_first: bool | None = None,
) -> Iterator[Read]:
    """The readings of a table, a letter a row, each with the findings on it; those on the file come first, with no reading.

    Form:    ``name`` is the file as readings and findings name it; ``columns`` maps its headings; without it they are taken as
             proposed where that is certain; ``day_first`` holds where it says nothing of it. Findings L114 to L122, L250 to L257; their line is the row, their column the column.
    """
    sheet, findings = open_table(
        path, name=name, encoding=encoding, sheet=columns.sheet if columns else "", limit_bytes=limit_bytes
    )
    table = headed(sheet, columns.heading_row if columns else 0) if sheet else None
    if table is None:
        if sheet:
            message, remedy = "the table has no row of headings", "write the headings into its first row"
            findings.append(Finding(code="L115", message=message, remedy=remedy, file=name))
        yield None, findings
        return
    if is_register(table.headings):
        message = f"this is a register and no table of letters: its columns are {', '.join(filter(None, table.headings))[:120]}"
        remedy = "put it into registers/, as actors.csv, offices.csv, places.csv or editions.csv"
        yield None, [*findings, Finding(code="L115", message=message, remedy=remedy, file=name, line=table.first)]
        return
    if columns is None:
        proposal = propose(table)
        if not proposal.certain:
            remedy = (
                f"run: letterbook columns {path.name}, and write what is right into letterbook.toml under [columns]"
            )
            message = f"it is not certain what the columns are: {'; '.join(proposal.doubts)}"
            yield None, [*findings, Finding(code="L115", message=message, remedy=remedy, file=name, line=table.first)]
            return
        columns = proposal.columns
    if columns.day_first is None:
        columns = replace(columns, day_first=day_first)
    placed, told = place_columns(table, columns, name)
    findings += told
    if placed is None:
        yield None, findings
        return
    yield from _read_rows(table, placed, findings, name, language or _language(table, placed), lists or {})


def is_register(headings: Iterable[str]) -> bool:
    """Whether a table has the columns of a register, which say who is meant and not who wrote to whom."""
    names = set(headings)
    return "key" in names and any(_LABEL.fullmatch(each) for each in names)


def _language(table: Headed, placed: Placed) -> str:
    """The language of the dates in words, else that of the headings."""
    sample = islice(table.records(), _SAMPLE_ROWS)
    cells = dict.fromkeys(placed.cell(row, name)[0] for _, row in sample for name in ("date_text", "date"))
    return language_of_dates(cells, headings_language(table.headings))


def _read_rows(
    table: Headed, placed: Placed, findings: list[Finding], name: str, language: str, lists: Mapping[str, Listed]
) -> Iterator[Read]:
    ids = _Ids(table, placed, name)
    yield None, [*findings, *ids.findings]
    faults: list[Finding] = []
    silent: list[int] = []
    for number, cells in table.records(faults):
        faults += _ragged(number, cells, len(table.headings), name)
        told, faults[:] = list(faults), []
        if any(cell.strip() for cell in cells[len(table.headings) :]):
            yield None, told
            continue
        own = _stated_language(placed.cell(cells, "record_language")[0])
        record = Record(placed, name, number, cells[: len(table.headings)], own or language, lists)
        identifier = ids.of(number, cells)
        reading = record.reading(f"{name}#{identifier}", identifier)
        if not any(placed.cell(cells, field)[0] for field in _SAID) and not placed.columns.defaults:
            silent.append(number)
        yield reading, [*told, *record.findings]
    if silent:
        who = "this row names" if len(silent) == 1 else f"{len(silent)} rows, of which this is the first, name"
        message = f"{who} neither who wrote nor to whom nor when"
        faults.append(
            Finding(code="L256", message=message, remedy="fill them in, or take them out", file=name, line=silent[0])
        )
    if faults:
        yield None, faults


@lru_cache(maxsize=64)
def _stated_language(tag: str) -> str:
    """The language that a row states for itself; empty where that is no tag of a language."""
    try:
        literal("", language=tag)
    except TermError:
        return ""
    return tag


def _ragged(number: int, cells: list[str], width: int, name: str) -> Iterator[Finding]:
    extra = [cell for cell in cells[width:] if cell.strip()]
    if extra:
        message = f"the row has {len(cells)} cells under {width} headings ({extra[0]!r} is the first too many); it is not read, for its cells may stand under wrong headings"
        remedy = "put a cell that holds the divider into quotation marks"
        yield Finding(code="L116", message=message, remedy=remedy, file=name, line=number, column=width + 1)
    elif len(cells) < width:
        message = f"the row has {len(cells)} cells under {width} headings; the last ones are taken as empty"
        remedy = "write all the dividers"
        yield Finding(code="L116", message=message, remedy=remedy, file=name, line=number, severity=Severity.WARNING)


class _Ids:
    """What each row is known by: its id, or the digest of its words."""

    def __init__(self, table: Headed, placed: Placed, name: str) -> None:
        self._places = placed.at.get("id", ())
        self._digests: Counter[str] = Counter()  # of the rows that are known by their words
        self.findings: list[Finding] = []
        self._doubled: set[str] = set()
        if not self._places:
            message = "no column has an id, so each row is known by its words: sorting moves no letter, but a row that is corrected becomes another letter with another address"
            remedy = 'add a column of ids and map it: id = "…"'
            self.findings.append(Finding(code="L120", message=message, remedy=remedy, file=name, line=table.first))
            return
        passed, without = Fingerprints(), 0
        for number, cells in table.records():
            if found := self._stated(cells):
                passed.add(found)
                continue
            without += 1
            if without <= _MOST_TOLD:
                message, remedy = "the row has no id; it is known by its words", "give it an id"
                self.findings.append(Finding(code="L120", message=message, remedy=remedy, file=name, line=number))
        if without > _MOST_TOLD:
            message = f"{without - _MOST_TOLD} more rows have no id"
            self.findings.append(Finding(code="L120", message=message, remedy="", file=name, line=table.first))
        if doubled := passed.doubled():
            self._tell_doubled(table, doubled, name)

    def _tell_doubled(self, table: Headed, doubled: frozenset[int], name: str) -> None:
        """Which ids stand twice: the rows whose fingerprints do are looked at once more."""
        first: dict[str, int] = {}
        for number, cells in table.records():
            found = self._stated(cells)
            if not found or fingerprint(found) not in doubled:
                continue
            if found in first:
                self._doubled.add(found)
                message = (
                    f"the id {found!r} stands in row {first[found]} already; both rows are known by their words instead"
                )
                self.findings.append(
                    Finding(
                        code="L118", message=message, remedy="give each row an id of its own", file=name, line=number
                    )
                )
            else:
                first[found] = number

    def _stated(self, cells: list[str]) -> str:
        parts = [cells[place].strip() if place < len(cells) else "" for place in self._places]
        return "/".join(parts) if any(parts) else ""

    def of(self, number: int, cells: list[str]) -> str:
        """What a row is known by."""
        found = self._stated(cells)
        if found and found not in self._doubled:
            return found
        digest = hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:12]
        self._digests[digest] += 1
        return f"row-{digest}" if self._digests[digest] == 1 else f"row-{digest}-{self._digests[digest]}"
