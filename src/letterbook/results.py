"""Query results as text: a table for people, CSV, TSV, JSON and XML for programs, RDF for graphs.

Source:  SPARQL 1.1 Query Results in CSV and TSV, JSON and XML; each written by pyoxigraph.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from typing import TextIO

import pyoxigraph
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from letterbook.errors import SerializationError, UsageError
from letterbook.serializers.rdfxml import check_text, keep_returns, serialize
from letterbook.store import Results

_TABLES = {
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}
_GRAPHS = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
RESULT_FORMATS = ("table", *_TABLES, *_GRAPHS)
"""The formats of results; those of graphs are for CONSTRUCT and DESCRIBE."""

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def printable(text: str) -> str:
    """The text with every character that a terminal would obey, or that reorders or breaks text, written as its code point."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write_results(results: Results, form: str, out: TextIO, prefixes: Mapping[str, str]) -> None:
    """Write the results of a query.

    Form:    a table shortens IRIs by the prefixes and shows literals bare; graphs are sorted, so that the same question to
             the same build gives the same bytes.
    Raises:  UsageError for a format that does not fit the kind of query; it lists those that do. SerializationError where
             the format cannot hold a character or a term.
    """
    if isinstance(results, pyoxigraph.QueryTriples):
        if form == "table":
            text = printable(_graph(results, "ttl", prefixes))
        elif form in _GRAPHS:
            text = _graph(results, form, prefixes)
        else:
            raise _wrong(form, _GRAPHS)
    elif form == "table":
        text = _table(results, out, prefixes)
    elif form in _TABLES:
        text = (results.serialize(format=_TABLES[form]) or b"").decode()
        if form == "xml":
            check_text(text, "the results")
            text = keep_returns(text.encode()).decode()
    else:
        raise _wrong(form, {"table": None, **_TABLES})
    out.write(text if text.endswith("\n") or not text else text + "\n")


def _graph(results: pyoxigraph.QueryTriples, form: str, prefixes: Mapping[str, str]) -> str:
    triples = sorted(results, key=str)
    if form == "rdf":
        return serialize(triples, prefixes).decode()
    try:
        return (pyoxigraph.serialize(triples, format=_GRAPHS[form], prefixes=dict(prefixes)) or b"").decode()
    except OSError as error:  # triples about triples, which JSON-LD 1.1 does not know
        raise SerializationError(f"not for {form}: {error}", remedy="use ttl or nt") from error


def _wrong(form: str, offers: Mapping[str, object]) -> UsageError:
    return UsageError(f"the results cannot be written as {form!r}", remedy=f"choose one of: {', '.join(offers)}")


def _table(
    results: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean, out: TextIO, prefixes: Mapping[str, str]
) -> str:
    if not isinstance(results, pyoxigraph.QuerySolutions):
        return "yes\n" if results else "no\n"
    names = [variable.value for variable in results.variables]
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    rows = [[_cell(solution[name], prefixes) for name in names] for solution in results]
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    lines = io.StringIO()
    width = shutil.get_terminal_size().columns if out.isatty() else _width(names, rows)
    Console(file=lines, highlight=False, width=width, color_system=None, force_terminal=False).print(table)
    return "".join(f"{line.rstrip()}\n" for line in lines.getvalue().splitlines())


def _width(names: list[str], rows: list[list[str]]) -> int:
    """Where no terminal sets the width, every row on one line."""
    columns = zip(names, *rows, strict=True) if rows else ((name,) for name in names)
    return max(1, sum(max(map(cell_len, column)) + 2 for column in columns))


def _cell(term: object, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    text = term.value if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal) else str(term)
    if isinstance(term, pyoxigraph.NamedNode):
        for prefix, namespace in prefixes.items():
            if text.startswith(namespace) and len(text) > len(namespace):
                text = f"{prefix}:{text[len(namespace) :]}" if prefix else text[len(namespace) :]
                break
    plain = " ".join(text.split("\n")).replace("\t", " ")
    return printable(plain)
