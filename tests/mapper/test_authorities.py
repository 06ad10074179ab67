"""An authority document states what the row of the register states, in both vocabularies."""

from __future__ import annotations

from dataclasses import replace

from letterbook.authority import Label, Record
from letterbook.mapper import Names, authority_document

RYE = Record(key="place/rye", kind="city", labels=(Label("Rye", "en"),), latitude="50.950", longitude="-0.73")


def stated(record: Record) -> set[tuple[str, str]]:
    triples = authority_document(record, Names("https://letters.example/")).triples
    return {(triple[1].rpartition("/")[2].strip("<>"), triple[2]) for triple in triples}


def test_coordinates_are_two_numbers_and_a_point_with_the_longitude_first() -> None:
    found = stated(RYE)
    assert ("latitude", '"50.950"^^<http://www.w3.org/2001/XMLSchema#decimal>') in found
    assert ("longitude", '"-0.73"^^<http://www.w3.org/2001/XMLSchema#decimal>') in found
    point = '"POINT(-0.73 50.950)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'
    assert ("P168_place_is_defined_by", point) in found


def test_a_place_without_coordinates_lies_nowhere() -> None:
    found = {name for name, _ in stated(replace(RYE, latitude="", longitude=""))}
    assert not found & {"geo", "latitude", "P168_place_is_defined_by"}
