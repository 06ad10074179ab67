"""What a short line above or below a letter can be: names, an address, a remark on the paper, the beginning of a postscript."""

from __future__ import annotations

import re
from functools import cache

from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import Block

LONGEST_NAMES = 70
"""Characters of a line of names."""

_LONGEST_ADDRESS = 200
_LONGEST_REMARK = 40
_SIGNATURE = re.compile(r"\W*[^\W\d_][\w'.&[\]-]*(?:[ ,:/+]+\(?[\w'.&[\]-]+\)?){0,18}\W*")
_NAME = re.compile(r"\w{3,}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.? ?){1,3}")


def names_one_of(names: frozenset[str], words: str) -> bool:
    """Whether words end with one of the names, or are the initials of some."""
    found = _NAME.findall(words)
    if not found and _INITIALS.fullmatch(words):  # "J. R."
        return all(any(name.startswith(sign) for name in names) for sign in re.findall(r"\w", words.casefold()))
    return bool(found) and found[-1].casefold() in names


def is_short_name(line: str) -> bool:
    """Whether a line has at most three words, all with capitals, and is no sentence of one word."""
    words = line.split()
    sentence = len(words) == 1 and line.endswith((".", "!", "?")) and not words[0].isupper()
    return len(words) <= 3 and all(word[0].isupper() for word in words) and not sentence


def is_one_word(words: str) -> bool:
    """Whether a line is one word, as a place above its day."""
    return re.fullmatch(r"[^\W\d_][\w.'-]+,?", words) is not None


def is_names(words: str, rules: Rules, longest: int = LONGEST_NAMES) -> bool:
    """Whether a line holds nothing but capitalised names and titles; a particle or "signed" may begin it."""
    words = next((words.removeprefix(mark) for mark in rules.list_of("signed_marks") if words.startswith(mark)), words)
    words = words.strip()
    if not words or len(words) > longest or words[0] in "[(*" or not _SIGNATURE.fullmatch(words):
        return False
    first = re.search(r"[^\W\d_][\w'-]*", words)
    return first is not None and is_name_word(first[0], rules)


def is_name_word(word: str, rules: Rules) -> bool:
    """Whether a word is a capitalised one or a particle, which may be elided: "d'Alembert"."""
    before, apostrophe, name = word.partition("'")
    return (
        word[:1].isupper()
        or word in rules.list_of("particles")
        or (bool(apostrophe) and f"{before}'" in rules.list_of("particles") and name[:1].isupper())
    )


def is_address(view: str, block: Block, rules: Rules) -> bool:
    """Whether a block names the one to whom the letter goes: "Hon. John Doe, Secretary", "John Doe, Esq."."""
    if block.span.end - block.span.start > _LONGEST_ADDRESS:
        return False
    words = block.words(view)
    return _address_pattern(rules).match(words) is not None


@cache
def _address_pattern(rules: Rules) -> re.Pattern[str]:
    starts, marks = rules.list_of("address_words"), rules.list_of("address_marks")
    begins = rf"(?:{words_pattern(starts)})\b" if starts else "(?!)"
    holds = rf"[^\n]{{3,60}}?(?:{words_pattern(marks)})(?!\w)" if marks else "(?!)"
    return re.compile(rf"{begins}|{holds}")


def is_remark(view: str, block: Block, rules: Rules) -> bool:
    """Whether a block is a remark on the paper such as "1 enclosure", and no sentence."""
    words = block.words(view)
    notes = _beginning(rules, "enclosure_notes")
    return len(words) < _LONGEST_REMARK and any(
        notes.match(words, each.start()) for each in re.finditer(r"\b\w", words)
    )


def is_postscript(view: str, block: Block, rules: Rules) -> bool:
    """Whether a block begins a postscript: "P. S." or the editors' "[Postscript.]"."""
    return _beginning(rules, "postscript_marks").match(view, block.span.start, block.span.end) is not None


@cache
def _beginning(rules: Rules, name: str) -> re.Pattern[str]:
    """A stretch that begins with one of a list's words."""
    return re.compile(
        rf"\W*(?:{words_pattern(rules.list_of(name)) or '(?!)'})(?:(?<!\w)|(?!\w))"
    )  # a mark may end with a dash
