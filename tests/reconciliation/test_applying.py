"""What is accepted is written where it belongs, once; what an editor has written stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.errors import ReadError
from letterbook.publication.registry import open_registers
from letterbook.reconciliation import Applied, Line, apply_decisions, cache_bytes, load_cache

GND, VIAF = "https://d-nb.info/gnd/118531379", "https://viaf.org/viaf/7"


def accepted(name: str = "Ada Bell", address: str = GND, *, kind: str = "person", row: str = "") -> Line:
    return Line(name, kind, row, address, name, source="a.csv", decision="yes")


def apply(folder: Path, *lines: Line) -> Applied:
    applied = apply_decisions(lines, open_registers(folder)[0], folder, "en")
    for name, data in applied.tables.items():
        (folder / name).write_bytes(data)
    return applied


def actors(folder: Path, text: str) -> None:
    (folder / "actors.csv").write_bytes(text.encode())


def test_a_name_in_no_row_gets_one_and_a_second_time_nothing_changes(tmp_path: Path) -> None:
    assert apply(tmp_path, accepted()).tables == {
        "actors.csv": b"key,kind,label@en,same_as\nada-bell,person,Ada Bell,https://d-nb.info/gnd/118531379\n"
    }
    again = apply(tmp_path, accepted())
    assert (again.tables, again.done, again.findings) == ({}, [], [])


def test_two_names_of_one_record_are_one_row(tmp_path: Path) -> None:
    apply(tmp_path, accepted(), accepted("A. Bell"))
    registers, _ = open_registers(tmp_path)
    ((record),) = registers.records.values()
    assert {label.text for label in (*record.labels, *record.others)} == {"Ada Bell", "A. Bell"}


def test_a_row_gets_the_address_and_the_others_keep_every_byte(tmp_path: Path) -> None:
    rows = 'key;kind;label@de;note\r\n"bell";person;"Bell; Ada"; mine \r\n  dorn;person;Dorn;\r\n'
    actors(tmp_path, rows)
    apply(tmp_path, accepted("Dorn", row="actors.csv#dorn"))
    assert (tmp_path / "actors.csv").read_bytes().decode().splitlines() == [
        "key;kind;label@de;note;same_as",
        '"bell";person;"Bell; Ada"; mine ;',
        f"  dorn;person;Dorn;;{GND}",
    ]


def test_a_row_that_the_editor_has_made_meanwhile_is_used(tmp_path: Path) -> None:
    actors(tmp_path, f"key,label@en,same_as\nmine,Ada Bell,{VIAF}\n")
    apply(tmp_path, accepted())
    assert open_registers(tmp_path)[0].records["actor/mine"].same_as == (VIAF, GND)


def test_a_row_with_the_address_gets_the_name_however_the_address_is_written(tmp_path: Path) -> None:
    actors(tmp_path, "key,label@en,other@en,same_as\nbell,Ada Roth,A. Roth,http://d-nb.info/gnd/118531379/\n")
    apply(tmp_path, accepted())
    lines = (tmp_path / "actors.csv").read_text("utf-8").splitlines()
    assert lines[1] == "bell,Ada Roth,A. Roth|Ada Bell,http://d-nb.info/gnd/118531379/"


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("key,label@en\n", [accepted(), accepted(address="https://d-nb.info/gnd/118540238")]),
        ("key,label@en,same_as\nb,Ada Bell,https://d-nb.info/gnd/118540238\n", [accepted()]),
        ("key,label@en\n", [accepted(row="actors.csv#gone")]),
    ],
    ids=["two records of one file", "the row has another", "the row is gone"],
)
def test_what_contradicts_is_told_and_nothing_is_written(tmp_path: Path, table: str, lines: list[Line]) -> None:
    actors(tmp_path, table)
    applied = apply(tmp_path, *lines)
    assert [finding.code for finding in applied.findings] == ["L321"]
    assert applied.tables == {}


def test_a_key_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    actors(tmp_path, "key,label@en\nada-bell,Somebody else\n")
    apply(tmp_path, accepted())
    assert set(open_registers(tmp_path)[0].records) == {"actor/ada-bell", "actor/ada-bell-2"}


def test_the_encoding_of_a_register_stays_and_what_it_cannot_hold_makes_it_utf_8(tmp_path: Path) -> None:
    names = ["Георгий Васильевич Чичерин", "Максим Максимович Литвинов", "Лев Михайлович Карахан", "Симон Аралов"]
    rows = "".join(f"p{number};{name}\r\n" for number, name in enumerate(names))
    (tmp_path / "actors.csv").write_bytes(f"key;label@ru\r\n{rows}".encode("cp1251"))
    apply(tmp_path, accepted(names[0], row="actors.csv#p0"))
    assert GND in (tmp_path / "actors.csv").read_bytes().decode("cp1251")
    apply(tmp_path, accepted("İsmet", VIAF))
    assert "İsmet" in (tmp_path / "actors.csv").read_bytes().decode("utf-8-sig")


def test_the_cache_is_the_same_file_whatever_order_its_lines_are_in_and_reads_back(tmp_path: Path) -> None:
    lines = [accepted(), accepted("Øre, Å", VIAF), Line("Nobody", "person", source="a.csv")]
    data = cache_bytes(lines)
    assert data == cache_bytes(lines[::-1])
    (tmp_path / "c.csv").write_bytes(data)
    assert set(load_cache(tmp_path / "c.csv")) == set(lines)
    assert cache_bytes(load_cache(tmp_path / "c.csv")) == data


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n", "the columns are"),
        ("name,kind,row,id,label,description,score,source,decision\nx,person,,,,,,,maybe\n", "line 2"),
        ("name,kind,row,id,label,description,score,source,decision\nx,person,,7,,,,,yes\n", "whole address"),
        ("name,kind,row,id,label,description,score,source,decision\nx,person\n", "9 cells"),
        ("name,kind,row,id,label,description,score,source,decision\nx,robot,,,,,,,\n", "'robot'"),
        ('name,kind,row,id,label,description,score,source,decision\n"x,person\n', "quotes"),
    ],
)
def test_a_cache_that_is_broken_is_refused_with_the_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        load_cache(tmp_path / "c.csv")
    assert said in str(caught.value)
