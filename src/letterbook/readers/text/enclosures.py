"""Letters that are printed inside another: behind a sentence of the editors, behind a marker, or without either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from letterbook.readers.text.addresses import goes_on
from letterbook.readers.text.footlines import is_address, is_names, is_postscript
from letterbook.readers.text.headblocks import LONGEST_LINK, HeadBlocks
from letterbook.readers.text.headings import is_heading
from letterbook.readers.text.rules import Pattern, Rules, words_pattern
from letterbook.readers.text.zones import Block, lines_of

_LONGEST_MARKER = 90
_LONGEST_NOTE = 20
_LONGEST_HEAD = 220  # characters of a heading or a dateline of several lines
_MOST_MARKS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """The editors' sentence before a letter that is printed inside: who writes, when, to which letter."""

    block: Block
    match: re.Match[str]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Where a paper begins that was sent inside the letter; ``marker`` says so, None where the paper just begins."""

    start: int
    block: Block
    marker: Pattern | None


def find_link(view: str, flat: str, blocks: list[Block], body: int, rules: Rules) -> Link | None:
    """The first sentence of the editors that introduces a letter inside; ``flat`` is the view without line ends in blocks."""
    if not rules.links:
        return None
    for number in range(body, len(blocks) - 1):
        span = blocks[number].span
        if span.end - span.start > LONGEST_LINK or view[span.end - 1] != ":":
            continue
        for pattern in rules.links:
            match = pattern.regex.fullmatch(flat, span.start, span.end)
            if match:
                return Link(blocks[number], match, pattern)
    return None


@dataclass(frozen=True, slots=True)
class EnclosureFinder:
    """Finds where papers begin that were sent inside a letter.

    Form:    with the layout ``enclosures: unmarked`` of a profile, also those that no marker announces: behind the end of
             a letter, where a heading, a dateline with a salutation, or anything below the address at the foot follows.
    """

    view: str
    rules: Rules
    known: HeadBlocks

    def find(self, blocks: list[Block], body: int) -> list[Enclosure]:
        """The beginnings among the blocks from ``body`` on, in their order."""
        return list(self._beginnings(blocks, body))

    def _beginnings(self, blocks: list[Block], body: int) -> Iterator[Enclosure]:
        unmarked = self.rules.editors.layout("enclosures") == "unmarked"
        number, head_until = body, body
        while number < len(blocks):
            block = blocks[number]
            marker = self._marker(block)
            heading = unmarked and marker is not None and is_heading(block.span, self.known.parties, placed=True)
            if marker and not heading:
                yield Enclosure(block.span.start, block, marker)
                head_until = self._end_of_head(blocks, number + 1)
            elif unmarked and number >= head_until:
                begun = body < number and self._begins(blocks, number)
                if heading or begun:
                    yield Enclosure(block.span.start, block, None)
                    head_until = self._end_of_head(blocks, number)
            number += 1

    def _marker(self, block: Block) -> Pattern | None:
        if block.span.end - block.span.start > _LONGEST_MARKER:
            return None
        words = block.words(self.view)
        return next((pattern for pattern in self.rules.editors.enclosures if pattern.regex.fullmatch(words)), None)

    def _begins(self, blocks: list[Block], number: int) -> bool:
        """Whether a paper begins with this block, though no marker says so."""
        quotes = self.view[blocks[number].span.start] == '"'  # what the writer quotes begins no paper
        short = self._is_short(blocks[number]) and not quotes
        foot = self._is_foot(blocks, number)
        if not (short or foot) or self._is_below_address(blocks, number):
            return False
        if foot:
            behind = blocks[number : number + 2]  # a postscript may have a day of its own above it
            return len(behind) > 1 and not any(is_postscript(self.view, block, self.rules) for block in behind)
        at = self._behind_marks(blocks, number)
        if at >= len(blocks):
            return False
        marked = at > number and self._is_mark(blocks[at - 1])
        if self._is_dated(blocks[at]):
            after = self._behind_marks(blocks, at + 1)
            return after < len(blocks) and (marked or self._is_opening(blocks[after]))
        bracketed = marked and self.view[blocks[at - 1].span.start] in "[("
        if (bracketed and self._are_names(blocks[number - 1])) or (marked and self._is_opening(blocks[at])):
            return True  # "[Translation.]" below a signature, "B." above a salutation
        return (
            self._is_short(blocks[at])
            and is_heading(blocks[at].span, self.known.parties, placed=True)
            and self.known.stands_as_heading(blocks, at)
        )

    def _is_mark(self, block: Block) -> bool:
        """Whether a block is a mark as it stands above a paper: "B.", or "[Translation.]" and the like, not "[See above.]"."""
        words = block.words(self.view).strip("[]()., ")
        kinds = self.rules.words.get("kinds", {}).values()
        starts = (*self.rules.list_of("marks"), *(word for names in kinds for word in names))
        return (len(words) == 1 and words.isupper()) or words.startswith(starts)

    def _is_short(self, block: Block) -> bool:
        return block.span.end - block.span.start <= _LONGEST_HEAD

    def _are_names(self, block: Block) -> bool:
        """Whether a block may be a signature, or a line below it."""
        lines = [self.view[line.start : line.end] for line in lines_of(self.view, block.span)]
        return (
            len(lines) <= 3 and all(is_names(line, self.rules) for line in lines) and not lines[-1].endswith((":", ";"))
        )

    def _behind_marks(self, blocks: list[Block], number: int) -> int:
        """The number of the first block that is no number and no mark of the edition, "[Translation.]" or "A."."""
        for at in range(number, min(number + _MOST_MARKS, len(blocks))):
            block = blocks[at]
            if self._marker(block) or not (self.known.editors_mark(block)[0] or self.known.is_number(block)):
                return at
        return min(number + _MOST_MARKS, len(blocks))

    def _is_dated(self, block: Block) -> bool:
        dateline = self.known.dateline(block.span)
        return dateline is not None and dateline.date is not None

    def _is_opening(self, block: Block) -> bool:
        """Whether a block is a salutation or begins as the text of a letter does."""
        words = block.words(self.view)
        starts = self.rules.list_of("openings")
        return bool(
            self.known.salutations.alone(block)
            or self.known.salutations.run_in(block)
            or (starts and words.startswith(starts))
        )

    def _is_foot(self, blocks: list[Block], number: int) -> bool:
        """Whether the foot of a letter ends right before this block: a closing formula, a signature and an address."""
        while number > 3 and self._is_below_address(blocks, number - 1):
            number -= 1
        if number < 3 or not is_address(self.view, blocks[number - 1], self.rules):
            return False
        if self.view[blocks[number - 1].span.start] == '"' or not self._are_names(blocks[number - 2]):
            return False
        above = blocks[number - 3].span
        return any(pattern.regex.search(self.view, above.start, above.end) for pattern in self.rules.closings)

    def _is_below_address(self, blocks: list[Block], number: int) -> bool:
        """Whether a block goes on with the address of the page, or counts the papers below it: "PARIS.", "2 annexes."."""
        words = blocks[number].words(self.view)
        if not number or not self.rules.layout("page_address") or self._marker(blocks[number]):
            return False
        notes = self.rules.list_of("enclosure_notes")
        if notes and len(words) <= _LONGEST_NOTE and re.search(rf"\b(?:{words_pattern(list(notes))})\b", words):
            return True
        above = blocks[number - 1]
        return goes_on(above.words(self.view), words, self.rules) and (
            is_address(self.view, above, self.rules) or self._is_below_address(blocks, number - 1)
        )

    def _end_of_head(self, blocks: list[Block], number: int) -> int:
        """The number of the block behind the heading, the marks and the dateline that stand here."""
        titles = 1
        while number < len(blocks):
            block = blocks[number]
            short = self._is_short(block)
            if short and (self.known.editors_mark(block)[0] or self.known.dateline(block.span)):
                number += 1
            elif short and titles and not self.known.salutations.run_in(block):
                titles -= 1
                number += 1
            else:
                return number
        return number
