"""The frame of a printed letter, read from both ends, and of the letters that are printed inside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from letterbook.findings import Finding
from letterbook.letter import (
    Citation,
    Dated,
    Evidence,
    Holding,
    Letter,
    Part,
    PartKind,
    Party,
    Relation,
    Span,
    Transcript,
)
from letterbook.readers.text.capitals import recased
from letterbook.readers.text.correspondents import with_correspondents
from letterbook.readers.text.daywords import find_dates
from letterbook.readers.text.enclosures import Enclosure, EnclosureFinder, Link, find_link
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.headblocks import HeadBlocks
from letterbook.readers.text.headfacts import HeadFacts
from letterbook.readers.text.heads import HeadReader
from letterbook.readers.text.parties import PartyReader
from letterbook.readers.text.remarks import remarks
from letterbook.readers.text.rules import Rules
from letterbook.readers.text.salutations import Salutations
from letterbook.readers.text.tails import TailReader
from letterbook.readers.text.zones import (
    Block,
    blocks_of,
    has_a_line_for_a_block,
    quoted,
    trimmed,
    unwrapped,
    view_of,
)

_SHOWN = 60  # characters of a paper's first line


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame gives: the letters, the edition, who held which office, and what an editor should know.

    Form:    ``flat`` is the text with plain blanks and quotes and without line ends inside blocks, of the same length.
    """

    letters: tuple[Letter, ...]
    citation: Citation | None
    holdings: tuple[Holding, ...]
    findings: tuple[Finding, ...]
    flat: str


def read_frame(transcript: Transcript, rules: Rules, table: EntityTable) -> Frame:
    """The frame of one printed text.

    Form:    the letters in the order of their beginning; a letter inside another carries that one's ordinal. Where no heading
             is understood there is one letter, with what is certain; where nothing is printed there is none. Findings L201 to L208 and L223 to L226,
             by line and column.
    """
    work = _Work(transcript, rules, table)
    if not transcript.text.strip():
        return Frame((), None, (), (), work.flat)
    work.read(0, len(transcript.text))
    letters = tuple(sorted(work.letters, key=lambda letter: letter.ordinal))
    return Frame(letters, work.facts.citation, tuple(work.facts.holdings), tuple(work.facts.findings), work.flat)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A stretch that is one letter with what is printed inside it.

    Form:    ``outer`` is the letter around it, which a sentence of the editors, the ``link``, or an ``enclosure`` divides from it;
             ``marks`` are the quotation marks around it.
    """

    start: int
    end: int
    outer: Letter | None = None
    link: Link | None = None
    enclosure: Enclosure | None = None
    marks: tuple[Span, ...] = ()


class _Work:
    """One text while its frame is read."""

    def __init__(self, transcript: Transcript, rules: Rules, table: EntityTable) -> None:
        self.transcript = transcript
        self.text = transcript.text
        self.view = view_of(transcript.text)
        self.all_blocks = blocks_of(self.view, by_line=has_a_line_for_a_block(self.view))
        self.flat = unwrapped(self.view)  # a heading or a sentence may be broken over lines
        self.rules = rules
        self.parties = PartyReader(self.text, recased(self.flat, self.all_blocks, rules.editors), rules.editors, table)
        salutations = Salutations(self.text, self.view, rules, table)
        known = HeadBlocks(self.text, self.view, rules, self.parties, salutations)
        self.facts = HeadFacts(transcript, self.view, rules, table, known)
        self.heads = HeadReader(self.view, rules, salutations, known, self.facts)
        self.tails = TailReader(self.text, self.view, self.flat, rules, table, known.dateline)
        self.enclosures = EnclosureFinder(self.view, rules, known)
        self.letters: list[Letter] = []

    def read(self, start: int, end: int) -> None:
        """Read the letter of a stretch and those inside it, each before what stands behind it.

        Form:    a list of what is still to be read, not a recursion: a chain of replies may be longer than calls can be deep.
        """
        waiting = [_Paper(start, end)]
        while waiting:
            waiting += reversed(list(self._read(waiting.pop())))

    def _read(self, paper: _Paper) -> Iterator[_Paper]:
        """Read one letter; what stands inside it is given back."""
        start, end, outer, link = paper.start, paper.end, paper.outer, paper.link
        ordinal = len(self.letters) + 1
        letter = Letter(ordinal=ordinal, extent=Span(start, end), parts=(), inside=outer.ordinal if outer else 0)
        self.letters.append(letter)  # keeps the place
        blocks = self.heads.unstacked(self._blocks(start, end))
        if link and outer:
            letter = self._introduced(letter, link, outer)
        letter, body = self.heads.read(blocks, letter, introduced=bool(link))
        inner = find_link(self.view, self.flat, blocks, body, self.rules.editors)
        # The papers inside a letter are found at once; one of them is not searched again.
        enclosures = [] if inner or (outer and not link) else self.enclosures.find(blocks, body)
        last = blocks.index(inner.block if inner else enclosures[0].block) if inner or enclosures else len(blocks)
        closed = body < len(blocks) and not (inner or enclosures)
        note = blocks[-1] if closed and not outer and self.facts.is_source(blocks[-1]) else None
        letter = self.tails.read(letter, blocks[body : last - (note is not None)])
        letter = self.facts.with_foot(letter)
        self.facts.compare_foot(letter)
        if note:
            letter = replace(letter, parts=(*letter.parts, self.facts.source(note)))
        letter = with_correspondents(letter, self.text, self.view, self.rules, self.facts.table)
        extent_end = max((part.span.end for part in letter.parts), default=end)
        first = letter.parts[0].span.start if letter.parts else start
        own_start = next((p.span.start for p in letter.parts if p.kind is not PartKind.LINK), first)
        letter = replace(letter, extent=Span(own_start if outer else first, extent_end))
        self.letters[ordinal - 1] = letter
        self.facts.findings += remarks(letter, self.letters, self.facts.citation, self.transcript, self.rules)
        self.letters[ordinal - 1] = self._inside(letter, paper)
        if inner:
            yield from self._inner(inner, letter, end)
        stops = [each.start for each in enclosures[1:]] + [end]
        for enclosure, stop in zip(enclosures, stops, strict=False):
            yield from self._enclosed(enclosure, letter, stop)

    def _blocks(self, start: int, end: int) -> list[Block]:
        """The blocks of a stretch, of which the first and the last may be cut; the text is divided once for all its letters."""
        first = bisect_right(self.all_blocks, start, key=lambda block: block.span.end)
        last = bisect_left(self.all_blocks, end, first, key=lambda block: block.span.start)
        blocks = self.all_blocks[first:last]
        for at in {0, len(blocks) - 1} if blocks else ():
            span = blocks[at].span
            blocks[at] = Block(trimmed(self.view, max(start, span.start), min(end, span.end)) or span)
        return blocks

    def _enclosed(self, enclosure: Enclosure, outer: Letter, end: int) -> Iterator[_Paper]:
        where = enclosure.block.span
        inside = trimmed(self.view, where.end if enclosure.marker else enclosure.start, end)
        if inside is not None:
            yield _Paper(inside.start, inside.end, outer, enclosure=enclosure)

    def _inner(self, link: Link, outer: Letter, end: int) -> Iterator[_Paper]:
        behind = trimmed(self.view, link.block.span.end, end)
        if behind is None:
            return
        marks = quoted(self.view, behind.start, end)
        inside = marks[1] if marks else behind
        yield _Paper(inside.start, inside.end, outer, link, marks=(marks[0], marks[2]) if marks else ())

    def _inside(self, letter: Letter, paper: _Paper) -> Letter:
        """The letter with what it owes to the one around it: quotation marks, or that it is enclosed."""
        if paper.enclosure is None or paper.outer is None:
            return replace(letter, quotation_marks=paper.marks) if paper.marks else letter
        begins = self.text[paper.start : paper.end][:_SHOWN].splitlines()[0]
        message = f"a paper begins that letter {paper.outer.ordinal} encloses: {begins!r}"
        remedy = "fine as it is, where that is no text of the letter itself"
        self.facts.note("L225", paper.start, letter.ordinal, message, remedy)
        where, marker = paper.enclosure.block.span, paper.enclosure.marker
        evidence = Evidence((where,), marker.id if marker else "enclosure-unmarked")
        parts = (Part(PartKind.LINK, where), *letter.parts) if marker else letter.parts
        relations = (*letter.relations, Relation("enclosure", paper.outer.ordinal, evidence))
        return replace(letter, parts=parts, relations=relations)

    def _introduced(self, letter: Letter, link: Link, outer: Letter) -> Letter:
        """Sender, addressee, date and relation of a reply, as the editors' sentence gives them."""
        match = link.match
        start, stop = match.start("reply"), match.end("sender")
        sender, holding = self.parties.read(Span(*match.span("sender")), Span(min(start, match.start("sender")), stop))
        sender = self._known(sender)
        if holding:
            self.facts.holdings.append(holding)
        answered = Span(match.start(0), match.end("this") if match.groupdict().get("this") else stop)
        answered = trimmed(self.view, answered.start, answered.end) or answered
        relation = Relation("reply-to", outer.ordinal, Evidence((answered,), link.pattern.id))
        addressees = tuple(replace(party, evidence=Evidence((answered,), "answers-sender")) for party in outer.senders)
        parts = (Part(PartKind.LINK, link.block.span),)
        letter = replace(letter, parts=parts, senders=(sender,), addressees=addressees, relations=(relation,))
        if not match.groupdict().get("date"):
            return letter
        found = find_dates(self.flat, Span(*match.span("date")), self.rules.editors)
        if not found:
            return letter
        begin = re.compile(r"\S").search(self.view, stop)
        where = Span(begin.start() if begin else stop, found[0].span.end)
        dated = Dated(found[0].date, Evidence((where,), link.pattern.id))
        self.facts.note_fault(found[0], letter.ordinal)
        if link.pattern.more.get("date") == "received":
            self.facts.note(
                "L208",
                found[0].span.start,
                letter.ordinal,
                f"{self.text[where.start : where.end]!r} is taken as the day of receipt",
                "fine as it is; the day of writing is stated as lying before it",
            )
            return replace(letter, date_received=dated)
        return replace(letter, date=dated)

    def _known(self, party: Party) -> Party:
        """The party with the office that it holds by the heading: the same person is named again."""
        for holding in self.facts.holdings:
            if party.person == holding.person and not party.office:
                return replace(party, office=holding.office)
        return party
