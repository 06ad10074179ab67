"""Registers as documents: the rows that letters rest on, whom each describes, and nothing else of a table."""

from __future__ import annotations

import shutil
from pathlib import Path

import rdflib
from rdflib.namespace import RDF

from letterbook.mapper import Names, register_documents, rows_in
from letterbook.publication import build
from letterbook.terms import iri_text
from letterbook.vocabulary import term

NAMES = Names("https://a.example/")
CRM = rdflib.Namespace("http://www.cidoc-crm.org/cidoc-crm/")


def test_each_register_is_one_document_with_its_rows() -> None:
    rows = [NAMES.register_row(row) for row in ("actors.csv#a", "actors.csv#b c", "holders.csv#3")]
    actors, holders = register_documents(rows, {rows[0]: NAMES.authority("actor/a")}, NAMES)
    assert [iri_text(made.iri) for made in (actors, holders)] == [
        "https://a.example/registers/actors.csv",
        "https://a.example/registers/holders.csv",
    ]
    about = [(s, o) for s, p, o in actors.triples if p == term("schema:item")]
    assert about == [(rows[0], NAMES.authority("actor/a"))]
    assert {s for s, p, _ in actors.triples if p == term("crm:P106i_forms_part_of")} == set(rows[:2])


def test_the_rows_of_a_register_are_found_wherever_a_document_names_them() -> None:
    row = NAMES.register_row("actors.csv#a")
    (made,) = register_documents([row], {}, NAMES)
    assert row in rows_in(NAMES.base, [made])
    assert rows_in("https://other.example/", [made]) == set()


def test_no_cell_of_a_register_is_published_but_by_its_authority(data: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(data, book)
    actors = book / "registers/actors.csv"
    head, *rows = actors.read_text(encoding="utf-8").splitlines()
    assert "note" not in head.split(",")
    actors.write_text(
        "\n".join([f"{head},note", *(f"{row},what only we know" for row in rows)]) + "\n", encoding="utf-8"
    )
    build(book, tmp_path / "build")
    files = [path for path in (tmp_path / "build").rglob("*") if path.is_file() and "store" not in path.parts]
    assert not [path for path in files if b"what only we know" in path.read_bytes()]
    graph = rdflib.Graph().parse(tmp_path / "build/site/registers/actors.csv.ttl")
    row = rdflib.URIRef("https://letterbook.example/registers/actors.csv#rsfsr")
    assert (row, RDF.type, CRM.E73_Information_Object) in graph
    assert (row, CRM.P129_is_about, rdflib.URIRef("https://letterbook.example/actor/rsfsr#it")) in graph
