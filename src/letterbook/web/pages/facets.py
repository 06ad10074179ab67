"""By what letters are found: sender, addressee, year, place, kind, language and series, each value with its letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from letterbook.catalogue.graph import fragment_of
from letterbook.terms import Term
from letterbook.web.pages.index import Card, Index

Key = TypeVar("Key", bound=str)
Listed = TypeVar("Listed")

UNDATED = "undated"
A_PAGE = 200
"""How many letters one page of a list holds."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: a node, or a text (a year, a tag of a language); ``path`` is the page of its letters."""

    node: Term | None
    text: str
    count: int
    path: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet and its values: years in their order, all others with the commonest first."""

    name: str
    values: tuple[Value, ...]


def facets_of(index: Index) -> list[Facet]:
    """The facets that divide the letters of this build; none that has no value.

    Form:    who and where has a page of its own, which lists the letters; a year, a kind and a language has a list here.
    """
    found = [
        Facet("senders", _nodes(index, index.sent, "sent")),
        Facet("addressees", _nodes(index, index.received, "received")),
        Facet("years", tuple(Value(None, year, len(cards), year_path(year)) for year, cards in by_year(index).items())),
        Facet("places", _nodes(index, index.written_at, "written-here")),
        Facet("kinds", tuple(Value(kind, "", len(cards), kind_path(kind)) for kind, cards in by_kind(index).items())),
        Facet(
            "languages",
            tuple(Value(None, tag, len(cards), language_path(tag)) for tag, cards in by_language(index).items()),
        ),
        Facet("series", _nodes(index, index.printed_in, "printed-here")),
    ]
    return [facet for facet in found if facet.values]


def _nodes(index: Index, table: dict[Term, list[Card]], anchor: str) -> tuple[Value, ...]:
    ranked = sorted(table.items(), key=lambda each: (-len(each[1]), each[0]))
    return tuple(
        Value(node, "", len(cards), index.path(node) if index.has(node) else "", anchor) for node, cards in ranked
    )


def by_year(index: Index) -> dict[str, list[Card]]:
    """The letters of each year, the undated ones last under ``UNDATED``."""
    found: dict[str, list[Card]] = {}
    for card in index.cards:
        found.setdefault((card.listed.year if card.listed else "") or UNDATED, []).append(card)
    return found


def by_kind(index: Index) -> dict[Term, list[Card]]:
    """The letters of each kind, the commonest kind first."""
    return _grouped(index.cards, lambda card: card.kind)


def by_language(index: Index) -> dict[str, list[Card]]:
    """The letters in each language, by its tag."""
    return _grouped(index.cards, lambda card: card.language)


def _grouped(cards: Iterable[Card], key: Callable[[Card], Key | None]) -> dict[Key, list[Card]]:
    found: dict[Key, list[Card]] = {}
    for card in cards:
        if value := key(card):
            found.setdefault(value, []).append(card)
    return dict(sorted(found.items(), key=lambda each: (-len(each[1]), each[0])))


def year_path(year: str | int) -> str:
    """The path of a year's list."""
    return f"browse/year/{year}"


def kind_path(kind: Term) -> str:
    """The path of a kind's list."""
    return f"browse/kind/{fragment_of(kind)}"


def language_path(tag: str) -> str:
    """The path of a language's list."""
    return f"browse/language/{tag}"


def page_path(path: str, number: int) -> str:
    """The path of the numbered page of a list; the first has the path of the list.

    >>> page_path("browse/year/1921", 1), page_path("browse/year/1921", 2)
    ('browse/year/1921', 'browse/year/1921/2')
    """
    return path if number == 1 else f"{path}/{number}"


def paged(values: list[Listed], size: int = A_PAGE) -> list[list[Listed]]:
    """The letters, or whatever is listed, in pages; one page, and that empty, where there are none."""
    return [values[start : start + size] for start in range(0, len(values), size)] or [[]]
