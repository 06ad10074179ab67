"""An edge list: who wrote to whom as CSV, with the headings that Gephi looks for."""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.catalogue import Catalogue
from letterbook.exports.csv import table_file
from letterbook.exports.form import File, Form, Wish
from letterbook.exports.network import network_of
from letterbook.exports.tables import Table

FORM = Form(
    name="edges",
    title="who wrote to whom as a list of edges",
    media_type="text/csv",
    file="edges.csv",
)

_HEADING = ("Source", "Target", "Type", "Weight", "Source label", "Target label", "First", "Last", "Label")


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """A row an edge."""
    yield table_file(Table(FORM.name, _HEADING, _rows(catalogue, wish)), wish)


def _rows(catalogue: Catalogue, wish: Wish) -> Iterator[tuple[str, ...]]:
    network = network_of(catalogue, wish.weight)
    for edge in network.edges:
        source, target = (network.nodes[end].name.label.text for end in (edge.source, edge.target))
        yield edge.source, edge.target, "Directed", str(edge.weight), source, target, edge.first, edge.last, edge.label
