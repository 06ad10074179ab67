"""The stores that are known: at which addresses below its own each one is asked, changed, and given whole graphs.

To add one: one entry in ``STORES``. What speaks the SPARQL protocols and is not listed is loaded as ``sparql``, with its addresses.

Source:  SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/; SPARQL 1.1 Graph Store HTTP Protocol,
         https://www.w3.org/TR/sparql11-http-rdf-update/; the manuals of the stores
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from letterbook.errors import UsageError


@dataclass(frozen=True, slots=True)
class Store:
    """One kind of store.

    Form:    ``server`` is a word by which its answers are known. ``query``, ``update`` and ``graphs`` are what stands behind its address; ``graphs`` is None where whole graphs are
             neither put nor given. ``triples_as`` is the media type in which triples are sent. ``unions`` tells whether a query without GRAPH
             sees the named graphs; ``how_to_union`` what to do where it does not.
    """

    name: str
    query: str
    update: str
    graphs: str | None
    triples_as: str = "application/n-triples"
    server: str = ""
    unions: bool = True
    how_to_union: str = ""


STORES: dict[str, Store] = {
    each.name: each
    for each in (
        Store("oxigraph", "/query", "/update", "/store", server="oxigraph", unions=False,
              how_to_union="start it with: oxigraph serve --union-default-graph"),
        Store("fuseki", "/query", "/update", "/data", server="fuseki", unions=False,
              how_to_union="set tdb2:unionDefaultGraph true in its configuration"),
        # 7.2.5 knows N-Triples by its old media type only; every N-Triples document is a Turtle document.
        Store("virtuoso", "/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth", triples_as="text/turtle", server="virtuoso"),
        Store("rdf4j", "", "/statements", "/rdf-graphs/service"),
        Store("graphdb", "", "/statements", "/rdf-graphs/service"),
        Store("sparql", "", "", None),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where one store is asked, changed and given whole graphs."""

    store: Store
    query: str
    update: str
    graphs: str | None

    def by_update(self) -> Addresses:
        """The same without whole graphs: everything by SPARQL Update and by queries."""
        return replace(self, graphs=None)


def addresses_of(store: Store, address: str, *, update: str = "", graphs: str = "") -> Addresses:
    """The addresses of a store that stands at an address; ``update`` and ``graphs`` in place of the usual ones.

    Raises:  UsageError where a store that is not listed has no address for updates.
    """
    root = address.rstrip("/")
    if store.name == "virtuoso":
        root = root.removesuffix("/sparql")
    if not store.update and not update:
        raise UsageError(
            "nothing says where this store takes updates", address, "give its address with --update-url, or --store"
        )
    if store.graphs is not None:
        graphs = graphs or root + store.graphs
    return Addresses(store, root + store.query, update or root + store.update, graphs or None)


def store_named(name: str) -> Store:
    """The store of this name.

    Raises:  UsageError, which lists those there are.
    """
    if name not in STORES:
        raise UsageError(f"{name!r} is not a store that is known", remedy=f"choose one of: {', '.join(STORES)}")
    return STORES[name]


def store_at(address: str, headers: Mapping[str, str]) -> Store | None:
    """The kind of a store by its address and by the headers of its answers; None where those do not tell.

    Form:    Fuseki has no Server header unless it is told to, but a header of its own.
    """
    path = urlsplit(address).path
    if "/repositories/" in path:
        return STORES["rdf4j" if "rdf4j" in path else "graphdb"]
    said = " ".join([headers.get("server", ""), *headers]).lower()
    return next((each for each in STORES.values() if each.server and each.server in said), None)
