"""What the field for SPARQL completes: prefixes, the terms of the vocabularies and of the letterbook, and its documents."""

from __future__ import annotations

import csv
import json
from functools import cache

import pyoxigraph

from letterbook.resources import resource_folder
from letterbook.vocabulary import PREFIXES, prefixes_under
from letterbook.web.folder import Snapshot

MOST_DOCUMENTS = 2_000
_VOID = "http://rdfs.org/ns/void#"
_KINDS = {"class": "c", "datatype": "c", "property": "p", "individual": "i"}
_NAMED = ("actor/", "office/", "place/", "topic/", "edition/", "currency/")


def terms_of(build: Snapshot) -> bytes:
    """All that is completed, as JSON.

    Form:    ``prefixes`` with their namespaces; ``terms`` each with its kind (c class, p property, i named value, t type of this
             letterbook) and how often the data have it; ``documents`` are paths of those that describe somebody or something.
    """
    prefixes = prefixes_under(build.base)
    used = _used(build)
    known = dict(_of_vocabularies())
    for term, (kind, _) in used.items():
        known.setdefault(term, kind)
    terms = [(term, kind, used.get(term, ("", 0))[1]) for term, kind in known.items()]
    terms += [(term, "t", 1) for term in _types(build, prefixes["t"])]
    terms.sort(key=lambda each: (not each[2], each[0]))
    documents = sorted(path for folder in _NAMED for path in build.offers.below(folder))[:MOST_DOCUMENTS]
    return json.dumps({"prefixes": prefixes, "terms": terms, "documents": documents}, ensure_ascii=False).encode()


@cache
def _of_vocabularies() -> tuple[tuple[str, str], ...]:
    """The terms of the tables in ``ontology/``, and of the small vocabularies that have no table."""
    found: dict[str, str] = {}
    for path in sorted(resource_folder("ontology").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["name"], _KINDS.get(row["kind"], "i"))
    return tuple(sorted(found.items()))


def _used(build: Snapshot) -> dict[str, tuple[str, int]]:
    """The classes and properties that the data have, as the description of the data set counts them."""
    file = build.open_file("void.nt")
    if file is None:
        return {}
    with open(file.descriptor, "rb") as opened:  # noqa: PTH123 (a descriptor)
        data = opened.read()
    terms: dict[str, tuple[str, str]] = {}
    counts: dict[str, int] = {}
    for triple in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES):
        name, node = triple.predicate.value.removeprefix(_VOID), str(triple.subject)
        if name in ("class", "property") and isinstance(triple.object, pyoxigraph.NamedNode):
            terms[node] = (_prefixed(triple.object.value), name[0])
        elif name in ("entities", "triples") and isinstance(triple.object, pyoxigraph.Literal):
            counts[node] = int(triple.object.value)
    return {term: (kind, counts.get(node, 1)) for node, (term, kind) in terms.items() if term}


def _prefixed(text: str) -> str:
    return next((f"{prefix}:{text[len(space) :]}" for prefix, space in PREFIXES.items() if text.startswith(space)), "")


def _types(build: Snapshot, namespace: str) -> list[str]:
    """The types and roles of this letterbook."""
    file = build.open_file("vocab/types.nt")
    if file is None:
        return []
    with open(file.descriptor, "rb") as opened:  # noqa: PTH123 (a descriptor)
        data = opened.read()
    subjects = {
        triple.subject.value
        for triple in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES)
        if isinstance(triple.subject, pyoxigraph.NamedNode) and triple.subject.value.startswith(namespace)
    }
    return sorted(f"t:{subject.removeprefix(namespace)}" for subject in subjects)
