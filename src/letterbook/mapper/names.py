"""The IRIs of a letterbook: each pattern stands here once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from letterbook.letter import Entity
from letterbook.terms import Term, iri, with_fragment

MAIN = "it"
"""The fragment of what an authority document is about."""


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs under one base; ``base`` ends in ``/``."""

    base: str

    def letterbook(self) -> Term:
        """The letterbook itself."""
        return with_fragment(self.base + "about", "letterbook")

    def letter(self, letter_id: str) -> str:
        """The document of a letter."""
        return f"{self.base}letter/{letter_id}"

    def letter_node(self, letter_id: str) -> Term:
        """The letter itself, as its document describes it."""
        return with_fragment(self.letter(letter_id), "letter")

    def evidence(self, letter_id: str) -> str:
        """The document with the evidence of a letter."""
        return f"{self.letter(letter_id)}/evidence"

    def transcript(self, letter_id: str) -> str:
        """The printed text as a file."""
        return f"{self.letter(letter_id)}.txt"

    def span(self, letter_id: str, start: int, end: int) -> Term:
        """Characters of the printed text, counted in code points (RFC 5147, section 2.2)."""
        return with_fragment(self.transcript(letter_id), f"char={start},{end}")

    def authority(self, key: str) -> Term:
        """What an authority document is about: ``actor/rsfsr`` gives ``<…/actor/rsfsr#it>``."""
        return with_fragment(self.base + key, MAIN)

    def type(self, name: str) -> Term:
        """One of our types and roles (``ontology/types.ttl``)."""
        return with_fragment(self.base + "vocab/types", name)

    def rule(self, name: str) -> Term:
        """A rule that read or derived something."""
        return with_fragment(self.base + "vocab/rules", fragment(name))

    def currency(self, key: str) -> Term:
        """A currency, by its key ("ruble-in-gold")."""
        return self.authority(f"currency/{key}")

    def register_row(self, row: str) -> Term:
        """A row of a register: ``actors.csv#rsfsr`` gives ``<…/registers/actors.csv#rsfsr>``."""
        register, _, own = row.partition("#")
        return iri(f"{self.base}registers/{fragment(register)}#{fragment(own)}")

    def source_place(self, letter_id: str, file: str, place: str) -> Term:
        """A line or a cell of the file that describes a letter: ``line=4,5`` of ``source`` gives ``<D/evidence#source-line-4-5>``.

        The file itself is not published, so its lines and cells have their addresses in the evidence.
        """
        return with_fragment(self.evidence(letter_id), f"{file}-{fragment(place.replace('=', '-').replace(',', '-'))}")


@lru_cache(maxsize=10_000)
def fragment(name: str) -> str:
    """The name as a fragment: what an IRI cannot hold is percent-encoded as UTF-8 (RFC 3986, section 2.1)."""
    return quote(name, safe="/-._~!$'()*+,;=:@")


def local_name(entity: Entity) -> str:
    """The fragment of an entity that only one printed text knows: its kind and number ("place-2")."""
    return entity.id


def dashed(key: str) -> str:
    """A document's path as a part of a fragment: ``actor/rsfsr`` gives ``actor-rsfsr``."""
    return re.sub(r"[/#]", "-", key)
