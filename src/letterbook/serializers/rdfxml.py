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


def join(files: Iterable[bytes]) -> Iterator[bytes]:
    """The files of many documents as one rdf:RDF element, under the head and the tail of the first."""
    tail = _serialized((), {})
    head = b""
    for file in files:
        start, end = file.index(b">", file.index(b"<rdf:RDF")) + 1, file.rindex(b"</rdf:RDF>")
        if not head:
            head, tail = file[:start], b"\n" + file[end:]
            yield head
        yield file[start:end].rstrip()
    yield tail


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
