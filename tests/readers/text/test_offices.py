"""The table of offices: every row is in form, nobody holds an office with another unmarked, and the table answers for a day."""

from __future__ import annotations

import csv
from collections import defaultdict
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.dates import Day, parse_edtf
from letterbook.readers.text.offices import NOTES, Holder, load_offices

RULES = files("letterbook.readers.text") / "rules"
ROWS = list(csv.DictReader((RULES / "offices.csv").read_text(encoding="utf-8").splitlines()))
TITLES = list(csv.DictReader((RULES / "office-titles.csv").read_text(encoding="utf-8").splitlines()))


def all_holders() -> list[Holder]:
    return list(dict.fromkeys(each for held in load_offices().holders_of.values() for each in held))


def names(office: str, country: str, day: Day) -> list[str]:
    return [each.name for each in load_offices().holders(office, country, day)]


def test_every_row_is_in_form() -> None:
    assert len(ROWS) >= 500
    for row in ROWS:
        assert all(row[column].strip() == row[column] != "" for column in ("office", "country", "holder", "source")), (
            row
        )
        assert row["note"] in NOTES
        assert "1740" <= row["from"][:4] <= (row["to"] or "9999")[:4]


def test_no_row_stands_twice() -> None:
    keys = [(row["office"], row["country"], row["holder"], row["from"]) for row in ROWS]
    assert len(keys) == len(set(keys))


def test_nobody_holds_an_office_together_with_another_unless_it_is_marked() -> None:
    tenures = defaultdict(list)
    for holder in all_holders():
        if not holder.note:
            tenures[holder.office, holder.countries].append(holder)
    for held in tenures.values():
        held.sort(key=lambda each: each.since)
        for one, after in pairwise(held):
            assert one.until is not None, (one, after)
            assert one.until[0] <= after.since[1], (one, after)


def test_every_other_title_belongs_to_an_office_of_the_table() -> None:
    offices = {(row["office"], country) for row in ROWS for country in (*row["country"].split("|"), "")}
    assert [row for row in TITLES if (row["office"], row["country"]) not in offices] == []


@pytest.mark.parametrize(
    ("office", "country", "day", "holder"),
    [
        ("Secretary of State", "United States", Day(1861, 5, 11), "William H. Seward"),
        ("secretary of state", "united states", Day(1898, 9, 20), "Alvey A. Adee"),
        ("President", "United States", Day(1865, 4, 20), "Andrew Johnson"),
        ("Minister in London", "United States", Day(1863, 7, 1), "Charles Francis Adams"),
        ("Secretary of State for Foreign Affairs", "Great Britain", Day(1861, 11, 30), "Earl Russell"),
        ("ministre des Affaires étrangères", "France", Day(1863, 2, 1), "Édouard Drouyn de Lhuys"),
        ("foreign minister", "Austria", Day(1914, 7, 28), "Leopold von Berchtold"),
        ("народный комиссар иностранных дел", "RSFSR", Day(1921, 3, 16), "Georgy Chicherin"),
        ("Commissar for Foreign Affairs", "Russia", Day(1939, 8, 23), "Vyacheslav Molotov"),
        ("Hariciye Vekili", "Turkey", Day(1921, 10, 13), "Yusuf Kemal Tengirşenk"),
        ("head of government", "Germany", Day(1914, 8, 4), "Theobald von Bethmann Hollweg"),
    ],
)
def test_the_table_knows_who_held_an_office_on_a_day(office: str, country: str, day: Day, holder: str) -> None:
    assert names(office, country, day) == [holder]


def test_on_the_day_of_a_change_both_hold_the_office() -> None:
    assert names("President", "United States", Day(1861, 3, 4)) == ["James Buchanan", "Abraham Lincoln"]


def test_nobody_holds_an_office_that_is_vacant_unknown_or_without_a_day() -> None:
    offices = load_offices()
    assert offices.holders("Secretary of State", "United States", Day(1815, 3, 1))
    assert offices.holders("Minister in London", "United States", Day(1813, 3, 1)) == ()
    assert offices.holders("Harbour Master", "United States", Day(1861, 5, 11)) == ()
    assert offices.holders("Secretary of State", "Ruritania", Day(1861, 5, 11)) == ()
    assert offices.holders("Secretary of State", "United States", None) == ()


def test_a_bound_known_by_its_year_leaves_the_holder_possible_but_not_sure() -> None:
    (lyons,) = load_offices().holders("Minister in Washington", "Great Britain", Day(1859, 2, 1))
    assert (lyons.name, lyons.surely_holds(Day(1859, 2, 1)), lyons.surely_holds(Day(1861, 12, 1))) == (
        "Lord Lyons",
        False,
        True,
    )


@given(st.sampled_from(ROWS), st.dates())
def test_who_surely_holds_an_office_also_may_hold_it(row: dict[str, str], date: object) -> None:
    day = Day(*map(int, str(date).split("-")))
    country = row["country"].split("|")[0]
    found = load_offices().holders(row["office"], country, day)
    surely = [
        each
        for each in all_holders()
        if each.office == row["office"] and country in each.countries and each.surely_holds(day)
    ]
    assert set(surely) <= set(found)


ALL_DAYS = st.builds(Day, st.integers(1740, 1960), st.integers(1, 12), st.integers(1, 28))


@given(st.sampled_from(all_holders()), ALL_DAYS)
def test_the_only_holder_is_the_one_whom_the_table_has_on_that_day(holder: Holder, day: Day) -> None:
    table = load_offices()
    found = table.only_holder(holder.office, holder.countries[0], parse_edtf(str(day)))
    held = table.holders(holder.office, holder.countries[0], day)
    sure = [each for each in held if each.surely_holds(day) and not each.note]
    assert found == (sure[0] if len(held) == 1 and sure else None)


def test_of_a_year_with_two_holders_neither_is_the_only_one() -> None:
    table = load_offices()
    assert table.only_holder("President", "United States", parse_edtf("1861")) is None
    assert table.only_holder("President", "United States", parse_edtf("1862")) is not None
    assert table.only_holder("President", "United States", parse_edtf("1862?")) is None
    assert table.only_holder("President", "United States", parse_edtf("../1862")) is None


@pytest.mark.parametrize(
    ("label", "title", "country"),
    [
        ("Emperor of China", "Emperor", "China"),
        ("President of the United States", "President", "United States"),
        ("Minister of Foreign Affairs", "Minister of Foreign Affairs", ""),
        ("Secretary General of the League of Nations", "Secretary General", "League of Nations"),
    ],
)
def test_the_country_at_the_end_of_an_office_is_set_off(label: str, title: str, country: str) -> None:
    assert load_offices().title_and_country(label) == (title, country)


def test_each_row_has_a_name_of_its_own() -> None:
    """The evidence of what a table says names the row."""
    rows = [(each.row, each.name) for each in all_holders()]
    assert len({row for row, _ in rows}) == len(rows)
