"""References to other letters: "your despatch No. 12 of May 3", "mine of the 9th ultimo".

A reference needs a date or a number beside it; "your letter" alone says too little to tell which letter is meant. The words are the
``references`` of the language file; a language with ``your_endings`` says whose a letter is by the ending of its noun, and what stands
behind it elsewhere stands before it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from letterbook import dates
from letterbook.dates import HistoricalDate
from letterbook.letter import Evidence, Letter, Reference, Span
from letterbook.readers.text.daywords import FoundDate, find_dates, find_yearless
from letterbook.readers.text.rules import Rules, words_pattern

RULE = "dated-reference"
"""The rule by which references are read."""

ANSWERING = "answering-reference"
"""The rule by which a letter is read as the answer to the one that it refers to."""

_DATE_WITHIN = 60  # characters between the words and the far end of the date
_ANSWERING_WITHIN = 40
_NEVER = "(?!)"


def read_references(view: str, letters: tuple[Letter, ...], rules: Rules) -> tuple[Reference, ...]:
    """The references that the writers make to dated or numbered letters, in the order of the text.

    Form:    ``view`` has the offsets of the printed text. A day without a year takes the last year in which it does not lie behind
             the letter's own date; where the letter has no date, or the day named lies behind it, the date is left out.
    """
    patterns = _patterns(rules)
    if patterns is None:
        return ()
    found = [
        reference
        for letter in letters
        for words in letter.own_words
        for begin in patterns.begins.finditer(view, words.start, words.end)
        if (match := patterns.whole.match(view, begin.start(), words.end))
        for reference in _of_match(match, patterns, view, words, letter, rules)
    ]
    return tuple(sorted(found, key=lambda each: each.evidence.spans))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is looked for: where a reference may begin, all its words but the date, its number, the words that call it answered."""

    begins: re.Pattern[str]
    whole: re.Pattern[str]
    number: re.Pattern[str]
    answering: re.Pattern[str]
    article: re.Pattern[str]
    lead: re.Pattern[str] | None  # between the date and the noun, where the date stands before it


@cache
def _patterns(rules: Rules) -> _Patterns | None:
    """The patterns of a language; None where it has no words for references."""
    words = rules.words.get("references")
    if not words:
        return None

    def any_of(name: str) -> str:
        return words_pattern(_as_printed(words.get(name, ()))) or _NEVER

    kinds = words_pattern(_as_printed(word for names in words.get("kinds", {}).values() for word in names)) or _NEVER
    articles = words_pattern(_as_printed(rules.words.get("joints", {}).get("articles", ()))) or _NEVER
    article = re.compile(rf"(?<!\w)(?:{articles})(?!\w)")
    answering = any_of("answering")
    if words.get("your_endings"):
        number = rf"(?P<number>\d{{1,5}})\s+(?:{any_of('numbered')})\s+"
        return _Patterns(
            begins=re.compile(rf"(?<!\w)(?:{kinds})"),
            whole=re.compile(
                rf"(?P<kind>{kinds})(?:(?P<addressee>{any_of('your_endings')})|(?P<writer>{any_of('my_endings')}))\w{{0,5}}(?!\w)"
            ),
            number=re.compile(rf"(?<![\w/.-]){number}\Z"),
            answering=re.compile(rf"\s+(?:{answering})(?!\w)"),
            article=article,
            lead=re.compile(rf"\s*(?:{any_of('dated')})\s+(?:{number})?\Z"),
        )
    marks = rf"(?:(?:{any_of('numbered')})\s+)?(?:{words_pattern(list(rules.words.get('number_marks', ()))) or _NEVER})"
    whose = "|".join(any_of(name) for name in ("your", "my", "yours", "mine"))
    return _Patterns(
        begins=re.compile(whose),
        whole=re.compile(
            rf"(?<!\w)(?:(?P<addressee>{any_of('your')})|(?P<writer>{any_of('my')})|(?P<yours>{any_of('yours')})|(?P<mine>{any_of('mine')}))"
            rf"(?!\w)(?:\s+(?:{any_of('between')}))*(?:\s+(?P<kind>{kinds})(?!\w))?"
            rf"(?:,?\s+{marks}(?!\w)\.?\s?(?P<number>\d{{1,5}})(?![\w/]))?"
            rf"(?P<lead>,?\s+(?:{any_of('dated')})(?!\w)|(?<=\d),(?=\s))?"
        ),
        number=re.compile(rf"[,.]?\s+\(?{marks}\.?\s?(?P<number>\d{{1,5}})(?![\w/])"),
        answering=re.compile(rf"(?<!\w)(?:{answering})(?:\s+(?:{articles}))?\s+\Z"),
        article=article,
        lead=None,
    )


def _as_printed(words: Iterable[str]) -> list[str]:
    """The words as they are listed; one that begins with a small letter also with a capital, one in small letters also in capitals.

    What is listed with a capital is printed with one: German "ihr" is not "Ihr".
    """
    return [
        form
        for word in words
        for form in (
            word,
            *([word[0].upper() + word[1:]] if word[0].islower() else ()),
            *([word.upper()] if word.islower() else ()),
        )
    ]


def _of_match(
    match: re.Match[str], patterns: _Patterns, view: str, words: Span, letter: Letter, rules: Rules
) -> Iterator[Reference]:
    found = (_before if patterns.lead else _behind)(match, patterns, view, words, letter, rules)
    if found is None:
        return
    span, date, number = found
    groups = match.groupdict()
    answered = _answered(span, patterns, view, words) if groups.get("addressee") or groups.get("yours") else None
    yield Reference(
        letter=letter.ordinal,
        whose="addressee" if groups.get("addressee") or groups.get("yours") else "writer",
        kind=_kind_of(match["kind"], rules),
        date=date,
        number=number,
        evidence=Evidence((span,), RULE),
        answering=Evidence((answered,), ANSWERING) if answered else None,
    )


_Found = tuple[Span, HistoricalDate | None, str]


def _behind(
    match: re.Match[str], patterns: _Patterns, view: str, words: Span, letter: Letter, rules: Rules
) -> _Found | None:
    """Date and number that stand behind the noun; None where there is neither."""
    number = match["number"] or ""
    if not (match["kind"] or number or match["yours"] or match["mine"]):
        return None
    found = _date_behind(match.end(), patterns, view, words, letter, rules) if match["lead"] else None
    if found is None and not number:
        return None
    end = found.span.end if found else match.end("number")
    behind = patterns.number.match(view, end, words.end) if found and not number else None
    if behind:
        number, end = behind["number"], behind.end("number")
    return Span(match.start(), end), found.date if found else None, number


def _before(
    match: re.Match[str], patterns: _Patterns, view: str, words: Span, letter: Letter, rules: Rules
) -> _Found | None:
    """Date and number that stand before the noun; None where there is neither."""
    low = max(words.start, match.start() - _DATE_WITHIN)
    start, date, number = match.start(), None, ""
    if low < start and patterns.lead:
        for each in _dates_in(view, Span(low, start), letter, rules):
            lead = patterns.lead.search(view, each.span.start, match.start())
            # The word behind a date may be counted to the date itself: "9 Nisan 1921 tarihli".
            if lead and each.span.start < lead.start() <= each.span.end and _is_no_later(each, letter):
                start, date, number = each.span.start, each.date, lead["number"] or ""
                break
    if not number and (alone := patterns.number.search(view, low, start)):
        number, start = alone["number"], alone.start()
    return (Span(start, match.end()), date, number) if date or number else None


def _answered(span: Span, patterns: _Patterns, view: str, words: Span) -> Span | None:
    """The reference with the words that call it answered; None where there are none."""
    if patterns.lead:
        behind = patterns.answering.match(view, span.end, words.end)
        return Span(span.start, behind.end()) if behind else None
    low = max(words.start, span.start - _ANSWERING_WITHIN)
    before = patterns.answering.search(view[low : span.start])
    return Span(low + before.start(), span.end) if before else None


def _kind_of(word: str | None, rules: Rules) -> str:
    asked = (word or "").casefold()
    kinds = rules.words["references"].get("kinds", {})
    return next((str(kind) for kind, names in kinds.items() if asked in (n.casefold() for n in names)), "")


def _date_behind(
    at: int, patterns: _Patterns, view: str, words: Span, letter: Letter, rules: Rules
) -> FoundDate | None:
    """The date that begins right behind the words; none where it lies after the letter's own date."""
    if at >= words.end:
        return None
    behind = Span(at, min(words.end, at + _DATE_WITHIN))
    for each in _dates_in(view, behind, letter, rules):
        between = patterns.article.sub("", view[at : each.span.start])
        if not re.search(r"\w", between) and _is_no_later(each, letter):
            return each
    return None


def _dates_in(view: str, span: Span, letter: Letter, rules: Rules) -> Iterator[FoundDate]:
    """What may be the date of a stretch: those printed with their year, then a day in the letter's own year, then in the last."""
    own = letter.date.date if letter.date else None
    printed = find_dates(view, span, rules, context=own)
    yield from printed
    if (
        own and own.earliest and not (printed and printed[0].span.start - span.start <= 5)
    ):  # a printed year is not set aside
        for year in (own.earliest.year, own.earliest.year - 1):
            first = dates.day(year, 1, 1, wording=str(year))
            if found := find_yearless(view, span, rules, after=first):
                yield found


def _is_no_later(found: FoundDate, letter: Letter) -> bool:
    """Whether the day exists and does not lie behind the letter's own date."""
    own = letter.date.date if letter.date else None
    if found.fault or not found.date.edtf:
        return False
    return own is None or own.latest is None or found.date.earliest is None or found.date.earliest <= own.latest
