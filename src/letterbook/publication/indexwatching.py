"""What pages ask of the index of all letters (``questions``)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Self, TypeVar

from letterbook.publication.questions import Watched, WatchedList, changed, question
from letterbook.web.pages import Card, Index

Value = TypeVar("Value")
Beside = tuple[str, Any, str]
"""What stands beside a letter in a list: the name of the table, the key of the list in it, the path of the letter."""


@dataclass
class WatchedIndex:
    """The index of all letters, which notes what pages ask of it.

    Form:    ``asked`` are the questions; ``beside`` the lists in which somebody asked what stands beside a letter: the name of
             the list, its key and the path of the letter.
    """

    index: Index
    asked: set[int]
    beside: set[Beside]

    @classmethod
    def of(cls, plain: Index) -> Self:
        """The index with tables that take notes."""
        asked, beside = set[int](), set[Beside]()
        index = copy.copy(plain)
        for each in fields(plain):
            value = getattr(plain, each.name)
            if isinstance(value, dict):
                setattr(index, each.name, Watched(each.name, value, asked))
            elif isinstance(value, list):
                setattr(index, each.name, WatchedList(each.name, value, asked))
            elif isinstance(value, set):
                setattr(index, each.name, WatchedSet(each.name, value, asked))
        index.watch(plain, beside.add)
        return cls(index, asked, beside)

    def forget(self) -> None:
        """Begin a new page."""
        self.asked.clear()
        self.beside.clear()


class WatchedSet(set[Value]):
    """A set that notes when somebody asks what it holds, which is always all of it."""

    def __init__(self, name: str, values: set[Value], asked: set[int]) -> None:
        super().__init__(values)
        self._note = (asked, question(name))

    def __contains__(self, value: object) -> bool:
        self._note[0].add(self._note[1])
        return super().__contains__(value)

    def __iter__(self) -> Iterator[Value]:
        self._note[0].add(self._note[1])
        return super().__iter__()


def changed_questions(one: Index, other: Index) -> set[int]:
    """The questions to the index that have another answer now; what stands beside a letter is not among them."""
    found: set[int] = set()
    for each in fields(one):
        before, now = getattr(one, each.name), getattr(other, each.name)
        if isinstance(before, dict):
            found |= changed(each.name, before, now)
        elif isinstance(before, list | set) and before != now:
            found.add(question(each.name))
    return found


def changed_neighbours(one: Index, other: Index) -> set[Beside]:
    """The letters that stand beside others now in the lists where somebody may have asked that."""
    found: set[Beside] = set()
    for table in ("sent", "between"):
        before, now = getattr(one, table), getattr(other, table)
        for key in {*before, *now}:
            if before.get(key) != now.get(key):
                found |= {(table, key, path) for path in _moved(before.get(key, []), now.get(key, []))}
    return found | {("cards", "", path) for path in _moved(one.cards, other.cards)}


def _moved(before: list[Card], now: list[Card]) -> set[str]:
    one, other = _neighbours(before), _neighbours(now)
    return {path for path in {*one, *other} if one.get(path) != other.get(path)}


def _neighbours(cards: list[Card]) -> dict[str, tuple[Card | None, Card | None]]:
    found = zip([None, *cards], cards, [*cards[1:], None], strict=False)
    return {card.path: (before, after) for before, card, after in found}
