"""The command ``export``: a build in the formats that others ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from letterbook.catalogue import Catalogue, open_catalogue, period_of
from letterbook.cli.options import Quiet
from letterbook.cli.talk import give, give_bytes, say
from letterbook.errors import UsageError
from letterbook.exports import EXPORTS, find_export
from letterbook.exports.form import File, Form, TableName, Weight, Wish
from letterbook.exports.writing import write_out
from letterbook.findings import Finding, number_of

FOLDER = Path("exports")
"""Where exports go that are not told where to."""


def export_command(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="FORMAT… [BUILD]", help="One or more formats, then a build, by default ./build."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file, a folder, or a .zip for what has several files.")
    ] = None,
    begin: Annotated[
        str, typer.Option("--from", metavar="DATE", help="Only letters that may be of this date or later.")
    ] = "",
    end: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Only letters that may be of this date or earlier.")
    ] = "",
    weight: Annotated[Weight, typer.Option("--weight", help="What an edge of a network is.")] = Weight.LETTERS,
    table: Annotated[TableName | None, typer.Option("--table", help="One table of csv or xlsx.")] = None,
    excel: Annotated[bool, typer.Option("--excel", help="Workbooks of texts (.xlsx) in place of CSV.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write a build in the formats that others ask for; one format goes to stdout, several go to exports/.

    letterbook export cmif build --out cmif.xml
    letterbook export beacon cmif graphml rocrate
    """
    if listed:
        give("".join(f"{line}\n" for line in _listing()))
        return
    modules, build = _formats_and_build(words or [])
    catalogue = open_catalogue(build, period=period_of(begin, end))
    told: list[Finding] = []
    wish = Wish(weight=weight, table=table, excel=excel, tell=told.append)
    for module in modules:
        _check_needs(module, catalogue, wish)
    for module in modules:
        _write(module, catalogue, wish, out, alone=len(modules) == 1, quiet=quiet)
    if not quiet:
        for finding in dict.fromkeys([*told, *_undated(catalogue)]):
            say(finding.line_of_text())


def _listing() -> Iterator[str]:
    forms = [find_export(name).FORM for name in EXPORTS]
    width = max(len(form.file) for form in forms) + 1
    for form in forms:
        yield f"{form.name:16}{form.file + ('/' if form.is_folder else ''):{width}} {form.title}"


def _formats_and_build(words: list[str]) -> tuple[list[ModuleType], Path]:
    """The formats, and the build where the last word is no format but a folder."""
    build = Path("build")
    if words and words[-1].lower() not in EXPORTS and (Path(words[-1]).is_dir() or "/" in words[-1]):
        *words, last = words
        build = Path(last)
    if not words:
        raise UsageError("no format is named", remedy="list them with: letterbook export --list")
    return [find_export(word) for word in dict.fromkeys(words)], build


def _check_needs(module: ModuleType, catalogue: Catalogue, wish: Wish) -> None:
    """Refuse before anything is written what cannot become valid, and say what will be missing.

    Raises:  UsageError with the settings that a format cannot do without.
    """
    form = module.FORM
    missing = [name for name in form.needs if not getattr(catalogue.whole, name)]
    if missing:
        settings = " and ".join(missing)
        raise UsageError(
            f"{form.name} cannot be written without: {settings}",
            remedy=f"set {settings} in letterbook.toml and build again",
        )
    for name in form.wants:
        if not getattr(catalogue.whole, name):
            message, remedy = f"letterbook.toml does not state {name!r}", "set it and build again"
            wish.tell(Finding(code="L510", message=message, remedy=remedy, file=form.file))


def _write(module: ModuleType, catalogue: Catalogue, wish: Wish, out: Path | None, *, alone: bool, quiet: bool) -> None:
    form = _in_excel(module.FORM) if wish.excel else module.FORM
    files: Iterator[File] = module.write(catalogue, wish)
    one_table = form.is_folder and wish.table is not None and form.name == "csv"
    if alone and out is None and form.is_text and (one_table or not form.is_folder):
        for _, pieces in files:
            for piece in pieces:
                give_bytes(piece)
        return
    if out is None:
        target = FOLDER / form.file
    elif alone:
        target = out
    elif out.suffix:
        raise UsageError("--out is one file, and several formats are asked for", remedy="name a folder")
    else:
        target = out / form.file
    written = write_out(form, files, target, wish)
    if not quiet:
        say(f"{form.name}: {written}")


def _in_excel(form: Form) -> Form:
    """The form as ``--excel`` writes it, which is another for CSV alone."""
    if form.media_type != "text/csv":
        return form
    return replace(form, file=form.file.replace(".csv", ".xlsx"), is_text=False)


def _undated(catalogue: Catalogue) -> Iterator[Finding]:
    """What a period leaves out because nobody knows when it was written."""
    if catalogue.undated:
        message = f"{number_of(catalogue.undated, 'letter')} without a date left out of the period"
        yield Finding(code="L516", message=message, remedy="leave out --from and --to for all", file="letterbook")
