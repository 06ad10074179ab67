"""The review list as a table for people, as CSV for a spreadsheet, and as YAML to be edited into decisions."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from letterbook.cli.talk import printable
from letterbook.editor import Decision
from letterbook.errors import OutputError
from letterbook.output import write_whole
from letterbook.publication import Item, SourceReview

_LONGEST_CELL = 48
_COLUMNS = (
    "file", "line", "column", "letter", "fact", "value", "quote", "options", "reason", "confidence", "published",
)  # fmt: skip
# A spreadsheet would run a cell that begins like this as a formula.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NOT_IN_YAML = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class ReviewFormat(StrEnum):
    """How the review list is written."""

    TABLE = "table"
    CSV = "csv"
    YAML = "yaml"


def review_as(reviews: Iterable[SourceReview], form: ReviewFormat) -> Iterator[str]:
    """The review list, piece by piece.

    Form:    a table with one item a line; CSV with a header, options divided by ``|``; YAML with one document for each file that
             has items, every answer a comment until somebody takes the # away.
    """
    if form is ReviewFormat.TABLE:
        yield from _table([item for each in reviews for item in each.items])
    elif form is ReviewFormat.CSV:
        yield _csv_row(_COLUMNS)
        for each in reviews:
            for item in each.items:
                yield _csv_row(_cells(item))
    else:
        for number, texts in enumerate(_by_file(reviews)):
            yield ("---\n" if number else "") + as_decisions(*texts)


def write_decisions(reviews: Iterable[SourceReview], folder: Path) -> tuple[list[str], list[str]]:
    """Write a file of answers for each source that has items; a file that is there already is left as it is.

    Form:    the names of the files written, and of those that were there.
    Raises:  OutputError where a file cannot be written.
    """
    written: list[str] = []
    kept: list[str] = []
    for texts in _by_file(reviews):
        name = Path(texts[0].source).with_name(texts[0].decisions_file.name)
        path = folder / name
        if path.exists():
            kept.append(name.as_posix())
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot write: {error.strerror}", str(path), "choose another folder") from error
        write_whole(path, as_decisions(*texts).encode())
        written.append(name.as_posix())
    return written, kept


def _by_file(reviews: Iterable[SourceReview]) -> Iterator[list[SourceReview]]:
    """The texts that have items, those of one file together."""
    filled = (each for each in reviews if each.items)
    for _, texts in groupby(filled, key=lambda each: each.decisions_file):
        yield list(texts)


def as_decisions(*texts: SourceReview) -> str:
    """The items of the texts of one source as a file of decisions in which nothing is decided yet."""
    name = _one_line(texts[0].decisions_file.name)
    lines = [f"# {name}: take the # away before the answers that are right, one for each question."]
    if not texts[0].text:
        lines += _section(texts[0])
    else:
        lines.append("texts:")
        for each in texts:
            lines += ["", f"  {_scalar(each.text)}:", *(f"    {line}" if line else "" for line in _section(each))]
    return "\n".join(lines) + "\n"


def _section(review: SourceReview) -> Iterator[str]:
    """The digest of one text and its items."""
    yield f"text-sha256: {review.sha256}"
    yield "decisions:"
    for item in review.items:
        yield ""
        yield _question(item)
        yield from (f"  # - {flow(answer)}" for answer in item.answers)
        if not item.answers:
            yield "  # (add a row to the register, or correct the text)"


def _question(item: Item) -> str:
    place = f"line {item.line}" if item.line else "no line"
    letter = f", {item.letter}" if item.letter else ""
    quote = f', "{item.quote}"' if item.quote and item.quote != item.value else ""
    value = f": {item.value}" if item.value else ""
    return _one_line(f"  # {place}{letter}, {item.fact}{value}{quote}: {item.reason}")


def flow(decision: Decision) -> str:
    """A decision as a YAML map on one line, in the form that ``load_decisions`` reads.

    >>> from letterbook.editor import Op
    >>> flow(Decision(letter=1, fact="number", op=Op.SET, value="7", by="N. N."))
    '{fact: l1/number, op: set, value: "7", by: "N. N."}'
    """
    cells = [f"fact: {decision.path}", f"op: {decision.op}"]
    for key in ("value", "kind", "office", "quote", "before", "after", "by", "on", "why"):
        text = str(getattr(decision, key))
        if text or (key == "value" and decision.op == "set"):
            cells.append(f"{key}: {_scalar(text)}")
        if key == "quote" and decision.nth > 1:
            cells.append(f"nth: {decision.nth}")
    return "{" + ", ".join(cells) + "}"


def _scalar(text: str) -> str:
    """A double-quoted scalar: JSON's, with the characters escaped that YAML does not print (YAML 1.2, section 5.1)."""
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()) if text.strip() == text else "  " + " ".join(text.split()))


def _cells(item: Item) -> tuple[str, ...]:
    confidence = "" if item.confidence is None else f"{item.confidence:.2f}"
    return (
        item.file,
        str(item.line or ""),
        str(item.column or ""),
        item.letter,
        item.fact,
        item.value,
        item.quote,
        "|".join(item.options),
        item.reason,
        confidence,
        "yes" if item.published else "no",
    )


def _csv_row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(f"'{c}" if _FORMULA.match(c) else c for c in cells)
    return out.getvalue()


def _table(items: list[Item]) -> Iterator[str]:
    head = ("place", "letter", "fact", "value", "published", "reason", "options")
    rows = [
        (
            f"{item.file}:{item.line}" if item.line else item.file,
            item.letter,
            item.fact,
            _short(item.value),
            "yes" if item.published else "no",
            printable(item.reason),
            _short(", ".join(item.options)),
        )
        for item in items
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows) if rows else ():
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"


def _short(text: str) -> str:
    plain = printable(" ".join(text.split()))
    return plain if len(plain) <= _LONGEST_CELL else plain[: _LONGEST_CELL - 1] + "…"
