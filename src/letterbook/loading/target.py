"""A store elsewhere: asked, changed, and given whole graphs, by the SPARQL protocols.

Source:  SPARQL 1.1 Protocol; SPARQL 1.1 Graph Store HTTP Protocol, sections 5.2 (GET), 5.3 (PUT), 5.4 (DELETE)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, urlencode

import pyoxigraph

from letterbook.credentials import Credentials
from letterbook.errors import NetworkError
from letterbook.loading.stores import Addresses
from letterbook.network import Exchange, Host
from letterbook.terms import Term

_JSON_RESULTS = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
GRAPHS_A_COUNT = 50
"""Of how many graphs the triples are counted in one query."""


@dataclass
class Target:
    """One store elsewhere."""

    host: Host
    at: Addresses
    credentials: Credentials

    def select(self, query: str) -> list[dict[str, str]]:
        """The rows of a query, the value of each variable as text.

        Raises:  NetworkError where the store does not answer with rows.
        """
        body = urlencode({"query": query}).encode()
        answer = self._send("POST", self.at.query, body, {"Accept": _JSON_RESULTS})
        self._wanted(answer, (200,), "a query")
        try:
            rows = json.loads(answer.body)["results"]["bindings"]
            return [{name: str(cell["value"]) for name, cell in row.items()} for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NetworkError(
                f"{self.host.name} does not answer a query with SPARQL results as JSON",
                self.at.query,
                "check the address",
            ) from error

    def update(self, text: str) -> None:
        """Change the store."""
        body = urlencode({"update": text}).encode()
        self._wanted(self._send("POST", self.at.update, body, {}), (200, 201, 202, 204), "an update")

    def put(self, graphs: Sequence[tuple[str, bytes]]) -> None:
        """Put graphs in the place of what the store has under their names; the triples of each are lines of N-Triples.

        Form:    by SPARQL Update all of them in one request.
        """
        if self.at.graphs is None:
            together = [each for each in graphs if b"_:" not in each[1]]
            # in one request a blank node of one name is one node, also in two graphs
            for some in [together, *([each] for each in graphs if b"_:" in each[1])]:
                if some:
                    self._replace(some)
            return
        headers = {"Content-Type": self.at.store.triples_as}
        for graph, triples in graphs:
            answer = self._send("PUT", _named(self.at.graphs, graph), triples, headers)
            self._wanted(answer, (200, 201, 204), "a graph")

    def _replace(self, graphs: Sequence[tuple[str, bytes]]) -> None:
        dropped = ";\n".join(f"DROP SILENT GRAPH <{graph}>" for graph, _ in graphs)
        filled = "\n".join(f"GRAPH <{graph}> {{\n{triples.decode()}}}" for graph, triples in graphs)
        self.update(f"{dropped};\nINSERT DATA {{\n{filled}\n}}")

    def drop(self, graph: str) -> None:
        """Let the store have no graph of this name."""
        if self.at.graphs is None:
            self.update(f"DROP SILENT GRAPH <{graph}>")
            return
        self._wanted(self._send("DELETE", _named(self.at.graphs, graph), b"", {}), (200, 202, 204, 404), "a deletion")

    def counts(self, graphs: Iterable[str]) -> Iterator[tuple[str, int]]:
        """The number of triples in each graph, as the store counts them."""
        left = iter(graphs)
        while some := list(islice(left, GRAPHS_A_COUNT)):
            while some:  # a store that cuts its answers counts some of them only; the others are asked for again
                found = self._counted(some)
                yield from ((each, found[each]) for each in some if each in found)
                some = [each for each in some if each not in found]
                if some and not found:
                    raise NetworkError(f"{self.host.name} does not count the triples of a graph", some[0], "check --to")

    def _counted(self, graphs: list[str]) -> dict[str, int]:
        counts = [
            f"{{ SELECT ({_quoted(each)} AS ?g) (COUNT(*) AS ?n) {{ GRAPH <{each}> {{ ?s ?p ?o }} }} }}"
            for each in graphs
        ]
        rows = self.select("SELECT ?g ?n { " + " UNION ".join(counts) + " }")
        return {row["g"]: int(row["n"]) for row in rows if "g" in row and "n" in row}

    def triples(self, graph: str) -> frozenset[tuple[Term, Term, Term]]:
        """The triples of a graph as the store gives them; they may be fewer than it has.

        Raises:  NetworkError where what it gives is not RDF.
        """
        accept = {"Accept": f"{_NTRIPLES}, text/turtle;q=0.5"}
        if self.at.graphs is not None:
            answer = self._send("GET", _named(self.at.graphs, graph), b"", accept)
        else:
            query = urlencode({"query": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"})
            answer = self._send("POST", self.at.query, query.encode(), accept)
        if answer.status == 404:
            return frozenset()
        self._wanted(answer, (200,), "the wish for a graph")
        try:
            found = pyoxigraph.parse(answer.body, format=pyoxigraph.RdfFormat.TURTLE)
            return frozenset((Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))) for q in found)
        except (SyntaxError, ValueError) as error:
            raise NetworkError(f"{self.host.name} gives a graph that is not RDF: {error}", graph) from error

    def _send(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Exchange:
        return self.host.send(method, address, body, headers, self.credentials)

    def _wanted(self, answer: Exchange, statuses: tuple[int, ...], what: str) -> None:
        if answer.status in statuses:
            return
        if answer.status in (401, 403):
            raise not_let_in(self.host, answer)
        said = " ".join(answer.body[:300].decode("utf-8", "replace").split())
        raise NetworkError(
            f"{self.host.name} answers {what} with status {answer.status}: {said}",
            answer.address,
            "check --to and --store",
        )


def not_let_in(host: Host, answer: Exchange) -> NetworkError:
    """What is said where a store does not let us in."""
    return NetworkError(
        f"{host.name} does not let us in (status {answer.status})",
        answer.address,
        "give --user and the password in LETTERBOOK_PASSWORD, or a token in LETTERBOOK_TOKEN; check what the user may do",
    )


def _named(address: str, graph: str) -> str:
    return f"{address}?graph={quote(graph, safe='')}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
