"""References to other letters: "your despatch No. 12 of May 3", "mine of the 9th ultimo".

A reference needs a date or a number beside it; "your letter" alone says too little to tell which letter is meant. The words are the
``references`` of the language file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from letterbook import dates
from letterbook.dates import HistoricalDate
from letterbook.letter import Evidence, Letter, Reference, Span
from letterbook.readers.text.daywords import FoundDate, find_dates, find_yearless
from letterbook.readers.text.rules import Rules, words_pattern

RULE = "dated-reference"
"""The rule by which references are read."""

_DATE_WITHIN = 60  # characters behind the words in which the date ends
_NEVER = "(?!)"


def read_references(view: str, letters: tuple[Letter, ...], rules: Rules) -> tuple[Reference, ...]:
    """The references that the writers make to dated or numbered letters, in the order of the text.

    Form:    ``view`` has the offsets of the printed text. A day without a year takes the last year in which it does not lie behind
             the letter's own date; where the letter has no date, or the day named lies behind it, the date is left out.
    """
    patterns = _patterns(rules)
    if patterns is None:
        return ()
    begins, pattern = patterns
    found = [
        reference
        for letter in letters
        for words in letter.own_words
        for begin in begins.finditer(view, words.start, words.end)
        if (match := pattern.match(view, begin.start(), words.end))
        for reference in _of_match(match, view, words, letter, rules)
    ]
    return tuple(sorted(found, key=lambda each: each.evidence.spans))


@cache
def _patterns(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """The words that begin a reference, which are looked for first, and all its words up to the date; None where the language has none."""
    words = rules.words.get("references")
    if not words:
        return None

    def any_of(name: str) -> str:
        return words_pattern(_as_printed(words.get(name, ()))) or _NEVER

    kinds = words_pattern(_as_printed(word for names in words.get("kinds", {}).values() for word in names)) or _NEVER
    marks = words_pattern(list(rules.words.get("number_marks", ()))) or _NEVER
    whose = "|".join(any_of(name) for name in ("your", "my", "yours", "mine"))
    return re.compile(whose), re.compile(
        rf"(?<!\w)(?:(?P<addressee>{any_of('your')})|(?P<writer>{any_of('my')})|(?P<yours>{any_of('yours')})|(?P<mine>{any_of('mine')}))"
        rf"(?!\w)(?:\s+(?:{any_of('between')}))*(?:\s+(?P<kind>{kinds})(?!\w))?"
        rf"(?:,?\s+(?:{marks})(?!\w)\.?\s?(?P<number>\d{{1,5}})(?![\w/]))?"
        rf"(?P<lead>,?\s+(?:{any_of('dated')})(?!\w)|(?<=\d),(?=\s))?"
    )


def _as_printed(words: Iterable[str]) -> list[str]:
    """The words as they are listed; one in small letters also with a capital, and all in capitals: German "ihr" is not "Ihr"."""
    return [form for word in words for form in ((word, word.capitalize(), word.upper()) if word.islower() else (word,))]


@cache
def _number_pattern(rules: Rules) -> re.Pattern[str]:
    """The number of a letter behind its date: "of May 17 (No. 1)"."""
    marks = words_pattern(list(rules.words.get("number_marks", ()))) or _NEVER
    return re.compile(rf"[,.]?\s+\(?(?:{marks})\.?\s?(?P<number>\d{{1,5}})(?![\w/])")


def _of_match(match: re.Match[str], view: str, words: Span, letter: Letter, rules: Rules) -> Iterator[Reference]:
    bare = match["yours"] or match["mine"]
    number = match["number"] or ""
    if not match["kind"] and not number and not bare:
        return
    found = _date_behind(match.end(), view, words, letter, rules) if match["lead"] else None
    if found is None and not number:
        return
    end = found.span.end if found else match.end("number")
    behind = _number_pattern(rules).match(view, end, words.end) if found and not number else None
    if behind:
        number, end = behind["number"], behind.end("number")
    yield Reference(
        letter=letter.ordinal,
        whose="addressee" if match["addressee"] or match["yours"] else "writer",
        kind=_kind_of(match["kind"], rules),
        date=found.date if found else None,
        number=number,
        evidence=Evidence((Span(match.start(), end),), RULE),
    )


def _kind_of(word: str | None, rules: Rules) -> str:
    asked = (word or "").casefold()
    kinds = rules.words["references"].get("kinds", {})
    return next((str(kind) for kind, names in kinds.items() if asked in (n.casefold() for n in names)), "")


def _date_behind(at: int, view: str, words: Span, letter: Letter, rules: Rules) -> FoundDate | None:
    """The date that begins right behind the words; none where it lies after the letter's own date."""
    own = letter.date.date if letter.date else None
    if at >= words.end:
        return None
    behind = Span(at, min(words.end, at + _DATE_WITHIN))
    printed = find_dates(view, behind, rules, context=own)
    candidates: list[FoundDate | None] = [*printed]
    if own and own.earliest and not (printed and printed[0].span.start - at <= 5):  # a printed year is not set aside
        for year in (own.earliest.year, own.earliest.year - 1):
            first = dates.day(year, 1, 1, wording=str(year))
            candidates.append(find_yearless(view, behind, rules, after=first))
    return next((each for each in candidates if each and _fits(each, view[at : each.span.start], own)), None)


def _fits(found: FoundDate, between: str, own: HistoricalDate | None) -> bool:
    if found.fault or not found.date.edtf or re.search(r"\w", re.sub(r"\b(?:the|le|den|dem)\b", "", between)):
        return False
    return own is None or own.latest is None or found.date.earliest is None or found.date.earliest <= own.latest
