"""Every IRI under the base, wherever the data name it, leads to a document that describes it, in every format."""

from __future__ import annotations

import http.client
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph
import pyshacl
import pytest
import rdflib
from web_client import serving

from letterbook.output import MANIFEST
from letterbook.publication import build
from letterbook.web.negotiation import MEDIA_TYPES

pytestmark = pytest.mark.server

PARSERS = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
CHARACTERS = re.compile(r"char=(\d+),(\d+)")


def _iris(out: Path, base: str) -> set[str]:
    """All IRIs under the base in the dump, in the description of the whole and in the shapes, in whatever place."""
    files = [out / "letterbook.nq", *sorted((out / "site/shapes").glob("*.nq")), out / "site/void.nq"]
    found: set[str] = set()
    for file in files:
        for quad in pyoxigraph.parse(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS):
            for node in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                if isinstance(node, pyoxigraph.NamedNode) and node.value.startswith(base):
                    found.add(node.value)
    return found


def _each_is_described(out: Path, address: str) -> int:
    """Ask for every IRI in every format; gives the number of IRIs."""
    base = json.loads((out / MANIFEST).read_bytes())["base"]
    by_document: defaultdict[str, set[str]] = defaultdict(set)
    for iri in _iris(out, base):
        by_document[iri.partition("#")[0]].add(iri)
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)) as server:
        _ask_all(server, out, address, base, by_document)
    return sum(map(len, by_document.values()))


def _ask_all(
    server: http.client.HTTPConnection, out: Path, address: str, base: str, by_document: Mapping[str, set[str]]
) -> None:
    def ask(document: str, accept: str) -> tuple[str, bytes]:
        path = urlsplit(address).path + quote(document.removeprefix(base), safe="/%:@!$&'()*+,;=~-._")
        server.request("GET", path, headers={"Accept": accept})
        answer = server.getresponse()
        body = answer.read()
        assert answer.status == 200, (document, accept, answer.status)
        return answer.headers.get_content_type(), body

    for document, iris in sorted(by_document.items()):
        if document.endswith(".txt"):
            kind, body = ask(document, "*/*")
            assert kind == "text/plain"
            length = len(body.decode())
            for iri in iris - {document}:
                span = CHARACTERS.fullmatch(iri.partition("#")[2])
                assert span, iri
                assert int(span[1]) <= int(span[2]) <= length, iri
            continue
        if document.startswith(f"{base}dump/") or document == base:
            ask(document, "*/*")
            continue
        for suffix, parser in PARSERS.items():
            kind, body = ask(document, MEDIA_TYPES[suffix])
            assert kind == MEDIA_TYPES[suffix], document
            subjects = {
                quad.subject.value
                for quad in pyoxigraph.parse(body, parser, base_iri=document)
                if isinstance(quad.subject, pyoxigraph.NamedNode)
            }
            assert iris <= subjects | {document}, (suffix, sorted(iris - subjects))
            assert any(each.partition("#")[0] == document for each in subjects)
        if (out / f"site/{document.removeprefix(base)}.html").is_file():
            kind, body = ask(document, "text/html")
            assert kind == "text/html"
            assert f'<link rel="canonical" href="{document}">'.encode() in body


@pytest.fixture(scope="module")
def address(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as found:
        yield found


def test_every_iri_of_the_ready_letterbook_leads_to_what_describes_it(built: Path, address: str) -> None:
    assert _each_is_described(built, address) > 1_000


@pytest.mark.shared
def test_every_iri_of_five_hundred_letters_leads_to_what_describes_it(
    shared: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    book = tmp_path / "frus"
    (book / "letters").mkdir(parents=True)
    for text in sorted((shared / "gold/frus").glob("*.txt")):
        shutil.copyfile(text, book / "letters" / text.name)
    (book / "letterbook.toml").write_text(
        'title = "Foreign Relations"\nbase = "https://frus.example/papers/"\nprofile = "frus"\n'
    )
    assert build(book, tmp_path / "build").letters >= 500
    with serving(tmp_path / "build", environment) as found:
        assert _each_is_described(tmp_path / "build", found) > 100_000


def test_the_published_shapes_judge_the_published_data(built: Path) -> None:
    """Whoever takes both from the site gets the same verdict, with no other file at hand."""
    shapes = rdflib.Graph()
    for file in sorted((built / "site/shapes").glob("*.ttl")):
        shapes.parse(file)
    letter = rdflib.Graph().parse(built / "letterbook.nt", format="nt")
    conforms, _, said = pyshacl.validate(letter, shacl_graph=shapes)
    assert conforms, said
    name = rdflib.URIRef("http://schema.org/name")
    letter.remove((rdflib.URIRef("https://letterbook.example/letter/dvp-4-319#letter"), name, None))
    assert not pyshacl.validate(letter, shacl_graph=shapes)[0]
