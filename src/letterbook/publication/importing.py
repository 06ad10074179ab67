"""A table looked at, and taken into a letterbook: nothing is written before it has been read to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from letterbook.configuration import load_configuration
from letterbook.errors import OutputError, ReadError, UsageError
from letterbook.findings import Finding, Severity
from letterbook.letter import Reading
from letterbook.output import write_whole
from letterbook.publication.book import LETTERS, common_columns
from letterbook.readers.files import TABLE_ENDINGS, is_table
from letterbook.readers.tables import Columns, Proposal, beside, headed, load_columns, open_table, propose, read_table

_SHOWN_ROWS = 3


@dataclass(frozen=True, slots=True)
class TableView:
    """What a table looks like: how it was read, the mapping proposed, its headings, and the first rows read by that."""

    form: str
    proposal: Proposal
    headings: tuple[str, ...]
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Intake:
    """What was taken in: the letters, and the findings on the file and its rows; ``first`` is the row of the headings."""

    letters: int = 0
    first: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def rows(self) -> list[int]:
        """The rows that an editor should look at."""
        return sorted(
            {each.line for each in self.findings if each.line > self.first and each.level is not Severity.NOTE}
        )


def view_table(path: Path, *, encoding: str = "") -> TableView:
    """What the columns of a table are likely to be, and what is understood of its first three rows.

    Raises:  ReadError where the file is no table or has no headings.
    """
    _check_kind(path)
    sheet, findings = open_table(path, name=path.name, encoding=encoding)
    table = headed(sheet) if sheet else None
    if sheet is None or table is None:
        error = next((each for each in findings if each.level is Severity.ERROR), None)
        raise ReadError(
            error.message if error else "the table has no row of headings", str(path), error.remedy if error else ""
        )
    proposal = propose(table)
    read = read_table(path, name=path.name, columns=proposal.columns, encoding=encoding)
    readings = tuple(islice((reading for reading, _ in read if reading), _SHOWN_ROWS))
    return TableView(sheet.form, proposal, table.headings, readings, tuple(findings))


def import_table(
    path: Path,
    folder: Path,
    *,
    mapping: Path | None = None,
    encoding: str = "",
    again: bool = False,
    told: Callable[[str], None],
) -> Intake:
    """Copy a table into letters/, with the mapping of its columns beside it.

    Form:    ``told`` is given how the file is read before anything is written. A file that is there already with other bytes is
             left alone unless ``again`` is set. Where neither a mapping is named nor letterbook.toml has one, the proposed one
             is written if it is certain; else nothing is, and the findings say why.
    Raises:  UsageError for a folder that is no letterbook, a mapping that is none, a file that is there; ReadError for no table.
    """
    configuration = load_configuration(folder)
    _check_kind(path)
    columns = load_columns(mapping, where=str(mapping)) if mapping else None
    target = folder / LETTERS / path.name
    own = columns or (load_columns(beside(target), where=beside(target).name) if beside(target).exists() else None)
    common = common_columns(configuration, folder)
    sheet, refused = open_table(
        path, name=path.name, encoding=encoding, sheet=(own or common or Columns(headings={})).sheet
    )
    if sheet is None:
        return Intake(findings=[_in_letters(each) for each in refused])
    told(f"{path.name}: {sheet.form}")
    table = headed(sheet, (own or common or Columns(headings={})).heading_row)
    proposal = propose(table) if table and not (own or common) else None
    found = Intake(first=table.first if table else 0)
    for reading, findings in read_table(
        path,
        name=path.name,
        columns=own or common,
        language=configuration.language,
        encoding=encoding,
        day_first=configuration.day_first,
    ):
        found.letters += reading is not None
        found.findings += [_in_letters(each) for each in findings]
    if found.letters:
        text = mapping.read_bytes() if mapping else mapping_as_toml(proposal.columns).encode() if proposal else b""
        _write(target, path, text, again=again)
    return found


def _check_kind(path: Path) -> None:
    if not path.is_file():
        raise ReadError(f"there is no file {str(path)!r}", remedy="name a table")
    if not is_table(path):
        raise ReadError(
            f"{path.name!r} is no table by its ending", remedy=f"the endings are: {', '.join(TABLE_ENDINGS)}"
        )


def _in_letters(finding: Finding) -> Finding:
    return replace(finding, file=f"{LETTERS}/{finding.file}")


def _write(target: Path, source: Path, mapping: bytes, *, again: bool) -> None:
    try:
        wanted = {target: source.read_bytes(), **({beside(target): mapping} if mapping else {})}
        for path, data in wanted.items():
            if path.exists() and path.read_bytes() != data and not again:
                raise UsageError(
                    f"{str(path)!r} is there already and is another", remedy="to replace it, add --replace"
                )
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", str(target)) from error
    for path, data in reversed(wanted.items()):  # the table last: with it, the mapping is there
        if not path.exists() or path.read_bytes() != data:
            write_whole(path, data)


def mapping_as_toml(columns: Columns) -> str:
    """A mapping as it stands in a file: one line a field."""
    lines = [f"{name} = {_quoted(headings)}\n" for name, headings in columns.headings.items()]
    if columns.separators != Columns(headings={}).separators:
        lines.append(f"separator = {_quoted(tuple(each.strip() for each in columns.separators))}\n")
    return "".join(lines)


def _quoted(headings: tuple[str, ...]) -> str:
    texts = ['"' + each.replace("\\", "\\\\").replace('"', '\\"') + '"' for each in headings]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
