"""A build as a Python program or a notebook asks it: its letters, its graphs for rdflib, its answers as rows.

Letters and graphs are read from the files of the build, which hold what was stated to the letter; questions go to the workers that
also answer ``letterbook query``.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, overload

from letterbook.catalogue import Catalogue, Entry, Name, open_catalogue, period_of
from letterbook.errors import UsageError
from letterbook.exports.form import Weight
from letterbook.exports.network import network_of
from letterbook.exports.tables import letters_table
from letterbook.output import SITE, STORE
from letterbook.terms import XSD, Document, Term, iri_text, is_iri, literal_parts
from letterbook.vocabulary import prefixes_under
from letterbook.workers import Answer, Limits, Question, Worker

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

SHOWN_ROWS = 100
"""How many rows of a table a notebook shows; those beyond are counted below it."""

SECONDS, MEGABYTES = 60.0, 4096
"""What one query may take, unless it is said otherwise."""

Value = str | int | float | bool | Decimal | date | datetime | None
"""A value of an answer; an IRI is its text, and so is a literal that Python has no type for."""


def open(folder: str | Path = "build") -> OpenBuild:  # noqa: A001 -- called as letterbook.open
    """A build, opened for reading.

    Raises:  OutputError where the folder holds no build, or one of another version.
    """
    return OpenBuild(open_catalogue(Path(folder)))


@dataclass(frozen=True, eq=False)
class OpenBuild:
    """One build. It is never changed; nothing but what is asked for is held in memory.

    >>> import letterbook
    >>> book = letterbook.open(folder)
    >>> book.title
    'A gift of gold: a letter of 1921 and its reply'
    >>> len(book.letters)
    2
    """

    catalogue: Catalogue

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.catalogue.folder

    @property
    def base(self) -> str:
        """The IRI under which it is published."""
        return self.catalogue.whole.base

    @property
    def title(self) -> str:
        """What the letterbook is called."""
        return self.catalogue.whole.title

    @property
    def letters(self) -> Letters:
        """All letters, in the order of their ids."""
        return Letters(self.catalogue)

    @property
    def names(self) -> dict[str, Name]:
        """Whom and what the letters name, by IRI: persons, offices, bodies, places, editions and subjects.

        >>> book.names["https://letterbook.example/actor/mustafa-kemal#it"].label.text
        'Mustafa Kemal'
        """
        return self.catalogue.names

    def graph(self, iri: str) -> rdflib.Graph:
        """The graph of one document; literals are as they are written.

        Form:    ``iri`` is that of a document, of what it describes (``…#letter``), or the path below the base.
        Raises:  UsageError where the build has no such document.

        >>> len(book.graph("place/turkey")) == len(book.graph("https://letterbook.example/place/turkey#it"))
        True
        """
        import rdflib

        document = self._document(iri)
        found = rdflib.Graph(identifier=rdflib.URIRef(iri_text(document.iri)))
        self._bind(found)
        for triple in document.triples:
            found.add(_to_rdflib(triple))
        return found

    def dataset(self) -> rdflib.Dataset:
        """All documents, each as a named graph. It is as large in memory as rdflib makes it: some kB a statement."""
        import rdflib

        found = rdflib.Dataset()
        self._bind(found)
        for path in self.documents():
            document = self.catalogue.read(path)
            graph = found.graph(rdflib.URIRef(iri_text(document.iri)))
            for triple in document.triples:
                graph.add(_to_rdflib(triple))
        return found

    def documents(self) -> list[str]:
        """The files of all documents, as paths within the build, in order; those of the shapes and of the whole are none of them."""
        start, others = f"{SITE}/", (f"{SITE}/dump/", f"{SITE}/void.", f"{SITE}/shapes/")
        return sorted(
            path
            for path in self.catalogue.files
            if path.startswith(start) and path.endswith(".nq") and not path.startswith(others)
        )

    def query(self, text: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Rows:
        """The rows of a SELECT query; of ASK one row with ``answer``.

        Form:    the prefixes of ``letterbook query`` need no declaration; the default graph has every fact once.
        Raises:  QueryError, LimitError; UsageError for a query that gives a graph (``construct`` does).

        >>> book.query("SELECT ?number { ?letter schema:identifier/schema:value ?number }")
        Rows(columns=('number',), values=(('319',),))
        """
        answer = self._asked(text, "json", "nt", seconds, megabytes)
        if answer.kind == "graph":
            raise UsageError("this query gives a graph and no rows", remedy="ask with construct()")
        return _rows(json.loads(answer.data))

    def construct(self, text: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> rdflib.Graph:
        """The graph of a CONSTRUCT or DESCRIBE query. The store has rewritten some numbers (1.70 is 1.7 there).

        Raises:  QueryError, LimitError; UsageError for a query that gives rows.
        """
        import pyoxigraph
        import rdflib

        answer = self._asked(text, "json", "nt", seconds, megabytes)
        if answer.kind != "graph":
            raise UsageError("this query gives rows and no graph", remedy="ask with query()")
        found = rdflib.Graph()
        self._bind(found)
        for triple in pyoxigraph.parse(answer.data, format=pyoxigraph.RdfFormat.N_TRIPLES):
            one, link, other = (Term(str(each)) for each in (triple.subject, triple.predicate, triple.object))
            found.add(_to_rdflib((one, link, other)))
        return found

    def to_networkx(self) -> networkx.DiGraph[str]:
        """Who wrote to whom, as a directed graph of IRIs.

        Form:    nodes have ``label``, ``kind``, ``authority``, ``sent``, ``received``; edges ``weight`` (letters), ``first`` and
                 ``last`` (days).
        Raises:  UsageError where NetworkX is not installed.
        """
        library = _installed("networkx", "NetworkX")
        network = network_of(self.catalogue, Weight.LETTERS)
        made: networkx.DiGraph[str] = library.DiGraph(name=self.title)
        for iri, node in network.nodes.items():
            made.add_node(
                iri,
                label=node.name.label.text,
                kind=node.name.kind,
                authority=node.name.authority,
                sent=node.sent,
                received=node.received,
            )
        for edge in network.edges:
            made.add_edge(edge.source, edge.target, weight=edge.weight, first=edge.first, last=edge.last)
        return made

    def _repr_html_(self) -> str:
        title = f"<p><strong>{html.escape(self.title)}</strong>, {html.escape(self.base)}</p>"
        return title + self.letters._repr_html_()

    def _document(self, iri: str) -> Document:
        path = iri.removeprefix(self.base).partition("#")[0]
        file = f"{SITE}/{path}.nq"
        if file not in self.catalogue.files:
            raise UsageError(f"there is no document {iri!r} in this build", remedy=f"name one below {self.base}")
        return self.catalogue.read(file)

    def _asked(self, text: str, table: str, graph: str, seconds: float, megabytes: int) -> Answer:
        limits = Limits(seconds=seconds, megabytes=megabytes, rows=None, answer_megabytes=None)
        with Worker(self.folder / STORE, limits) as worker:
            return worker.ask(Question(text, self.base, prefixes_under(self.base), table=table, graph=graph))

    def _bind(self, graph: rdflib.Graph) -> None:
        for prefix, namespace in prefixes_under(self.base).items():
            graph.bind(prefix, namespace, replace=True)


@dataclass(frozen=True, eq=False)
class Letters:
    """The letters of a build, read one after the other; ``between`` keeps those of some days.

    >>> [entry.id for entry in book.letters]
    ['dvp-4-319', 'dvp-4-319-reply']
    >>> len(book.letters.between("1921-04-09", "1921-04-09"))
    2
    >>> len(book.letters.between("1922"))
    0
    """

    catalogue: Catalogue

    def __iter__(self) -> Iterator[Entry]:
        return self.catalogue.letters()

    def __len__(self) -> int:
        if self.catalogue.period.first is None and self.catalogue.period.last is None:
            return len(self.catalogue.paths())
        return sum(1 for _ in self)

    def between(self, first: str = "", last: str = "") -> Letters:
        """Those that may have been written between two dates, each EDTF or empty.

        Raises:  UsageError for what is no date.
        """
        return Letters(open_catalogue(self.catalogue.folder, period=period_of(first, last)))

    @property
    def rows(self) -> Rows:
        """A row a letter, with the columns of ``letterbook export csv``."""
        table = letters_table(self.catalogue)
        return Rows(tuple(table.heading), tuple(table.rows))

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a table of pandas.

        Raises:  UsageError where pandas is not installed.
        """
        return self.rows.to_pandas()

    def _repr_html_(self) -> str:
        wanted = ("id", "date", "sender", "addressee", "place", "title")
        columns = [self.rows.columns.index(each) for each in wanted]
        return Rows(wanted, tuple(tuple(row[at] for at in columns) for row in self.rows.values))._repr_html_()


@dataclass(frozen=True)
class Rows(Sequence[dict[str, Value]]):
    """The rows of an answer, each a dictionary by column.

    >>> rows = book.query("SELECT ?l ?n { ?l a schema:Message OPTIONAL { ?l schema:identifier/schema:value ?n } } ORDER BY ?l")
    >>> rows[0]["n"], rows[1]["n"], len(rows)
    ('319', None, 2)
    """

    columns: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, at: int) -> dict[str, Value]: ...

    @overload
    def __getitem__(self, at: slice) -> Rows: ...

    def __getitem__(self, at: int | slice) -> dict[str, Value] | Rows:
        if isinstance(at, slice):
            return Rows(self.columns, self.values[at])
        return dict(zip(self.columns, self.values[at], strict=True))

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a table of pandas.

        Raises:  UsageError where pandas is not installed.
        """
        library = _installed("pandas", "pandas")
        made: pandas.DataFrame = library.DataFrame(list(self.values), columns=list(self.columns))
        return made

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(each)}</th>" for each in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.values[:SHOWN_ROWS])
        more = len(self.values) - SHOWN_ROWS
        rest = f"<p>{more:,} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _cell(value: Value) -> str:
    text = "" if value is None else html.escape(str(value))
    if isinstance(value, str) and value.startswith(("http://", "https://")) and " " not in value:
        return f'<td><a href="{text}">{text}</a></td>'
    return f"<td>{text}</td>"


def _rows(results: dict[str, Any]) -> Rows:
    """SPARQL results in JSON as rows."""
    if "boolean" in results:
        return Rows(("answer",), ((bool(results["boolean"]),),))
    columns = tuple(results["head"]["vars"])
    bindings = results["results"]["bindings"]
    return Rows(columns, tuple(tuple(_value(each.get(name)) for name in columns) for each in bindings))


def _value(term: dict[str, str] | None) -> Value:
    """A term of SPARQL results in JSON as Python has it; the text where it is not what its type says."""
    if term is None:
        return None
    text, kind = term["value"], term.get("datatype", "").removeprefix(XSD)
    try:
        return _READ[kind](text) if kind in _READ else text
    except (ValueError, InvalidOperation):
        return text


_READ: dict[str, Any] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}.get(text, text),
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
}


def _to_rdflib(triple: tuple[Term, Term, Term]) -> Any:
    """A triple as rdflib has it; literals are not rewritten, whatever is set for all of rdflib."""
    import rdflib

    def term(each: Term) -> rdflib.URIRef | rdflib.Literal:
        if is_iri(each):
            return rdflib.URIRef(iri_text(each))
        parts = literal_parts(each)
        if parts.language:
            return rdflib.Literal(parts.text, lang=parts.language)
        kind = None if parts.datatype == f"{XSD}string" else rdflib.URIRef(parts.datatype)
        return rdflib.Literal(parts.text, datatype=kind, normalize=False)

    return tuple(map(term, triple))


def _installed(module: str, name: str) -> ModuleType:
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(f"{name} is not installed", remedy=f"pip install {module}") from error
