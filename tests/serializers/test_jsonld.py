"""JSON-LD is one tree from the letter down, with plain words, and needs nothing from outside."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from letterbook import terms
from letterbook.publication import build
from letterbook.serializers import jsonld
from letterbook.vocabulary import PREFIXES, RDF, SCHEMA, context, context_under
from letterbook.web.dataset import DATASET_PREFIXES

PAGE = "https://letterbook.example/letter/1"
LETTER = terms.iri(PAGE + "#letter")
NAME = terms.iri(SCHEMA + "name")
VALUE = terms.iri(SCHEMA + "value")
P1 = terms.iri(PREFIXES["crm"] + "P1_is_identified_by")
Survives = Callable[..., None]
ReadBack = Callable[[bytes, str], dict[str, Any]]


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


def with_the_one_context(data: bytes, context: Any) -> bytes:
    """A file of JSON-LD with the one context in place of those that it has inside."""

    def put(value: Any) -> Any:
        if isinstance(value, list):
            return [put(each) for each in value]
        if isinstance(value, dict):
            return {key: context if key == "@context" else put(each) for key, each in value.items()}
        return value

    return json.dumps(put(json.loads(data))).encode()


def says_the_same(data: bytes, context: Any, read_back: ReadBack, wanted: Any) -> None:
    for parser, found in read_back(with_the_one_context(data, context), "jsonld").items():
        assert found == wanted, parser


def test_every_document_says_the_same_with_the_one_context_in_place_of_its_own(
    built: Path, read_back: ReadBack
) -> None:
    context = json.loads((built / "site/context.jsonld").read_bytes())["@context"]
    files = [path for path in built.rglob("*.jsonld") if path.parent.name != "shapes" and path.name != "context.jsonld"]
    assert len(files) > 30
    for path in files:
        wanted = read_back(path.with_suffix(".nt").read_bytes(), "nt")["pyoxigraph"]
        says_the_same(path.read_bytes(), context, read_back, wanted)


@pytest.mark.shared
def test_papers_of_frus_say_the_same_with_the_one_context(shared: Path, tmp_path: Path, read_back: ReadBack) -> None:
    papers = sorted((shared / "gold/frus").glob("*.txt"))[::12]
    assert len(papers) >= 4
    (tmp_path / "letters").mkdir()
    (tmp_path / "letterbook.toml").write_text('title = "Papers"\n', encoding="utf-8")
    for paper in papers:
        shutil.copyfile(paper, tmp_path / "letters" / paper.name)
    build(tmp_path, tmp_path / "build", frozen=True)
    context = json.loads((tmp_path / "build/site/context.jsonld").read_bytes())["@context"]
    for path in (tmp_path / "build/site").rglob("*.jsonld"):
        if path.parent.name not in ("shapes", "dump", "vocab") and path.name != "context.jsonld":
            wanted = read_back(path.with_suffix(".nt").read_bytes(), "nt")["pyoxigraph"]
            says_the_same(path.read_bytes(), context, read_back, wanted)


def test_the_one_context_has_the_prefixes_of_the_data_and_of_their_description() -> None:
    prefixes = {name: space for name, space in context().items() if isinstance(space, str) and name[0] != "@"}
    assert prefixes == {name: space for name, space in DATASET_PREFIXES.items() if name != "schema"}


VALUES = {
    "words": [terms.literal("x")],
    "words in languages": [terms.literal("x", language="en"), terms.literal("y", language="de-AT")],
    "words with and without": [terms.literal("x", language="en"), terms.literal("x")],
    "two words": [terms.literal("x"), terms.literal("y")],
    "a node": [terms.iri(PAGE + "#other")],
    "nodes and words": [
        terms.iri(PAGE + "#other"),
        terms.literal("https://a.example/"),
        terms.literal("x", language="en"),
    ],
    "a whole number": [terms.number(3)],
    "a number and words": [terms.number(3), terms.literal("3"), terms.literal("drei", language="de")],
    "a day": [terms.literal("1921-04-09", datatype=terms.XSD + "date")],
    "a year": [terms.literal("1921", datatype=terms.XSD + "gYear")],
    "a year and words": [terms.literal("1921", datatype=terms.XSD + "gYear"), terms.literal("1921")],
}


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("name", ["name", "sender", "dateCreated", "identifier", "unheardOf"])
def test_a_value_that_is_not_as_the_context_says_is_written_out(
    name: str, values: list[terms.Term], read_back: ReadBack, stated: Callable[[terms.Document], Any]
) -> None:
    document = terms.document(PAGE, LETTER, [(LETTER, terms.iri(SCHEMA + name), value) for value in values])
    data = jsonld.write(document, PREFIXES)
    assert all(found == stated(document) for found in read_back(data, "jsonld").values())
    says_the_same(
        data, json.loads(context_under("https://letterbook.example/"))["@context"], read_back, stated(document)
    )


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
    fact = (LETTER, VALUE, terms.literal(text, datatype=terms.XSD + "integer"))
    assert tree_of(fact)["mainEntity"]["value"] == written
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
