"""The store: one named graph a document, and a default graph in which every fact stands once; Oxigraph on disk.

The union of the named graphs that Oxigraph itself can show as default graph does not merge equal triples (a query then has
more solutions than the RDF merge has), and is slow on property paths. So each triple is loaded twice: into the graph of its
document, and into the default graph.

Measured on 150 letters of 790 statements (CPU milliseconds a letter, lowest of three): both from N-Quads and Turtle 8.3, from
N-Quads and N-Triples 7.8, without looking again at IRIs that were checked when they were made 6.8, all in one file 7.1; the named
graphs alone 4.2, the default graph alone 2.4. To keep one of the two only, for all statements or for the evidence, would cost what is
promised: that a query without ``GRAPH`` sees every fact, and that ``GRAPH ?g`` tells the document of each.

A query runs in the process that calls ``query``, which cannot stop it: only a worker (``workers``) should.

Source:  SPARQL 1.1 Query, section 13 (datasets), https://www.w3.org/TR/sparql11-query/#rdfDataset; RDF 1.1 Semantics,
         section 4.1 (merge)
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph

from letterbook.errors import QueryError, StoreError

PART_BYTES = 16_000_000
"""How much of a file is loaded at once."""

LONGEST_QUERY_BYTES = 64_000
DEEPEST_NESTING = 100
MOST_PARTS = 500
"""Above these a query is refused. Measured with a stack of 8 MB, these end the process: 2,226 levels of brackets; somewhere
above 4,000 in a row, operators (``1+1+1…``, ``!!!…``, ``a/a/a…``) or patterns (``{}UNION{}…``). Stacks can be smaller."""

Results = pyoxigraph.QuerySolutions | pyoxigraph.QueryTriples | pyoxigraph.QueryBoolean


def create_store(folder: Path, quads: Path, triples: Path) -> None:
    """Load a letterbook into a new store.

    Form:    ``quads`` is an N-Quads file, whose graphs are the named graphs; ``triples`` an N-Triples file of the same statements,
             which become the default graph, equal ones as one. Their IRIs are those of our own terms, and not checked again.
    Raises:  StoreError where the folder cannot be used or a file is not what it should be.
    """
    try:
        store = pyoxigraph.Store(str(folder))
        for path, form in ((quads, pyoxigraph.RdfFormat.N_QUADS), (triples, pyoxigraph.RdfFormat.N_TRIPLES)):
            for part in _parts(path):
                store.bulk_load(part, form, lenient=True)
        store.flush()
        store.optimize()
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(
            f"the store cannot be made: {error}", str(folder), "free some space and build again"
        ) from error


def _parts(path: Path) -> Iterator[bytes]:
    """A file of lines in parts: what is loaded at once is held in memory at once."""
    with path.open("rb") as file:
        while part := file.read(PART_BYTES):
            yield part + file.readline()


def update_store(earlier: Path, folder: Path, gone: Iterable[str], documents: Iterable[tuple[Path, Path]]) -> None:
    """Make a store that is another one but for some documents.

    Form:    ``gone`` are the IRIs of the documents that are no more, or are others now; ``documents`` the N-Quads and the
             N-Triples of those that are new. The files of the earlier store that no store changes are shared with it.
    Raises:  StoreError where a store cannot be used or a file is not what it should be.
    """
    default = pyoxigraph.DefaultGraph()
    try:
        _copy(earlier, folder)
        store = pyoxigraph.Store(str(folder))
        for name in gone:
            graph = pyoxigraph.NamedNode(name)
            said = list(store.quads_for_pattern(None, None, None, graph))
            store.remove_graph(graph)
            for one in said:
                triple = one.subject, one.predicate, one.object
                if all(quad.graph_name == default for quad in store.quads_for_pattern(*triple, None)):
                    store.remove(pyoxigraph.Quad(*triple, default))
        for quads, triples in documents:
            store.bulk_load(path=str(quads), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
            store.bulk_load(path=str(triples), format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=default, lenient=True)
        store.flush()
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(
            f"the store cannot be made: {error}", str(folder), "free some space and build again"
        ) from error


def _copy(earlier: Path, folder: Path) -> None:
    """A copy of a store at rest: tables are never written again, and are shared where the file system can; all else is copied.

    Source:  https://github.com/facebook/rocksdb/wiki/Checkpoints
    """
    folder.mkdir(parents=True)
    for file in sorted(earlier.iterdir()):
        if file.suffix == ".sst":
            try:
                os.link(file, folder / file.name)
                continue
            except OSError:  # a file system without such links
                pass
        if file.is_file() and file.name != "LOCK":
            shutil.copy2(file, folder / file.name)


def open_store(folder: Path) -> Store:
    """The store of a build, for reading only.

    Raises:  StoreError where there is none, or where it is damaged.
    """
    if not (folder / "CURRENT").is_file():
        raise StoreError(f"{str(folder)!r} holds no store", remedy="build again")
    try:
        return Store(pyoxigraph.Store.read_only(str(folder)))
    except (OSError, ValueError, RuntimeError) as error:
        raise StoreError(f"the store cannot be opened: {error}", str(folder), "build again") from error


@dataclass(frozen=True, slots=True)
class Store:
    """A store that is open for reading."""

    _store: pyoxigraph.Store

    def query(
        self,
        text: str,
        *,
        base: str = "",
        prefixes: Mapping[str, str] | None = None,
        default_graphs: Iterable[str] | None = None,
        named_graphs: Iterable[str] | None = None,
    ) -> Results:
        """The results of a SPARQL query: solutions, a graph or yes or no.

        Form:    the default graph has every fact once; ``GRAPH ?g`` tells the document. Prefixes need not be declared.
                 ``default_graphs`` and ``named_graphs``, where one is given, are the dataset, whatever the query says; one that
                 is not in the store is empty there, as the tests of the protocol have it.
        Raises:  QueryError for what is not SPARQL or is not allowed (updates, SERVICE, a text beyond the limits, FROM with a
                 graph that is not in the store).
        """
        refuse_unsafe(text)
        dataset: dict[str, list[pyoxigraph.NamedNode]] = {}
        if default_graphs is not None or named_graphs is not None:
            dataset = {
                "default_graph": [_graph(name) for name in default_graphs or ()],
                "named_graphs": [_graph(name) for name in named_graphs or ()],
            }
        else:
            self._refuse_unknown(_graphs_from(text, base))
        try:
            return self._store.query(text, base_iri=base or None, prefixes=dict(prefixes or {}), **dataset)  # type: ignore[arg-type]
        except SyntaxError as error:
            raise QueryError(f"not SPARQL: {error}", remedy="check the query near that place") from error
        except (ValueError, OSError, RuntimeError) as error:
            raise failure_of(error) from error

    def _refuse_unknown(self, names: Iterable[str]) -> None:
        for name in names:
            if not self._store.contains_named_graph(_graph(name)):
                raise QueryError(
                    f"there is no graph <{name}> here, and none is fetched", remedy="list the graphs with GRAPH ?g"
                )

    def graph_names(self) -> list[str]:
        """The IRIs of the documents, sorted."""
        return sorted(str(name.value) for name in self._store.named_graphs() if isinstance(name, pyoxigraph.NamedNode))

    def count_in_graph(self, name: str) -> int:
        """How many statements stand in one named graph."""
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, _graph(name)))

    def count_in_graphs(self) -> int:
        """How many statements stand in the named graphs."""
        counted = self._store.query("SELECT (COUNT(*) AS ?number) { GRAPH ?g { ?s ?p ?o } }")
        if not isinstance(counted, pyoxigraph.QuerySolutions):
            raise AssertionError("a SELECT has solutions")
        found = next(counted)["number"]
        return int(found.value) if isinstance(found, pyoxigraph.Literal) else 0


def failure_of(error: Exception) -> StoreError:
    """What an error of the engine means: a store that is damaged, or a query that cannot be answered."""
    if isinstance(error, OSError) or "corrupt" in str(error).lower():
        return StoreError(f"the store is damaged: {error}", remedy="build again")
    return QueryError(f"the query failed: {error}")


# -- what may not be asked

_BLANK = r"(?:\s|#[^\r\n]*+[\r\n])*+"
# SERVICE is looked for by its shape, wherever it stands, and not as a token: to tell a token one must read as the engine reads,
# and Oxigraph takes ``?o.SERVICE``, ``1SERVICE``, ``SERVICE:x`` and, after ``1<2)``, what looks like the inside of an IRI. The
# price: a text that holds the whole shape, such as 'service <x> {', is refused as well.
_SERVICE = re.compile(
    rf"SERVICE{_BLANK}(?:SILENT{_BLANK})?(?:<[^<>]*>|(?:[^\s{{}}<>#\\]++|\\.)++){_BLANK}\{{", re.IGNORECASE | re.ASCII
)
_MOST_MENTIONS = 100  # the search takes a time that grows with their number
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<long>'{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}|"{3}(?:"{0,2}(?:[^"\\]|\\.))*+"{3})
    |(?P<short>'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<variable>[?$]\w+)
    |(?P<name>[A-Za-z_\u00b7-\uffff][\w.-]{0,99}:[\w.:-]*|:[\w.:-]*|[A-Za-z_]\w*)
    |(?P<bracket>[(){}\[\]])
    |(?P<operator>\|\||&&|[|!^/*+-])""",
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset("LOAD INSERT DELETE CLEAR DROP CREATE COPY MOVE ADD".split())


def refuse_unsafe(
    text: str,
    *,
    longest_bytes: int = LONGEST_QUERY_BYTES,
    deepest_nesting: int = DEEPEST_NESTING,
    most_parts: int = MOST_PARTS,
) -> None:
    """Refuse what must not be evaluated: requests to other servers, updates, and what is too long, too deep or too wide.

    Form:    looks at the text as it is and with the escapes of SPARQL undone, since engines differ in which they read.
             A part is a group in braces, an operator or a BIND.
    Raises:  QueryError with the word or the limit.
    Source:  SPARQL 1.1 Query, section 19.2 (code point escapes), section 19.8, rule 59 (ServiceGraphPattern)
    """
    size = len(text.encode(errors="surrogatepass"))
    if size > longest_bytes:
        raise QueryError(f"the query has {size:,} bytes, the limit is {longest_bytes:,}", remedy="ask for less at once")
    decoded = _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), text)
    if decoded.upper().count("SERVICE") > _MOST_MENTIONS:
        raise QueryError(f"the query has the word SERVICE more than {_MOST_MENTIONS} times")
    if _SERVICE.search(text) or _SERVICE.search(decoded):
        raise QueryError("SERVICE is not allowed: a query may not ask other servers", remedy="ask that server itself")
    depth = parts = 0
    for match in _TOKEN.finditer(decoded):
        if match.lastgroup == "bracket":
            depth += 1 if match[0] in "({[" else -1
            if depth > deepest_nesting:
                raise QueryError(f"the query nests more than {deepest_nesting} levels", remedy="write it flatter")
        elif match.lastgroup == "name" and match[0].upper() in _UPDATES:
            raise QueryError(f"{match[0].upper()} is not allowed: a build is not changed by queries")
        if match.lastgroup == "operator" or match[0] == "{" or match[0].upper() == "BIND":
            parts += 1
            if parts > most_parts:
                raise QueryError(
                    f"the query has more than {most_parts} groups and operators", remedy="list values with VALUES or IN"
                )


def _graph(name: str) -> pyoxigraph.NamedNode:
    try:
        return pyoxigraph.NamedNode(name)
    except ValueError as error:
        raise QueryError(f"{name!r} is not an IRI", remedy="name a graph by its whole IRI") from error


def _graphs_from(text: str, base: str) -> Iterator[str]:
    """The graphs that a query names with FROM, as whole IRIs; a prefixed name is left to the engine, which fetches nothing.

    Source:  SPARQL 1.1 Query, section 13.2 (specifying RDF datasets)
    """
    if "FROM" not in text.upper():
        return
    named = False
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "iri" and named:
            yield urljoin(base, match[0][1:-1])
        named = match[0].upper() == "FROM" or (named and (match.lastgroup == "comment" or match[0].upper() == "NAMED"))
