"""What the index of names has of a document: all that it is called, and the properties by which it is told from others."""

from __future__ import annotations

from collections.abc import Iterable

from letterbook.authorityfiles import recognise
from letterbook.catalogue.graph import Graph, fragment_of
from letterbook.catalogue.names import Name, name_of_document
from letterbook.catalogue.times import When
from letterbook.terms import Document, Term, iri
from letterbook.web.pages.index import Index
from letterbook.web.pages.strings import choose
from letterbook.web.search import Named, Value

NAMED = frozenset(("letter", "person", "office", "body", "place", "edition"))
"""The kinds of documents that are looked up by name."""


def named_of(index: Index, document: Document, kind: str, language: str) -> Named:
    """The document as it is looked up; ``index`` has the letters of everybody, ``language`` is that of the letterbook."""
    if kind == "letter":
        return _letter(index, document, language)
    name = name_of_document(document, language)
    properties = _properties_of(index, name, document.root, language)
    return Named(
        path=index.path(document.iri),
        kind=kind,
        label=name.label.text,
        description=", ".join(_told(properties)),
        forms=tuple(dict.fromkeys((name.label.text, *(words.text for words in name.others)))),
        properties=properties,
    )


def _letter(index: Index, document: Document, language: str) -> Named:
    graph, card = Graph(document.triples), index.by_root[document.root]
    numbers = [graph.text(node, "schema:value") for node in graph.iris(document.root, "schema:identifier")]
    name = card.path.partition("/")[2]
    properties: dict[str, list[Value]] = {
        "iri": [{"str": index.base + card.path}],
        "date": _date(card.listed),
        "sender": [_thing(index, graph, each, language) for each in card.senders],
        "addressee": [_thing(index, graph, each, language) for each in card.addressees],
        "place": [_thing(index, graph, card.place, language)] if card.place else [],
        "kind": [{"str": fragment_of(card.kind)}] if card.kind else [],
        "number": [{"str": each} for each in numbers if each],
        "language": [{"str": card.language}] if card.language else [],
    }
    return Named(
        path=card.path,
        kind="letter",
        label=card.label.text,
        description=", ".join(str(each["str"]) for each in properties["date"]),
        forms=tuple(dict.fromkeys((card.label.text, name, *(each for each in numbers if each)))),
        properties={key: values for key, values in properties.items() if values},
    )


def _properties_of(index: Index, name: Name, root: Term, language: str) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {
        "iri": [{"str": name.iri}],
        "other_name": [{"str": words.text} for words in name.others],
        "same_as": [{"str": each} for each in name.same_as],
        "begin": _date(name.begin),
        "end": _date(name.end),
        "part_of": [_labelled(index, iri(each), language) for each in name.part_of],
        "seat": [_labelled(index, iri(each), language) for each in name.seat],
        "letters_sent": _count(index.sent.get(root, ())),
        "letters_received": _count(index.received.get(root, ())),
        "letters_mentioning": _count(index.mentions.get(root, ())),
        "letters_from_here": _count(index.written_at.get(root, ())),
    }
    for address in name.same_as:
        if record := recognise(address):
            found.setdefault(record[0].column, []).append({"str": record[1]})
    if name.coordinates:
        for key, degrees in zip(("latitude", "longitude"), name.coordinates, strict=True):
            found[key] = [{"float": float(degrees)}]
    return {key: values for key, values in found.items() if values}


def _told(properties: dict[str, list[Value]]) -> Iterable[str]:
    """What tells one of a name from another, in short."""
    begin, end = (str(properties[key][0]["str"]) if key in properties else "" for key in ("begin", "end"))
    if begin or end:
        yield f"{begin}–{end}"
    for key, words in (
        ("letters_sent", "sent"),
        ("letters_received", "received"),
        ("letters_mentioning", "mentioning"),
    ):
        if key in properties:
            yield f"{properties[key][0]['int']} {words}"


def _thing(index: Index, graph: Graph, node: Term, language: str) -> Value:
    """What a letter speaks of: a document of the build where it has one, else its label."""
    if index.has(node):
        return _labelled(index, node, language)
    words = graph.words(node, "rdfs:label") or graph.words(node, "schema:name")
    return {"str": words[0].text if words else fragment_of(node)}


def _labelled(index: Index, node: Term, language: str) -> Value:
    labels = index.labels.get(node)
    path = index.path(node)
    return {"id": path, "name": choose(labels, language).text if labels else path}


def _date(when: When | None) -> list[Value]:
    """A date as EDTF, else its first and last day."""
    if when is None:
        return []
    text = when.edtf or (when.begin if when.sure else f"{when.begin or '..'}/{when.end or '..'}")
    return [{"str": text}] if when.edtf or when.begin or when.end else []


def _count(some: Iterable[object]) -> list[Value]:
    number = sum(1 for _ in some)
    return [{"int": number}] if number else []
