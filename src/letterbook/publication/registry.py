"""The registers of a folder, from all that they may be written in: tables, TEI lists and RDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from letterbook.authority import Record
from letterbook.errors import ReadError
from letterbook.findings import Finding
from letterbook.graphs import is_graph, statements_in
from letterbook.readers.text import KnownNames, known_names
from letterbook.readers.xml import Listed, lists_in
from letterbook.registers import Registers, load_registers, records_of

LARGEST_GRAPH_BYTES = 64_000_000
"""An RDF file among the registers is held whole; what is larger is a dump to be asked."""


def open_registers(folder: Path, language: str = "") -> tuple[Registers, Mapping[str, Listed]]:
    """The registers in a folder, and the entries of its TEI lists by the ids that XML letters refer to.

    Form:    ``language`` is that of names which say none of their own.
    """
    lists = lists_in(folder, language or "und")
    stated, told = _graphs_in(folder, language or "und")
    registers = load_registers(folder, [*lists.records, *stated])
    return replace(registers, findings=(*registers.findings, *lists.findings, *told)), lists.entries


def _graphs_in(folder: Path, language: str) -> tuple[list[Record], list[Finding]]:
    """The records in the RDF files of a folder; of a file that cannot be read to its end none."""
    records: list[Record] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*")):
        if not is_graph(path):
            continue
        place = f"{folder.name}/{path.name}"
        try:
            if (size := path.stat().st_size) > LARGEST_GRAPH_BYTES:
                raise ReadError(
                    f"it has {size:,} bytes, the limit is {LARGEST_GRAPH_BYTES:,}",
                    remedy="keep what the letters need, or ask it as a dump: letterbook reconcile --with FILE",
                )
            found, told = records_of(statements_in(path), path.name, place, language)
        except ReadError as error:
            message = f"register not read: {error.message}"
            findings.append(Finding(code="L316", message=message, remedy=error.remedy, file=place))
        else:
            records += found
            findings += told
    return records, findings


def known_of(registers: Registers) -> KnownNames:
    """The names of the registers' persons and places, for finding them in the letters."""

    def labels(kind: str) -> list[str]:
        records = (record for record in registers.records.values() if record.entity_kind == kind)
        return [label.text for record in records for label in (*record.labels, *record.others)]

    return known_names(labels("person"), labels("place"))
