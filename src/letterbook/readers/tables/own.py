"""The table of letters that ``letterbook export csv`` writes, known by its headings: read again, it is the same letters.

Columns that follow from others (titles, bounds of days, coordinates, which are those of a register) are taken for nothing.
"""

from __future__ import annotations

from letterbook.readers.tables.columns import Columns
from letterbook.readers.tables.sheets import Headed

_SIDE = {"": "", "_text": "_text", "_iri": "_iri", "_id": "_authority", "_kind": "_kind", "_office": "_office"}
_PLACE = {"": "", "_text": "_text", "_iri": "_iri", "_id": "_authority"}
_MENTIONS = {"": "", "_iri": "_iri", "_kind": "_kind"}
_FIELDS = {
    **{each: each for each in ("id", "iri", "address", "kind", "number", "date", "date_text", "calendar")},
    **{each: each for each in ("answers", "edition", "page", "printed", "note")},
    "record_language": "language",
    "date_received": "received",
    "date_received_text": "received_text",
    "calendar_received": "received_calendar",
    **{f"{side}{field}": f"{side}{heading}" for side in ("sender", "addressee") for field, heading in _SIDE.items()},
    **{
        f"{name}{field}": f"{name}{heading}"
        for name in ("place", "place_received")
        for field, heading in _PLACE.items()
    },
    **{f"mentions{field}": f"mentions{heading}" for field, heading in _MENTIONS.items()},
}
_FOLLOWING = frozenset(
    "title place_coords date_earliest date_latest certainty received_earliest received_latest received_certainty".split()
)
_MARKS = frozenset({"id", "iri", "title", "sender_iri", "addressee_iri", "date_earliest", "received_earliest"})
"""Headings that stand together in no other table."""


def own_columns(table: Headed) -> Columns | None:
    """The mapping of a table that an export of ours has written; None for any other."""
    headings = set(table.headings)
    if not headings >= _MARKS or len(headings) < len(table.headings):
        return None
    found = {field: (heading,) for field, heading in _FIELDS.items() if heading in headings}
    return Columns(headings=found, separators=(" | ",), where="the export", following=_FOLLOWING)
