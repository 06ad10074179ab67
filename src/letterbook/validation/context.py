"""What the shapes need to know of nodes that other documents describe.

A document refers to many nodes of others, and only few shapes ask for the class of a value: the rest of the classes would
make those nodes targets themselves, whose results are thrown away (measured: a letter takes two and a half times as long).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from letterbook.terms import Document, Term, Triple, iri, is_iri, literal_parts
from letterbook.vocabulary import RDF, term

RDF_TYPE = term("rdf:type")
_SH = "http://www.w3.org/ns/shacl#"
_CLASS, _PATH, _SELECT = iri(_SH + "class"), iri(_SH + "path"), iri(_SH + "select")
_TARGET_CLASS, _QUALIFIED = iri(_SH + "targetClass"), iri(_SH + "qualifiedValueShape")
_FIRST = iri(RDF + "first")
_ASKS_IN_SPARQL = re.compile(r"\sa\s|\btype\b|22-rdf-syntax-ns#")


@dataclass(frozen=True, slots=True)
class AskedClasses:
    """The classes that shapes ask of value nodes.

    Form:    ``by_predicate`` those of the values of a property; ``anywhere`` those asked in a way that no single property
             tells; ``everything`` where SPARQL or a longer path may ask for any.
    """

    by_predicate: Mapping[Term, frozenset[Term]]
    anywhere: frozenset[Term]
    everything: bool

    def useful(self, document: Document, context: Iterable[Triple]) -> list[Triple]:
        """The statements of the context without the classes that no shape asks for."""
        if self.everything:
            return list(context)
        allowed: dict[Term, set[Term]] = {}
        for properties in document.nodes.values():
            for predicate in properties:
                if asked := self.by_predicate.get(predicate):
                    for value in properties[predicate]:
                        allowed.setdefault(value, set()).update(asked)
        nothing: set[Term] = set()
        return [
            each
            for each in context
            if each[1] != RDF_TYPE or each[2] in self.anywhere or each[2] in allowed.get(each[0], nothing)
        ]


def asked_classes(shapes: Iterable[Triple]) -> AskedClasses:
    """Which classes the shapes ask of value nodes, read from the statements of the shapes.

    Form:    a ``sh:class`` of a shape with targets to which no other shape refers is asked of the target itself, which the
             document describes, and so of no value.
    """
    paths: dict[Term, Term] = {}
    holders: dict[Term, Term] = {}
    targeted: set[Term] = set()
    referred: set[Term] = set()
    asked: list[tuple[Term, Term]] = []
    everything = False
    for subject, predicate, value in shapes:
        referred.add(value)
        if predicate == _PATH:
            paths[subject] = value
        elif predicate == _CLASS:
            asked.append((subject, value))
        elif predicate == _TARGET_CLASS:
            targeted.add(subject)
        elif predicate == _QUALIFIED:
            holders[value] = subject
        elif predicate == _SELECT:
            everything |= bool(_ASKS_IN_SPARQL.search(literal_parts(value).text))
        elif predicate == _FIRST and value == RDF_TYPE:
            everything = True
    by_predicate: dict[Term, set[Term]] = {}
    anywhere: set[Term] = set()
    for shape, wanted in asked:
        path = paths.get(shape) or paths.get(holders.get(shape, shape))
        if path is not None and is_iri(path):
            by_predicate.setdefault(path, set()).add(wanted)
        elif path is not None or shape not in targeted or shape in referred:
            anywhere.add(wanted)
    return AskedClasses(
        {path: frozenset(classes) for path, classes in by_predicate.items()}, frozenset(anywhere), everything
    )
