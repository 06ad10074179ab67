"""The end of a letter, read from below: closing formula, signature, address, postscript; what is left are paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from letterbook.letter import Evidence, Letter, Part, PartKind, Span, Wording
from letterbook.readers.text.addresses import addresses_apart
from letterbook.readers.text.datelines import Dateline, day_pattern
from letterbook.readers.text.daywords import find_dates
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.footlines import (
    LONGEST_NAMES,
    is_address,
    is_name_word,
    is_names,
    is_one_word,
    is_postscript,
    is_remark,
    is_short_name,
    names_one_of,
)
from letterbook.readers.text.footnotes import notes_apart
from letterbook.readers.text.rules import Rules
from letterbook.readers.text.zones import Block, lines_of, trimmed

_LONGEST_CLOSING = 1200  # characters at the end of a block in which a closing formula is looked for
_WORD = re.compile(r"\S+")
_NAME = re.compile(r"\w{3,}")
_LONGEST_OF_SENDER, _LONGEST_FORMULA = 160, 160
_LONGEST_DATELINE = 60
_LAST_BLOCKS, _MOST_LINES = 5, 8
_LINES = ("signature-line", "signature-of-sender", "signature-at-end")
_MOST_BEHIND = 4  # marks of punctuation and blanks behind a formula that still fills its block
_LONGEST_MARK = 10  # "P.S." alone on its line
_MOST_BELOW = 5  # words of a name that ends a postscript
_MOST_NAMES, _MOST_SMALL, _MOST_INITIALS = 8, 1, 3


@dataclass(frozen=True, slots=True)
class _Found:
    """A formula or a signature: what it says, and the first and the last block that it stands in."""

    wording: Wording
    first: int
    last: int

    @property
    def span(self) -> Span:
        return self.wording.evidence.spans[0]

    def begins(self, number: int, block: Block) -> bool:
        """Whether it takes a block from its beginning, so that nothing else stands there."""
        return self.first <= number <= self.last and self.span.start <= block.span.start


@dataclass(frozen=True, slots=True)
class TailReader:
    """Reads the blocks from the salutation to the end; ``flat`` is the view without line ends inside blocks."""

    text: str
    view: str
    flat: str
    rules: Rules
    table: EntityTable
    dateline: Callable[[Span], Dateline | None]
    """The parts of a dateline, as the head's reader has them: many blocks are looked at by both."""

    def read(self, letter: Letter, blocks: list[Block]) -> Letter:
        """The letter with the parts of these blocks, its closing and its signature."""
        blocks, notes = notes_apart(self.view, blocks, self.rules)
        blocks, addresses = addresses_apart(self.view, self._unstacked(blocks), self.rules)
        below = next((n for n, each in enumerate(blocks) if n and is_postscript(self.view, each, self.rules)), None)
        closing = self._closing(blocks[:below])
        signature = self._signature(letter, blocks[:below], closing)
        if signature is None or (signature.first == signature.last and signature.wording.evidence.rule in _LINES):
            closing, signature = self._run_in(letter, blocks, signature) or (closing, signature)
        again = self._signature_below(blocks, below) if below is not None else None
        if signature is None or not self.rules.layout("postscript_signed"):
            signature, again = signature or again, None
        parts = [*letter.parts, *(Part(PartKind.ADDRESS, block.span) for block in addresses)]
        parts += [Part(PartKind.NOTE, block.span) for block in notes]
        announced = False  # what "P. S." alone on its line announces stands below it
        for number, block in enumerate(blocks):
            whole = any(found and found.begins(number, block) for found in (signature, again)) or (
                closing
                and closing.begins(number, block)
                # Text behind the formula in its own paragraph is the letter's, unless it is the signature.
                and (
                    closing.span.end > block.span.end - _MOST_BEHIND
                    or (signature is not None and signature.first <= number <= signature.last)
                )
            )
            if not whole:
                kind = PartKind.POSTSCRIPT if announced else self._kind(number, block, closing, signature)
                announced = kind is PartKind.POSTSCRIPT and (
                    announced or block.span.end - block.span.start <= _LONGEST_MARK
                )
                parts.append(Part(kind, block.span))
            if closing and number == closing.last:
                parts.append(Part(PartKind.CLOSING, closing.span))
            for signed in (signature, again):
                if signed and number == signed.last:
                    parts.append(Part(PartKind.SIGNATURE, signed.span))
        last = again or signature  # a postscript that is signed again ends the letter
        return replace(
            letter,
            parts=tuple(sorted(parts, key=lambda part: part.span.start)),
            closing=closing.wording if closing else None,
            signature=last.wording if last else None,
        )

    def _kind(self, number: int, block: Block, closing: _Found | None, signature: _Found | None) -> PartKind:
        """What a block is that is neither closing nor signature."""
        below = signature is not None and number > signature.last
        ends = below or (closing is not None and number > closing.last)
        if signature and number == signature.first and self._signs_for(block.words(self.view).partition("\n")[0]):
            return PartKind.NOTE
        if ends and is_postscript(self.view, block, self.rules):
            return PartKind.POSTSCRIPT
        if ends and is_address(self.view, block, self.rules):
            return PartKind.ADDRESS
        if below and self._is_dateline(block):
            return PartKind.DATELINE
        if below and self.rules.layout("postscript_below") and not is_remark(self.view, block, self.rules):
            return PartKind.POSTSCRIPT
        return PartKind.NOTE if below else PartKind.PARAGRAPH

    def _unstacked(self, blocks: list[Block]) -> list[Block]:
        """The blocks with each line apart where the last ones hold formula, names and day, one below the other."""
        if not self.rules.layout("signature_of_several"):
            return blocks
        found: list[Block] = []
        for number, block in enumerate(blocks):
            lines = [Block(line) for line in lines_of(self.view, block.span)]
            last = 1 < len(lines) <= _MOST_LINES and number >= len(blocks) - _LAST_BLOCKS
            short = all(line.span.end - line.span.start <= LONGEST_NAMES for line in lines)
            found += lines if last and short and any(self._is_formula(line) for line in lines) else [block]
        return found

    # -- what stands at the foot

    def _is_dateline(self, block: Block) -> bool:
        """Whether a block below the letter is a dateline, be it one of a day and a year in figures or of a weekday only."""
        if not self.rules.layout("dateline_below"):
            return False
        words = block.words(self.view)
        short = len(words) <= _LONGEST_DATELINE and day_pattern(self.rules).search(words) is not None
        return short or self.dateline(block.span) is not None

    def _is_foot(self, blocks: list[Block], number: int) -> bool:
        """Whether a block below the signature is a dateline, or the place above one, or an address, or a note."""
        block = blocks[number]
        if (
            self._is_dateline(block)
            or is_address(self.view, block, self.rules)
            or is_remark(self.view, block, self.rules)
        ):
            return True
        return (
            number + 1 < len(blocks) and self._is_dateline(blocks[number + 1]) and is_one_word(block.words(self.view))
        )

    # -- closing

    def _closing(self, blocks: list[Block]) -> _Found | None:
        """The last closing formula of the letter: among the last blocks, or right above a signature further up."""
        for number in range(len(blocks) - 1, -1, -1):
            near = number >= len(blocks) - _LAST_BLOCKS
            if not near and not (self._is_names(blocks[number + 1]) and not self._is_foot(blocks, number + 1)):
                continue
            found = self._formula(blocks[number].span, 160 if near else 3)
            if found is None:
                continue
            return self._with_those_above(blocks, number, *found)
        return None

    def _with_those_above(self, blocks: list[Block], number: int, where: Span, rule: str) -> _Found:
        """The formula of a block with those that stand right above it, each a block of its own."""
        first = number
        while where.start == blocks[first].span.start and first:
            above = blocks[first - 1].span
            whole = Span(above.start, where.end)
            # "I have the honour to be, Sir," goes on in the line below.
            short = above.end - above.start <= LONGEST_NAMES and self.view[above.end - 1] == ","
            broken = self._formula(whole, 3) if short else None
            if not (broken and broken[0].start == above.start) and not self._is_formula(blocks[first - 1]):
                break
            first -= 1
            where = whole
        printed = self.text[where.start : where.end]
        return _Found(Wording(printed, printed.rstrip(" .,"), Evidence((where,), rule)), first, number)

    def _formula(self, span: Span, behind: int) -> tuple[Span, str] | None:
        """The last formula of a stretch, with at most so many characters behind it, and its rule."""
        begin = max(span.start, span.end - _LONGEST_CLOSING)
        words = self.view[begin : span.end]
        broken = "\n" in words
        for pattern in self.rules.closings:
            if not pattern.may_match(words):
                continue
            # Broken over lines, a formula is read as one; a pattern that ends with its line needs the lines.
            found = [*pattern.regex.finditer(self.view, begin, span.end)][-1:]
            if broken and not found:
                found = [*pattern.regex.finditer(self.flat, begin, span.end)][-1:]
            if found and found[0].end() > found[0].start() and span.end - found[0].end() < behind:
                return Span(*found[0].span()), pattern.id
        return None

    def _is_formula(self, block: Block) -> bool:
        """Whether a short block is a formula from its beginning to its end."""
        if block.span.end - block.span.start > _LONGEST_FORMULA:
            return False
        for pattern in self.rules.closings:
            match = pattern.regex.match(self.view, *_ends(block))
            if match and block.span.end - match.end() < 3:
                return True
        return False

    # -- signature

    def _signature(self, letter: Letter, blocks: list[Block], closing: _Found | None) -> _Found | None:
        """The short line of names below the closing; without a closing the last line, if it has the sender's name."""
        end, foot = len(blocks), -1
        if closing and closing.last < end - 1:
            candidates, rule = [closing.last + 1], "signature-line"
            between = blocks[closing.last + 1]
            if closing.last + 2 < end and (self._is_dateline(between) or self._signs_for(between.words(self.view))):
                candidates = [closing.last + 2]
        else:
            signed = end > 2 and (self._is_day_at_foot(blocks[-1]) or is_address(self.view, blocks[-1], self.rules))
            end -= signed
            while end > 1 and self._is_foot(blocks, end - 1):
                end -= 1
            foot = end if signed else -1
            candidates, rule = list(range(end - 1, max(0, end - 3), -1)), "signature-of-sender"
        names = self._names_of_sender(letter)
        for number in candidates:
            block = blocks[number]
            lines = [self.view[line.start : line.end] for line in lines_of(self.view, block.span)]
            of_sender = any(names_one_of(names, words) for words in (lines[0], lines[-1]))
            inner = 0
            known = of_sender or (letter.kind is not None and letter.kind.value == "memorandum")
            if known and len(lines) == 1 and lines[0][0] == "[" and lines[0][-1] == "]":  # the editors know the name
                lines, inner = [lines[0][1:-1]], 1
            titled = rule == "signature-line" and names_one_of(names, lines[0].partition(" ")[0])
            if (not of_sender and is_address(self.view, block, self.rules)) or self._is_formula(block):
                continue
            if rule == "signature-line" and len(lines) > 1 and self._signs_for(lines[0]):
                block, lines = Block(Span(lines_of(self.view, block.span)[1].start, block.span.end)), lines[1:]
            # Below a closing formula the first line is the name, and the others may be a long title.
            named = Block(Span(block.span.start + inner, block.span.end - inner))
            if rule == "signature-line" and len(lines) < 4:
                named = Block(lines_of(self.view, named.span)[0])
            if not self._is_names(named, _LONGEST_OF_SENDER if of_sender or titled else LONGEST_NAMES):
                continue
            if self._is_formula(named):
                continue
            if rule == "signature-of-sender" and not of_sender:
                other = self._rule_without_name(letter, lines, above_foot=number + 1 == foot)
                if not other:
                    continue
                rule = other
            last = number
            while last + 1 < len(blocks) and self._goes_on(blocks, last + 1):
                last += 1
            words = blocks[last].words(self.view)
            if rule == "signature-line" and words.endswith(":") and len(words.split()) > _MOST_INITIALS:
                continue  # an office that announces a name, and no name
            return self._signed(Span(block.span.start, blocks[last].span.end), rule, number, last)
        return None

    def _signature_below(self, blocks: list[Block], below: int) -> _Found | None:
        """The name that ends a postscript, as a line of its own: initials below the postscript alone."""
        for number in range(len(blocks) - 1, below, -1):
            words = blocks[number].words(self.view)
            if len(words.split()) <= _MOST_BELOW and is_names(words, self.rules):
                return self._signed(blocks[number].span, "signature-line", number, number)
        return None

    def _signed(self, span: Span, rule: str, first: int, last: int) -> _Found:
        printed = self.text[span.start : span.end]
        return _Found(Wording(printed, printed.strip(" ._,"), Evidence((span,), rule)), first, last)

    def _goes_on(self, blocks: list[Block], number: int) -> bool:
        """Whether another who signs stands in the next block."""
        if not self.rules.layout("signature_of_several") or self._is_foot(blocks, number):
            return False
        block = blocks[number]
        small = [
            word for word in block.words(self.view).split() if not is_name_word(word, self.rules) and word[0].isalpha()
        ]
        postscript = is_postscript(self.view, block, self.rules)
        return len(small) <= _MOST_SMALL and self._is_names(block) and not postscript

    def _rule_without_name(self, letter: Letter, lines: list[str], *, above_foot: bool) -> str:
        """The rule by which a line is a signature that is not the sender's of the heading; empty where none is."""
        words = lines[0].split()
        kind = letter.kind.value if letter.kind else ""
        if self.rules.layout("name_at_end") and (letter.salutation or letter.senders or letter.addressees):
            # In private letters a pet name with a point behind it is a name as well.
            private = letter.salutation and self.rules.layout("general") and len(lines) == 1 and len(words) <= 2
            if (private and all(word[0].isupper() for word in words)) or all(is_short_name(line) for line in lines):
                return "signature-at-end"
        if above_foot and len(words) <= 4:
            return "signature-above-foot"
        most = {"telegram": 3, "memorandum": 4, "report": 3, "instruction": 3}.get(kind, 0)
        if len(words) > most or len(lines) > 1 or lines[0].endswith((":", ")")):
            return ""
        # A sentence of one word, "Acknowledged.", ends with a point as well; a name of two words may.
        return "" if lines[0].endswith(".") and len(words) == 1 and kind == "memorandum" else "signature-of-telegram"

    def _signs_for(self, words: str) -> bool:
        """Whether a line says for whom the name below it stands: "For the Secretary of State:"."""
        starts = self.rules.list_of("signed_for")
        return bool(starts) and words.startswith(starts) and words.endswith(":")

    def _is_day_at_foot(self, block: Block) -> bool:
        """Whether the last block is a dateline, as papers have it that are no letters."""
        dateline = self.dateline(block.span)
        return dateline is not None and dateline.date is not None

    def _run_in(self, letter: Letter, blocks: list[Block], signature: _Found | None) -> tuple[_Found, _Found] | None:
        """A signature that follows its formula on the same line: "Your obedient servant Richard Roe."."""
        last = range(len(blocks) - 1, max(-1, len(blocks) - _LAST_BLOCKS), -1)
        names_of_sender = self._names_of_sender(letter)
        for number in [signature.last] if signature else last:
            span = blocks[number].span
            rest, *names = self.view[span.start : span.end].rsplit(None, _MOST_NAMES)
            begin = span.start + (len(rest) if len(names) == _MOST_NAMES else 0)  # only the last words of a long block
            words = list(_WORD.finditer(self.view, begin, span.end))
            known = False
            for word in reversed(words):
                known = known or names_one_of(names_of_sender, word[0])
                start = word.start()
                before = trimmed(self.view, span.start, start)
                if not is_name_word(word[0], self.rules) or before is None:
                    break
                if word[0].strip(".,!") in self.rules.words.get("slots", {}).get("servant", ()):
                    continue  # "your friend": the formula's own word
                whole = span.end - span.start <= LONGEST_NAMES
                found = self._formula(before, 3) if known or whole else None
                if found and (found[0].start == span.start or (known and signature is None)):
                    signed = self._signed(Span(start, span.end), "signature-run-in", number, number)
                    return self._with_those_above(blocks, number, *found), signed
        return None

    def _names_of_sender(self, letter: Letter) -> frozenset[str]:
        """The words of the senders' names, without capitals."""
        labels = (self.table.get(party.person).label for party in letter.senders if party.person)
        return frozenset(name.casefold() for label in labels for name in _NAME.findall(label))

    def _is_names(self, block: Block, longest: int = LONGEST_NAMES) -> bool:
        """Whether a block of few lines holds nothing but capitalised names and titles, and no day."""
        first = block.words(self.view).partition("\n")[0]
        if not is_names(first, self.rules, longest):  # most are paragraphs
            return False
        lines = [self.view[line.start : line.end] for line in lines_of(self.view, block.span)]
        return (
            len(lines) <= 3
            and all(is_names(words, self.rules, longest) for words in lines)
            and not find_dates(self.view, block.span, self.rules)
        )


def _ends(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end
