"""The head of a letter: heading, source note, marks of the edition, dateline, number and salutation.

The blocks are taken one after the other until one is no more of the head: what a block can be is told by ``HeadBlocks``, what it says of
the letter stated by ``HeadFacts``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from letterbook.letter import Evidence, Letter, Part, PartKind, Span, Wording
from letterbook.readers.text import headlines
from letterbook.readers.text.citations import is_source_note
from letterbook.readers.text.datelines import Dateline, read_place_above, read_short_dateline
from letterbook.readers.text.footlines import is_address
from letterbook.readers.text.headblocks import HeadBlocks
from letterbook.readers.text.headfacts import HeadFacts
from letterbook.readers.text.headings import Heading, is_heading
from letterbook.readers.text.rules import Rules
from letterbook.readers.text.salutations import Salutations
from letterbook.readers.text.zones import Block, lines_of, trimmed

_HEAD_BLOCKS = 12


@dataclass(slots=True)
class _Head:
    """A head while it is read: the letter as far as it is known, its parts, and whether a heading and a day have been found."""

    letter: Letter
    parts: list[Part]
    headed: bool
    dated: bool = False
    title: Heading | None = None

    def add(self, kind: PartKind, span: Span) -> bool:
        """Add a part; always true, for the block is taken then."""
        self.parts.append(Part(kind, span))
        return True


@dataclass(frozen=True, slots=True)
class HeadReader:
    """Reads the blocks from the first to the salutation."""

    view: str
    rules: Rules
    salutations: Salutations
    blocks: HeadBlocks
    facts: HeadFacts

    def read(self, blocks: list[Block], letter: Letter, *, introduced: bool) -> tuple[Letter, int]:
        """The letter with its head, and the number of the first block behind it.

        Form:    ``introduced`` where a sentence of the editors has named the parties, so that no heading is looked for; blocks
                 that hold more than the head are divided in place.
        """
        head = _Head(letter, list(letter.parts), introduced)
        at = 0
        while at < min(len(blocks), _HEAD_BLOCKS):
            # "Mr. Adams to Mr. Seward." could be a salutation as well: what comes first is the heading.
            self._divide(blocks, at, headed=head.headed, dated=head.dated)
            if self._is_top(head, blocks, at):
                at += 1
                continue
            salutation = self.salutations.alone(blocks[at]) or self.salutations.by_name(blocks[at], head.letter)
            if salutation:
                head.add(PartKind.SALUTATION, blocks[at].span)
                self._address(head, salutation)
                at += 1
                break
            if self._is_note(head, blocks, at) or self._is_dateline(head, blocks, at):
                at += 1
                continue
            if inline := self.salutations.run_in(blocks[at]):
                at = self._open(head, inline, blocks, at)
                break
            if not self._is_above(head, blocks, at):
                break
            at += 1
        return self._finished(head, blocks[at:], introduced=introduced), at

    def _is_top(self, head: _Head, blocks: list[Block], at: int) -> bool:
        """Whether a block is the heading, or the number that the edition prints above it."""
        block = blocks[at]
        heading = None if head.headed or head.dated else self.blocks.heading(blocks, at)
        if heading is None:
            number = not (head.headed or head.dated or head.parts) and headlines.is_document_number(
                self.view, block, self.rules.editors
            )
            return number and head.add(PartKind.NOTE, block.span)
        head.headed, head.title = True, heading
        head.letter = self.facts.headed(head.letter, heading)
        return head.add(PartKind.HEADING, block.span)

    def _is_note(self, head: _Head, blocks: list[Block], at: int) -> bool:
        """Whether a block is the edition's: its source note, a mark, a second number, or words above the dateline."""
        block = blocks[at]
        if not head.letter.inside and self.facts.is_source(block):
            head.parts.append(self.facts.source(block))
            return True
        mark, kind = self.blocks.editors_mark(block)
        if not mark and not (head.headed or head.dated) and self.blocks.is_title(blocks, at):
            mark = True  # no pattern fits: the edition's words
        if not (mark or (head.letter.number and self.blocks.is_number(block))):
            return False
        head.letter = replace(head.letter, kind=kind) if kind else head.letter
        return head.add(PartKind.NOTE, block.span)

    def _is_dateline(self, head: _Head, blocks: list[Block], at: int) -> bool:
        """Whether a block is a dateline, a short one below a heading, or a place alone."""
        block, letter = blocks[at], head.letter
        dateline = self.blocks.dateline(block.span)
        # A number alone at the very top is that of the document; a second line may only add what the first lacks.
        again = (
            head.dated
            and dateline is not None
            and (dateline.date or letter.number or not self.blocks.is_own(dateline, block))
        )
        if dateline and (dateline.date or head.parts) and not again:
            return self._dated(head, block, dateline, dated=head.dated or dateline.date is not None)
        short = self.rules.layout("dateline_below") and head.headed and not (head.dated and letter.place)
        dateline = read_short_dateline(self.view, block.span, self.rules) if short else None
        if dateline and (dateline.place or not head.dated):
            return self._dated(head, block, dateline, dated=True)
        place = None if head.dated or letter.place else read_place_above(self.view, block.span, self.rules)
        if head.title and head.title.date and not (head.title.place or head.dated or place or letter.place):
            place = self.blocks.place_alone(blocks, at)
        if not (head.headed and place):
            return False
        head.letter = replace(letter, place=self.facts.place(place))
        return head.add(PartKind.DATELINE, block.span)

    def _dated(self, head: _Head, block: Block, dateline: Dateline, *, dated: bool) -> bool:
        head.dated = dated
        head.letter = self.facts.with_dateline(head.letter, dateline)
        return head.add(PartKind.DATELINE, block.span)

    def _is_above(self, head: _Head, blocks: list[Block], at: int) -> bool:
        """Whether a block without a salutation stands above one that is to come: the head of the paper, an address, a summary."""
        block = blocks[at]
        address = is_address(self.view, block, self.rules)
        if (head.dated and address) or self.blocks.is_letterhead(blocks, at):
            return self._letterhead(head, block, address=address)
        summary = bool(self.rules.layout("summary")) and headlines.is_summary(blocks, at, self.salutations.alone)
        return summary and head.add(PartKind.NOTE, block.span)

    def _letterhead(self, head: _Head, block: Block, *, address: bool) -> bool:
        """A block above the letter; in some editions the address counts as the first form of address."""
        if not address:
            return head.add(PartKind.NOTE, block.span)
        if self.rules.layout("address_is_salutation") and head.letter.salutation is None:
            printed = self.facts.text[block.span.start : block.span.end]
            evidence = Evidence((block.span,), "salutation-address")
            head.letter = replace(head.letter, salutation=Wording(printed, printed.rstrip(" ,:;.!—–-"), evidence))
        return head.add(PartKind.ADDRESS, block.span)

    def _address(self, head: _Head, salutation: Wording) -> None:
        letter = replace(head.letter, salutation=head.letter.salutation or salutation)
        head.letter = self.salutations.addressed(letter, inside=bool(letter.inside))

    def _open(self, head: _Head, inline: Wording, blocks: list[Block], at: int) -> int:
        """The number of the first block behind a salutation that is run into it; the block is divided there."""
        span, end = inline.evidence.spans[0], blocks[at].span.end
        head.add(PartKind.SALUTATION, span)
        self._address(head, inline)
        rest = trimmed(self.view, span.end, end)
        begin = self.salutations.after(span.end)
        if not rest or begin >= rest.end:  # nothing but marks behind it
            return at + 1
        blocks[at] = Block(Span(begin, rest.end))
        return at

    def _finished(self, head: _Head, below: list[Block], *, introduced: bool) -> Letter:
        """The letter with what the whole of its head says."""
        kind, default = head.letter.kind, self.rules.layout("default_kind")
        if head.headed and not introduced and kind is None and default:
            span = next(part.span for part in head.parts if part.kind is PartKind.HEADING)
            kind = Wording(self.facts.text[span.start : span.end], default, Evidence((span,), "kind-of-series"))
        letter = replace(head.letter, parts=tuple(head.parts), kind=kind)
        title = head.title
        if title and (title.date or title.place or title.number or title.receipt):
            letter = self.facts.titled(letter, title)
        return self.facts.numbered(letter, below)

    def _divide(self, blocks: list[Block], at: int, *, headed: bool, dated: bool) -> None:
        """Divide a block in place whose first line is of another kind than what stands below it: a mark, a dateline, a salutation."""
        pair = headlines.first_line_apart(self.view, blocks[at])
        if pair is None:
            return
        first, rest = pair
        below = Block(lines_of(self.view, rest.span)[0])
        if not headed:
            plain = self.blocks.dateline(below.span) is not None and is_heading(
                first.span, self.blocks.parties, placed=True
            )
        elif self.blocks.dateline(blocks[at].span):
            return
        elif said := self.salutations.alone(first):
            # Without a mark behind it a line may be broken anywhere; "Dear" begins no sentence.
            plain = self.view[first.span.end - 1] in ",!:;—–-" or "dear" in said.evidence.rule
        else:
            plain = not dated and (self.blocks.editors_mark(first)[0] or self.blocks.is_day(first))
        if plain:
            blocks[at : at + 1] = pair

    def unstacked(self, blocks: list[Block]) -> list[Block]:
        """The blocks with source note, dateline and salutation apart that stand right below the heading, on lines of their own."""
        if self.rules.layout("head") == "lines":
            return headlines.by_line(self.view, blocks, self.salutations.alone)
        numbered = headlines.first_line_apart(self.view, blocks[0]) if blocks else None
        if numbered and headlines.is_document_number(self.view, numbered[0], self.rules.editors):
            blocks = [*numbered, *blocks[1:]]
            return [blocks[0], *self.unstacked(blocks[1:])]
        if not blocks or self.rules.layout("source_line") == "none":
            return blocks
        if self.blocks.dateline(blocks[0].span):  # a place above its day
            return blocks
        lines = lines_of(self.view, blocks[0].span)
        cuts: list[int] = []
        for number, line in enumerate(lines[1:_HEAD_BLOCKS], start=1):
            if self.blocks.is_below_heading(line) or (cuts and self.salutations.alone(Block(line))):
                cuts += [number, number + 1] if not is_source_note(self.view, line, self.rules.editors) else [number]
        ends = sorted({0, *cuts, len(lines)})
        pieces = [(lines[a].start, lines[b - 1].end) for a, b in pairwise(ends) if b <= len(lines)]
        return [*(Block(Span(*piece)) for piece in pieces), *blocks[1:]]
