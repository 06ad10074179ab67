"""Two engines, one seam: the same verdict, no network, broken shapes refused aloud."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from letterbook.errors import ShapesError
from letterbook.findings import Severity
from letterbook.terms import XSD, Document, Term, Triple, document, iri, literal
from letterbook.validation import Shapes, Violation, disagreement, load_shapes, read_shapes
from letterbook.vocabulary import term

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
X = "http://x.example/"
THING, P, Q = iri(X + "thing"), iri(X + "p"), iri(X + "q")


def thing(*statements: tuple[Term, Term]) -> Document:
    return document(
        X + "doc", THING, [(THING, term("rdf:type"), iri(X + "T")), *((THING, p, value) for p, value in statements)]
    )


def shape(body: str) -> Shapes:
    return read_shapes(HEAD + "x:S a sh:NodeShape ; sh:targetClass x:T ; " + body)


def both(shapes: Shapes, one: Document) -> list[Violation]:
    found, confirmed = shapes.validate(one), shapes.confirm(one)
    assert found == confirmed
    return found


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("x:p", "<http://x.example/p>"),
        ("[ sh:inversePath x:p ]", "^<http://x.example/p>"),
        ("( x:p x:q )", "(<http://x.example/p>/<http://x.example/q>)"),
        ("[ sh:alternativePath ( x:p x:q ) ]", "(<http://x.example/p>|<http://x.example/q>)"),
        ("[ sh:zeroOrMorePath x:p ]", "(<http://x.example/p>)*"),
        ("[ sh:oneOrMorePath x:p ]", "(<http://x.example/p>)+"),
        ("[ sh:zeroOrOnePath x:p ]", "(<http://x.example/p>)?"),
        ("( x:p [ sh:inversePath x:q ] [ sh:zeroOrMorePath x:p ] )", "(<http://x.example/p>/^<http://x.example/q>/(<http://x.example/p>)*)"),
    ],
)  # fmt: skip
def test_both_engines_write_a_path_in_one_way(path: str, written: str) -> None:
    (violation,) = both(shape(f'sh:property [ sh:path {path} ; sh:minCount 9 ; sh:message "too few" ] .'), thing())
    assert violation.path == written


def test_a_violation_tells_focus_path_value_message_severity_shape_and_component() -> None:
    shapes = shape(
        "sh:property x:S-p . x:S-p a sh:PropertyShape ; sh:path x:p ; sh:datatype xsd:integer ;"
        ' sh:severity sh:Warning ; sh:message "a number is wanted"@en .'
    )
    assert both(shapes, thing((P, literal("x")))) == [
        Violation(
            code="L401",
            focus=THING,
            path="<http://x.example/p>",
            value='"x"',
            message="a number is wanted",
            severity=Severity.WARNING,
            shape=X + "S-p",
            component="DatatypeConstraintComponent",
        )
    ]


def test_a_shape_without_a_name_is_told_by_the_shape_that_holds_it() -> None:
    (violation,) = both(shape('sh:property [ sh:path x:p ; sh:minCount 1 ; sh:message "one" ] .'), thing())
    assert violation.shape == X + "S"


@pytest.mark.parametrize(
    "value",
    [
        literal("007", datatype=XSD + "integer"),
        literal("1.70", datatype=XSD + "decimal"),
        literal("1850-02-31T00:00:00", datatype=XSD + "dateTime"),
        literal("Brief", language="de"),
        literal('a "quote", a \\ and a\nline and \x07'),
        literal("𝔑", datatype=X + "own"),
    ],
)
def test_a_literal_reaches_both_engines_as_it_is_written(value: Term) -> None:
    """Neither rewrites "007" to "7"; what is no value of its datatype still has its text."""
    shapes = shape('sh:property [ sh:path x:p ; sh:maxCount 0 ; sh:message "none" ] ; sh:property x:S-q .'
                   'x:S-q sh:path x:p ; sh:in ( 1 ) ; sh:message "one" .')  # fmt: skip
    found = both(shapes, thing((P, value)))
    assert {v.component for v in found} == {"MaxCountConstraintComponent", "InConstraintComponent"}
    assert (
        read_shapes(
            HEAD + f'x:S sh:targetSubjectsOf x:p ; sh:property [ sh:path x:p ; sh:hasValue {value} ; sh:message "m" ] .'
        ).confirm(thing((P, value)))
        == []
    )


def test_a_node_that_another_document_describes_is_judged_there() -> None:
    shapes = shape('sh:property [ sh:path x:p ; sh:minCount 1 ; sh:class x:T ; sh:message "m" ] .')
    other = iri(X + "other")
    context = [(other, term("rdf:type"), iri(X + "T"))]
    one = thing((P, other))
    assert shapes.validate(one, context) == shapes.confirm(one, context) == []
    assert [v.focus for v in shapes.validate(one)] == [THING]


@pytest.mark.parametrize(
    "body",
    [
        "sh:property [ sh:path x:p ; sh:class x:C ; sh:message 'm' ] .",
        "sh:property [ sh:path ( x:p [ sh:zeroOrOnePath x:q ] ) ; sh:class x:C ; sh:message 'm' ] .",
        "sh:property [ sh:path x:p ; sh:node [ sh:class x:C ] ; sh:message 'm' ] .",
        "sh:property [ sh:path x:p ; sh:qualifiedValueShape [ sh:class x:C ] ; sh:qualifiedMinCount 1 ; sh:message 'm' ] .",
        "sh:property [ sh:path x:p ; sh:or ( [ sh:class x:C ] [ sh:class x:D ] ) ; sh:message 'm' ] .",
        "sh:property [ sh:path ( x:p <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ; sh:hasValue x:C ; sh:message 'm' ] .",
        "sh:sparql [ sh:message 'm' ; sh:select 'SELECT $this WHERE { $this <http://x.example/p> ?v . OPTIONAL { ?v a ?t } FILTER(!BOUND(?t)) }' ] .",
        "sh:property [ sh:path x:p ; sh:node x:U ; sh:message 'm' ] . x:U sh:targetClass x:V ; sh:class x:C .",
    ],
)  # fmt: skip
def test_a_class_that_a_shape_asks_for_is_taken_from_the_context(body: str) -> None:
    """However the shape asks: what is left out of the context is only what no shape asks for."""
    shapes, other = shape(body), iri(X + "other")
    one = thing((P, other))
    context = [(other, term("rdf:type"), iri(X + "C")), (iri(X + "far"), term("rdf:type"), iri(X + "D"))]
    assert shapes.validate(one, context) == shapes.confirm(one, context) == []
    assert [v.focus for v in both(shapes, one)] == [THING]


def test_the_verdict_is_the_worst_severity() -> None:
    warning = Violation(code="L401", focus=THING, message="", severity=Severity.WARNING, component="A")
    error = Violation(code="L401", focus=THING, message="", component="A")
    extra = Violation(code="L401", focus=THING, message="", component="B")
    assert not disagreement([], [])
    assert not disagreement([error], [error, extra])
    assert disagreement([error], [error, extra]).second_only == ((THING, "", "B"),)
    assert disagreement([], [warning])
    assert disagreement([warning], [error]).verdicts == (Severity.WARNING, Severity.ERROR)


def test_a_verdict_that_pyshacl_does_not_share_is_a_violation_of_its_own() -> None:
    shapes = shape('sh:property [ sh:path x:p ; sh:minCount 1 ; sh:message "m" ] .')
    one = thing()
    found = shapes.validate(one)
    assert shapes.disagreement(one, (), found) == []
    (told,) = shapes.disagreement(one, (), [])
    assert (told.code, told.focus) == ("L406", THING)
    assert "MinCountConstraintComponent" in told.message


@pytest.mark.parametrize(
    "broken",
    [
        "x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property [ sh:path x:p ; sh:minCount 'one' ] .",
        "x:S a sh:NodeShape ; sh:targetClass x:T ; sh:property [ sh:path x:p ; sh:pattern '(' ] .",
        "x:S a sh:NodeShape ; sh:targetClass x:T ; sh:sparql [ sh:select 'nonsense' ] .",
        "x:S a sh:NodeShape",
        "x:S a x:T .",
        "",
    ],
)
def test_a_broken_shape_is_an_error_with_its_file(broken: str, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.ttl", tmp_path / "b.ttl"
    good.write_text(HEAD + "x:G a sh:NodeShape ; sh:targetClass x:T ; sh:nodeKind sh:IRI .", encoding="utf-8")
    bad.write_text(HEAD + broken, encoding="utf-8")
    files = [bad] if broken in ("", "x:S a x:T .") else [good, bad]
    with pytest.raises(ShapesError) as caught:
        load_shapes(files)
    assert caught.value.where == str(bad)


def test_no_shape_fetches_anything() -> None:
    """Fault case N3: owl:imports is a statement as any other, and what opens a socket ends the test."""
    shapes = read_shapes(HEAD + "<http://x.example/shapes> a owl:Ontology ; owl:imports <http://x.example/more> ."
                         "x:S a sh:NodeShape ; sh:targetClass x:T ; sh:nodeKind sh:IRI .")  # fmt: skip
    assert both(shapes, thing((iri("http://www.w3.org/2002/07/owl#imports"), iri(X + "data")))) == []


def test_pyshacl_is_quiet_about_values_that_a_shape_tells_of(caplog: pytest.LogCaptureFixture) -> None:
    shapes = shape('sh:property [ sh:path x:p ; sh:datatype xsd:dateTime ; sh:message "m" ] .')
    with caplog.at_level(logging.DEBUG, logger="rdflib"):
        assert len(shapes.confirm(thing((P, literal("1850-02-31T00:00:00", datatype=XSD + "dateTime"))))) == 1
    assert caplog.records == []
    assert not logging.getLogger("rdflib.term").disabled


def test_the_engines_can_be_used_any_number_of_times_in_any_order() -> None:
    shapes = shape('sh:property [ sh:path x:p ; sh:minCount 1 ; sh:message "m" ] .')
    good, bad = thing((P, literal("a"))), thing()
    verdicts = [bool(judge(each)) for judge in (shapes.confirm, shapes.validate) for each in (bad, good, bad, good)]
    assert verdicts == [True, False] * 4


def test_without_the_compiled_engine_pyshacl_does_the_work(
    monkeypatch: pytest.MonkeyPatch,
    root: Path,
    sample: Mapping[str, Document],
    context: Callable[[Document], list[Triple]],
) -> None:
    monkeypatch.setitem(sys.modules, "shacl", None)  # so that its import fails, as where it has no wheel
    shapes = load_shapes(sorted((root / "shapes").glob("*.ttl")))
    one = sample["letter/1-reply"]
    assert shapes.validate(one, context(one)) == []
    assert shapes.disagreement(one, context(one), []) == []
    assert [v.component for v in shapes.validate(document(X + "doc", one.root, one.triples[:4]), ())]
