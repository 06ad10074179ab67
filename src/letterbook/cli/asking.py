"""The command ``ask``: letters by who wrote, to whom, where, when and what, without SPARQL."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.querying import FORMATS, TABLE, answered
from letterbook.cli.talk import give
from letterbook.errors import UsageError
from letterbook.queries.letters import LetterQuestion, sparql_of


def ask_command(
    build: Annotated[Path, typer.Argument(metavar="[BUILD]", help="A build, by default ./build.")] = Path("build"),
    sender: Annotated[str, typer.Option("--sender", help="Part of a name, or an IRI.")] = "",
    addressee: Annotated[str, typer.Option("--addressee", help="Part of a name, or an IRI.")] = "",
    place: Annotated[str, typer.Option("--place", help="Where it was written: part of a name, or an IRI.")] = "",
    begin: Annotated[str, typer.Option("--from", help="Written in or after: 1921, 1921-04 or 1921-04-09.")] = "",
    end: Annotated[str, typer.Option("--to", help="Written in or before.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Part of the name of a kind of letter, such as telegram.")] = "",
    text: Annotated[str, typer.Option("--text", help="Words that all occur in the letter.")] = "",
    total: Annotated[str, typer.Option("--sum", help="Part of the words of a sum of money, or any.")] = "",
    form: Annotated[str, typer.Option("--format", help="One of table, csv, tsv, json, xml.")] = TABLE,
    show_sparql: Annotated[bool, typer.Option("--show-sparql", help="Print the SPARQL and ask nothing.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="End the query after so long.")] = 60,
    megabytes: Annotated[int, typer.Option("--megabytes", min=256, help="End it when it needs more memory.")] = 4096,
) -> None:
    """Ask a build for letters. Whatever is given must all be so.

    letterbook ask --sender kemal --from 1921-04 --sum any
    """
    query = sparql_of(LetterQuestion(sender, addressee, place, begin, end, kind, text, total))
    if form not in FORMATS[:5]:
        raise UsageError(f"{form!r} is not a format of letters", remedy=f"choose one of: {', '.join(FORMATS[:5])}")
    if show_sparql:
        give(query)
        return
    give(answered(build, query, form, seconds, megabytes))
