"""The command ``reconcile``: who of an authority file is meant by the names, for an editor to decide."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.options import Folder, Quiet
from letterbook.cli.talk import say
from letterbook.errors import UsageError
from letterbook.findings import number_of
from letterbook.publication import apply_reconciled, reconcile
from letterbook.reconciliation import FILE_NAME


class Kind(StrEnum):
    """What may be asked for."""

    PERSON = "person"
    PLACE = "place"
    OFFICE = "office"
    ORGANISATION = "organisation"


def reconcile_command(
    folder: Folder = Path(),
    source: Annotated[
        str,
        typer.Option(
            "--with", metavar="SOURCE", help="A CSV or RDF file, or the address of a W3C Reconciliation service."
        ),
    ] = "",
    kinds: Annotated[
        list[Kind] | None, typer.Option("--kind", help="Only names of this kind; may be repeated.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help=f"Keep the answers here, not in {FILE_NAME} of the letterbook.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write what is decided with yes into the registers.")] = False,
    quiet: Quiet = False,
) -> None:
    """Look for the names of a letterbook in an authority file; keep the candidates for decision, or apply what is decided.

    letterbook reconcile data --with persons.csv

    letterbook reconcile data --apply
    """
    if bool(source) == apply:
        raise UsageError("one of --with and --apply is needed", remedy="ask with --with, decide, then --apply")
    cache = out or folder / FILE_NAME
    if source:
        found = reconcile(folder, source, kinds=[str(each) for each in kinds or ()], out=out, say=say)
        if not quiet:
            say(
                f"{number_of(found.asked, 'name')} asked, {found.known} known from before; "
                f"{found.candidates} with candidates, to be decided in {cache}"
            )
        return
    if not cache.is_file():
        raise UsageError(f"there is no {str(cache)!r}", remedy="ask first: letterbook reconcile --with SOURCE")
    applied = apply_reconciled(folder, out)
    for finding in applied.findings:
        say(finding.line_of_text())
    if not quiet:
        for line in applied.done:
            say(line)
        say(f"{number_of(len(applied.done), 'change')} in {number_of(len(applied.tables), 'register')}")
    if applied.findings:
        raise typer.Exit(1)
