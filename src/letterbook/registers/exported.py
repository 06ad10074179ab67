"""The tables of persons and places that ``letterbook export csv`` writes, as registers: who they are stays known by their keys."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from letterbook.authority import FOLDERS, Label, Record, coordinates
from letterbook.dates import parse_edtf
from letterbook.encodings import decode
from letterbook.errors import DateError, TermError
from letterbook.findings import Finding
from letterbook.terms import iri, literal

EXPORTED = ("persons.csv", "places.csv")
"""The files of an export that may be registers; the letters are a source."""

_LONGEST_HEADING = 10_000
_KINDS = {"person": "person", "office": "office", "body": "organisation", "place": "place"}
_IRI = re.compile(rf".*/(?P<folder>{'|'.join(sorted(set(FOLDERS.values())))})/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)#it")


def is_exported(path: Path) -> bool:
    """Whether a file is one of these tables, by its name and its first line."""
    if path.name not in EXPORTED or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.readline(_LONGEST_HEADING).removeprefix(codecs.BOM_UTF8).startswith(b"iri,label,")


def read_exported(folder: Path, findings: list[Finding]) -> Iterator[Record]:
    """The records in the exported tables of a folder; whom a single letter knows is in no register and passed over.

    Form:    findings L305 (a file or row not used) and those of decoding, with file and line.
    """
    for name in EXPORTED:
        path = folder / name
        if not is_exported(path):
            continue
        place = f"{folder.name}/{name}"
        decoded = decode(path.read_bytes(), source=place)
        findings += decoded.findings
        reader = csv.DictReader(io.StringIO(decoded.text or "", newline=""), strict=True)
        try:
            for row in reader:
                try:
                    record = _record(name, row)
                except (ValueError, DateError, TermError) as error:
                    message = f"row not used: {getattr(error, 'message', str(error))}"
                    findings.append(_fault(message, place, reader.line_num))
                else:
                    if record:
                        yield replace(record, line=reader.line_num)
        except csv.Error as error:
            findings.append(_fault(f"register not read: {error}", place, reader.line_num))


def _fault(message: str, place: str, line: int) -> Finding:
    return Finding(code="L305", message=message, remedy="export the table again", file=place, line=line)


def _record(register: str, row: Mapping[str | None, str | None]) -> Record | None:
    if None in row or None in row.values():
        raise ValueError("its cells are not as many as the headings")
    cells = {str(name): str(cell).strip() for name, cell in row.items()}
    match = _IRI.fullmatch(cells["iri"])
    if match is None:
        return None
    kind = _KINDS.get(cells.get("kind", "place"))
    if kind is None or FOLDERS[kind] != match["folder"] or not cells["label"]:
        raise ValueError("its IRI, its kind and its label do not say who it is")
    for column in ("begin", "end"):
        if cells.get(column):
            parse_edtf(cells[column])
    language = cells.get("language") or "und"
    literal("", language=language)
    addresses = tuple(iri(each)[1:-1] for each in _several(cells.get("authority", "")))
    latitude, _, longitude = cells.get("coords", "").partition(",")
    degrees = coordinates(latitude, longitude) if latitude else ("", "")
    return Record(
        key=f"{match['folder']}/{match['slug']}",
        kind=kind,
        labels=(Label(cells["label"], language),),
        others=tuple(Label(each, language) for each in _several(cells.get("other_names", ""))),
        begin=cells.get("begin", ""),
        end=cells.get("end", ""),
        same_as=addresses,
        row=f"{register}#{match['folder']}-{match['slug']}",
        latitude=degrees[0],
        longitude=degrees[1],
    )


def _several(cell: str) -> list[str]:
    return [each.strip() for each in cell.split("|") if each.strip()]
