"""CMIF read, stated in RDF and written again: no datum of a correspDesc is lost, and none is added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from letterbook.catalogue import Name, Whole, open_catalogue
from letterbook.catalogue.entries import entry_of
from letterbook.catalogue.names import name_of_document
from letterbook.exports.cmif import correspondence
from letterbook.exports.markup import Pen
from letterbook.mapper import Names, authority_document, map_reading
from letterbook.publication import build
from letterbook.readers.xml import read_tei
from letterbook.registers import Registers, resolve
from letterbook.terms import Document

T = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
BASE = "https://letterbook.example/"
RICH = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>
<publicationStmt><publisher>P</publisher></publicationStmt><sourceDesc>
<bibl type="hybrid" xml:id="dd7ea388-2525-4fad-adff-bf0204346779">Letters of A. Roe, vol. 1</bibl>
<bibl type="online" xml:id="c34ff873-352f-4422-adf5-279a294692dc">Letters online</bibl></sourceDesc></fileDesc><profileDesc>
<correspDesc key="12a" ref="https://edition.example/letters/12a" source="#dd7ea388-2525-4fad-adff-bf0204346779">
<correspAction type="sent"><persName ref="http://d-nb.info/gnd/118616099">A. Roe</persName><persName evidence="conjecture">B. Doe</persName>
<orgName ref="http://d-nb.info/gnd/4032660-3" cert="low">The Council</orgName>
<placeName ref="https://www.geonames.org/2820256" evidence="conjecture">Ulm?</placeName>
<date notBefore="1901-03" notAfter="1901-06" cert="low">[spring 1901]</date></correspAction>
<correspAction type="received"><persName ref="http://d-nb.info/gnd/118616315 http://viaf.org/viaf/12345">C. Low</persName>
<placeName ref="http://www.geonames.org/2954172">Augsburg</placeName><placeName>Lech</placeName><date when="1901-07-02">2 July</date></correspAction>
<correspContext><ref type="prev" target="https://edition.example/letters/11">no. 11</ref><ref type="next" target="#k13"/>
<ref type="prev" subtype="reply-to" target="https://edition.example/letters/9"/></correspContext>
<note>The seal is broken; see <persName>D. East</persName>.</note></correspDesc>
<correspDesc key="13" xml:id="k13" source="#c34ff873-352f-4422-adf5-279a294692dc"><correspAction type="sent">
<persName>Roe, A. (?)</persName><date from="1901" to="1902"/></correspAction><correspAction type="received">
<persName ref="http://d-nb.info/gnd/118616315 http://viaf.org/viaf/12345">Low, Carl</persName></correspAction></correspDesc>
</profileDesc></teiHeader><text><body><p/></body></text></TEI>
"""


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def data(letter: etree._Element, editions: dict[str, tuple[str, str, str]]) -> list[tuple[object, ...]]:
    """Every datum of a correspDesc; a certainty in a note counts as one in the attribute, where CMIF has only "low"."""
    found: list[tuple[object, ...]] = [
        ("key", letter.get("key")),
        ("edition", *editions[(letter.get("source") or "")[1:]]),
    ]
    for action in letter.iterchildren(f"{T}correspAction"):
        exact = [each.text for each in action.iterchildren(f"{T}note") if each.get("type") == "cert"]
        for each in action:
            attributes = dict(each.attrib)
            if exact and each.tag == f"{T}date":
                attributes["cert"] = exact[0] or ""
            if each.get("type") != "cert":
                found.append((action.get("type"), each.tag, words(each), tuple(sorted(attributes.items()))))
    for each in letter.iter(f"{T}note"):
        if each.getparent() is letter:
            found.append(("note", words(each)))
    return found


def letters(tree: etree._Element) -> Iterator[list[tuple[object, ...]]]:
    editions = {
        bibl.get(XML_ID, ""): (bibl.get(XML_ID, ""), bibl.get("type", ""), words(bibl))
        for bibl in tree.iter(f"{T}bibl")
    }
    return (data(each, editions) for each in tree.iter(f"{T}correspDesc"))


@pytest.mark.shared
def test_each_of_the_letters_of_spener_keeps_every_datum(shared: Path) -> None:
    path = shared / "corpora/spener-cmif/letters.xml"
    names = Names(BASE)
    known: dict[str, Name] = {}
    documents: list[Document] = []
    for number, (reading, _) in enumerate(read_tei(path, name=path.name)):
        if reading is not None:
            mapped = map_reading(resolve(reading, Registers())[0], {1: str(number)}, names)
            documents.append(mapped.letters[0].document)
            for record in mapped.records:
                named = name_of_document(authority_document(record, names))
                known.setdefault(named.iri, named)
    whole = Whole(base=BASE, title="", description="", publisher="", licence="", rights="", language="")
    editions = {name.iri: name for name in known.values() if name.kind == "edition"}
    assert len(documents) == 2435
    before = letters(etree.parse(path).getroot())
    for document, expected in zip(documents, before, strict=True):
        entry = entry_of(document, known, lambda node, graph: graph)
        written = correspondence(Pen(), entry, editions, whole, "")
        bibls = "".join(
            f'<bibl xml:id="{each.same_as[0].removeprefix("urn:uuid:")}" type="{each.medium}">{each.label.text}</bibl>'
            for each in editions.values()
        )
        tree = etree.fromstring(f'<TEI xmlns="{T[1:-1]}">{bibls}{written}</TEI>')
        assert next(letters(tree)) == expected


def test_what_the_schema_knows_beyond_that_is_kept(planted: Any, exported: Any, shared: Path, tmp_path: Path) -> None:
    """Several persons, two places, doubts, remarks, spans, addresses of the edition, letters beside it."""
    build(planted(tmp_path / "book", RICH), tmp_path / "build")
    written = etree.fromstring(exported.text("cmif", open_catalogue(tmp_path / "build")).encode())
    source = RICH.replace('to="1902"/>', 'to="1902">1901/1902</date>')  # a date without words has its figures as words
    before = sorted(map(str, letters(etree.fromstring(source.encode()))))
    assert sorted(map(str, letters(written))) == before
    second, first = sorted(written.iter(f"{T}correspDesc"), key=lambda each: len(each.get("key") or ""))
    assert (first.get("ref"), second.get("ref", "").startswith(BASE)) == ("https://edition.example/letters/12a", True)
    beside = [(each.get("type"), each.get("subtype"), each.get("target"), each.text) for each in first.iter(f"{T}ref")]
    assert beside == [
        ("prev", None, "https://edition.example/letters/11", "no. 11"),
        ("next", None, second.get("ref"), None),
        ("prev", "reply-to", "https://edition.example/letters/9", None),
    ]


@pytest.mark.shared
def test_what_is_kept_is_valid(planted: Any, exported: Any, shared: Path, tmp_path: Path) -> None:
    build(planted(tmp_path / "book", RICH.replace('cert="low">[spring', 'cert="medium">[spring')), tmp_path / "build")
    written = etree.fromstring(exported.text("cmif", open_catalogue(tmp_path / "build")).encode())
    etree.RelaxNG(etree.parse(shared / "suites/cmif-schema/schema/cmi-customization.rng")).assertValid(written)
    assert [each.text for each in written.iter(f"{T}note") if each.get("type") == "cert"] == ["medium"]
