"""Statements in the making: triples of one document, with predicates and classes given by their prefixed names."""

from __future__ import annotations

from dataclasses import dataclass, field

from letterbook.mapper.names import Names
from letterbook.terms import Term, Triple
from letterbook.vocabulary import term


@dataclass(kw_only=True)
class Statements:
    """The triples of one document while it is made; order and repetition do not matter yet."""

    names: Names
    triples: list[Triple] = field(default_factory=list)

    def add(self, subject: Term, predicate: str, *objects: Term) -> None:
        """State a property with each of the objects."""
        name = term(predicate)
        self.triples.extend([(subject, name, value) for value in objects])

    def both(self, subject: Term, predicates: tuple[str, str], *objects: Term) -> None:
        """State the same in CIDOC-CRM and in schema.org."""
        for predicate in predicates:
            self.add(subject, predicate, *objects)

    def classify(self, subject: Term, *classes: str, types: tuple[str, ...] = ()) -> None:
        """Give the node its classes, and our types by their names in the vocabulary of types."""
        self.add(subject, "rdf:type", *(term(name) for name in classes))
        self.add(subject, "crm:P2_has_type", *(self.names.type(name) for name in types))
