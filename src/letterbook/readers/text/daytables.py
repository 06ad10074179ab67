"""The words of dates in a language, and the patterns that they make; the tables are data, in rules/dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from letterbook.dates import Calendar
from letterbook.readers.text.daypatterns import (
    LETTERS,
    SIGNS,
    alone_of,
    any_of,
    joined,
    joint_of,
    name_of,
    slots_of,
    tail_of,
)
from letterbook.readers.text.rules import read_yaml

_TABLES = files("letterbook.readers.text") / "rules" / "dates"
_IN_ALL = "la"
_BOUNDS = ("not_after", "not_before", "before", "after", "circa", "between")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayTable:
    """What one language knows of dates.

    Form:    ``months`` gives the calendar and the number of every printed form of a name; ``always`` of the ``forms`` stand for
             themselves, the others need the letter's own date. ``years`` is cheap and matches in every date of the first kind;
             ``joint`` in every date of two days; ``openings`` are the letters that names begin with, ``own_month`` those of "inst." and the like,
             ``near`` both.
    """

    words: Mapping[str, Any]
    months: Mapping[str, tuple[Calendar, int]]
    feasts: Mapping[str, str]
    seasons: Mapping[str, int]
    ordinals: Mapping[str, int]
    forms: tuple[tuple[str, ...], ...]
    always: int
    slots: Mapping[str, str]
    marks: Mapping[str, str]
    names: re.Pattern[str]
    years: re.Pattern[str]
    joint: re.Pattern[str]
    openings: frozenset[str]
    own_month: frozenset[str]
    near: frozenset[str]
    tail: re.Pattern[str]
    bound: re.Pattern[str]
    lead: re.Pattern[str]
    alone: re.Pattern[str]

    def list_of(self, name: str) -> tuple[str, ...]:
        """One of the word lists; empty where the language has none."""
        return tuple(self.words.get(name) or ())

    def pattern(self, marked: str, *, near: bool) -> re.Pattern[str]:
        """The pattern of the forms that may stand in a marked text; ``near`` of those too that need the letter's own date."""
        return _pattern(self, near, self.joint.search(marked) is not None)

    def parts_of(self, number: int) -> tuple[tuple[str, str], ...]:
        """The parts of a form, each with the name of its group."""
        return _parts_of(self, number)

    def marked(self, words: str) -> str:
        """The text with a sign for each letter of a name that dates are made of; the text itself where it has none."""
        pieces = self.names.split(words)
        return "".join(map(self.marks.get, pieces, pieces))

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
    signs = dict.fromkeys(ordinals, SIGNS["ordinal"])
    for kind, listed in (("part", parts), ("season", seasons), ("feast", feasts)):
        signs |= dict.fromkeys(listed, SIGNS[kind])
    for name, (calendar, _) in months.items():
        signs[name] = SIGNS["republican" if calendar is Calendar.REPUBLICAN else "month"]
    slots = slots_of(words)
    openings = _openings([*months, *feasts, *seasons])
    own = [each for name in ("this_month", "last_month", "next_month") for each in words.get(name) or ()]
    own_month = frozenset(max(LETTERS.findall(each), key=len) for each in own)
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
        always=len(always),
        slots=slots,
        marks={name: sign * len(name) for name, sign in signs.items()},
        names=name_of(signs),
        years=re.compile(years),
        joint=joint_of(words),
        openings=openings,
        own_month=own_month,
        near=openings | own_month,
        tail=tail_of(words),
        bound=re.compile(
            "(?:" + "|".join(f"(?P<{name}>{any_of(words, name)})" for name in _BOUNDS) + r")(?![^\W\d_])[ :]*"
        ),
        lead=re.compile(
            rf"(?:(?P<undated>{any_of(words, 'undated')})|{any_of(words, 'leads', 'weekdays', 'year_words')}|,)(?![^\W_])[ ,.:;]*"
        ),
        alone=alone_of(words, seasons, parts),
    )


def _openings(names: Iterable[str]) -> frozenset[str]:
    return frozenset(found[0] for name in names if (found := LETTERS.search(name)))


@cache
def _pattern(table: DayTable, near: bool, joint: bool) -> re.Pattern[str]:
    numbered = enumerate(table.forms if near else table.forms[: table.always])
    return joined((each for each in numbered if joint or "joint" not in each[1]), table.slots)


@cache
def _parts_of(table: DayTable, number: int) -> tuple[tuple[str, str], ...]:
    ending = f"_{number}"
    groups = _pattern(table, near=True, joint=True).groupindex
    return tuple((name.removesuffix(ending), name) for name in groups if name.endswith(ending))


def _loaded(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml((_TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
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
