"""The language of a text, by a vote of the small words that its language has many of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from letterbook.readers.text.rules import language_words, languages

_VOTERS = 400
_ENOUGH = 3
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _votes() -> Mapping[str, tuple[str, ...]]:
    """For each small word the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language in languages():
        for word in language_words(language).get("stop_words", ()):
            found[word] = (*found.get(word, ()), language)
    return found


def language_of(text: str) -> str:
    """The language in which the first 400 words of a text are written, as a code of two letters.

    Form:    empty where fewer than three words vote for one language, or where two languages have the same number of votes.

    >>> language_of("We have the honour to be, with great respect")
    'en'
    >>> language_of("Escher, Zürich")
    ''
    """
    votes = dict.fromkeys(languages(), 0)
    known = _votes()
    for number, match in enumerate(_WORD.finditer(text)):
        if number == _VOTERS:
            break
        for language in known.get(match[0].casefold(), ()):
            votes[language] += 1
    first, *others = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    return first[0] if first[1] >= _ENOUGH and all(count < first[1] for _, count in others) else ""
