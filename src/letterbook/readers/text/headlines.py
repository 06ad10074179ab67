"""The head of a letter by its lines: number, dateline, summary and salutation that stand below each other without an empty line."""

from __future__ import annotations

from collections.abc import Callable

from letterbook.letter import Span
from letterbook.readers.text.zones import Block, lines_of

_HEAD_BLOCKS = 12


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
