"""A letterbook's own table of office-holders, registers/holders.csv.

Form:    UTF-8, one tenure a row: ``office`` and ``person`` (keys of offices.csv and of actors.csv), ``from`` and ``to`` (EDTF; ``to`` is
         empty for one who holds the office still). A file that is missing is an empty table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from letterbook.dates import Day, parse_edtf
from letterbook.errors import DateError
from letterbook.findings import Finding
from letterbook.readers.text.offices import Holder
from letterbook.registers import Registers

FILE = "holders.csv"
COLUMNS = ("office", "person", "from", "to")


def load_tenures(folder: Path, registers: Registers) -> tuple[dict[str, list[Holder]], list[Finding]]:
    """The tenures by the key of the office, each with the key of the person as its name.

    Form:    findings L310, with file and line, for a row or a table that cannot be used; it is left out.
    """
    path = folder / FILE
    tenures: dict[str, list[Holder]] = {}
    findings: list[Finding] = []

    def refuse(message: str, remedy: str, line: int = 0) -> None:
        findings.append(Finding(code="L310", message=message, remedy=remedy, file=f"{folder.name}/{FILE}", line=line))

    try:
        reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            found = ", ".join(map(str, reader.fieldnames or ())) or "none"
            refuse(f"table not read: its columns are {found}", f"the columns are: {', '.join(COLUMNS)}", 1)
            return tenures, findings
        for row in reader:
            try:
                tenure = _tenure(row, registers)
            except (ValueError, DateError) as error:
                refuse(f"row not used: {getattr(error, 'message', error)}", "correct the row", reader.line_num)
            else:
                tenures.setdefault(tenure.office, []).append(tenure)
    except FileNotFoundError:
        pass
    except UnicodeDecodeError as error:
        refuse(f"table not read: it is not UTF-8 at byte {error.start}", "save the file as UTF-8")
    except csv.Error as error:
        refuse(f"table not read: {error}", "check the quotes")
    except OSError as error:
        refuse(f"table not read: {error.strerror}", "make the file readable")
    return tenures, findings


def _tenure(row: Mapping[str, str | None], registers: Registers) -> Holder:
    if None in row or None in row.values():
        raise ValueError(f"{len(COLUMNS)} cells expected")
    cells = {column: str(row[column]).strip() for column in COLUMNS}
    office, person = f"office/{cells['office']}", f"actor/{cells['person']}"
    for key, kind in ((office, "office"), (person, "person")):
        record = registers.records.get(key)
        if record is None or record.entity_kind != kind:
            raise ValueError(f"the registers have no {kind} {key.partition('/')[2]!r}")
    since, until = _bounds(cells["from"]), _bounds(cells["to"]) if cells["to"] else None
    if until and until[1] < since[0]:
        raise ValueError(f"the tenure ends before it begins: {cells['from']} to {cells['to']}")
    source = f"{FILE}#{cells['office']}-{cells['person']}-{cells['from']}"
    return Holder(name=person, office=office, countries=(), since=since, until=until, source=source)


def _bounds(text: str) -> tuple[Day, Day]:
    date = parse_edtf(text)
    if date.earliest is None or date.latest is None:
        raise ValueError(f"{text!r} is no day, month or year")
    return date.earliest, date.latest
