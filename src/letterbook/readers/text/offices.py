"""Who held an office on a day: heads of state and of government, foreign ministers, some heads of mission, from 1740 to 1960."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from letterbook.dates import Day, HistoricalDate, parse_edtf
from letterbook.errors import DateError, RulesError
from letterbook.keys import slug
from letterbook.readers.text.gazetteer import load_gazetteer

NOTES = ("", "acting", "joint")
"""What may be marked of a holder: acting for a vacant office or an absent holder, or joint, where several hold it at once."""

_RULES = files("letterbook.readers.text") / "rules"
_STEM = 4  # letters of a country's name that stay in every case
_LONGEST_JOINT = 3  # letters of "of", "the", "de", "von"
_LANGUAGES = ("en", "fr", "de", "ru", "tr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One person in one office from one day to another.

    Form:    ``countries`` are the names of the country, the usual one first; ``note`` is one of ``NOTES``. ``since`` is the
             first and the last day on which the tenure may have begun, the same day twice where it is known; ``until``
             likewise, or None for one who held the office beyond the time of the table.
    Units:   days of the Gregorian calendar.
    """

    name: str
    office: str
    countries: tuple[str, ...]
    since: tuple[Day, Day]
    until: tuple[Day, Day] | None
    note: str = ""
    source: str = ""

    @property
    def row(self) -> str:
        """The row of the table, named by what stands in it: "king-greece-george-i-1863-01-01"."""
        return f"{slug(f'{self.office} {self.countries[0]} {self.name}')}-{self.since[0]}"

    def may_hold(self, day: Day) -> bool:
        """Whether the day lies between the bounds of the tenure, the unsure month or year of a bound included."""
        return self.since[0] <= day and (self.until is None or day <= self.until[1])

    def surely_holds(self, day: Day) -> bool:
        """Whether the day lies in the tenure wherever in its month or year an unsure bound may fall."""
        return self.since[1] <= day and (self.until is None or day <= self.until[0])


@dataclass(frozen=True, eq=False)
class Offices:
    """The table of holders, asked by office, country and day."""

    holders_of: dict[str, tuple[Holder, ...]] = field(default_factory=dict)
    """The holders by country, in lower case, as in the file; a country with two names stands twice."""
    titles: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """What an office of a country (or of any, the empty string) is called besides, in lower case, in every language."""

    def holders(self, office: str, country: str, date: Day | None) -> tuple[Holder, ...]:
        """All who held the office of the country on the day, surely or perhaps; none where the day or the office is unknown.

        Form:    ``office`` is a title in use (Secretary of State, ministre des Affaires étrangères) or one of the general
                 words "foreign minister", "head of state", "head of government"; ``country`` an English name; case is
                 ignored. Several holders come in the order of the file: on the day of a change both, and both where a bound
                 is known only by its month or year (``Holder.surely_holds`` tells).

        >>> [each.name for each in load_offices().holders("Secretary of State", "United States", Day(1861, 5, 11))]
        ['William H. Seward']
        >>> load_offices().holders("Secretary of State", "United States", None)
        ()
        """
        if date is None:
            return ()
        asked = office.casefold()
        here = self.holders_of.get(country.casefold(), ())
        return tuple(each for each in here if each.may_hold(date) and asked in self._titles_of(each))

    def only_holder(self, office: str, country: str, date: HistoricalDate) -> Holder | None:
        """The one who surely held the office on every day that the date allows, if nobody else may have; no acting or joint holder.

        >>> load_offices().only_holder("President", "United States", parse_edtf("1861-03-04")) is None  # a day of change
        True
        """
        asked = office.casefold()
        here = self.holders_of.get(country.casefold(), ())
        return only_one((each for each in here if asked in self._titles_of(each)), date)

    def title_and_country(self, label: str) -> tuple[str, str]:
        """The title and the country of an office whose name ends in the country's; the label itself and nothing where it does not.

        >>> load_offices().title_and_country("President of the United States")
        ('President', 'United States')
        """
        words = label.casefold()
        for country in self.holders_of:
            for ending in (f" of {country}", f" of the {country}"):
                if words.endswith(ending):
                    return label[: -len(ending)], label[-len(country) :]
        return label, ""

    def _titles_of(self, holder: Holder) -> frozenset[str]:
        usual = holder.office.casefold()
        found = frozenset({usual}) | self.titles.get((usual, ""), frozenset())
        return found.union(*(self.titles.get((usual, country.casefold()), frozenset()) for country in holder.countries))


def only_one(tenures: Iterable[Holder], date: HistoricalDate) -> Holder | None:
    """The tenure that surely holds on every day that the date allows, if no other may; none that is acting or joint."""
    first, last = date.earliest, date.latest
    if first is None or last is None or date.uncertain or date.approximate:
        return None
    found = [each for each in tenures if each.since[0] <= last and (each.until is None or first <= each.until[1])]
    if len(found) != 1 or found[0].note or not (found[0].surely_holds(first) and found[0].surely_holds(last)):
        return None
    return found[0]


def title_without(label: str, country: str) -> str:
    """The name of an office up to the country, which may stand in another case there; the name itself without one.

    >>> title_without("Министр Иностранных Дел Турции", "Турция"), title_without("ministre de la guerre de la France", "France")
    ('Министр Иностранных Дел', 'ministre de la guerre')
    """
    words = label.split()
    beginning = country.casefold()[:_STEM]
    at = next((n for n in range(len(words) - 1, 0, -1) if words[n].casefold().startswith(beginning)), len(words))
    while at < len(words) and at > 1 and words[at - 1].islower() and len(words[at - 1]) <= _LONGEST_JOINT:
        at -= 1
    return " ".join(words[:at])


def english_names(name: str, language: str) -> frozenset[str]:
    """The English names of a state or country, in whatever language it is named; the name itself is always among them."""
    code = language.split("-")[0]
    found = load_gazetteer(code).names.get(name) if code in _LANGUAGES else None
    if found is None or not found.entity:
        return frozenset({name})
    return _english_names().get(found.entity, frozenset()) | {name}


@cache
def _english_names() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for each in load_gazetteer("en").names.values():
        names.setdefault(each.entity, set()).add(each.text)
    return {entity: frozenset(found) for entity, found in names.items()}


@cache
def load_offices() -> Offices:
    """The table of offices that comes with the program.

    Form:    ``offices.csv`` has one tenure a row (office, country, holder, from, to, source, note), ``office-titles.csv`` the
             other titles of an office, for one country or, where the country is empty, for all.
    Raises:  RulesError for a row without a holder, a date that is none, a tenure that ends before it begins, an unknown note.
    """
    by_country: dict[str, list[Holder]] = {}
    for holder in _read_holders():
        for country in holder.countries:
            by_country.setdefault(country.casefold(), []).append(holder)
    return Offices({country: tuple(held) for country, held in by_country.items()}, _read_titles())


def _read_holders() -> Iterator[Holder]:
    for row, where in _rows("offices.csv"):
        if not (row["office"] and row["country"] and row["holder"]):
            raise RulesError("a row needs an office, a country and a holder", where)
        if row["note"] not in NOTES:
            raise RulesError(f"{row['note']!r} is none of {', '.join(filter(None, NOTES))}", where)
        since = _bounds(row["from"], where)
        until = _bounds(row["to"], where) if row["to"] else None
        if until is not None and until[1] < since[0]:
            raise RulesError(f"the tenure ends before it begins: {row['from']} to {row['to']}", where)
        yield Holder(
            name=row["holder"],
            office=row["office"],
            countries=tuple(row["country"].split("|")),
            since=since,
            until=until,
            note=row["note"],
            source=row["source"],
        )


def _read_titles() -> dict[tuple[str, str], frozenset[str]]:
    titles: dict[tuple[str, str], frozenset[str]] = {}
    for row, _ in _rows("office-titles.csv"):
        key = row["office"].casefold(), row["country"].casefold()
        called = {title.casefold() for language in _LANGUAGES for title in row[language].split("|") if title}
        titles[key] = titles.get(key, frozenset()) | called
    return titles


def _rows(name: str) -> Iterator[tuple[dict[str, str], str]]:
    reader = csv.DictReader(io.StringIO((_RULES / name).read_text(encoding="utf-8"), newline=""))
    for row in reader:
        yield row, f"{name}, line {reader.line_num}"


def _bounds(text: str, where: str) -> tuple[Day, Day]:
    try:
        date = parse_edtf(text)
    except DateError as error:
        raise RulesError(error.message, where) from error
    if date.earliest is None or date.latest is None:
        raise RulesError(f"{text!r} is no day, month or year", where)
    return date.earliest, date.latest
