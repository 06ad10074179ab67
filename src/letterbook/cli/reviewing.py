"""The command ``review``: what is in doubt, to be looked through, sorted in a spreadsheet, or edited into decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.options import Folder, Quiet
from letterbook.cli.reviews import ReviewFormat, review_as, write_decisions
from letterbook.cli.talk import give, say
from letterbook.errors import UsageError
from letterbook.findings import number_of
from letterbook.output import write_whole
from letterbook.publication import SourceReview, review
from letterbook.suggestions import load_suggester


def review_command(
    folder: Folder = Path(),
    form: Annotated[
        ReviewFormat, typer.Option("--format", help="yaml can be edited into decisions.")
    ] = ReviewFormat.TABLE,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write to this file; with yaml a folder takes one file a text."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Your name or initials, for the answers.")] = "",
    ner: Annotated[
        str, typer.Option("--ner", metavar="MODEL", help="Add what an installed spaCy model suggests.")
    ] = "",
    quiet: Quiet = False,
) -> None:
    """List what is in doubt and may be decided: values, contradictions, names that no register explains.

    letterbook review data --format yaml
    """
    suggest = load_suggester(ner) if ner else None
    counts: Counter[bool] = Counter()
    reviews = _counting(review(folder, suggest=suggest, by=by), counts)
    if out is not None and form is ReviewFormat.YAML and out.is_dir():
        written, kept = write_decisions(reviews, out)
        for name in kept:
            say(f"{name} is there already and was left as it is")
        if not quiet:
            say(f"{number_of(len(written), 'file')} written to {out}")
    elif out is not None:
        if form is ReviewFormat.YAML and out.exists():
            raise UsageError(
                f"{str(out)!r} is there already and may hold decisions", remedy="name a new file, or a folder"
            )
        write_whole(out, "".join(review_as(reviews, form)).encode())
    else:
        for piece in review_as(reviews, form):
            give(piece)
    if not quiet:
        say(f"{number_of(counts.total(), 'thing')} to decide, {counts[False]} of them withheld until then")


def _counting(reviews: Iterable[SourceReview], counts: Counter[bool]) -> Iterator[SourceReview]:
    for each in reviews:
        counts.update(item.published for item in each.items)
        yield each
