"""JSON-LD with its context inside: one tree from the letter down, each node once, readable without a tool.

The terms of schema.org are plain words ("sender"), all others have a prefix. A node stands where it is first reached from the
root; what only points to others ("the act of writing" to the letter) stands in ``@included``.

How the values of a property are read stands in the one context of all documents (``ontology/context.jsonld``). The context
inside a document is the part of it that the document uses, so that either can stand for the other. What is not as the
context says is written out in full.

Source:  JSON-LD 1.1, https://www.w3.org/TR/json-ld11/, sections 4.1 (context), 4.2.4 (language maps), 4.7 (included nodes)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from letterbook.formats import JSONLD
from letterbook.terms import XSD, Document, Term, literal_parts
from letterbook.vocabulary import RDF, SCHEMA, coercions, term

FORMAT = JSONLD

_TYPE = term("rdf:type")
_LABEL = term("rdfs:label")
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})")
# The document's own node is the first of the tree; what stands deeper is indented by two blanks at least.
_FIRST_ID = re.compile(rb'^ "@id": (".*"),?$', re.MULTILINE)
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NO_PREFIX = (
    "<http://",
    "<https://",
)  # how nearly every IRI begins; what stands before two slashes is taken for no prefix
_NOTHING: Mapping[Term, Sequence[Term]] = {}
_quoted = json.JSONEncoder(ensure_ascii=False).encode
_SCHEME = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*):(?!//)")
_WHOLE = XSD + "integer"
_DEEPEST = 24
"""Nodes within nodes; below that a node stands in @included, so that no chain of nodes is too deep for a parser."""


def write(document: Document, prefixes: Mapping[str, str], base: str = "") -> bytes:
    """The document as one JSON-LD object; its triples stand in the default graph."""
    writer = _Writer(document, prefixes)
    tree = writer.tree()
    return f"{{\n{writer.context()},{tree[1:]}\n".encode()


def join(files: Iterable[bytes]) -> Iterator[bytes]:
    """The files of many documents as one array; each is the named graph of its document, with a context of its own."""
    yield b"["
    for number, file in enumerate(files):
        match = _FIRST_ID.search(file)
        name = match[1] if match else b'""'
        yield (b"," if number else b"") + b'\n{\n "@id": ' + name + b',\n "@graph": ' + file.rstrip() + b"\n}"
    yield b"\n]\n"


class _Words:
    """The names of properties and classes under some prefixes, which documents share; made once for all of them.

    Form:    a name is a plain word of schema.org, a prefixed name, or the whole IRI; no local name has a # or a slash in it, so
             where each namespace ends in one of them, the last of them in an IRI tells which namespace it may be of.
    """

    def __init__(self, prefixes: tuple[tuple[str, str], ...]) -> None:
        self.prefixes = dict(prefixes)
        self.regular = all(namespace.endswith(("#", "/")) for namespace in self.prefixes.values())
        self.by_namespace: dict[str, str] = {}
        for prefix, namespace in prefixes:
            self.by_namespace.setdefault(namespace, prefix)
        self.names: dict[str, tuple[str, str | None]] = {}
        self.lines: dict[tuple[str, str], str] = {}

    def name(self, text: str) -> tuple[str, str | None]:
        """An IRI as the context shortens it, and the prefix that this takes; None where it takes none."""
        found = self.names.get(text)
        if found is None:
            found = self.names[text] = self._shorten(text)
        return found

    def _shorten(self, text: str) -> tuple[str, str | None]:
        if text.startswith(SCHEMA) and _LOCAL.fullmatch(text, len(SCHEMA)) and text[len(SCHEMA) :] not in self.prefixes:
            return text[len(SCHEMA) :], "schema"
        for prefix, namespace in self._candidates(text):
            if _LOCAL.fullmatch(text, len(namespace)):
                return f"{prefix}:{text[len(namespace) :]}", prefix
        return text, None

    def _candidates(self, text: str) -> Iterable[tuple[str, str]]:
        if not self.regular:
            return [(prefix, space) for prefix, space in self.prefixes.items() if text.startswith(space)]
        namespace = text[: max(text.rfind("#"), text.rfind("/")) + 1]
        prefix = self.by_namespace.get(namespace)
        return () if prefix is None else ((prefix, namespace),)

    def line(self, name: str, coercion: str) -> str:
        """The line of the context that says how the values of a property are read."""
        found = self.lines.get((name, coercion))
        if found is None:
            value = _CONTAINERS.get(coercion) or {"@type": coercion}
            found = self.lines[name, coercion] = f"  {json.dumps(name)}: {json.dumps(value)}"
        return found


_words = lru_cache(maxsize=64)(_Words)
_CONTAINERS = {"@language": {"@container": "@language"}}


class _Writer:
    """One document while its tree is written; gathers what the context must say.

    Form:    the text is that of ``json.dumps`` with an indent of one and all characters as they are (which has no fast way for
             an indent: measured, five times as slow).
    """

    def __init__(self, document: Document, prefixes: Mapping[str, str]) -> None:
        self.document = document
        self.nodes = document.nodes
        self.used: set[str] = set()
        taken = self._taken()
        known = coercions()
        used = {predicate for properties in self.nodes.values() for predicate in properties if predicate != _TYPE}
        self.coercions = {predicate: known.get(predicate, "") for predicate in used}
        chosen = sorted(
            (prefix, space) for prefix, space in prefixes.items() if prefix != "schema" and prefix not in taken
        )
        self.words = _words(tuple(chosen))
        self.names: dict[Term, str] = {}
        ordered = sorted(self.coercions, key=lambda each: (each != _LABEL, ":" in (name := self._name(each)), name))
        self.ranks = {each: number for number, each in enumerate(ordered)}
        self.orders: dict[
            tuple[Term, ...], list[tuple[Term, str, str]]
        ] = {}  # nodes of a kind have the same properties
        self.classes: dict[tuple[tuple[Term, ...], int], str] = {}
        self.placed: set[Term] = set()

    def _taken(self) -> set[str]:
        """The schemes of IRIs that a parser would take for prefixes: in <crm:E21> "crm" is one, which cannot be a prefix here."""
        values = {value for _, _, value in self.document.triples if value[-1] == ">"}
        iris = {value if value[0] == "<" else value[value.rindex('"') + 3 :] for value in values}
        terms = chain(self.nodes, {predicate for _, predicate, _ in self.document.triples}, iris)
        return {match[1] for each in terms if not each.startswith(_NO_PREFIX) and (match := _SCHEME.match(each))}

    # -- names

    def _name(self, node: Term) -> str:
        """A property or a class as the context shortens it."""
        found = self.names.get(node)
        if found is None:
            found, prefix = self.words.name(node[1:-1])
            if prefix is not None:
                self.used.add(prefix)
            self.names[node] = found
        return found

    def context(self) -> str:
        """The context of what the tree uses, each term on a line: vocabularies first, then how the properties are read."""
        lines = ['  "@version": 1.1']
        if "schema" in self.used:
            lines.append(f'  "@vocab": {json.dumps(SCHEMA)}')
        lines += [
            f"  {json.dumps(prefix)}: {json.dumps(space)}"
            for prefix, space in self.words.prefixes.items()
            if prefix in self.used
        ]
        said = {self._name(each): coercion for each in sorted(self.coercions, key=self._name)
                if (coercion := self.coercions[each])}  # fmt: skip
        lines += [self.words.line(name, coercion) for name, coercion in said.items()]
        return ' "@context": {\n' + ",\n".join(lines) + "\n }"

    # -- the tree

    def tree(self) -> str:
        """The document's node with everything that it leads to, and the rest beside it."""
        tree = self._node(self.document.iri, 0, 0)
        rest = [self._node(subject, 2, 0) for subject in self._leaders() if subject not in self.placed]
        if not rest:
            return tree
        return f'{tree[:-2]},\n "@included": {_array(rest, 1)}\n}}'

    def _leaders(self) -> Iterator[Term]:
        """The subjects, those that no other node leads to first: a time-span stands within its event."""
        led_to = {
            value
            for properties in self.nodes.values()
            for values in properties.values()
            for value in values
            if value in self.nodes
        }
        yield from (subject for subject in self.nodes if subject not in led_to)
        yield from (subject for subject in self.nodes if subject in led_to)

    def _node(self, node: Term, level: int, depth: int) -> str:
        """A node with its properties; nodes within it that are not placed yet stand in their place."""
        self.placed.add(node)
        properties = self.nodes.get(node, _NOTHING)
        inside = level + 1
        lines = [f'"@id": "{node[1:-1]}"']
        types = properties.get(_TYPE)
        if types:
            lines.append(self._types(tuple(types), inside))
        for predicate, name, coercion in self._in_order(properties):
            values = properties[predicate]
            if coercion == "@language":
                said = self._in_languages(values, inside, depth)
            elif len(values) == 1:
                said = self._value(values[0], coercion, inside, depth)
            else:
                said = _array([self._value(value, coercion, inside + 1, depth) for value in values], inside)
            lines.append(f"{name}: {said}")
        return _braced(lines, level)

    def _in_languages(self, values: Sequence[Term], level: int, depth: int) -> str:
        """Words by their language: {"en": "Moscow", "ru": "Москва"}; where not all have one, a list whose members are written out."""
        ends = [value[-1] for value in values]
        if '"' not in ends and ">" not in ends:
            return _by_language(values, level)
        if ends == ['"']:
            return _text_and_kind(values[0])[0]
        return _array([self._value(value, "@language", level + 1, depth) for value in values], level)

    def _types(self, types: tuple[Term, ...], level: int) -> str:
        """The classes, those of schema.org first."""
        found = self.classes.get((types, level))
        if found is None:
            names = sorted(map(self._name, types), key=lambda name: (":" in name, name))
            found = self.classes[types, level] = f'"@type": {_listed([_quoted(name) for name in names], level)}'
        return found

    def _in_order(self, properties: Mapping[Term, Sequence[Term]]) -> list[tuple[Term, str, str]]:
        """The properties but the class, as a person reads them, each with its name in quotes and its coercion."""
        key = tuple(properties)
        found = self.orders.get(key)
        if found is None:
            ordered = sorted((each for each in key if each != _TYPE), key=self.ranks.__getitem__)
            found = [(each, _quoted(self._name(each)), self.coercions[each]) for each in ordered]
            self.orders[key] = found
        return found

    def _value(self, value: Term, coercion: str, level: int, depth: int) -> str:
        if value[0] == "<":
            if value in self.nodes and value not in self.placed and depth < _DEEPEST:
                return self._node(value, level, depth + 1)
            name = f'"{value[1:-1]}"'  # no character of an IRI is escaped in JSON
            return name if coercion == "@id" else _braced([f'"@id": {name}'], level)
        return self._literal(value, coercion, level)

    def _literal(self, value: Term, coercion: str, level: int) -> str:
        text, kind = _text_and_kind(value)
        if not kind:
            # A term that is coerced otherwise would read a bare string as something else.
            return text if coercion in ("", "@language") else _braced([f'"@value": {text}'], level)
        if kind[0] == "@":
            return _braced([f'"@value": {text}', f'"@language": "{kind[1:]}"'], level)
        datatype = kind[3:-1]
        if datatype == _WHOLE and _INTEGER.fullmatch(text, 1, len(text) - 1):
            number = text[1:-1]
            return number if coercion in ("", "@language") else _braced([f'"@value": {number}'], level)
        if coercion == datatype:
            return text
        return _braced([f'"@value": {text}', f'"@type": {_quoted(self._datatype(datatype))}'], level)

    def _datatype(self, datatype: str) -> str:
        return self._name(Term(f"<{datatype}>")) if datatype.startswith((XSD, RDF)) else datatype


def _by_language(values: Sequence[Term], level: int) -> str:
    said: dict[str, list[str]] = {}
    for value in values:
        text, kind = _text_and_kind(value)
        said.setdefault(kind[1:], []).append(text)
    return _braced([f'"{tag}": {_listed(texts, level + 1)}' for tag, texts in said.items()], level)


def _text_and_kind(value: Term) -> tuple[str, str]:
    """The text of a literal as JSON, and what stands behind it; JSON has the escapes of N-Triples but for rare control characters."""
    end = value.rindex('"') + 1
    text = value[:end]
    return (text if "\\u" not in text else _quoted(literal_parts(value).text)), value[end:]


def _braced(lines: list[str], level: int) -> str:
    """An object whose members are these, on lines of their own."""
    inside = "\n " + " " * level
    return f"{{{inside}{f',{inside}'.join(lines)}{inside[:-1]}}}"


def _listed(items: list[str], level: int) -> str:
    """One value by itself, several as an array."""
    return items[0] if len(items) == 1 else _array(items, level)


def _array(items: list[str], level: int) -> str:
    inside = "\n " + " " * level
    return f"[{inside}{f',{inside}'.join(items)}{inside[:-1]}]"
