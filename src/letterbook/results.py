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

from letterbook.errors import UsageError
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

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with every character that a terminal would obey, or that reorders text, written as its code point."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write_results(results: Results, form: str, out: TextIO, prefixes: Mapping[str, str]) -> None:
    """Write the results of a query.

    Form:    a table shortens IRIs by the prefixes and shows literals bare; graphs are sorted, so that the same question to
             the same build gives the same bytes.
    Raises:  UsageError for a format that does not fit the kind of query; it lists those that do.
    """
    if isinstance(results, pyoxigraph.QueryTriples):
        chosen = "ttl" if form == "table" else form
        if chosen not in _GRAPHS:
            raise _wrong(form, _GRAPHS)
        triples = sorted(results, key=str)
        data = pyoxigraph.serialize(triples, format=_GRAPHS[chosen], prefixes=dict(prefixes))
        out.write((data or b"").decode())
        return
    if form == "table":
        _write_table(results, out, prefixes)
    elif form in _TABLES:
        data = results.serialize(format=_TABLES[form])
        out.write((data or b"").decode())
        if form in ("json", "xml"):
            out.write("\n")
    else:
        raise _wrong(form, {"table": None, **_TABLES})


def _wrong(form: str, offers: Mapping[str, object]) -> UsageError:
    return UsageError(f"the results cannot be written as {form!r}", remedy=f"choose one of: {', '.join(offers)}")


def _write_table(results: Results, out: TextIO, prefixes: Mapping[str, str]) -> None:
    if not isinstance(results, pyoxigraph.QuerySolutions):
        out.write("yes\n" if results else "no\n")
        return
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
    out.write("".join(f"{line.rstrip()}\n" for line in lines.getvalue().splitlines()))


def _width(names: list[str], rows: list[list[str]]) -> int:
    """Where no terminal sets the width, every row on one line."""
    columns = zip(names, *rows, strict=True) if rows else ((name,) for name in names)
    return max(1, sum(max(map(cell_len, column)) + 2 for column in columns))


def _cell(term: object, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, pyoxigraph.NamedNode):
        text = term.value
        for prefix, namespace in prefixes.items():
            if text.startswith(namespace) and len(text) > len(namespace):
                return f"{prefix}:{text[len(namespace) :]}" if prefix else text[len(namespace) :]
        return text
    text = term.value if isinstance(term, pyoxigraph.Literal) else str(term)
    plain = " ".join(text.split("\n")).replace("\t", " ")
    return printable(plain)
