"""Authority records: what is known of one person, office, body, place, topic, currency or edition."""

from __future__ import annotations

from dataclasses import dataclass

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
             ``row`` names register and row ("actors.csv#rsfsr"), empty for a record made from a text.
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

    @property
    def entity_kind(self) -> str:
        """The kind as a text knows it: a society is an organisation, a city a place."""
        return _AS_ENTITY.get(self.kind, self.kind)
