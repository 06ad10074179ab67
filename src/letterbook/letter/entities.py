"""Whom and what the letters name: entities, where they are mentioned, and the parts that they take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from letterbook.letter.evidence import UNMEASURED, Evidence, Origin
from letterbook.letter.transcript import Span
from letterbook.values import made_fast


class EntityKind(StrEnum):
    """What a name or a description stands for."""

    PERSON = "person"
    OFFICE = "office"  # an official position, whoever holds it
    ORGANISATION = "organisation"
    POLITY = "polity"  # a state or government as an actor
    PLACE = "place"
    GROUP = "group"  # people without an organisation: "the Turkish people", "the Greek troops"
    TOPIC = "topic"  # an idea spoken of as if it acted: "imperialism"


class Form(StrEnum):
    """How a text refers to an entity."""

    NAME = "name"  # "Mustafa Kemal", "Turkey", "Red Crescent Society"
    OFFICE = "office"  # "the Representative of …" for an unnamed holder
    ADDRESS = "address"  # "Mr. Chairman"
    DESCRIPTION = "description"  # "the cruel invader", "those areas that …", "your Government"


@made_fast
@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text refers to an entity; ``confidence`` and ``decision`` as in ``Evidence``."""

    entity: str
    span: Span
    form: Form
    rule: str
    confidence: float = UNMEASURED
    decision: str = ""

    @property
    def evidence(self) -> Evidence:
        """The characters, and who says that they refer to the entity."""
        origin = Origin.EDITOR if self.rule.startswith("decision-") else Origin.TEXT
        return Evidence((self.span,), self.rule, origin, self.confidence, decision=self.decision)


@made_fast
@dataclass(frozen=True, slots=True)
class Entity:
    """A person, office, organisation, polity, place, group or topic that a printed text speaks of.

    Form:    ``id`` is unique in its reading; ``label`` is the shortest full wording without an article; ``labels`` are all
             wordings that name it (not descriptions); ``named`` is false where only descriptions refer to it, and then it
             is known in this printed text alone. ``part_of`` and ``seat`` are ids of other entities ("of the RSFSR", "in
             Turkey"), with the evidence beside them. ``key`` is its document ("actor/rsfsr") once a register or minting
             has said who is meant, empty before; ``registered`` tells which of the two it was. ``unlike`` are keys of
             documents, and ids of entities, that it is not, by an editor's decision. ``same_as`` are addresses and keys that the
             source itself gives for it, as given; a key is one of a list, or that of a document in a build of ours. ``language`` is that of the labels where it is not the text's.
    """

    id: str
    kind: EntityKind
    label: str
    named: bool
    evidence: Evidence
    labels: tuple[str, ...] = ()
    part_of: str = ""
    seat: str = ""
    key: str = ""
    registered: bool = False
    unlike: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    language: str = ""


@made_fast
@dataclass(frozen=True, slots=True)
class Party:
    """A sender or an addressee: a person, the office held, or a body; ids of entities, at least one of them.

    Form:    a named office holder has ``person`` and ``office``; an unnamed one has ``office`` alone.
    """

    as_printed: str
    evidence: Evidence
    person: str = ""
    office: str = ""
    body: str = ""

    @property
    def agent(self) -> str:
        """The id of the entity that acts: the person, else the office, else the body."""
        return self.person or self.office or self.body


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity in a role, and the words that say so.

    Form:    roles of a gift: donor, intermediary, offered-to, recipient, beneficiary; of a reported event: by, against,
             place; of a letter: on-behalf-of, place-of-writing, place-of-receipt.
    """

    entity: str
    role: str
    evidence: Evidence


@made_fast
@dataclass(frozen=True, slots=True)
class Holding:
    """That a person held an office when the letter was written, as the text says."""

    person: str
    office: str
    evidence: Evidence
