"""Which column of a table says what: the user's own headings, as letterbook.toml or a file beside the table maps them.

To add a field: a line in ``FIELDS``, its headings in headings.yaml, its use in records.py, a line in the README.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from letterbook.errors import UsageError
from letterbook.findings import Finding, Severity
from letterbook.readers.files import COLUMNS
from letterbook.readers.tables.sheets import Headed

FIELDS: dict[str, str] = {
    "id": "what identifies the row; several headings in a list identify it together",
    "sender": "who wrote",
    "sender_organisation": "a body that wrote",
    "sender_id": "addresses (GND, VIAF …) of the senders, in their order",
    "sender_text": "the senders as the source calls them, in their order",
    "sender_kind": "what each sender is: person, office or body",
    "sender_office": "the office in which each sender acts",
    "sender_iri": "the IRI of each sender in the build that the table is from",
    "addressee": "to whom",
    "addressee_organisation": "a body to which it was written",
    "addressee_id": "addresses of the addressees, in their order",
    "addressee_text": "the addressees as the source calls them, in their order",
    "addressee_kind": "what each addressee is: person, office or body",
    "addressee_office": "the office in which each addressee is written to",
    "addressee_iri": "the IRI of each addressee in the build that the table is from",
    "place": "where it was written",
    "place_id": "the address (GeoNames …) of the place",
    "place_text": "the place as the source calls it",
    "place_iri": "the IRI of the place in the build that the table is from",
    "date": "the day: EDTF, in figures or in words",
    "date_to": "the last day, where the date is the first of a span",
    "date_from": "the first day of a span",
    "date_not_before": "the earliest day on which it can have been written",
    "date_not_after": "the latest day on which it can have been written",
    "date_text": "the date in words, beside a date for machines",
    "calendar": "the calendar of the date in words, where the date for machines is Gregorian",
    "date_received": "the day of receipt",
    "date_received_text": "the day of receipt in words, beside one for machines",
    "calendar_received": "the calendar of these words",
    "number": "the number that the letter bears",
    "kind": "the kind of letter",
    "place_received": "the place to which it went",
    "place_received_id": "the address (GeoNames …) of that place",
    "place_received_text": "that place as the source calls it",
    "place_received_iri": "its IRI in the build that the table is from",
    "edition": "where it is printed",
    "page": "on which page there",
    "printed": "the source note of the edition in full",
    "answers": "the letters that it answers, by their ids or addresses",
    "mentions": "whom and what it mentions",
    "mentions_kind": "what each of these is: person, office, body, place or subject",
    "mentions_iri": "the IRI of each of these in the build that the table is from",
    "address": "where the edition has published the letter",
    "iri": "the IRI of the letter in the build that the table is from, by which others answer it",
    "record_language": "the language of the row (BCP 47)",
    "note": "remarks",
    "language": "the language of the letter",
    "repository": "the archive",
    "shelfmark": "the shelfmark",
    "incipit": "its first words",
    "summary": "what it is about",
}
"""The fields of a mapping; those from ``language`` on stay in the record in the source's own words."""

STATED = tuple(FIELDS)[: tuple(FIELDS).index("language")]
"""The fields of which statements are made."""

SETTINGS = ("separator", "authority", "sheet", "heading_row", "day_first", "defaults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A mapping of headings to fields.

    Form:    ``headings`` has one heading a field, of ``id`` one or more; ``separators`` divide several persons in a cell;
             ``authority`` stands before an id that is no address ("https://d-nb.info/gnd/"); ``defaults`` hold for every row;
             ``where`` is the file in which the mapping stands, and ``lines`` the line of each field there; ``following`` are headings
             whose cells follow from others.
    """

    headings: Mapping[str, tuple[str, ...]]
    separators: tuple[str, ...] = ("|", ";")
    authority: str = ""
    sheet: str = ""
    heading_row: int = 0
    day_first: bool | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    following: frozenset[str] = frozenset()


def columns_from(table: Mapping[str, Any], *, where: str, text: str = "") -> Columns:
    """The mapping in a table of TOML; ``text`` is the file, for the lines of what is wrong.

    Raises:  UsageError with file and line for an unknown field (with the nearest) or a value of the wrong kind.
    """

    def wrong(key: str, message: str, remedy: str = "") -> UsageError:
        return UsageError(message, f"{where}, line {_line_of(key, text)}", remedy)

    headings: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        if key in SETTINGS:
            continue
        if key not in FIELDS:
            near = difflib.get_close_matches(key, (*FIELDS, *SETTINGS), 1)
            raise wrong(
                key,
                f"unknown field {key!r}",
                f"did you mean {near[0]!r}?" if near else f"the fields are: {', '.join(FIELDS)}",
            )
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not listed or not all(isinstance(each, str) and each for each in listed):
            raise wrong(key, f"{key} is {value!r}, expected a heading in quotes")
        if len(listed) > 1 and key != "id":
            raise wrong(key, f"{key} has {len(listed)} headings, expected one", "only id may have several")
        headings[key] = tuple(" ".join(each.split()) for each in listed)
    return Columns(
        headings=headings,
        where=where,
        lines={key: _line_of(key, text) for key in (*table, *_defaults(table))},
        **_settings(table, wrong),
    )


def _defaults(table: Mapping[str, Any]) -> Mapping[str, Any]:
    found = table.get("defaults", {})
    return found if isinstance(found, dict) else {}


def _settings(table: Mapping[str, Any], wrong: Any) -> dict[str, Any]:
    kinds = {"authority": str, "sheet": str, "heading_row": int, "day_first": bool}
    words = {str: "a text in quotes", int: "a whole number", bool: "true or false"}
    for key, kind in kinds.items():
        if key in table and type(table[key]) is not kind:
            raise wrong(key, f"{key} is {table[key]!r}, expected {words[kind]}")
    found: dict[str, Any] = {key: table[key] for key in kinds if key in table}
    separators = table.get("separator", ["|", ";"])
    listed = [separators] if isinstance(separators, str) else separators
    if not isinstance(listed, list) or not all(isinstance(each, str) and each.strip() for each in listed):
        raise wrong("separator", f'separator is {separators!r}, expected a text such as "|", or a list of such')
    found["separators"] = tuple(each.strip() for each in listed)
    defaults = table.get("defaults", {})
    if not isinstance(defaults, dict) or not all(isinstance(each, str) and each.strip() for each in defaults.values()):
        raise wrong(
            "defaults", "defaults is not a table of texts", 'such as: defaults = { sender = "J. R. R. Tolkien" }'
        )
    for key in defaults:
        if key not in STATED or key == "id":
            raise wrong(key, f"{key!r} cannot have a value for all rows", f"those that can: {', '.join(STATED[1:])}")
    found["defaults"] = defaults
    return found


def load_columns(path: Path, *, where: str) -> Columns:
    """The mapping in a TOML file; it may stand under [columns] there.

    Raises:  UsageError for a file that cannot be read, or is not TOML, or has an unknown field.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"the mapping cannot be read: {error.strerror}", where) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the mapping is not UTF-8 at byte {error.start}", where, "save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the mapping is not TOML: {error}", where) from error
    inner = table.get("columns", table)
    if not isinstance(inner, dict):
        raise UsageError("columns is not a table", where, "begin with: [columns]")
    return columns_from(inner, where=where, text=text)


def beside(path: Path) -> Path:
    """The file with the mapping of a table: register.columns.toml for register.csv."""
    return path.with_name(path.name.rpartition(".")[0] + COLUMNS)


def _line_of(key: str, text: str) -> int:
    pattern = re.compile(rf"""(?:^|[\s{{,])["']?{re.escape(key)}["']?\s*=""")
    lines = text.splitlines()
    begin = next((number for number, line in enumerate(lines) if line.lstrip().startswith("[columns")), 0)
    return next((number for number, line in enumerate(lines[begin:], begin + 1) if pattern.search(line)), 1)


@dataclass(frozen=True, slots=True)
class Placed:
    """A mapping found in the headings of one table: the columns of each field, counted from 0."""

    columns: Columns
    headings: tuple[str, ...]
    at: Mapping[str, tuple[int, ...]]

    def cell(self, cells: list[str], name: str) -> tuple[str, int]:
        """The words of a field in a row, and its column from 0; an empty text and -1 where the table has no such column."""
        places = self.at.get(name)
        if not places:
            return "", -1
        return (cells[places[0]].strip() if places[0] < len(cells) else ""), places[0]


def place_columns(table: Headed, columns: Columns, file: str) -> tuple[Placed | None, list[Finding]]:
    """Where the headings of a mapping stand; None where one is missing or stands twice.

    Form:    findings L117 (a heading that stands twice, or is empty), L122 (a heading that is not there).
    """
    findings: list[Finding] = []
    at: dict[str, tuple[int, ...]] = {}
    for name, wanted in columns.headings.items():
        at[name] = tuple(each for heading in wanted for each in _where(heading, table, columns, name, file, findings))
    refused = bool(findings)
    mapped = {each for places in at.values() for each in places}
    twice = [h for h in dict.fromkeys(table.headings) if h and table.headings.count(h) > 1 and h not in _all(columns)]
    for heading in twice:
        message = f"the heading {heading!r} stands over {table.headings.count(heading)} columns; no field takes it"
        findings.append(_finding("L117", message, "give each column a heading of its own", file, table.first))
    left = [
        heading
        for place, heading in enumerate(table.headings)
        if heading and place not in mapped and heading not in columns.following
    ]
    if left:
        message = f"no field takes the columns {', '.join(map(repr, left))}; their cells stand in the records in their own words"
        findings.append(_finding("L119", message, "map those that a field is meant for", file, table.first))
    return (None if refused else Placed(columns, table.headings, at)), findings


def _all(columns: Columns) -> set[str]:
    return {heading for headings in columns.headings.values() for heading in headings}


def _where(
    heading: str, table: Headed, columns: Columns, name: str, file: str, findings: list[Finding]
) -> Iterable[int]:
    places = [place for place, each in enumerate(table.headings) if each == heading]
    if len(places) == 1:
        return places
    if places:
        message = f"the heading {heading!r} stands over {len(places)} columns, and {name} is to be one of them"
        remedy = "give each column a heading of its own"
        findings.append(replace(_finding("L117", message, remedy, file, table.first), severity=Severity.ERROR))
    else:
        near = difflib.get_close_matches(heading, table.headings, 1)
        message = f"there is no column {heading!r}, from which {columns.where}, line {columns.lines.get(name, 1)}, takes {name}"
        remedy = (
            f"did you mean {near[0]!r}?" if near else f"the headings are: {', '.join(filter(None, table.headings))}"
        )
        findings.append(_finding("L122", message, remedy, file, table.first))
    return ()


def _finding(code: str, message: str, remedy: str, file: str, line: int) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, file=file, line=line)
