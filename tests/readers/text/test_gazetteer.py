"""The gazetteer: every row has its form, names have their years, ordinary words are guarded."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from letterbook.errors import RulesError
from letterbook.readers.text.gazetteer import COLUMNS, LANGUAGES, TYPES, load_gazetteer

HEADER = ",".join(COLUMNS)


def rows() -> list[dict[str, str]]:
    folder = files("letterbook.readers.text") / "rules" / "gazetteer"
    return [
        row
        for each in folder.iterdir()
        if each.name.endswith(".csv")
        for row in csv.DictReader(each.read_text(encoding="utf-8").splitlines())
    ]


def test_every_row_has_a_type_a_source_and_a_name() -> None:
    for row in rows():
        assert row["type"] in TYPES
        assert row["source"], row["id"]
        assert any(row[language] for language in LANGUAGES), row["id"]
        assert bool(row["belongs_to"]) or row["type"] != "demonym", row["id"]


def test_no_id_stands_twice() -> None:
    assert [each for each, count in Counter(row["id"] for row in rows()).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_names(language: str) -> None:
    assert len(load_gazetteer(language).names) > 1000


def test_a_language_without_a_column_has_no_names() -> None:
    assert load_gazetteer("xx").find_all("Paris") == []


def test_a_name_has_its_own_years_else_those_of_its_entity() -> None:
    names = load_gazetteer("en").names
    assert (names["Petrograd"].since, names["Petrograd"].until) == (1914, 1924)
    assert names["Leningrad"].entity == names["St. Petersburg"].entity
    assert names["Far Eastern Republic"].since == 1920


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met at Nice in June.", ["Nice"]),
        ("Nice words were said.", []),
        ("We agreed. Reading it again helps.", []),
        ("He saw Lord Reading there.", []),
        ("He saw Mr. Reading there.", []),
        ("They went to Reading there.", ["Reading"]),
    ],
)
def test_a_starred_name_needs_a_capital_that_nothing_else_explains(text: str, found: list[str]) -> None:
    assert [hit.name.text for hit in load_gazetteer("en").find_all(text)] == found


def test_a_folder_of_the_user_is_read_before_the_files_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        f"{HEADER}\nmine-village,place,village,,,,Paris|Little Hollow,,,,,parish register\n", encoding="utf-8"
    )
    names = load_gazetteer("en", folder=tmp_path).names
    assert names["Little Hollow"].kind == "village"
    assert names["Paris"].entity == "mine-village"
    assert names["Paris"].also == (load_gazetteer("en").names["Paris"].entity,)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a,town,,,,,A,,,,,x", "'town' is none of"),
        (",place,,,,,A,,,,,x", "no id"),
        ("a,place,,soon,,,A,,,,,x", "'soon' is no year"),
        ("a,place,,1900,1800,,A,,,,,x", "run backwards"),
        ("a,place,,,,,A(1900),,,,,x", "are no years"),
        ("a,place,,,,,A|,,,,,x", "is no name"),
        ("a,place,,,,,A,x", "has 8 cells"),
        ("place-paris,place,,,,,A,,,,,x\nplace-paris,place,,,,,B,,,,,x", "stands already in mine.csv, line 2"),
    ],
)
def test_a_row_out_of_form_is_refused_with_file_and_line(tmp_path: Path, row: str, fault: str) -> None:
    (tmp_path / "mine.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(RulesError, match=fault) as raised:
        load_gazetteer("en", folder=tmp_path)
    assert raised.value.where == f"mine.csv, line {1 + len(row.splitlines())}"


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("name,lang\n", encoding="utf-8")
    with pytest.raises(RulesError, match="the column 'id' is missing"):
        load_gazetteer("en", folder=tmp_path)
