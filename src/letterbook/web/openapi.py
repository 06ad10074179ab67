"""``/openapi.json``: all that a server answers, described for programs.

Source:  OpenAPI Specification 3.1.1, https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from letterbook.formats import FORMATS
from letterbook.queries import example_names, example_text
from letterbook.results import GRAPHS
from letterbook.results import MEDIA_TYPES as TABLES
from letterbook.web.answers import COMMON
from letterbook.web.folder import BuildFolder, Snapshot
from letterbook.web.negotiation import MEDIA_TYPES
from letterbook.web.pages.strings import languages

PATH = "openapi.json"

_TEXT: dict[str, Any] = {"type": "string"}
_HTML = "text/html"
_PLAIN = "text/plain"
_GRAPH_TYPES = [form.media_type for form in FORMATS if form.extension in GRAPHS]
_TABLE_TYPES = [media_type.partition(";")[0] for media_type in TABLES.values()]
_FRAGMENT_TYPES = ["application/trig", *_GRAPH_TYPES]
_FORM = "application/x-www-form-urlencoded"
_WORDS = {
    200: "what was asked for", 204: "which methods there are", 303: "another address is better for this client",
    304: "the client has it already", 400: "the request is not as it should be", 403: "an update, which is refused",
    404: "there is nothing at this address", 405: "not with this method", 406: "not to be had in what the client accepts",
    408: "the request was not whole in time", 410: "it was here and is gone", 413: "the request is too long",
    415: "the request is of no type that is taken here", 429: "this client asks too much; Retry-After says when to ask again",
    503: "a limit was met, or all are busy; Retry-After says when to ask again",
}  # fmt: skip


class Description:
    """What is answered at ``/openapi.json``, from the build that stands when a request comes in."""

    def __init__(self, folder: BuildFolder) -> None:
        self.folder = folder

    async def answer(self, request: Request) -> Response:
        """The description as JSON."""
        if request.method not in ("GET", "HEAD"):
            allowed = {"Allow": "GET, HEAD, OPTIONS"}
            return Response(status_code=204 if request.method == "OPTIONS" else 405, headers={**COMMON, **allowed})
        data = json.dumps(describe(self.folder.snapshot()), ensure_ascii=False, indent=1).encode() + b"\n"
        headers = {**COMMON, "Content-Type": "application/json", "Cache-Control": "no-cache"}
        return Response(b"" if request.method == "HEAD" else data, headers=headers)


def describe(build: Snapshot) -> dict[str, Any]:
    """The description of a server over this build, as OpenAPI 3.1 has it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": build.title or "A letterbook",
            "version": version("letterbook"),
            "description": "Historical letters as linked data: documents in the form that a client wants, SPARQL, fragments, reconciliation.",
        },
        "servers": [{"url": build.public_path.rstrip("/") or "/"}],
        "paths": {
            **_documents(build),
            **_queries(),
            **_page(),
            **_fragments(),
            **_reconciliation(),
            f"/{PATH}": {"get": _operation("this description", [], _answers({200: ["application/json"]}))},
        },
    }


def _documents(build: Snapshot) -> dict[str, Any]:
    """The documents, by the folders that this build has."""
    types = list(MEDIA_TYPES.values())
    form = _field("format", "The format by its name, for clients that cannot set Accept.", {"enum": list(MEDIA_TYPES)})
    answers = _answers({200: types, 303: [], 304: [], 404: [_PLAIN, _HTML], 406: [_PLAIN, _HTML], 410: [_PLAIN, _HTML]})
    first: dict[str, str] = {}
    for folder in build.offers.folders():
        names = (path.removeprefix(folder) for path in build.offers.below(folder))
        if example := next((name for name in names if "/" not in name), ""):
            first[folder.removesuffix("/")] = example
    found: dict[str, Any] = {}
    for folder, example in first.items():
        fields = [_in_path("name", "The last part of the IRI.", example), form]
        found[f"/{folder}/{{name}}"] = {"get": _operation(f"a document of {folder}/", fields, answers)}
        if f"{folder}/{example}/evidence" in build.offers:
            operation = _operation("which characters say what the letter states", fields, answers)
            found[f"/{folder}/{{name}}/evidence"] = {"get": operation}
    for path, words in (("about", "the letterbook itself"), ("void", "the data set, by VoID and DCAT")):
        if path in build.offers:
            found[f"/{path}"] = {"get": _operation(words, [form], answers)}
    found["/.well-known/void"] = {"get": _operation("where the data set is described", [], _answers({303: []}))}
    if "browse/search.html" in build.files:
        fields = [
            _field("q", "Words that all occur.", _TEXT),
            _field("page", "Which twenty.", {"type": "integer", "minimum": 1}),
        ]
        found["/browse/search.html"] = {
            "get": _operation("letters by their words", fields, _answers({200: [_HTML], 304: [], 400: [_PLAIN]}))
        }
    return found


def _queries() -> dict[str, Any]:
    graph = {"type": "array", "items": {"type": "string", "format": "uri"}}
    example = example_text("letters-by-date")
    named = [
        _field("default-graph-uri", "A graph of the default graph.", graph),
        _field("named-graph-uri", "A named graph.", graph),
        _field("format", "The format by its name.", {"enum": [*TABLES, *GRAPHS]}),
    ]
    answers = _answers(
        {200: [*_TABLE_TYPES, *_GRAPH_TYPES], 303: [], **{code: [_PLAIN] for code in (400, 403, 406, 429, 503)}}
    )
    sent = _answers(
        {200: [*_TABLE_TYPES, *_GRAPH_TYPES], **{code: [_PLAIN] for code in (400, 403, 406, 408, 413, 415, 429, 503)}}
    )
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": {"type": "string", "examples": [example]},
            "default-graph-uri": graph,
            "named-graph-uri": graph,
        },
    }
    body = {
        "required": True,
        "content": {_FORM: {"schema": form}, "application/sparql-query": {"schema": _TEXT, "example": example}},
    }
    query = {
        **_field("query", "A SPARQL 1.1 query; without one the service describes itself.", _TEXT),
        "example": example,
    }
    return {
        "/sparql": {
            "get": _operation("SPARQL 1.1 Protocol, a query in the address", [query, *named], answers),
            "post": _operation("SPARQL 1.1 Protocol, a query in a form or as such", named, sent, body),
        }
    }


def _page() -> dict[str, Any]:
    fields = [
        {**_field("query", "A SPARQL query.", _TEXT), "example": example_text(example_names()[0])},
        _field("view", "How results are shown.", {"enum": ["table", "timeline", "map", "network"]}),
        *(
            _field(name, "As the option of letterbook ask.", _TEXT)
            for name in "sender addressee place kind text sum".split()
        ),
        *(
            _field(name, "A year, a month or a day.", {"type": "string", "examples": ["1921-04"]})
            for name in ("from", "to")
        ),
    ]
    answers = _answers({200: [_HTML], **{code: [_HTML] for code in (400, 403, 429, 503)}, 404: [_PLAIN]})
    language = _in_path("language", "The language of the page.", languages()[0], {"enum": list(languages())})
    terms = _operation("what the page completes", [], _answers({200: ["application/json"]}))
    return {
        "/sparql.html": {"get": _operation("the page of questions", fields, answers)},
        "/{language}/sparql.html": {
            "get": _operation("the page of questions in a language", [language, *fields], answers)
        },
        "/sparql-terms.json": {"get": terms},
    }


def _fragments() -> dict[str, Any]:
    fields = [
        _field("subject", "An IRI.", _TEXT),
        {**_field("predicate", "An IRI.", _TEXT), "example": "http://www.w3.org/2000/01/rdf-schema#label"},
        _field("object", 'An IRI, or a literal such as "Brief"@de.', _TEXT),
        _field("page", "The number of the page.", {"type": "integer", "minimum": 1, "maximum": 100_000}),
    ]
    answers = _answers({200: _FRAGMENT_TYPES, **{code: [_PLAIN] for code in (400, 406, 429, 503)}})
    return {"/fragments": {"get": _operation("Triple Pattern Fragments", fields, answers)}}


def _reconciliation() -> dict[str, Any]:
    """The service of version 0.2, https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/."""
    json_type = "application/json"
    batch = json.dumps({"q0": {"query": "Mustafa Kemal", "limit": 3}})
    fields = [
        {**_field("queries", "A batch of queries as JSON.", _TEXT), "example": batch},
        _field("extend", "A request for values as JSON.", _TEXT),
    ]
    refused: dict[int, list[str]] = {code: [_PLAIN] for code in (400, 404, 408, 413)}
    answers = _answers({200: [json_type], **refused})
    form = {"type": "object", "properties": {"queries": {"type": "string", "examples": [batch]}, "extend": _TEXT}}
    prefix, cursor = (
        _field("prefix", "What has been typed.", _TEXT),
        _field("cursor", "How many to leave out.", {"type": "integer"}),
    )
    named = {**_field("id", "A document, by its path.", _TEXT), "example": "actor/mustafa-kemal"}
    shown = _answers({200: [_HTML, json_type], **refused})
    found = {
        "/reconcile": {
            "get": _operation("Reconciliation API 0.2: the manifest, queries, values", fields, answers),
            "post": _operation("the same in a form", [], answers, {"content": {_FORM: {"schema": form}}}),
        },
        "/reconcile/properties": {
            "get": _operation("properties of a type", [_field("type", "A type.", _TEXT)], answers)
        },
        "/reconcile/preview": {"get": _operation("a document in a small window", [named], shown)},
        "/reconcile/flyout/entity": {"get": _operation("a document in a few words", [named], shown)},
    }
    for what in ("entity", "property", "type"):
        operation = _operation(f"suggestions while a name of this kind is typed: {what}", [prefix, cursor], answers)
        found[f"/reconcile/suggest/{what}"] = {"get": operation}
    return found


def _operation(
    words: str, fields: list[dict[str, Any]], answers: Mapping[str, Any], body: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {"summary": words, "parameters": fields, "responses": answers, **({"requestBody": body} if body else {})}


def _answers(types: Mapping[int, Iterable[str]]) -> dict[str, Any]:
    return {
        str(status): {
            "description": _WORDS[status],
            **({"content": {each: {} for each in media}} if (media := list(media_types)) else {}),
        }
        for status, media_types in sorted(types.items())
    }


def _field(name: str, words: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _in_path(name: str, words: str, example: str, schema: Mapping[str, Any] = _TEXT) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": words, "schema": schema, "example": example}
