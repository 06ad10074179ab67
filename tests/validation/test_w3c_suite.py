"""The W3C test suite for SHACL, from its manifests, through the seam and by both engines.

The suite's data and shapes have blank nodes, which Letterbook's have not; the seam passes them on. An expected result counts
as found where focus node, path, component and severity agree, a blank node with any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

import pyoxigraph
import pytest

from letterbook.errors import ShapesError
from letterbook.findings import Severity
from letterbook.terms import Document, Term, Triple
from letterbook.validation import Shapes, Violation
from letterbook.vocabulary import RDF

pytestmark = pytest.mark.shared

SUITE = Path(__file__).resolve().parents[2].parent / "shared/suites/shacl-core-tests/data-shapes-test-suite/tests"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
SH = "http://www.w3.org/ns/shacl#"
SEVERITIES = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.NOTE}
Expected = Counter[tuple[str, bool, str, Severity]]

MISSES = {
    (
        "confirm",
        "core/property/uniqueLang-002",
    ): 'rdflib takes "1"^^xsd:boolean for true where the suite wants true alone',
    (
        "confirm",
        "sparql/node/prefixes-001",
    ): "pySHACL does not follow owl:imports to prefixes that are declared elsewhere",
    ("confirm", "sparql/pre-binding/shapesGraph-001"): "pySHACL has no $shapesGraph",
    (
        "validate",
        "sparql/pre-binding/unsupported-sparql-004",
    ): "the compiled engine evaluates a query that it should refuse",
}


@dataclass(frozen=True)
class W3CTest:
    """One entry of a manifest; ``expected`` is None where the shapes must be refused."""

    name: str
    data: Path
    shapes: Path
    expected: Expected | None


def parse(path: Path) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(path.read_bytes(), pyoxigraph.RdfFormat.TURTLE, base_iri=path.as_uri()))


def path_of(iri: str) -> Path:
    return Path(unquote(urlparse(iri).path))


def statements(path: Path) -> tuple[Triple, ...]:
    return tuple((Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))) for q in parse(path))


def key(focus: str, has_path: bool, component: str, severity: Severity) -> tuple[str, bool, str, Severity]:
    return ("_:" if focus.startswith("_:") else focus, has_path, component, severity)


def read_manifest(manifest: Path) -> Iterator[W3CTest]:
    """The tests of a manifest and of those that it includes, in their order."""
    quads = parse(manifest)
    about: dict[tuple[str, str], list[str]] = {}
    for q in quads:
        about.setdefault((str(q.subject), q.predicate.value), []).append(str(q.object))

    def value(subject: str, predicate: str) -> str:
        return next(iter(about.get((subject, predicate), [""])))

    for included in (str(q.object) for q in quads if q.predicate.value == MF + "include"):
        yield from read_manifest(path_of(included[1:-1]))
    for entry in (
        str(q.subject) for q in quads if str(q.object) == f"<{SHT}Validate>" and q.predicate.value == RDF + "type"
    ):
        action, result = value(entry, MF + "action"), value(entry, MF + "result")
        expected: Expected | None = None
        if result != f"<{SHT}Failure>":
            expected = Counter(
                key(
                    value(each, SH + "focusNode"),
                    bool(value(each, SH + "resultPath")),
                    value(each, SH + "sourceConstraintComponent")[1:-1].rpartition("#")[2],
                    SEVERITIES.get(value(each, SH + "resultSeverity")[1:-1].removeprefix(SH), Severity.ERROR),
                )
                for each in about.get((result, SH + "result"), ())
            )
        yield W3CTest(
            f"{manifest.parent.relative_to(SUITE).as_posix()}/{entry[1:-1].rpartition('/')[2]}",
            path_of(value(action, SHT + "dataGraph")[1:-1]),
            path_of(value(action, SHT + "shapesGraph")[1:-1]),
            expected,
        )


TESTS = list(read_manifest(SUITE / "manifest.ttl")) if SUITE.is_dir() else []


def test_the_manifests_are_found() -> None:
    """A manifest that is not followed would pass in silence."""
    core = [test for test in TESTS if test.name.startswith("core/")]
    assert (len(core), len(TESTS) - len(core)) == (98, 22)


def found_by(engine: str, test: W3CTest) -> list[Violation] | None:
    """What an engine finds; None where it refuses the shapes."""
    document = Document(Term("<urn:data>"), Term("<urn:data>"), statements(test.data))
    try:
        shapes = Shapes(statements(test.shapes))
        return shapes.validate(document) if engine == "validate" else shapes.confirm(document)
    except ShapesError:
        return None


@pytest.mark.parametrize(
    ("engine", "test"),
    [
        pytest.param(
            engine, test, id=f"{engine} {test.name}",
            marks=[pytest.mark.xfail(reason=MISSES[engine, test.name])] if (engine, test.name) in MISSES else [],
        )
        for test in TESTS for engine in ("validate", "confirm")
    ],
)  # fmt: skip
def test_an_engine_finds_what_the_suite_expects(engine: str, test: W3CTest) -> None:
    found = found_by(engine, test)
    assert (found is None) == (test.expected is None)
    if found is not None and test.expected is not None:
        got = Counter(key(v.focus, bool(v.path), v.component, v.severity) for v in found)
        # The seam gives each violation once: what differs in its shape or its message alone may fall together.
        assert set(got) == set(test.expected)
        assert all(got[each] <= test.expected[each] for each in got)
