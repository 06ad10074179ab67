"""Headings in capitals, seen as the word lists write their words, so that offices, bodies and small words are known in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from letterbook.letter import Span
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import Block

_LONGEST = 400
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*'?")
_ROMAN = re.compile(r"(?=[IVXLC]{2})C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LISTS = ("offices", "bodies", "honorifics", "titles")


def recased(view: str, blocks: Iterable[Block], rules: Rules) -> str:
    """The view with its short blocks of capitals in capitals and small letters, sign for sign.

    Form:    words of the lists as they stand there, accents that capitals lack included; acronyms and initials stay; of any
             other word the first letter is a capital.
    """
    for block in blocks:
        if block.span.end - block.span.start > _LONGEST:
            continue  # a paragraph, as most are
        words = block.words(view)
        if words.isupper() and " " in words:
            view = f"{view[: block.span.start]}{_recased(words, rules)}{view[block.span.end :]}"
    return view


def _recased(words: str, rules: Rules) -> str:
    signs = list(words)
    pattern, spellings = _listed(rules)
    plain = "".join(_plain(sign, rules.language) for sign in words)
    taken: list[Span] = []
    for match in pattern.finditer(plain):
        signs[match.start() : match.end()] = spellings[match[0]]
        taken.append(Span(*match.span()))
    for word in _WORD.finditer(words):
        if any(each.start < word.end() and word.start() < each.end for each in taken):
            for part in re.finditer(r"[^\W\d_]+", word[0]):  # "d'" of "D'Alembert" is listed, the name is not
                start, end = word.start() + part.start(), word.start() + part.end()
                if not any(each.start < end and start < each.end for each in taken):
                    signs[start:end] = _capitalised(words[start:end], rules)
        elif word[0] not in rules.gazetteer.names and not _ROMAN.fullmatch(word[0]):  # "USSR", "XIV"
            signs[word.start() : word.end()] = _capitalised(word[0], rules)
    return "".join(signs)


def _capitalised(word: str, rules: Rules) -> str:
    """A word with its first letter as a capital, and that of each part behind a hyphen or behind "d'"."""
    found: list[str] = []
    for at, sign in enumerate(word):
        before = word[at - 1] if at else ""
        begins = not at or before == "-" or (before == "'" and at <= 2)
        found.append(sign if begins else _lower(sign, rules.language))
    return "".join(found)


def _lower(sign: str, language: str) -> str:
    """The small letter of a capital, always one sign."""
    if language == "tr" and sign in "Iİ":
        return "ı" if sign == "I" else "i"
    small = sign.lower()
    return small if len(small) == 1 else sign


def _plain(sign: str, language: str) -> str:
    """The small letter without its accent, always one sign, as capitals are often printed."""
    return unicodedata.normalize("NFD", _lower(sign, language))[0]


@cache
def _listed(rules: Rules) -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of all listed words without capitals and accents, and how the lists spell them; small words come first."""
    small = [word for name in ("to", "of", "in", "articles") for word in rules.words.get("joints", {}).get(name, ())]
    kinds = [word for names in rules.words.get("kinds", {}).values() for word in names]
    lists = [word.strip() for name in _LISTS for word in rules.list_of(name)]
    small = sorted([*small, *rules.list_of("particles")], key=lambda each: (each[:1].isupper(), each))
    spellings: dict[str, str] = {}
    for word in [*small, *sorted([*kinds, *lists], key=lambda each: (each.isupper(), each[:1].islower(), each))]:
        key = "".join(_plain(sign, rules.language) for sign in word)
        if word and len(key) == len(word):
            spellings.setdefault(key, word)
    longer = words_pattern([key for key in spellings if len(key.rstrip("'")) > 1 or key.endswith("'")])
    single = words_pattern([key for key in spellings if len(key) == 1])  # "A. Roe" begins with an initial
    return re.compile(
        rf"(?<!\w)(?:(?:{longer or '(?!)'})(?:(?<=')|(?!\w))|(?:{single or '(?!)'})(?![\w.']))"
    ), spellings
