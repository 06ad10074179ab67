"""A letterbook whose sources are XML: read, checked and built like any other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS

from letterbook.publication import build, check, open_letterbook, read_path

CORRESP = """<correspDesc xml:id="{id}"><correspAction type="sent"><persName ref="https://d-nb.info/gnd/1">{name}</persName>
<placeName>Ulm</placeName><date when="1901-02-03"/></correspAction><correspAction type="received"><persName>Carl Dorn</persName>
</correspAction></correspDesc>"""
HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc>{}<langUsage><language ident="en"/></langUsage></profileDesc></teiHeader>'
LETTER = HEAD + "<text><body><opener><salute>Dear Carl,</salute></opener><p>All is well.</p></body></text></TEI>"


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """A letterbook with a TEI letter, a CMIF file of two and one that is not well-formed."""
    folder = tmp_path / "book"
    shutil.copytree(root / "data", folder)
    (folder / "identifiers.csv").unlink()
    for path in (folder / "letters").iterdir():
        path.unlink()
    two = "".join(CORRESP.format(id=each, name=name) for each, name in (("x1", "A. Bell"), ("x2", "Ada Bell")))
    (folder / "letters" / "cmif.xml").write_text(HEAD.format(two) + "<text><body><p/></body></text></TEI>")
    (folder / "letters" / "one.xml").write_text(LETTER.format(CORRESP.format(id="y", name="Ada Bell")))
    (folder / "letters" / "torn.xml").write_text(LETTER.format(CORRESP.format(id="z", name="Ada Bell"))[:-8])
    return folder


def test_each_description_is_a_reading_with_a_source_of_its_own(book: Path) -> None:
    opened = open_letterbook(book)
    assert [reading and reading.transcript.source for _, reading, _ in opened.readings()] == [
        "cmif.xml#x1",
        "cmif.xml#x2",
        "one.xml",
        None,
    ]


def test_whom_an_address_identifies_has_one_key_whatever_the_name(book: Path) -> None:
    read = [reading for _, reading, _ in open_letterbook(book).readings() if reading]
    assert len({reading.entity(reading.letters[0].senders[0].person).key for reading in read}) == 1


def test_a_torn_file_is_named_with_its_line_and_the_others_are_built(book: Path, tmp_path: Path) -> None:
    """Fault case X4."""
    outcome = build(book, tmp_path / "out")
    assert outcome.letters == 3
    errors = [finding for finding in outcome.findings if finding.level == "error"]
    assert [(finding.code, finding.file) for finding in errors] == [("L112", "letters/torn.xml")]
    ledger = (book / "identifiers.csv").read_text()
    assert "cmif.xml#x1" in ledger
    assert check(book, frozen=True).letters == 3


def test_reading_a_path_gives_every_letter_of_a_file(book: Path) -> None:
    found = list(read_path([book / "letters" / "cmif.xml"]))
    assert [reading.transcript.source for reading, _ in found if reading] == ["cmif.xml#x1", "cmif.xml#x2"]
    assert json.dumps([str(finding.code) for _, told in found for finding in told]) == "[]"


CRM, SCHEMA = (rdflib.Namespace(f"http://{name}/") for name in ("www.cidoc-crm.org/cidoc-crm", "schema.org"))
PROV, OA = rdflib.PROV, rdflib.Namespace("http://www.w3.org/ns/oa#")


@pytest.fixture
def described(book: Path, tmp_path: Path) -> tuple[rdflib.Graph, rdflib.URIRef]:
    """The graph of a build, and the letter of which its source has a description only."""
    build(book, tmp_path / "out")
    graph = rdflib.Graph().parse(tmp_path / "out" / "letterbook.nt")
    document = next((tmp_path / "out" / "site" / "letter").glob("*a-bell*.txt")).stem
    return graph, rdflib.URIRef(f"https://letterbook.example/letter/{document}#letter")


def test_a_letter_that_is_only_described_has_a_record_and_no_text_no_parts_and_no_print(
    described: tuple[rdflib.Graph, rdflib.URIRef],
) -> None:
    graph, letter = described
    record = rdflib.URIRef(str(letter).removesuffix("#letter") + ".txt")
    for nothing in (SCHEMA.text, SCHEMA.encoding, SCHEMA.workExample):
        assert graph.value(letter, nothing) is None
    assert list(graph.subjects(SCHEMA.isPartOf, letter)) == []
    assert list(graph.subjects(CRM.P165_incorporates, letter)) == []
    assert graph.value(record, CRM.P70_documents) == letter
    assert graph.value(letter, SCHEMA.subjectOf) == record
    assert (record, RDF.type, CRM.E31_Document) in graph


def test_what_a_description_says_leads_to_its_characters_and_to_the_line_of_the_file(
    described: tuple[rdflib.Graph, rdflib.URIRef], tmp_path: Path
) -> None:
    graph, letter = described
    evidence = str(letter).replace("#letter", "/evidence#")
    annotation = rdflib.URIRef(f"{evidence}sender-1")
    (span,) = graph.objects(annotation, OA.hasTarget)
    assert str(span).endswith(".txt#char=0,7")
    (line,) = (each for each in graph.objects(annotation, PROV.wasDerivedFrom) if "/vocab/" not in str(each))
    assert str(line).startswith(evidence)
    assert str(graph.value(line, RDFS.label)) == "cmif.xml, line 1: //*[@xml:id='x1']"
    assert str(graph.value(line, RDF.value)) == "line=0,1"
    (who,) = graph.objects(span, PROV.wasAttributedTo)
    assert str(graph.value(who, RDFS.label)) == "the editors of cmif.xml"
    page = (tmp_path / "out/site/letter" / f"{str(letter).rpartition('/')[2].removesuffix('#letter')}.html").read_text()
    assert "The record of the letter" in page
    assert "cmif.xml, line 1" in page


def test_no_address_of_a_build_leads_to_a_source_file_that_it_does_not_hold(
    described: tuple[rdflib.Graph, rdflib.URIRef],
) -> None:
    graph, _ = described
    assert not [
        node for triple in graph for node in triple if str(node).startswith("https://letterbook.example/letters/")
    ]


def test_one_id_in_two_files_is_two_letters_for_the_ledger(book: Path, tmp_path: Path) -> None:
    """Fault case X6: each has an id of its own, by its file, and keeps it when another file with that id comes before it."""
    for path in (book / "letters").iterdir():
        path.unlink()

    def plant(name: str, writer: str) -> None:
        twice = "".join(CORRESP.format(id=each, name=writer) for each in ("d1", "d2"))
        (book / "letters" / name).write_text(HEAD.format(twice) + "<text><body><p/></body></text></TEI>")

    def ids() -> dict[str, str]:
        rows = (book / "identifiers.csv").read_text().splitlines()[1:]
        return {row.split(",")[1]: row.split(",")[0] for row in rows}

    plant("m.xml", "Ada Bell")
    plant("n.xml", "Ada Bell")
    build(book, tmp_path / "build")
    first = ids()
    assert set(first) == {"m.xml#d1", "m.xml#d2", "n.xml#d1", "n.xml#d2"}
    assert len(set(first.values())) == 4
    plant("a.xml", "Ada Bell")
    build(book, tmp_path / "build")
    assert {source: name for source, name in ids().items() if source in first} == first
    assert len(set(ids().values())) == 6
