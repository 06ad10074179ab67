"""The store answers from one graph in which every fact stands once, and is changed by no question."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.errors import QueryError, StoreError
from letterbook.output import STORE
from letterbook.serializers import nquads
from letterbook.store import (
    DEEPEST_NESTING,
    LONGEST_QUERY_BYTES,
    MOST_PARTS,
    Store,
    create_store,
    open_store,
    refuse_unsafe,
)
from letterbook.vocabulary import prefixes_under

BASE = "https://letterbook.example/"


@pytest.fixture(scope="module")
def store(built: Path) -> Store:
    return open_store(built / STORE)


def ask(store: Store, text: str) -> list[tuple[str, ...]]:
    results = store.query(text, base=BASE, prefixes=prefixes_under(BASE))
    names = [variable.value for variable in results.variables]  # type: ignore[union-attr]
    return [tuple(row[name].value if row[name] is not None else "" for name in names) for row in results]  # type: ignore[union-attr]


def test_every_document_is_a_named_graph(
    store: Store, built: Path, document_files: Callable[[str], list[Path]]
) -> None:
    documents = {file.relative_to(built / "site").with_suffix("").as_posix() for file in document_files("nq")}
    assert {name.removeprefix(BASE) for name in store.graph_names()} == documents


def test_a_fact_that_two_documents_state_stands_once_in_the_default_graph(tmp_path: Path) -> None:
    line = '<http://e/s> <http://e/p> "x" <http://e/{}> .\n'
    (tmp_path / "a.nq").write_text(line.format(1) + line.format(2), encoding="utf-8")
    (tmp_path / "a.nt").write_text('<http://e/s> <http://e/p> "x" .\n' * 2, encoding="utf-8")
    create_store(tmp_path / "store", tmp_path / "a.nq", tmp_path / "a.nt")
    store = open_store(tmp_path / "store")
    assert ask(store, "SELECT ?o { ?s ?p ?o }") == [("x",)]
    assert sorted(ask(store, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }")) == [("http://e/1",), ("http://e/2",)]
    assert store.count_in_graphs() == 2


def test_the_graphs_hold_what_the_files_hold(
    store: Store, built: Path, document_files: Callable[[str], list[Path]]
) -> None:
    for file in document_files("nq"):
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
        "SELECT * { SERVICE SILENT#<\r<http://127.0.0.1/>#>\n{ ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE<http://127.0.0.1/>{ ?s ?p ?o } } } }",
        "LOAD <http://127.0.0.1/>",
        "INSERT DATA { <http://e/s> <http://e/p> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
    ],
)
def test_what_may_not_be_asked_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError):
        store.query(text)


ELSEWHERE = "<http://127.0.0.1:9/> { ?a ?b ?c }"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ ?s ?p ?o.SERVICE {ELSEWHERE} }}",
        f"SELECT * {{ ?s ?p ?o\u00b7.SERVICE {ELSEWHERE} }}",
        f"SELECT * {{ BIND(1 AS ?o) ?s ?p ?o.SERVICE {ELSEWHERE} }}",
        f"SELECT * {{ ?s ?p 1SERVICE {ELSEWHERE} }}",
        f'SELECT * {{ VALUES ?z {{ "x"@en }}SERVICE {ELSEWHERE} }}',
        f"SELECT * {{ FILTER(1<2)SERVICE#>\n{ELSEWHERE} }}",
        f"SELECT * {{ FILTER('b'<'a>')SERVICE {ELSEWHERE} FILTER('b' > 'a') }}",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?a ?b ?c } }",
        "PREFIX SERVICE: <http://e/> PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?a ?b ?c } }",
        'SELECT * { FILTER("a\\u0022" != "z") SERVICE <http://127.0.0.1:9/> { ?s ?p "b\\u0022" } }',
        'SELECT * { FILTER("a\\\\u0022" != "z") SERVICE <http://127.0.0.1:9/> { ?s ?p "b\\\\u0022" } }',
        f"SELECT * {{ # x\rSERVICE {ELSEWHERE} }}",
    ],
)
def test_no_way_of_writing_hides_a_request_to_another_server(text: str) -> None:
    """The engine reads each of these as SERVICE, whatever a tokenizer makes of them. Fault case Q1."""
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        refuse_unsafe(text)


blanks = st.lists(st.sampled_from([" ", "\t", "\r\n", "#\n", "# { '<\r", "#>\n"]), max_size=3).map("".join)


@given(
    st.text(st.sampled_from("?o.1<>'\"#\\ \n{}():@en"), max_size=12),
    st.sampled_from(["SERVICE", "service", "Service", "\\u0053ERVICE"]),
    blanks,
    st.sampled_from(["", "SILENT", "silent"]),
    blanks,
    st.sampled_from(["<http://e/>", "<relative>", "?g", "$g", ":x", "e:x", "e:a\\#b", "e:"]),
    blanks,
)
def test_the_shape_of_a_request_is_refused_wherever_it_stands(
    before: str, word: str, first: str, silent: str, second: str, target: str, third: str
) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        refuse_unsafe(f"{before}{word}{first}{silent}{second}{target}{third}{{ ?s ?p ?o }}")


def wide(unit: str, head: str, tail: str, times: int) -> str:
    return f"ASK {{ {head}{unit * times}{tail} }}"


WIDE = {
    "groups": ("{ ?s ?p ?o }", "", ""),
    "unions": ("{} UNION ", "", "{}"),
    "sums": ("1+", "FILTER(", "1)"),
    "differences of variables": ("?a-", "FILTER(", "?a)"),
    "conditions": ("?a||", "FILTER(", "?a)"),
    "negations": ("!", "FILTER(", "?a)"),
    "paths": ("<p>/", "?s ", "<p> ?o"),
    "alternatives": ("<p>|", "?s ", "<p> ?o"),
    "bindings": ("BIND(1 AS ?x)", "", ""),
}


@pytest.mark.parametrize("kind", WIDE)
def test_what_would_end_the_process_is_refused_by_its_width(kind: str) -> None:
    """Fault case Q7."""
    refuse_unsafe(wide(*WIDE[kind], MOST_PARTS // 2))
    with pytest.raises(QueryError, match="groups and operators"):
        refuse_unsafe(wide(*WIDE[kind], MOST_PARTS + 1))


@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", "[]"])
def test_a_query_may_nest_to_a_limit(opening: str, closing: str) -> None:
    """Fault case Q7."""
    refuse_unsafe(opening * DEEPEST_NESTING + closing * DEEPEST_NESTING)
    with pytest.raises(QueryError, match="nests more than"):
        refuse_unsafe(opening * (DEEPEST_NESTING + 1) + closing * (DEEPEST_NESTING + 1))
    refuse_unsafe('ASK { ?s ?p "' + opening * (DEEPEST_NESTING + 1) + '" }')


def test_a_query_may_be_long_to_a_limit_that_counts_bytes() -> None:
    refuse_unsafe("#" + "x" * (LONGEST_QUERY_BYTES - 1))
    refuse_unsafe("ASK { VALUES ?n { " + "1 " * (LONGEST_QUERY_BYTES // 2 - 20) + "} }")
    with pytest.raises(QueryError, match="64,000"):
        refuse_unsafe("#" + "ж" * (LONGEST_QUERY_BYTES // 2))


def test_the_limits_are_the_callers_to_set() -> None:
    text = "ASK { { ?s ?p ?o } }"
    with pytest.raises(QueryError):
        refuse_unsafe(text, longest_bytes=10)
    with pytest.raises(QueryError):
        refuse_unsafe(text, deepest_nesting=1)
    with pytest.raises(QueryError):
        refuse_unsafe(text, most_parts=1)


def test_a_search_for_the_word_a_hundred_times_is_refused() -> None:
    with pytest.raises(QueryError, match="more than 100 times"):
        refuse_unsafe("SERVICE" * 101)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        'SELECT * { ?s ?p ?o FILTER(CONTAINS(LCASE(?o), "in the service of")) } # service and load',
        "SELECT * { ?service ?load ?drop } ORDER BY ?service",
        "SELECT * { ?s ?p \"it's\" . ?s ?p <http://e/it's-a-SERVICE> }",
        'SELECT * { ?s ?p """a " LOAD b""" }',
        "SELECT * { ?s <http://e/SERVICE> ?o } # LOAD nothing",
        "PREFIX service: <http://e/> SELECT ?load { ?s service:drop ?load . ?s service:add ?x }",
        "PREFIX e: <http://e/> SELECT ?SERVICE { ?s e:LOAD ?SERVICE }",
    ],
)
def test_the_same_words_in_texts_iris_comments_and_names_are_allowed(text: str) -> None:
    """Fault case Q2."""
    refuse_unsafe(text)


def test_what_is_no_sparql_is_told_with_its_place(store: Store) -> None:
    with pytest.raises(QueryError, match=r"not SPARQL.* at 2:"):
        store.query("SELECT ?x {\n ?x ")


@pytest.mark.parametrize(("text", "base"), [("ASK {}", "no base"), ("ASK { ?s ?p '\ud800' }", BASE)])
def test_what_the_engine_cannot_take_is_a_fault_of_the_query(store: Store, text: str, base: str) -> None:
    with pytest.raises(QueryError):
        store.query(text, base=base)


def test_a_question_changes_nothing_on_disk(built: Path) -> None:
    """Fault case Q3."""

    def state() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (built / STORE).iterdir() if path.suffix in (".sst", ".log")}

    before = state()
    assert before
    held = open_store(built / STORE)
    assert ask(held, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") != [("0",)]
    assert state() == before


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="no store"):
        open_store(tmp_path / "missing")


def test_a_damaged_store_is_told_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("MANIFEST-000001\n", encoding="utf-8")
    with pytest.raises(StoreError, match=re.escape(str(tmp_path))):
        open_store(tmp_path)


@pytest.mark.parametrize("quads", ["<http://e/s> nonsense .\n", None])
def test_a_store_is_not_made_of_what_is_not_rdf(tmp_path: Path, quads: str | None) -> None:
    if quads is not None:
        (tmp_path / "a.nq").write_text(quads, encoding="utf-8")
    (tmp_path / "a.nt").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be made"):
        create_store(tmp_path / "store", tmp_path / "a.nq", tmp_path / "a.nt")


def test_a_store_that_another_process_writes_is_not_written_too(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text("", encoding="utf-8")
    (tmp_path / "a.nt").write_text("", encoding="utf-8")
    other = pyoxigraph.Store(str(tmp_path / "store"))
    with pytest.raises(StoreError, match="cannot be made"):
        create_store(tmp_path / "store", tmp_path / "a.nq", tmp_path / "a.nt")
    del other
