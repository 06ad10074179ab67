"""What a store has after loading, beside what it was sent: counted, and asked back.

Source:  RDF Dataset Canonicalization (RDFC-1.0): of graphs without blank nodes the canonical form is the sorted lines
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from letterbook.findings import Finding, number_of
from letterbook.loading.comparing import Difference, Triple, difference
from letterbook.loading.graphs import Graphs, parsed
from letterbook.loading.register import Register
from letterbook.terms import Term

_MOST_NAMED = 5
_AGAIN = "load again; if it stays so, look into the log of the store"


class Extent(StrEnum):
    """Which graphs are asked back and compared; the triples of all are counted."""

    COUNTS = "counts"
    SENT = "sent"
    ALL = "all"


class Comparison:
    """The graphs that were looked at in the store, and what was found.

    Form:    ``same`` counts those that the store gives as they were sent; ``wrong`` are those that are to be sent again.
    """

    def __init__(self, register: Register, graphs: Graphs) -> None:
        self.same = 0
        self.wrong: set[str] = set()
        self._register = register
        self._graphs = graphs
        self._said: list[Finding] = []
        self._cut: list[tuple[str, int, int]] = []
        self._rewritten: Counter[tuple[Term, Term]] = Counter()
        self._rewritten_in = 0

    def compare(self, graph: str) -> None:
        """Ask a graph back, and compare it with what the build has."""
        target = self._register.target
        given = target.triples(graph)
        if _digest(graph, given) == self._graphs.digests[graph]:
            self.same += 1
            return
        found = difference(parsed(self._graphs.triples(graph)), given)
        if found.rewritten:
            self._rewritten.update(found.rewritten)
            self._rewritten_in += 1
        if not found.missing and not found.unknown:
            self.same += 1
            return
        counted = dict(target.counts([graph]))[graph]
        if not found.unknown and len(given) < counted:
            self._cut.append((graph, len(given), counted))
        else:
            self._wrong(graph, found)

    def count(self, note: Callable[[str, int, int], None]) -> None:
        """Let the store count the triples of every graph in the register; those with another number are compared too."""
        held = self._register.held
        odd: list[str] = []
        for number, (graph, counted) in enumerate(self._register.target.counts(list(held)), 1):
            note("count", number, len(held))
            if counted != held[graph].triples:
                odd.append(graph)
        for graph in odd:
            before = self._rewritten_in
            self.compare(graph)
            if graph in self.wrong or self._rewritten_in == before:  # else two literals of one value have become one
                self._wrong_number(graph)

    def _wrong_number(self, graph: str) -> None:
        self.wrong.add(graph)
        counted = dict(self._register.target.counts([graph]))[graph]
        sent = self._register.held[graph].triples
        message = f"{graph} has {number_of(counted, 'triple')} in the store, and {sent} were sent"
        self._said.append(Finding(code="L701", message=message, remedy=_AGAIN, file=self._graphs.files[graph]))

    def _wrong(self, graph: str, found: Difference) -> None:
        self.wrong.add(graph)
        parts = [
            f"{number_of(len(triples), 'triple')} {what}, first {' '.join(triples[0])[:200]}"
            for what, triples in (("missing", found.missing), ("that nobody has sent", found.unknown))
            if triples
        ]
        message = f"{graph} comes back with {'; '.join(parts)}"
        self._said.append(Finding(code="L702", message=message, remedy=_AGAIN, file=self._graphs.files[graph]))

    def findings(self) -> list[Finding]:
        """What was found, the like of several graphs once; and how the store is to be asked."""
        findings = list(self._said)
        if self._register.cut_at:
            findings.append(_cut(f"{number_of(self._register.cut_at, 'row')} of a longer answer", "a query"))
        if self._cut:
            graph, given, counted = self._cut[0]
            more = f", and so with {number_of(len(self._cut) - 1, 'other graph')}" if len(self._cut) > 1 else ""
            findings.append(_cut(f"{given:,} of {counted:,} triples of {graph}{more}", "a whole graph"))
        if self._rewritten:
            shown = ", ".join(f"{one} → {other}" for (one, other), _ in self._rewritten.most_common(_MOST_NAMED))
            total = sum(self._rewritten.values())
            findings.append(
                Finding(
                    code="L703",
                    message=f"{number_of(total, 'literal')} in {number_of(self._rewritten_in, 'graph')} come back in another writing of the same value: {shown}",
                    remedy="fine as it is; compare values and not their writing, or take the writing from the files of the build",
                )
            )
        target = self._register.target
        some = next(iter(self._graphs.digests), "")
        if some and not target.select(f"SELECT ?s {{ GRAPH <{some}> {{ ?s ?p ?o }} ?s ?p ?o }} LIMIT 1"):
            findings.append(_without_graph(target.at.store.how_to_union))
        return findings


def _digest(graph: str, triples: frozenset[Triple]) -> str:
    """The SHA-256 of a graph in canonical form."""
    lines = sorted(f"{s} {p} {o} <{graph}> .\n" for s, p, o in triples)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _cut(what: str, asked: str) -> Finding:
    return Finding(
        code="L704",
        message=f"the store gives {what} and does not say that there is more, when it is asked for {asked}",
        remedy="raise its limit, in Virtuoso ResultSetMaxRows; what is cut was verified by its number of triples only",
    )


def _without_graph(how: str) -> Finding:
    return Finding(
        code="L705",
        message="a query without GRAPH sees nothing of the letterbook in this store",
        remedy=f"write GRAPH ?g {{ … }}, or {how or 'make the union of the graphs its default graph'}",
    )
