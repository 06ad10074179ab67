"""Whom and what the letters name: persons, offices, bodies, places and all else that has a document, or a node in a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from letterbook.catalogue.graph import Graph, Words, fragment_of, page_of
from letterbook.catalogue.stated import kind_of_node
from letterbook.catalogue.times import When, when_of
from letterbook.terms import Document, Term, iri_text, is_iri, literal_parts

_EDITION = "-edition"
_LABELS = ("rdfs:label", "skos:prefLabel", "schema:name")
_POINT = re.compile(r"POINT\s*\(\s*(?P<long>-?[\d.]+)\s+(?P<lat>-?[\d.]+)\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One whom or what the letters name.

    Form:    ``iri`` is that of the thing, ``page`` that of the document that describes it; ``kind`` is person, office, body,
             place, edition or subject; ``same_as`` are its authority IRIs; ``part_of`` and ``seat`` are IRIs of others; ``medium``
             is how an edition is published: print, online or hybrid, or empty.
    Units:   ``coordinates`` are latitude and longitude in decimal degrees (WGS 84), as written; None where none are stated.
    """

    iri: str
    page: str
    label: Words
    kind: str
    others: tuple[Words, ...] = ()
    same_as: tuple[str, ...] = ()
    begin: When | None = None
    end: When | None = None
    part_of: tuple[str, ...] = ()
    seat: tuple[str, ...] = ()
    coordinates: tuple[str, str] | None = None
    medium: str = ""

    @property
    def authority(self) -> str:
        """The first of its authority IRIs; empty where it has none."""
        return self.same_as[0] if self.same_as else ""

    @property
    def is_agent(self) -> bool:
        """Whether it is one who writes letters or gets them."""
        return self.kind in ("person", "office", "body")


def name_of(graph: Graph, node: Term, language: str = "") -> Name:
    """What is said of one node; ``language`` is that of the label which is preferred."""
    labels = list(dict.fromkeys(words for each in _LABELS for words in graph.words(node, each)))
    labels.sort(key=lambda words: words.language != language)
    iri = iri_text(node)
    kinds = [fragment_of(each) for each in graph.iris(node, "crm:P2_has_type")]
    others = dict.fromkeys((*labels[1:], *graph.words(node, "schema:alternateName")))
    return Name(
        iri=iri,
        page=page_of(node),
        label=labels[0] if labels else Words(iri.rpartition("/")[2].removesuffix("#it")),
        kind=kind_of_node(graph, node),
        others=tuple(others),
        same_as=tuple(iri_text(each) for each in graph.iris(node, "schema:sameAs")),
        begin=_event(graph, node, "crm:P98_brought_into_life", "crm:P95_has_formed"),
        end=_event(graph, node, "crm:P100_was_death_of", "crm:P99_dissolved"),
        part_of=tuple(iri_text(each) for each in graph.iris(node, "crm:P107i_is_current_or_former_member_of")),
        seat=tuple(iri_text(each) for each in graph.iris(node, "crm:P74_has_current_or_former_residence")),
        coordinates=_coordinates(graph, node),
        medium=next((k.removesuffix(_EDITION) for k in kinds if k.endswith(_EDITION)), ""),
    )


def name_of_document(document: Document, language: str = "") -> Name:
    """What an authority document says of what it is about."""
    return name_of(Graph(document.triples), document.root, language)


def _event(graph: Graph, node: Term, *links: str) -> When | None:
    return next((when_of(graph, event) for link in links for event in graph.having(link, node)), None)


def _coordinates(graph: Graph, node: Term) -> tuple[str, str] | None:
    """Where a place lies: its own latitude and longitude, those of its schema:geo, or a point in well-known text."""
    for each in (node, *graph.iris(node, "schema:geo")):
        latitude, longitude = _number(graph, each, "schema:latitude"), _number(graph, each, "schema:longitude")
        if latitude and longitude:
            return latitude, longitude
    for words in graph.words(node, "crm:P168_place_is_defined_by"):
        if point := _POINT.search(words.text):
            return point["lat"], point["long"]
    return None


def _number(graph: Graph, node: Term, name: str) -> str:
    value = graph.one(node, name)
    return literal_parts(value).text if value and not is_iri(value) else ""
