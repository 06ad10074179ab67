"""A letterbook or a folder of gold measured: its texts read by the rules alone, and judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from letterbook.decisions import decide
from letterbook.errors import UsageError
from letterbook.evaluation import Judgement, Scores, group_of, judge_decisions, judge_gold, load_gold
from letterbook.letter import Reading
from letterbook.publication.book import LETTERS, Letterbook, read_path
from letterbook.readers.files import is_text


def measure_decisions(book: Letterbook) -> Scores:
    """The scores of a letterbook against what its editors have decided; only facts that were decided on count.

    Form:    the rules read afresh, without confidences and decisions; then both are compared.
    """
    scores = Scores()
    for path in _texts(book):
        decided = book.decisions_on(path)
        read, _ = book.read_by_rules(path) if decided.decisions else (None, [])
        if read is not None:
            after = decide(read, decided, book.registers.records, book.kinds)
            scores.add(judge_decisions(read, after, decided.decisions))
    return scores


def _texts(book: Letterbook) -> list[Path]:
    """The sources that are read by rules; in XML the edition says what is what."""
    return [path for path in book.sources()[0] if is_text(path)]


@dataclass(frozen=True, slots=True)
class GoldScores:
    """The scores of all letters of a gold, and of its two halves: every other volume, or year where no volume is named."""

    whole: Scores
    halves: tuple[Scores, Scores]


def measure_book(book: Letterbook) -> GoldScores:
    """The scores of a letterbook's letters against the gold beside them.

    Raises:  ReadError where gold cannot be read, UsageError where there is none.
    """
    return _judged(((path, book.read_by_rules(path)[0]) for path in _texts(book)), book.folder / LETTERS)


def measure_gold(folder: Path, *, language: str = "", profile: str = "", registers: Path | None = None) -> GoldScores:
    """The scores of the texts of a folder against the gold beside them; the options are those of ``read_path``.

    Raises:  ReadError where there is no folder or gold cannot be read, UsageError where there is none.
    """
    readings = read_path([folder], language=language, profile=profile, registers=registers, by_rules_alone=True)
    found = ((folder / reading.transcript.source, reading) for reading, _ in readings if reading is not None)
    return _judged(found, folder)


def _judged(readings: Iterable[tuple[Path, Reading | None]], folder: Path) -> GoldScores:
    judged: dict[str, list[list[Judgement]]] = {}
    for path, reading in readings:
        gold = load_gold(path)
        if gold is not None and reading is not None:
            judged.setdefault(group_of(gold), []).append(judge_gold(reading, gold))
    if not judged:
        raise UsageError(
            f"no text in {str(folder)!r} has gold beside it",
            remedy="put NAME.json beside NAME.txt; or use --from-decisions with a letterbook",
        )
    whole, halves = Scores(), (Scores(), Scores())
    for number, group in enumerate(sorted(judged)):
        for judgements in judged[group]:
            whole.add(judgements)
            halves[number % 2].add(judgements)
    return GoldScores(whole, halves)
