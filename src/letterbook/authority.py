"""Authority records: what is known of one person, office, body, place, topic, currency or edition, and what others say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

FOLDERS: dict[str, str] = {
    "person": "actor",
    "organisation": "actor",
    "polity": "actor",
    "group": "actor",
    "office": "office",
    "place": "place",
    "topic": "topic",
    "edition": "edition",
}
"""The folder of the documents of each kind of entity."""

_AS_ENTITY = {"society": "organisation", "country": "place", "city": "place"}


@dataclass(frozen=True, slots=True)
class Label:
    """A name and its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a register: what the editor knows of one actor, office, place or edition.

    Form:    ``key`` is the path of its document ("actor/rsfsr"); ``kind`` as in the register; ``labels`` the preferred one
             of each language, ``others`` the rest; ``part_of``, ``seat``, ``place`` and ``publisher`` are paths as well;
             ``row`` names register and row ("actors.csv#rsfsr"), empty for a record made from a text; ``line`` is where it
             stands there. ``latitude`` and ``longitude`` are both there or both empty. ``medium`` is how an edition is published:
             print, online or hybrid, or empty.
    Units:   decimal degrees, north and east positive (WGS 84), as given.
    """

    key: str
    kind: str
    labels: tuple[Label, ...]
    others: tuple[Label, ...] = ()
    begin: str = ""
    end: str = ""
    same_as: tuple[str, ...] = ()
    part_of: str = ""
    seat: str = ""
    volume: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    row: str = ""
    line: int = 0
    latitude: str = ""
    longitude: str = ""
    medium: str = ""

    @property
    def register(self) -> str:
        """The file of the register."""
        return self.row.partition("#")[0]

    @property
    def entity_kind(self) -> str:
        """The kind as a text knows it: a society is an organisation, a city a place."""
        return _AS_ENTITY.get(self.kind, self.kind)


class Statement(NamedTuple):
    """What a file of another says in RDF: a subject, a property and a value.

    Form:    ``value`` is an IRI or a blank node (``_:b1``) where ``is_node``, else a text, in ``language`` if that is stated.
    """

    subject: str
    property: str
    value: str
    is_node: bool
    language: str = ""


_NUMBER = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?")


def coordinates(latitude: str, longitude: str) -> tuple[str, str]:
    """Two decimal degrees with a point, whatever sign for it and for minus they were given with; nothing is rounded.

    Raises:  ValueError for what is no such degree.

    >>> coordinates("47,5", "−0.25")
    ('47.5', '-0.25')
    """
    found = []
    for text, most in ((latitude, 90), (longitude, 180)):
        number = text.strip().replace(",", ".").replace("−", "-")
        if not _NUMBER.fullmatch(number) or abs(Decimal(number)) > most:
            raise ValueError(f"{text.strip()!r} is no number of degrees from -{most} to {most}")
        found.append(format(Decimal(number), "f"))
    return found[0], found[1]
