"""One letter as printed: its parts, its parties, its days and places, and the letters that it stands beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from letterbook.dates import HistoricalDate
from letterbook.letter.entities import Participant, Party
from letterbook.letter.evidence import Dated, Evidence, Wording
from letterbook.letter.transcript import Span
from letterbook.values import made_fast


class PartKind(StrEnum):
    """What a stretch of a printed letter is."""

    HEADING = "heading"  # the editors' title
    SOURCE = "source"  # the editors' source note
    ENCLOSED = "enclosed"  # words of an enclosed paper that is no letter
    LINK = "link"  # the editors' sentence that introduces a letter printed inside another
    DATELINE = "dateline"
    SALUTATION = "salutation"
    PARAGRAPH = "paragraph"
    CLOSING = "closing"  # the closing formula, often the end of the last paragraph
    SIGNATURE = "signature"
    POSTSCRIPT = "postscript"
    ADDRESS = "address"
    NOTE = "note"  # the editors' notes


EDITION_PARTS = frozenset({PartKind.HEADING, PartKind.SOURCE, PartKind.ENCLOSED, PartKind.LINK, PartKind.NOTE})
"""Parts whose words are the edition's or of a paper it prints along; all others are the letter writer's own."""


@made_fast
@dataclass(frozen=True, slots=True)
class Part:
    """One part of a letter as printed."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie to another letter of the same reading: ``kind`` is reply-to; ``letter`` its ordinal."""

    kind: str
    letter: int
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A letter that the edition's description puts beside this one, whether it is in the letterbook or not.

    Form:    ``kind`` is previous, next, reply-to (this one answers it) or reply, empty where the description does not say; ``target`` is
             what it calls the other letter by (a file, an id, an address) or empty; ``words`` are its own words; ``cited`` is the id of the
             other letter once it is known to be in the letterbook, empty before.
    """

    kind: str
    target: str
    words: str
    evidence: Evidence
    cited: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """That the writer of a letter speaks of another letter: "your despatch No. 12 of May 3".

    Form:    ``letter`` is the ordinal of the letter that says so; ``whose`` tells who wrote the other one: the addressee of this
             letter or its writer; ``kind`` a kind of document or empty; there is a ``date`` or a ``number``, or both.
             ``answering`` has the words that call the other one answered ("in reply to your …"); ``cited`` is the id of the
             other letter once it is known to be in the letterbook, empty before.
    """

    letter: int
    whose: str
    kind: str
    date: HistoricalDate | None
    number: str
    evidence: Evidence
    answering: Evidence | None = None
    cited: str = ""


@made_fast
@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter as printed.

    Form:    ``ordinal`` counts the letters of the reading from 1, in the order of their beginning; ``inside`` is the
             ordinal of the letter in whose print it stands, 0 for none; ``parts`` are in the order of the text;
             ``place_evidence`` is None where the evidence of the entity says all; ``stations`` are all places that the description
             gives to its writing and its receipt, ``mentioned`` are entities that the letter speaks of by the edition's description, ``remarks`` what that
             notes on it, ``addresses`` where the edition itself publishes it.
    """

    ordinal: int
    extent: Span
    parts: tuple[Part, ...]
    inside: int = 0
    kind: Wording | None = None
    senders: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    on_behalf_of: tuple[Participant, ...] = ()
    date: Dated | None = None
    date_received: Dated | None = None
    place: str = ""
    place_evidence: Evidence | None = None
    stations: tuple[Participant, ...] = ()
    number: Wording | None = None
    salutation: Wording | None = None
    closing: Wording | None = None
    signature: Wording | None = None
    relations: tuple[Relation, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    mentioned: tuple[Participant, ...] = ()
    remarks: tuple[Wording, ...] = ()
    addresses: tuple[str, ...] = ()
    quotation_marks: tuple[Span, ...] = ()

    def with_field(self, name: str, value: object) -> Letter:
        """The letter with another value in one field."""
        changes: dict[str, Any] = {name: value}
        return replace(self, **changes)

    @property
    def own_words(self) -> tuple[Span, ...]:
        """The spans of the parts that the writer wrote."""
        return tuple(p.span for p in self.parts if p.kind not in EDITION_PARTS)
