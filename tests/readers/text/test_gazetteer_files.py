"""The files of the gazetteer: every row is an entity in form, with an id of its own and names in the letters of their language."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files

import pytest

FOLDER = files("letterbook.readers.text") / "rules" / "gazetteer"
LANGUAGES = ("en", "fr", "de", "ru", "tr")
TYPES = {"polity", "place", "organisation", "demonym", "topic"}
NAME = re.compile(r"[^()*|]*[^()*|\s](?:\(\d{0,4}-\d{0,4}\))?\*?")
ROWS = [
    (f"{each.name}, {row['id']}", row)
    for each in sorted(FOLDER.iterdir(), key=lambda each: each.name)
    if each.name.endswith(".csv")
    for row in csv.DictReader(each.read_text(encoding="utf-8").splitlines())
]


def named(language: str, name: str) -> set[str]:
    return {row["id"] for _, row in ROWS if name in [re.sub(r"[(*].*", "", each) for each in row[language].split("|")]}


def test_no_two_entities_share_an_id() -> None:
    ids = Counter(row["id"] for _, row in ROWS)
    assert [each for each, times in ids.items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", each) for each in ids)


def test_every_entity_has_a_type_a_name_and_a_source_and_every_place_a_kind() -> None:
    assert [
        where
        for where, row in ROWS
        if row["type"] not in TYPES or not (row["source"] and any(row[each] for each in LANGUAGES))
    ] == []
    assert [where for where, row in ROWS if row["type"] == "place" and not row["kind"]] == []


def test_an_entity_begins_before_it_ends() -> None:
    years = [(where, row["from"], row["to"]) for where, row in ROWS]
    assert all(re.fullmatch(r"(?:\d{3,4})?", year) for _, *both in years for year in both)
    assert [where for where, begin, end in years if begin and end and int(begin) > int(end)] == []


def test_every_name_is_written_as_the_loader_reads_it() -> None:
    names = [
        (where, name) for where, row in ROWS for column in LANGUAGES if row[column] for name in row[column].split("|")
    ]
    assert [each for each in names if not NAME.fullmatch(each[1]) or each[1] != each[1].strip() or "’" in each[1]] == []


def test_russian_names_are_in_cyrillic_but_for_roman_figures_and_the_others_are_not() -> None:
    assert [where for where, row in ROWS if re.search("[A-HJ-UW-Za-z]", row["ru"])] == []
    assert [
        where for where, row in ROWS for each in ("en", "fr", "de", "tr") if re.search("[\u0400-\u04ff]", row[each])
    ] == []


def test_a_name_stands_once_in_its_cell() -> None:
    cells = [(where, row[column].split("|")) for where, row in ROWS for column in LANGUAGES]
    assert [where for where, names in cells if len(names) != len(set(names))] == []


@pytest.mark.parametrize(
    ("language", "name", "entity"),
    [
        ("en", "Izmir", "place-smyrna"),
        ("tr", "Dersaadet", "place-constantinople"),
        ("en", "Peiping", "place-peking"),
        ("en", "Blewfields", "place-bluefields"),
        ("fr", "La Mecque", "place-mecca"),
        ("de", "Roten Meer", "place-red-sea"),
        ("ru", "Сандвичевы острова", "place-hawaiian-islands"),
        ("ru", "персидская", "demonym-persia"),
    ],
)
def test_a_historical_name_leads_to_its_entity(language: str, name: str, entity: str) -> None:
    assert named(language, name) == {entity}
