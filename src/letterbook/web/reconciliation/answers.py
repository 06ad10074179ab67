"""What the reconciliation service answers, in the words of version 0.2 and, where it differs, of the draft of 1.0.

Source:  Reconciliation Service API 0.2, sections 3 to 7, https://reconciliation-api.github.io/specs/0.2/; 1.0 draft
"""

from __future__ import annotations

from typing import Any

from letterbook.web.folder import Snapshot
from letterbook.web.reconciliation.matching import PROPERTIES, TYPES, Candidate
from letterbook.web.reconciliation.questions import Extension
from letterbook.web.search import Named, Value

DRAFT = "1.0-draft"
PREVIEW_WIDTH, PREVIEW_HEIGHT = 400, 160
MOST_SUGGESTED = 20


def manifest(build: Snapshot, address: str) -> dict[str, Any]:
    """What the service is and can do; ``address`` is where it is asked."""
    offered = {
        "entity": {
            "service_url": address,
            "service_path": "/suggest/entity",
            "flyout_service_url": address,
            "flyout_service_path": "/flyout/entity?id=${id}",
        },
        "property": {"service_url": address, "service_path": "/suggest/property"},
        "type": {"service_url": address, "service_path": "/suggest/type"},
    }
    return {
        "versions": ["0.2"],
        "name": build.title or build.base,
        "identifierSpace": build.base,
        "schemaSpace": f"{build.base}vocab/types",
        "view": {"url": f"{build.base}{{{{id}}}}"},
        "defaultTypes": types(),
        "suggest": offered,
        "preview": {"url": f"{address}/preview?id={{{{id}}}}", "width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Most values",
                    "type": "number",
                    "default": 0,
                    "help_text": "How many values of one property are wanted; 0 for all.",
                }
            ],
        },
    }


def manifest_of_draft(build: Snapshot) -> dict[str, Any]:
    """The same in the draft of version 1.0, in which the addresses are agreed."""
    return {
        "versions": [DRAFT],
        "name": build.title or build.base,
        "view": {"url": f"{build.base}{{id}}"},
        "defaultTypes": types(),
        "suggest": {"entity": True, "property": True, "type": True},
        "preview": {"width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
        "extend": {"proposeProperties": True},
        "standardizedScore": True,
    }


def types() -> list[dict[str, str]]:
    """All types with their names."""
    return [{"id": kind, "name": name} for kind, name in TYPES.items()]


def properties_of(kind: str = "") -> list[dict[str, str]]:
    """The properties of a type, or all."""
    return [{"id": key, "name": name} for key, (name, kinds, _) in PROPERTIES.items() if not kind or kind in kinds]


def result(candidate: Candidate) -> dict[str, Any]:
    """A candidate, with what its score is made of."""
    named = candidate.named
    return {
        "id": named.path,
        "name": named.label,
        "description": named.description,
        "type": [{"id": named.kind, "name": TYPES[named.kind]}],
        "score": candidate.score,
        "match": candidate.match,
        "features": [{"id": key, "name": key, "value": value} for key, value in candidate.features],
    }


def suggestion(named: Named) -> dict[str, Any]:
    """A document as it is suggested while a name is typed."""
    kind = {"id": named.kind, "name": TYPES[named.kind]}
    return {"id": named.path, "name": named.label, "description": named.description, "notable": [kind]}


def named_so(offers: list[dict[str, str]], prefix: str) -> list[dict[str, str]]:
    """Those types or properties of which a word of the name, or the id, begins so."""
    start = prefix.casefold().strip()
    return [
        each
        for each in offers
        if each["id"].startswith(start) or any(word.startswith(start) for word in each["name"].casefold().split())
    ]


def extended(asked: Extension, found: dict[str, Named]) -> dict[str, Any]:
    """The values that were asked for, by document and property."""
    rows: dict[str, Any] = {}
    for path in asked.ids:
        have = found[path].properties if path in found else {}
        rows[path] = {key: _some(have.get(key, []), most) for key, most in asked.properties}
    return {"meta": _meta(asked), "rows": rows}


def extended_in_draft(asked: Extension, found: dict[str, Named]) -> dict[str, Any]:
    """The same as lists, as the draft of version 1.0 has it."""
    rows = [
        {"id": path, "properties": [{"id": key, "values": values} for key, values in row.items()]}
        for path, row in extended(asked, found)["rows"].items()
    ]
    return {"meta": _meta(asked), "rows": rows}


def _some(values: list[Value], most: int) -> list[Value]:
    return values[:most] if most else values


def _meta(asked: Extension) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for key, _ in asked.properties:
        name, _, kind = PROPERTIES.get(key, (key, (), ""))
        found.append({"id": key, "name": name} | ({"type": {"id": kind, "name": TYPES[kind]}} if kind else {}))
    return found
