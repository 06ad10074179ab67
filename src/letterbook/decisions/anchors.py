"""Anchors: words of a text found again by quotation, whatever has been put in or taken out around them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from letterbook.editor import Decision
from letterbook.letter import Span

CONTEXT_CHARACTERS = 24
_MOST_PLACES_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a quotation is not found, and what comes nearest to it in the text."""

    reason: str
    nearest: str = ""


def find_anchor(text: str, decision: Decision) -> Span | Lost:
    """The span of the words that a decision quotes, in the text as it is now.

    Form:    white space in the quote stands for any white space, so that a changed line break does no harm; every other
             character counts, but for whether an accent stands in its letter or apart. ``nth`` counts the occurrences between the words ``before`` and ``after``, from 1.
    """
    found = occurrences(text, decision.quote, decision.before, decision.after)
    spans = list(islice(found, decision.nth))
    if len(spans) == decision.nth:
        return spans[-1]
    if spans:
        times = "once" if len(spans) == 1 else f"{len(spans)} times"
        return Lost(f"the quote stands in the text only {times}, and not {decision.nth} times", decision.quote)
    if (decision.before or decision.after) and next(occurrences(text, decision.quote), None):
        return Lost("the quote stands in the text, but not between these words", decision.quote)
    return Lost("the quote does not stand in the text", nearest(text, decision.quote))


def occurrences(text: str, quote: str, before: str = "", after: str = "") -> Iterator[Span]:
    """Where the quote stands, in order; those that overlap an earlier one do not count."""
    pattern = "".join(
        part
        for part in (
            f"{_loose(before)}\\s*" if before else "",
            f"(?P<quote>{_loose(quote)})",
            f"(?=\\s*{_loose(after)})" if after else "",
        )
    )
    for match in re.finditer(pattern, text):
        yield Span(*match.span("quote"))


def _loose(words: str) -> str:
    return r"\s+".join(_either(word) for word in words.split())


def _either(word: str) -> str:
    """A pattern for a word with its accents in their letters or apart, as the file may have them."""
    forms = dict.fromkeys(unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    return "|".join(map(re.escape, forms)) if len(forms) == 1 else f"(?:{'|'.join(map(re.escape, forms))})"


def anchor_of(text: str, span: Span) -> tuple[str, int]:
    """The quote of a span and which of its occurrences it is; the partner of ``find_anchor``."""
    quote = " ".join(text[span.start : span.end].split())
    number = 0
    for found in occurrences(text, quote):
        if found.start > span.start:
            break
        number += 1
    return quote, max(number, 1)


def nearest(text: str, quote: str) -> str:
    """The wording in the text that is most like the quote; empty where nothing is.

    >>> nearest("They met the cruel invaders at the river.", "the cruel invader")
    'the cruel invaders'
    """
    words = list(re.finditer(r"\S+", text))
    wanted = quote.split()
    keys = {word.casefold().strip(".,;:!?\"'()") for word in wanted}
    size = len(wanted)
    best, likeness = "", 0.6
    starts = (
        first
        for number, word in enumerate(words)
        if word[0].casefold().strip(".,;:!?\"'()") in keys
        for first in range(max(0, number - size + 1), number + 1)
    )
    matcher = difflib.SequenceMatcher(b=quote, autojunk=False)
    for first in islice(dict.fromkeys(starts), _MOST_PLACES_COMPARED):
        last = words[min(first + size, len(words)) - 1]
        found = " ".join(text[words[first].start() : last.end()].split())
        matcher.set_seq1(found)
        if matcher.real_quick_ratio() > likeness and matcher.ratio() > likeness:
            best, likeness = found, matcher.ratio()
    return best.strip(".,;:")
