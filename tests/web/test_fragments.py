"""Fragments over a real port: pages of the triples of one pattern, their number, and the way to all others."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import VOID
from web_client import fetch, serving

from letterbook.output import STORE
from letterbook.terms import iri, literal
from letterbook.web.fragments import A_PAGE, Pattern, read_pattern

pytestmark = pytest.mark.server

HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
SENDER = "http://schema.org/sender"


@pytest.fixture(scope="module")
def address(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as found:
        yield f"{found}fragments"


def page(at: str) -> tuple[rdflib.Graph, rdflib.Graph]:
    """The triples of a page, and what it says of itself."""
    answer = fetch(at, Accept="application/trig")
    assert answer.status == 200, answer.body
    data, said = rdflib.Graph(), rdflib.Graph()
    for quad in pyoxigraph.parse(answer.body, format=pyoxigraph.RdfFormat.TRIG):
        named = str(quad.graph_name).endswith("#metadata>")
        assert named or isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
        (said if named else data).parse(data=f"{quad.triple} .", format="nt")
    return data, said


def walk(start: str) -> Iterator[tuple[str, rdflib.Graph, rdflib.Graph]]:
    """All pages of a fragment, from link to link."""
    at = start
    while at:
        data, said = page(at)
        yield at, data, said
        following = said.value(rdflib.URIRef(at), HYDRA.next)
        at = str(following) if following else ""


def test_the_pages_together_are_the_whole_default_graph(address: str, built: Path) -> None:
    store = pyoxigraph.Store.read_only(str(built / STORE))
    whole = {str(each.triple) for each in store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())}
    found: list[str] = []
    for at, data, said in walk(address):
        assert len(data) <= A_PAGE
        assert int(str(said.value(rdflib.URIRef(at), HYDRA.totalItems))) == len(whole)
        text = data.serialize(format="nt")
        found += [str(each) for each in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES)]
    assert len(found) == len(whole)
    assert {each.removesuffix(" .") for each in found} == whole


@pytest.mark.parametrize(
    "fields",
    [
        {"predicate": SENDER},
        {"predicate": SENDER, "object": "https://letterbook.example/actor/mustafa-kemal#it"},
        {"object": '"Mustafa Kemal"@en'},
        {"object": '"1388"^^http://www.w3.org/2001/XMLSchema#nonNegativeInteger'},
        {"object": '"1388"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'},
        {"subject": "https://letterbook.example/letter/dvp-4-319#letter", "predicate": "?p", "object": ""},
        {"subject": "https://nobody.example/"},
        {"object": '"a \\" } UNION { ?x ?y ?z"'},
    ],
)
def test_a_fragment_holds_the_triples_of_its_pattern_and_no_others(
    address: str, built: Path, fields: dict[str, str]
) -> None:
    pattern = read_pattern(fields)
    store = pyoxigraph.Store.read_only(str(built / STORE))
    found = store.query(f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} }}")
    assert isinstance(found, pyoxigraph.QueryTriples)
    expected = rdflib.Graph().parse(
        data=pyoxigraph.serialize(found, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"", format="nt"
    )
    at = f"{address}?{urllib.parse.urlencode(fields)}"
    data, said = page(at)
    assert set(data) == set(expected)
    assert int(str(said.value(rdflib.URIRef(at), VOID.triples))) == len(expected)


def test_a_page_says_how_to_ask_for_others(address: str) -> None:
    at = f"{address}?{urllib.parse.urlencode({'predicate': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'page': 2})}"
    _, said = page(at)
    this = rdflib.URIRef(at)
    for rel, number in ((HYDRA.first, 1), (HYDRA.previous, 1), (HYDRA.next, 3)):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(str(said.value(this, rel))).query)
        assert asked == {"predicate": ["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"], "page": [str(number)]}
    template = str(next(said.objects(None, HYDRA.template)))
    assert template == f"{address}{{?subject,predicate,object}}"
    assert {str(each) for each in said.objects(None, HYDRA.variable)} == {"subject", "predicate", "object"}
    dataset = next(said.subjects(HYDRA.search, None))
    assert (dataset, VOID.subset, this) in said


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/trig"),
        ("text/html, */*;q=0.8", "application/trig"),
        ("application/n-quads", "application/n-quads"),
        ("text/turtle", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_a_page_is_had_in_every_format(address: str, accept: str | None, media_type: str) -> None:
    at = f"{address}?{urllib.parse.urlencode({'predicate': SENDER})}"
    answer = fetch(at, Accept=accept) if accept else fetch(at)
    assert answer.headers.get_content_type() == media_type
    assert answer.headers["Vary"] == "Accept"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    form = pyoxigraph.RdfFormat.from_media_type(media_type)
    quads = list(pyoxigraph.parse(answer.body, format=form, base_iri=at))
    assert len([quad for quad in quads if quad.predicate.value == SENDER]) == 6
    assert answer.body == (fetch(at, Accept=accept) if accept else fetch(at)).body


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"subject": '"a literal"'}, "a literal cannot be the subject"),
        ({"predicate": "no iri"}, "'no iri' is not an absolute IRI"),
        ({"object": '"open'}, "is not an absolute IRI"),
        ({"object": '"x"@1'}, "language"),
        ({"page": "0"}, "is no number of a page"),
        ({"page": "-1"}, "is no number of a page"),
        ({"page": "99999999999"}, "is no number of a page"),
        ({"subject": "http://x/> } DROP ALL #"}, "is not an absolute IRI"),
    ],
)
def test_what_is_no_pattern_is_refused_with_a_sentence(address: str, fields: dict[str, str], words: str) -> None:
    """Fault case Q9."""
    answer = fetch(f"{address}?{urllib.parse.urlencode(fields)}")
    assert answer.status == 400
    assert words in answer.body.decode()
    assert "Traceback" not in answer.body.decode()


def test_fragments_are_only_read(address: str) -> None:
    """Fault case Q3."""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert fetch(address, method, b"x").status == 405
    assert fetch(address, Accept="image/png").status == 406


def test_a_host_header_that_is_none_is_not_repeated(address: str) -> None:
    answer = fetch(address, Host='evil"><script>', Accept="text/turtle")
    assert b"evil" not in answer.body


def test_a_pattern_reads_what_clients_send() -> None:
    assert read_pattern({"object": '"a"b"@de-AT'}) == Pattern(object=literal('a"b', language="de-AT"))
    assert read_pattern({"subject": "<http://a/>"}) == Pattern(subject=iri("http://a/"))
    assert read_pattern({"subject": "_:b0", "predicate": "?p"}) == Pattern()
