"""Every format says the same, to every parser, in the same bytes whatever order the triples came in."""

from __future__ import annotations

import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pyld.jsonld
import pyoxigraph
import pytest
import rdflib
import rdflib.compare
from hypothesis import given
from hypothesis import strategies as st

from letterbook import terms
from letterbook.errors import SerializationError
from letterbook.formats import FORMATS, find_format
from letterbook.publication import prefixes_under
from letterbook.serializers import jsonld, nquads, rdfxml, turtle
from letterbook.terms import Document
from letterbook.vocabulary import PREFIXES

BASE = "https://letterbook.example/"
WRITERS = (turtle, jsonld, nquads, rdfxml)
RDFLIB = {turtle: "turtle", jsonld: "json-ld", nquads: "nquads", rdfxml: "xml"}
OXIGRAPH = {
    turtle: pyoxigraph.RdfFormat.TURTLE,
    jsonld: pyoxigraph.RdfFormat.JSON_LD,
    nquads: pyoxigraph.RdfFormat.N_QUADS,
    rdfxml: pyoxigraph.RdfFormat.RDF_XML,
}

local = st.lists(st.sampled_from([*"abcXYZ019_-.~!$&'()*+,;=:@", "%20", "%C3%BC"]), min_size=1, max_size=8).map("".join)
iris = st.builds(
    lambda space, name: terms.iri(space + name),
    st.sampled_from([*PREFIXES.values(), BASE, BASE + "letter/1#", "urn:x:", "http://ünlü.example/"]),
    local,
)
# A predicate must have a name that XML can hold, or RDF/XML has no way to write it.
predicates = st.builds(
    lambda space, name: terms.iri(space + name),
    st.sampled_from([PREFIXES["schema"], PREFIXES["crm"], PREFIXES["rdfs"], "http://example.org/ns#"]),
    st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True),
)
characters = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
xml_characters = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), max_size=12
)


def literals(texts: st.SearchStrategy[str]) -> st.SearchStrategy[terms.Term]:
    return st.one_of(
        st.builds(terms.literal, texts),
        st.builds(
            lambda text, tag: terms.literal(text, language=tag),
            texts,
            st.sampled_from(["en", "ru", "ota-latn", "de-at"]),
        ),
        st.builds(lambda n: terms.number(n), st.integers(-(10**20), 10**20)),
        st.builds(
            lambda text, kind: terms.literal(text, datatype=kind),
            texts,
            st.sampled_from([terms.XSD + "date", terms.XSD + "integer", terms.XSD + "boolean", "urn:x:type"]),
        ),
    )


def documents(
    texts: st.SearchStrategy[str], classes: st.SearchStrategy[terms.Term] = iris
) -> st.SearchStrategy[Document]:
    values = st.one_of(iris, literals(texts))
    triples = st.lists(st.tuples(iris, predicates, values), min_size=1, max_size=12)
    types = st.lists(st.tuples(iris, st.just(terms.iri(PREFIXES["rdf"] + "type")), classes), max_size=3)
    return st.builds(
        lambda one, two: terms.document(BASE + "letter/1", terms.iri(BASE + "letter/1#letter"), [*one, *two]),
        triples,
        types,
    )


def by_oxigraph(data: bytes, form: pyoxigraph.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(data, form)}


def wanted(document: Document) -> set[str]:
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in document.triples).encode()
    return by_oxigraph(lines, pyoxigraph.RdfFormat.N_TRIPLES)


def by_rdflib(data: bytes, form: str) -> rdflib.Graph:
    if form == "nquads":  # as triples: the graph is the document's
        lines = [line.rsplit(" ", 2)[0] + " ." for line in data.decode().split("\n") if line]
        return rdflib.Graph().parse(data="\n".join(lines), format="nt")
    return rdflib.Graph().parse(data=data, format=form)


def by_pyld(data: bytes) -> set[str]:
    def refuse(url: str, options: dict[str, Any]) -> Any:
        raise AssertionError(f"a context was asked for: {url}")

    import json

    lines = pyld.jsonld.to_rdf(json.loads(data), {"format": "application/n-quads", "documentLoader": refuse})
    return by_oxigraph(lines.encode(), pyoxigraph.RdfFormat.N_QUADS)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.FORMAT.extension)
def test_every_document_of_the_build_reads_back_by_rdflib_and_by_pyoxigraph(built: Path, writer: ModuleType) -> None:
    files = sorted((built / "site").rglob(f"*.{writer.FORMAT.extension}"))
    assert len(files) >= 20
    for file in files:
        document = nquads.read(file.with_suffix(".nq").read_bytes())
        data = file.read_bytes()
        assert by_oxigraph(data, OXIGRAPH[writer]) == wanted(document), file
        theirs = by_rdflib(data, RDFLIB[writer])
        ours = by_rdflib(nquads.write(document), "nquads")
        assert rdflib.compare.isomorphic(theirs, ours), file


def test_every_json_ld_document_reads_back_by_pyld_without_a_request(built: Path) -> None:
    for file in sorted((built / "site").rglob("*.jsonld")):
        assert by_pyld(file.read_bytes()) == wanted(nquads.read(file.with_suffix(".nq").read_bytes())), file


def test_the_dumps_of_the_whole_letterbook_say_the_same(built: Path) -> None:
    quads = {str(q) for q in pyoxigraph.parse((built / "letterbook.nq").read_bytes(), pyoxigraph.RdfFormat.N_QUADS)}
    linked = {
        str(q) for q in pyoxigraph.parse((built / "letterbook.jsonld").read_bytes(), pyoxigraph.RdfFormat.JSON_LD)
    }
    assert linked == quads
    triples = by_oxigraph((built / "letterbook.nq").read_bytes(), pyoxigraph.RdfFormat.N_QUADS)
    assert by_oxigraph((built / "letterbook.ttl").read_bytes(), pyoxigraph.RdfFormat.TURTLE) == triples
    assert by_oxigraph((built / "letterbook.rdf").read_bytes(), pyoxigraph.RdfFormat.RDF_XML) == triples


@given(documents(characters))
def test_any_document_survives_turtle_json_ld_and_n_quads(document: Document) -> None:
    assert by_oxigraph(turtle.write(document, PREFIXES, BASE), OXIGRAPH[turtle]) == wanted(document)
    assert by_oxigraph(jsonld.write(document, PREFIXES), OXIGRAPH[jsonld]) == wanted(document)
    assert by_oxigraph(nquads.write(document), OXIGRAPH[nquads]) == wanted(document)
    assert nquads.read(nquads.write(document)).triples == document.triples


@given(documents(xml_characters, predicates))
def test_any_document_that_xml_can_hold_survives_rdf_xml(document: Document) -> None:
    assert by_oxigraph(rdfxml.write(document, PREFIXES), OXIGRAPH[rdfxml]) == wanted(document)


@given(documents(characters), st.randoms(use_true_random=False))
def test_the_order_of_the_triples_does_not_change_a_byte(document: Document, chance: random.Random) -> None:
    shuffled = list(document.triples)
    chance.shuffle(shuffled)
    again = terms.document(terms.iri_text(document.iri), document.root, shuffled)
    for writer in (turtle, jsonld, nquads):
        assert writer.write(again, PREFIXES, BASE) == writer.write(document, PREFIXES, BASE)


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\x0c", "\ufffe"])
def test_what_xml_cannot_hold_is_refused_with_the_node_named(char: str) -> None:
    node = terms.iri("http://e/1")
    document = terms.document("http://e/d", node, [(node, terms.iri("http://e/p"), terms.literal(f"a{char}b"))])
    with pytest.raises(SerializationError, match="http://e/1"):
        rdfxml.write(document, PREFIXES)
    assert by_oxigraph(turtle.write(document, PREFIXES), OXIGRAPH[turtle]) == wanted(document)


def test_a_document_goes_round_all_formats_and_comes_back_to_the_same_bytes(built: Path) -> None:
    """Turtle to JSON-LD to RDF/XML to N-Quads to Turtle, each read by pyoxigraph and written by us."""
    prefixes = prefixes_under(BASE)
    for file in sorted((built / "site").rglob("*.ttl")):
        document = nquads.read(file.with_suffix(".nq").read_bytes())
        data, form = file.read_bytes(), OXIGRAPH[turtle]
        for writer in (jsonld, rdfxml, nquads, turtle):
            triples = [
                (terms.Term(str(q.subject)), terms.Term(str(q.predicate)), terms.Term(str(q.object)))
                for q in pyoxigraph.parse(data, form)
            ]
            again = terms.document(terms.iri_text(document.iri), document.root, triples)
            assert again.triples == document.triples, (file, writer)
            data, form = writer.write(again, prefixes, BASE), OXIGRAPH[writer]
        assert data == file.read_bytes()


def test_turtle_is_for_people(built: Path) -> None:
    text = (built / "site/letter/dvp-4-319.ttl").read_text(encoding="utf-8")
    assert text.startswith(
        "@base <https://letterbook.example/> .\n@prefix : <https://letterbook.example/letter/dvp-4-319#> .\n"
    )
    subjects = [block.split(" ", 1)[0] for block in text.split("\n\n")[1:]]
    assert subjects[:2] == ["<letter/dvp-4-319>", ":letter"]
    assert subjects.index(":paragraph-1") < subjects.index(":paragraph-2") < subjects.index(":paragraph-3")
    assert "schema:position 8 ;" in text


def test_json_ld_is_one_tree_from_the_letter_down(built: Path) -> None:
    import json

    tree = json.loads((built / "site/letter/dvp-4-319.jsonld").read_bytes())
    letter = tree["mainEntity"]
    assert letter["@id"].endswith("dvp-4-319#letter")
    assert letter["@type"] == ["Message", "crm:E33_Linguistic_Object"]
    assert letter["dateCreated"] == "1921-04-09"
    assert letter["identifier"]["value"] == "319"
    assert letter["about"]["object"]["value"] == 30000
    assert letter["name"]["en"].startswith("Letter No. 319")
    ids: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if len(value) > 1 and "@id" in value:
                ids.append(value["@id"])
            for key, each in value.items():
                if key != "@context":
                    walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(tree)
    assert len(ids) == len(set(ids))


def test_a_format_is_found_by_name_media_type_or_extension() -> None:
    assert {find_format(word) for form in FORMATS for word in (form.name, form.media_type, form.extension)} == set(
        FORMATS
    )
