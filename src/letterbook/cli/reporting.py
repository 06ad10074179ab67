"""The command ``report``: the findings as a list, or as a workbook in which each table has its bad cells marked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.options import Folder, Quiet
from letterbook.cli.talk import FindingFormat, counted, findings_as, give, progress_bar, say
from letterbook.findings import Finding, number_of
from letterbook.output import write_whole
from letterbook.publication import HEADINGS, check, finding_row, report_pages
from letterbook.spreadsheets import workbook_bytes


class ReportFormat(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def report_command(
    folder: Folder = Path(),
    form: Annotated[
        ReportFormat, typer.Option("--format", help="xlsx gives every table back with its bad cells marked.")
    ] = ReportFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write to this file; xlsx is written to report.xlsx without it.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Report the findings of a letterbook: as text, JSON, CSV, or as a workbook with each table and its bad cells marked.

    letterbook report data --format xlsx --out report.xlsx
    """
    with progress_bar(quiet=quiet) as note:
        findings = check(folder, progress=note).findings
    if form is ReportFormat.XLSX:
        out = out or Path("report.xlsx")
        data = workbook_bytes(report_pages(folder, findings))
    else:
        data = "".join(_lines(findings, form)).encode()
    if out is None:
        give(data.decode())
    else:
        write_whole(out, data)
    if not quiet:
        where = f" in {out}" if out else ""
        say(f"{number_of(len(findings), 'finding')}{where}; {counted(findings)}")


def _lines(findings: list[Finding], form: ReportFormat) -> Iterable[str]:
    if form is not ReportFormat.CSV:
        return findings_as(findings, FindingFormat(form.value))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADINGS, *map(finding_row, findings)])
    return [text.getvalue()]
