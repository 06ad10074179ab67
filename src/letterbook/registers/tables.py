"""Registers in tables: one CSV file for the actors, the offices, the places and the editions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from letterbook.authority import Label, Record, coordinates
from letterbook.authorityfiles import AUTHORITY_FILES, address_of
from letterbook.dates import parse_edtf
from letterbook.delimiters import divider_with
from letterbook.encodings import decode
from letterbook.errors import DateError, TermError
from letterbook.findings import Finding
from letterbook.registers.exported import is_exported
from letterbook.terms import iri, literal, mended_tag

TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "actors.csv": ("actor", ("person", "organisation", "society", "polity", "group")),
    "offices.csv": ("office", ("office",)),
    "places.csv": ("place", ("place", "country", "city")),
    "editions.csv": ("edition", ("edition",)),
}
"""The folder of the documents of each register, and the kinds that its rows may have."""

_COLUMN = re.compile(r"(label|other)@(\S+)")
_OURS = ("note", "occupation", "sex")
"""Columns that are the editor's own: nothing is made of them."""
_PLAIN_COLUMNS = frozenset(
    [*"key kind from to same_as part_of seat volume place publisher year lat long".split(), *_OURS, *AUTHORITY_FILES]
)
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AS_UTF8 = {"L103": "save the register as UTF-8", "L104": "if that is wrong, save the register as UTF-8"}

Tell = Callable[[str, str, str], None]
"""Notes a finding: its code, message and remedy."""


def read_tables(folder: Path, findings: list[Finding]) -> Iterator[Record]:
    """The records in the tables of a folder; a row that cannot be used is a finding, and is left out.

    Form:    findings L305 (a file or row not used), L314 (an id that is none), L315 (coordinates that are none) and those of
             decoding, with file and line.
    """
    for name in TABLES:
        path = folder / name
        if not path.is_file() or is_exported(path):
            continue
        place = f"{folder.name}/{name}"
        for line, row in read_rows(path, place, findings):

            def tell(code: str, message: str, remedy: str, line: int = line, place: str = place) -> None:
                findings.append(Finding(code=code, message=message, remedy=remedy, file=place, line=line))

            try:
                yield replace(_record(name, row, tell), line=line)
            except (ValueError, DateError, TermError) as error:
                tell("L305", f"row not used: {getattr(error, 'message', str(error))}", "correct the row")


def read_rows(path: Path, place: str, findings: list[Finding]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of one table with their lines; the encoding is recognised as that of a letter is, the delimiter by the header."""

    def refuse(message: str, remedy: str, line: int = 0) -> None:
        findings.append(
            Finding(code="L305", message=f"register not read: {message}", remedy=remedy, file=place, line=line)
        )

    try:
        decoded = decode(path.read_bytes(), source=place)
    except OSError as error:
        findings.append(Finding(code="L105", message=f"cannot be opened: {error.strerror}", file=place))
        return
    findings += (replace(each, remedy=_AS_UTF8.get(each.code, each.remedy)) for each in decoded.findings)
    if decoded.text is None:
        return
    delimiter = divider_with(decoded.text, "key")
    reader = csv.reader(io.StringIO(decoded.text, newline=""), strict=True, delimiter=delimiter)
    try:
        header = [cell.strip() for cell in next(reader)]
        unknown = [name for name in header if name not in _PLAIN_COLUMNS and not _COLUMN.fullmatch(name)]
        twice = [name for name in header if header.count(name) > 1]
        if unknown or twice or "key" not in header:
            found = f"unknown column {unknown[0]!r}" if unknown else f"two columns {twice[0]!r}" if twice else ""
            columns = f"the columns are: {', '.join(sorted(_PLAIN_COLUMNS))}, label@LANG, other@LANG"
            refuse(found or "no column 'key'", columns, 1)
            return
        for name in header:
            _, fault = mended_tag(match[2]) if (match := _COLUMN.fullmatch(name)) else ("", "")
            if fault:
                message, remedy = f"column {name!r}: {fault}", "correct the heading"
                findings.append(Finding(code="L229", message=message, remedy=remedy, file=place, line=1))
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                message = f"row not used: {len(header)} cells expected, {len(cells)} found"
                remedy = f"put cells that hold {delimiter!r} in quotes"
                findings.append(Finding(code="L305", message=message, remedy=remedy, file=place, line=reader.line_num))
                continue
            yield reader.line_num, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    except csv.Error as error:
        refuse(str(error), "check the quotes", reader.line_num)


def _record(register: str, row: Mapping[str, str], tell: Tell) -> Record:
    folder, kinds = TABLES[register]
    if not row["key"]:
        raise ValueError("there is no key")
    kind = row.get("kind") or kinds[0]
    if kind not in kinds:
        raise ValueError(f"the kind {kind!r} is none of {', '.join(kinds)}")
    labels, others = _labels(row, "label"), _labels(row, "other")
    if not labels:
        raise ValueError("there is no label")
    for column in ("from", "to", "year"):
        if row.get(column):
            parse_edtf(row[column])
    latitude, longitude = _coordinates(row, tell)
    return Record(
        key=_path(folder, row["key"]),
        kind=kind,
        labels=labels,
        others=others,
        begin=row.get("from", ""),
        end=row.get("to", ""),
        same_as=_addresses(row, tell),
        part_of=_path("actor", row.get("part_of", "")),
        seat=_path("place", row.get("seat", "")),
        volume=row.get("volume", ""),
        place=_path("place", row.get("place", "")),
        publisher=_path("actor", row.get("publisher", "")),
        year=row.get("year", ""),
        row=f"{register}#{row['key']}",
        latitude=latitude,
        longitude=longitude,
    )


def _labels(row: Mapping[str, str], wanted: str) -> tuple[Label, ...]:
    found: list[Label] = []
    for column, cell in row.items():
        match = _COLUMN.fullmatch(column)
        if match and match[1] == wanted and cell:
            tag, _ = mended_tag(match[2])
            literal(cell)
            found += (Label(text.strip(), tag) for text in cell.split("|") if text.strip())
    return tuple(found)


def _addresses(row: Mapping[str, str], tell: Tell) -> tuple[str, ...]:
    """What stands in ``same_as``, and the addresses of the ids in the columns of authority files."""
    found = row.get("same_as", "").split()
    for column in AUTHORITY_FILES:
        for identifier in re.split(r"[\s|]+", row.get(column, "")):
            if not identifier:
                continue
            try:
                found.append(address_of(column, identifier))
            except ValueError as error:
                tell("L314", f"not used: {error}", f"correct the cell in the column {column}")
    for address in found:
        iri(address)
    return tuple(dict.fromkeys(found))


def _coordinates(row: Mapping[str, str], tell: Tell) -> tuple[str, str]:
    latitude, longitude = row.get("lat", ""), row.get("long", "")
    if not latitude and not longitude:
        return "", ""
    try:
        return coordinates(latitude, longitude)
    except ValueError as error:
        tell("L315", f"not used: {error}", "give lat and long in decimal degrees, as 55.7522 and 37.6156")
        return "", ""


def _path(folder: str, key: str) -> str:
    if key and not _KEY.fullmatch(key):
        raise ValueError(f"the key {key!r} is not made of a-z, 0-9 and single hyphens")
    return f"{folder}/{key}" if key else ""
