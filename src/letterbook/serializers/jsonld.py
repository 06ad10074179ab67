"""JSON-LD with its context inside: one tree from the letter down, each node once, readable without a tool.

The terms of schema.org are plain words ("sender"), all others have a prefix. A node stands where it is first reached from the
root; what only points to others ("the act of writing" to the letter) stands in ``@included``.

Source:  JSON-LD 1.1, https://www.w3.org/TR/json-ld11/, sections 4.1 (context), 4.2.4 (language maps), 4.7 (included nodes)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from letterbook.formats import JSONLD
from letterbook.serializers.order import subjects_in_order
from letterbook.terms import XSD, XSD_STRING, Document, Literal, Term, iri_text, is_iri, literal_parts
from letterbook.vocabulary import RDF, SCHEMA, term

FORMAT = JSONLD

_TYPE = term("rdf:type")
_LABEL = term("rdfs:label")
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})")
# The document's own node is the first of the tree; what stands deeper is indented by two blanks at least.
_FIRST_ID = re.compile(rb'^ "@id": (".*"),?$', re.MULTILINE)
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_SCHEME = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*):(?!//)")
_DEEPEST = 24
"""Nodes within nodes; below that a node stands in @included, so that no chain of nodes is too deep for a parser."""

_WORDS_IN_LANGUAGES = frozenset(
    term(name)
    for name in (
        "rdfs:label",
        "schema:name",
        "schema:alternateName",
        "schema:text",
        "schema:description",
        "schema:roleName",
        "crm:P190_has_symbolic_content",
        "crm:P79_beginning_is_qualified_by",
        "crm:P80_end_is_qualified_by",
        "skos:prefLabel",
        "skos:definition",
    )
)
"""Properties whose values are grouped by language: {"en": "Moscow", "ru": "Москва"}."""


def write(document: Document, prefixes: Mapping[str, str], base: str = "") -> bytes:
    """The document as one JSON-LD object; its triples stand in the default graph."""
    writer = _Writer(document, prefixes)
    tree = json.dumps(writer.tree(), ensure_ascii=False, indent=1)
    return f"{{\n{_context_lines(writer.context())},{tree[1:]}\n".encode()


def join(files: Iterable[bytes]) -> Iterator[bytes]:
    """The files of many documents as one array; each is the named graph of its document, with a context of its own."""
    yield b"["
    for number, file in enumerate(files):
        match = _FIRST_ID.search(file)
        name = match[1] if match else b'""'
        yield (b"," if number else b"") + b'\n{\n "@id": ' + name + b',\n "@graph": ' + file.rstrip() + b"\n}"
    yield b"\n]\n"


def _context_lines(context: Mapping[str, Any]) -> str:
    """The context with each term on a line of its own."""
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in context.items()]
    return ' "@context": {\n' + ",\n".join(lines) + "\n }"


class _Writer:
    """One document while its tree is made; gathers what the context must say."""

    def __init__(self, document: Document, prefixes: Mapping[str, str]) -> None:
        self.document = document
        self.used: set[str] = set()
        self.nodes: dict[Term, dict[Term, list[Term]]] = {}
        for subject, predicate, value in document.triples:
            self.nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
        kinds = self._kinds()
        self.coercions = {predicate: next(iter(found)) if len(found) == 1 else "" for predicate, found in kinds.items()}
        taken = self._schemes({kind for found in kinds.values() for kind in found})
        self.prefixes = {
            prefix: space for prefix, space in sorted(prefixes.items()) if prefix != "schema" and prefix not in taken
        }
        self.names: dict[Term, str] = {}
        self.placed: set[Term] = set()

    def _schemes(self, kinds: set[str]) -> set[str]:
        """The schemes of IRIs that a parser would take for prefixes, as in <crm:E21>: these cannot be prefixes here."""
        terms = kinds.union(*self.document.triples)
        return {match[1] for term in terms if (match := _SCHEME.match(term))}

    def _kinds(self) -> dict[Term, set[str]]:
        """How each property's values are read: as IRIs, as a datatype, as words by language."""
        kinds: dict[Term, set[str]] = {}
        for _, predicate, value in self.document.triples:
            if predicate != _TYPE:
                kinds.setdefault(predicate, set()).add(self._kind(predicate, value))
        return kinds

    @staticmethod
    def _kind(predicate: Term, value: Term) -> str:
        if is_iri(value):
            return "@id"
        parts = literal_parts(value)
        if parts.language:
            return "@language" if predicate in _WORDS_IN_LANGUAGES else "tagged"
        return parts.datatype

    # -- names

    def _name(self, node: Term) -> str:
        """A property or a class as the context shortens it."""
        found = self.names.get(node)
        if found is None:
            text = iri_text(node)
            found = text
            if (
                text.startswith(SCHEMA)
                and _LOCAL.fullmatch(text, len(SCHEMA))
                and text[len(SCHEMA) :] not in self.prefixes
            ):
                self.used.add("schema")
                found = text[len(SCHEMA) :]
            else:
                for prefix, namespace in self.prefixes.items():
                    if text.startswith(namespace) and _LOCAL.fullmatch(text, len(namespace)):
                        self.used.add(prefix)
                        found = f"{prefix}:{text[len(namespace) :]}"
                        break
            self.names[node] = found
        return found

    def context(self) -> dict[str, Any]:
        """The context of what the tree uses: vocabularies first, then how the properties are read."""
        result: dict[str, Any] = {"@version": 1.1}
        if "schema" in self.used:
            result["@vocab"] = SCHEMA
        for prefix in self.prefixes:
            if prefix in self.used:
                result[prefix] = self.prefixes[prefix]
        for predicate in sorted(self.coercions, key=self._name):
            coercion = self.coercions[predicate]
            name = self._name(predicate)
            if coercion == "@id":
                result[name] = {"@type": "@id"}
            elif coercion == "@language":
                result[name] = {"@container": "@language"}
            elif coercion and coercion not in ("tagged", XSD_STRING, XSD + "integer"):
                result[name] = {"@type": coercion}
        return result

    # -- the tree

    def tree(self) -> dict[str, Any]:
        """The document's node with everything that it leads to, and the rest beside it."""
        subjects = subjects_in_order(self.document)
        tree = self._node(self.document.iri)
        rest: list[Any] = []
        for subject in self._leaders(subjects):
            if subject not in self.placed:
                rest.append(self._node(subject))
        if rest:
            tree["@included"] = rest
        return tree

    def _leaders(self, subjects: list[Term]) -> list[Term]:
        """The subjects, those that no other node leads to first: a time-span stands within its event."""
        led_to = {value for _, _, value in self.document.triples if value in self.nodes}
        return [*(s for s in subjects if s not in led_to), *(s for s in subjects if s in led_to)]

    def _node(self, node: Term, depth: int = 0) -> dict[str, Any]:
        """A node with its properties; nodes within it that are not placed yet stand in their place."""
        self.placed.add(node)
        properties = self.nodes.get(node, {})
        result: dict[str, Any] = {"@id": iri_text(node)}
        types = properties.get(_TYPE, [])
        if types:
            names = sorted((self._name(each) for each in types), key=lambda name: (":" in name, name))
            result["@type"] = names[0] if len(names) == 1 else names
        ordered = sorted(
            (each for each in properties if each != _TYPE),
            key=lambda each: (each != _LABEL, ":" in self._name(each), self._name(each)),
        )
        for predicate in ordered:
            values = properties[predicate]
            coercion = self.coercions[predicate]
            if coercion == "@language":
                result[self._name(predicate)] = self._by_language(values)
            else:
                items = [self._value(value, coercion, depth) for value in values]
                result[self._name(predicate)] = items[0] if len(items) == 1 else items
        return result

    @staticmethod
    def _by_language(values: list[Term]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for value in values:
            parts = literal_parts(value)
            before = result.get(parts.language)
            if before is None:
                result[parts.language] = parts.text
            else:
                result[parts.language] = [*before, parts.text] if isinstance(before, list) else [before, parts.text]
        return result

    def _value(self, value: Term, coercion: str, depth: int) -> Any:
        if is_iri(value):
            if value in self.nodes and value not in self.placed and depth < _DEEPEST:
                return self._node(value, depth + 1)
            return iri_text(value) if coercion == "@id" else {"@id": iri_text(value)}
        return self._literal(literal_parts(value), coercion)

    def _literal(self, parts: Literal, coercion: str) -> Any:
        if parts.language:
            return {"@value": parts.text, "@language": parts.language}
        if parts.datatype == XSD_STRING:
            # A term that is coerced otherwise would read a bare string as something else.
            return parts.text if coercion in ("", XSD_STRING, "tagged") else {"@value": parts.text}
        if parts.datatype == XSD + "integer" and _INTEGER.fullmatch(parts.text):
            return int(parts.text)
        if coercion == parts.datatype and coercion != XSD + "integer":
            return parts.text
        return {"@value": parts.text, "@type": self._datatype(parts.datatype)}

    def _datatype(self, datatype: str) -> str:
        return self._name(Term(f"<{datatype}>")) if datatype.startswith((XSD, RDF)) else datatype
