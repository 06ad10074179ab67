"""What the page asks besides: what the IRIs of an answer are called, and where its places lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from letterbook.catalogue.graph import Words
from letterbook.terms import Term, iri_text, literal_parts
from letterbook.vocabulary import prefixes_under
from letterbook.web.asking.rows import TABLE, Rows, is_literal
from letterbook.web.folder import Snapshot
from letterbook.web.pages.index import degrees
from letterbook.workers import Question

MOST_NAMED = 3_000
_A_QUESTION_BYTES = 50_000

_LABELS = """SELECT ?node ?label ?latitude ?longitude {{ VALUES ?node {{ {nodes} }}
{{ ?node rdfs:label|skos:prefLabel|schema:name ?label }}
UNION {{ ?node schema:geo ?point . ?point schema:latitude ?latitude ; schema:longitude ?longitude }} }}"""


def label_questions(build: Snapshot, iris: Iterable[Term]) -> Iterator[Question]:
    """The questions after labels and coordinates of the first of these IRIs."""
    some: list[Term] = []
    size = 0
    for number, term in enumerate(iris):
        size += len(term.encode()) + 1
        if some and (size > _A_QUESTION_BYTES or number >= MOST_NAMED):
            yield _question(build, some)
            some, size = [], len(term.encode())
        if number >= MOST_NAMED:
            return
        some.append(term)
    if some:
        yield _question(build, some)


def _question(build: Snapshot, terms: list[Term]) -> Question:
    return Question(
        _LABELS.format(nodes=" ".join(terms)), base=build.base, prefixes=prefixes_under(build.base), table=TABLE
    )


def take_labels(rows: Rows, labels: dict[Term, list[Words]], coordinates: dict[Term, tuple[float, float]]) -> None:
    """Put the answer to a question after labels into the tables."""
    for node, label, latitude, longitude in rows.rows:
        if node is None:
            continue
        if label is not None and is_literal(label):
            parts = literal_parts(label)
            labels.setdefault(node, []).append(Words(parts.text, parts.language))
        elif latitude is not None and longitude is not None:
            point = [
                degrees(literal_parts(each).text if is_literal(each) else "", most)
                for each, most in ((latitude, 90), (longitude, 180))
            ]
            if point[0] is not None and point[1] is not None:
                coordinates[node] = (point[0], point[1])


def short(term: Term, prefixes: Mapping[str, str], base: str) -> str:
    """An IRI as it is written in a query: with a prefix, else below the base, else whole."""
    text = iri_text(term)
    for prefix, namespace in prefixes.items():
        if text.startswith(namespace) and len(text) > len(namespace):
            return f"{prefix}:{text[len(namespace) :]}"
    return text.removeprefix(base) or text
