"""The store answers from one graph in which every fact stands once, and is changed by no question."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.errors import QueryError, StoreError
from letterbook.output import STORE
from letterbook.publication import prefixes_under
from letterbook.serializers import nquads
from letterbook.store import DEEPEST_NESTING, LONGEST_QUERY_BYTES, Store, create_store, open_store, refuse_unsafe

BASE = "https://letterbook.example/"


@pytest.fixture(scope="module")
def store(built: Path) -> Store:
    return open_store(built / STORE)


def ask(store: Store, text: str) -> list[tuple[str, ...]]:
    results = store.query(text, base=BASE, prefixes=prefixes_under(BASE))
    names = [variable.value for variable in results.variables]  # type: ignore[union-attr]
    return [tuple(row[name].value if row[name] is not None else "" for name in names) for row in results]  # type: ignore[union-attr]


def test_every_document_is_a_named_graph(store: Store, built: Path) -> None:
    documents = {file.relative_to(built / "site").with_suffix("").as_posix() for file in (built / "site").rglob("*.nq")}
    assert {name.removeprefix(BASE) for name in store.graph_names()} == documents


def test_a_fact_that_two_documents_state_stands_once_in_the_default_graph(tmp_path: Path) -> None:
    line = '<http://e/s> <http://e/p> "x" <http://e/{}> .\n'
    (tmp_path / "a.nq").write_text(line.format(1) + line.format(2), encoding="utf-8")
    (tmp_path / "a.ttl").write_text('<http://e/s> <http://e/p> "x" .\n' * 2, encoding="utf-8")
    create_store(tmp_path / "store", tmp_path / "a.nq", tmp_path / "a.ttl")
    store = open_store(tmp_path / "store")
    assert ask(store, "SELECT ?o { ?s ?p ?o }") == [("x",)]
    assert sorted(ask(store, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }")) == [("http://e/1",), ("http://e/2",)]
    assert store.count_in_graphs() == 2


def test_the_graphs_hold_what_the_files_hold(store: Store, built: Path) -> None:
    for file in (built / "site").rglob("*.nq"):
        document = nquads.read(file.read_bytes())
        ((count,),) = ask(store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH {document.iri} {{ ?s ?p ?o }} }}")
        assert int(count) == len(document.triples)


def test_relative_iris_are_read_under_the_base_of_the_letterbook(store: Store) -> None:
    assert ask(store, "SELECT ?n { <letter/dvp-4-319#number> schema:value ?n }") == [("319",)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { FILTER EXISTS { SERVICE ?g { ?s ?p ?o } } }",
        "SELECT * { SERVICE#comment\n<http://127.0.0.1/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1/>",
        "INSERT DATA { <http://e/s> <http://e/p> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
        "ASK { " + "{" * (DEEPEST_NESTING + 1) + "}" * (DEEPEST_NESTING + 1) + " }",
        "ASK { } #" + "x" * LONGEST_QUERY_BYTES,
    ],
)
def test_what_may_not_be_asked_is_refused_before_it_is_evaluated(store: Store, text: str) -> None:
    with pytest.raises(QueryError):
        store.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        'SELECT * { ?s ?p """a " LOAD b""" }',
        "SELECT * { ?s <http://e/SERVICE> ?o } # LOAD nothing",
        "PREFIX service: <http://e/> SELECT ?load { ?s service:drop ?load }",
        "PREFIX e: <http://e/> SELECT ?SERVICE { ?s e:LOAD ?SERVICE }",
    ],
)
def test_the_same_words_in_texts_iris_comments_and_names_are_allowed(text: str) -> None:
    refuse_unsafe(text)


def test_what_is_no_sparql_is_told_with_its_place(store: Store) -> None:
    with pytest.raises(QueryError, match="not SPARQL"):
        store.query("SELECT ?x { ?x ")


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        open_store(tmp_path)
