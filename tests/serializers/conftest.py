"""What the tests of all formats share: documents read back by every parser, as comparable lines."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from typing import Any

import pyld.jsonld
import pyoxigraph
import pytest
import rdflib

from letterbook import terms
from letterbook.terms import Document

OXIGRAPH = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "nq": "nquads", "rdf": "xml"}

Lines = set[tuple[str, str, str]]


def literal(text: str, language: str | None, datatype: str | None) -> str:
    # Language tags are the same in any case (RDF 1.1 Concepts, section 3.3); some parsers keep it, some do not.
    if language:
        return terms.literal(text, language=language.lower())
    return terms.literal(text, datatype=datatype or "")


def by_pyoxigraph(data: bytes, extension: str) -> Lines:
    def term(node: Any) -> str:
        if isinstance(node, pyoxigraph.Literal):
            return literal(node.value, node.language, node.datatype.value)
        return str(node)

    return {
        (term(quad.subject), term(quad.predicate), term(quad.object))
        for quad in pyoxigraph.parse(data, OXIGRAPH[extension])
    }


def by_rdflib(data: bytes, extension: str) -> Lines:
    def term(node: Any) -> str:
        if isinstance(node, rdflib.Literal):
            return literal(str(node), node.language, node.datatype and str(node.datatype))
        return f"<{node}>" if isinstance(node, rdflib.URIRef) else f"_:{node}"

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib 7.6 warns of what it does itself in Dataset.parse
        dataset = rdflib.Dataset().parse(data=data, format=RDFLIB[extension])
    return {(term(s), term(p), term(o)) for s, p, o, _ in dataset.quads()}


def by_pyld(data: bytes) -> Lines:
    def refuse(url: str, options: dict[str, Any]) -> Any:
        raise AssertionError(f"a context was asked for: {url}")

    lines = pyld.jsonld.to_rdf(json.loads(data), {"format": "application/n-quads", "documentLoader": refuse})
    return by_pyoxigraph(lines.encode(), "nq")


def by_all(data: bytes, extension: str) -> dict[str, Lines]:
    found = {"pyoxigraph": by_pyoxigraph(data, extension), "rdflib": by_rdflib(data, extension)}
    if extension == "jsonld":
        found["PyLD"] = by_pyld(data)
    return found


def as_stated(document: Document) -> Lines:
    def term(node: terms.Term) -> str:
        if terms.is_iri(node):
            return node
        parts = terms.literal_parts(node)
        return literal(parts.text, parts.language, parts.datatype)

    return {(s, p, term(o)) for s, p, o in document.triples}


@pytest.fixture(scope="session")
def read_back() -> Callable[[bytes, str], dict[str, Lines]]:
    """What each parser that knows the format reads: rdflib, pyoxigraph, and PyLD without a network."""
    return by_all


@pytest.fixture(scope="session")
def stated() -> Callable[[Document], Lines]:
    """What a document states, in the same form."""
    return as_stated


@pytest.fixture(scope="session")
def survives() -> Callable[..., None]:
    """Fails unless a document, as a serializer writes it, is read back unchanged by every parser."""

    def check(writer: Any, document: Document, prefixes: dict[str, str], base: str = "") -> None:
        data = writer.write(document, prefixes, base)
        wanted = as_stated(document)
        for parser, found in by_all(data, writer.FORMAT.extension).items():
            assert found == wanted, f"{writer.FORMAT.name} read by {parser}"

    return check
