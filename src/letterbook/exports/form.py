"""What every export has: a form by which it is called, what is wished of it, and what it says while it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from letterbook.catalogue import Catalogue
from letterbook.findings import Finding

File = tuple[str, Iterable[bytes]]
"""A file of an export: its name, and its bytes piece by piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One format of exports.

    Form:    ``name`` is the word on the command line, ``title`` what it is for; ``file`` its usual file name, or its folder
             where ``is_folder`` says that it has several files; ``is_text`` tells whether a terminal can show it; ``wants``
             are the settings of letterbook.toml that it states where they are there, ``needs`` those without which it is not valid.
    """

    name: str
    title: str
    media_type: str
    file: str
    is_folder: bool = False
    is_text: bool = True
    wants: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Weight(StrEnum):
    """What an edge of a network stands for: the letters of a pair, or one letter."""

    LETTERS = "letters"
    NONE = "none"


class TableName(StrEnum):
    """The tables of an export that has several."""

    LETTERS = "letters"
    PERSONS = "persons"
    PLACES = "places"


def _silent(finding: Finding) -> None:
    """Nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wished of an export; ``tell`` hears what the format cannot hold or what the letterbook does not say."""

    weight: Weight = Weight.LETTERS
    table: TableName | None = None
    excel: bool = False
    tell: Callable[[Finding], None] = _silent


Write = Callable[[Catalogue, Wish], Iterator[File]]
"""The one function of an export: a catalogue and a wish in, files out."""


def lines(rows: Iterable[str]) -> Iterator[bytes]:
    """Texts as UTF-8, in pieces that are large enough to be written at once."""
    waiting: list[str] = []
    size = 0
    for row in rows:
        waiting.append(row)
        size += len(row)
        if size > 65_536:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()
