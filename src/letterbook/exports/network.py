"""The network of a correspondence: who wrote to whom, as nodes and edges."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from letterbook.catalogue import Catalogue, Entry, Name
from letterbook.exports.certainty import plain_date
from letterbook.exports.form import Weight


@dataclass(frozen=True, slots=True)
class Edge:
    """From a sender to an addressee: how many letters, and the first and the last day on which one may have been written.

    Form:    ``label`` names the letter where an edge is one letter.
    """

    source: str
    target: str
    weight: int = 1
    first: str = ""
    last: str = ""
    label: str = ""
    date: str = ""


@dataclass
class Node:
    """Someone who wrote or was written to, with the number of letters."""

    name: Name
    sent: int = 0
    received: int = 0


@dataclass
class Network:
    """Nodes and edges, both in order."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)


def network_of(catalogue: Catalogue, weight: Weight) -> Network:
    """The network of the letters that have both a sender and an addressee; a letter to two counts for each of them."""
    found = Network()
    merged: dict[tuple[str, str], Edge] = {}
    for entry in catalogue.letters():
        for edge in _edges(entry):
            if weight is Weight.NONE:
                found.edges.append(edge)
            else:
                known = merged.get((edge.source, edge.target))
                merged[edge.source, edge.target] = _joined(known, edge)
        if entry.senders and entry.addressees:
            for party in entry.senders:
                found.nodes.setdefault(party.name.iri, Node(party.name)).sent += 1
            for party in entry.addressees:
                found.nodes.setdefault(party.name.iri, Node(party.name)).received += 1
    found.edges += [merged[pair] for pair in sorted(merged)]
    found.nodes = dict(sorted(found.nodes.items()))
    return found


def _edges(entry: Entry) -> list[Edge]:
    when = entry.dated
    first, last = (when.begin, when.end) if when else ("", "")
    return [
        Edge(one.name.iri, other.name.iri, 1, first, last, entry.title.text, plain_date(when))
        for one in entry.senders
        for other in entry.addressees
    ]


def _joined(known: Edge | None, edge: Edge) -> Edge:
    if known is None:
        return replace(edge, label="", date="")
    return replace(
        known,
        weight=known.weight + 1,
        first=min(filter(None, (known.first, edge.first)), default=""),
        last=max(filter(None, (known.last, edge.last)), default=""),
    )
