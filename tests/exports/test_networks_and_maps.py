"""Networks, maps and link lists as the programs of their users read them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import Any

import geojson
import networkx
import pytest

from letterbook.catalogue import Catalogue
from letterbook.exports.form import Weight
from letterbook.exports.markup import Pen

ROE = "https://letterbook.example/actor/d-nb-info-gnd-118616099#it"
READERS = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}


@pytest.mark.parametrize("name", READERS)
def test_networkx_reads_who_wrote_to_whom_and_how_often(name: str, sample: Catalogue, exported: Any) -> None:
    graph = READERS[name](io.BytesIO(exported.text(name, sample).encode()))
    weights = {(graph.nodes[s]["label"], graph.nodes[t]["label"]): d["weight"] for s, t, d in graph.edges(data=True)}
    assert graph.is_directed()
    assert weights["A. Roe", "B. Doe"] == 2
    assert weights["B. Doe", "A. Roe"] == 3
    assert sum(weights.values()) == 6
    assert graph.nodes[ROE]["authority"] == "http://d-nb.info/gnd/118616099"
    assert (graph.nodes[ROE]["sent"], graph.nodes[ROE]["received"]) == (2, 3)


@pytest.mark.parametrize("name", READERS)
def test_without_a_weight_every_letter_is_an_edge_with_its_date(name: str, sample: Catalogue, exported: Any) -> None:
    graph = READERS[name](io.BytesIO(exported.text(name, sample, weight=Weight.NONE).encode()))
    dates = [data.get("date") for *_, data in graph.edges(data=True)]
    assert len(dates) == 6
    assert {"1921-04-09", "1922", "1924-05"} <= set(dates)


def test_the_edge_list_says_the_same(sample: Catalogue, exported: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(exported.text("edges", sample), newline="")))
    assert {(row["Source label"], row["Target label"], row["Weight"]) for row in rows} >= {
        ("A. Roe", "B. Doe", "2"),
        ("B. Doe", "A. Roe", "3"),
    }
    assert {row["Type"] for row in rows} == {"Directed"}


def test_palladio_gets_iso_dates_and_a_row_for_each_pair(sample: Catalogue, exported: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(exported.text("palladio", sample), newline="")))
    assert len(rows) == 6
    assert all(re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", row["Date"]) for row in rows)
    assert {row["Place"] for row in rows} == {"Ulm", ""}


def located(catalogue: Catalogue) -> Catalogue:
    """The catalogue with coordinates for all its places."""
    places = {
        iri: replace(name, coordinates=("48.40", "9.99"))
        for iri, name in catalogue.names.items()
        if name.kind == "place"
    }
    catalogue.names.update(places)
    return catalogue


def test_palladio_gets_latitude_and_longitude_in_one_cell(sample: Catalogue, exported: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(exported.text("palladio", located(sample)), newline="")))
    assert {row["Coordinates"] for row in rows if row["Place"]} == {"48.40,9.99"}


def test_geojson_is_valid_and_has_longitude_first(sample: Catalogue, exported: Any) -> None:
    found = geojson.loads(exported.text("geojson", located(sample)))
    assert found.is_valid
    (feature,) = found.features
    assert feature.geometry.coordinates == [9.99, 48.4]
    assert (feature.properties["name"], feature.properties["written"]) == ("Ulm", 2)
    assert exported.told == []


@pytest.mark.parametrize("name", ["geojson", "palladio"])
def test_a_place_without_coordinates_is_there_and_told(name: str, sample: Catalogue, exported: Any) -> None:
    assert "Ulm" in exported.text(name, sample)
    assert [(finding.code, finding.message) for finding in exported.told] == [
        ("L511", "1 place has no coordinates: Ulm")
    ]


def test_beacon_has_its_head_and_a_line_for_each_number_of_the_gnd(sample: Catalogue, exported: Any) -> None:
    text = exported.text("beacon", sample)
    head, links = text.split("\n\n")
    assert head.splitlines()[:2] == ["#FORMAT: BEACON", "#PREFIX: http://d-nb.info/gnd/"]
    assert all(re.fullmatch(r"#[A-Z]+: .+", line) for line in head.splitlines())
    assert links == f"118616099|5|{ROE.removesuffix('#it')}\n"


def test_a_beacon_without_links_is_told(seed: Catalogue, exported: Any) -> None:
    exported.text("beacon", seed)
    assert [finding.code for finding in exported.told] == ["L512"]


def test_what_xml_cannot_hold_is_written_as_its_picture_and_told(exported: Any) -> None:
    from letterbook.exports.form import Wish

    pen = Pen()
    assert pen.text("a\x07<b>\ufffe\r") == "a␇&lt;b&gt;\ufffd&#13;"
    assert pen.element("p", "", xml_id='x"\n', empty="") == '<p xml:id="x&quot;&#10;"/>'
    pen.put_down(Wish(tell=exported.told.append), "a.xml")
    assert [finding.code for finding in exported.told] == ["L513"]
