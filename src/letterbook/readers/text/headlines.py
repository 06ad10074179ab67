"""The head of a letter by its lines: number, dateline, summary and salutation that stand below each other without an empty line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from letterbook.letter import Span
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import Block, lines_of

_HEAD_BLOCKS = 12
_LONGEST_FIRST = 60
_NOTE_MARK = re.compile(r"\s*(?:[(\[] ?(?:\d{1,3}|[¹²³⁰⁴-⁹*†]{1,3}) ?[)\]]|[¹²³⁰⁴-⁹]{1,3}|(?<=\S) ?[*†]{1,3})$")


def by_line(view: str, blocks: list[Block], is_salutation: Callable[[Block], object]) -> list[Block]:
    """The blocks with each line of the head apart: all lines to the first that is a salutation.

    Form:    the same blocks where no salutation stands in the first twelve: nothing tells where such a head ends.
    """
    head: list[Block] = []
    for number, block in enumerate(blocks[:_HEAD_BLOCKS]):
        lines = [Block(line) for line in lines_of(view, block.span)]
        for at, line in enumerate(lines):
            head.append(line)
            if is_salutation(line):
                rest = lines[at + 1 :]
                below = [Block(Span(rest[0].span.start, rest[-1].span.end))] if rest else []
                return [*head, *below, *blocks[number + 1 :]]
    return blocks


def is_summary(blocks: list[Block], at: int, is_salutation: Callable[[Block], object]) -> bool:
    """Whether the salutation is still to come, so that a line which nothing explains is the edition's summary."""
    return any(is_salutation(block) for block in blocks[at + 1 : _HEAD_BLOCKS])


def without_note_mark(view: str, span: Span) -> Span:
    """The stretch without the mark of a footnote at its end: "Mr. Roe to Mr. Doe.(1)", "Sir,²"."""
    if view[span.end - 1].isalpha():  # as most end
        return span
    match = _NOTE_MARK.search(view, max(span.start, span.end - 8), span.end)
    return Span(span.start, match.start()) if match and match.start() > span.start else span


def first_line_apart(view: str, block: Block) -> tuple[Block, Block] | None:
    """The short first line of a block and what stands below it; None where there is no such line."""
    stop = view.find("\n", block.span.start, block.span.end)
    if stop < 0 or stop - block.span.start > _LONGEST_FIRST:
        return None
    lines = lines_of(view, block.span)
    return Block(lines[0]), Block(Span(lines[1].start, block.span.end))


def is_document_number(view: str, block: Block, rules: Rules) -> bool:
    """Whether a block is nothing but a number, as editions print that of the document above its heading: "319", "No. 12.", "XIV."."""
    words = block.words(view)
    return len(words) <= _LONGEST_FIRST and _document_number(rules).fullmatch(words) is not None


@cache
def _document_number(rules: Rules) -> re.Pattern[str]:
    marks = words_pattern([*rules.list_of("number_marks"), *rules.list_of("document_words")]) or "(?!)"
    one = rf"(?i:{marks})[.:]? *"
    return re.compile(rf"\W{{0,3}}(?:{one})?(?:{one})?(?:\d{{1,5}} ?[a-zа-яё]?|[IVXLC]{{1,9}})[\s.:)\]*—–-]{{0,4}}")
