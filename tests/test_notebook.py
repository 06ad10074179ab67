"""A build opened in Python: its letters, graphs and answers are those of its files."""

from __future__ import annotations

import datetime
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

import letterbook
from letterbook.errors import LimitError, OutputError, QueryError, UsageError
from letterbook.notebook import SHOWN_ROWS, OpenBuild, Rows


@pytest.fixture(scope="module")
def book(built: Path) -> OpenBuild:
    return letterbook.open(built)


def test_every_document_is_the_graph_of_its_file(book: OpenBuild, built: Path) -> None:
    for path in book.documents():
        expected = rdflib.Graph().parse(built / path.replace(".nq", ".nt"), format="nt")
        graph = book.graph(path.removeprefix("site/").removesuffix(".nq"))
        assert set(graph) == set(expected)


def test_the_dataset_is_that_of_the_dump(book: OpenBuild, built: Path) -> None:
    dump = next((built / "site" / "dump").glob("*.nq")).read_bytes()
    expected: dict[str, set[str]] = {}
    for quad in pyoxigraph.parse(dump, format=pyoxigraph.RdfFormat.N_QUADS):
        expected.setdefault(str(quad.graph_name), set()).add(str(quad.triple))
    dataset = book.dataset()
    found = {graph.identifier.n3(): graph for graph in dataset.graphs() if len(graph)}
    assert {name: len(graph) for name, graph in found.items()} == {name: len(each) for name, each in expected.items()}
    assert isomorphic(dataset.graph(rdflib.URIRef(f"{book.base}place/turkey")), book.graph("place/turkey"))


def test_literals_stay_as_they_are_written_whatever_is_set_for_rdflib(
    book: OpenBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", True)
    graph = book.graph("letter/dvp-4-319")
    lexical = {str(value) for value in graph.objects(None, rdflib.URIRef("http://schema.org/value"))}
    assert {"319", "30000"} <= lexical
    expected = rdflib.Graph()
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    expected.parse(book.folder / "site" / "letter" / "dvp-4-319.nt", format="nt")
    assert {each.n3() for triple in graph for each in triple} == {each.n3() for triple in expected for each in triple}


def test_letters_have_their_parties_and_dates(book: OpenBuild) -> None:
    first, reply = book.letters
    assert first.number == "319"
    assert first.written is not None
    assert first.written.edtf == "1921-04-09"
    assert [party.name.label.text for party in reply.senders] == ["Mustafa Kemal"]
    assert len(book.letters) == 2
    assert [entry.id for entry in book.letters.between("1921-04-10")] == ["dvp-4-319-reply"]


def test_rows_have_the_types_of_python(book: OpenBuild) -> None:
    row = book.query(
        'SELECT (1 AS ?i) (1.5 AS ?d) (1e0 AS ?f) (true AS ?b) ("1921-04-09"^^xsd:date AS ?day) ("-0044-03-15"^^xsd:date AS ?old) '
        '("x"@en AS ?words) (schema:Message AS ?iri) ("no"^^xsd:integer AS ?wrong) {}'
    )[0]
    assert row == {
        "i": 1,
        "d": Decimal("1.5"),
        "f": 1.0,
        "b": True,
        "day": datetime.date(1921, 4, 9),
        "old": "-0044-03-15",
        "words": "x",
        "iri": "http://schema.org/Message",
        "wrong": "no",
    }
    assert book.query("ASK { ?l a schema:Message }")[0] == {"answer": True}


def test_a_graph_is_asked_for_with_construct_and_rows_with_query(book: OpenBuild) -> None:
    assert len(book.construct("CONSTRUCT WHERE { ?l a schema:Message }")) == 2
    with pytest.raises(UsageError, match="a graph and no rows"):
        book.query("CONSTRUCT WHERE { ?l a schema:Message }")
    with pytest.raises(UsageError, match="rows and no graph"):
        book.construct("SELECT * { ?l a schema:Message }")


def test_a_query_that_is_none_or_takes_too_long_is_an_error(book: OpenBuild) -> None:
    with pytest.raises(QueryError):
        book.query("SELECT")
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(LimitError):
        book.query(endless, seconds=0.5)


def test_what_is_not_there_is_an_error(book: OpenBuild, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no document"):
        book.graph("letter/no-such")
    with pytest.raises(UsageError, match="no document"):
        book.graph("../../etc/passwd")
    with pytest.raises(OutputError, match="no build"):
        letterbook.open(tmp_path)


def test_pandas_and_networkx_have_the_same_letters(book: OpenBuild) -> None:
    frame = book.letters.to_pandas()
    assert list(frame["id"]) == ["dvp-4-319", "dvp-4-319-reply"]
    assert list(book.query("SELECT (2 AS ?n) {}").to_pandas()["n"]) == [2]
    network = book.to_networkx()
    ghazi = f"{book.base}actor/mustafa-kemal#it"
    assert network.nodes[ghazi]["label"] == "Mustafa Kemal"
    assert sorted(weight for _, _, weight in network.edges(data="weight")) == [1, 1]


def test_a_notebook_shows_tables_with_links_and_without_markup_of_the_data(book: OpenBuild) -> None:
    shown = book._repr_html_()
    assert "Mustafa Kemal" in shown
    rows = Rows(("n",), tuple((f"<script>{n}</script>",) for n in range(SHOWN_ROWS + 5)))
    assert "<script>" not in rows._repr_html_()
    assert "5 more rows" in rows._repr_html_()
    assert '<a href="http://x.example/a">' in Rows(("i",), (("http://x.example/a",),))._repr_html_()
    assert len(rows[:3]) == 3


def test_a_library_that_is_missing_is_named(built: Path, environment: dict[str, str]) -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\nimport letterbook\n"
        f"try:\n    letterbook.open({str(built)!r}).letters.to_pandas()\n"
        "except letterbook.LetterbookError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert "pandas is not installed" in run.stdout
    assert "pip install pandas" in run.stdout


def test_to_open_a_build_loads_neither_the_readers_nor_rdflib(built: Path, environment: dict[str, str]) -> None:
    code = (
        f"import sys, letterbook; book = letterbook.open({str(built)!r}); list(book.letters)\n"
        "print([each for each in ('rdflib', 'letterbook.readers', 'pyshacl', 'pandas', 'networkx') if each in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert run.stdout.strip() == "[]"
