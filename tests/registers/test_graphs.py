"""What an RDF file states of persons, bodies, places and concepts becomes rows, whichever vocabulary it speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.authority import Label, Record
from letterbook.findings import Finding
from letterbook.graphs import statements_in
from letterbook.publication.registry import open_registers
from letterbook.registers import records_of

PREFIXES = """@prefix s: <http://schema.org/> . @prefix ss: <https://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix gndo: <https://d-nb.info/standards/elementset/gnd#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix e: <http://e.example/> .
"""


def records(folder: Path, turtle: str) -> tuple[list[Record], list[Finding]]:
    (folder / "a.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return records_of(statements_in(folder / "a.ttl"), "a.ttl", "registers/a.ttl", "de")


@pytest.mark.parametrize(
    "turtle",
    [
        'e:a a s:Person ; s:name "Ada Bell"@de ; s:birthDate "1831"^^xsd:gYear ; s:sameAs <https://viaf.org/viaf/1> .',
        'e:a a ss:Person ; ss:name "Ada Bell" ; ss:birthDate "1831" ; owl:sameAs <https://viaf.org/viaf/1> .',
        'e:a a foaf:Person ; foaf:name "Ada Bell" ; s:birthDate "1831" ; skos:exactMatch <https://viaf.org/viaf/1> .',
        'e:a a gndo:DifferentiatedPerson ; gndo:preferredNameForThePerson "Ada Bell" ; gndo:dateOfBirth "1831"^^xsd:gYear ;'
        " owl:sameAs <https://viaf.org/viaf/1> .",
    ],
    ids=["schema.org", "schema.org by https", "FOAF", "GND"],
)
def test_a_person_is_a_person_in_every_vocabulary(tmp_path: Path, turtle: str) -> None:
    ((person,), findings) = records(tmp_path, turtle)
    assert findings == []
    assert (person.kind, person.labels, person.begin) == ("person", (Label("Ada Bell", "de"),), "1831")
    assert person.same_as == ("http://e.example/a", "https://viaf.org/viaf/1")
    assert person.row == "a.ttl#http://e.example/a"


def test_other_names_places_and_concepts_are_read(tmp_path: Path) -> None:
    (found, findings) = records(
        tmp_path,
        'e:b a s:City ; s:name "Rye"@en , "Ry"@fr , "Rye town"@en ; s:alternateName "Ria"@la ; s:geo [ s:latitude 50.95 ;'
        ' s:longitude "0.73" ] . e:c a skos:Concept ; skos:prefLabel "tides"@en . e:d a s:Place ; s:name "X" ; geo:lat "1" ;'
        ' geo:long "2" . e:e a s:Organization ; s:legalName "none of ours" ; s:name "Board"@en ; s:foundingDate "1850" .',
    )
    assert findings == []
    by_key = {record.key.rpartition("-")[2]: record for record in found}
    rye = by_key["b"]
    assert set(rye.labels) == {Label("Rye", "en"), Label("Ry", "fr")}
    assert set(rye.others) == {Label("Rye town", "en"), Label("Ria", "la")}
    assert (rye.latitude, rye.longitude) == ("50.95", "0.73")
    assert (by_key["c"].kind, by_key["d"].latitude, by_key["e"].begin) == ("topic", "1", "1850")


def test_what_is_no_person_body_place_or_concept_is_no_row_and_nothing_to_tell(tmp_path: Path) -> None:
    assert records(
        tmp_path, 'e:a a s:Book ; s:name "A book" . e:b s:name "untyped" . [] a s:Person ; s:name "X" .'
    ) == (
        [],
        [],
    )


@pytest.mark.parametrize(
    ("turtle", "code", "rows"),
    [
        ("e:a a s:Person .", "L317", 0),
        ('e:a a s:Person , s:Place ; s:name "Ada" .', "L317", 0),
        ('e:a a s:Person ; s:name "Ada" ; s:birthDate "in spring" .', "L313", 1),
        ('e:a a s:Place ; s:name "Rye" ; s:latitude "north" ; s:longitude 1 .', "L315", 1),
    ],
)
def test_what_is_not_used_is_told(tmp_path: Path, turtle: str, code: str, rows: int) -> None:
    found, findings = records(tmp_path, turtle)
    assert (len(found), [finding.code for finding in findings]) == (rows, [code])


def test_the_rdf_files_of_a_folder_are_registers_and_a_broken_one_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("not turtle", encoding="utf-8")
    (tmp_path / "b.nt").write_text(
        "<https://d-nb.info/gnd/118531379> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Person> .\n"
        '<https://d-nb.info/gnd/118531379> <http://schema.org/name> "Ada Bell" .\n',
        encoding="utf-8",
    )
    registers, _ = open_registers(tmp_path, "en")
    assert [(finding.code, finding.file) for finding in registers.findings] == [("L316", f"{tmp_path.name}/a.ttl")]
    same = registers.find_same("person", "http://d-nb.info/gnd/118531379/")
    assert same is not None
    assert same is registers.find("person", "Ada Bell")
