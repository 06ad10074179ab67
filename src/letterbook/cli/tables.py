"""The commands about tables: what the columns of one are, and a table taken into a letterbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.options import Folder, Quiet
from letterbook.cli.talk import counted, give, say
from letterbook.findings import Severity, number_of
from letterbook.letter import Reading
from letterbook.publication import TableView, import_table, mapping_as_toml, view_table

Encoding = Annotated[str, typer.Option("--encoding", help="The encoding, where it is not to be recognised.")]


def columns_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: .csv, .tsv, .xlsx or .ods.")],
    encoding: Encoding = "",
) -> None:
    """Propose what the columns of a table are, as TOML for letterbook.toml, and show what is understood of three rows.

    letterbook columns register.csv > columns.toml
    """
    view = view_table(file, encoding=encoding)
    say(f"{file.name}: {view.form}")
    give(f"[columns]\n{mapping_as_toml(view.proposal.columns)}")
    for line in _comments(view):
        give(f"# {line}\n" if line else "#\n")
    for doubt in view.proposal.doubts:
        say(f"not certain: {doubt}")
    if view.proposal.doubts:
        raise typer.Exit(1)


def _comments(view: TableView) -> list[str]:
    mapped = {heading for headings in view.proposal.columns.headings.values() for heading in headings}
    mapped |= view.proposal.columns.following
    left = [heading for heading in view.headings if heading and heading not in mapped]
    lines = [f"no field takes {', '.join(map(repr, left))}", ""] if left else []
    return [*lines, *(_understood(reading) for reading in view.readings)]


def _understood(reading: Reading) -> str:
    """One row in a sentence."""
    letter = reading.letters[0]
    words = [f"row {reading.transcript.position(0)[0]}:"]
    for before, side in (("from", letter.senders), ("to", letter.addressees)):
        if side:
            words.append(f"{before} {' and '.join(reading.entity(party.agent).label for party in side)}")
    if letter.place:
        words.append(f"written at {reading.entity(letter.place).label}")
    if letter.date:
        date = letter.date.date
        words.append(f"on {date.edtf}" if date.edtf == date.wording else f"on {date.edtf or 'no day'} ({date.wording})")
    if letter.date_received:
        words.append(f"received {letter.date_received.date.edtf}")
    return " ".join(words).replace("\n", " ")


def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: .csv, .tsv, .xlsx or .ods.")],
    folder: Folder = Path(),
    mapping: Annotated[
        Path | None, typer.Option("--map", help="The mapping of its columns; see letterbook columns FILE.")
    ] = None,
    encoding: Encoding = "",
    again: Annotated[bool, typer.Option("--replace", help="Replace an older version of the table.")] = False,
    quiet: Quiet = False,
) -> None:
    """Take a table into letters/, a letter a row, with the mapping of its columns beside it.

    letterbook import register.xlsx --map columns.toml
    """
    found = import_table(file, folder, mapping=mapping, encoding=encoding, again=again, told=say)
    if not quiet:
        for finding in found.findings:
            say(finding.line_of_text())
    if not found.letters:
        say(f"nothing is written; {counted(found.findings)}")
        raise typer.Exit(3 if any(each.level is Severity.ERROR for each in found.findings) else 0)
    rows = f"{number_of(len(found.rows), 'row')} need{'s' if len(found.rows) == 1 else ''} you: letterbook report --format xlsx"
    say(f"{number_of(found.letters, 'letter')} written" + (f", {rows}" if found.rows else ""))
