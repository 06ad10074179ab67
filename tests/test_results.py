"""Results are written in every format that fits the kind of question, and no other."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import rdflib

from letterbook.errors import UsageError
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


def test_yes_and_no(built: Path) -> None:
    assert written(built, "ASK { ?l a schema:Message }", "table") == "yes\n"
    assert json.loads(written(built, "ASK { ?l a schema:Nothing }", "json"))["boolean"] is False


@pytest.mark.parametrize(("query", "form"), [(SELECT, "ttl"), (CONSTRUCT, "csv"), (SELECT, "xlsx")])
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(built: Path, query: str, form: str) -> None:
    with pytest.raises(UsageError, match="choose one of"):
        written(built, query, form)
    assert "table" in RESULT_FORMATS


def test_a_table_shows_what_a_terminal_would_obey_as_code_points(built: Path) -> None:
    text = written(
        built,
        'SELECT ?x { BIND("a\\u001B[31mred\\u202Eb" AS ?x) }'.replace("\\u001B", "\x1b").replace("\\u202E", "\u202e"),
        "table",
    )
    assert "\x1b" not in text
    assert "\\u001b[31mred\\u202eb" in text
