"""The pages of persons, offices, bodies, places, editions and subjects, with the letters that lead to them."""

from __future__ import annotations

from collections import Counter

from letterbook.catalogue.graph import Words
from letterbook.catalogue.times import when_of
from letterbook.terms import Document, Term
from letterbook.web.pages.drawings import both_ways, pairs
from letterbook.web.pages.frame import Frame
from letterbook.web.pages.graph import Graph
from letterbook.web.pages.index import Card
from letterbook.web.pages.letterlists import lists_of, on_page, pages_of
from letterbook.web.pages.maps import draw_map

_BEGINNINGS = ("crm:P98_brought_into_life", "crm:P95_has_formed")
_ENDS = ("crm:P100_was_death_of", "crm:P99_dissolved")


def authority_page(frame: Frame, document: Document) -> dict[str, bytes]:
    """The page of one authority."""
    graph, index, root = Graph(document.triples), frame.index, document.root
    frame.begin(graph)
    path = index.path(document.iri)
    sent, received = index.sent.get(root, []), index.received.get(root, [])
    publication = next(iter(graph.iris(root, "schema:publication")), None)
    lists = lists_of(index, root)
    return frame.render(
        "authority.html",
        path,
        document,
        kind=index.pages[path],
        root=root,
        names=tuple(graph.words(root, "rdfs:label")),
        others=tuple(_others(graph, root)),
        same_as=graph.iris(root, "schema:sameAs"),
        wholes=graph.iris(root, "crm:P107i_is_current_or_former_member_of"),
        belonging=index.parts.get(root, []),
        seats=graph.iris(root, "crm:P74_has_current_or_former_residence"),
        seated=index.seats.get(root, []),
        holders=sorted(index.holders.get(root, {}).items()),
        offices=sorted((office, people[root]) for office, people in index.holders.items() if root in people),
        said_holders=index.said_holders,
        begin=when_of(graph, _event(graph, root, _BEGINNINGS)),
        end=when_of(graph, _event(graph, root, _ENDS)),
        volume=graph.text(root, "schema:volumeNumber"),
        published=when_of(graph, publication) if publication else None,
        published_at=graph.iris(publication, "schema:location") if publication else [],
        publishers=graph.iris(root, "schema:publisher"),
        lists=on_page(lists, 1),
        pages=pages_of(path, lists),
        ways=both_ways(sent, received),
        point=index.coordinates.get(root),
        map=draw_map({root: index.coordinates[root]}, {}, {}) if root in index.coordinates else None,
        correspondents=_correspondents(root, [*sent, *received]),
    )


def letters_page(frame: Frame, document: Document) -> dict[str, bytes]:
    """A page that continues the lists of an authority."""
    graph, index, root = Graph(document.triples), frame.index, document.root
    frame.begin(graph)
    path, own, lists = index.path(document.iri), index.path(root), lists_of(index, root)
    pages = pages_of(own, lists)
    number = pages.index(path) + 1
    return frame.render(
        "authorityletters.html", path, document, root=root, lists=on_page(lists, number), pages=pages, number=number
    )


def _event(graph: Graph, root: Term, names: tuple[str, ...]) -> Term | None:
    return next((event for name in names for event in graph.having(name, root)), None)


def _others(graph: Graph, root: Term) -> list[Words]:
    known = set(graph.words(root, "rdfs:label"))
    return [words for words in graph.words(root, "schema:alternateName") if words not in known]


def _correspondents(root: Term, cards: list[Card]) -> list[tuple[Term, int, int]]:
    """Whom they wrote to and who wrote to them, with the number of letters each way; the busiest first."""
    to, by = Counter[Term](), Counter[Term]()
    for (sender, addressee), count in pairs(dict.fromkeys(cards)).items():
        if sender == root:
            to[addressee] += count
        elif addressee == root:
            by[sender] += count
    everyone = sorted({*to, *by}, key=lambda each: (-to[each] - by[each], each))
    return [(each, to[each], by[each]) for each in everyone]
