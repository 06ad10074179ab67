"""The lists: all letters by date, and by year, kind and place; everyone and every place with the numbers of their letters."""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.catalogue.graph import fragment_of
from letterbook.terms import Term
from letterbook.web.pages.drawings import network, pairs, timeline
from letterbook.web.pages.frame import HOME, Frame
from letterbook.web.pages.index import Card, Index

ONE_PAGE = 400
"""How many letters the list of all shows at once; of more it shows the years, each with a page of its own."""

UNDATED = "undated"
_LATEST = 6


def browse_pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of the home page and of every list."""
    index = frame.index
    years, kinds = by_year(index), by_kind(index)
    facets = {
        "years": [(year, len(cards)) for year, cards in years.items()],
        "kinds": [(kind, len(cards)) for kind, cards in kinds.items()],
        "senders": _ranked(index.sent),
        "addressees": _ranked(index.received),
        "places": _ranked(index.written_at),
    }
    counts = {kind: len(index.of_kind(kind)) for kind in ("person", "office", "body", "place", "edition")}
    yield (
        HOME,
        frame.render(
            "home.html",
            HOME,
            counts=counts,
            facets=facets,
            line=timeline(index.cards),
            net=network(index.cards),
            first=index.cards[:_LATEST],
            last=index.cards[_LATEST:][-_LATEST:],
            description=index.collection.words(index.collection_root, "schema:description")[:1],
            year_path=year_path,
            letters=len(index.cards),
        ),
    )
    yield (
        "browse/letters",
        frame.render(
            "letters.html",
            "browse/letters",
            years=years,
            facets=facets,
            whole=len(index.cards) <= ONE_PAGE,
            line=timeline(index.cards),
            year_path=year_path,
            kind_path=kind_path,
            letters=len(index.cards),
        ),
    )
    for year, cards in years.items():
        yield year_path(year), frame.render("list.html", year_path(year), heading=year, kind=None, cards=cards)
    for kind, cards in kinds.items():
        yield kind_path(kind), frame.render("list.html", kind_path(kind), heading="", kind=kind, cards=cards)
    yield (
        "browse/correspondence",
        frame.render("correspondence.html", "browse/correspondence", rows=_rows(index), net=network(index.cards)),
    )
    yield "browse/names", frame.render("names.html", "browse/names", groups=_groups(frame), index=index)


def by_year(index: Index) -> dict[str, list[Card]]:
    """The letters of each year, the undated ones last under ``UNDATED``."""
    found: dict[str, list[Card]] = {}
    for card in index.cards:
        found.setdefault((card.listed.year if card.listed else "") or UNDATED, []).append(card)
    return found


def by_kind(index: Index) -> dict[Term, list[Card]]:
    """The letters of each kind, the commonest kind first."""
    found: dict[Term, list[Card]] = {}
    for card in index.cards:
        if card.kind:
            found.setdefault(card.kind, []).append(card)
    return dict(sorted(found.items(), key=lambda each: (-len(each[1]), each[0])))


def year_path(year: str | int) -> str:
    """The path of a year's list."""
    return f"browse/year-{year}"


def kind_path(kind: Term) -> str:
    """The path of a kind's list."""
    return f"browse/kind-{fragment_of(kind)}"


def _ranked(table: dict[Term, list[Card]]) -> list[tuple[Term, int]]:
    return sorted(((node, len(cards)) for node, cards in table.items()), key=lambda each: (-each[1], each[0]))


def _rows(index: Index) -> list[tuple[Term, Term, int]]:
    return [(*pair, count) for pair, count in sorted(pairs(index.cards).items(), key=lambda each: (-each[1], each[0]))]


def _groups(frame: Frame) -> list[tuple[str, list[Term]]]:
    """Everyone and everything with a page, by kind and then by name."""
    nodes: dict[str, list[Term]] = {}
    for node in frame.index.roots:
        kind = frame.index.pages[frame.index.path(node)]
        nodes.setdefault(kind, []).append(node)
    return [
        (kind, sorted(nodes[kind], key=lambda node: (frame.label(node).text.casefold(), node)))
        for kind in ("person", "office", "body", "place", "edition", "subject")
        if kind in nodes
    ]
