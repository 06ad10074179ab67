"""A letterbook whose sources are tables: read, checked and built like any other."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import rdflib
from rdflib import RDFS

from letterbook.errors import UsageError
from letterbook.publication import build, check, open_letterbook, read_path

PROV = rdflib.PROV
ROWS = [f"{n},Ada Bell,https://d-nb.info/gnd/1,Carl Dorn {n},1901-02-{n + 10:02}\n" for n in range(1, 6)]
HEAD = "nr,Absender,Absender-GND,Empfänger,Datum\n"
MAPPING = 'id = "nr"\nsender = "Absender"\nsender_id = "Absender-GND"\naddressee = "Empfänger"\ndate = "Datum"\n'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A letterbook with a table and its mapping."""
    folder = tmp_path / "book"
    (folder / "letters").mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "Rows"\nlanguage = "de"\n', encoding="utf-8")
    (folder / "letters" / "list.csv").write_text(HEAD + "".join(ROWS), encoding="utf-8")
    (folder / "letters" / "list.columns.toml").write_text(MAPPING, encoding="utf-8")
    return folder


def test_every_row_becomes_a_letter_that_leads_back_to_its_cells(book: Path, tmp_path: Path) -> None:
    outcome = build(book, tmp_path / "out")
    assert [finding for finding in outcome.findings if finding.level == "error"] == []
    assert outcome.letters == 5
    graph = rdflib.Graph().parse(tmp_path / "out" / "letterbook.nt")
    labels = {str(label) for node in graph.subjects(RDFS.label) for label in graph.objects(node, RDFS.label)}
    assert "list.csv, row 2, column 2: Absender" in labels
    assert "the editors of list.csv" in labels


def test_sorting_and_correcting_rows_moves_no_id(book: Path, tmp_path: Path) -> None:
    """Fault case I8."""
    build(book, tmp_path / "out")
    before = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out/site/letter").glob("*.txt")}
    rows = [row.replace("Carl Dorn 3", "Karl Dorn III") for row in ROWS]
    random.Random(2).shuffle(rows)
    (book / "letters" / "list.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    outcome = check(book, frozen=True)
    assert [each for each in outcome.findings if each.level == "error"] == []
    build(book, tmp_path / "out")
    after = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out/site/letter").glob("*.txt")}
    assert {name for name in after if after[name] == before[name]} == set(before) - {
        next(name for name, text in before.items() if "Carl Dorn 3" in text)
    }
    assert before.keys() == after.keys()


def test_the_mapping_of_letterbook_toml_holds_where_none_stands_beside_the_table(book: Path) -> None:
    (book / "letters" / "list.columns.toml").unlink()
    (book / "letterbook.toml").write_text(f'title = "Rows"\n[columns]\n{MAPPING}', encoding="utf-8")
    assert sum(reading is not None for _, reading, _ in open_letterbook(book).readings()) == 5


def test_a_field_that_is_none_is_a_fault_of_the_configuration_with_its_line(book: Path) -> None:
    (book / "letters" / "list.columns.toml").write_text('id = "nr"\nsendr = "Absender"\n', encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        check(book)
    assert (caught.value.where, caught.value.remedy) == ("letters/list.columns.toml, line 2", "did you mean 'sender'?")


def test_a_table_can_be_read_alone(book: Path) -> None:
    readings = [reading for reading, _ in read_path([book / "letters" / "list.csv"]) if reading]
    assert [reading.transcript.source for reading in readings] == [f"list.csv#{n}" for n in range(1, 6)]


def test_what_holds_for_all_rows_leads_to_the_line_of_the_mapping(book: Path, tmp_path: Path) -> None:
    more = 'defaults = { place = "Ulm" }\n'
    (book / "letters" / "list.columns.toml").write_text(MAPPING + more, encoding="utf-8")
    build(book, tmp_path / "out")
    graph = rdflib.Graph().parse(tmp_path / "out" / "letterbook.nt")
    place = next(node for node in graph.subjects() if str(node).endswith("#mapping-line-5-6"))
    assert str(graph.value(place, RDFS.label)) == "letters/list.columns.toml, line 6: place"
    file = graph.value(place, rdflib.URIRef("http://www.cidoc-crm.org/cidoc-crm/P106i_forms_part_of"))
    assert str(graph.value(file, RDFS.label)) == "letters/list.columns.toml"


def test_a_letter_to_somebody_unknown_is_published(book: Path, tmp_path: Path) -> None:
    rows = "1,Ada Bell,,Unbekannt,1901\n2,[ein Bürger],,Ada Bell,1902\n"
    (book / "letters" / "list.csv").write_text(HEAD + rows, encoding="utf-8")
    outcome = build(book, tmp_path / "out")
    assert [finding for finding in outcome.findings if finding.level == "error"] == []
    assert outcome.letters == 2
