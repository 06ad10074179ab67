"""What the parts of a head say of the letter: its day, place, number, kind and receipt, and what contradicts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from letterbook import dates
from letterbook.findings import Finding
from letterbook.letter import (
    Citation,
    Dated,
    EntityKind,
    Evidence,
    Form,
    Holding,
    Letter,
    Part,
    PartKind,
    Span,
    Transcript,
    Wording,
)
from letterbook.readers.text.citations import is_source_note, read_citation
from letterbook.readers.text.datelines import Dateline, read_receipt
from letterbook.readers.text.dayforms import FoundDate
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.headblocks import HeadBlocks
from letterbook.readers.text.headings import Heading
from letterbook.readers.text.remarks import remark
from letterbook.readers.text.rules import Rules
from letterbook.readers.text.zones import Block


@dataclass(slots=True)
class HeadFacts:
    """States what is found in the head of a letter; it keeps the citation, who held which office, and what to note."""

    transcript: Transcript
    view: str
    rules: Rules
    table: EntityTable
    blocks: HeadBlocks
    citation: Citation | None = None
    holdings: list[Holding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it was given."""
        return self.transcript.text

    def note(self, code: str, offset: int, ordinal: int, message: str, remedy: str) -> None:
        """Note a finding at a place of the text."""
        self.findings.append(remark(self.transcript, code, offset, ordinal, message, remedy))

    def note_fault(self, found: FoundDate, ordinal: int) -> None:
        """Note why the words of a date give no day, where they give none."""
        if found.ambiguous:
            message = f"{found.date.wording!r} gives no day: {found.fault}"
            remedy = "state day_first = true or false in letterbook.toml, or set the date by a decision"
            self.note("L223", found.span.start, ordinal, message, remedy)
        elif found.fault:
            message = f"{found.date.wording!r} is no day of the calendar: {found.fault}"
            remedy = "correct the date in the source; until then the wording is kept and no day is stated"
            self.note("L203", found.span.start, ordinal, message, remedy)

    def is_source(self, block: Block) -> bool:
        """Whether a block is the edition's source note, where none has been read yet."""
        return self.citation is None and is_source_note(self.view, block.span, self.rules.editors)

    def source(self, block: Block) -> Part:
        """The part that a source note is; what it cites is kept."""
        self.citation = read_citation(self.text, self.view, block.span, self.rules.editors, self.table)
        return Part(PartKind.SOURCE, block.span)

    def headed(self, letter: Letter, heading: Heading) -> Letter:
        """The letter with the parties of its heading."""
        self.holdings.extend(heading.holdings)
        for side in heading.undecided:
            message = f"{self.text[side.start : side.end]!r} names two of whom one is meant; neither is stated"
            self.note("L226", side.start, letter.ordinal, message, "decide who it is, if that is known")
        kind = letter.kind or heading.kind
        return replace(letter, kind=kind, senders=heading.senders, addressees=heading.addressees)

    def titled(self, letter: Letter, title: Heading) -> Letter:
        """The letter with the day, the place and the number of its heading, where its dateline has none or the title counts more."""
        first = bool(self.rules.layout("title_first"))
        date, place, number = letter.date, letter.place, letter.number
        if title.date and date:
            self._note_contradiction(
                letter, title.date.date, date.date, title.date.span, "heading" if first else "dateline"
            )
        if title.date and (date is None or first):
            date = self._dated(title.date, letter.ordinal, "heading-date")
        if title.place and (not place or first):
            place = self.place(title.place, "heading-place")
        if title.number and number is None:
            printed = self.text[title.number.start : title.number.end]
            number = Wording(printed, printed, Evidence((title.number,), "heading-number"))
        received = letter.date_received
        if title.receipt and received is None:
            found = read_receipt(
                self.view, title.receipt, FoundDate(date.date, title.receipt) if date else None, self.rules
            )
            received = Dated(found.date, Evidence((found.span,), "dateline-received")) if found else None
        return replace(letter, date=date, place=place, number=number, date_received=received)

    def with_dateline(self, letter: Letter, dateline: Dateline) -> Letter:
        """The letter with the day, the number, the place, the receipt and the kind that a dateline gives."""
        date = self._dated(dateline.date, letter.ordinal) if dateline.date else letter.date
        number, place, received = letter.number, letter.place, letter.date_received
        if dateline.number:
            value, span = dateline.number
            number = Wording(self.text[span.start : span.end], value, Evidence((span,), "dateline-number"))
        if dateline.place:
            place = self.place(dateline.place)
        if dateline.received:
            received = Dated(dateline.received.date, Evidence((dateline.received.span,), "dateline-received"))
        kind = letter.kind
        if dateline.kind and kind is None:
            value, span = dateline.kind
            kind = Wording(self.text[span.start : span.end], value, Evidence((span,), "kind-by-annotation"))
        return replace(letter, kind=kind, date=date, number=number, place=place, date_received=received)

    def numbered(self, letter: Letter, blocks: list[Block]) -> Letter:
        """The number that opens the text of a telegram, where the series prints it there."""
        opening = re.match(r"(\d{1,5})\. (?=[A-Z\"\[(…])", blocks[0].words(self.view)) if blocks else None
        telegram = letter.kind is not None and letter.kind.value == "telegram"
        if letter.number or not (opening and telegram and self.rules.layout("telegram_number_in_text")):
            return letter
        span = Span(blocks[0].span.start, blocks[0].span.start + opening.end(1))
        return replace(letter, number=Wording(opening[1], opening[1], Evidence((span,), "number-in-text")))

    def with_foot(self, letter: Letter) -> Letter:
        """The letter with the day and the place below its signature, where its head has no day and the series prints it there."""
        if letter.date or not self.rules.layout("dateline_below") or self.rules.layout("title_first"):
            return letter
        for part in reversed(letter.parts):
            if part.kind is PartKind.PARAGRAPH:
                break
            below = self.blocks.dateline(part.span) if part.kind is PartKind.DATELINE else None
            if below and below.date:
                dated = self.with_dateline(letter, below)
                return replace(dated, place=letter.place or dated.place)
        return letter

    def compare_foot(self, letter: Letter) -> None:
        """Note where a dateline below the letter contradicts the day of its heading."""
        if letter.date is None or letter.date.evidence.rule != "heading-date":
            return
        where = letter.date.evidence.spans[0]
        for part in letter.parts:
            below = self.blocks.dateline(part.span) if part.kind is PartKind.DATELINE else None
            if below and below.date and letter.salutation and part.span.start > letter.salutation.evidence.spans[0].end:
                self._note_contradiction(letter, letter.date.date, below.date.date, where, "heading")

    def _note_contradiction(
        self, letter: Letter, said: dates.HistoricalDate, printed: dates.HistoricalDate, where: Span, counts: str
    ) -> None:
        if dates.contradict(said, printed):
            message = f"the heading says {said.wording!r}, the dateline {printed.wording!r}; the {counts} counts"
            self.note("L224", where.start, letter.ordinal, message, "correct the wrong one, or decide")

    def _dated(self, found: FoundDate, ordinal: int, rule: str = "dateline-date") -> Dated:
        self.note_fault(found, ordinal)
        return Dated(found.date, Evidence((found.span,), rule))

    def place(self, span: Span, rule: str = "dateline-place") -> str:
        """The id of the place that a stretch names; it is among the names of the text then."""
        evidence = Evidence((span,), rule)
        entity = self.table.add(EntityKind.PLACE, self.text[span.start : span.end], evidence)
        self.table.mention(entity, span, Form.NAME, rule)
        return entity
