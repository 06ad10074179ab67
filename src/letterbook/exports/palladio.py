"""Palladio: a row for each letter and pair of parties, with coordinates as "lat,long" and ISO dates.

Source:  Palladio, https://hdlab.stanford.edu/palladio/help/ (dates are YYYY-MM-DD, YYYY-MM or YYYY)
"""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.catalogue import Catalogue, Entry, Name, Party
from letterbook.exports.certainty import certainty, plain_date
from letterbook.exports.csv import table_file
from letterbook.exports.form import File, Form, Wish
from letterbook.exports.tables import Table, coords, tell_of_the_unlocated

FORM = Form(
    name="palladio",
    title="letters with dates and coordinates for Palladio",
    media_type="text/csv",
    file="palladio.csv",
)

_HEADING = ("Letter", "Title", "Date", "Earliest", "Latest", "Certainty", "Sender", "Addressee", "Place", "Coordinates")


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """The rows of all letters; a letter to two addressees is two rows."""
    yield table_file(Table(FORM.name, _HEADING, _rows(catalogue, wish)), wish)


def _rows(catalogue: Catalogue, wish: Wish) -> Iterator[tuple[str, ...]]:
    places: dict[str, Name] = {}
    for entry in catalogue.letters():
        if entry.place:
            places[entry.place.iri] = entry.place
        nobody: tuple[Party | None, ...] = (None,)
        for sender in entry.senders or nobody:
            for addressee in entry.addressees or nobody:
                yield _row(entry, sender, addressee)
    tell_of_the_unlocated(places.values(), wish, FORM.file)


def _row(entry: Entry, sender: Party | None, addressee: Party | None) -> tuple[str, ...]:
    when, place = entry.dated, entry.place
    return (
        entry.iri,
        entry.title.text,
        plain_date(when),
        when.begin if when else "",
        when.end if when else "",
        certainty(when),
        sender.name.label.text if sender else "",
        addressee.name.label.text if addressee else "",
        place.label.text if place else "",
        coords(place) if place else "",
    )
