"""QuickStatements: commands that make an item for each letter in Wikidata or FactGrid; labels and descriptions below 250 characters.

Source:  https://www.wikidata.org/wiki/Help:QuickStatements (version 1, tabulators); Wikidata's limit for labels is 250 characters
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from letterbook.catalogue import Catalogue, Entry, Name, Party, When
from letterbook.exports.certainty import plain_date
from letterbook.exports.form import File, Form, Wish, lines

FORM = Form(
    name="quickstatements",
    title="an item for each letter, for Wikidata or FactGrid",
    media_type="text/tab-separated-values",
    file="quickstatements.txt",
)

MOST_CHARACTERS = 249
_LANGUAGE = "en"
_LETTER, _INSTANCE, _AUTHOR, _ADDRESSEE, _PLACE, _WRITTEN, _URL = (
    "Q133492",
    "P31",
    "P50",
    "P1817",
    "P1071",
    "P571",
    "P973",
)
_ITEM = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q\d+)")
_PRECISION = {4: 9, 7: 10, 10: 11}


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """The commands; who and what has no Wikidata item is named in the label and not linked."""
    yield FORM.file, lines(_commands(catalogue))


def _commands(catalogue: Catalogue) -> Iterator[str]:
    for entry in catalogue.letters():
        yield "CREATE\n"
        for prop, value in _statements(entry):
            yield f"LAST\t{prop}\t{value}\n"


def _statements(entry: Entry) -> Iterator[tuple[str, str]]:
    yield f"L{_LANGUAGE}", _quoted(label_of(entry))
    yield f"D{_LANGUAGE}", _quoted(entry.printed or entry.kind)
    yield _INSTANCE, _LETTER
    yield from ((_AUTHOR, item) for party in entry.senders for item in _items(party.name))
    yield from ((_ADDRESSEE, item) for party in entry.addressees for item in _items(party.name))
    if entry.place:
        yield from ((_PLACE, item) for item in _items(entry.place))
    if (day := plain_date(entry.written)) and not day.startswith("-"):
        yield _WRITTEN, f"+{day}{'-00' * ((10 - len(day)) // 3)}T00:00:00Z/{_PRECISION[len(day)]}"
    yield _URL, _quoted(entry.iri, most=len(entry.iri))


def label_of(entry: Entry) -> str:
    """The label in the form of FactGrid: "Letter A to B, Place, date"."""
    sides = " to ".join(side for side in (_people(entry.senders), _people(entry.addressees)) if side)
    if entry.addressees and not entry.senders:
        sides = f"to {sides}"
    words = [f"{entry.kind.replace('-', ' ').capitalize()} {sides}".strip()]
    words += [entry.place.label.text] if entry.place else []
    words += [_day(entry.dated)] if entry.dated and _day(entry.dated) else []
    return ", ".join(words)


def _people(side: tuple[Party, ...]) -> str:
    return " and ".join(party.name.label.text for party in side)


def _day(when: When) -> str:
    return plain_date(when) or (when.wording.text if when.wording else "")


def _items(name: Name) -> list[str]:
    return [match[1] for each in name.same_as if (match := _ITEM.fullmatch(each))]


def _quoted(text: str, most: int = MOST_CHARACTERS) -> str:
    """A text on one line; what is too long ends in an ellipsis. Quotation marks cannot be escaped, so they become single."""
    words = " ".join(text.replace('"', "'").split())
    return f'"{words if len(words) <= most else words[: most - 1].rstrip() + "…"}"'
