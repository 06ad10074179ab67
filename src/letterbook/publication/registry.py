"""The registers of a folder, from all that they may be written in: tables and TEI lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from letterbook.readers.text import KnownNames, known_names
from letterbook.readers.xml import Listed, lists_in
from letterbook.registers import Registers, load_registers


def open_registers(folder: Path, language: str = "") -> tuple[Registers, Mapping[str, Listed]]:
    """The registers in a folder, and the entries of its TEI lists by the ids that XML letters refer to.

    Form:    ``language`` is that of names which say none of their own.
    """
    lists = lists_in(folder, language or "und")
    registers = load_registers(folder, lists.records)
    return replace(registers, findings=(*registers.findings, *lists.findings)), lists.entries


def known_of(registers: Registers) -> KnownNames:
    """The names of the registers' persons and places, for finding them in the letters."""

    def labels(kind: str) -> list[str]:
        records = (record for record in registers.records.values() if record.entity_kind == kind)
        return [label.text for record in records for label in (*record.labels, *record.others)]

    return known_names(labels("person"), labels("place"))
