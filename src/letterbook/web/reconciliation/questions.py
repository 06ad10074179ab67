"""What a client asks of the reconciliation service, understood: queries, and requests for the values of properties.

Source:  Reconciliation Service API 0.2, sections 4.2 (queries) and 7 (data extension); 1.0 draft, sections 4 and 6,
         https://reconciliation-api.github.io/specs/draft/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from letterbook.web.protocol import RefusedError
from letterbook.web.reconciliation.matching import Wanted

MOST_QUERIES = 50
MOST_CANDIDATES = 50
MOST_IDS = 500
MOST_PROPERTIES = 30
LONGEST_NAME = 300
"""How many questions, candidates, ids and properties one request may have; a longer name is cut there for the comparison."""

_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Extension:
    """A request for the values of properties of some documents."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]  # each with how many values are wanted, 0 for all


def queries_of(text: str) -> dict[str, Wanted]:
    """The questions of one batch by their keys, as version 0.2 has them.

    Raises:  RefusedError for what is no batch of queries, or beyond the limits.
    """
    given = parsed(text, "queries")
    return {str(key): _query(each) for key, each in bounded(given, MOST_QUERIES, "queries").items()}


def conditions_of(text: str) -> list[Wanted]:
    """The questions of one batch in order, as the draft of version 1.0 has them.

    Raises:  RefusedError.
    """
    given = parsed(text, "the request").get("queries")
    if not isinstance(given, list):
        raise RefusedError(400, 'The request has no list "queries".')
    return [_of_conditions(each) for each in bounded(dict(enumerate(given)), MOST_QUERIES, "queries").values()]


def extension_of(text: str) -> Extension:
    """The documents and properties of a request for values.

    Raises:  RefusedError.
    """
    given = parsed(text, "extend")
    ids, properties = given.get("ids"), given.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise RefusedError(400, 'The request has no lists "ids" and "properties".')
    if len(ids) > MOST_IDS or len(properties) > MOST_PROPERTIES:
        raise RefusedError(413, f"A request may have {MOST_IDS} ids and {MOST_PROPERTIES} properties, no more.")
    wanted = []
    for each in properties:
        if not isinstance(each, dict) or not isinstance(each.get("id"), str):
            raise RefusedError(400, 'A property has no "id".')
        settings = each.get("settings")
        limit = settings.get("limit") if isinstance(settings, dict) else 0
        wanted.append((each["id"], _number(limit, 0)))
    return Extension(tuple(dict.fromkeys(str(each) for each in ids)), tuple(wanted))


def parsed(text: str, what: str) -> dict[str, Any]:
    """An object of JSON.

    Raises:  RefusedError for what is none.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, f"What stands in {what} is not JSON.") from error
    if not isinstance(found, dict):
        raise RefusedError(400, f"What stands in {what} is not an object of JSON.")
    return found


def bounded(given: Mapping[Any, Any], most: int, what: str) -> Mapping[Any, Any]:
    """The same, where it has not too many entries."""
    if len(given) > most:
        raise RefusedError(413, f"A request may have {most} {what}, no more.")
    return given


def _query(given: Any) -> Wanted:
    if isinstance(given, str):
        given = {"query": given}
    if not isinstance(given, dict) or not isinstance(given.get("query", ""), str):
        raise RefusedError(400, 'A query has no text "query".')
    properties = given.get("properties") or []
    if not isinstance(properties, list) or len(properties) > MOST_PROPERTIES:
        raise RefusedError(400, f'"properties" is a list of at most {MOST_PROPERTIES}.')
    return Wanted(
        name=given.get("query", "")[:LONGEST_NAME],
        types=_types(given.get("type")),
        strict=given.get("type_strict", "any") != "should",
        properties=tuple(
            (each["pid"], _values(each.get("v")))
            for each in properties
            if isinstance(each, dict) and isinstance(each.get("pid"), str)
        ),
        most=min(_number(given.get("limit"), _CANDIDATES), MOST_CANDIDATES),
    )


def _of_conditions(given: Any) -> Wanted:
    conditions = given.get("conditions") if isinstance(given, dict) else None
    if not isinstance(conditions, list) or not conditions or len(conditions) > MOST_PROPERTIES:
        raise RefusedError(400, f'A query has one to {MOST_PROPERTIES} "conditions".')
    name, properties = "", []
    for each in conditions:
        kind = each.get("matchType") if isinstance(each, dict) else None
        if kind not in ("name", "id", "property"):
            raise RefusedError(400, 'The "matchType" of a condition is name, id or property.')
        values = _values(each.get("propertyValue"))
        if kind == "name":
            name = name or next(iter(values), "")
        else:
            properties.append((str(each.get("propertyId", "")) if kind == "property" else "iri", values))
    return Wanted(
        name=name[:LONGEST_NAME],
        types=_types(given.get("type")),
        properties=tuple(properties),
        most=min(_number(given.get("limit"), _CANDIDATES), MOST_CANDIDATES),
    )


def _types(given: Any) -> tuple[str, ...]:
    """One type or several, each by its id or as an object with it."""
    several = given if isinstance(given, list) else [given] if given else []
    return tuple(str(each.get("id", "")) if isinstance(each, dict) else str(each) for each in several)


def _values(given: Any) -> tuple[str, ...]:
    several = given if isinstance(given, list) else [given]
    found = [each.get("id") or each.get("name") if isinstance(each, dict) else each for each in several]
    return tuple(str(each)[:LONGEST_NAME] for each in found if each not in (None, ""))


def _number(given: Any, otherwise: int) -> int:
    try:
        number = int(given)
    except (TypeError, ValueError, OverflowError):
        return otherwise
    return number if number > 0 else otherwise
