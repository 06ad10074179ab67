"""Whose letters they are, seen from the other side: what an authority's document lists, and the pages that continue the list.

An authority's document states the first hundred letters of each list; the next hundred stand in ``D/letters-2`` and so on,
each a document like any other. Every triple of a list is one that the letter's own document states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from letterbook.terms import Document, Term, Triple, document, iri, iri_text, literal
from letterbook.vocabulary import term
from letterbook.web.pages.index import Card, Index, order_of

A_PAGE = 100
"""How many letters of each list one document has."""

_LETTER = (term("rdf:type"), term("schema:Message"))
_LINKS = {"sent": "schema:sender", "received": "schema:recipient", "written-here": "schema:locationCreated",
          "mentioned": "schema:mentions"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LetterList:
    """The letters that stand in one relation to an authority, by date."""

    name: str
    cards: tuple[Card, ...]


def lists_of(index: Index, root: Term) -> list[LetterList]:
    """The lists of an authority; those that name it are without those that it has sent or received."""
    sent, received = index.sent.get(root, []), index.received.get(root, [])
    parties = {card.path for card in (*sent, *received)}
    found = {
        "sent": sent,
        "received": received,
        "written-here": index.written_at.get(root, []),
        "printed-here": index.printed_of(root),
        "mentioned": [card for card in index.mentions.get(root, []) if card.path not in parties],
    }
    return [LetterList(name, tuple(sorted(cards, key=order_of))) for name, cards in found.items() if cards]


def pages_of(path: str, lists: Iterable[LetterList]) -> list[str]:
    """The paths of an authority's document and of those that continue its lists.

    >>> pages_of("actor/nkid", [])
    ['actor/nkid']
    """
    longest = max((len(each.cards) for each in lists), default=0)
    return [path, *(f"{path}/letters-{number}" for number in range(2, -(-longest // A_PAGE) + 1))]


def on_page(lists: Iterable[LetterList], number: int) -> list[tuple[LetterList, tuple[Card, ...]]]:
    """The letters of each list on one page, without the lists that have ended before it."""
    shown = [(each, each.cards[(number - 1) * A_PAGE : number * A_PAGE]) for each in lists]
    return [(each, cards) for each, cards in shown if cards]


def with_letters(index: Index, plain: Document) -> Iterator[Document]:
    """An authority's document with its letters, and the documents that continue it; any other document as it is.

    Form:    the index has all letters by now, since their documents come before those of whom they name.
    """
    lists = lists_of(index, plain.root)
    if not lists or _LETTER in (
        (p, o) for s, p, o in plain.triples if s == plain.root
    ):  # a letter may be named as well
        yield plain
        return
    first, *others = (iri(index.base + path) for path in pages_of(index.path(plain.iri), lists))
    parts = [(first, term("schema:hasPart"), other) for other in others]
    yield document(iri_text(first), plain.root, [*plain.triples, *parts, *_triples(plain.root, lists, 1)])
    for number, other in enumerate(others, 2):
        page = [
            (other, term("rdf:type"), term("schema:CollectionPage")),
            (other, term("schema:isPartOf"), first),
            (other, term("schema:mainEntity"), plain.root),
        ]
        yield document(iri_text(other), plain.root, [*page, *_triples(plain.root, lists, number)])


def _triples(root: Term, lists: list[LetterList], number: int) -> Iterator[Triple]:
    for each, cards in on_page(lists, number):
        for card in cards:
            yield card.root, term("rdfs:label"), literal(card.label.text, language=card.label.language)
            if each.name == "printed-here" and card.printed:
                yield card.root, term("schema:workExample"), card.printed
                yield card.printed, term("schema:isPartOf"), root
            elif each.name in _LINKS:
                yield card.root, term(_LINKS[each.name]), root
