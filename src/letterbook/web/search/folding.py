"""Words as they are looked up: without case and marks, and beside them as they are spelt today.

What is typed is folded as the text is, so "ete" finds "été" and "Strasse" finds "Straße". A word of the text is also filed
under its spelling of today ("Thal" under "tal", "мѣсто" under "место"), by the rules of the letter's language in
``spellings.yaml``. ``search.js`` folds in the same way.

Source:  Unicode Standard Annex #15 (NFKD)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import yaml

_WORD = re.compile(r"[^\W_]+(?:\*|(?:[\u0300-\u036f\u0610-\u061a\u064b-\u065f][^\W_]*))*")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ѣ": "е", "і": "и",
     "ѵ": "и", "ѳ": "ф"}
)  # fmt: skip


def words_of(text: str) -> Iterator[re.Match[str]]:
    """The words of a text where they stand."""
    return _WORD.finditer(text)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word without case and marks.

    >>> [fold(word) for word in ("Été", "Straße", "İstanbul", "Мѣсто")]
    ['ete', 'strasse', 'istanbul', 'место']
    """
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_LETTERS)


@lru_cache(maxsize=100_000)
def spelt_today(folded: str, language: str) -> str:
    """A folded word as it is spelt today in its language.

    >>> spelt_today("thal", "de"), spelt_today("франция", "ru"), spelt_today("enfans", "fr")
    ('tal', 'франция', 'enfants')
    """
    for pattern, instead in _rules(language.split("-")[0]):
        folded = pattern.sub(instead, folded)
    return folded


@cache
def _rules(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    text = (files("letterbook.web.search") / "spellings.yaml").read_text(encoding="utf-8")
    return tuple((re.compile(pattern), instead) for pattern, instead in yaml.safe_load(text).get(language, {}).items())
