"""What a reader understood of one printed text: its letters, what they share, and what is left in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

from letterbook.editor import Decision
from letterbook.findings import Finding
from letterbook.letter.entities import Entity, Holding, Mention
from letterbook.letter.events import Gift, ReportedEvent, Sum
from letterbook.letter.evidence import Dated, Wording
from letterbook.letter.letters import EDITION_PARTS, Letter, Reference
from letterbook.letter.transcript import Span, Transcript


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

    Form:    ``called`` are ids and addresses by which other files call its first letter; ``proposed`` is the id that an export of
             ours has kept for that, empty elsewhere.
    """

    transcript: Transcript
    profile: str
    letters: tuple[Letter, ...]
    called: tuple[str, ...] = ()
    proposed: str = ""
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
