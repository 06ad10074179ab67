"""What a block in the head of a letter can be: a heading, a mark of the edition, a dateline, a number, the head of the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from letterbook.letter import Evidence, Span, Wording
from letterbook.readers.text.citations import is_source_note
from letterbook.readers.text.datelines import Dateline, behind_marks, read_dateline, read_place_above
from letterbook.readers.text.footlines import is_address, is_remark
from letterbook.readers.text.headings import Heading, is_heading, read_heading
from letterbook.readers.text.parties import PartyReader
from letterbook.readers.text.rules import Rules
from letterbook.readers.text.salutations import LONGEST_SALUTATION, Salutations
from letterbook.readers.text.zones import Block

LONGEST_LINK = 260
_LONGEST_LETTERHEAD = 160
_HIGHEST_LETTERHEAD = 5  # blocks above the salutation
_MARKS_BELOW = 4  # blocks below a heading among which its dateline is looked for


@dataclass(slots=True)
class HeadBlocks:
    """Tells what the blocks of a text are, by their words and by what stands below them."""

    text: str
    view: str
    rules: Rules
    parties: PartyReader
    salutations: Salutations
    _datelines: dict[Span, Dateline | None] = field(default_factory=dict)  # a line is looked at from several sides

    def dateline(self, span: Span) -> Dateline | None:
        """The parts of a dateline; None where the stretch is none."""
        if span not in self._datelines:
            self._datelines[span] = read_dateline(self.view, span, self.rules)
        return self._datelines[span]

    def is_below_heading(self, line: Span) -> bool:
        """Whether a block or a line is a source note or a dateline with a day."""
        if is_source_note(self.view, line, self.rules.editors):
            return True
        dateline = self.dateline(line)
        return dateline is not None and dateline.date is not None

    def is_number(self, block: Block) -> bool:
        """Whether a block is a second number, that of another register."""
        dateline = self.dateline(block.span)
        return dateline is not None and dateline.date is None and dateline.number is not None

    def is_day(self, block: Block) -> bool:
        """Whether a block is a dateline with a day."""
        dateline = self.dateline(block.span)
        return dateline is not None and dateline.date is not None

    def is_title(self, blocks: list[Block], at: int) -> bool:
        """Whether a block is a short one above a source note or a dateline, and is neither itself."""
        short = blocks[at].span.end - blocks[at].span.start <= LONGEST_LINK
        below = len(blocks) > at + 1 and self.is_below_heading(blocks[at + 1].span)
        return short and below and self.dateline(blocks[at].span) is None

    def is_own(self, dateline: Dateline, block: Block) -> bool:
        """Whether a number without a day is the letter's own: more than a word before it tells of another paper."""
        if dateline.number is None:
            return True
        start = behind_marks(self.view, block.span, self.rules)
        return len(self.view[start : dateline.number[1].start].split()) <= 1

    def heading(self, blocks: list[Block], at: int) -> Heading | None:
        """The heading that a block is; by what follows it, where its words alone do not show two parties."""
        found = read_heading(blocks[at].span, self.parties)
        if (
            found
            or not is_heading(blocks[at].span, self.parties, placed=True)
            or not self.stands_as_heading(blocks, at)
        ):
            return found
        return read_heading(blocks[at].span, self.parties, placed=True)

    def stands_as_heading(self, blocks: list[Block], at: int) -> bool:
        """Whether a short block stands where a heading does: a dateline or a salutation follows, with marks between them."""
        if blocks[at].span.end - blocks[at].span.start > LONGEST_LINK:
            return False
        for block in blocks[at + 1 : at + _MARKS_BELOW]:
            if any(pattern.regex.fullmatch(block.words(self.view)) for pattern in self.rules.editors.enclosures):
                return False
            # "Mr. Doe, Chief of the Office." is no salutation but the next of a list.
            if self.salutations.alone(block) and self.view[block.span.end - 1] != ".":
                return True
            if self.salutations.run_in(block) or self.is_below_heading(block.span):
                return True
            if read_place_above(self.view, block.span, self.rules):
                return True
            if not self.editors_mark(block)[0]:
                return False
        return False

    def place_alone(self, blocks: list[Block], at: int) -> Span | None:
        """The place that stands alone between a heading with the day and the salutation."""
        words = blocks[at].words(self.view).rstrip(" .,")
        few = re.fullmatch(r"[^\W\d_][\w'.-]*(?: [^\W\d_][\w'.-]*){0,2}", words)
        if not few or not words[0].isupper() or words in self.rules.list_of("marks") or at + 1 >= len(blocks):
            return None
        opens = self.salutations.alone(blocks[at + 1]) or self.salutations.run_in(blocks[at + 1])
        start = blocks[at].span.start
        return Span(start, start + len(words)) if opens and not self.salutations.alone(blocks[at]) else None

    def is_letterhead(self, blocks: list[Block], at: int) -> bool:
        """Whether a short block is printed or written above the letter: the head of the paper, a mark, an address."""
        if not self.rules.layout("letterhead"):
            return False
        for number, block in enumerate(blocks[at : at + _HIGHEST_LETTERHEAD], start=at):
            if number > at and (self.salutations.alone(block) or self.is_below_heading(block.span)):
                return number + 1 < len(blocks)
            if block.span.end - block.span.start > _LONGEST_LETTERHEAD:
                break
        words = blocks[at].words(self.view).strip(" .!")
        marked = words in self.rules.list_of("marks") or is_remark(self.view, blocks[at], self.rules)
        return marked or is_address(self.view, blocks[at], self.rules)

    def editors_mark(self, block: Block) -> tuple[bool, Wording | None]:
        """Whether a block is a note in brackets or the mark of an archive, and the kind of document that it names."""
        words = block.words(self.view)
        kinds = self.rules.editors.words.get("annotations", {})
        bracketed = words[0] in "[(" and words[-1] in "])"
        if not kinds or len(words) > (LONGEST_LINK if bracketed else LONGEST_SALUTATION) or "\n" in words:
            return False, None
        marked = any(pattern.regex.fullmatch(words) for pattern in self.rules.editors.archive_marks)
        if not (bracketed or marked) or (bracketed and self._is_bracketed_dateline(block, words)):
            return False, None
        for kind, pattern in kinds.items():
            match = re.search(pattern, words)
            if match:
                span = Span(block.span.start + match.start(), block.span.start + match.end())
                printed = self.text[span.start : span.end]
                return True, Wording(printed, kind, Evidence((span,), "kind-by-annotation"))
        return True, None

    def _is_bracketed_dateline(self, block: Block, words: str) -> bool:
        """Whether a block in brackets gives place and day, and not how the paper was sent: "[Sent to Mr. Roe, May 3.]"."""
        first = words.strip("[( ").split(" ")[0].rstrip(".,").lower()
        return first not in self.rules.words.get("slots", {}).get("sent", ()) and self.dateline(block.span) is not None
