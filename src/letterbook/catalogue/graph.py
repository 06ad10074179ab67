"""The triples of one document, asked by subject and property."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from letterbook.terms import Term, Triple, iri_text, is_iri, literal_parts
from letterbook.vocabulary import term


class Words(NamedTuple):
    """A text with its language tag; the tag is empty where none is known."""

    text: str
    language: str = ""


class Graph:
    """Triples as a table of nodes; values keep the order of the triples."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.nodes: dict[Term, dict[Term, list[Term]]] = {}
        node: dict[Term, list[Term]] = {}
        last: Term | None = None
        for subject, predicate, value in triples:
            if subject != last:
                node, last = self.nodes.setdefault(subject, {}), subject
            node.setdefault(predicate, []).append(value)

    def all(self, subject: Term, *names: str) -> list[Term]:
        """The values of these properties, each once."""
        node = self.nodes.get(subject)
        if node is None:
            return []
        if len(names) == 1:  # of one property no value stands twice
            return list(node.get(term(names[0]), ()))
        return list(dict.fromkeys(value for name in names for value in node.get(term(name), ())))

    def one(self, subject: Term | None, name: str) -> Term | None:
        """The first value of the property."""
        values = self.nodes.get(subject, {}).get(term(name)) if subject else None
        return values[0] if values else None

    def iris(self, subject: Term, *names: str) -> list[Term]:
        """The values that are IRIs."""
        return [value for value in self.all(subject, *names) if is_iri(value)]

    def words(self, subject: Term | None, name: str) -> list[Words]:
        """The values that are texts, with their languages."""
        found = self.all(subject, name) if subject else []
        return [self.read(value) for value in found if not is_iri(value)]

    def read(self, value: Term) -> Words:
        """What a literal says."""
        parts = literal_parts(value)
        return Words(parts.text, parts.language)

    def text(self, subject: Term | None, name: str) -> str:
        """The first text of the property; empty where there is none."""
        for value in self.nodes.get(subject, {}).get(term(name), ()) if subject else ():
            if not is_iri(value):
                return self.read(value).text
        return ""

    def isa(self, subject: Term, name: str) -> bool:
        """Whether the node has this class."""
        return term(name) in self.nodes.get(subject, {}).get(term("rdf:type"), ())

    def having(self, name: str, value: Term) -> list[Term]:
        """The subjects of the property with this value."""
        predicate = term(name)
        return [subject for subject, node in self.nodes.items() if value in node.get(predicate, ())]


def fragment_of(node: Term) -> str:
    """What stands after the hash: ``<…/letter/1#writing>`` gives ``writing``."""
    return iri_text(node).partition("#")[2]


def page_of(node: Term) -> str:
    """The document that describes the node: what stands before the hash."""
    return iri_text(node).partition("#")[0]
