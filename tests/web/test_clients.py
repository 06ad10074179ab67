"""Clients of others against a real server: SPARQLWrapper, rdflib, roqet, and Comunica in three ways."""

from __future__ import annotations

import csv
import io
import shutil
import socket
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, RDFXML, TURTLE, XML, SPARQLWrapper
from web_client import serving

from letterbook.publication import build

pytestmark = pytest.mark.server

TOOLS = Path(__file__).parent.parent / "browser"
PREFIXES = "PREFIX schema: <http://schema.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
WHO = PREFIXES + (
    "SELECT ?letter ?name { ?letter a schema:Message ; schema:sender ?who . "
    'VALUES ?letter { <https://letterbook.example/letter/dvp-4-319-reply#letter> } ?who rdfs:label ?name FILTER(LANG(?name) = "en") }'
)
COUNT = PREFIXES + "SELECT (COUNT(*) AS ?n) { ?l a schema:Message }"
GRAPH = PREFIXES + "CONSTRUCT { ?l rdfs:label ?n } WHERE { ?l a schema:Message ; rdfs:label ?n }"


@pytest.fixture(scope="module")
def address(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as found:
        yield found


def comunica(name: str, *arguments: str) -> list[dict[str, str]]:
    program = TOOLS / "node_modules" / ".bin" / name
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not program.exists():
        pytest.skip("Comunica is not installed: npm install --prefix tests/browser")
    command = [str(program), *arguments, "-t", "text/csv"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.mark.parametrize("form", [JSON, XML, CSV])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_has_its_rows(address: str, form: str, method: str) -> None:
    asked: Any = SPARQLWrapper(f"{address}sparql", returnFormat=form)
    asked.setMethod(method)
    asked.setQuery(COUNT)
    found = asked.queryAndConvert()
    if form == JSON:
        assert found["results"]["bindings"][0]["n"]["value"] == "2"
    else:
        assert "2" in (found.toxml() if form == XML else found.decode())


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSON])
def test_sparqlwrapper_has_its_graph(address: str, form: str) -> None:
    """With the default format it sends ``*/*`` and the words format, output and results."""
    asked: Any = SPARQLWrapper(f"{address}sparql", returnFormat=form)
    asked.setQuery(GRAPH)
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):  # its own, of the format that it was given
        found = asked.queryAndConvert()
    graph = (
        found
        if isinstance(found, rdflib.Graph)
        else rdflib.Graph().parse(
            data=found, format="turtle" if form == TURTLE else "json-ld" if form == JSON else "xml"
        )
    )
    assert len(graph) == 2


def test_rdflib_joins_over_the_endpoint_and_asks_it_from_a_query_of_its_own(address: str) -> None:
    store = SPARQLStore(f"{address}sparql")
    graph = rdflib.Graph(store)
    message = rdflib.URIRef("http://schema.org/Message")
    assert len(set(graph.subjects(rdflib.RDF.type, message))) == 2
    rows = list(
        rdflib.Graph().query(
            f"SELECT ?n {{ SERVICE <{address}sparql> {{ {COUNT.replace(PREFIXES, '').replace('schema:Message', '<http://schema.org/Message>')} }} }}"
        )
    )
    assert [str(row[0]) for row in rows] == ["2"]  # type: ignore[index]


def test_roqet_asks_the_endpoint(address: str) -> None:
    """It percent-encodes letters, as ``%53E%4CEC%54``."""
    program = shutil.which("roqet")
    if program is None:
        pytest.skip("roqet is not installed (Debian: rasqal-utils)")
    command = [program, "-q", "-p", f"{address}sparql", "-r", "csv", "-e", COUNT]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["n", "2"], done.stderr


@pytest.mark.parametrize("path", ["sparql", "fragments"])
def test_comunica_answers_from_the_endpoint_and_from_fragments(address: str, path: str) -> None:
    rows = comunica("comunica-sparql", f"{address}{path}", WHO)
    assert [row["name"] for row in rows] == ["Mustafa Kemal"]


def test_comunica_counts_by_fragments_what_the_store_counts(address: str) -> None:
    (row,) = comunica("comunica-sparql", f"{address}fragments", COUNT)
    assert row["n"] == "2"


def test_comunica_finds_by_links_alone_who_wrote_a_letter(
    data: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """From the IRI of one letter it goes to the sender's document, where the name stands."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    base = f"http://127.0.0.1:{port}/"
    build(data, tmp_path / "build", base=base, frozen=False)
    with serving(tmp_path / "build", environment, "--port", str(port)):
        letter = f"{base}letter/dvp-4-319-reply"
        query = WHO.replace("https://letterbook.example/", base)
        rows = comunica("comunica-sparql-link-traversal", "--lenient", letter, query)
    assert [row["name"] for row in rows] == ["Mustafa Kemal"]
