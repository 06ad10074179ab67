"""A date as a source says it in words, in any language that dates are read in."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import cache, lru_cache

from letterbook.dates import HistoricalDate, day, parse_edtf
from letterbook.errors import DateError
from letterbook.letter import Span
from letterbook.readers.text.daywords import find_dates, read_date
from letterbook.readers.text.rules import Rules, load_rules

_DATED = frozenset({"de", "en", "fr", "it", "la", "ru", "tr"})  # the languages whose dates are read
_SERIES = {"de": "brief-de", "fr": "lettre-fr", "ru": "dvp-ru", "tr": "mektup-tr"}
_YEAR = re.compile(r"(?<!\d)1\d{3}(?!\d)|(?<!\d)20\d\d(?!\d)")
_PLAIN = re.compile(
    r"([^\W\d_]+) ([1-9]|[12]\d|3[01]), (1[6-9]\d\d)(?:(?:, |—)(?:\d{1,2}(?:[:.]\d\d)? [ap]\.m\.|noon|midnight))?"
)


def whole_date(words: str, language: str) -> HistoricalDate | None:
    """The date that words are from their first to their last; one without a value where they say that there is none."""
    code = language.split("-")[0]
    return read_date(words, _date_rules(code)) if code in _DATED else None


def faulty_date(words: str, language: str) -> str:
    """Why the day that words name does not exist; empty where they name no such day."""
    code = language.split("-")[0]
    found = find_dates(words, Span(0, len(words)), _date_rules(code)) if code in _DATED and words else []
    return next((each.fault for each in found if each.fault), "")


def written_date(words: str, language: str) -> HistoricalDate | None:
    """The date that words say; None where they say none, or not in a language whose dates are read."""
    if plain := _plain(words, language.split("-")[0]):
        return plain
    found = whole_date(words, language)
    if found and found.edtf:
        return found
    years = sorted(set(_YEAR.findall(words)))
    return parse_edtf(years[0], wording=words) if len(years) == 1 else None


def _plain(words: str, code: str) -> HistoricalDate | None:
    """A date of the commonest English form, "March 4, 1894, 9 p.m.": nine of ten are, and need no rules but for the month."""
    match = _PLAIN.fullmatch(words) if code == "en" else None
    month = _month_of(match[1]) if match else 0
    if match and month:
        with suppress(DateError):
            return day(int(match[3]), month, int(match[2]), wording=words)
    return None


@lru_cache(maxsize=256)
def _month_of(word: str) -> int:
    """The month that a word is by the rules; 0 for a word that is none."""
    found = read_date(f"{word} 1, 1900", _date_rules("en"))
    named = found and found.precision == "day" and found.earliest and found.edtf.startswith("1900-")
    return found.earliest.month if named and found and found.earliest else 0


@cache
def _date_rules(code: str) -> Rules:
    """The rules that a date in a language is read by; of a series only the layout is used, and that has no say in dates."""
    return replace(load_rules(_SERIES.get(code, "dvp-en")), language=code)
