"""BEACON: which persons of the GND the letters are from, to or about, and where each is described.

Source:  BEACON link dump format, https://gbv.github.io/beaconspec/beacon.html, section 3
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from letterbook.catalogue import Catalogue
from letterbook.exports.form import File, Form, Wish, lines
from letterbook.exports.tables import count
from letterbook.findings import Finding

FORM = Form(
    name="beacon",
    title="the persons of the GND, for portals that link to them",
    media_type="text/plain",
    file="beacon.txt",
)

_GND = re.compile(r"https?://d-nb\.info/gnd/([0-9X-]+)")
_MARKS = str.maketrans({"|": " ", "\n": " ", "\r": " "})


def write(catalogue: Catalogue, wish: Wish) -> Iterator[File]:
    """A line a person: the GND number, how many letters, and the page here."""
    yield FORM.file, lines(_lines(catalogue, wish))


def _lines(catalogue: Catalogue, wish: Wish) -> Iterator[str]:
    found = count(catalogue)
    links: dict[str, tuple[int, str]] = {}
    for iri, name in sorted(found.names.items()):
        for authority in name.same_as if name.is_agent else ():
            if match := _GND.fullmatch(authority):
                letters = found.sent[iri] + found.received[iri] or found.mentioned[iri]
                links.setdefault(match[1], (letters, name.page))
    yield "#FORMAT: BEACON\n#PREFIX: http://d-nb.info/gnd/\n"
    yield f"#DESCRIPTION: {catalogue.whole.title.translate(_MARKS)}\n"
    if catalogue.whole.publisher:
        yield f"#INSTITUTION: {catalogue.whole.publisher.translate(_MARKS)}\n"
    yield f"#FEED: {catalogue.whole.base}{FORM.file}\n\n"
    for number, (letters, page) in sorted(links.items()):
        yield f"{number}|{letters}|{page}\n"
    if not links:
        message = "none of those whom the letters name has a number of the GND, so the file has no links"
        wish.tell(Finding(code="L512", message=message, remedy="add it as same_as in the register", file=FORM.file))
