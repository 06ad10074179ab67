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
from letterbook.publication import prefixes_under
from letterbook.results import RESULT_FORMATS, write_results
from letterbook.store import open_store

BASE = "https://letterbook.example/"
SELECT = "SELECT ?l ?d { ?l a schema:Message OPTIONAL { ?l schema:dateCreated ?d } } ORDER BY ?l"
CONSTRUCT = "CONSTRUCT { ?l a schema:Message ; schema:about [ a schema:Thing ] } WHERE { ?l a schema:Message }"


def written(built: Path, query: str, form: str) -> str:
    out = io.StringIO(newline="")
    prefixes = prefixes_under(BASE)
    results = open_store(built / STORE).query(query, base=BASE, prefixes=prefixes)
    write_results(results, form, out, {**prefixes, "": BASE})
    return out.getvalue()


def test_a_table_shortens_iris_and_has_one_line_a_row(built: Path) -> None:
    lines = written(built, SELECT, "table").splitlines()
    assert [line.split() for line in lines] == [
        ["l", "d"],
        ["letter/dvp-4-319#letter", "1921-04-09"],
        ["letter/dvp-4-319-reply#letter"],
    ]
    assert not any(line.endswith(" ") for line in lines)


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


@pytest.mark.parametrize("form", ["table", "ttl", "jsonld", "nt", "nq", "rdf", "csv", "tsv", "json", "xml"])
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
    assert written(built, "SELECT ?a ?b { ?a schema:nothing ?b }", "table").split() == ["a", "b"]
    assert written(built, "SELECT ?a ?b { ?a schema:nothing ?b }", "csv") == "a,b\r\n"
    assert json.loads(written(built, "SELECT ?a { ?a schema:nothing ?b }", "json"))["results"]["bindings"] == []
    assert written(built, "CONSTRUCT WHERE { ?a schema:nothing ?b }", "nt") == ""


def test_yes_and_no(built: Path) -> None:
    assert written(built, "ASK { ?l a schema:Message }", "table") == "yes\n"
    assert json.loads(written(built, "ASK { ?l a schema:Nothing }", "json"))["boolean"] is False


@pytest.mark.parametrize(("query", "form"), [(SELECT, "ttl"), (CONSTRUCT, "csv"), (SELECT, "xlsx")])
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(built: Path, query: str, form: str) -> None:
    with pytest.raises(UsageError, match="choose one of") as refusal:
        written(built, query, form)
    offers = refusal.value.remedy.removeprefix("choose one of: ").split(", ")
    assert form not in offers
    assert set(offers) < set(RESULT_FORMATS)
    for offer in offers:
        assert written(built, query, offer)


def test_a_table_shows_what_a_terminal_would_obey_as_code_points(built: Path) -> None:
    text = written(
        built,
        'SELECT ?x { BIND("a\\u001B[31mred\\u202Eb" AS ?x) }'.replace("\\u001B", "\x1b").replace("\\u202E", "\u202e"),
        "table",
    )
    assert "\x1b" not in text
    assert "\\u001b[31mred\\u202eb" in text


def test_nothing_in_a_table_can_break_a_row_or_turn_it_round(built: Path) -> None:
    """Controls, marks that reorder text and separators of lines; in literals, in IRIs and in graphs."""
    odd = [
        *map(chr, [*range(0x20), *range(0x7F, 0xA0)]),
        *"\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff",
    ]
    for char in odd:
        lines = written(built, literal_query(f"a{char}b"), "table").split("\n")
        assert len(lines) == 3
        assert char == "\n" or char not in "".join(lines)
    for query in ("SELECT (<http://e/\u202ea> AS ?x) {}", "CONSTRUCT { <http://e/\u202ea> <http://e/p> '\x9b31m' } {}"):
        text = written(built, query, "table")
        assert "\\u202ea" in text
        assert not set(text) & set(odd) - {"\n"}


def test_ordinary_words_of_any_script_stand_in_a_table_as_they_are(built: Path) -> None:
    for words in ("Мустафа Кемаль-паша", "مصطفى كمال پاشا", "Ünlü İsmet", "日本語"):
        assert written(built, f'SELECT ?x {{ VALUES ?x {{ "{words}" }} }}', "table") == f"x\n{words}\n"


def test_a_graph_in_place_of_a_table_is_turtle(built: Path) -> None:
    data = written(built, "CONSTRUCT { <http://e/\u202ea> <http://e/p> '\u202e' } {}", "table")
    assert [str(value) for value in rdflib.Graph().parse(data=data, format="turtle").objects()] == ["\u202e"]
