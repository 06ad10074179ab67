"""The zones of a printed letter: blocks of lines with their places, and the view of the text that patterns look at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from letterbook.letter import Span
from letterbook.values import made_fast

# One character for one character, so that every place in the view is the same place in the text.
_PLAIN = (
    ("\t", " "), ("\u00a0", " "), ("\u202f", " "), ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("«", '"'), ("»", '"'), ("<", "["), (">", "]"),
)  # fmt: skip
_LONE_RETURN = re.compile(r"\r(?!\n)")
_WRAP = re.compile(r"\n(?:(?<=\S\n)|(?<=\S \n))(?=\S)")  # the second is what a view has for CR LF
# Both from the first sign that is no blank to the last.
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_BLOCK = re.compile(rf"{_LINE.pattern}(?:[^\S\n]*\n[^\S\n]*{_LINE.pattern})*")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_WIDEST_PAGE = 120


def view_of(text: str) -> str:
    """The text with plain blanks, quotes and line ends, of the same length.

    >>> view_of("“Pera”, 9 April")
    '"Pera", 9 April'
    """
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text).replace("\r\n", " \n")
    for sign, plain in _PLAIN[:1] if text.isascii() else _PLAIN:  # str.translate takes twenty times as long
        text = text.replace(sign, plain)
    return text


def unwrapped(view: str) -> str:
    r"""The view with a blank for each line end inside a block, where a name, a sum or a sentence may be broken.

    >>> unwrapped("Great\nBritain\n\nParis")
    'Great Britain\n\nParis'
    """
    return _WRAP.sub(" ", view)


def trimmed(view: str, start: int, end: int) -> Span | None:
    """The stretch without blanks at its ends; None where nothing is left."""
    if start < end and not (view[start].isspace() or view[end - 1].isspace()):
        return Span(start, end)  # most have none
    words = view[start:end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    return Span(start + left, start + right) if left < right else None


@made_fast
@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, without the blanks around them."""

    span: Span

    def words(self, view: str) -> str:
        """The characters of the block."""
        return view[self.span.start : self.span.end]


def has_a_line_for_a_block(view: str) -> bool:
    r"""Whether each line is a block: no line is empty, and one is longer than any that was broken to fit a page.

    >>> has_a_line_for_a_block("Sir,\nText.\n")
    False
    """
    return not _EMPTY_LINE.search(view.strip()) and any(len(line) > _WIDEST_PAGE for line in view.split("\n"))


def blocks_of(view: str, start: int = 0, end: int | None = None, *, by_line: bool = False) -> list[Block]:
    """The blocks between two places, divided by empty lines; with ``by_line`` by the end of each line."""
    stop = len(view) if end is None else end
    divided = _LINE if by_line else _BLOCK
    return [Block(Span(*match.span())) for match in divided.finditer(view, start, stop)]


def lines_of(view: str, span: Span) -> list[Span]:
    """The lines of a block, without the blanks around them."""
    return [Span(*match.span()) for match in _LINE.finditer(view, span.start, span.end)]


def quoted(view: str, start: int, end: int) -> tuple[Span, Span, Span] | None:
    """A quotation that begins here and ends with the last quotation mark of the stretch.

    Form:    the opening mark, what stands between, the closing mark; None where the stretch does not begin with a mark or no
             mark closes it. Marks inside are the quotation's own.
    """
    if view[start : start + 1] != '"':
        return None
    close = view.rfind('"', start + 1, end)
    if close < 0:
        return None
    inner = trimmed(view, start + 1, close)
    return (Span(start, start + 1), inner, Span(close, close + 1)) if inner else None
