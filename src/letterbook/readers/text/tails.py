"""The end of a letter, read from below: closing formula, signature, address, postscript; what is left are paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from letterbook.letter import Evidence, Letter, Part, PartKind, Span, Wording
from letterbook.readers.text.datelines import find_dates
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import Block, lines_of

_SIGNATURE = re.compile(r"\W*[^\W\d_][\w'.&-]*(?:[ ,]+[\w'.&-]+){0,7}\W*")


@dataclass(frozen=True, slots=True)
class TailReader:
    """Reads the blocks from the salutation to the end; ``flat`` is the view without line ends inside blocks."""

    text: str
    view: str
    flat: str
    rules: Rules
    table: EntityTable

    def read(self, letter: Letter, blocks: list[Block]) -> Letter:
        """The letter with the parts of these blocks, its closing and its signature."""
        parts = list(letter.parts)
        closing, closing_at = self._closing(blocks)
        signature, signature_at = self._signature(letter, blocks, closing_at)
        for number, block in enumerate(blocks):
            if number == signature_at:
                parts.append(Part(PartKind.SIGNATURE, block.span))
            elif number > closing_at >= 0 and re.match(r"P\. ?S\.", block.words(self.view)):
                parts.append(Part(PartKind.POSTSCRIPT, block.span))
            elif signature_at >= 0 and number > signature_at:
                kind = PartKind.ADDRESS if self._is_address(block) else PartKind.NOTE
                parts.append(Part(kind, block.span))
            elif number == closing_at and closing and closing.evidence.spans[0] == block.span:
                pass  # the formula is a block of its own
            else:
                parts.append(Part(PartKind.PARAGRAPH, block.span))
            if number == closing_at and closing:
                parts.append(Part(PartKind.CLOSING, closing.evidence.spans[0]))
        return replace(letter, parts=tuple(parts), closing=closing, signature=signature)

    def _is_address(self, block: Block) -> bool:
        """Whether a block below the signature names the one to whom the letter goes."""
        starts = self.rules.list_of("address_words")
        return bool(starts) and re.match(rf"(?:{words_pattern(list(starts))})\b", block.words(self.view)) is not None

    def _closing(self, blocks: list[Block]) -> tuple[Wording | None, int]:
        """The last closing formula among the last blocks, and the block it ends in."""
        for number in range(len(blocks) - 1, max(-1, len(blocks) - 5), -1):
            span = blocks[number].span
            for pattern in self.rules.closings:
                # Broken over lines, a formula is read as one; a pattern that ends with its line needs the lines.
                found = [*pattern.regex.finditer(self.view, span.start, span.end)][-1:]
                found = found or [*pattern.regex.finditer(self.flat, span.start, span.end)][-1:]
                if found and span.end - found[0].end() < 160:
                    where = Span(*found[0].span())
                    printed = self.text[where.start : where.end]
                    return Wording(printed, printed.rstrip(" .,"), Evidence((where,), pattern.id)), number
        return None, -1

    def _signature(self, letter: Letter, blocks: list[Block], closing_at: int) -> tuple[Wording | None, int]:
        """The short line of names below the closing; without a closing the last line, if it has the sender's name."""
        if 0 <= closing_at < len(blocks) - 1:
            candidates, rule = [closing_at + 1], "signature-line"
        else:
            candidates, rule = list(range(len(blocks) - 1, max(0, len(blocks) - 3), -1)), "signature-of-sender"
        for number in candidates:
            span = blocks[number].span
            lines = [self.view[line.start : line.end] for line in lines_of(self.view, span)]
            if (
                len(lines) > 3
                or not all(_is_names(words) for words in lines)
                or find_dates(self.view, span, self.rules)
            ):
                continue
            of_sender = any(self._has_name_of_sender(letter, words) for words in (lines[0], lines[-1]))
            if rule == "signature-of-sender" and not of_sender:
                telegram = letter.kind is not None and letter.kind.value == "telegram"
                if not telegram or len(lines[0].split()) > 3 or lines[0].endswith((".", ":")):
                    continue
                rule = "signature-of-telegram"
            printed = self.text[span.start : span.end]
            return Wording(printed, printed.strip(" ._,"), Evidence((span,), rule)), number
        return None, -1

    def _has_name_of_sender(self, letter: Letter, words: str) -> bool:
        names = {
            name.casefold()
            for party in letter.senders
            if party.person
            for name in re.findall(r"\w{3,}", self.table.get(party.person).label)
        }
        found = re.findall(r"\w{3,}", words)
        return bool(found) and found[-1].casefold() in names


def _is_names(words: str) -> bool:
    """Whether a line holds nothing but capitalised names and titles."""
    if len(words) > 70 or words[0] in "[(*" or not _SIGNATURE.fullmatch(words):
        return False
    return any(char.isalpha() for char in words) and words.strip("\"' ")[0].isupper()
