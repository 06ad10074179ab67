"""The patterns of dates that the words of a language make: of the parts of a form, of all forms, of what stands behind a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from letterbook.readers.text.rules import words_pattern

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
_NEVER = "(?!)"
LETTERS = re.compile(r"[^\W\d_]+")
"""A word that holds nothing but letters."""

# Names are marked with one sign for each of their letters before the forms are tried: the pattern of all forms then holds no name,
# which makes it twenty times as short, and every place in the marked text is the same place in the text.
SIGNS = {
    "month": "\ue000",
    "republican": "\ue001",
    "feast": "\ue002",
    "season": "\ue003",
    "ordinal": "\ue004",
    "part": "\ue005",
}
# What a form begins with: tried at no other place. A part that a form may begin with has its own first signs, by which most forms
# are seen not to fit before any of their parts is tried.
_BEGINNING = r"(?=[\d\[(\ue000-\ue005IlJ])"
_FIRST_SIGNS = {
    "iso-year": r"\d",
    "day": r"\d\[\ue004IlJ",
    "month": r"\[\ue000",
    "year": r"\d\[(lI",
    "n-day": r"\d\[",
    "republican": r"\ue001",
    "part": r"\ue005",
    "feast": r"\ue002",
    "season": r"\ue003",
}


def any_of(words: Mapping[str, Any], *lists: str) -> str:
    """A pattern for any word of the lists; one that never matches where all are empty."""
    return words_pattern(tuple(dict.fromkeys(each for name in lists for each in words.get(name) or ()))) or _NEVER


def slots_of(words: Mapping[str, Any]) -> dict[str, str]:
    """The pattern of every part of a form, with what stands between it and the part before."""
    suffix = rf"(?: ?(?:{any_of(words, 'suffixes')})(?![^\W\d_]))?"
    loose = bool(words.get("loose_figures"))
    figure = r"\d{1,2}|[123lI] ?\d" if loose else r"\d{1,2}"
    first = r"|[IlJ1] ?(?:er|ᵉʳ)" if loose else ""
    of = rf"(?:(?:{any_of(words, 'of')}) *)?"
    day = (
        rf"(?<![\w])(?<!\d[.,])(?:\[(?:{figure}){suffix}\.?\??\]\??|(?:\d?\[\d\??\]|{figure}){suffix}\.?(?:[\[(]\?[\])])?"
        rf"|{SIGNS['ordinal']}+{first})(?!\d)"
    )
    month = f"{SIGNS['month']}+"
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
    style = rf"(?:[ ,(\[]*(?P<style>{any_of(words, 'old_style', 'new_style')})[)\],]*)?"
    before_year = (
        rf"{close}{style}(?:[.,]{{1,2}} *| +|(?=[\[(]))(?:[—–_-]+[.,]? *)?(?:(?:{any_of(words, 'year_words')}) *)?"
    )
    behind = rf"(?: ?(?:{any_of(words, 'year_tail')})(?!\w),?)?"
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
        "joint": rf"(?P<joint>,? *\( *| *[/–—-] *| (?:{any_of(words, 'joints', 'ands', 'either')}) )(?:(?:{any_of(words, 'leads')}) +)?",
        "republican": rf"{close} *,? *{of}(?P<month>{SIGNS['republican']}+\.?)",
        "republican-year": rf",? *(?:(?:{any_of(words, 'republican_year')}) *)(?P<ryear>(?:{words_pattern(_ROMAN)}|\d{{1,2}}))\b",
        "part": rf"(?P<part>{SIGNS['part']}+)[ -]*{of}",
        "feast": rf"(?P<feast>{SIGNS['feast']}+)",
        "season": rf"(?P<season>{SIGNS['season']}+) *{of}",
        **{
            name: rf" *(?:of )?(?P<{name}>{any_of(words, name)})(?!\w)"
            for name in ("this_month", "last_month", "next_month")
        },
    }


def joined(forms: Iterable[tuple[int, tuple[str, ...]]], slots: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern of the numbered forms; every group has the number of its form behind its name."""
    written = []
    for at, form in forms:
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
        written.append(rf"(?P<form_{at}>(?=[{_FIRST_SIGNS[form[0]]}]){''.join(pieces)})")
    return re.compile(rf"{_BEGINNING}(?:{'|'.join(written)})")


def joint_of(words: Mapping[str, Any]) -> re.Pattern[str]:
    """What stands between two days, in whatever form: a bracket, a stroke, a dash or one of the words."""
    return re.compile(rf"[(/–—-]| (?:{any_of(words, 'joints', 'ands', 'either')}) ")


def name_of(names: Iterable[str]) -> re.Pattern[str]:
    """A word, or one of the names that hold more than letters: the names of one word need no pattern, but a look into their list.

    Form:    in a group, so that a text divided by it has them all.
    """
    compound = words_pattern([each for each in names if not LETTERS.fullmatch(each)]) or _NEVER
    return re.compile(rf"((?<![^\W\d_])(?:{compound})(?![^\W\d_])|{LETTERS.pattern})")


def tail_of(words: Mapping[str, Any]) -> re.Pattern[str]:
    """What belongs to a date behind its year: the calendar, the year of our era in brackets."""
    return re.compile(
        rf"(?:,? ?[\[(]?(?:(?P<old>{any_of(words, 'old_style')})|(?P<new>{any_of(words, 'new_style')})|(?P<late>{any_of(words, 'late_year')}))(?!\w)[\])]?)"
        rf"|(?: ?\((?P<era>1\d\d\d)\))"
    )


def alone_of(words: Mapping[str, Any], seasons: Iterable[str], parts: Iterable[str]) -> re.Pattern[str]:
    """What is a date only where nothing else stands beside it: a year, years, a decade, a part of a year."""
    year = r"(?:1\d|20)\d\d"
    some = words_pattern(tuple(parts)) or _NEVER
    return re.compile(
        rf"(?:(?P<part>{some})(?![^\W_])[ -]*(?:(?:{any_of(words, 'of', 'year_words')}) *)?)?"
        rf"(?:(?P<year>{year}|1\d\d\[\d\??\]|1\d\[\d\d\??\])(?:/(?P<dual>\d{{1,2}}))?(?: ?(?:{any_of(words, 'year_tail')}))?"
        rf"(?:(?P<joint> *[–—-] *| (?:{any_of(words, 'joints', 'ands', 'either')}) )(?P<last>{year}|\d\d))?"
        rf"|(?P<decade>1\d\d|20\d)0(?:{any_of(words, 'decades')}))"
    )
