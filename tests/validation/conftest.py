"""The shapes, the term tables and a made-up letter with all its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pyoxigraph
import pytest

from letterbook.terms import Document, Term, Triple, document, iri, iri_text, literal
from letterbook.validation import Shapes, TermTables, load_shapes, load_term_tables
from letterbook.vocabulary import PREFIXES, term

ROOT = Path(__file__).parents[2]
BASE = "https://letters.example/"
TEXT = "𝔑o 7 —\n\nSir, the gift is here."
"""The transcript of the letter; its first character lies outside the Basic Multilingual Plane."""
NAMES = {
    **PREFIXES,
    "L": BASE + "letter/1#",
    "R": BASE + "letter/1-reply#",
    "E": BASE + "letter/1/evidence#",
    "t": BASE + "vocab/types#",
    "rule": BASE + "vocab/rules#",
}

Types = Mapping[Term, tuple[Term, ...]]
Sample = Mapping[str, Document]


def _turtle(text: str) -> list[Triple]:
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in NAMES.items())
    quads = pyoxigraph.parse((head + text).encode(), pyoxigraph.RdfFormat.TURTLE, base_iri=BASE)
    return [(Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))) for q in quads]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def triples() -> Callable[[str], list[Triple]]:
    """Read Turtle whose prefixes are those of the sample."""
    return _turtle


@pytest.fixture(scope="session")
def node() -> Callable[[str], Term]:
    """The term of a prefixed name, or of an address relative to the sample's base."""

    def found(name: str) -> Term:
        prefix, _, local = name.partition(":")
        return iri(NAMES[prefix] + local if prefix in NAMES else BASE + name)

    return found


@pytest.fixture(scope="session")
def sample() -> Sample:
    """The documents of the sample by their addresses."""
    graphs: dict[str, list[Triple]] = {}
    path = Path(__file__).parent / "sample.trig"
    for q in pyoxigraph.parse(path.read_bytes(), pyoxigraph.RdfFormat.TRIG):
        name = str(q.graph_name)[1:-1]
        graphs.setdefault(name, []).append((Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))))
    return {
        name.removeprefix(BASE): document(name, iri(name), statements) for name, statements in sorted(graphs.items())
    }


@pytest.fixture(scope="session")
def types(sample: Sample) -> Types:
    """The classes of every node of the sample."""
    found: dict[Term, list[Term]] = {}
    for each in sample.values():
        for subject, predicate, value in each.triples:
            if predicate == term("rdf:type"):
                found.setdefault(subject, []).append(value)
    return {subject: tuple(classes) for subject, classes in found.items()}


@pytest.fixture(scope="session")
def context(types: Types) -> Callable[[Document], list[Triple]]:
    """What a document of the sample must know of the others: classes, and the text of the transcript."""

    def around(one: Document) -> list[Triple]:
        own = {subject for subject, predicate, _ in one.triples if predicate == term("rdf:type")}
        found = [
            (subject, term("rdf:type"), kind)
            for subject, kinds in types.items()
            if subject not in own
            for kind in kinds
        ]
        if iri_text(one.iri).endswith("/evidence"):
            found.append((iri(BASE + "letter/1.txt"), term("crm:P190_has_symbolic_content"), literal(TEXT)))
        return found

    return around


@pytest.fixture(scope="session")
def shapes(root: Path) -> Shapes:
    """The shapes of the project."""
    return load_shapes(sorted((root / "shapes").glob("*.ttl")))


@pytest.fixture(scope="session")
def tables(root: Path) -> TermTables:
    """The term tables of the project."""
    return load_term_tables(sorted((root / "ontology").glob("*.csv")))


@pytest.fixture(scope="session")
def changed() -> Callable[[Document, Iterable[Triple], Iterable[Triple]], Document]:
    """A document without some statements and with some more; what is taken away must be there."""

    def change(one: Document, less: Iterable[Triple], more: Iterable[Triple]) -> Document:
        gone = set(less)
        assert gone <= set(one.triples), f"not in the sample: {gone - set(one.triples)}"
        return document(iri_text(one.iri), one.root, [*(t for t in one.triples if t not in gone), *more])

    return change
