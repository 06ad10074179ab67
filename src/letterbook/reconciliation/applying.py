"""What an editor has accepted, written into the tables of the registers: cells are added to, and nothing is overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from letterbook.authority import FOLDERS
from letterbook.findings import Finding
from letterbook.keys import fold, same_address, slug
from letterbook.reconciliation.cache import FILE_NAME, Line
from letterbook.registers import TABLES, Registers, Table

_FILES = {folder: name for name, (folder, _) in TABLES.items()}


@dataclass(slots=True)
class Applied:
    """The new contents of the tables by their names, what was done to them in words, and what could not be done."""

    tables: dict[str, bytes] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def apply_decisions(lines: Iterable[Line], registers: Registers, folder: Path, language: str) -> Applied:
    """The tables with every accepted candidate in them.

    Form:    the address goes to ``same_as`` of the row that was asked for, else of the row that has the name, else of the row
             that has the address, which gets the name as ``other@LANG``; else there is a new row. What is there already is not
             added again. Findings L321: two accepted records of one authority file for one name, a row that has another of
             that file, a row that is in no table. A line that cannot be applied leaves the others.
    """
    work = _Work(registers, folder, language)
    for line in _agreed(lines, work.applied.findings):
        work.apply(line)
    work.applied.tables = {name: each.bytes() for name, each in sorted(work.tables.items()) if each.changed}
    return work.applied


def _agreed(lines: Iterable[Line], findings: list[Finding]) -> Iterator[Line]:
    """The accepted lines, those for rows first; of a name with two records of one authority file none of these."""
    chosen: dict[tuple[str, str, str, str], list[Line]] = defaultdict(list)
    for line in sorted((each for each in lines if each.decision == "yes"), key=lambda each: (not each.row, each)):
        chosen[line.kind, line.name, line.row, _file_of(line.id)].append(line)
    for same in chosen.values():
        if len({same_address(each.id) for each in same}) > 1:
            both = " and ".join(dict.fromkeys(each.id for each in same))
            findings.append(_refused(same[0], f"{both} are both accepted", "accept one of them"))
        else:
            yield same[0]


class _Work:
    """The tables while they are edited, and what has been added to them."""

    def __init__(self, registers: Registers, folder: Path, language: str) -> None:
        self.applied = Applied()
        self.tables: dict[str, Table] = {}
        self._registers = registers
        self._folder = folder
        self._language = language
        self._added: dict[tuple[str, str], str] = {}  # rows by kind and name, and by kind and address

    def apply(self, line: Line) -> None:
        home = self._home(line)
        if home is None:
            home = self._new_row(line)
        register, _, key = home.partition("#")
        if register not in TABLES or key not in self._table(register):
            remedy = "add the address there by hand" if register not in TABLES else "take the line out, or ask again"
            self.applied.findings.append(_refused(line, f"the row {home} is in no table", remedy))
            return
        table = self._table(register)
        has = table.cell(key, "same_as").split()
        if not any(same_address(each) == same_address(line.id) for each in has):
            if rival := next((each for each in has if _file_of(each) == _file_of(line.id)), ""):
                self.applied.findings.append(_refused(line, f"the row {home} has {rival}", "decide which is right"))
                return
            table.append(key, "same_as", line.id, " ")
            self.applied.done.append(f"{home} is the same as {line.id}")
        if not line.row and fold(line.name) not in table.names(key):
            table.append(key, f"other@{self._language}", line.name, "|")
            self.applied.done.append(f"{home} is also called {line.name!r}")
        self._added[line.kind, fold(line.name)] = self._added[line.kind, same_address(line.id)] = home

    def _home(self, line: Line) -> str | None:
        """The row that a line is about, if there is one."""
        if line.row:
            return line.row
        record = self._registers.find(line.kind, line.name) or self._registers.find_same(line.kind, line.id)
        if record:
            return record.row
        added = (self._added.get((line.kind, each)) for each in (fold(line.name), same_address(line.id)))
        return next(filter(None, added), None)

    def _new_row(self, line: Line) -> str:
        register = _FILES[FOLDERS[line.kind]]
        cells = {"kind": line.kind, f"label@{self._language}": line.name}
        home = f"{register}#{self._table(register).add(slug(line.name), cells)}"
        self.applied.done.append(f"{home} is new: {line.name!r}")
        return home

    def _table(self, name: str) -> Table:
        if name not in self.tables:
            self.tables[name] = Table.read(self._folder / name)
        return self.tables[name]


def _file_of(address: str) -> str:
    return same_address(address).rpartition("/")[0]


def _refused(line: Line, message: str, remedy: str) -> Finding:
    return Finding(code="L321", message=f"{line.name!r} is not applied: {message}", remedy=remedy, file=FILE_NAME)
