"""The figures of an evaluation, as tables for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from letterbook.decisions import band
from letterbook.evaluation import Scores
from letterbook.letter import UNMEASURED


class ScoreFormat(StrEnum):
    """How the figures are written."""

    TABLE = "table"
    JSON = "json"


def scores_as(scores: Scores, used: Mapping[str, float], form: ScoreFormat, halves: tuple[Scores, ...] = ()) -> str:
    """The figures by field and by rule, and F1 of each half; ``used`` are the confidences by which letters are read at present."""
    if form is ScoreFormat.JSON:
        plain = _plain(scores, used)
        if halves:
            plain["halves"] = [{"letters": half.letters, "fields": _fields(half)} for half in halves]
        return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
    parts = [half.fields() for half in halves]
    head = ("field", "right", "wrong", "invented", "missed", "P", "R", "F1", *(f"F1 of {h.letters}" for h in halves))
    fields = [
        (
            *(name, s.right, s.wrong, s.invented, s.missed, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}"),
            *(f"{part[name].f1:.3f}" if name in part else "" for part in parts),
        )
        for name, s in scores.fields().items()
    ]
    rules = [
        (rule, s.right, s.tried, f"{s.precision:.3f}", f"{number:.3f}", str(band(number)))
        for rule, s in scores.rules().items()
        for number in (used.get(rule, UNMEASURED),)
    ]
    letters = f"{scores.letters} letter{'' if scores.letters == 1 else 's'}\n\n"
    return letters + _table(head, fields) + "\n" + _table(("rule", "right", "of", "P", "in use", "band"), rules)


def _plain(scores: Scores, used: Mapping[str, float]) -> dict[str, object]:
    return {
        "letters": scores.letters,
        "fields": _fields(scores),
        "rules": {
            rule: {
                "right": s.right,
                "of": s.tried,
                "precision": round(s.precision, 4),
                "in_use": used.get(rule, UNMEASURED),
            }
            for rule, s in scores.rules().items()
        },
    }


def _fields(scores: Scores) -> dict[str, dict[str, float]]:
    return {
        name: {
            "right": s.right,
            "wrong": s.wrong,
            "invented": s.invented,
            "missed": s.missed,
            "precision": round(s.precision, 4),
            "recall": round(s.recall, 4),
            "f1": round(s.f1, 4),
        }
        for name, s in scores.fields().items()
    }


def _table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    cells = [head, *(tuple(str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = (
        "  ".join(
            cell.ljust(width) if not number else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
    return "".join(f"{line}\n" for line in lines)
