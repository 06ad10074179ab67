"""An answer of a worker as rows of terms, and what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pyoxigraph

from letterbook.terms import XSD, Term, is_iri, literal, literal_parts
from letterbook.workers import Answer

TABLE = "tsv"
GRAPH = "nt"
"""The formats in which the page asks a worker: what is cut off in them can still be read."""

_DATES = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
_NUMBERS = frozenset(
    XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)
_YEAR = re.compile(r"(-?\d{4})(?:-\d{2}(?:-\d{2}(?:T.*)?)?)?Z?", re.ASCII)
_SHORT = 160


@dataclass(frozen=True, slots=True)
class Rows:
    """Solutions, or a graph as three columns; ``boolean`` is the answer to ASK, None for any other query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    boolean: bool | None = None
    is_graph: bool = False
    cut: bool = False

    def column(self, number: int) -> Iterator[Term]:
        """The terms of a column, without the gaps."""
        return (row[number] for row in self.rows if row[number] is not None)  # type: ignore[misc]

    def iris(self) -> list[Term]:
        """All IRIs in the order of their first place."""
        return list(dict.fromkeys(term for row in self.rows for term in row if term is not None and is_iri(term)))


def read_rows(answer: Answer) -> Rows:
    """The rows of an answer in ``TABLE`` or ``GRAPH``."""
    if answer.kind == "boolean":
        return Rows((), (), boolean=answer.data.strip() == b"true")
    if answer.kind == "graph":
        triples = pyoxigraph.parse(answer.data, format=pyoxigraph.RdfFormat.N_TRIPLES)
        rows = tuple((_term(each.subject), _term(each.predicate), _term(each.object)) for each in triples)
        return Rows(("subject", "predicate", "object"), rows, is_graph=True, cut=answer.cut)
    solutions = cast(
        "pyoxigraph.QuerySolutions",
        pyoxigraph.parse_query_results(answer.data, format=pyoxigraph.QueryResultsFormat.TSV),
    )
    names = tuple(variable.value for variable in solutions.variables)
    return Rows(names, tuple(tuple(_term(row[name]) for name in names) for row in solutions), cut=answer.cut)


def _term(value: object) -> Term | None:
    """A term as letterbook writes terms; a triple that is a term itself is shown as a text."""
    if value is None:
        return None
    if isinstance(value, pyoxigraph.Literal):
        return literal(
            value.value, language=value.language or "", datatype="" if value.language else value.datatype.value
        )
    return literal(str(value)) if isinstance(value, pyoxigraph.Triple) else Term(str(value))


def is_literal(term: Term) -> bool:
    """Whether a term is a literal; there are blank nodes and triples besides."""
    return term.startswith('"')


def year_of(term: Term) -> int | None:
    """The year of a date or of a text that is written as one; None for anything else."""
    if not is_literal(term):
        return None
    parts = literal_parts(term)
    found = _YEAR.fullmatch(parts.text)
    return int(found[1]) if found and (not parts.language or parts.datatype in _DATES) else None


def number_of(term: Term) -> float | None:
    """The value of a number; None for anything else."""
    if not is_literal(term):
        return None
    parts = literal_parts(term)
    try:
        value = float(parts.text) if parts.datatype in _NUMBERS else float("nan")
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


def is_name(term: Term) -> bool:
    """Whether a term may stand as a node of a network: an IRI, or a short text that is no date and no number."""
    if is_iri(term):
        return True
    if not is_literal(term):
        return False
    return len(term) <= _SHORT and year_of(term) is None and number_of(term) is None
