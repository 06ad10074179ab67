"""Results are written in every format that fits the kind of question, and no other."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import rdflib

from letterbook.errors import SerializationError, UsageError
from letterbook.output import STORE
from letterbook.results import GRAPHS, NO_BOUNDS, TABLES, Bounds, write_results
from letterbook.store import open_store
from letterbook.vocabulary import prefixes_under

BASE = "https://letterbook.example/"
SELECT = "SELECT ?l ?d { ?l a schema:Message OPTIONAL { ?l schema:dateCreated ?d } } ORDER BY ?l"
CONSTRUCT = "CONSTRUCT { ?l a schema:Message ; schema:about [ a schema:Thing ] } WHERE { ?l a schema:Message }"


def written(built: Path, query: str, form: str, bounds: Bounds = NO_BOUNDS) -> str:
    prefixes = prefixes_under(BASE)
    results = open_store(built / STORE).query(query, base=BASE, prefixes=prefixes)
    return write_results(results, table=form, graph=form, prefixes=prefixes, bounds=bounds).data.decode()


def test_csv_json_and_xml_say_the_same(built: Path) -> None:
    rows = list(csv.reader(io.StringIO(written(built, SELECT, "csv"), newline="")))
    found = json.loads(written(built, SELECT, "json"))["results"]["bindings"]
    tree = ET.fromstring(written(built, SELECT, "xml"))
    assert rows[0] == ["l", "d"]
    assert (
        [row["l"]["value"] for row in found]
        == [row[0] for row in rows[1:]]
        == [node.text for node in tree.iter() if node.tag.endswith("}uri")]
    )
    assert "d" not in found[1]


@pytest.mark.parametrize(("form", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_a_graph_is_written_as_rdf_also_with_blank_nodes(built: Path, form: str, parser: str) -> None:
    assert len(rdflib.Graph().parse(data=written(built, CONSTRUCT, form), format=parser)) == 6


@pytest.mark.parametrize("form", ["ttl", "jsonld", "nt", "nq", "rdf", "csv", "tsv", "json", "xml"])
def test_the_same_question_gives_the_same_bytes_and_a_last_line_feed(built: Path, form: str) -> None:
    query = SELECT if form in ("csv", "tsv", "json", "xml") else "CONSTRUCT WHERE { ?l schema:sender ?s ; a ?c }"
    first = written(built, query, form)
    assert first == written(built, query, form)
    assert first.endswith("\n")


def literal_query(text: str) -> str:
    escaped = "".join(f"\\U{ord(char):08X}" for char in text)
    return f'SELECT ?x {{ VALUES ?x {{ "{escaped}" }} }}'


ODD = [
    "a\r\nb",
    "\r",
    '"quoted", with comma',
    "tab\there",
    "\u2028\u0085",
    " spaces ",
    "",
    "=1+1",
    "<b>&amp;]]>",
    "\U0001f600",
]


@pytest.mark.parametrize("text", ODD)
def test_csv_json_and_xml_keep_a_text_to_the_character(built: Path, text: str) -> None:
    rows = list(csv.reader(io.StringIO(written(built, literal_query(text), "csv"), newline=""), strict=True))
    assert [row[0] if row else "" for row in rows[1:]] == [text]
    found = json.loads(written(built, literal_query(text), "json"))["results"]["bindings"]
    assert [row["x"]["value"] for row in found] == [text]
    node = ET.fromstring(written(built, literal_query(text), "xml").encode()).find(".//{*}literal")
    assert node is not None
    assert (node.text or "") == text


def test_tsv_has_one_line_a_solution_in_the_syntax_of_turtle(built: Path) -> None:
    lines = written(built, literal_query('a\tb\n"c"'), "tsv").split("\n")
    assert lines == ["?x", '"a\\tb\\n\\"c\\""', ""]


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x0b", "\ufffe"])
def test_what_xml_cannot_hold_is_refused_in_results_too(built: Path, char: str) -> None:
    with pytest.raises(SerializationError, match="XML cannot hold"):
        written(built, literal_query(f"a{char}b"), "xml")
    assert json.loads(written(built, literal_query(char), "json"))["results"]["bindings"][0]["x"]["value"] == char
    with pytest.raises(SerializationError, match="XML cannot hold"):
        written(built, f'CONSTRUCT {{ <http://e/s> <http://e/p> "\\U{ord(char):08X}" }} {{}}', "rdf")


def test_a_graph_in_rdf_xml_keeps_carriage_returns_and_refuses_nameless_properties(built: Path) -> None:
    data = written(built, 'CONSTRUCT { <http://e/s> <http://e/p> "a\\r\\nb" } {}', "rdf")
    assert [str(value) for value in rdflib.Graph().parse(data=data, format="xml").objects()] == ["a\r\nb"]
    with pytest.raises(SerializationError, match="does not end in a name"):
        written(built, "CONSTRUCT { <http://e/s> <http://e/1> 1 } {}", "rdf")


def test_a_triple_about_a_triple_is_no_json_ld(built: Path) -> None:
    query = "CONSTRUCT { <http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> 1 )>> } {}"
    with pytest.raises(SerializationError, match="jsonld"):
        written(built, query, "jsonld")
    assert "<<(" in written(built, query, "ttl")


def test_no_solutions_and_no_triples_are_written_as_such(built: Path) -> None:
    assert written(built, "SELECT ?a ?b { ?a schema:nothing ?b }", "csv") == "a,b\r\n"
    assert json.loads(written(built, "SELECT ?a { ?a schema:nothing ?b }", "json"))["results"]["bindings"] == []
    assert written(built, "CONSTRUCT WHERE { ?a schema:nothing ?b }", "nt") == ""


def test_yes_and_no(built: Path) -> None:
    assert json.loads(written(built, "ASK { ?l a schema:Message }", "json"))["boolean"] is True
    assert json.loads(written(built, "ASK { ?l a schema:Nothing }", "json"))["boolean"] is False


@pytest.mark.parametrize(("query", "form"), [(SELECT, "ttl"), (CONSTRUCT, "csv"), (SELECT, "xlsx")])
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(built: Path, query: str, form: str) -> None:
    with pytest.raises(UsageError, match="choose one of") as refusal:
        written(built, query, form)
    offers = refusal.value.remedy.removeprefix("choose one of: ").split(", ")
    assert form not in offers
    assert set(offers) < {*TABLES, *GRAPHS}
    for offer in offers:
        assert written(built, query, offer)


MANY = "SELECT ?s ?p ?o { ?s ?p ?o }"
FORMS = [*((MANY, form) for form in TABLES), *(("CONSTRUCT WHERE { ?s ?p ?o }", form) for form in GRAPHS)]


@pytest.mark.parametrize(("query", "form"), FORMS)
def test_no_more_rows_are_written_than_may_be_and_that_is_told(built: Path, query: str, form: str) -> None:
    prefixes = prefixes_under(BASE)
    ask = open_store(built / STORE).query
    for rows in (0, 1, 7):
        made = write_results(ask(query, base=BASE), table=form, graph=form, prefixes=prefixes, bounds=Bounds(rows=rows))
        assert (made.rows, made.cut) == (rows, True)
    for bound in (Bounds(rows=10**9), Bounds(size_bytes=10**9)):
        made = write_results(ask(query, base=BASE), table=form, graph=form, prefixes=prefixes, bounds=bound)
        assert not made.cut
        assert sorted(made.data.decode()) == sorted(written(built, query, form))


@pytest.mark.parametrize("form", TABLES)
def test_no_more_bytes_are_written_than_may_be_and_the_last_row_is_whole(built: Path, form: str) -> None:
    results = open_store(built / STORE).query(MANY, base=BASE)
    made = write_results(results, table=form, graph=form, prefixes={}, bounds=Bounds(size_bytes=2_000))
    assert made.cut
    assert 0 < made.rows < 100
    if form in ("csv", "tsv"):
        assert (
            len(list(csv.reader(io.StringIO(made.data.decode()), delimiter="," if form == "csv" else "\t")))
            == made.rows + 1
        )


def test_what_is_cut_off_has_no_valid_end(built: Path) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(written(built, MANY, "json", Bounds(rows=3)))
    with pytest.raises(ET.ParseError):
        ET.fromstring(written(built, MANY, "xml", Bounds(rows=3)))


TERMS = """SELECT ?x { VALUES ?x { "a\\tb\\n\\r\\"'\\\\" "x"@de-at 1.70 007 true 1e3 "" <http://e/é?x=1&y> "a"^^<http://e/dt> "NaN"^^xsd:double
    +5 .5 UNDEF "\\u0000\\u2028" } }"""


@pytest.mark.parametrize("form", TABLES)
def test_a_bound_that_is_not_met_changes_no_term(built: Path, form: str) -> None:
    query = TERMS if form != "xml" else TERMS.replace("\\u0000", "")
    assert written(built, query, form, Bounds(rows=100)) == written(built, query, form)
