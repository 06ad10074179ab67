"""The words of dates in a language, and the pattern of all forms that they make; the tables are data, in rules/dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from letterbook.dates import Calendar
from letterbook.readers.text.rules import words_pattern

_TABLES = files("letterbook.readers.text") / "rules" / "dates"
_IN_ALL = "la"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_NEVER = "(?!)"
_BOUNDS = ("not_after", "not_before", "before", "after", "circa", "between")
LETTERS = re.compile(r"[^\W\d_]+")
# Names are marked with one sign for each of their letters before the forms are tried: the pattern of all forms then holds no name,
# which makes it twenty times as short, and every place in the marked text is the same place in the text.
_SIGNS = {
    "month": "\ue000",
    "republican": "\ue001",
    "feast": "\ue002",
    "season": "\ue003",
    "ordinal": "\ue004",
    "part": "\ue005",
}
# What a form begins with: tried at no other place.
_BEGINNING = r"(?=[\d\[(\ue000-\ue005IlJ])"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayTable:
    """What one language knows of dates.

    Form:    ``months`` gives the calendar and the number of every printed form of a name; ``pattern`` finds the forms that stand
             for themselves, ``near`` those that need the letter's own date. ``years`` is cheap and matches in every date of the first kind;
             ``openings`` are the letters that names begin with, ``own_month`` those of "inst." and the like.
    """

    words: Mapping[str, Any]
    months: Mapping[str, tuple[Calendar, int]]
    feasts: Mapping[str, str]
    seasons: Mapping[str, int]
    ordinals: Mapping[str, int]
    forms: tuple[tuple[str, ...], ...]
    slots: Mapping[str, str]
    signs: Mapping[str, str]
    names: re.Pattern[str]
    pattern: re.Pattern[str]
    years: re.Pattern[str]
    openings: frozenset[str]
    own_month: frozenset[str]
    tail: re.Pattern[str]
    bound: re.Pattern[str]
    lead: re.Pattern[str]
    alone: re.Pattern[str]

    def list_of(self, name: str) -> tuple[str, ...]:
        """One of the word lists; empty where the language has none."""
        return tuple(self.words.get(name) or ())

    @property
    def near(self) -> re.Pattern[str]:
        """The pattern of all forms, those too that need the letter's own date."""
        return _near(self)

    def marked(self, words: str) -> str:
        """The text with a sign for each letter of a name that dates are made of."""
        return self.names.sub(lambda match: self.signs[match[0]] * len(match[0]), words)

    @property
    def day_first(self) -> bool:
        """Whether the day stands before the month in figures, beyond doubt."""
        return bool(self.words.get("order"))


@cache
def day_table(language: str, edition: str = "") -> DayTable:
    """The table of a language, together with the Latin words that stand in letters of all.

    Form:    with the words of the ``edition`` behind its own, where that speaks another language; of a language that has no table,
             the Latin words alone.
    """
    words: dict[str, Any] = {}
    for each in dict.fromkeys((language, edition, _IN_ALL)):
        if each and (_TABLES / f"{each}.yaml").is_file():
            words = _merged(words, _loaded(each)) if words else {"order": "", **_loaded(each)}
    months = _months(words)
    feasts = {each: str(value) for name, value in (words.get("feasts") or {}).items() for each in _printed(name)}
    seasons = {each: int(value) for name, value in (words.get("seasons") or {}).items() for each in _printed(name)}
    parts = [each for name in words.get("parts") or () for each in _printed(name)]
    ordinals = {name: at for at, name in enumerate(words.get("ordinals") or (), start=1)}
    table = _loaded("forms")
    always = [*(table["year_first"] if words.get("year_first") else ()), *table["forms"]]
    forms = tuple(tuple(form.split()) for form in [*always, *table["near"]])
    signs = dict.fromkeys(ordinals, _SIGNS["ordinal"])
    for kind, listed in (("part", parts), ("season", seasons), ("feast", feasts)):
        signs |= dict.fromkeys(listed, _SIGNS[kind])
    for name, (calendar, _) in months.items():
        signs[name] = _SIGNS["republican" if calendar is Calendar.REPUBLICAN else "month"]
    slots = _slots(words)
    own_month = [each for name in ("this_month", "last_month", "next_month") for each in words.get(name) or ()]
    years = r"[1lI] ?[\dlI] ?[\dlIO] ?[\dlIO]" if words.get("loose_figures") else r"1\d\d\d|20\d\d"
    years += r"|1\d\d?\["
    if words.get("republican"):
        years += r"|[aA][nN](?:née)? (?=[IVX\d])"
    return DayTable(
        words=words,
        months=months,
        feasts=feasts,
        seasons=seasons,
        ordinals=ordinals,
        forms=forms,
        slots=slots,
        signs=signs,
        names=re.compile(rf"(?<![^\W\d_])(?:{words_pattern([*signs])})(?![^\W\d_])"),
        pattern=_joined(forms[: len(always)], slots),
        years=re.compile(years),
        openings=_openings([*months, *feasts, *seasons]),
        own_month=frozenset(max(LETTERS.findall(each), key=len) for each in own_month),
        tail=_tail(words),
        bound=re.compile(
            "(?:" + "|".join(f"(?P<{name}>{_any(words, name)})" for name in _BOUNDS) + r")(?![^\W\d_])[ :]*"
        ),
        lead=re.compile(
            rf"(?:(?P<undated>{_any(words, 'undated')})|{_any(words, 'leads', 'weekdays', 'year_words')}|,)(?![^\W_])[ ,.:;]*"
        ),
        alone=_alone(words, seasons, parts),
    )


def _openings(names: Iterable[str]) -> frozenset[str]:
    return frozenset(found[0] for name in names if (found := LETTERS.search(name)))


@cache
def _near(table: DayTable) -> re.Pattern[str]:
    return _joined(table.forms, table.slots)


def _loaded(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def _merged(own: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a language with the lists of another behind its own."""
    merged = {**more, **own}
    for key, value in more.items():
        mine = own.get(key)
        if key == "months" and mine:
            merged[key] = [[*names, *others] for names, others in zip(mine, value, strict=True)]
        elif isinstance(value, dict) and mine:
            merged[key] = {**value, **mine}
        elif isinstance(value, list) and mine:
            merged[key] = [*mine, *(each for each in value if each not in mine)]
    return merged


def _months(words: Mapping[str, Any]) -> dict[str, tuple[Calendar, int]]:
    found: dict[str, tuple[Calendar, int]] = {}
    calendars = (("months", Calendar.GREGORIAN), ("republican", Calendar.REPUBLICAN), ("hijri", Calendar.HIJRI))
    for key, calendar in calendars:
        for number, names in enumerate(words.get(key) or (), start=1):
            for name in names:
                for printed in _printed(name, dotted=bool(words.get("dotted"))):
                    found.setdefault(printed, (calendar, number))
                    if words.get("small_months"):
                        found.setdefault(printed[0].lower() + printed[1:], (calendar, number))
    return found


def _printed(name: str, *, dotted: bool = False) -> Iterator[str]:
    """A word as it may be printed: in capitals, with a capital, without the signs above and below its letters."""
    turkish = str.maketrans("iı", "İI") if dotted else {}
    for form in dict.fromkeys((name, _plain(name))):
        yield form
        if form[0].islower():
            yield form[0].translate(turkish).upper() + form[1:]
        if len(form) > 2 and form[0].isalpha():
            yield form.translate(turkish).upper()
            yield form.upper()


def _plain(word: str) -> str:
    """A Latin word without accents; others as they are, where the sign makes another letter."""
    if "CYRILLIC" in unicodedata.name(word[0], ""):
        return word
    return "".join(
        sign for sign in unicodedata.normalize("NFD", word.replace("ı", "i")) if not unicodedata.combining(sign)
    )


def _any(words: Mapping[str, Any], *lists: str) -> str:
    """A pattern for any word of the lists; one that never matches where all are empty."""
    return words_pattern(tuple(dict.fromkeys(each for name in lists for each in words.get(name) or ()))) or _NEVER


def _slots(words: Mapping[str, Any]) -> dict[str, str]:
    """The pattern of every part of a form, with what stands between it and the part before."""
    suffix = rf"(?: ?(?:{_any(words, 'suffixes')})(?![^\W\d_]))?"
    loose = bool(words.get("loose_figures"))
    figure = r"\d{1,2}|[123lI] ?\d" if loose else r"\d{1,2}"
    first = r"|[IlJ1] ?(?:er|ᵉʳ)" if loose else ""
    of = rf"(?:(?:{_any(words, 'of')}) *)?"
    day = (
        rf"(?<![\w])(?<!\d[.,])(?:\[(?:{figure}){suffix}\.?\??\]\??|(?:\d?\[\d\??\]|{figure}){suffix}\.?(?:[\[(]\?[\])])?"
        rf"|{_SIGNS['ordinal']}+{first})(?!\d)"
    )
    month = f"{_SIGNS['month']}+"
    four = r"(?:1\d|20)\d\d"
    if loose:
        four = rf"{four}|[1lI] ?[\dlI] ?[\dlIO] ?[\dlIO]"
    year = (
        rf"(?:\[(?:{four})(?:/\d{{1,2}})?\??\]\??|\((?:{four})\??\)|1\d\[\d\d\??\]|1\d\d\[\d\??\]"
        rf"|(?:{four})(?:/\d{{1,2}})?(?:\?(?=[\])])|\(\?\)|\[\?\])?)(?![\da-zA-Z]|\.\d)"
    )
    part = r"\d{1,2}(?= [IVX]+\b)|\[\d{1,2}\??[./-]\??\]|(?:\d?\[\d{1,2}\??\]|\d{1,2}\??)[./-]\]?"
    roman = r"(?:X|IX|IV|V?I{1,3}|V|XI{1,2})"
    close = r"(?:,? ?[)\]])?"
    style = rf"(?:[ ,(\[]*(?P<style>{_any(words, 'old_style', 'new_style')})[)\],]*)?"
    before_year = (
        rf"{close}{style}(?:[.,]{{1,2}} *| +|(?=[\[(]))(?:[—–_-]+[.,]? *)?(?:(?:{_any(words, 'year_words')}) *)?"
    )
    behind = rf"(?: ?(?:{_any(words, 'year_tail')})(?!\w),?)?"
    return {
        "iso-year": r"(?<![\w-])(?P<year>\d{4})",
        "iso-month": r"-(?P<nmonth>\d\d)",
        "iso-day": r"-(?P<day>\d\d)(?![\d-])(?:T[\d:.]+Z?)?",
        "day": rf" *,? *(?:the )?(?P<day>{day})",
        "month": rf"{close} *,? *{of}(?P<month>\[{month}\.?\??\]\.?|{month}\.?\??)",
        "year": rf"{before_year}(?P<year>{year}){behind}",
        "short": r" *[,.]? *['’]?(?P<short>\d\d)(?!\d)",
        "n-day": rf"(?<![\w.,/:-])(?P<day>{part})",
        "n-month": rf" ?(?P<nmonth>{part}|(?:\[{roman}[.]?\??\]|{roman})(?:[./-]|(?= )))",
        "n-year": rf" ?(?P<year>{year}){behind}",
        "n-short": r" ?['’]?(?P<short>\d\d)(?![\d.,/:-]?\d)",
        "joint": rf"(?P<joint>,? *\( *| *[/–—-] *| (?:{_any(words, 'joints', 'ands', 'either')}) )(?:(?:{_any(words, 'leads')}) +)?",
        "republican": rf"{close} *,? *{of}(?P<month>{_SIGNS['republican']}+\.?)",
        "republican-year": rf",? *(?:(?:{_any(words, 'republican_year')}) *)(?P<ryear>(?:{words_pattern(_ROMAN)}|\d{{1,2}}))\b",
        "part": rf"(?P<part>{_SIGNS['part']}+)[ -]*{of}",
        "feast": rf"(?P<feast>{_SIGNS['feast']}+)",
        "season": rf"(?P<season>{_SIGNS['season']}+) *{of}",
        **{
            name: rf" *(?:of )?(?P<{name}>{_any(words, name)})(?!\w)"
            for name in ("this_month", "last_month", "next_month")
        },
    }


def _joined(forms: Iterable[tuple[str, ...]], slots: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern of all forms; every group has the number of its form behind its name."""
    written = []
    for at, form in enumerate(forms):
        pieces = []
        for index, name in enumerate(form):
            second = name.endswith("2")
            piece = slots[name.removesuffix("2")]
            if index == 0 or (index and form[index - 1] == "joint"):
                bare = piece[
                    piece.index("(?P<year>" if name.startswith("year") else "(?P<") :
                ]  # the gap before a part stands only between two parts
                guarded = name in ("n-day", "iso-year", "part", "feast", "season")
                piece = bare if index else (piece if guarded else r"(?<![^\W_])" + bare)
            pieces.append(re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{'b' if second else ''}_{at}>", piece))
        written.append(rf"(?P<form_{at}>{''.join(pieces)})")
    return re.compile(rf"{_BEGINNING}(?:{'|'.join(written)})")


def _tail(words: Mapping[str, Any]) -> re.Pattern[str]:
    """What belongs to a date behind its year: the calendar, the year of our era in brackets."""
    return re.compile(
        rf"(?:,? ?[\[(]?(?:(?P<old>{_any(words, 'old_style')})|(?P<new>{_any(words, 'new_style')})|(?P<late>{_any(words, 'late_year')}))(?!\w)[\])]?)"
        rf"|(?: ?\((?P<era>1\d\d\d)\))"
    )


def _alone(words: Mapping[str, Any], seasons: Iterable[str], parts: Iterable[str]) -> re.Pattern[str]:
    """What is a date only where nothing else stands beside it: a year, years, a decade, a part of a year."""
    year = r"(?:1\d|20)\d\d"
    some = words_pattern(tuple(parts)) or _NEVER
    return re.compile(
        rf"(?:(?P<part>{some})(?![^\W_])[ -]*(?:(?:{_any(words, 'of', 'year_words')}) *)?)?"
        rf"(?:(?P<year>{year}|1\d\d\[\d\??\]|1\d\[\d\d\??\])(?:/(?P<dual>\d{{1,2}}))?(?: ?(?:{_any(words, 'year_tail')}))?"
        rf"(?:(?P<joint> *[–—-] *| (?:{_any(words, 'joints', 'ands', 'either')}) )(?P<last>{year}|\d\d))?"
        rf"|(?P<decade>1\d\d|20\d)0(?:{_any(words, 'decades')}))"
    )
