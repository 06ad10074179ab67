"""The description of the whole: every count is what another engine counts, every checksum what the file has."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID

from letterbook.publication import build
from letterbook.web.dataset import MOST_IN_SITEMAP, Counts, Dataset, dataset_document, sitemap_files

SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
ROOT = rdflib.URIRef("https://letterbook.example/void#dataset")


@pytest.fixture(scope="module")
def described(built: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(data=(built / "site/void.ttl").read_bytes(), format="turtle")


@pytest.fixture(scope="module")
def quads(built: Path) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse((built / "letterbook.nq").read_bytes(), pyoxigraph.RdfFormat.N_QUADS))


def _number(graph: rdflib.Graph, subject: rdflib.term.Node, prop: rdflib.URIRef) -> int:
    return int(str(graph.value(subject, prop)))


def test_the_counts_are_those_of_the_dump(described: rdflib.Graph, quads: list[pyoxigraph.Quad]) -> None:
    types = {(quad.subject, quad.object) for quad in quads if quad.predicate.value == str(RDF.type)}
    assert _number(described, ROOT, VOID.triples) == len(quads)
    assert _number(described, ROOT, VOID.documents) == len({quad.graph_name for quad in quads})
    assert _number(described, ROOT, VOID.properties) == len({quad.predicate for quad in quads})
    assert _number(described, ROOT, VOID.classes) == len({found for _, found in types})
    properties = {
        str(described.value(part, VOID.property)): _number(described, part, VOID.triples)
        for part in described.objects(ROOT, VOID.propertyPartition)
    }
    assert properties == Counter(quad.predicate.value for quad in quads)
    classes = {
        str(described.value(part, VOID["class"])): _number(described, part, VOID.entities)
        for part in described.objects(ROOT, VOID.classPartition)
    }
    assert classes == Counter(str(found.value) for _, found in types if isinstance(found, pyoxigraph.NamedNode))


def _told(graph: rdflib.Graph, query: str) -> dict[str, int]:
    return {str(row[0]): int(str(row[1])) for row in graph.query(query) if isinstance(row, rdflib.query.ResultRow)}


def test_the_counts_are_those_of_sparql_in_another_engine(
    described: rdflib.Graph, document_files: Callable[[str], list[Path]]
) -> None:
    """Each document is asked by itself: rdflib is very slow where it is asked for all graphs at once."""
    graphs = [rdflib.Graph().parse(path, format="nt") for path in document_files("nt")]
    whole = rdflib.Graph()
    properties = Counter[str]()
    for graph in graphs:
        whole += graph
        properties.update(_told(graph, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"))
    classes = _told(whole, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert len(graphs) == _number(described, ROOT, VOID.documents)
    assert sum(properties.values()) == _number(described, ROOT, VOID.triples)
    assert len(properties) == _number(described, ROOT, VOID.properties)
    assert len(classes) == _number(described, ROOT, VOID.classes)
    parts = (
        (properties, VOID.propertyPartition, VOID.property, VOID.triples),
        (classes, VOID.classPartition, VOID["class"], VOID.entities),
    )
    for counted, partition, of, number in parts:
        assert counted == {
            str(described.value(part, of)): _number(described, part, number)
            for part in described.objects(ROOT, partition)
        }


def test_every_dump_is_there_with_its_size_and_checksum(built: Path, described: rdflib.Graph) -> None:
    parts = list(described.objects(ROOT, DCAT.distribution))
    assert len(parts) == 5
    for part in parts:
        address = str(described.value(part, DCAT.downloadURL))
        data = (built / "site" / address.removeprefix("https://letterbook.example/")).read_bytes()
        assert data == (built / address.rpartition("/")[2]).read_bytes()
        assert _number(described, part, DCAT.byteSize) == len(data)
        checksum = described.value(part, SPDX.checksum)
        assert str(described.value(checksum, SPDX.checksumValue)) == hashlib.sha256(data).hexdigest()


def test_the_checksums_are_read_by_the_command_that_everyone_has(built: Path) -> None:
    run = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=built / "site/dump",
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.count(": OK") == 5


def test_the_description_says_the_same_in_every_format(built: Path, described: rdflib.Graph) -> None:
    for suffix, form in (("jsonld", "json-ld"), ("nt", "nt"), ("rdf", "xml")):
        assert set(rdflib.Graph().parse(data=(built / f"site/void.{suffix}").read_bytes(), format=form)) == set(
            described
        )


@pytest.mark.shared
def test_the_description_conforms_to_the_european_profile(described: rdflib.Graph, shared: Path) -> None:
    shapes = rdflib.Graph()
    data = (shared / "suites/dcat-ap-shacl/dcat-ap-SHACL.ttl").read_bytes()
    shapes.parse(data=data, format="turtle")
    conforms, _, said = pyshacl.validate(described, shacl_graph=shapes)
    assert conforms, said


def test_the_sitemap_lists_every_document_but_the_evidence(
    built: Path, document_files: Callable[[str], list[Path]]
) -> None:
    root = ET.fromstring((built / "site/sitemap.xml").read_bytes())
    listed = {str(node.text) for node in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    site = built / "site"
    paths = {path.relative_to(site).with_suffix("").as_posix() for path in document_files("ttl")}
    paths |= {f"shapes/{path.stem}" for path in (site / "shapes").glob("*.ttl")}
    assert listed == {f"https://letterbook.example/{path}" for path in paths if not path.endswith("/evidence")}
    assert (site / "robots.txt").read_text().endswith("Sitemap: https://letterbook.example/sitemap.xml\n")


def test_a_document_is_as_new_as_the_publication_or_the_last_decision_on_it(data: Path, tmp_path: Path) -> None:
    book, told = tmp_path / "book", {}
    shutil.copytree(data, book)
    (book / "letters/000_fe7cd0140cad9c37.facts.yaml").write_text(
        'decisions:\n  - {fact: l1/number, op: confirm, value: "319", by: N. N., on: 2026-11-24}\n'
        "  - {fact: l1/kind, op: confirm, by: N. N., on: 2025-01-02}\n"
    )
    for published in ("", "2026-01-01"):
        (book / "letterbook.toml").write_text(
            f'title = "t"\npublished = "{published}"\n' if published else 'title = "t"\n'
        )
        build(book, tmp_path / "build", frozen=True)
        site = ET.parse(tmp_path / "build/site/sitemap.xml").getroot()
        told[published] = {str(url[0].text): [str(each.text) for each in url[1:]] for url in site}
    letter = "https://letterbook.example/letter/dvp-4-319"
    assert told[""].pop(letter) == told["2026-01-01"].pop(letter) == ["2026-11-24"]
    assert set(map(tuple, told[""].values())) == {()}
    assert set(map(tuple, told["2026-01-01"].values())) == {("2026-01-01",)}


def test_a_long_sitemap_is_cut_and_indexed() -> None:
    made = sitemap_files("https://a.example/", [f"letter/{number}" for number in range(MOST_IN_SITEMAP + 1)])
    assert sorted(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert made["sitemap.xml"].count(b"<loc>") == 2
    assert made["sitemap-2.xml"].count(b"<loc>") == 1


def test_what_is_not_known_is_not_said() -> None:
    about = Dataset(
        base="https://a.example/", title="T", description="", publisher="", licence="", language="en", letters=0
    )
    made = dataset_document(about, Counts(), [])
    by_property: defaultdict[str, list[str]] = defaultdict(list)
    for _, prop, value in made.triples:
        by_property[prop].append(value)
    assert f"<{DCTERMS.license}>" not in by_property
    assert f"<{DCTERMS.publisher}>" not in by_property
    assert by_property[f"<{VOID.triples}>"] == ['"0"^^<http://www.w3.org/2001/XMLSchema#integer>']
