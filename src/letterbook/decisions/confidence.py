"""How far a value can be trusted: the measured precision of its rule, and what follows from it.

Form:    at .95 and above a value is published; from .70 to .95 it is published as unreviewed and listed for review; below .70 it
         is not published and only listed. A rule that nobody has measured counts as .95.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from letterbook.errors import UsageError
from letterbook.letter import (
    Assertion,
    Dated,
    Entity,
    Evidence,
    Gift,
    Letter,
    Mention,
    Origin,
    Party,
    Reading,
    Reference,
    Relation,
    Wording,
)

FILE_NAME = "confidence.yaml"
"""Where a letterbook keeps the confidences measured on its own letters."""

PUBLISHED = 0.95
WITHHELD = 0.70


class Band(StrEnum):
    """What happens to a value by its confidence."""

    PUBLISHED = "published"
    UNREVIEWED = "unreviewed"
    WITHHELD = "withheld"


def band(confidence: float) -> Band:
    """The band of a confidence.

    >>> [str(band(each)) for each in (0.95, 0.949, 0.70, 0.699)]
    ['published', 'unreviewed', 'unreviewed', 'withheld']
    """
    if confidence >= PUBLISHED:
        return Band.PUBLISHED
    return Band.UNREVIEWED if confidence >= WITHHELD else Band.WITHHELD


def checked_confidences(value: object, where: str) -> dict[str, float]:
    """The confidences by rule, as a YAML file has them.

    Raises:  UsageError where it is no map of rules to numbers from 0 to 1.
    """
    if not isinstance(value, dict):
        raise UsageError("confidence is not a map of rules to numbers", where, "such as heading-from-to: 0.97")
    for rule, number in value.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            raise UsageError(f"the confidence of {rule!r} is {number!r}", where, "write a number from 0 to 1")
    return {str(rule): float(number) for rule, number in value.items()}


def load_confidences(folder: Path) -> dict[str, float]:
    """The confidences measured on a letterbook's own letters; none where it has no such file.

    Raises:  UsageError where the file is not as ``letterbook eval --write`` writes it.
    """
    path = folder / FILE_NAME
    try:
        loaded = yaml.safe_load(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{FILE_NAME} cannot be read: {error}", str(path)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{FILE_NAME} is not YAML: {' '.join(str(error).split())}", str(path)) from error
    if not isinstance(loaded, dict) or set(loaded) != {"confidence"}:
        raise UsageError(
            f"{FILE_NAME} has not the key confidence alone", str(path), "write it by: letterbook eval --write"
        )
    return checked_confidences(loaded["confidence"], str(path))


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a reading as a decision would name it."""

    path: str
    value: str
    evidence: Evidence


def facts_of(letter: Letter, reading: Reading) -> Iterator[Fact]:
    """The facts of one letter that can be decided on, in the order of ``FACTS``."""
    start = f"l{letter.ordinal}/"
    for name, side in (("sender", letter.senders), ("addressee", letter.addressees)):
        for party in side:
            yield Fact(start + name, _called(party, reading), party.evidence)
    for name, dated in (("date_sent", letter.date), ("date_received", letter.date_received)):
        if dated:
            yield Fact(start + name, dated.date.edtf or dated.date.wording, dated.evidence)
    if letter.place:
        entity = reading.entity(letter.place)
        yield Fact(start + "place", entity.label, letter.place_evidence or entity.evidence)
    for name in ("number", "salutation", "closing", "signature", "kind"):
        wording: Wording | None = getattr(letter, name)
        if wording:
            yield Fact(start + name, wording.value, wording.evidence)


def _called(party: Party, reading: Reading) -> str:
    names = [reading.entity(each).label for each in (party.person or party.body, party.office) if each]
    return names[0] if names else party.as_printed


_Value = TypeVar("_Value", Party, Dated, Wording, Relation, Reference, Gift, Entity, Assertion)


def weigh(reading: Reading, measured: Mapping[str, float]) -> Reading:
    """The reading with the measured confidence of each rule at what the rule reads; what is decided stays at 1."""
    if not measured:
        return reading

    def weight(evidence: Evidence) -> Evidence:
        found = measured.get(evidence.rule)
        if found is None or evidence.decision or evidence.origin in (Origin.EDITOR, Origin.REGISTER):
            return evidence
        return replace(evidence, confidence=found)

    def one(value: _Value) -> _Value:
        evidence = weight(value.evidence)
        return value if evidence is value.evidence else replace(value, evidence=evidence)

    def all_of(values: tuple[_Value, ...]) -> tuple[_Value, ...]:
        return tuple(map(one, values))

    def mention(value: Mention) -> Mention:
        found = measured.get(value.rule)
        return value if found is None or value.decision else replace(value, confidence=found)

    def reference(value: Reference) -> Reference:
        return replace(one(value), answering=weight(value.answering)) if value.answering else one(value)

    letters = tuple(
        replace(
            letter,
            senders=all_of(letter.senders),
            addressees=all_of(letter.addressees),
            date=letter.date and one(letter.date),
            date_received=letter.date_received and one(letter.date_received),
            place_evidence=letter.place_evidence and weight(letter.place_evidence),
            number=letter.number and one(letter.number),
            salutation=letter.salutation and one(letter.salutation),
            closing=letter.closing and one(letter.closing),
            signature=letter.signature and one(letter.signature),
            kind=letter.kind and one(letter.kind),
            relations=all_of(letter.relations),
        )
        for letter in reading.letters
    )
    return replace(
        reading,
        letters=letters,
        entities=all_of(reading.entities),
        mentions=tuple(map(mention, reading.mentions)),
        references=tuple(map(reference, reading.references)),
        gifts=all_of(reading.gifts),
        events=tuple(replace(each, assertions=all_of(each.assertions)) for each in reading.events),
    )
