"""What a document says that pages and exports both need: what it is about, and the course of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from letterbook.catalogue.graph import Graph, fragment_of
from letterbook.catalogue.times import When, is_doubt, when_of
from letterbook.terms import Document, Term
from letterbook.vocabulary import term

_CLASSES = {
    "schema:Collection": "about",
    "skos:ConceptScheme": "types",
    "schema:DefinedTermSet": "rules",
    "schema:DataFeed": "register",
    "crm:E21_Person": "person",
    "crm:E53_Place": "place",
    "schema:Book": "edition",
}


def kind_of(document: Document, graph: Graph) -> str:
    """What kind of document it is: letter, letters (the list of somebody's, continued), evidence, about, types, rules, register, or that of a person, an office, a body, a place …"""
    root = document.root
    if graph.isa(document.iri, "schema:CollectionPage"):
        return "letters"
    if graph.isa(root, "schema:Message"):
        return "letter"
    if graph.isa(document.iri, "schema:Dataset") and graph.one(document.iri, "schema:about"):
        return "evidence"
    return kind_of_node(graph, root)


def kind_of_node(graph: Graph, node: Term) -> str:
    """What kind of thing a node is: person, office, body, place, edition; "subject" for all else."""
    for name, kind in _CLASSES.items():
        if graph.isa(node, name):
            return kind
    if graph.isa(node, "crm:E74_Group"):
        return "office" if any("official-position" in kind for kind in graph.all(node, "crm:P2_has_type")) else "body"
    return "subject"


@dataclass(frozen=True, slots=True)
class Stated:
    """The course of one letter, as nodes; all that its document does not state is empty."""

    written: When | None
    received: When | None
    senders: tuple[Term, ...]
    addressees: tuple[Term, ...]
    place: Term | None
    kind: Term | None
    answers: tuple[Term, ...]
    printed: Term | None


def stated_of(graph: Graph, root: Term) -> Stated:
    """Who wrote when and where, to whom, and what became of it."""
    writing = next(iter(graph.having("crm:P94_has_created", root)), None)
    sheets = graph.having("crm:P128_carries", root)
    receiving = next((n for sheet in sheets for n in graph.having("crm:P30_transferred_custody_of", sheet)), None)
    return Stated(
        written=when_of(graph, writing),
        received=when_of(graph, receiving),
        senders=tuple(_qualified(graph, "crm:PC14_carried_out_by", writing)) if writing else (),
        addressees=tuple(roles(graph, root, "addressee")),
        place=graph.one(writing, "crm:P7_took_place_at"),
        kind=graph.one(root, "schema:genre"),
        answers=tuple(roles(graph, root, "reply-to")),
        printed=graph.one(root, "schema:workExample"),
    )


def roles(graph: Graph, subject: Term, role: str) -> list[Term]:
    """Those to whom the subject refers in this role, in the order of their numbers."""
    return _qualified(graph, "crm:PC67_refers_to", subject, role)


class Said(NamedTuple):
    """How the description of a letter calls a party or a place, and how it marks it as not sure; empty where there is none."""

    words: str = ""
    doubts: tuple[str, ...] = ()


UNSAID = Said()
"""What a letter without a description has."""


def said_of(graph: Graph, value: Term, role: str) -> Said:
    """How the description of a letter calls whom or what stands in a role."""
    for node, properties in graph.nodes.items():
        if value in properties.get(term("crm:P02_has_range"), ()):
            kinds = graph.iris(node, "crm:P67.1_has_type", "crm:P14.1_in_the_role_of")
            names = [fragment_of(each) for each in kinds]
            if role in names:
                return Said(graph.text(node, "rdfs:label"), tuple(filter(is_doubt, names)))
    return UNSAID


def _qualified(graph: Graph, property_class: str, subject: Term, role: str = "") -> list[Term]:
    """The values of a property with roles, by the numbers of the nodes that state it: sender-2 comes before sender-10."""
    kind, value = term("crm:P67.1_has_type"), term("crm:P02_has_range")
    found = [
        (len(node), node, properties[value][0])
        for node, properties in graph.nodes.items()
        if graph.isa(node, property_class)
        and graph.one(node, "crm:P01_has_domain") == subject
        and (not role or any(fragment_of(each) == role for each in properties.get(kind, ())))
        and value in properties
    ]
    return list(dict.fromkeys(range_ for _, _, range_ in sorted(found)))


def text_files(graph: Graph, letter: Term) -> list[Term]:
    """The transcript of a letter, or the record that describes it."""
    return graph.iris(letter, "schema:encoding", "schema:subjectOf")
