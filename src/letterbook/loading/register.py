"""The register in the target: which graphs of this letterbook it has, by the digest and the number of triples of each.

It is a graph of its own in the target, so that any computer can go on where another has stopped. A graph is taken out of the
register before it is changed and entered again when it is there and was compared: whatever dies in between, what is registered is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from letterbook.errors import NetworkError
from letterbook.loading.target import Target
from letterbook.vocabulary import SCHEMA

DIGEST = f"{SCHEMA}sha256"
TRIPLES = "http://rdfs.org/ns/void#triples"
_ROWS_A_PAGE = 1_000
_ENTRIES_AN_UPDATE = 500
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Held:
    """One graph: the SHA-256 of its canonical N-Quads, and how many triples it has."""

    digest: str
    triples: int


@dataclass
class Register:
    """What the target has of one letterbook; ``cut_at`` is after how many rows it silently ends its answers, 0 for never."""

    target: Target
    graph: str
    held: dict[str, Held] = field(default_factory=dict)
    cut_at: int = 0

    def read(self) -> None:
        """Read the register as the target has it.

        Raises:  NetworkError where the target does not give the whole of it.
        """
        pattern = f"GRAPH <{self.graph}> {{ ?g <{DIGEST}> ?d ; <{TRIPLES}> ?n }}"
        wanted = int(self.target.select(f"SELECT (COUNT(*) AS ?all) {{ {pattern} }}")[0]["all"])
        rows = self.target.select(f"SELECT ?g ?d ?n {{ {pattern} }}")
        if len(rows) < wanted:
            self.cut_at = len(rows)
            rows = list(self._paged(pattern, min(_ROWS_A_PAGE, self.cut_at)))
        self.held = {row["g"]: Held(row["d"], int(row["n"])) for row in rows}
        if len(self.held) != wanted:
            raise NetworkError(
                f"the target says that it has {wanted:,} entries in its register, and gives {len(self.held):,}",
                self.graph,
                "drop that graph in the target, and load again: all graphs are then sent anew",
            )

    def _paged(self, pattern: str, size: int) -> Iterator[dict[str, str]]:
        last = ""
        while size:
            after = f'FILTER(STR(?g) > "{last}")' if last else ""
            rows = self.target.select(f"SELECT ?g ?d ?n {{ {pattern} {after} }} ORDER BY STR(?g) LIMIT {size}")
            yield from rows
            if len(rows) < size:
                return
            last = rows[-1]["g"]

    def forget(self, graphs: Iterable[str]) -> None:
        """Take graphs out of the register, before they are changed."""
        for some in _parts(graph for graph in graphs if graph in self.held):
            names = " ".join(f"<{graph}>" for graph in some)
            self.target.update(
                f"DELETE {{ GRAPH <{self.graph}> {{ ?g ?p ?o }} }} WHERE {{ GRAPH <{self.graph}> {{ ?g ?p ?o }} VALUES ?g {{ {names} }} }}"
            )
            for graph in some:
                del self.held[graph]

    def enter(self, graphs: Iterable[tuple[str, Held]]) -> None:
        """Enter graphs that are there now."""
        for some in _parts(graphs):
            self.target.update(f"INSERT DATA {{ GRAPH <{self.graph}> {{\n{entries(some)}}} }}")
            self.held.update(some)


def entries(graphs: Iterable[tuple[str, Held]]) -> str:
    """The entries of graphs as lines of N-Triples."""
    return "".join(
        f'<{graph}> <{DIGEST}> "{held.digest}" .\n'
        f'<{graph}> <{TRIPLES}> "{held.triples}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        for graph, held in graphs
    )


def _parts(things: Iterable[_Thing]) -> Iterator[list[_Thing]]:
    left = iter(things)
    while some := list(islice(left, _ENTRIES_AN_UPDATE)):
        yield some
