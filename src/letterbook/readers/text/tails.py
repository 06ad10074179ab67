"""The end of a letter, read from below: closing formula, signature, address, postscript; what is left are paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from letterbook.letter import Evidence, Letter, Part, PartKind, Span, Wording
from letterbook.readers.text.addresses import addresses_apart
from letterbook.readers.text.datelines import find_dates, read_dateline
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import Block, lines_of

_LONGEST_ADDRESS = 200
_LONGEST_MARK = 10  # "P.S." alone on its line
_MOST_NAMES = 5
_SIGNATURE = re.compile(r"\W*[^\W\d_][\w'.&[\]-]*(?:[ ,]+[\w'.&[\]-]+){0,7}\W*")


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
        blocks, addresses = addresses_apart(self.view, blocks, self.rules)
        parts += [Part(PartKind.ADDRESS, block.span) for block in addresses]
        below = next(
            (n for n, block in enumerate(blocks) if n and is_postscript(block.words(self.view), self.rules)), None
        )
        closing, closing_at = self._closing(blocks[:below])
        signature, signature_at = self._signature(letter, blocks[:below], closing_at)
        if signature is None and below is not None:  # initials below the postscript alone
            signature, signature_at = self._signature_below(blocks, below)
        begun = False
        for number, block in enumerate(blocks):
            if number == signature_at:
                parts.append(Part(PartKind.SIGNATURE, block.span))
            elif number > closing_at >= 0 and (begun or is_postscript(block.words(self.view), self.rules)):
                begun = begun or len(block.words(self.view)) <= _LONGEST_MARK  # what it announces stands below
                parts.append(Part(PartKind.POSTSCRIPT, block.span))
            elif signature_at >= 0 and number > signature_at:
                kind = PartKind.ADDRESS if is_address(self.view, block, self.rules) else PartKind.NOTE
                parts.append(Part(kind, block.span))
            elif number == closing_at and closing and closing.evidence.spans[0] == block.span:
                pass  # the formula is a block of its own
            else:
                parts.append(Part(PartKind.PARAGRAPH, block.span))
            if number == closing_at and closing:
                parts.append(Part(PartKind.CLOSING, closing.evidence.spans[0]))
        parts.sort(key=lambda part: part.span.start)
        return replace(letter, parts=tuple(parts), closing=closing, signature=signature)

    def _signature_below(self, blocks: list[Block], below: int) -> tuple[Wording | None, int]:
        """The name that ends a postscript, as a line of its own."""
        for number in range(len(blocks) - 1, below, -1):
            words = blocks[number].words(self.view)
            if len(words.split()) <= _MOST_NAMES and is_names(words, self.rules.list_of("particles")):
                printed = self.text[blocks[number].span.start : blocks[number].span.end]
                return Wording(
                    printed, printed.strip(" ._,"), Evidence((blocks[number].span,), "signature-line")
                ), number
        return None, -1

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
        end, foot = len(blocks), False
        if 0 <= closing_at < end - 1:
            signs_for = closing_at + 2 < end and self._signs_for(blocks[closing_at + 1])
            candidates, rule = [closing_at + 1 + signs_for], "signature-line"
        else:
            foot = end > 2 and self._is_day_at_foot(blocks[-1])
            candidates, rule = list(range(end - 1 - foot, max(0, end - 3 - foot), -1)), "signature-of-sender"
        for number in candidates:
            span = blocks[number].span
            lines = [self.view[line.start : line.end] for line in lines_of(self.view, span)]
            if (
                len(lines) > 3
                or not all(is_names(words, self.rules.list_of("particles")) for words in lines)
                or find_dates(self.view, span, self.rules)
            ):
                continue
            if rule == "signature-of-sender" and not self._has_name_of_sender(letter, lines[0]):
                other = self._rule_without_name(letter, lines, above_day=foot and number == end - 2)
                if not other:
                    continue
                rule = other
            printed = self.text[span.start : span.end]
            return Wording(printed, printed.strip(" ._,"), Evidence((span,), rule)), number
        return None, -1

    def _rule_without_name(self, letter: Letter, lines: list[str], *, above_day: bool) -> str:
        """The rule by which a line is a signature that is not the sender's of the heading; empty where none is."""
        words = lines[0].split()
        kind = letter.kind.value if letter.kind else ""
        if above_day and len(words) <= 4:
            return "signature-above-day"
        most = {"telegram": 3, "memorandum": 4}.get(kind, 0)
        if len(words) > most or len(lines) > 1 or lines[0].endswith(":"):
            return ""
        # A sentence of one word, "Acknowledged.", ends with a point as well; a name of two words may.
        return "" if lines[0].endswith(".") and len(words) == 1 and kind == "memorandum" else "signature-of-telegram"

    def _signs_for(self, block: Block) -> bool:
        """Whether a line says for whom the name below it stands: "For the Secretary of State:"."""
        starts = self.rules.list_of("signed_for")
        words = block.words(self.view)
        return bool(starts) and words.startswith(starts) and words.endswith(":")

    def _is_day_at_foot(self, block: Block) -> bool:
        """Whether the last block is a dateline, as papers have it that are no letters."""
        dateline = read_dateline(self.view, block.span, self.rules)
        return dateline is not None and dateline.date is not None

    def _has_name_of_sender(self, letter: Letter, words: str) -> bool:
        names = {
            name.casefold()
            for party in letter.senders
            if party.person
            for name in re.findall(r"\w{3,}", self.table.get(party.person).label)
        }
        found = re.findall(r"\w{3,}", words)
        return bool(found) and found[-1].casefold() in names


def is_address(view: str, block: Block, rules: Rules) -> bool:
    """Whether a block names the one to whom the letter goes: "Hon. John Doe, Secretary", "John Doe, Esq."."""
    if block.span.end - block.span.start > _LONGEST_ADDRESS:
        return False
    words = block.words(view)
    return _address_pattern(rules.list_of("address_words"), rules.list_of("address_marks")).match(words) is not None


@cache
def _address_pattern(starts: tuple[str, ...], marks: tuple[str, ...]) -> re.Pattern[str]:
    begins = rf"(?:{words_pattern(starts)})\b" if starts else "(?!)"
    holds = rf"[^\n]{{3,60}}?(?:{words_pattern(marks)})(?!\w)" if marks else "(?!)"
    return re.compile(rf"{begins}|{holds}")


def is_postscript(words: str, rules: Rules) -> bool:
    """Whether a block begins a postscript: "P. S." or the editors' "[Postscript.]"."""
    return _postscript_pattern(rules.list_of("postscript_words")).match(words) is not None


@cache
def _postscript_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:P\. ?S\.|(?:{words_pattern(words) or '(?!)'})(?!\w))")


def is_names(words: str, particles: tuple[str, ...] = ()) -> bool:
    """Whether a line holds nothing but capitalised names and titles; a particle may begin it: "d'Alembert"."""
    if len(words) > 70 or words[0] in "[(*" or not _SIGNATURE.fullmatch(words):
        return False
    first = _particle_pattern(particles).sub("", words.strip("\"' "), count=1)
    return any(char.isalpha() for char in words) and first[:1].isupper()


@cache
def _particle_pattern(particles: tuple[str, ...]) -> re.Pattern[str]:
    elided = words_pattern([each for each in particles if each.endswith("'")]) or "(?!)"
    apart = words_pattern([each for each in particles if not each.endswith("'")]) or "(?!)"
    return re.compile(rf"^(?:(?:{elided})|(?:{apart}) )")
