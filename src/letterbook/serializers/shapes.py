"""Documents of shapes in every format: the only ones with blank nodes, since SHACL has its paths in no other form.

Source:  SHACL, https://www.w3.org/TR/shacl/#property-paths (a path that is no property is a blank node)
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph

from letterbook.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TURTLE, Format
from letterbook.terms import Document, iri_text

_WRITERS = {
    TURTLE: pyoxigraph.RdfFormat.TURTLE,
    JSONLD: pyoxigraph.RdfFormat.JSON_LD,
    NTRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
    NQUADS: pyoxigraph.RdfFormat.N_QUADS,
    RDFXML: pyoxigraph.RdfFormat.RDF_XML,
}


def write(document: Document, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """The document in a format; in N-Quads its triples stand in its graph."""
    lines = "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in document.triples)
    parser = pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES)
    graph = pyoxigraph.NamedNode(iri_text(document.iri)) if form is NQUADS else pyoxigraph.DefaultGraph()
    quads = [pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parser]
    used = {key: space for key, space in prefixes.items() if f"<{space}" in lines}
    return pyoxigraph.serialize(quads, format=_WRITERS[form], prefixes=used) or b""
