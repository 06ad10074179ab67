"""GeoJSON: the places of the letters, each with how many letters were written there and how many speak of it.

Source:  RFC 7946, section 3.1.1 (longitude before latitude), section 3.2 (a feature without a place has the geometry null)
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from letterbook.catalogue import Catalogue, Name
from letterbook.exports.form import File, Form, Wish, lines
from letterbook.exports.tables import Counts, count, tell_of_the_unlocated

FORM = Form(
    name="geojson",
    title="the places of the letters for maps",
    media_type="application/geo+json",
    file="places.geojson",
)


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """One feature a place."""
    yield FORM.file, lines(_features(catalogue, wish))


def _features(catalogue: Catalogue, wish: Wish) -> Iterator[str]:
    found = count(catalogue)
    places = [name for _, name in sorted(found.names.items()) if name.kind == "place"]
    yield '{"type": "FeatureCollection", "features": ['
    for number, place in enumerate(places):
        yield (",\n" if number else "\n") + json.dumps(_feature(place, found), ensure_ascii=False)
    yield "\n]}\n"
    tell_of_the_unlocated(places, wish, FORM.file)


def _feature(place: Name, found: Counts) -> dict[str, object]:
    point = None
    if place.coordinates:
        latitude, longitude = map(float, place.coordinates)
        point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {
        "type": "Feature",
        "id": place.iri,
        "geometry": point,
        "properties": {
            "name": place.label.text,
            "authority": list(place.same_as),
            "written": found.written[place.iri],
            "mentioned": found.mentioned[place.iri],
        },
    }
