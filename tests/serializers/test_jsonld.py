"""JSON-LD is one tree from the letter down, with plain words, and needs nothing from outside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from letterbook import terms
from letterbook.serializers import jsonld
from letterbook.vocabulary import PREFIXES, RDF, SCHEMA

PAGE = "https://letterbook.example/letter/1"
LETTER = terms.iri(PAGE + "#letter")
NAME = terms.iri(SCHEMA + "name")
P1 = terms.iri(PREFIXES["crm"] + "P1_is_identified_by")
Survives = Callable[..., None]


def tree_of(*triples: terms.Triple) -> Any:
    main = (terms.iri(PAGE), terms.iri(SCHEMA + "mainEntity"), LETTER)
    return json.loads(jsonld.write(terms.document(PAGE, LETTER, [main, *triples]), PREFIXES))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node that has properties, wherever it stands."""
    if isinstance(value, dict):
        if len(value) > 1 and "@id" in value:
            yield value
        for key, each in value.items():
            if key != "@context":
                yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def test_the_letter_hangs_on_its_document_and_what_it_is_about_on_the_letter(built: Path) -> None:
    tree = json.loads((built / "site/letter/dvp-4-319.jsonld").read_bytes())
    letter = tree["mainEntity"]
    assert letter["@id"].endswith("dvp-4-319#letter")
    assert letter["@type"] == ["Message", "crm:E33_Linguistic_Object"]
    assert letter["dateCreated"] == "1921-04-09"
    assert letter["identifier"]["value"] == "319"
    assert letter["about"]["object"]["value"] == 30000
    assert letter["name"]["en"].startswith("Letter No. 319")


def test_each_node_stands_once_in_every_document(built: Path, document_files: Callable[[str], list[Path]]) -> None:
    files = document_files("jsonld")
    assert files
    for file in files:
        ids = [node["@id"] for node in nodes(json.loads(file.read_bytes()))]
        assert len(ids) == len(set(ids)), file


def test_keys_stand_in_the_order_in_which_a_person_reads() -> None:
    label = terms.iri(PREFIXES["rdfs"] + "label")
    tree = tree_of(
        (LETTER, terms.iri(RDF + "type"), terms.iri(SCHEMA + "Message")),
        (LETTER, P1, terms.literal("x")),
        (LETTER, NAME, terms.literal("x")),
        (LETTER, label, terms.literal("x")),
    )
    assert list(tree)[:2] == ["@context", "@id"]
    assert list(tree["mainEntity"]) == ["@id", "@type", "rdfs:label", "name", "crm:P1_is_identified_by"]


def test_the_context_has_only_what_the_document_uses_and_no_address() -> None:
    tree = tree_of((LETTER, NAME, terms.literal("x", language="en")))
    assert tree["@context"] == {
        "@version": 1.1,
        "@vocab": SCHEMA,
        "mainEntity": {"@type": "@id"},
        "name": {"@container": "@language"},
    }


def test_words_in_languages_are_grouped_unless_one_of_them_has_no_language() -> None:
    both = [(LETTER, NAME, terms.literal(text, language=tag)) for text, tag in [("a", "en"), ("b", "en"), ("в", "ru")]]
    assert tree_of(*both)["mainEntity"]["name"] == {"en": ["a", "b"], "ru": "в"}
    mixed = tree_of(*both, (LETTER, NAME, terms.literal("c")))["mainEntity"]["name"]
    assert "c" in mixed
    assert {"@value": "в", "@language": "ru"} in mixed


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("30000", 30000),
        ("-5", -5),
        ("007", {"@value": "007", "@type": "xsd:integer"}),
        ("-0", {"@value": "-0", "@type": "xsd:integer"}),
        ("12345678901234567890", {"@value": "12345678901234567890", "@type": "xsd:integer"}),
    ],
)
def test_a_whole_number_is_a_number_only_where_no_parser_can_alter_it(
    text: str, written: Any, survives: Survives
) -> None:
    fact = (LETTER, NAME, terms.literal(text, datatype=terms.XSD + "integer"))
    assert tree_of(fact)["mainEntity"]["name"] == written
    survives(jsonld, terms.document(PAGE, LETTER, [fact]), PREFIXES)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(
            [(LETTER, P1, LETTER), (LETTER, NAME, terms.iri("crm:E21"))], id="an IRI whose scheme is a prefix"
        ),
        pytest.param(
            [(LETTER, P1, LETTER), (terms.iri("crm:E21"), NAME, LETTER)], id="a subject whose scheme is a prefix"
        ),
        pytest.param(
            [(LETTER, P1, LETTER), (LETTER, terms.iri("crm:P1_is_identified_by"), LETTER)], id="a property likewise"
        ),
        pytest.param([(LETTER, P1, terms.literal("x", datatype="crm:x"))], id="a datatype likewise"),
        pytest.param([(LETTER, P1, LETTER), (LETTER, terms.iri(SCHEMA + "crm"), LETTER)], id="a word that is a prefix"),
        pytest.param(
            [(LETTER, P1, LETTER), (LETTER, terms.iri(RDF + "type"), terms.iri(SCHEMA + "crm"))], id="a class likewise"
        ),
        pytest.param(
            [(LETTER, NAME, terms.iri("http://schema.org/a/b")), (LETTER, NAME, LETTER)], id="a path below schema.org"
        ),
        pytest.param(
            [(LETTER, NAME, terms.literal("@id")), (LETTER, terms.iri(SCHEMA + "id"), LETTER)], id="words like keywords"
        ),
        pytest.param(
            [(LETTER, NAME, LETTER), (LETTER, NAME, terms.literal("3")), (LETTER, NAME, terms.number(3))], id="mixed"
        ),
        pytest.param(
            [(LETTER, NAME, terms.literal("</script>\x00\u2028\u2029\ufeff"))], id="characters that pages stumble on"
        ),
    ],
)
def test_short_names_never_change_what_is_said(facts: list[terms.Triple], survives: Survives) -> None:
    survives(jsonld, terms.document(PAGE, LETTER, facts), PREFIXES)


def test_the_tree_begins_with_the_document_even_where_nothing_is_said_of_it(survives: Survives) -> None:
    """The dump takes the graph's name from there."""
    document = terms.document(PAGE, LETTER, [(LETTER, NAME, terms.literal("x"))])
    tree = json.loads(jsonld.write(document, PREFIXES))
    assert tree["@id"] == PAGE
    survives(jsonld, document, PREFIXES)
    survives(jsonld, terms.document(PAGE, LETTER, []), PREFIXES)
