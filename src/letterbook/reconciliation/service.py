"""A W3C Reconciliation service asked for candidates: its manifest, then the names in batches.

Source:  Reconciliation Service API 0.2, https://reconciliation-api.github.io/specs/0.2/, sections 3 (manifest) and 4 (queries)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from letterbook.authorityfiles import canonical
from letterbook.errors import NetworkError, TermError
from letterbook.network import Host
from letterbook.reconciliation.candidates import BODIES, MOST_CANDIDATES, Candidate, Question, best
from letterbook.terms import iri

VERSIONS = ("0.1", "0.2")
"""The versions of the protocol that are spoken; a manifest that names none is of 0.1."""

BATCH = 10
"""How many names go into one request: as many as OpenRefine sends, which every service takes."""

_TYPE_NAMES = {
    "person": ("person", "human"),
    "place": ("place", "location", "geographic location"),
    "office": ("office", "position", "occupation"),
    **dict.fromkeys(BODIES, ("organization", "organisation", "corporate body")),
}


class Service:
    """One service, as its manifest describes it."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._address = host.address.geturl()
        manifest = self._understood(host.get(self._address))
        if not isinstance(manifest.get("name"), str) or not isinstance(manifest.get("identifierSpace"), str):
            raise self._wrong("the manifest has no name and no identifierSpace")
        versions = manifest.get("versions", ["0.1"])
        if not isinstance(versions, list) or not set(VERSIONS) & {str(each) for each in versions}:
            raise self._wrong(f"it speaks {versions} of the protocol, not {' or '.join(VERSIONS)}")
        if "authentication" in manifest:
            raise self._wrong("it asks for a key, and keys are not sent")
        self.name: str = manifest["name"]
        self._space: str = manifest["identifierSpace"]
        view = manifest.get("view")
        self._view = view.get("url", "") if isinstance(view, dict) and isinstance(view.get("url"), str) else ""
        types = manifest.get("defaultTypes")
        self._types = [each for each in types if isinstance(each, dict)] if isinstance(types, list) else []

    def ask(self, questions: Sequence[Question]) -> Iterator[list[tuple[Question, list[Candidate]]]]:
        """The answers, one batch after the other, so that what is answered can be kept.

        Raises:  NetworkError.
        """
        for start in range(0, len(questions), BATCH):
            batch = {f"q{number}": each for number, each in enumerate(questions[start : start + BATCH])}
            queries = json.dumps({key: self._query(each) for key, each in batch.items()}, ensure_ascii=False)
            answer = self._understood(self._host.post(self._address, {"queries": queries}))
            yield [(question, self._candidates(answer, key)) for key, question in batch.items()]

    def _query(self, question: Question) -> dict[str, Any]:
        query: dict[str, Any] = {"query": question.name, "limit": MOST_CANDIDATES}
        wanted = _TYPE_NAMES.get(question.kind, ())
        fitting = [each["id"] for each in self._types if str(each.get("name", "")).lower() in wanted and "id" in each]
        return query | ({"type": fitting[0]} if len(fitting) == 1 else {})

    def _candidates(self, answer: dict[str, Any], key: str) -> list[Candidate]:
        given = answer.get(key)
        results = given.get("result") if isinstance(given, dict) else None
        if not isinstance(results, list):
            raise self._wrong(f"the answer has no result for {key}")
        return best([candidate for each in results for candidate in self._candidate(each)])

    def _candidate(self, given: Any) -> Iterator[Candidate]:
        """The candidate, if its id makes an address."""
        try:
            identifier, label, score = given["id"], given["name"], float(given["score"])
            description = given.get("description") or ", ".join(
                str(each.get("name", each["id"]) if isinstance(each, dict) else each) for each in given.get("type", ())
            )
            if not isinstance(identifier, str) or not isinstance(label, str):
                raise TypeError
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self._wrong("a candidate has no id, name and score") from error
        address = self._address_of(identifier)
        try:
            iri(address)
        except TermError:
            self._host.tell(f"{self._host.name}: the candidate {identifier!r} has no address and is left out")
            return
        yield Candidate(
            canonical(address), " ".join(label.split()), " ".join(str(description).split()), round(score, 3)
        )

    def _address_of(self, identifier: str) -> str:
        if identifier.startswith(("http://", "https://")):
            return identifier
        if self._space.startswith("http") and self._space[-1] in "/#=":
            return self._space + identifier
        return self._view.replace("{{id}}", identifier) if "{{id}}" in self._view else identifier

    def _understood(self, data: bytes) -> dict[str, Any]:
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise self._wrong(f"the answer is not JSON: {data[:40]!r}") from error
        if not isinstance(found, dict):
            raise self._wrong("the answer is not a JSON object")
        return found

    def _wrong(self, what: str) -> NetworkError:
        return NetworkError(
            f"{self._host.name} does not answer as a reconciliation service: {what}",
            self._address,
            "name the address of a service of the protocol 0.2",
        )
