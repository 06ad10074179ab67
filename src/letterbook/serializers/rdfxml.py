"""RDF/XML, for the tools that know no other; written by pyoxigraph.

Source:  RDF 1.1 XML Syntax, https://www.w3.org/TR/rdf-syntax-grammar/; XML 1.0, section 2.2 (characters)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph

from letterbook.errors import SerializationError
from letterbook.formats import RDFXML
from letterbook.terms import Document, Triple, iri_text, is_iri, literal_parts

FORMAT = RDFXML

# In canonical N-Triples the C0 controls stand escaped; tab, line feed and carriage return have escapes of their own.
_NOT_XML = re.compile(r"\\u00(?:0[0-8BEF]|1[0-9A-F])|\\[bf]|[\ufffe\uffff]")


def write(document: Document, prefixes: Mapping[str, str], base: str = "") -> bytes:
    """The document as RDF/XML.

    Raises:  SerializationError where a text has a character that XML 1.0 cannot hold.
    """
    return _serialized(document.triples, prefixes)


def write_all(documents: Iterable[Document], prefixes: Mapping[str, str], base: str = "") -> Iterator[bytes]:
    """The statements of all documents as one rdf:RDF element.

    Raises:  SerializationError as ``write`` does.
    """
    # One document at a time between one head and one tail, so that memory does not grow.
    head = tail = b""
    for document in documents:
        data = write(document, prefixes)
        start, end = data.index(b">", data.index(b"<rdf:RDF")) + 1, data.rindex(b"</rdf:RDF>")
        if not head:
            head, tail = data[:start], data[end:]
            yield head
        yield data[start:end].rstrip()
    yield b"\n" + tail if head else _serialized((), prefixes)


def _serialized(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    used = {prefix: namespace for prefix, namespace in sorted(prefixes.items()) if prefix != "rdf"}
    quads = (_triple(triple) for triple in triples)
    data = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.RDF_XML, prefixes=used)
    return (data or b"").rstrip(b"\n") + b"\n"


def _triple(triple: Triple) -> pyoxigraph.Triple:
    subject, predicate, value = triple
    node = pyoxigraph.NamedNode
    if is_iri(value):
        return pyoxigraph.Triple(node(iri_text(subject)), node(iri_text(predicate)), node(iri_text(value)))
    if _NOT_XML.search(value):
        raise SerializationError(
            f"a text of {iri_text(subject)} has a character that XML cannot hold",
            remedy="remove the control character from the source, or use another format",
        )
    parts = literal_parts(value)
    if parts.language:
        found = pyoxigraph.Literal(parts.text, language=parts.language)
    else:
        found = pyoxigraph.Literal(parts.text, datatype=node(parts.datatype))
    return pyoxigraph.Triple(node(iri_text(subject)), node(iri_text(predicate)), found)
