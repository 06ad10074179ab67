"""Registers: who, which office, which place and which edition is meant.

A register is a CSV file whose rows are what the editor knows. A name in a text is resolved only when exactly one row of its
kind has it as a label; nothing is matched by likeness. A name that no row explains gets a key made from its wording, and is
listed for review.

Form:    actors.csv, offices.csv, places.csv and editions.csv, UTF-8, each with the columns ``key``, ``kind``, one
         ``label@LANG`` and ``other@LANG`` (several divided by ``|``) a language, ``from``, ``to`` (EDTF), ``same_as`` (IRIs divided
         by blanks); offices and actors also ``part_of`` and ``seat`` (keys); editions ``volume``, ``place``, ``publisher``
         (keys) and ``year``. A file that is missing is an empty register.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from letterbook.authority import Label, Record
from letterbook.dates import parse_edtf
from letterbook.errors import DateError, TermError
from letterbook.findings import Finding
from letterbook.keys import fold, same_address, slug
from letterbook.letter import Citation, Entity, EntityKind, Evidence, Reading
from letterbook.terms import iri, literal

KINDS: dict[str, tuple[str, ...]] = {
    "actors.csv": ("person", "organisation", "society", "polity", "group"),
    "offices.csv": ("office",),
    "places.csv": ("place", "country", "city"),
    "editions.csv": ("edition",),
}
"""The kinds that the rows of each register may have."""

FOLDERS: dict[EntityKind, str] = {
    EntityKind.PERSON: "actor",
    EntityKind.ORGANISATION: "actor",
    EntityKind.POLITY: "actor",
    EntityKind.GROUP: "actor",
    EntityKind.OFFICE: "office",
    EntityKind.PLACE: "place",
    EntityKind.TOPIC: "topic",
}
"""The folder of the documents of each kind of entity."""

_COLUMN = re.compile(r"(label|other)@([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)")
_PLAIN_COLUMNS = frozenset(
    {"key", "kind", "from", "to", "same_as", "part_of", "seat", "volume", "place", "publisher", "year", "note"}
)
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Registers:
    """All rows, by key and by name."""

    records: Mapping[str, Record] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)

    def find(self, kind: str, name: str) -> Record | None:
        """The only row of this kind that has the name as a label; None where there is none or more than one."""
        key = self.names.get((kind, fold(name)))
        return self.records[key] if key else None

    def find_same(self, kind: str, address: str) -> Record | None:
        """The row of this kind that has the address among its own."""
        record = self.records.get(self.addresses.get(same_address(address), ""))
        return record if record and record.entity_kind == kind else None


def load_registers(folder: Path) -> Registers:
    """The registers of a letterbook; a row that cannot be used is a finding, and is left out.

    Form:    findings L305 (bad row), L307 (a name in two rows) and L309 (an authority record in two rows), with file and line.
    """
    records: dict[str, Record] = {}
    findings: list[Finding] = []
    for name, kinds in KINDS.items():
        path = folder / name
        if not path.is_file():
            continue
        for number, row in _rows(path, findings):
            try:
                record = _record(name, kinds, row)
                if record.key in records:
                    raise ValueError(f"the key {row['key']!r} stands twice")
            except (ValueError, DateError, TermError) as error:
                message = getattr(error, "message", str(error))
                findings.append(
                    Finding(
                        code="L305",
                        message=f"row not used: {message}",
                        remedy="correct the row",
                        file=f"{folder.name}/{name}",
                        line=number,
                    )
                )
            else:
                records[record.key] = record
    names, doubled = _names(records)
    for (kind, label), keys in sorted(doubled.items()):
        findings.append(
            Finding(
                code="L307",
                message=f"the {kind} {label!r} stands in the rows {', '.join(sorted(keys))}",
                remedy="keep the label in one row only, or make it longer in both",
                file=f"{folder.name}/{records[min(keys)].row.split('#')[0]}",
            )
        )
    findings += _shared_authorities(records, folder.name)
    addresses: dict[str, str] = {}
    for record in records.values():
        for address in record.same_as:
            addresses.setdefault(same_address(address), record.key)
    return Registers(records, names, tuple(findings), addresses)


def _shared_authorities(records: Mapping[str, Record], folder: str) -> Iterator[Finding]:
    """Two rows with one address of an authority file, and rows with two addresses of one file; nothing is merged."""
    rows: dict[str, list[Record]] = {}
    for record in records.values():
        files = [same_address(address).rpartition("/")[0] for address in record.same_as]
        for number, address in enumerate(record.same_as):
            rows.setdefault(same_address(address), []).append(record)
            if files[number] in files[:number]:
                yield _doubtful_authority(
                    record, folder, f"{record.key!r} has two records of one authority file: {' '.join(record.same_as)}"
                )
    for address, sharing in rows.items():
        keys = list(dict.fromkeys(record.key for record in sharing))
        if len(keys) > 1:
            yield _doubtful_authority(sharing[1], folder, f"{', '.join(keys)} have one authority record: {address}")


def _doubtful_authority(record: Record, folder: str, message: str) -> Finding:
    return Finding(
        code="L309",
        message=message,
        remedy="make them one row if they are the same, or correct same_as",
        file=f"{folder}/{record.row.partition('#')[0]}",
    )


def _rows(path: Path, findings: list[Finding]) -> Iterator[tuple[int, dict[str, str]]]:
    place = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        unknown = [c for c in reader.fieldnames or () if c not in _PLAIN_COLUMNS and not _COLUMN.fullmatch(c)]
        if unknown or "key" not in (reader.fieldnames or ()):
            found = f"unknown column {unknown[0]!r}" if unknown else "no column 'key'"
            remedy = f"the columns are: {', '.join(sorted(_PLAIN_COLUMNS))}, label@LANG, other@LANG"
            findings.append(
                Finding(code="L305", message=f"register not read: {found}", remedy=remedy, file=place, line=1)
            )
            return
        for row in reader:
            if None in row or None in row.values():
                findings.append(
                    Finding(
                        code="L305",
                        message=f"row not used: {len(reader.fieldnames or ())} cells expected",
                        remedy="put cells that hold a comma in quotes",
                        file=place,
                        line=reader.line_num,
                    )
                )
                continue
            yield reader.line_num, {column: (cell or "").strip() for column, cell in row.items()}
    except UnicodeDecodeError as error:
        findings.append(
            Finding(
                code="L305",
                message=f"register not read: it is not UTF-8 at byte {error.start}",
                remedy="save the file as UTF-8",
                file=place,
            )
        )
    except csv.Error as error:
        findings.append(
            Finding(code="L305", message=f"register not read: {error}", remedy="check the quotes", file=place)
        )
    except OSError as error:
        findings.append(Finding(code="L105", message=f"cannot be opened: {error.strerror}", file=place))


def _record(register: str, kinds: tuple[str, ...], row: Mapping[str, str]) -> Record:
    if not _KEY.fullmatch(row["key"]):
        raise ValueError(f"the key {row['key']!r} is not made of a-z, 0-9 and single hyphens")
    kind = row.get("kind") or kinds[0]
    if kind not in kinds:
        raise ValueError(f"the kind {kind!r} is none of {', '.join(kinds)}")
    labels: list[Label] = []
    others: list[Label] = []
    for column, cell in row.items():
        match = _COLUMN.fullmatch(column)
        if match and cell:
            literal(cell, language=match[2])
            into = labels if match[1] == "label" else others
            into.extend(Label(text.strip(), match[2]) for text in cell.split("|") if text.strip())
    if not labels:
        raise ValueError("there is no label")
    same_as = tuple(row.get("same_as", "").split())
    for address in same_as:
        iri(address)
    for column in ("from", "to", "year"):
        if row.get(column):
            parse_edtf(row[column])
    folder = {"actors.csv": "actor", "offices.csv": "office", "places.csv": "place", "editions.csv": "edition"}[
        register
    ]
    return Record(
        key=f"{folder}/{row['key']}",
        kind=kind,
        labels=tuple(labels),
        others=tuple(others),
        begin=row.get("from", ""),
        end=row.get("to", ""),
        same_as=same_as,
        part_of=_path("actor", row.get("part_of", "")),
        seat=_path("place", row.get("seat", "")),
        volume=row.get("volume", ""),
        place=_path("place", row.get("place", "")),
        publisher=_path("actor", row.get("publisher", "")),
        year=row.get("year", ""),
        row=f"{register}#{row['key']}",
    )


def _path(folder: str, key: str) -> str:
    if key and not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not a key")
    return f"{folder}/{key}" if key else ""


def _edition_name(series: str, volume: str) -> str:
    """A volume is found by its series and its number together."""
    return fold(f"{series}, {volume}")


def _names(
    records: Mapping[str, Record],
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], set[str]]]:
    seen: dict[tuple[str, str], set[str]] = {}
    for record in records.values():
        for label in (*record.labels, *record.others):
            name = _edition_name(label.text, record.volume) if record.kind == "edition" else fold(label.text)
            seen.setdefault((record.entity_kind, name), set()).add(record.key)
    single = {name: next(iter(keys)) for name, keys in seen.items() if len(keys) == 1}
    return single, {name: keys for name, keys in seen.items() if len(keys) > 1}


def resolve(reading: Reading, registers: Registers) -> tuple[Reading, list[Finding]]:
    """The reading with every named entity and the edition given a key: the register's, or one made from the wording.

    Form:    findings L304, one for each name that no row explains, at its first mention. Entities that are only described
             keep an empty key: they are known in this text alone. What an editor has identified stays as it is, and what he
             has kept apart never shares a key.
    """
    findings: list[Finding] = []
    keys: dict[str, str] = {}
    entities: list[Entity] = []
    for entity in reading.entities:
        apart = frozenset(keys.get(each, each) for each in entity.unlike)
        found = _resolved(entity, reading, registers, findings, apart)
        keys[found.id] = found.key
        entities.append(found)
    citation = reading.citation and _resolved_citation(reading.citation, reading, registers, findings)
    return replace(reading, entities=tuple(entities), citation=citation), findings


def _resolved(
    entity: Entity, reading: Reading, registers: Registers, findings: list[Finding], apart: frozenset[str]
) -> Entity:
    if not entity.named or entity.registered:
        return entity
    records = [registers.find_same(entity.kind, address) for address in entity.same_as]
    if not any(records):
        records = [registers.find(entity.kind, label) for label in entity.labels]
    found = {record.key: record for record in records if record and record.key not in apart}
    if len(found) == 1:
        return replace(entity, key=next(iter(found)), registered=True)
    identified = any(address.startswith(("http:", "https:")) for address in entity.same_as)
    if entity.kind is not EntityKind.TOPIC and not identified:
        findings.append(_unregistered(reading, entity.evidence, f"the {entity.kind} {entity.label!r}", entity.label))
    # Whom the source itself identifies has his key from that: two of one name stay two, two names of one are one.
    name = same_address(entity.same_as[0]) if entity.same_as else entity.label
    return replace(entity, key=made_key(entity.kind, name, registers, apart), registered=False)


def made_key(kind: EntityKind, name: str, registers: Registers, apart: frozenset[str] = frozenset()) -> str:
    """The key of whom no row explains, made from the name: nobody's row, even where a row's key looks like it."""
    made = f"{FOLDERS[kind]}/{slug(name)}"
    keys = (made if number == 1 else f"{made}-{number}" for number in count(1))
    return next(key for key in keys if key not in apart and key not in registers.records)


def _resolved_citation(citation: Citation, reading: Reading, registers: Registers, findings: list[Finding]) -> Citation:
    if citation.series is None:
        return citation
    volume = citation.volume.value if citation.volume else ""
    record = registers.find("edition", _edition_name(citation.series.value, volume))
    if record:
        return replace(citation, key=record.key, registered=True)
    name = f"{citation.series.value} {volume}".strip()
    findings.append(_unregistered(reading, citation.series.evidence, f"the edition {name!r}", name))
    return replace(citation, key=f"edition/{slug(name)}", registered=False)


def _unregistered(reading: Reading, evidence: Evidence, what: str, name: str) -> Finding:
    """The finding stands where the name does: in the text, or in the decision that gives it."""
    line, column = reading.transcript.position(evidence.spans[0].start) if evidence.spans else (0, 0)
    decision = None if evidence.spans else next((d for d in reading.decisions if d.id == evidence.decision), None)
    return Finding(
        code="L304",
        message=f"{what} is in no register",
        remedy=f"add a row with the label {name!r} to say who or what is meant",
        file=decision.file if decision else reading.transcript.source,
        line=decision.line if decision else line,
        column=column,
    )
