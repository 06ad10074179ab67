"""The command ``query``: a SPARQL question to a build, answered by a worker."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, cast

import typer

from letterbook.cli.talk import give, printable
from letterbook.errors import UsageError
from letterbook.output import STORE, read_manifest
from letterbook.queries import example_names, example_text, example_title
from letterbook.vocabulary import prefixes_under

TABLE = "table"
FORMATS = (TABLE, "csv", "tsv", "json", "xml", "ttl", "jsonld", "nt", "nq", "rdf")


def query_command(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[BUILD] [TEXT]", help="A build, by default ./build; a SPARQL query.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the query from a file; - for stdin.")] = None,
    example: Annotated[str, typer.Option("--example", "-e", help="Run one of the example queries.")] = "",
    examples: Annotated[bool, typer.Option("--examples", help="List the example queries.")] = False,
    form: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = TABLE,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="End the query after so long.")] = 60,
    megabytes: Annotated[int, typer.Option("--megabytes", min=256, help="End it when it needs more memory.")] = 4096,
) -> None:
    """Ask a build a SPARQL question.

    letterbook query --example letters-by-date

    letterbook query build "SELECT ?letter WHERE { ?letter a schema:Message }" --format csv
    """
    if examples:
        for name in example_names():
            give(f"{name:26} {example_title(name)}\n")
        return
    folder, text = _build_and_text(words or [])
    sources = [bool(text), file is not None, bool(example)]
    if sum(sources) != 1:
        raise UsageError(
            "one query is needed: as TEXT, with --file or with --example", remedy="see: letterbook query --examples"
        )
    if example:
        text = example_text(example)
    elif file is not None:
        text = _read_query(file)
    if form not in FORMATS:
        raise UsageError(f"{form!r} is not a format of results", remedy=f"choose one of: {', '.join(FORMATS)}")
    give(answered(folder, text, form, seconds, megabytes))


def answered(folder: Path, text: str, form: str, seconds: float, megabytes: int) -> str:
    """The results of a query in a format, or as a table.

    Raises:  what ``Worker.ask`` raises; OutputError where the folder holds no build.
    """
    from letterbook.workers import Limits, Question, Worker

    base = str(read_manifest(folder)["base"])
    prefixes = prefixes_under(base)
    limits = Limits(seconds=seconds, megabytes=megabytes, rows=None, answer_megabytes=None)
    table, graph = ("tsv", "ttl") if form == TABLE else (form, form)
    with Worker(folder / STORE, limits) as worker:
        answer = worker.ask(Question(text, base, prefixes, table=table, graph=graph))
    if form != TABLE:
        return answer.data.decode()
    if answer.kind == "graph":
        return printable(answer.data.decode())
    if answer.kind == "boolean":
        return "yes\n" if answer.data.strip() == b"true" else "no\n"
    return _as_table(answer.data, {**prefixes, "": base})


def _as_table(data: bytes, prefixes: dict[str, str]) -> str:
    import pyoxigraph

    from letterbook.cli.solutions import table_of

    solutions = pyoxigraph.parse_query_results(data, format=pyoxigraph.QueryResultsFormat.TSV)
    return table_of(cast("pyoxigraph.QuerySolutions", solutions), sys.stdout, prefixes)


def _build_and_text(words: list[str]) -> tuple[Path, str]:
    if len(words) > 2:
        raise UsageError("too many arguments", remedy="put the query in quotes")
    if len(words) == 2:
        return Path(words[0]), words[1]
    if words and not any(char in words[0] for char in " \n{"):
        return Path(words[0]), ""
    return Path("build"), words[0] if words else ""


def _read_query(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"the query cannot be read: {error.strerror}", str(file)) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the query is not UTF-8 at byte {error.start}", str(file)) from error
