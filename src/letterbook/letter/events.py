"""What the letters speak of: sums of money, gifts, and events that exist only as what they claim."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from letterbook.letter.entities import Participant
from letterbook.letter.evidence import Evidence, Wording


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money, each once, however often it is named.

    Form:    ``currency`` in the singular ("ruble"), ``specification`` as printed ("in gold") or empty.
    """

    id: str
    amount: Decimal
    currency: str
    specification: str
    evidence: Evidence


class GiftStatus(StrEnum):
    """Whether the gift is only offered, or said to have been handed over."""

    OFFERED = "offered"
    TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift of money; ``letter`` is the ordinal of the letter that speaks of it first; ``sum`` an id of a Sum."""

    id: str
    letter: int
    sum: str
    status: Wording
    participants: tuple[Participant, ...]
    purpose: Wording | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Assertion:
    """The words with which the writer of a letter asserts an event; ``letter`` is its ordinal."""

    letter: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """An event that exists only as what the letters say: who claims it, and whom they name in it.

    Form:    ``letter`` is the ordinal of the first letter that asserts it; ``type`` is a word of the language file (victory,
             offensive, retreat, devastation, massacre, liberation, struggle …); ``ongoing`` where the letters speak of it as
             not ended.
    """

    id: str
    letter: int
    type: str
    assertions: tuple[Assertion, ...]
    participants: tuple[Participant, ...] = ()
    ongoing: bool = False
