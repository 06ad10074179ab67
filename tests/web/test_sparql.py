"""The query endpoint over a real port: the protocol, its refusals, and what is said when a limit is met."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from web_client import Answer, fetch, serving

from letterbook.output import STORE
from letterbook.store import create_store

pytestmark = pytest.mark.server

COUNT = "SELECT (COUNT(*) AS ?n) { ?l a schema:Message }"
GRAPH = "CONSTRUCT WHERE { ?l a schema:Message }"
ALL = "SELECT * { ?s ?p ?o . ?t ?q ?r }"


@pytest.fixture(scope="module")
def endpoint(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as address:
        yield f"{address}sparql"


def ask(endpoint: str, query: str, more: str = "", **headers: str) -> Answer:
    return fetch(f"{endpoint}?query={urllib.parse.quote(query)}{more}", "GET", None, **headers)


def count_in(answer: Answer) -> int:
    assert answer.status == 200, answer.body
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def test_a_query_is_taken_in_all_three_ways_of_the_protocol(endpoint: str) -> None:
    form = urllib.parse.urlencode({"query": COUNT}).encode()
    for answer in (
        ask(endpoint, COUNT),
        fetch(endpoint, "POST", form, Content_Type="application/x-www-form-urlencoded; charset=UTF-8"),
        fetch(endpoint, "POST", COUNT.encode(), Content_Type="application/sparql-query"),
    ):
        assert count_in(answer) == 2
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (COUNT, None, "application/sparql-results+json"),
        (COUNT, "*/*", "application/sparql-results+json"),
        (COUNT, "application/sparql-results+xml, text/csv;q=0.5", "application/sparql-results+xml"),
        (COUNT, "text/tab-separated-values", "text/tab-separated-values"),
        (COUNT, "application/sparql-results+json;q=0.1, text/csv", "text/csv"),
        ("ASK {}", "application/json", "application/sparql-results+json"),
        (GRAPH, None, "text/turtle"),
        (GRAPH, "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/x-turtle", "text/turtle"),
        (GRAPH, "text/plain", "application/n-triples"),
    ],
)
def test_results_come_in_the_format_that_is_wanted(
    endpoint: str, query: str, accept: str | None, media_type: str
) -> None:
    answer = ask(endpoint, query, **({"Accept": accept} if accept else {}))
    assert answer.status == 200, answer.body
    assert answer.headers.get_content_type() == media_type


@pytest.mark.parametrize(
    ("query", "word", "media_type"),
    [
        (COUNT, "csv", "text/csv"),
        (COUNT, "text/csv", "text/csv"),
        (GRAPH, "json", "application/ld+json"),
        (GRAPH, "xml", "application/rdf+xml"),
        (GRAPH, "turtle", "text/turtle"),
        (COUNT, "unheard-of", "application/sparql-results+json"),
    ],
)
def test_a_format_can_be_named_in_the_address(endpoint: str, query: str, word: str, media_type: str) -> None:
    for name in ("format", "output", "results"):
        assert ask(endpoint, query, f"&{name}={word}").headers.get_content_type() == media_type


REFUSED = {
    "two queries": (400, "?query=ASK%20%7B%7D&query=ASK%20%7B%7D", "GET", None, {}),
    "no SPARQL": (400, "?query=ASK%20%7B%7D%20nonsense", "GET", None, {}),
    "SERVICE": (400, "?query=SELECT%20*%20%7BSERVICE%20%3Chttp://127.0.0.1/%3E%7B?s%20?p%20?o%7D%7D", "GET", None, {}),
    "bad percent-encoding": (400, "?query=%ff%fe", "GET", None, {}),
    "too many fields": (400, "?" + "a=1&" * 200, "GET", None, {}),
    "update in the address": (403, "?update=DROP%20ALL", "GET", None, {}),
    "update in a form": (403, "", "POST", b"update=DROP+ALL", {"Content_Type": "application/x-www-form-urlencoded"}),
    "update as such": (403, "", "POST", b"DROP ALL", {"Content_Type": "application/sparql-update"}),
    "update as a query": (400, "", "POST", b"DROP ALL", {"Content_Type": "application/sparql-query"}),
    "a body without a type": (415, "", "POST", b"ASK {}", {"Content_Type": "text/plain"}),
    "no query at all": (400, "", "POST", b"", {"Content_Type": "application/x-www-form-urlencoded"}),
    "UTF-16": (400, "", "POST", "ASK {}".encode("utf-16"), {"Content_Type": "application/sparql-query"}),
    "a megabyte": (413, "", "POST", b"#" * 1_000_000, {"Content_Type": "application/sparql-query"}),
    "longer than a query": (400, "", "POST", b"#" * 70_000, {"Content_Type": "application/sparql-query"}),
    "PUT": (405, "", "PUT", b"ASK {}", {"Content_Type": "application/sparql-query"}),
    "DELETE": (405, "?query=ASK%20%7B%7D", "DELETE", None, {}),
    "a graph that is not here": (400, "?query=SELECT%20*%20FROM%20%3Cfile:///etc/passwd%3E%20%7B%7D", "GET", None, {}),
    "a graph without an IRI": (400, "?query=ASK%20%7B%7D&default-graph-uri=letter", "GET", None, {}),
    "nothing that is accepted": (406, "?query=ASK%20%7B%7D", "GET", None, {"Accept": "image/png"}),
    "a graph as a table": (406, "?query=DESCRIBE%20%3Cabout%3E", "GET", None, {"Accept": "text/csv"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_answered_is_refused_with_a_sentence(endpoint: str, case: str) -> None:
    """Fault cases Q1, Q3."""
    status, query, method, body, headers = REFUSED[case]
    answer = fetch(endpoint + query, method, body, **headers)
    assert answer.status == status, answer.body
    assert answer.headers.get_content_type() == "text/plain"
    assert len(answer.body.decode()) > 20
    assert "Traceback" not in answer.body.decode()
    assert count_in(ask(endpoint, COUNT)) == 2


def test_the_dataset_of_the_request_outranks_that_of_the_query(endpoint: str) -> None:
    page = "https://letterbook.example/letter/dvp-4-319"
    assert count_in(ask(endpoint, COUNT, f"&default-graph-uri={page}")) == 1
    assert count_in(ask(endpoint, COUNT, f"&default-graph-uri={page}&default-graph-uri={page}-reply")) == 2
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?l a schema:Message } }"
    assert count_in(ask(endpoint, named)) == 2
    assert count_in(ask(endpoint, named, f"&named-graph-uri={page}")) == 1
    assert (
        count_in(
            ask(
                endpoint,
                f"SELECT (COUNT(*) AS ?n) FROM <{page}-reply> {{ ?l a schema:Message }}",
                f"&default-graph-uri={page}",
            )
        )
        == 1
    )


def test_without_a_query_the_endpoint_describes_itself(endpoint: str) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for accept, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("*/*;q=0.1, text/plain", "nt")):
        answer = fetch(endpoint, Accept=accept)
        assert answer.status == 200
        graph = rdflib.Graph().parse(data=answer.body, format=form)
        (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
        assert graph.value(service, sd.endpoint) == rdflib.URIRef("https://letterbook.example/sparql")
        assert graph.value(service, sd.supportedLanguage) == sd.SPARQL11Query
        assert "5 s" in str(graph.value(service, rdflib.RDFS.comment))


def test_more_rows_than_may_be_are_cut_said_so_and_never_end_as_a_whole(endpoint: str) -> None:
    """Fault cases Q5, Q6."""
    where = urllib.parse.urlsplit(endpoint)
    for accept in ("text/csv", "application/sparql-results+json"):
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        connection.request("GET", f"{where.path}?query={urllib.parse.quote(ALL)}", headers={"Accept": accept})
        response = connection.getresponse()
        assert response.headers["Letterbook-Cut"] == "after 10000 rows"
        assert "/void" in response.headers["Link"]
        with pytest.raises(http.client.IncompleteRead):
            response.read()
        connection.close()


def test_a_query_without_an_end_is_ended_and_the_next_is_answered(endpoint: str) -> None:
    """Fault case Q4."""
    answer = ask(endpoint, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "took more than 5 s" in answer.body.decode()
    assert count_in(ask(endpoint, COUNT)) == 2


def test_pages_of_other_hosts_may_ask(endpoint: str) -> None:
    """Fault case Q11."""
    asked = fetch(endpoint, "OPTIONS", Access_Control_Request_Method="POST", Origin="https://other.example")
    assert asked.status == 204
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]


def test_rdflib_asks_the_endpoint_as_a_store(endpoint: str) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    rows = list(SPARQLStore(endpoint).query("SELECT ?l { ?l a <http://schema.org/Message> }"))
    assert len(rows) == 2


@pytest.mark.shared
def test_the_protocol_suite_passes(built: Path, shared: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """The query half of the W3C tests, on the graphs that they name."""
    runner = [sys.executable, str(shared / "suites/run_protocol.py")]
    build, quads, triples = tmp_path / "build", tmp_path / "protocol.nq", tmp_path / "protocol.nt"
    subprocess.run([*runner, "--write-data", str(quads)], check=True)
    triples.write_text("", encoding="utf-8")
    shutil.copytree(built, build)
    shutil.rmtree(build / STORE)
    create_store(build / STORE, quads, triples)
    with serving(build, environment) as address:
        run = subprocess.run([*runner, "--query", f"{address}sparql"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert json.loads(run.stdout.splitlines()[-1])["protocol"] == {"pass": 20, "fail": 0, "skip": 14}
