"""RDF files of others, statement by statement: the seam through which they come in, before it anything is made of them.

Nothing is fetched: a JSON-LD file that names a context elsewhere is refused, ``owl:imports`` and ``rdfs:seeAlso`` are statements like
others. The parser's terms end here, so that the steps before the mapper need no RDF library.

Source:  RDF 1.1 (Turtle, N-Triples, N-Quads, TriG, RDF/XML), JSON-LD 1.1
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
from lxml import etree

from letterbook.authority import Statement
from letterbook.errors import ReadError

ENDINGS: dict[str, pyoxigraph.RdfFormat] = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
"""The endings of RDF files, and their formats."""


def is_graph(path: Path) -> bool:
    """Whether a file is read as RDF, by its ending."""
    return path.suffix.lower() in ENDINGS


def statements_in(path: Path) -> Iterator[Statement]:
    """The statements of an RDF file in their order, whatever graph they are in; the file is not held whole.

    Raises:  ReadError for a file that cannot be read to its end, after the statements before the fault.
    """
    form = ENDINGS[path.suffix.lower()]
    try:
        if form == pyoxigraph.RdfFormat.RDF_XML:
            _refuse_unsafe(path)
        for quad in pyoxigraph.parse(path=str(path), format=form):
            if isinstance(quad.subject, pyoxigraph.Triple) or isinstance(quad.object, pyoxigraph.Triple):
                continue  # a statement about a statement says nothing of a person
            value = quad.object
            language = (value.language or "") if isinstance(value, pyoxigraph.Literal) else ""
            is_node = not isinstance(value, pyoxigraph.Literal)
            yield Statement(_name(quad.subject), quad.predicate.value, _name(value), is_node, language)
    except SyntaxError as error:
        remedy = "correct the file"
        if "LoadDocumentCallback" in str(error):
            remedy = "write the context into the file: nothing is fetched for it"
        raise ReadError(f"it is not well-formed: {error.msg}", remedy=remedy) from error
    except OSError as error:
        raise ReadError(f"it cannot be opened: {error.strerror or error}", remedy="make it readable") from error


def _name(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal) -> str:
    return f"_:{term.value}" if isinstance(term, pyoxigraph.BlankNode) else term.value


def _refuse_unsafe(path: Path) -> None:
    """Refuse entities, which the parser would expand without end, and depths at which it does not end.

    Raises:  ReadError.
    """
    if b"<!DOCTYPE" in path.read_bytes().replace(b"\0", b"").upper():
        raise ReadError(
            "it has a document type declaration, which can multiply its text", remedy="write out its entities"
        )
    try:
        for _, element in etree.iterparse(
            str(path), load_dtd=False, no_network=True, resolve_entities=False, huge_tree=False
        ):
            element.clear()
    except etree.XMLSyntaxError as error:
        raise ReadError(f"it is not well-formed: {error.msg}", remedy="correct the file") from error
