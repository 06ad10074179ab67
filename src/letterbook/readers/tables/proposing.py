"""What the columns of a table may be, by their headings and their cells: proposed, and taken unasked only where it is certain.

Certain is: every heading that is taken means one field in the languages of headings.yaml, every field has one heading, the
cells of the dates are dates, those of the addresses addresses, and somebody writes or is written to.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import yaml

from letterbook.readers.tables.columns import Columns
from letterbook.readers.tables.datecells import language_of_dates, read_date_cell
from letterbook.readers.tables.fingerprints import Fingerprints
from letterbook.readers.tables.own import own_columns
from letterbook.readers.tables.sheets import Headed

_SAMPLE_ROWS = 200
_ENOUGH_DATES = 0.8
_APART = 0.98
_ADDRESSED = {
    "sender": "sender_id",
    "addressee": "addressee_id",
    "place": "place_id",
    "place_received": "place_received_id",
}
_DATES = ("date", "date_from", "date_to", "date_not_before", "date_not_after", "date_received")
_PARTIES = ("sender", "sender_organisation", "addressee", "addressee_organisation")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mapping that fits; ``doubts`` say why it is not certain; ``language`` is that of the headings, or empty."""

    columns: Columns
    language: str
    doubts: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether it may be taken without asking."""
        return not self.doubts


def propose(table: Headed) -> Proposal:
    """What the headings and up to 200 rows of a table tell of its columns; those of an export of ours are known."""
    if own := own_columns(table):
        return Proposal(own, "", ())
    width = len(table.headings)
    rows = [cells for _, cells in islice(table.records(), _SAMPLE_ROWS) if len(cells) <= width]

    def alone(*places: int) -> bool:
        return _tells_apart(table, places)

    doubts: list[str] = []
    meanings = {place: _meanings(heading) for place, heading in enumerate(table.headings) if heading}
    language = _language(meanings.values())
    chosen: dict[str, list[int]] = {}
    for place, found in meanings.items():
        fields = {name for name, languages in found.items() if not language or language in languages} or set(found)
        if len(fields) == 1:
            chosen.setdefault(next(iter(fields)), []).append(place)
        elif fields == {"id", "number"}:  # a number that tells the rows apart is their id
            chosen.setdefault("id" if alone(place) else "number", []).append(place)
        elif fields:
            doubts.append(f"{table.headings[place]!r} may be {' or '.join(sorted(fields))}")
    for name in [name for name, places in chosen.items() if len(places) > 1]:
        told = " and ".join(repr(table.headings[place]) for place in chosen.pop(name))
        doubts.append(f"{told} may both be {name}")
    places = {name: each[0] for name, each in chosen.items()}
    headings = _with_id({name: (table.headings[place],) for name, place in places.items()}, places, table)
    doubts += _against(places, rows, table, language)
    if not any(name in headings for name in _PARTIES):
        doubts.append("no column says who wrote or to whom")
    return Proposal(Columns(headings=headings, where="the proposal"), language, tuple(doubts))


def _with_id(
    headings: dict[str, tuple[str, ...]], places: Mapping[str, int], table: Headed
) -> dict[str, tuple[str, ...]]:
    """The headings with an id that tells the rows apart: alone, with that of the edition, or none."""
    if "id" not in headings or _tells_apart(table, (places["id"],)):
        return headings
    if "edition" in places and _tells_apart(table, (places["edition"], places["id"])):
        own = table.headings[places["id"]]  # which is the number that it has in the edition
        return {"number": (own,), **headings, "id": (table.headings[places["edition"]], own)}
    return {name: found for name, found in headings.items() if name != "id"}


def _tells_apart(table: Headed, places: Iterable[int]) -> bool:
    """Whether the cells of these columns are another in all rows but a few, where that is a slip."""
    passed, rows = Fingerprints(), 0
    for rows, (_, cells) in enumerate(table.records(), 1):  # noqa: B007 -- the last number is how many there are
        key = [cells[place].strip() if place < len(cells) else "" for place in places]
        if any(key):
            passed.add("\x1f".join(key))
    return passed.distinct() >= max(1, rows * _APART)


def _against(places: Mapping[str, int], rows: list[list[str]], table: Headed, language: str) -> Iterable[str]:
    """What the cells say against the headings."""

    def cells_of(name: str) -> list[str]:
        place = places.get(name, -1)
        return [cells[place].strip() for cells in rows if 0 <= place < len(cells) and cells[place].strip()]

    language = language_of_dates((cell for name in _DATES for cell in cells_of(name)), language)
    for name in _DATES:
        cells = cells_of(name)
        known = [cell for cell in cells if read_date_cell(cell, language).code in ("", "L203", "L254")]
        if len(known) < len(cells) * _ENOUGH_DATES:
            wrong = next(cell for cell in cells if cell not in known)
            yield f"{table.headings[places[name]]!r} holds what is no date for certain, such as {wrong!r}"
    for name in _PARTIES:
        cells = cells_of(name)
        if cells and not any(re.search(r"[^\W\d_]{2}", cell) for cell in cells):
            yield f"{table.headings[places[name]]!r} holds no names, but {cells[0]!r}"


def headings_language(headings: Iterable[str]) -> str:
    """The language in which most headings are known; empty where two have as many."""
    return _language([_meanings(heading) for heading in headings if heading])


def _language(meanings: Iterable[Mapping[str, frozenset[str]]]) -> str:
    """The language of most headings; empty where two have as many."""
    votes = Counter(language for found in meanings for languages in found.values() for language in languages)
    first = votes.most_common(2)
    return first[0][0] if first and (len(first) == 1 or first[0][1] > first[1][1]) else ""


def _meanings(heading: str) -> Mapping[str, frozenset[str]]:
    """The fields that a heading may stand for, each with the languages in which it does."""
    words, suffixes = _table()
    key = _folded(heading)
    if key in words:
        return words[key]
    found: dict[str, frozenset[str]] = {}
    for suffix in suffixes:
        for base in (
            key.removesuffix(suffix) if key.endswith(suffix) else "",
            key.removeprefix(suffix) if key.startswith(suffix) else "",
        ):
            for name, languages in words.get(base, {}).items():
                if name in _ADDRESSED:
                    found[_ADDRESSED[name]] = languages
    return found


@cache
def _table() -> tuple[Mapping[str, Mapping[str, frozenset[str]]], tuple[str, ...]]:
    data = yaml.safe_load(Path(__file__).with_name("headings.yaml").read_text("utf-8"))
    words: dict[str, dict[str, frozenset[str]]] = {}
    for name, languages in data["fields"].items():
        for language, headings in languages.items():
            for heading in headings:
                key = words.setdefault(_folded(heading), {})
                key[name] = key.get(name, frozenset()) | {language}
    return words, tuple(sorted(map(_folded, data["ids"]), key=len, reverse=True))


def _folded(heading: str) -> str:
    """A heading for comparison: small letters and figures only, without accents."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(char for char in plain if char.isalnum())
