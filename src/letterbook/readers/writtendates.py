"""A date as a source says it in words, in any language that dates are read in."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from letterbook.dates import HistoricalDate, parse_edtf
from letterbook.letter import Span
from letterbook.readers.text.daywords import find_dates, read_date
from letterbook.readers.text.rules import Rules, load_rules

_DATED = frozenset({"de", "en", "fr", "it", "la", "ru", "tr"})  # the languages whose dates are read
_SERIES = {"de": "brief-de", "fr": "lettre-fr", "ru": "dvp-ru", "tr": "mektup-tr"}
_YEAR = re.compile(r"(?<!\d)1\d{3}(?!\d)|(?<!\d)20\d\d(?!\d)")


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
    found = whole_date(words, language)
    if found and found.edtf:
        return found
    years = sorted(set(_YEAR.findall(words)))
    return parse_edtf(years[0], wording=words) if len(years) == 1 else None


@cache
def _date_rules(code: str) -> Rules:
    """The rules that a date in a language is read by; of a series only the layout is used, and that has no say in dates."""
    return replace(load_rules(_SERIES.get(code, "dvp-en")), language=code)
