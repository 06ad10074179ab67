"""A letterbook or a folder of gold measured: its texts read by the rules alone, and judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from letterbook.decisions import decide, decisions_path, load_decisions
from letterbook.errors import ReadError, UsageError
from letterbook.evaluation import Judgement, Scores, group_of, judge_decisions, judge_gold, load_gold
from letterbook.letter import Reading
from letterbook.publication.book import LETTERS, Letterbook
from letterbook.readers.files import find_sources, read_transcript
from letterbook.readers.text import Rules, read_text


def measure_decisions(book: Letterbook) -> Scores:
    """The scores of a letterbook against what its editors have decided; only facts that were decided on count.

    Form:    the rules read afresh, without confidences and decisions; then both are compared.
    """
    scores = Scores()
    for path in book.sources()[0]:
        decided = load_decisions(decisions_path(path), name=decisions_path(path).name)
        if not decided.decisions:
            continue
        configuration = book.configuration
        transcript, _ = read_transcript(
            path,
            root=book.folder / LETTERS,
            language=configuration.language,
            encoding=configuration.encoding,
            limit_bytes=configuration.source_megabytes * 1_000_000,
        )
        if transcript is not None:
            read = read_text(transcript, book.rules)
            after = decide(read, decided, book.registers.records, book.kinds)
            scores.add(judge_decisions(read, after, decided.decisions))
    return scores


@dataclass(frozen=True, slots=True)
class GoldScores:
    """The scores of all letters of a gold, and of its two halves: every other volume, or year where no volume is named."""

    whole: Scores
    halves: tuple[Scores, Scores]


def measure_gold(folder: Path, rules: Rules, language: str, encoding: str = "") -> GoldScores:
    """The scores of the texts of a folder against the gold beside them.

    Raises:  ReadError where there is no folder, no gold, or gold that cannot be read.
    """
    if not folder.is_dir():
        raise ReadError(f"there is no folder {str(folder)!r}", remedy="name a folder with NAME.txt and NAME.json")
    judged: dict[str, list[list[Judgement]]] = {}
    for path, reading in _readings(folder, rules, language, encoding):
        gold = load_gold(path)
        if gold is not None:
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


def _readings(folder: Path, rules: Rules, language: str, encoding: str) -> Iterator[tuple[Path, Reading]]:
    for path in find_sources(folder)[0]:
        transcript, _ = read_transcript(path, root=folder, language=language, encoding=encoding)
        if transcript is not None:
            yield path, read_text(transcript, rules)
