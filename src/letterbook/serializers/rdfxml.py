"""RDF/XML, for the tools that know no other; as pyoxigraph writes it.

Source:  RDF 1.1 XML Syntax, https://www.w3.org/TR/rdf-syntax-grammar/; XML 1.0, section 2.2 (characters)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import pyoxigraph

from letterbook.errors import SerializationError
from letterbook.formats import RDFXML
from letterbook.terms import XSD_STRING, Document, Term, iri, literal_parts
from letterbook.vocabulary import RDF

FORMAT = RDFXML

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A property and a class are names of elements: their IRI must end in a name that every XML parser reads, and the sign before it
# must leave no doubt where it begins (pyoxigraph takes more letters for names than the parsers of the fourth edition of XML).
_NAME_AT_END = re.compile(r"[!#$%&'()*+,/:;=?@~\]][0-9.-]*[A-Za-z_][A-Za-z0-9_.-]*\Z")
_TYPE = pyoxigraph.NamedNode(RDF + "type")
_TYPE_TERM = iri(RDF + "type")
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def write(document: Document, prefixes: Mapping[str, str], base: str = "") -> bytes:
    """The document as RDF/XML.

    Raises:  SerializationError where a text has a character that XML 1.0 cannot hold, or a property or a class has no
             name that can be an element.
    """
    return _written(document, prefixes) or _serialize(_triples(document), prefixes)


def join(files: Iterable[bytes]) -> Iterator[bytes]:
    """The files of many documents as one rdf:RDF element, under the head and the tail of the first."""
    tail = serialize((), {})
    head = b""
    for file in files:
        start, end = file.index(b">", file.index(b"<rdf:RDF")) + 1, file.rindex(b"</rdf:RDF>")
        if not head:
            head, tail = file[:start], b"\n" + file[end:]
            yield head
        yield file[start:end].rstrip()
    yield tail


class _Names:
    """The names of properties and classes under some prefixes, which documents share, and the beginning of a file with these."""

    def __init__(self, prefixes: tuple[tuple[str, str], ...]) -> None:
        empty = _serialize((), dict(prefixes)).decode()
        self.head, self.tail = empty[: empty.rindex("<")].rstrip(), empty[empty.rindex("<") :]
        self.by_namespace = {namespace: prefix for prefix, namespace in prefixes if namespace != RDF}
        self.known: dict[Term, str] = {_TYPE_TERM: "rdf:type", iri(RDF + "value"): "rdf:value"}

    def __call__(self, term: Term) -> str:
        """A prefix and a name; empty where the library must find one or refuse."""
        found = self.known.get(term)
        if found is None:
            end = max(term.rfind("#"), term.rfind("/")) + 1
            prefix, local = self.by_namespace.get(term[1:end]), term[end:-1]
            found = self.known[term] = f"{prefix}:{local}" if prefix and _LOCAL.fullmatch(local) else ""
        return found


_names = lru_cache(maxsize=4)(_Names)


def _written(document: Document, prefixes: Mapping[str, str]) -> bytes:
    """The file as the library would write it, in a third of the time; empty where it has something that only the library knows."""
    names = _names(tuple(sorted(prefixes.items())))
    lines = [names.head]
    last, element = "", ""
    for subject, predicate, value in document.triples:
        name, begins = names(predicate), subject != last
        kind = names(value) if begins and predicate == _TYPE_TERM else "rdf:Description"
        if not name or not kind:
            return b""
        if begins:
            lines += [f"\t</{element}>"] if element else []
            lines.append(f'\t<{kind} rdf:about="{_escaped(subject[1:-1])}">')
            last, element = subject, kind
            if predicate == _TYPE_TERM:
                continue
        if value[0] == "<":
            lines.append(f'\t\t<{name} rdf:resource="{_escaped(value[1:-1])}"/>')
            continue
        text, language, datatype = literal_parts(value)
        if not text.isprintable() and _NOT_XML.search(text):
            return b""
        how = f' xml:lang="{language.lower()}"' if language else ""
        if not language and datatype != XSD_STRING:
            how = f' rdf:datatype="{_escaped(datatype)}"'
        lines.append(f"\t\t<{name}{how}>{_escaped(text)}</{name}>")
    lines += [f"\t</{element}>"] if element else []
    return keep_returns("\n".join((*lines, names.tail)).encode())


def _escaped(text: str) -> str:
    if "&" in text or "'" in text or '"' in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace("'", "&apos;").replace('"', "&quot;")
    return text


def serialize(triples: Iterable[pyoxigraph.Triple], prefixes: Mapping[str, str]) -> bytes:
    """Triples of pyoxigraph as RDF/XML that every XML parser reads alike; blank nodes may be among them.

    Raises:  SerializationError as ``write``.
    """
    return _serialize(map(_checked, triples), prefixes)


def _serialize(triples: Iterable[pyoxigraph.Triple], prefixes: Mapping[str, str]) -> bytes:
    used = {prefix: namespace for prefix, namespace in sorted(prefixes.items()) if prefix != "rdf"}
    try:
        data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.RDF_XML, prefixes=used) or b""
    except OSError as error:  # rdf:li, rdf:Description and their like are syntax, not properties
        raise SerializationError(f"not for RDF/XML: {error}", remedy="use another format") from error
    return keep_returns(data.rstrip(b"\n")) + b"\n"


def keep_returns(xml: bytes) -> bytes:
    """An XML document with its carriage returns as references: a bare one is read as a line feed (XML 1.0, section 2.11)."""
    return xml.replace(b"\r", b"&#13;")


def check_text(text: str, owner: str) -> None:
    """Refuse a text that no XML document can hold.

    Raises:  SerializationError, which names ``owner``, whose text it is.
    """
    if _NOT_XML.search(text):
        raise SerializationError(
            f"a text of {owner} has a character that XML cannot hold",
            remedy="remove the control character from the source, or use another format",
        )


def _checked(triple: pyoxigraph.Triple) -> pyoxigraph.Triple:
    predicate, value = triple.predicate, triple.object
    if isinstance(value, pyoxigraph.Literal):
        check_text(value.value, str(triple.subject))
    elif predicate == _TYPE:
        _check_name(value, triple)
    _check_name(predicate, triple)
    return triple


def _check_name(element: object, triple: pyoxigraph.Triple) -> None:
    if isinstance(element, pyoxigraph.NamedNode) and not _has_a_name(element):
        raise SerializationError(
            f"{element} of {triple.subject} does not end in a name, and RDF/XML must write it as one",
            remedy="use another format",
        )


@lru_cache(maxsize=10_000)
def _has_a_name(element: pyoxigraph.NamedNode) -> bool:
    return _NAME_AT_END.search(element.value) is not None


def _triples(document: Document) -> Iterator[pyoxigraph.Triple]:
    """The triples of a document, checked; each of its nodes is made once (measured: half of the time goes into making them)."""
    nodes: dict[Term, pyoxigraph.NamedNode] = {}
    for subject, predicate, value in document.triples:
        about = nodes.get(subject)
        if about is None:
            about = nodes[subject] = pyoxigraph.NamedNode(subject[1:-1])
        if value[0] == "<":
            node = nodes.get(value)
            if node is None:
                node = nodes[value] = pyoxigraph.NamedNode(value[1:-1])
            made = pyoxigraph.Triple(about, _common(predicate), node)
            if not _has_a_name(made.predicate) or (predicate == _TYPE_TERM and not _has_a_name(node)):
                _checked(made)
            yield made
        else:
            yield _checked(pyoxigraph.Triple(about, _common(predicate), _literal(value)))


def _literal(value: Term) -> pyoxigraph.Literal:
    parts = literal_parts(value)
    if parts.language:
        return pyoxigraph.Literal(parts.text, language=parts.language)
    return pyoxigraph.Literal(parts.text, datatype=_common(Term(f"<{parts.datatype}>")))


@lru_cache(maxsize=10_000)
def _common(name: Term) -> pyoxigraph.NamedNode:
    """A property or a datatype, which documents share."""
    return pyoxigraph.NamedNode(name[1:-1])
