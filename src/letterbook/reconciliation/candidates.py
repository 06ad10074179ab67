"""Names to be reconciled, and who may be meant by them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from letterbook.keys import fold

BODIES = ("organisation", "polity", "group")
KINDS = {"person": ("person",), "place": ("place",), "office": ("office",), "organisation": BODIES}
"""The kinds that may be asked for, and those that each takes in."""

MOST_CANDIDATES = 5
"""How many candidates of one name are kept, the best first."""


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """One name to be asked: of no register row, or of the row ("actors.csv#rsfsr") that has no authority record yet."""

    kind: str
    name: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer: the address of an authority record, its name, what is said of it, and how well it fits.

    Units:   ``score`` is that of whoever answers; a greater one is better.
    """

    address: str
    label: str
    description: str = ""
    score: float = 0.0


_WORD = re.compile(r"[^\W_]+")
EQUAL, PLAIN, TURNED = 100.0, 90.0, 80.0
"""The scores of a local file: the same name; the same but for capitals and accents; the same words in another order."""


def plain(name: str) -> tuple[str, ...]:
    """The words of a name without capitals and accents."""
    if name.isascii():  # nothing to take away: twice as fast, and a dump has millions
        return tuple(_WORD.findall(name.casefold()))
    bare = unicodedata.normalize("NFKD", fold(name).casefold())
    return tuple(_WORD.findall("".join(char for char in bare if not unicodedata.combining(char))))


def turned(name: str) -> tuple[str, ...]:
    """The same in the order of the alphabet, in which "Bell, Ada" and "Ada Bell" are one.

    >>> turned("Bell, Ada") == turned("Ada Bell")
    True
    """
    return tuple(sorted(plain(name)))


def likeness(one: str, other: str) -> float:
    """How well two names fit; 0 where not even their words are the same."""
    if fold(one) == fold(other):
        return EQUAL
    if plain(one) == plain(other):
        return PLAIN
    return TURNED if turned(one) == turned(other) else 0.0


def best(candidates: list[Candidate]) -> list[Candidate]:
    """The best candidates, each address once, in an order that is the same whatever order they come in."""
    found: dict[str, Candidate] = {}
    for each in sorted(candidates, key=lambda each: (-each.score, each.address, each.label)):
        found.setdefault(each.address, each)
    return list(found.values())[:MOST_CANDIDATES]
