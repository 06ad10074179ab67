"""What a reader understood of a source: letters and what they speak of, as frozen values with evidence.

This is the currency from the readers to the mapper. A ``Reading`` is one printed text: its letters (one may be printed
inside another), and the entities, sums, gifts and events that they share. Everything that is said carries ``Evidence``:
the characters that say it, or the rule that derives it. Absent is a value: ``None`` means that the text gives none.

Units:   a span counts code points of the decoded text, from 0, the end not included.
"""

from __future__ import annotations

import bisect
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from letterbook.dates import HistoricalDate
from letterbook.editor import Decision
from letterbook.findings import Finding
from letterbook.values import made_fast


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A stretch of the printed text, half-open: ``text[start:end]``."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        if not 0 <= start < end:
            raise ValueError(f"{start}..{end} is not a span")
        # Made hundreds of times for every letter: setting the slots themselves takes half the time of object.__setattr__.
        _set_start(self, start)
        _set_end(self, end)

    def holds(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


_set_start, _set_end = (vars(Span)[name].__set__ for name in ("start", "end"))

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
             source itself gives for it, as given. ``language`` is that of the labels where it is not the text's.
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


@dataclass(frozen=True, slots=True)
class Citation:
    """The source note: the printed volume (or the archival unit) from which the text was taken.

    Form:    ``place`` and ``publisher`` are ids of entities, with the evidence in the entities' mentions; ``key`` is the
             edition's document ("edition/dvp-4") once a register or minting has said which it is, empty before; ``same_as`` is
             the address by which the source itself identifies it (a UUID), ``medium`` print, online or hybrid where it says so.
    """

    as_printed: Wording
    series: Wording | None = None
    volume: Wording | None = None
    pages: Wording | None = None
    document: Wording | None = None
    place: str = ""
    publisher: str = ""
    year: Dated | None = None
    key: str = ""
    registered: bool = False
    same_as: str = ""
    medium: str = ""


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


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the words from ``start`` on stand in a file with a structure: the line (row), the column, and what they stand under.

    Form:    ``path`` is the way to an XML element, or the heading of a table's column; ``column`` is 0 in XML.
    """

    start: int
    line: int
    path: str
    column: int = 0


class TextKind(StrEnum):
    """Whose words a text is made of."""

    PRINT = "print"  # the letter's own, as an edition gives them
    DESCRIPTION = "description"  # a catalogue's: a correspDesc, a row of a table; the letter itself is not there


@dataclass(frozen=True, slots=True)
class Transcript:
    """The text as it was decoded, and the file it came from.

    Form:    ``source`` is relative to the folder of the letters, with ``/``; one of several texts in a file has its id, or its
             number, after ``#``. ``text`` has no byte order mark and is otherwise untouched, line ends included; that of an XML
             file is its reading text, that of a description its wordings, one a line, and ``marks``, in order, lead back to the
             file.
    """

    source: str
    text: str
    language: str
    encoding: str = "utf-8"
    marks: tuple[Mark, ...] = ()
    file: str = ""  # the file, where it holds several texts
    kind: TextKind = TextKind.PRINT
    _lines: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def quote(self, span: Span) -> str:
        """The characters of the span."""
        return self.text[span.start : span.end]

    def sha256(self) -> str:
        """The digest of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both from 1; CRLF, LF and CR each end a line; an XML file's line has no column, 0."""
        if self.marks:
            mark = self.mark(offset)
            return mark.line, mark.column
        if not self._lines:
            object.__setattr__(self, "_lines", tuple(_line_starts(self.text)))
        row = bisect.bisect_right(self._lines, offset)
        return row, offset - self._lines[row - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The character at a line and a column; the partner of ``position`` for a text without marks."""
        self.position(0)  # the lines are counted once
        return self._lines[line - 1] + column - 1

    def mark(self, offset: int) -> Mark:
        """The mark of the element or the cell that holds a character; raises LookupError where there are none."""
        if not self.marks:
            raise LookupError(self.source)
        return self.marks[max(0, bisect.bisect_right(self.marks, offset, key=lambda mark: mark.start) - 1)]


_LINE_END = re.compile(r"\r\n|\n|\r")


def _line_starts(text: str) -> Iterator[int]:
    yield 0
    for match in _LINE_END.finditer(text):
        yield match.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A fact that an editor should look at before it is relied on.

    Form:    ``fact`` as in a decision ("l1/sender", "mention"); ``value`` as read; ``options`` other values there are;
             ``published`` is false where the value is withheld.
    """

    fact: str
    value: str
    reason: str
    rule: str = ""
    confidence: float = 0.0
    span: Span | None = None
    options: tuple[str, ...] = ()
    published: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader understood of one printed text, the editor's decisions on it, and what is left in doubt.

    Form:    ``called`` are ids and addresses by which other files call its first letter.
    """

    transcript: Transcript
    profile: str
    letters: tuple[Letter, ...]
    called: tuple[str, ...] = ()
    citation: Citation | None = None
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    holdings: tuple[Holding, ...] = ()
    sums: tuple[Sum, ...] = ()
    gifts: tuple[Gift, ...] = ()
    events: tuple[ReportedEvent, ...] = ()
    references: tuple[Reference, ...] = ()
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    # Asked for every mention by every letter; made anew for a reading that is changed.
    _homes: dict[Span, Letter | None] = field(init=False, default_factory=dict, repr=False, compare=False)
    _writers: dict[Span, Letter | None] = field(init=False, default_factory=dict, repr=False, compare=False)

    def entity(self, entity_id: str) -> Entity:
        """The entity of this id; raises KeyError where there is none."""
        for candidate in self.entities:
            if candidate.id == entity_id:
                return candidate
        raise KeyError(entity_id)

    def letter(self, ordinal: int) -> Letter:
        """The letter of this ordinal; raises KeyError where there is none, as for 0."""
        if not 1 <= ordinal <= len(self.letters):
            raise KeyError(ordinal)
        return self.letters[ordinal - 1]

    def letter_at(self, span: Span) -> Letter | None:
        """The letter in one of whose parts the span lies; None between and after the letters."""
        if span not in self._homes:
            holding = (each for each in self.letters if any(part.span.holds(span) for part in each.parts))
            self._homes[span] = next(holding, None)
        return self._homes[span]

    def writer_at(self, span: Span) -> Letter | None:
        """The letter whose writer wrote the span, the innermost; None where the words are the edition's."""
        if span not in self._writers:
            self._writers[span] = self._writer_of(span)
        return self._writers[span]

    def _writer_of(self, span: Span) -> Letter | None:
        parts = (part for letter in self.letters for part in letter.parts)
        if any(part.kind in EDITION_PARTS and part.span.holds(span) for part in parts):
            return None
        for candidate in reversed(self.letters):
            own = candidate.own_words
            if own and own[0].start <= span.start and span.end <= max(each.end for each in own):
                return candidate
        return None
