"""A letter as TEI describes it: correspDesc with its actions, as CMIF and TEI share it.

Source:  TEI P5, section 2.4.6; CMIF 1.1, https://encoding-correspondence.bbaw.de/v1/CMIF.html
"""

from __future__ import annotations

from letterbook.catalogue import Entry, Name, Party, When
from letterbook.exports.certainty import tei_date
from letterbook.exports.markup import Pen

UNKNOWN = "http://correspsearch.net/unknown"
"""The IRI by which correspSearch marks that nobody knows who it was."""


def actions(pen: Pen, entry: Entry, *, both_sides: bool) -> list[str]:
    """The action of sending, that of receiving, and the letters that this one answers.

    Form:    with ``both_sides`` a side of which nothing is known is that of someone unknown, else it is left out.
    """
    nobody = [pen.element("persName", "Unknown", ref=UNKNOWN)] if both_sides else []
    sides = (
        ("sent", entry.senders, entry.place, entry.written),
        ("received", entry.addressees, None, entry.received),
    )
    parts = [
        pen.element("correspAction", "".join(said), type=kind)
        for kind, side, place, when in sides
        if (said := [*(_agents(pen, side) or nobody), *_circumstances(pen, place, when)])
    ]
    if entry.answers:
        links = "".join(pen.element("ref", type="prev", target=answered) for answered in entry.answers)
        parts.append(pen.element("correspContext", links))
    return parts


def _agents(pen: Pen, side: tuple[Party, ...]) -> list[str]:
    return [
        pen.element(
            "persName" if party.name.kind == "person" else "orgName",
            pen.text(party.name.label.text),
            ref=" ".join(party.name.same_as),
        )
        for party in side
    ]


def _circumstances(pen: Pen, place: Name | None, when: When | None) -> list[str]:
    """The place and the date; a date without bounds says nothing to a machine and is left out."""
    found = [pen.element("placeName", pen.text(place.label.text), ref=" ".join(place.same_as))] if place else []
    if when and (when.begin or when.end):
        found.append(pen.element("date", pen.text(when.wording.text if when.wording else ""), **tei_date(when)))
    return found
