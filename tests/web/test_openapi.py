"""The description of the server for programs holds for the server."""

from __future__ import annotations

import importlib.util
import json
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route
from web_client import fetch, serving

from letterbook.web.app import create_app

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def address(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as found:
        yield found


@pytest.fixture(scope="module")
def described(address: str) -> dict[str, Any]:
    answer = fetch(f"{address}openapi.json")
    assert answer.headers.get_content_type() == "application/json"
    found: dict[str, Any] = json.loads(answer.body)
    return found


def test_every_route_of_the_server_is_described(built: Path, described: dict[str, Any]) -> None:
    routes = {route.path for route in create_app(built).routes if isinstance(route, Route)}
    words = {"/{tongue}/sparql.html": "/{language}/sparql.html", "/reconcile/{path:path}": "/reconcile/preview"}
    described_paths = set(described["paths"])
    assert {words.get(route, route) for route in routes} - described_paths == {"/{path:path}"}
    assert {"/letter/{name}", "/letter/{name}/evidence", "/actor/{name}", "/about", "/void"} <= described_paths


def test_every_example_of_the_description_is_answered(address: str, described: dict[str, Any]) -> None:
    for path, operations in described["paths"].items():
        fields = operations["get"]["parameters"]
        for field in fields:
            if field["in"] == "path":
                path = path.replace(f"{{{field['name']}}}", field["example"])
        asked = {field["name"]: field["example"] for field in fields if field["in"] == "query" and "example" in field}
        answer = fetch(f"{address.rstrip('/')}{path}?{urllib.parse.urlencode(asked)}")
        assert answer.status in (200, 303), path


def test_schemathesis_finds_no_fault(built: Path, root: Path, environment: dict[str, str]) -> None:
    """Fault case Q14; two minutes of it are tests/benchmarks/openapi.py."""
    place = root / "tests/benchmarks/openapi.py"
    spec = importlib.util.spec_from_file_location("openapi_benchmark", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    well, report = module.run(built, 3, "examples,fuzzing", None, environment)
    assert well, report
    assert "Tested: 3" in report
