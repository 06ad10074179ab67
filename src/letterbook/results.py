"""Query results as bytes: CSV, TSV, JSON and XML for solutions, RDF for graphs.

Form:    every way to write is lossless but CSV, in which a term has no kind. Graphs are sorted, so that the same question to
         the same build gives the same bytes.
Source:  SPARQL 1.1 Query Results in CSV and TSV, JSON and XML; each written by pyoxigraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any, cast

import pyoxigraph

from letterbook.errors import SerializationError, UsageError
from letterbook.serializers.rdfxml import check_text, keep_returns, serialize
from letterbook.store import Results

TABLES = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}
"""The formats of solutions and of yes or no, by their names."""

GRAPHS = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
"""The formats of the graphs that CONSTRUCT and DESCRIBE give."""

MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
"""The registered types of the formats of solutions."""

_ENDS = {"json": b"]}}\n", "xml": b"</results></sparql>\n"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of the results is written, None for all: rows (solutions or statements), and bytes as TSV or N-Triples."""

    rows: int | None = None
    size_bytes: int | None = None


NO_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Written:
    """Results in a format.

    Form:    ``kind`` is solutions, boolean or graph; ``rows`` counts what was written; ``cut`` tells that there is more. What is
             cut off has no valid end where its format has one, so that nobody takes it for the whole.
    """

    kind: str
    form: str
    data: bytes
    rows: int = 0
    cut: bool = False


def write_results(
    results: Results, *, table: str, graph: str, prefixes: Mapping[str, str], bounds: Bounds = NO_BOUNDS
) -> Written:
    """The results of a query in the one or the other format, by the kind of the query.

    Raises:  UsageError for a format that does not fit the kind of query; it lists those that do. SerializationError where
             the format cannot hold a character or a term.
    """
    if isinstance(results, pyoxigraph.QueryTriples):
        if graph not in GRAPHS:
            raise _wrong(graph, GRAPHS)
        return _graph(results, graph, prefixes, bounds)
    if table not in TABLES:
        raise _wrong(table, TABLES)
    if isinstance(results, pyoxigraph.QueryBoolean):
        return Written("boolean", table, _ended(results.serialize(format=TABLES[table]) or b""), 1)
    return _solutions(results, table, bounds)


def _wrong(form: str, offers: Iterable[str]) -> UsageError:
    return UsageError(f"the results cannot be written as {form!r}", remedy=f"choose one of: {', '.join(offers)}")


def _ended(data: bytes) -> bytes:
    return data if not data or data.endswith(b"\n") else data + b"\n"


def _graph(results: pyoxigraph.QueryTriples, form: str, prefixes: Mapping[str, str], bounds: Bounds) -> Written:
    found: list[pyoxigraph.Triple] = []
    size, cut = 0, False
    for triple in results:
        size += len(str(triple))
        if (bounds.rows is not None and len(found) == bounds.rows) or (
            bounds.size_bytes is not None and size > bounds.size_bytes
        ):
            cut = True
        if cut:
            break
        found.append(triple)
    found.sort(key=str)
    if form == "rdf":
        data = serialize(found, prefixes)
    else:
        try:
            data = pyoxigraph.serialize(found, format=GRAPHS[form], prefixes=dict(prefixes)) or b""
            if form == "ttl":
                data = prefixes_in_order(data)
        except OSError as error:  # triples about triples, which JSON-LD 1.1 does not know
            raise SerializationError(f"not for {form}: {error}", remedy="use ttl or nt") from error
    return Written("graph", form, _ended(data), len(found), cut)


def prefixes_in_order(turtle: bytes) -> bytes:
    """Turtle or TriG with its prefixes sorted: pyoxigraph writes them in an order of chance."""
    lines = turtle.splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"".join((*sorted(lines[:count]), *lines[count:]))


class _FullError(Exception):
    """As much is written as may be."""


class _Lines:
    """A file of lines that takes so many of them, and so many bytes."""

    def __init__(self, bounds: Bounds) -> None:
        self.data = bytearray()
        self.lines = 0
        self.full = False
        self._most = None if bounds.rows is None else bounds.rows + 1  # the first line has the names of the variables
        self._most_bytes = bounds.size_bytes

    def write(self, data: bytes) -> int:
        if self.full:  # a writer that is refused tries again when it is closed
            raise _FullError
        self.data += data
        self.lines += data.count(b"\n")
        self.full = (self._most is not None and self.lines > self._most) or (
            self._most_bytes is not None and len(self.data) > self._most_bytes
        )
        if self.full:
            raise _FullError
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush."""

    def whole(self, rows: int | None) -> bytes:
        """The lines that are whole, no more rows than may be."""
        lines = bytes(self.data).split(b"\n")[:-1]
        return b"".join(line + b"\n" for line in lines[: None if rows is None else rows + 1])


def _solutions(results: pyoxigraph.QuerySolutions, form: str, bounds: Bounds) -> Written:
    """Written as TSV first, the one format in which a solution is a line and which loses nothing."""
    if bounds == NO_BOUNDS:
        return Written("solutions", form, _checked(results.serialize(format=TABLES[form]) or b"", form))
    lines = _Lines(bounds)
    cut = False
    try:
        results.serialize(cast("IO[bytes]", lines), format=TABLES["tsv"])
    except _FullError:
        cut = True
    data = lines.whole(bounds.rows) if cut else bytes(lines.data)
    rows = data.count(b"\n") - 1
    if form != "tsv":
        parsed: Any = pyoxigraph.parse_query_results(data, format=TABLES["tsv"])
        data = parsed.serialize(format=TABLES[form]) or b""
    data = _checked(data, form)
    return Written("solutions", form, data.removesuffix(_ENDS.get(form, b"\n")) if cut else data, rows, cut)


def _checked(data: bytes, form: str) -> bytes:
    if form == "xml":
        check_text(data.decode(), "the results")
        data = keep_returns(data)
    return _ended(data)
