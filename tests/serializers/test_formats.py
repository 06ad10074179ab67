"""Every format says the same, to every parser, in the same bytes whatever order the triples came in."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook import terms
from letterbook.errors import SerializationError
from letterbook.formats import FORMATS, Format, find_format
from letterbook.serializers import jsonld, nquads, ntriples, rdfxml, turtle
from letterbook.terms import Document
from letterbook.vocabulary import PREFIXES, RDF, SCHEMA

BASE = "https://letterbook.example/"
PAGE = BASE + "letter/1"
OWN = {**PREFIXES, "t": BASE + "vocab/types#"}
WRITERS = (turtle, jsonld, ntriples, nquads, rdfxml)

Lines = set[tuple[str, str, str]]
Survives = Callable[..., None]

# Legal in an IRI, and yet each is a trap: delimiters of Turtle names, percent-escapes, other scripts, dots that resolve away,
# the scheme "crm:" that is a prefix too, a word of schema.org that is a prefix too.
SPACES = [
    *PREFIXES.values(),
    BASE,
    PAGE,
    PAGE + "#",
    OWN["t"],
    "urn:x:",
    "crm:",
    "mailto:a@",
    "http://ünlü.example:80/?q=",
]
PIECES = [*"abcXYZ019_-.~!$&'()*+,;=:@/", "%20", "%C3%BC", "ü", "ж", "字", "\U00010400", "..", "oa", "crm"]
iris = st.builds(
    lambda space, name: terms.iri(space + name),
    st.sampled_from(SPACES),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)
names = st.builds(
    lambda space, name: terms.iri(space + name),
    st.sampled_from([SCHEMA, PREFIXES["crm"], PREFIXES["rdfs"], "http://example.org/ns#", "crm:"]),
    st.sampled_from(["label", "text", "oa", "P14.1_in_the_role_of", "P170i", "x-y", "_z", "name"]),
)
traps = st.sampled_from("\"'\\\r\n\t\u2028ب\u202e&<")
texts = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), traps, st.sampled_from("\x00\x1b\ufffe")))
xml_texts = st.text(st.one_of(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), traps))


def documents(properties: st.SearchStrategy[terms.Term], texts: st.SearchStrategy[str]) -> st.SearchStrategy[Document]:
    literals = st.one_of(
        st.builds(terms.literal, texts),
        st.builds(
            lambda text, tag: terms.literal(text, language=tag),
            texts,
            st.sampled_from(["en", "EN", "ota-Latn", "de-AT"]),
        ),
        st.builds(terms.number, st.integers(-(10**20), 10**20)),
        st.builds(
            lambda text, kind: terms.literal(text, datatype=kind),
            st.one_of(texts, st.sampled_from(["007", "-0", "+1", "1.70", "true", "1921-04-09"])),
            st.sampled_from(
                [*(terms.XSD + kind for kind in "date integer decimal boolean anyURI".split()), "crm:type"]
            ),
        ),
    )
    return st.builds(
        lambda facts, types: terms.document(PAGE, terms.iri(PAGE + "#letter"), [*facts, *types]),
        st.lists(st.tuples(iris, properties, st.one_of(iris, literals)), min_size=1, max_size=12),
        st.lists(st.tuples(iris, st.just(terms.iri(RDF + "type")), properties), max_size=3),
    )


anything = documents(st.one_of(names, iris), texts)
anything_in_xml = documents(names, xml_texts)


def by_extension(writer: ModuleType) -> str:
    return str(writer.FORMAT.extension)


@pytest.mark.parametrize("writer", WRITERS, ids=by_extension)
def test_every_document_of_the_build_reads_back_by_every_parser(
    built: Path,
    document_files: Callable[[str], list[Path]],
    writer: ModuleType,
    read_back: Callable[[bytes, str], dict[str, Lines]],
    stated: Callable[[Document], Lines],
) -> None:
    files = document_files(writer.FORMAT.extension)
    assert len(files) >= 20
    for file in files:
        wanted = stated(nquads.read(file.with_suffix(".nq").read_bytes()))
        for parser, found in read_back(file.read_bytes(), writer.FORMAT.extension).items():
            assert found == wanted, (file, parser)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.extension)
def test_the_dump_of_the_whole_letterbook_says_what_its_documents_say(
    form: Format,
    built: Path,
    document_files: Callable[[str], list[Path]],
    read_back: Callable[[bytes, str], dict[str, Lines]],
    stated: Callable[[Document], Lines],
) -> None:
    wanted: Lines = set()
    for file in document_files("nq"):
        wanted |= stated(nquads.read(file.read_bytes()))
    for parser, found in read_back((built / f"letterbook.{form.extension}").read_bytes(), form.extension).items():
        assert found == wanted, parser


@pytest.mark.parametrize("writer", [turtle, jsonld, ntriples, nquads], ids=by_extension)
@given(document=anything)
def test_any_document_survives(writer: ModuleType, document: Document, survives: Survives) -> None:
    """Fault case I1: whatever its IRIs and texts, every format says the same to every parser; RDF/XML below."""
    survives(writer, document, OWN, BASE)


@given(document=anything_in_xml)
def test_any_document_that_xml_can_hold_survives_rdf_xml(document: Document, survives: Survives) -> None:
    survives(rdfxml, document, OWN)


@given(document=anything)
def test_rdf_xml_holds_a_document_exactly_or_refuses_it(document: Document, survives: Survives) -> None:
    """Fault case I1."""
    try:
        rdfxml.write(document, OWN)
    except SerializationError:
        return
    survives(rdfxml, document, OWN)


@pytest.mark.parametrize("writer", WRITERS, ids=by_extension)
@given(document=anything, chance=st.randoms(use_true_random=False))
def test_the_order_of_the_triples_does_not_change_a_byte(
    writer: ModuleType, document: Document, chance: random.Random
) -> None:
    shuffled = [*document.triples, *document.triples[:3]]
    chance.shuffle(shuffled)
    again = terms.document(PAGE, document.root, shuffled)
    assert written(writer, again) == written(writer, document)


def written(writer: ModuleType, document: Document) -> bytes:
    try:
        return bytes(writer.write(document, OWN, BASE))
    except SerializationError as refusal:
        return str(refusal).encode()


@pytest.mark.parametrize("writer", WRITERS, ids=by_extension)
def test_a_file_is_utf_8_in_lines_that_end_with_a_line_feed(
    writer: ModuleType, built: Path, document_files: Callable[[str], list[Path]]
) -> None:
    for file in document_files(writer.FORMAT.extension):
        data = file.read_bytes()
        assert data.decode("utf-8").endswith("\n")
        assert b"\r" not in data


@pytest.mark.parametrize("writer", WRITERS, ids=by_extension)
def test_the_files_of_many_documents_join_to_one(
    writer: ModuleType, read_back: Callable[[bytes, str], dict[str, Lines]], stated: Callable[[Document], Lines]
) -> None:
    """Nothing gets lost between them; a fact that two documents state is no fault; the second needs prefixes of its own."""
    text, fact = terms.iri(SCHEMA + "text"), terms.iri("http://example.org/ns#shared")
    pages = [BASE + "letter/1", BASE + "letter/2", BASE + "vocab/types"]
    made = [
        terms.document(
            page,
            terms.iri(page + "#it"),
            [
                (terms.iri(page), terms.iri(SCHEMA + "mainEntity"), terms.iri(page + "#it")),
                (
                    terms.iri(page + "#it"),
                    text,
                    terms.literal(f'"@id": "{page}",\n "@id": "x" </rdf:RDF> .', language="en"),
                ),
                (terms.iri("urn:x:shared"), fact, terms.iri("urn:x:shared")),
            ],
        )
        for page in pages
    ]
    data = b"".join(writer.join(writer.write(document, OWN, BASE) for document in made))
    wanted = set().union(*(stated(document) for document in made))
    for parser, found in read_back(data, writer.FORMAT.extension).items():
        assert found == wanted, parser


@pytest.mark.parametrize("writer", [jsonld, nquads], ids=by_extension)
def test_in_a_dump_each_document_is_the_graph_of_its_name(writer: ModuleType) -> None:
    parser = {"jsonld": pyoxigraph.RdfFormat.JSON_LD, "nq": pyoxigraph.RdfFormat.N_QUADS}[by_extension(writer)]
    fact = (terms.iri("urn:x:s"), terms.iri(SCHEMA + "text"), terms.literal("same"))
    made = [terms.document(BASE + name, fact[0], [fact]) for name in ("letter/1", "letter/2")]
    data = b"".join(writer.join(writer.write(document, OWN, BASE) for document in made))
    assert {quad.graph_name.value for quad in pyoxigraph.parse(data, parser)} == {BASE + "letter/1", BASE + "letter/2"}


@pytest.mark.parametrize("writer", WRITERS, ids=by_extension)
def test_a_chain_of_many_nodes_is_no_fault(writer: ModuleType, survives: Survives) -> None:
    """As where each of 2,000 letters answers the one before."""
    nodes = [terms.iri(f"{PAGE}#node-{number}") for number in range(2000)]
    cites = terms.iri(SCHEMA + "citation")
    survives(writer, terms.document(PAGE, nodes[0], [(a, cites, b) for a, b in pairwise(nodes)]), OWN)


def test_a_format_is_found_by_name_media_type_or_extension() -> None:
    words = {form: (form.name, form.media_type, form.extension, "." + form.extension.upper()) for form in FORMATS}
    assert all(find_format(word) is form for form, names in words.items() for word in names)
