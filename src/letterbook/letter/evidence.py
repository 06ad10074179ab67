"""Why a value is held: the characters that say it, or the rule that derives it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from letterbook.dates import HistoricalDate
from letterbook.letter.transcript import Span
from letterbook.values import made_fast

UNMEASURED = 0.95
"""The confidence of a rule that nobody has measured: what it reads is published, until a measurement says otherwise."""


class Origin(StrEnum):
    """Where a value comes from: printed, stated beside the print, derived, taken from a register, or decided by the editor."""

    TEXT = "text"
    METADATA = "metadata"  # the edition's own description of the letter, as in a TEI header
    INFERRED = "inferred"
    REGISTER = "register"
    EDITOR = "editor"


@made_fast
@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a value is held.

    Form:    ``spans`` are in the order of the text and never empty for origin ``text``; ``rule`` is the id of the rule
             in the profile that read it, or of the rule that derived it; ``spans`` of an inferred value are its premises;
             ``source`` names the register row ("actors.csv#nkid"), or the line or cell of the source that describes the letter
             ("cmif.xml#line=3,4" by RFC 5147, "list.csv#cell=4,2" by RFC 7111); ``decision`` is the id of the editor's decision that set
             or confirmed the value, empty where nobody has looked at it; ``doubts`` are how the source itself marks it as not sure, by
             the names of our types ("conjecture", "certainty-low").
    Units:   ``confidence`` is the measured precision of the rule, from 0 to 1; 1 where an editor has decided.
    """

    spans: tuple[Span, ...]
    rule: str
    origin: Origin = Origin.TEXT
    confidence: float = UNMEASURED
    source: str = ""
    decision: str = ""
    doubts: tuple[str, ...] = ()


@made_fast
@dataclass(frozen=True, slots=True)
class Wording:
    """A value with the words that give it: ``text`` as printed, ``value`` normalised ("No. 319", "319")."""

    text: str
    value: str
    evidence: Evidence


@made_fast
@dataclass(frozen=True, slots=True)
class Dated:
    """A date with its evidence; the wording stands in the date itself."""

    date: HistoricalDate
    evidence: Evidence
