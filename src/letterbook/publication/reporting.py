"""The findings of a letterbook as a workbook: a sheet of them, and each table again with its bad cells marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from letterbook.configuration import load_configuration
from letterbook.findings import Finding, Severity
from letterbook.publication.book import LETTERS, columns_of, common_columns
from letterbook.readers.files import find_sources, is_table
from letterbook.readers.tables import open_table
from letterbook.spreadsheets import Page

HEADINGS = ("severity", "code", "file", "line", "column", "letter", "message", "remedy")
"""The columns of a table of findings."""

_WIDTHS = (10, 8, 30, 8, 8, 30, 80, 60)
_COLOURS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.NOTE: "DDEBF7"}


def finding_row(finding: Finding) -> list[str]:
    """A finding as cells under ``HEADINGS``; a number that does not apply is empty."""
    told = finding.as_dict()
    return [str(told[name] or "") for name in HEADINGS]


def report_pages(folder: Path, findings: Iterable[Finding]) -> Iterator[Page]:
    """The pages of the report on a letterbook: its findings, then every table of letters/ with notes on the cells concerned.

    Form:    a finding without a column is noted on the first cell of its row, one without a row stands in the first page only.
    """
    found = list(findings)
    yield Page("findings", [HEADINGS, *map(finding_row, found)], widths=_WIDTHS)
    configuration = load_configuration(folder)
    common = common_columns(configuration, folder)
    for path in find_sources(folder / LETTERS)[0]:
        if not is_table(path):
            continue
        name = path.relative_to(folder / LETTERS).as_posix()
        columns = columns_of(path, f"{LETTERS}/", common)
        sheet, _ = open_table(
            path,
            name=name,
            encoding=configuration.encoding,
            sheet=columns.sheet if columns else "",
            limit_bytes=configuration.source_megabytes * 1_000_000,
        )
        if sheet is not None:
            mine = [finding for finding in found if finding.file == f"{LETTERS}/{name}" and finding.line]
            yield Page(name.rpartition("/")[2], _every_row(sheet.open([])), *_notes(mine))


def _every_row(rows: Iterable[tuple[int, list[str]]]) -> Iterator[list[str]]:
    """The cells of each row in its place; a row that could not be taken apart is empty."""
    last = 0
    for number, cells in rows:
        yield from ([] for _ in range(last + 1, number))
        last = number
        yield cells


def _notes(findings: Iterable[Finding]) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
    """What is noted on each cell, and the colour of the gravest of it."""
    notes: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        notes.setdefault((finding.line, finding.column), []).append(finding)
    texts = {cell: "\n".join(_words(each) for each in told) for cell, told in notes.items()}
    levels = {cell: max((each.level for each in told), key=lambda level: level.weight) for cell, told in notes.items()}
    return texts, {cell: _COLOURS[level] for cell, level in levels.items()}


def _words(finding: Finding) -> str:
    return f"{finding.code} {finding.message}" + (f" → {finding.remedy}" if finding.remedy else "")
