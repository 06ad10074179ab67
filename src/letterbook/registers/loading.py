"""All registers of a letterbook joined: every row by its key, its names and its addresses.

A name in a text is resolved only when exactly one row of its kind has it as a label; nothing is matched by likeness. A name that
no row explains gets a key made from its wording, and is listed for review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from letterbook.authority import Record
from letterbook.authorityfiles import address_fault
from letterbook.findings import Finding
from letterbook.keys import fold, same_address
from letterbook.registers.exported import read_exported
from letterbook.registers.tables import read_tables


@dataclass(frozen=True, slots=True)
class Registers:
    """All records, by key, by name, by address and by row ("people.xml#p1")."""

    records: Mapping[str, Record] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)

    def find(self, kind: str, name: str) -> Record | None:
        """The only row of this kind that has the name as a label; None where there is none or more than one."""
        key = self.names.get((kind, fold(name)))
        return self.records[key] if key else None

    def find_same(self, kind: str, address: str) -> Record | None:
        """The record of this kind that has the address among its own."""
        return self._of_kind(kind, self.addresses.get(same_address(address), ""))

    def find_row(self, kind: str, row: str) -> Record | None:
        """The record of this kind that stands in the row."""
        return self._of_kind(kind, self.rows.get(row, ""))

    def _of_kind(self, kind: str, key: str) -> Record | None:
        record = self.records.get(key)
        return record if record and record.entity_kind == kind else None


def load_registers(folder: Path, others: Iterable[Record] = ()) -> Registers:
    """The registers of a letterbook: the tables in its folder, and the records of other files, read elsewhere.

    Form:    findings L305 (a row not used), L307 (a name in two rows), L309 (an authority record in two rows), L314 (an id that
             is none), L315 (coordinates that are none), with file and line. A record from elsewhere whose key is taken gets a
             longer one.
    """
    records: dict[str, Record] = {}
    findings: list[Finding] = []
    for record in (*read_tables(folder, findings), *read_exported(folder, findings)):
        if record.key in records:
            findings.append(
                _of(record, folder, "L305", f"row not used: the key {record.key!r} stands twice", "correct it")
            )
        else:
            records[record.key] = record
    for record in others:
        if record.key in records:
            record = replace(record, key=f"{record.key}-{sha256(record.row.encode()).hexdigest()[:8]}")
        records[record.key] = record
    findings += _wrong_addresses(records, folder)
    names, doubled = _names(records)
    findings += _doubled_names(doubled, records, folder)
    findings += _shared_authorities(records, folder)
    addresses: dict[str, str] = {}
    for record in records.values():
        for address in record.same_as:
            addresses.setdefault(same_address(address), record.key)
    rows = {record.row: record.key for record in records.values()}
    return Registers(records, names, tuple(findings), addresses, rows)


def _of(record: Record, folder: Path, code: str, message: str, remedy: str) -> Finding:
    place = f"{folder.name}/{record.register}"
    return Finding(code=code, message=message, remedy=remedy, file=place, line=record.line)


def _wrong_addresses(records: Mapping[str, Record], folder: Path) -> Iterator[Finding]:
    for record in records.values():
        for address in record.same_as:
            if fault := address_fault(address):
                yield _of(record, folder, "L314", f"{record.key!r}: {fault}", f"look it up and correct {address}")


def _doubled_names(
    doubled: Mapping[tuple[str, str], set[str]], records: Mapping[str, Record], folder: Path
) -> Iterator[Finding]:
    for (kind, label), keys in sorted(doubled.items()):
        first = records[min(keys)]
        message = f"the {kind} {label!r} stands in the rows {', '.join(sorted(keys))}"
        yield _of(first, folder, "L307", message, "keep the label in one row only, or make it longer in both")


def _shared_authorities(records: Mapping[str, Record], folder: Path) -> Iterator[Finding]:
    """Two rows with one address of an authority file, and rows with two addresses of one file; nothing is merged."""
    remedy = "make them one row if they are the same, or correct same_as"
    rows: dict[str, list[Record]] = {}
    for record in records.values():
        plain = [same_address(address) for address in record.same_as]
        files = [each.rpartition("/")[0] for each in dict.fromkeys(plain)]
        for each in plain:
            rows.setdefault(each, []).append(record)
        if len(set(files)) < len(files):
            message = f"{record.key!r} has two records of one authority file: {' '.join(record.same_as)}"
            yield _of(record, folder, "L309", message, remedy)
    for address, sharing in rows.items():
        keys = list(dict.fromkeys(record.key for record in sharing))
        if len(keys) > 1:
            message = f"{', '.join(keys)} have one authority record: {address}"
            yield _of(sharing[1], folder, "L309", message, remedy)


def edition_name(series: str, volume: str) -> str:
    """A volume is found by its series and its number together."""
    return fold(f"{series}, {volume}")


def _names(
    records: Mapping[str, Record],
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], set[str]]]:
    seen: dict[tuple[str, str], set[str]] = {}
    for record in records.values():
        for label in (*record.labels, *record.others):
            name = edition_name(label.text, record.volume) if record.kind == "edition" else fold(label.text)
            seen.setdefault((record.entity_kind, name), set()).add(record.key)
    single = {name: next(iter(keys)) for name, keys in seen.items() if len(keys) == 1}
    return single, {name: keys for name, keys in seen.items() if len(keys) > 1}
