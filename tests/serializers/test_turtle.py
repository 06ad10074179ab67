"""Turtle is written for people: short names, the document first, parts in the order in which they are counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook import terms
from letterbook.serializers import turtle
from letterbook.vocabulary import PREFIXES, SCHEMA

BASE = "https://letterbook.example/"
PAGE = BASE + "letter/1"
LETTER = terms.iri(PAGE + "#letter")
NAME = terms.iri(SCHEMA + "name")


def text_of(*values: terms.Term, prefixes: dict[str, str] = PREFIXES, base: str = BASE) -> str:
    document = terms.document(PAGE, LETTER, [(LETTER, NAME, value) for value in values])
    return turtle.write(document, prefixes, base).decode()


def test_the_document_comes_first_then_the_letter_then_its_parts_as_they_are_counted(built: Path) -> None:
    text = (built / "site/letter/dvp-4-319.ttl").read_text(encoding="utf-8")
    subjects = [block.split(" ", 1)[0] for block in text.split("\n\n")[1:]]
    assert subjects[:2] == ["<letter/dvp-4-319>", ":letter"]
    assert len(subjects) == len(set(subjects))
    evidence = (built / "site/letter/dvp-4-319/evidence.ttl").read_text(encoding="utf-8")
    starts = [
        int(block.split("char=")[1].split(",")[0])
        for block in evidence.split("\n\n")
        if block.startswith("<letter/dvp-4-319.txt#")
    ]
    assert len(starts) > 10
    assert starts == sorted(starts)


def test_type_and_label_stand_first_then_the_properties_by_name() -> None:
    values = {
        "http://www.w3.org/2000/01/rdf-schema#label": terms.literal("l"),
        "http://schema.org/about": LETTER,
        "http://www.cidoc-crm.org/cidoc-crm/P4_has_time-span": LETTER,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": terms.iri(SCHEMA + "Message"),
    }
    document = terms.document(PAGE, LETTER, [(LETTER, terms.iri(p), value) for p, value in values.items()])
    block = turtle.write(document, PREFIXES, BASE).decode().split("\n\n")[1]
    assert block == (
        ':letter a schema:Message ;\n    rdfs:label "l" ;\n    crm:P4_has_time-span :letter ;\n    schema:about :letter .\n'
    )


def test_only_the_prefixes_that_are_used_are_declared() -> None:
    assert text_of(terms.literal("x")).splitlines()[:3] == [
        f"@base <{BASE}> .",
        f"@prefix : <{PAGE}#> .",
        f"@prefix schema: <{SCHEMA}> .",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (terms.iri(PREFIXES["crm"] + "P14.1_in_the_role_of"), "crm:P14.1_in_the_role_of"),
        (terms.iri(PREFIXES["crm"] + "E1."), "<http://www.cidoc-crm.org/cidoc-crm/E1.>"),
        (terms.iri(PREFIXES["crm"] + "a/b"), "<http://www.cidoc-crm.org/cidoc-crm/a/b>"),
        (terms.iri(PREFIXES["crm"] + "a%20b"), "<http://www.cidoc-crm.org/cidoc-crm/a%20b>"),
        (terms.iri(PREFIXES["crm"]), "<http://www.cidoc-crm.org/cidoc-crm/>"),
        (terms.iri(PAGE + "#part-9"), ":part-9"),
        (terms.iri(BASE + "letter/1.txt#char=12,101"), "<letter/1.txt#char=12,101>"),
        (terms.iri(BASE), f"<{BASE}>"),
        (terms.iri(BASE + "a/../b"), f"<{BASE}a/../b>"),
        (terms.iri(BASE + "a/./b"), f"<{BASE}a/./b>"),
        (terms.iri(BASE + "/b"), f"<{BASE}/b>"),
        (terms.iri(BASE + "a:b"), f"<{BASE}a:b>"),
        (terms.number(30000), "30000"),
        (terms.number(-5), "-5"),
        (terms.literal("007", datatype=terms.XSD + "integer"), '"007"^^xsd:integer'),
        (terms.literal("1.70", datatype=terms.XSD + "decimal"), '"1.70"^^xsd:decimal'),
        (terms.literal('say "no"\n', language="de-AT"), '"say \\"no\\"\\n"@de-AT'),
    ],
)
def test_a_value_is_as_short_as_every_parser_reads_it_alike(
    value: terms.Term, written: str, survives: Callable[..., None]
) -> None:
    assert f"schema:name {written} .\n" in text_of(value)
    survives(turtle, terms.document(PAGE, LETTER, [(LETTER, NAME, value)]), PREFIXES, BASE)


def test_the_longest_namespace_that_fits_names_a_term() -> None:
    own = {**PREFIXES, "b": BASE, "t": BASE + "vocab/types#"}
    assert "schema:name t:letter ." in text_of(terms.iri(BASE + "vocab/types#letter"), prefixes=own)
