"""Letters, persons and places as tables: what every export by rows has, with the doubt about dates as columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from letterbook.catalogue import Catalogue, Entry, Name, Party, Said, When
from letterbook.exports.certainty import certainty
from letterbook.exports.form import TableName, Wish
from letterbook.findings import Finding

BETWEEN = " | "
"""What stands between several values in one cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its heading and its rows of texts."""

    name: str
    heading: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]


_LETTERS = (
    "id", "iri", "address", "title", "kind", "number", "language",
    "sender", "sender_text", "sender_iri", "sender_authority", "sender_kind", "sender_office",
    "addressee", "addressee_text", "addressee_iri", "addressee_authority", "addressee_kind", "addressee_office",
    "place", "place_text", "place_iri", "place_authority", "place_coords",
    "place_received", "place_received_text", "place_received_iri", "place_received_authority",
    "date", "date_text", "date_earliest", "date_latest", "certainty", "calendar",
    "received", "received_text", "received_earliest", "received_latest", "received_certainty", "received_calendar",
    "answers", "edition", "page", "printed", "mentions", "mentions_iri", "mentions_kind", "note",
)  # fmt: skip
_PERSONS = (
    "iri",
    "label",
    "language",
    "kind",
    "other_names",
    "authority",
    "begin",
    "end",
    "sent",
    "received",
    "mentioned",
)
_PLACES = ("iri", "label", "language", "other_names", "authority", "coords", "written", "mentioned")


def letters_table(catalogue: Catalogue) -> Table:
    """A row a letter."""
    return Table(TableName.LETTERS, _LETTERS, (_letter(entry) for entry in catalogue.letters()))


def persons_table(catalogue: Catalogue) -> Table:
    """A row a person, office or body that a letter is from or to, or that it mentions."""
    return Table(TableName.PERSONS, _PERSONS, _persons(catalogue))


def places_table(catalogue: Catalogue) -> Table:
    """A row a place at which a letter was written or that it mentions."""
    return Table(TableName.PLACES, _PLACES, _places(catalogue))


TABLES: dict[TableName, Callable[[Catalogue], Table]] = {
    TableName.LETTERS: letters_table,
    TableName.PERSONS: persons_table,
    TableName.PLACES: places_table,
}


def _letter(entry: Entry) -> tuple[str, ...]:
    place = entry.place
    said = next((_wording(each.name, each.said) for each in entry.written_at if each.name == place), "")
    answered = (each.iri or each.target for each in entry.beside if each.kind == "reply-to")
    mentions = sorted(entry.mentions, key=lambda name: (name.label.text, name.iri))
    return (
        entry.id, entry.iri, entry.address, entry.title.text, entry.kind, entry.number, entry.language,
        *_side(entry.senders), *_side(entry.addressees),
        *((place.label.text, said, place.iri, place.authority, coords(place)) if place else ("",) * 5),
        *_columns([(p.name.label.text, _wording(p.name, p.said), p.name.iri, p.name.authority) for p in entry.received_at], 4),
        *_date(entry.written), *_date(entry.received),
        BETWEEN.join(dict.fromkeys((*entry.answers, *answered))),
        entry.edition.label.text if entry.edition else "", entry.page, entry.printed,
        *_columns([(name.label.text, name.iri, name.kind) for name in mentions], 3),
        "\n".join(entry.remarks),
    )  # fmt: skip


def _side(side: tuple[Party, ...]) -> tuple[str, ...]:
    values = [
        (p.name.label.text, _wording(p.name, p.said), p.name.iri, p.name.authority, p.name.kind, p.office) for p in side
    ]
    return _columns(values, 6)


def _wording(name: Name, said: Said) -> str:
    """How the source calls whom it names; empty where that is the label."""
    return "" if said.words == name.label.text else said.words


def _columns(rows: Sequence[tuple[str, ...]], width: int) -> tuple[str, ...]:
    """Each column has as many values as there are rows, so that they stay side by side; none where all are empty."""
    return tuple(BETWEEN.join(column) if any(column) else "" for column in zip(*rows, strict=True)) or ("",) * width


def _date(when: When | None) -> tuple[str, ...]:
    if when is None:
        return ("",) * 6
    words = when.wording.text if when.wording else ""
    return when.edtf, words, when.begin, when.end, certainty(when), when.calendar


def coords(place: Name) -> str:
    """Latitude and longitude in one cell, as Palladio reads them; empty where they are not stated."""
    return ",".join(place.coordinates) if place.coordinates else ""


@dataclass
class Counts:
    """How often each name is on a side of a letter, the place of one, or mentioned, by IRI."""

    sent: Counter[str]
    received: Counter[str]
    written: Counter[str]
    mentioned: Counter[str]
    names: dict[str, Name]


def count(catalogue: Catalogue) -> Counts:
    """Count the letters of the catalogue once."""
    found = Counts(Counter(), Counter(), Counter(), Counter(), {})
    for entry in catalogue.letters():
        groups = (
            (found.sent, [party.name for party in entry.senders]),
            (found.received, [party.name for party in entry.addressees]),
            (found.written, [entry.place] if entry.place else []),
            (found.mentioned, list(entry.mentions)),
        )
        for counter, names in groups:
            for name in names:
                counter[name.iri] += 1
                found.names[name.iri] = name
    return found


def _persons(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    found = count(catalogue)
    for iri, name in sorted(found.names.items()):
        if name.is_agent:
            yield (
                iri, name.label.text, name.label.language, name.kind, _others(name),
                BETWEEN.join(name.same_as), name.begin.edtf if name.begin else "", name.end.edtf if name.end else "",
                str(found.sent[iri]), str(found.received[iri]), str(found.mentioned[iri]),
            )  # fmt: skip


def _places(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    found = count(catalogue)
    for iri, name in sorted(found.names.items()):
        if name.kind == "place":
            yield (
                iri, name.label.text, name.label.language, _others(name), BETWEEN.join(name.same_as), coords(name),
                str(found.written[iri]), str(found.mentioned[iri]),
            )  # fmt: skip


def _others(name: Name) -> str:
    return BETWEEN.join(sorted({words.text for words in name.others}))


def tell_of_the_unlocated(places: Iterable[Name], wish: Wish, file: str) -> None:
    """Say how many places have no coordinates, which a map needs."""
    names = sorted(place.label.text for place in places if place.coordinates is None)
    if names:
        has = "1 place has" if len(names) == 1 else f"{len(names)} places have"
        shown = f"{', '.join(names[:3])}{' …' if len(names) > 3 else ''}"
        message, remedy = f"{has} no coordinates: {shown}", "fill lat and long in the register of places"
        wish.tell(Finding(code="L511", message=message, remedy=remedy, file=file))
