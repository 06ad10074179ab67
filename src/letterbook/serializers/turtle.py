"""Turtle: sorted, with prefixes, for people and for version control.

Source:  RDF 1.1 Turtle, https://www.w3.org/TR/turtle/#sec-grammar
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from letterbook.formats import TURTLE
from letterbook.terms import XSD, Document, Term, iri_text
from letterbook.vocabulary import term

FORMAT = TURTLE

# PN_LOCAL without percent signs, escapes and colons, and without a dot at its end: what every parser reads alike.
_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
# A reference that resolves by mere joining (RFC 3986, section 5.2): no scheme, no segment that is empty or begins with a dot.
_RELATIVE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:[/#][A-Za-z0-9_,=~-][A-Za-z0-9_.,=~-]*)*")
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]*)")
_INTEGER_TYPE = f"^^<{XSD}integer>"
_TYPE = term("rdf:type")
_LABEL = term("rdfs:label")
_NEXT = " ;\n    "


class _Prefixes:
    """Prefixes and a base, with the names of properties and datatypes, which documents share; made once for all of them.

    Form:    no local name that is written has a # or a slash in it, so where each namespace ends in one of them, the last of
             them in an IRI tells which namespace it may be of.
    """

    def __init__(self, prefixes: tuple[tuple[str, str], ...], base: str) -> None:
        self.base = base
        self.namespaces = dict(sorted(prefixes, key=lambda item: (-len(item[1]), item[0])))
        self.regular = all(namespace.endswith(("#", "/")) for namespace in self.namespaces.values())
        self.by_namespace: dict[str, str] = {}
        for prefix, namespace in self.namespaces.items():
            self.by_namespace.setdefault(namespace, prefix)
        self.common: dict[str, tuple[str, str | None]] = {}

    def shorten(self, term: str) -> tuple[str, str | None]:
        """The IRI as it is written, and the prefix that this takes."""
        text = term[1:-1]
        for prefix, namespace in self._candidates(text):
            if _LOCAL.fullmatch(text, len(namespace)) and len(text) > len(namespace):
                return f"{prefix}:{text[len(namespace) :]}", prefix
        if self.base and text.startswith(self.base) and _RELATIVE.fullmatch(text, len(self.base)):
            return f"<{text[len(self.base) :]}>", None
        return term, None

    def _candidates(self, text: str) -> Iterable[tuple[str, str]]:
        if not self.regular:
            return [(prefix, space) for prefix, space in self.namespaces.items() if text.startswith(space)]
        namespace = text[: max(text.rfind("#"), text.rfind("/")) + 1]
        prefix = self.by_namespace.get(namespace)
        return () if prefix is None else ((prefix, namespace),)


_prefixes = lru_cache(maxsize=4)(_Prefixes)


class _Names:
    """The terms of one document as Turtle; remembers which prefixes it has used. Its own nodes have the empty prefix."""

    def __init__(self, document: Document, prefixes: Mapping[str, str], base: str) -> None:
        self.own = iri_text(document.iri) + "#"
        given = {prefix: namespace for prefix, namespace in prefixes.items() if prefix}
        self.shared = _prefixes(tuple(given.items()), base)
        self.used: set[str] = set()
        self._known: dict[str, str] = {}

    def short(self, term: str) -> str:
        """The IRI as a prefixed name, where there is a legal one."""
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self._taken(*self._shorten(term))
        return found

    def common(self, term: str) -> str:
        """A property or a datatype, whose name is kept for the documents to come."""
        found = self._known.get(term)
        if found is None:
            if term.startswith(self.own, 1):
                return self.short(term)
            kept = self.shared.common.get(term)
            if kept is None:
                kept = self.shared.common[term] = self.shared.shorten(term)
            found = self._known[term] = self._taken(*kept)
        return found

    def _shorten(self, term: str) -> tuple[str, str | None]:
        if term.startswith(self.own, 1) and self.shared.regular:
            name = term[len(self.own) + 1 : -1]
            if name and _LOCAL.fullmatch(name):
                return f":{name}", ""
        elif term.startswith(self.own, 1):
            return _Prefixes((*self.shared.namespaces.items(), ("", self.own)), self.shared.base).shorten(term)
        return self.shared.shorten(term)

    def _taken(self, text: str, prefix: str | None) -> str:
        if prefix is not None:
            self.used.add(prefix)
        return text

    def value(self, term: Term) -> str:
        """An object: a name, a bare whole number, or a literal with its datatype shortened."""
        if term[0] == "<":
            return self._known.get(term) or self.short(term)
        if term[-1] != ">":
            return term  # plain or with a language: Turtle has the same escapes as N-Triples
        if term.endswith(_INTEGER_TYPE):
            number = term[1 : -len(_INTEGER_TYPE) - 1]
            if _INTEGER.fullmatch(number):
                return number
        head, _, datatype = term.rpartition("^^")
        return f"{head}^^{self.common(datatype)}"

    def namespaces(self) -> dict[str, str]:
        """The namespaces of the prefixes that were used."""
        return {prefix: self.shared.namespaces[prefix] if prefix else self.own for prefix in self.used}


def write(document: Document, prefixes: Mapping[str, str], base: str = "") -> bytes:
    """The document as Turtle, with the prefixes that it uses; its own nodes have the empty prefix.

    Form:    IRIs under ``base`` are written relative to it where that is safe.
    """
    names = _Names(document, prefixes, base)
    body = _blocks(document, names)
    return (_head(names.namespaces(), base) + body).encode()


def join(files: Iterable[bytes]) -> Iterator[bytes]:
    """The files of many documents as one graph; each keeps its prefixes, which Turtle lets stand anywhere."""
    for file in files:
        yield file + b"\n"


def _head(prefixes: Mapping[str, str], base: str) -> str:
    lines = [f"@base <{base}> .\n"] if base else []
    lines += [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items())]
    return "".join(lines)


def _blocks(document: Document, names: _Names) -> str:
    value = names.value
    orders: dict[tuple[Term, ...], list[tuple[Term, str]]] = {}  # nodes of a kind have the same properties
    blocks: list[str] = []
    for subject, node in document.nodes.items():
        properties = tuple(node)
        order = orders.get(properties)
        if order is None:
            order = orders[properties] = _in_order(properties, names)
        lines = [
            f"{name} {value(node[each][0])}" if len(node[each]) == 1 else f"{name} {', '.join(map(value, node[each]))}"
            for each, name in order
        ]
        blocks.append(f"\n{names.short(subject)} {_NEXT.join(lines)} .\n")
    return "".join(blocks)


def _in_order(properties: Iterable[Term], names: _Names) -> list[tuple[Term, str]]:
    """The properties with their names: the class first, then the label, then the others by name."""
    named = {each: names.common(each) for each in properties if each != _TYPE}
    ordered = sorted(named, key=lambda each: (each != _LABEL, named[each]))
    return [*((_TYPE, "a") for each in properties if each == _TYPE), *((each, named[each]) for each in ordered)]
