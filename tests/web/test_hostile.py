"""What a stranger may send to a server, over a real port: each is refused or ended, and the next question is answered."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import shutil
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from web_client import Answer, fetch, serving

from letterbook.output import STORE

pytestmark = pytest.mark.server

SMALL = "SELECT ?l { ?l a schema:Message }"
QUERY = {"Content_Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def address(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as found:
        yield found


def post(address: str, query: str | bytes, **headers: str) -> Answer:
    body = query if isinstance(query, bytes) else query.encode()
    return fetch(f"{address}sparql", "POST", body, **{**QUERY, **headers})


def is_alive(address: str) -> bool:
    answer = post(address, SMALL)
    return answer.status == 200 and len(json.loads(answer.body)["results"]["bindings"]) == 2


def digest_of(store: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(store.rglob("*")):
        if path.is_file():
            whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "ASK " + "{" * 2_300 + "}" * 2_300,
        "ASK { " + "{} UNION " * 7_000 + "{} }",
        "ASK { FILTER(" + "!" * 40_000 + "1) }",
        "ASK { ?s " + "/".join(["a"] * 30_000) + " ?o }",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 2_000 + "}" * 2_000 + " }",
    ],
    ids=["brackets", "groups", "unions", "negations", "paths", "optionals"],
)
def test_what_is_too_deep_or_too_wide_is_refused_before_it_is_read(address: str, query: str) -> None:
    """Fault case Q7."""
    answer = post(address, query)
    assert answer.status == 400, answer.body[:200]
    assert b"more than" in answer.body
    assert is_alive(address)


def test_a_megabyte_is_refused_by_its_length(address: str) -> None:
    """Fault case Q7."""
    assert post(address, "#" * 1_000_000).status == 413
    assert is_alive(address)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*(.*)*x", "(a|a)*b", "a{1000}{1000}"]
)
def test_an_evil_pattern_costs_no_more_than_a_good_one(address: str, pattern: str) -> None:
    """Fault case Q8. The engine is linear; what is too large for it matches nothing."""
    text = "a" * 20_000 + "!"
    answer = post(address, f'ASK {{ FILTER(REGEX("{text}", "{pattern}")) }}')
    assert answer.status == 200, answer.body
    assert post(address, f'SELECT (REPLACE("{text}", "{pattern}", "$0$0") AS ?t) {{}}').status in (200, 400)
    assert is_alive(address)


def test_no_way_to_change_anything_changes_the_store(address: str, built: Path) -> None:
    """Fault case Q3."""
    before = digest_of(built / STORE)
    updates = (
        "DROP ALL",
        "CLEAR DEFAULT",
        "INSERT DATA { <urn:s> <urn:p> <urn:o> }",
        "LOAD <http://127.0.0.1:9/>",
        "DELETE WHERE { ?s ?p ?o }",
    )
    for update in updates:
        form = urllib.parse.urlencode({"update": update}).encode()
        assert fetch(f"{address}sparql", "POST", form, Content_Type="application/x-www-form-urlencoded").status == 403
        assert (
            fetch(f"{address}sparql", "POST", update.encode(), Content_Type="application/sparql-update").status == 403
        )
        assert fetch(f"{address}sparql?{urllib.parse.urlencode({'update': update})}").status == 403
        assert post(address, update).status == 400
        for method in ("PUT", "PATCH", "DELETE"):
            assert fetch(f"{address}sparql", method, update.encode(), **QUERY).status == 405
            assert fetch(f"{address}letter/dvp-4-319", method, update.encode()).status == 405
    assert digest_of(built / STORE) == before
    assert is_alive(address)


def test_a_packed_body_is_not_unpacked(address: str) -> None:
    """Fault case N9. Ten megabytes stand in ten kilobytes."""
    bomb = gzip.compress(b"#" * 10_000_000)
    assert post(address, bomb, Content_Encoding="gzip").status in (400, 415)
    assert is_alive(address)


def test_graphs_of_other_hosts_and_of_the_disk_are_not_fetched(address: str) -> None:
    """Fault cases N3, Q3."""
    for name in (
        "file:///etc/passwd",
        "http://127.0.0.1:9/",
        "http://169.254.169.254/latest",
        "https://letterbook.example/none",
    ):
        answer = post(address, f"SELECT * FROM <{name}> {{ ?s ?p ?o }}")
        assert answer.status == 400
        assert b"none is fetched" in answer.body
        asked = urllib.parse.urlencode({"query": "SELECT ?o ?p ?s { ?s ?p ?o }", "default-graph-uri": name})
        empty = fetch(f"{address}sparql?{asked}", Accept="text/csv")
        assert (empty.status, empty.body.split()) == (200, [b"o,p,s"])


@pytest.mark.parametrize("length", ["5", "99999", "-1", "1e3"])
def test_a_length_that_lies_harms_nobody(address: str, length: str) -> None:
    """Fault case Q13."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=30)
    connection.putrequest("POST", "/sparql")
    connection.putheader("Content-Type", "application/sparql-query")
    connection.putheader("Content-Length", length)
    connection.endheaders(SMALL.encode())
    if length == "99999":
        connection.close()  # the client goes away in the middle of the body
    else:
        assert connection.getresponse().status in (200, 400)
        connection.close()
    assert is_alive(address)


def test_a_store_that_cannot_be_opened_is_told_as_such(
    built: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    build = tmp_path / "build"
    shutil.copytree(built, build)
    (build / STORE / "CURRENT").write_text("MANIFEST-999999\n", encoding="utf-8")
    with serving(build, environment) as address:
        for _ in range(3):
            answer = post(address, SMALL)
            assert answer.status == 500
            assert b"the store cannot be opened" in answer.body
            assert b"build again" in answer.body
        page = fetch(f"{address}sparql.html?{urllib.parse.urlencode({'query': SMALL})}")
        assert page.status == 500
        assert b"the store cannot be opened" in page.body
        assert fetch(f"{address}fragments").status == 500
        assert fetch(f"{address}letter/dvp-4-319", Accept="text/turtle").status == 200  # what needs no store is there


@pytest.mark.parametrize("kept", [600, 4_000], ids=["tables cannot be opened", "blocks cannot be read"])
def test_a_store_whose_files_are_damaged_is_told_as_such(
    built: Path, tmp_path: Path, environment: dict[str, str], kept: int
) -> None:
    """Of each table the last bytes are kept: the longer they are, the later the damage is met."""
    build = tmp_path / "build"
    shutil.copytree(built, build)
    tables = sorted((build / STORE).glob("*.sst"))
    assert tables
    for table in tables:
        data = bytearray(table.read_bytes())
        for at in range(0, max(1, len(data) - kept), 7):
            data[at] ^= 0x55
        table.write_bytes(data)
    with serving(build, environment) as address:
        for _ in range(2):
            answer = post(address, "SELECT * { ?s ?p ?o }")
            assert answer.status == 500, answer.body
            assert b"build again" in answer.body
            assert b"Traceback" not in answer.body
