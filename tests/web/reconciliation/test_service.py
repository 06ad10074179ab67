"""The reconciliation service over a real port: what OpenRefine asks, what it is answered, and what is refused."""

from __future__ import annotations

import json
import shutil
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing
from web_client import Answer, fetch, serving

from letterbook.output import SEARCH
from letterbook.web.reconciliation.questions import MOST_IDS, MOST_QUERIES
from letterbook.web.search import NAMES_FILE

pytestmark = pytest.mark.server

FORM = "application/x-www-form-urlencoded;charset=UTF-8"
GHAZI = "actor/mustafa-kemal"


@pytest.fixture(scope="module")
def service(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as address:
        yield f"{address}reconcile"


@pytest.fixture(scope="module")
def draft(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment, "--reconciliation-draft") as address:
        yield f"{address}reconcile/1.0-draft"


def post(service: str, **fields: object) -> Answer:
    """What OpenRefine sends: a form with JSON in its fields."""
    body = urllib.parse.urlencode({key: json.dumps(value) for key, value in fields.items()}).encode()
    return fetch(service, "POST", body, Content_Type=FORM)


def post_json(address: str, value: object) -> Answer:
    """What a client of the draft sends: JSON as it is."""
    return fetch(address, "POST", json.dumps(value).encode(), Content_Type="application/json")


def match(service: str, query: dict[str, object]) -> list[dict[str, Any]]:
    answer = post(service, queries={"q0": query})
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = json.loads(answer.body)["q0"]["result"]
    return found


def test_openrefine_finds_the_service_reconciles_a_column_and_adds_two(service: str) -> None:
    """The steps of OpenRefine: the manifest, batches of ten as a form, the properties of a type, the values of two of them."""
    manifest = json.loads(fetch(service).body)
    assert "0.2" in manifest["versions"]
    person = next(each for each in manifest["defaultTypes"] if each["name"] == "Person")
    column = ["Mustafa Kemal", "Kemal, Mustafa", "Nobody of that Name"]
    queries = {
        f"q{number}": {"query": name, "type": person["id"], "type_strict": "should", "limit": 3}
        for number, name in enumerate(column)
    }
    results = json.loads(post(service, queries=queries).body)
    assert [bool(results[key]["result"]) for key in queries] == [True, True, False]
    assert {results[key]["result"][0]["id"] for key in ("q0", "q1")} == {GHAZI}
    assert results["q0"]["result"][0]["match"] is True
    extend = manifest["extend"]["propose_properties"]
    proposed = json.loads(fetch(f"{extend['service_url']}{extend['service_path']}?type={person['id']}&limit=50").body)
    ids = [each["id"] for each in proposed["properties"]]
    assert {"letters_sent", "wikidata", "begin"} <= set(ids)
    answer = json.loads(
        post(service, extend={"ids": [GHAZI], "properties": [{"id": "begin"}, {"id": "letters_sent"}]}).body
    )
    assert answer["rows"][GHAZI] == {"begin": [{"str": "1881"}], "letters_sent": [{"int": 1}]}


def test_the_identifiers_with_the_identifier_space_before_them_are_documents_of_the_build(service: str) -> None:
    manifest = json.loads(fetch(service).body)
    space = manifest["identifierSpace"]
    for query in ("Mustafa Kemal", "Turkey", "319"):
        for each in match(service, {"query": query}):
            address = manifest["view"]["url"].replace("{{id}}", each["id"])
            assert address == space + each["id"]
            local = service.removesuffix("reconcile") + each["id"]
            assert fetch(local, Accept="text/turtle").status == 200


@pytest.mark.parametrize(
    ("asked", "path", "score"),
    [
        ("Mustafa Kemal", GHAZI, 100.0),
        ("MUSTAFA KEMÂL", GHAZI, 90.0),
        ("Kemal, Mustafa", GHAZI, 80.0),
        ("Турция", "place/turkey", 100.0),
        ("319", "letter/dvp-4-319", 100.0),
        ("dvp-4-319-reply", "letter/dvp-4-319-reply", 100.0),
    ],
)
def test_the_same_name_is_a_match_whatever_its_capitals_accents_and_order(
    service: str, asked: str, path: str, score: float
) -> None:
    best = match(service, {"query": asked})[0]
    assert (best["id"], best["score"], best["match"]) == (path, score, True)


def test_a_similar_name_is_a_candidate_and_no_match(service: str) -> None:
    best = match(service, {"query": "Mustapha Kemall"})[0]
    assert best["id"] == GHAZI
    assert best["score"] < 80
    assert best["match"] is False


def test_another_type_is_left_out_or_scored_lower_as_the_client_wants(service: str) -> None:
    strict = match(service, {"query": "Mustafa Kemal", "type": "place"})
    assert GHAZI not in [each["id"] for each in strict]
    lenient = match(service, {"query": "Mustafa Kemal", "type": "place", "type_strict": "should"})
    assert (lenient[0]["id"], lenient[0]["score"], lenient[0]["match"]) == (GHAZI, 80.0, False)
    assert match(service, {"query": "Mustafa Kemal", "type": "no-such-type"}) == []


def test_a_property_that_does_not_fit_lowers_the_score_and_an_equal_authority_record_outweighs_the_name(
    service: str,
) -> None:
    fits = match(service, {"query": "Mustafa Kemal", "properties": [{"pid": "begin", "v": "1881"}]})[0]
    differs = match(service, {"query": "Mustafa Kemal", "properties": [{"pid": "begin", "v": "1912"}]})[0]
    assert (fits["score"], fits["match"]) == (100.0, True)
    assert (differs["score"], differs["match"]) == (60.0, False)
    assert {"id": "property:begin", "name": "property:begin", "value": False} in differs["features"]
    same_as = json.loads(post(service, extend={"ids": [GHAZI], "properties": [{"id": "same_as"}]}).body)
    address = same_as["rows"][GHAZI]["same_as"][0]["str"]
    record = match(service, {"query": "Mustafa K.", "properties": [{"pid": "same_as", "v": address}]})[0]
    assert (record["id"], record["score"], record["match"]) == (GHAZI, 100.0, True)


def test_who_was_reconciled_before_can_be_a_property(service: str) -> None:
    wanted: dict[str, object] = {"query": "Letter No. 319", "type": "letter"}
    wanted["properties"] = [{"pid": "addressee", "v": {"id": GHAZI, "name": "M. K."}}]
    assert match(service, wanted)[0]["id"] == "letter/dvp-4-319"


def test_names_are_suggested_while_they_are_typed(service: str) -> None:
    found = json.loads(fetch(f"{service}/suggest/entity?prefix=kem").body)["result"]
    assert GHAZI in [each["id"] for each in found]
    assert json.loads(fetch(f"{service}/suggest/entity?prefix=").body)["result"] == []
    types = json.loads(fetch(f"{service}/suggest/type?prefix=pl").body)["result"]
    assert types == [{"id": "place", "name": "Place"}]
    properties = json.loads(fetch(f"{service}/suggest/property?prefix=addr").body)["result"]
    assert "addressee" in [each["id"] for each in properties]


def test_the_preview_may_be_framed_shows_who_is_meant_and_runs_nothing(service: str) -> None:
    answer = fetch(f"{service}/preview?id={GHAZI}")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors" not in policy
    assert b"Mustafa Kemal" in answer.body
    assert b"<script" not in answer.body
    flyout = json.loads(fetch(f"{service}/flyout/entity?id={GHAZI}").body)
    assert "Mustafa Kemal" in flyout["html"]
    assert fetch(f"{service}/preview?id=actor/%3Cscript%3E").status == 404


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"queries": "no JSON{"}, 400, "not JSON"),
        ({"queries": "[1, 2]"}, 400, "not an object"),
        ({"queries": '{"q0": {"query": 7}}'}, 400, "query"),
        ({"queries": "[" * 100_000}, 400, "not JSON"),
        ({"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(MOST_QUERIES + 1)})}, 413, "no more"),
        ({"extend": '{"ids": ["a"]}'}, 400, "properties"),
        ({"extend": json.dumps({"ids": ["a"] * (MOST_IDS + 1), "properties": []})}, 413, "no more"),
        ({"extend": '{"ids": [], "properties": [{}]}'}, 400, "id"),
    ],
)
def test_what_is_no_request_is_refused_with_a_sentence(
    service: str, fields: dict[str, str], status: int, words: str
) -> None:
    answer = fetch(service, "POST", urllib.parse.urlencode(fields).encode(), Content_Type=FORM)
    assert answer.status == status
    assert words in answer.body.decode()
    assert "Traceback" not in answer.body.decode()


def test_what_is_odd_in_a_query_is_left_out_of_account(service: str) -> None:
    odd = {"query": "Turkey" + " x" * 10_000, "limit": -1, "type": [], "properties": [7, {"pid": "no-such", "v": "x"}]}
    assert isinstance(match(service, odd), list)
    assert match(service, {"query": "Turkey", "limit": "many", "properties": [{"pid": "end", "v": None}]})


def test_other_methods_and_addresses_are_refused_and_any_page_may_ask(service: str) -> None:
    assert fetch(service, "DELETE").status == 405
    assert fetch(f"{service}/no/such").status == 404
    options = fetch(service, "OPTIONS")
    assert (options.status, options.headers["Access-Control-Allow-Origin"]) == (204, "*")


def test_a_body_beyond_the_limit_is_refused(service: str) -> None:
    answer = fetch(service, "POST", b"queries=" + b"x" * 600_000, Content_Type=FORM)
    assert answer.status == 413


def test_the_draft_of_version_1_is_spoken_only_where_it_is_wanted(service: str, draft: str) -> None:
    refused = fetch(f"{service}/1.0-draft")
    assert refused.status == 404
    assert "--reconciliation-draft" in refused.body.decode()
    assert json.loads(fetch(draft).body)["versions"] == ["1.0-draft"]
    conditions = [
        {"matchType": "name", "propertyValue": "Mustafa Kemal"},
        {"matchType": "property", "propertyId": "begin", "propertyValue": ["1881"]},
    ]
    answer = post_json(f"{draft}/match", {"queries": [{"type": "person", "conditions": conditions}]})
    assert json.loads(answer.body)["results"][0]["candidates"][0]["id"] == GHAZI
    assert post_json(f"{draft}/match", {"queries": [{"conditions": []}]}).status == 400
    values = post_json(f"{draft}/extend", {"ids": [GHAZI], "properties": [{"id": "begin"}]})
    assert json.loads(values.body)["rows"] == [
        {"id": GHAZI, "properties": [{"id": "begin", "values": [{"str": "1881"}]}]}
    ]


def test_a_build_without_an_index_of_names_says_so(built: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    copy = tmp_path / "build"
    shutil.copytree(built, copy)
    file = copy / SEARCH / NAMES_FILE
    file.write_bytes(b"no index" * 100)
    with serving(copy, environment) as address:
        damaged = post(f"{address}reconcile", queries={"q0": {"query": "x"}})
        assert damaged.status == 500
        assert "build again" in damaged.body.decode()
        file.unlink()
        assert "build again" in fetch(f"{address}reconcile").body.decode()


def _judge(schemas: Path, name: str) -> jsonschema.Validator:
    """A validator for one schema of a version, with those that it refers to."""
    registry: referencing.Registry[Any] = referencing.Registry()
    for path in schemas.glob("*.json"):
        given = json.loads(path.read_text())
        made = referencing.Resource.from_contents(given, default_specification=referencing.jsonschema.DRAFT7)
        registry = registry.with_resource(given["$id"], made)
    return jsonschema.Draft7Validator(json.loads((schemas / f"{name}.json").read_text()), registry=registry)


@pytest.mark.shared
def test_answers_of_version_0_2_are_as_its_schemas_have_them(service: str, shared: Path) -> None:
    schemas = shared / "suites" / "reconciliation-specs" / "0.2" / "schemas"
    extend = {"ids": [GHAZI, "letter/dvp-4-319"], "properties": [{"id": "sender"}, {"id": "begin"}, {"id": "x"}]}
    answers = {
        "manifest": fetch(service).body,
        "reconciliation-result-batch": post(service, queries={"a": {"query": "Kemal"}, "b": {"query": "?"}}).body,
        "data-extension-response": post(service, extend=extend).body,
        "data-extension-property-proposal": fetch(f"{service}/properties?type=letter&limit=3").body,
        "suggest-entities-response": fetch(f"{service}/suggest/entity?prefix=tur").body,
        "suggest-properties-response": fetch(f"{service}/suggest/property?prefix=l").body,
        "suggest-types-response": fetch(f"{service}/suggest/type?prefix=").body,
    }
    for name, body in answers.items():
        _judge(schemas, name).validate(json.loads(body))


@pytest.mark.shared
def test_answers_of_the_draft_are_as_its_schemas_have_them(draft: str, shared: Path) -> None:
    schemas = shared / "suites" / "reconciliation-specs" / "1.0-draft" / "schemas"
    query = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Kemal"}]}]}
    extend = {"ids": [GHAZI, "none"], "properties": [{"id": "same_as"}, {"id": "letters_sent"}]}
    answers = {
        "manifest": fetch(draft),
        "reconciliation-result-batch": post_json(f"{draft}/match", query),
        "data-extension-response": post_json(f"{draft}/extend", extend),
        "data-extension-property-proposal": fetch(f"{draft}/extend/propose?type=person"),
        "suggest-entities-response": fetch(f"{draft}/suggest/entity?prefix=kem"),
        "suggest-properties-response": fetch(f"{draft}/suggest/property?prefix=sen"),
        "suggest-types-response": fetch(f"{draft}/suggest/type?prefix=p"),
    }
    for name, answer in answers.items():
        _judge(schemas, name).validate(json.loads(answer.body))
