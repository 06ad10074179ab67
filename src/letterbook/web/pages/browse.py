"""The lists: home, all letters by date and by facet, who wrote to whom, everyone and every place with their letters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from letterbook.queries import example_names, example_text
from letterbook.terms import Term
from letterbook.web.pages.drawings import network, pairs, timeline
from letterbook.web.pages.facets import (
    by_kind,
    by_language,
    by_year,
    facets_of,
    kind_path,
    language_path,
    page_path,
    paged,
    year_path,
)
from letterbook.web.pages.frame import HOME, Frame
from letterbook.web.pages.index import Card, Index
from letterbook.web.pages.maps import Map, draw_map

ROWS = 1_000
"""How many rows the tables of names and of who wrote to whom have on a page."""

ONE_PAGE = 400
"""How many letters the list of all shows at once; of more it shows the years, each with a page of its own."""

SEARCH_PAGE = "browse/search"
QUERY_PAGE = "sparql"
_LATEST = 6
Page = tuple[str, dict[str, bytes]]
Listed = TypeVar("Listed")


def browse_pages(frame: Frame) -> Iterator[Page]:
    """The home page and every list, each by its path."""
    index, line, net = frame.index, timeline(frame.index.cards), network(frame.index.cards)
    facets, years = facets_of(index), by_year(index)
    dated = [card for card in index.cards if card.listed and card.listed.year]
    counts = {kind: len(index.of_kind(kind)) for kind in ("person", "office", "body", "place", "edition")}
    yield _page(
        frame,
        HOME,
        "home.html",
        counts=counts,
        line=line,
        net=net,
        map=_map(frame),
        first=dated[:_LATEST],
        last=dated[_LATEST:][-_LATEST:],
        description=index.collection.words(index.collection_root, "schema:description")[:1],
        year_path=year_path,
        letters=len(index.cards),
    )
    yield _page(
        frame,
        "browse/letters",
        "letters.html",
        years=years,
        facets=facets,
        whole=len(index.cards) <= ONE_PAGE,
        line=line,
        year_path=year_path,
        letters=len(index.cards),
    )
    for facet in facets:
        yield _page(frame, f"browse/{facet.name}", "facet.html", facet=facet)
    for year, cards in years.items():
        yield from _lists(frame, year_path(year), cards, "years", text=year)
    for kind, cards in by_kind(index).items():
        yield from _lists(frame, kind_path(kind), cards, "kinds", node_=kind)
    for tag, cards in by_language(index).items():
        yield from _lists(frame, language_path(tag), cards, "languages", text=tag)
    yield _page(frame, SEARCH_PAGE, "search.html")
    yield _page(frame, QUERY_PAGE, "query.html", examples=[(name, example_text(name)) for name in example_names()])
    for path, some, place in _numbered("browse/correspondence", paged(_rows(index), ROWS)):
        yield _page(
            frame, path, "correspondence.html", rows=some, net=net if path == place["pages"][0] else None, **place
        )
    yield from _names(frame)


def _page(frame: Frame, path: str, template: str, **values: Any) -> Page:
    frame.begin()
    return path, frame.render(template, path, **values)


def _lists(
    frame: Frame, path: str, cards: list[Card], facet: str, *, text: str = "", node_: Term | None = None
) -> Iterator[Page]:
    """The letters of one value of a facet, in pages."""
    for page, some, place in _numbered(path, paged(cards)):
        yield _page(
            frame, page, "list.html", facet=facet, text=text, node_=node_, cards=some, count=len(cards), **place
        )


def _numbered(path: str, pages: list[list[Listed]]) -> Iterator[tuple[str, list[Listed], dict[str, Any]]]:
    """Each page of a list: its path, what stands on it, and for the way to the others its number and the paths of all."""
    paths = [page_path(path, number) for number in range(1, len(pages) + 1)]
    for number, some in enumerate(pages, 1):
        yield paths[number - 1], some, {"number": number, "pages": paths}


def _names(frame: Frame) -> Iterator[Page]:
    """Everyone and everything with a page, in pages; each kind is led to from all of them."""
    groups = _groups(frame)
    rows = [(kind, node) for kind, nodes in groups for node in nodes]
    pages = paged(rows, ROWS)
    first = {kind: number for number, some in reversed([*enumerate(pages, 1)]) for kind, _ in some}
    kinds = [(kind, len(nodes), page_path("browse/names", first[kind])) for kind, nodes in groups]
    for path, some, place in _numbered("browse/names", pages):
        here = [(kind, [node for _, node in each]) for kind, each in groupby(some, key=itemgetter(0))]
        yield _page(frame, path, "names.html", kinds=kinds, groups=here, index=frame.index, **place)


def _map(frame: Frame) -> Map | None:
    """The places where letters were written, and those that they name."""
    index = frame.index
    shown = {
        node: point for node, point in index.coordinates.items() if node in index.written_at or node in index.mentions
    }
    names = {node: frame.plain(node) for node in shown}
    counts = {node: len(cards) for node, cards in index.written_at.items()}
    return draw_map(shown, counts, names, sum(1 for node in counts if node not in shown))


def _rows(index: Index) -> list[tuple[Term, Term, int]]:
    return [(*pair, count) for pair, count in sorted(pairs(index.cards).items(), key=lambda each: (-each[1], each[0]))]


def _groups(frame: Frame) -> list[tuple[str, list[Term]]]:
    """Everyone and everything with a page, by kind and then by name."""
    nodes: dict[str, list[Term]] = {}
    for node in frame.index.roots:
        kind = frame.index.pages[frame.index.path(node)]
        nodes.setdefault(kind, []).append(node)
    return [
        (kind, sorted(nodes[kind], key=lambda node: (frame.plain(node).casefold(), node)))
        for kind in ("person", "office", "body", "place", "edition", "subject")
        if kind in nodes
    ]
