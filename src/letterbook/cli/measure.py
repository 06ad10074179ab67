"""The command ``eval``: how well letters are read, by field and by rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.figures import ScoreFormat, scores_as
from letterbook.cli.talk import give, say
from letterbook.configuration import FILE_NAME as CONFIGURATION
from letterbook.decisions import FILE_NAME as CONFIDENCE
from letterbook.errors import ReadError, UsageError
from letterbook.findings import number_of
from letterbook.output import write_whole
from letterbook.publication import measure_book, measure_decisions, measure_gold, open_letterbook, profile_of
from letterbook.readers.text import load_rules


def eval_command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A letterbook, or a folder of NAME.txt and NAME.json.")
    ] = Path(),
    from_decisions: Annotated[
        bool, typer.Option("--from-decisions", help="What the editors have decided is the gold.")
    ] = False,
    language: Annotated[
        str, typer.Option("--language", help="The language of gold texts, where it is not to be recognised.")
    ] = "",
    profile: Annotated[
        str, typer.Option("--profile", help="The series profile for gold texts, where it is not to be recognised.")
    ] = "",
    registers: Annotated[
        Path | None, typer.Option("--registers", help="A folder with registers: find the persons they know.")
    ] = None,
    halves: Annotated[
        bool, typer.Option("--halves", help="With gold: each half as well, every other volume or year.")
    ] = False,
    form: Annotated[ScoreFormat, typer.Option("--format", help="How the figures are written.")] = ScoreFormat.TABLE,
    write: Annotated[
        bool, typer.Option("--write", help="Write the measured confidences, by which the letterbook is then read.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="With --write: this file, not confidence.yaml of the letterbook.")
    ] = None,
) -> None:
    """Measure how well letters are read: by field and by rule, against gold or against decisions.

    letterbook eval data --from-decisions --write
    """
    is_letterbook = (folder / CONFIGURATION).is_file()
    if from_decisions or is_letterbook:
        book = open_letterbook(folder)
        shipped, used = book.rules.confidence, book.measured
        gold = None if from_decisions else measure_book(book)
        scores = gold.whole if gold else measure_decisions(book)
    else:
        if not folder.is_dir():
            raise ReadError(f"there is no folder {str(folder)!r}", remedy="name a folder with NAME.txt and NAME.json")
        profile = profile or profile_of(folder)
        shipped = used = load_rules(profile, language).confidence
        gold = measure_gold(folder, language=language, profile=profile, registers=registers)
        scores = gold.whole
    give(scores_as(scores, used, form, gold.halves if gold and halves else ()))
    if not scores.letters:
        say("no decision is made yet; see: letterbook review")
    if write:
        if out is None and not is_letterbook:
            raise UsageError("--write needs a letterbook, or --out FILE", remedy="name the file to write")
        target = out or folder / CONFIDENCE
        write_whole(target, scores.confidence_file(shipped).encode())
        say(f"the confidences of {number_of(len(scores.rules()), 'rule')} are written to {target}")
