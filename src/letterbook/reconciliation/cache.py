"""reconciliation.csv: what was asked and answered, for an editor to decide; who is in it is not asked again.

Form:    UTF-8, one line a candidate, or one line without ``id`` for a name to which nothing was found. ``decision`` is the
         editor's: ``yes``, ``no`` or nothing yet. Lines may be added by hand, with any ``source``. The order is that of kind, name, row,
         source and score. No day is noted: what a source says on two days is two answers of the source, not of the calendar.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from letterbook.delimiters import divider_with
from letterbook.encodings import decode
from letterbook.errors import ReadError, TermError
from letterbook.reconciliation.candidates import KINDS, Candidate, Question
from letterbook.terms import iri

FILE_NAME = "reconciliation.csv"
DECISIONS = ("", "yes", "no")
_KINDS = [kind for kinds in KINDS.values() for kind in kinds]


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One candidate for one name, and what the editor says of it; the fields are the columns."""

    name: str
    kind: str
    row: str = ""
    id: str = ""
    label: str = ""
    description: str = ""
    score: str = ""
    source: str = ""
    decision: str = ""

    @property
    def question(self) -> Question:
        """What was asked."""
        return Question(self.kind, self.name, self.row)


COLUMNS = tuple(each.name for each in fields(Line))


def lines_for(question: Question, candidates: list[Candidate], source: str) -> list[Line]:
    """The lines of one answer."""
    asked = Line(name=question.name, kind=question.kind, row=question.row, source=source)
    return [
        replace(asked, id=each.address, label=each.label, description=each.description, score=f"{each.score:g}")
        for each in candidates
    ] or [asked]


def load_cache(path: Path) -> tuple[Line, ...]:
    """The lines of a cache; none where there is no file.

    Raises:  ReadError, with file and line, for a file that is not one, a decision that is none and an id that is no address.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ReadError(f"it cannot be opened: {error.strerror}", str(path)) from error
    decoded = decode(data, source=path.name)
    if decoded.text is None:
        raise ReadError(decoded.findings[0].message, str(path), "save it as UTF-8")
    delimiter = divider_with(decoded.text, "name")
    reader = csv.DictReader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True)
    found: list[Line] = []
    try:
        if set(reader.fieldnames or ()) != set(COLUMNS):
            raise ReadError(
                f"its columns are {', '.join(reader.fieldnames or ())}",
                f"{path}, line 1",
                f"the columns are: {', '.join(COLUMNS)}",
            )
        for row in reader:
            if None in row or None in row.values():
                raise ReadError(f"{len(COLUMNS)} cells expected", f"{path}, line {reader.line_num}", "correct the line")
            found.append(_line({name: cell.strip() for name, cell in row.items()}, f"{path}, line {reader.line_num}"))
    except csv.Error as error:
        raise ReadError(str(error), f"{path}, line {reader.line_num}", "check the quotes") from error
    return tuple(found)


def _line(row: dict[str, str], where: str) -> Line:
    line = Line(**{**row, "decision": row["decision"].lower()})
    if line.decision not in DECISIONS:
        raise ReadError(f"the decision is {row['decision']!r}", where, "write yes, no or nothing")
    if line.kind not in _KINDS:
        raise ReadError(f"the kind is {line.kind!r}", where, f"the kinds are: {', '.join(_KINDS)}")
    if line.decision == "yes":
        try:
            iri(line.id)
        except TermError as error:
            raise ReadError(
                f"the id {line.id!r} is accepted and is no address", where, "give the whole address"
            ) from error
    return line


def cache_bytes(lines: Iterable[Line]) -> bytes:
    """The lines as a file, always the same for the same lines."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in sorted(set(lines), key=_order):
        writer.writerow([getattr(line, name) for name in COLUMNS])
    return out.getvalue().encode()


def _order(line: Line) -> tuple[str, str, str, str, float, Line]:
    try:
        score = -float(line.score or 0)
    except ValueError:
        score = 0.0
    return line.kind, line.name, line.row, line.source, score, line
