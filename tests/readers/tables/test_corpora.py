"""Real tables: every row is read, says what its cells say, and is the same letter as in the CMIF made of them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

from letterbook.dates import Day
from letterbook.findings import Finding
from letterbook.letter import Party, Reading
from letterbook.readers.tables import columns_from, read_table
from letterbook.readers.tables.columns import Columns
from letterbook.readers.xml import read_tei

pytestmark = pytest.mark.shared

Agent = tuple[str, tuple[str, ...], str]
"""Name, addresses and kind."""

EXPLAINED = {
    60: "two names stand beside one address: the table gives it to nobody, the CMIF to the first",
    783: "brackets round a part of the description: the CMIF has lost the outer ones",
    789: "brackets round two names: the CMIF has lost the outer ones",
    947: "brackets round a part of the description: the CMIF has lost the outer ones",
    1185: "a body: the CMIF knows it from its GND record, which nobody asks for here",
    1278: "brackets round a part of the description: the CMIF has lost the outer ones",
    1444: "brackets round a part of the description: the CMIF has lost the outer ones",
    1668: "a body: the CMIF knows it from its GND record, which nobody asks for here",
}
"""The letters of Spener, counted from 0, in which table and CMIF differ, and why."""


class Facts(NamedTuple):
    """What both sources say of a letter; the days of a date, since CMIF has no EDTF."""

    senders: list[Agent]
    addressees: list[Agent]
    place: tuple[str, tuple[str, ...]] | None
    wording: str
    days: tuple[Day | None, Day | None] | None
    unsure: bool
    received: str


def facts(reading: Reading) -> Facts:
    letter = reading.letters[0]

    def side(parties: tuple[Party, ...]) -> list[Agent]:
        found = (reading.entity(party.agent) for party in parties)
        return [(each.label, each.same_as, str(each.kind)) for each in found]

    place = reading.entity(letter.place) if letter.place else None
    date = letter.date.date if letter.date else None
    return Facts(
        senders=side(letter.senders),
        addressees=side(letter.addressees),
        place=(place.label, place.same_as) if place else None,
        wording=date.wording if date else "",
        days=(date.earliest, date.latest) if date else None,
        unsure=bool(date and (date.uncertain or date.approximate)),
        received=letter.date_received.date.edtf if letter.date_received else "",
    )


def table(path: Path, columns: Columns | None = None) -> tuple[list[Reading], list[Finding], list[dict[str, str]]]:
    found = list(read_table(path, name=path.name, columns=columns))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [reading for reading, _ in found if reading], [each for _, told in found for each in told], rows


def test_every_row_of_the_letters_of_spener_is_read_and_says_what_its_cells_say(shared: Path) -> None:
    readings, findings, rows = table(shared / "corpora" / "spener-cmif" / "letters.csv")
    assert len(readings) == len(rows) == 2435
    for reading, row in zip(readings, rows, strict=True):
        letter = reading.letters[0]
        assert "|".join(party.as_printed for party in letter.senders) == row["sender"]
        assert "|".join(party.as_printed for party in letter.addressees) == row["addressee"]
        assert (letter.date.date.edtf if letter.date else "") == row["senderDate"]
        assert (letter.date.date.wording if letter.date else "") == row["senderDateText"]
        place = reading.transcript.quote(letter.place_evidence.spans[0]) if letter.place_evidence else ""
        assert place == row["senderPlace"]
        assert all(cell.strip() in reading.transcript.text for cell in row.values())
    assert [(each.code, each.line) for each in findings] == [("L119", 1), ("L118", 1115), ("L251", 62)]
    assert len({reading.transcript.source for reading in readings}) == 2435


def test_the_table_and_the_cmif_of_spener_give_the_same_letters(shared: Path) -> None:
    folder = shared / "corpora" / "spener-cmif"
    ours = [facts(reading) for reading in table(folder / "letters.csv")[0]]
    theirs = [facts(reading) for reading, _ in read_tei(folder / "letters.xml", name="letters.xml") if reading]
    differing = [number for number, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
    assert differing == sorted(EXPLAINED)
    for number in differing:  # and nothing but whom it is addressed to
        assert ours[number]._replace(addressees=[]) == theirs[number]._replace(addressees=[])


def test_every_row_of_the_letters_of_tolkien_is_read_under_its_own_headings(shared: Path) -> None:
    mapping = {
        "id": "key",
        "addressee": "addressee",
        "addressee_id": "addresseeID",
        "addressee_organisation": "addresseeOrg",
        "place": "senderPlace",
        "place_id": "senderPlaceID",
        "date": "senderDate",
        "date_from": "senderDateFrom",
        "date_to": "senderDateTo",
        "date_not_before": "senderDateEarliest",
        "date_not_after": "senderDateLatest",
        "defaults": {"sender": "J. R. R. Tolkien"},
    }
    columns = columns_from(mapping, where="letterbook.toml")
    readings, findings, rows = table(shared / "corpora" / "tolkien-csv" / "letters.csv", columns)
    assert len(readings) == len(rows) == 508
    for reading, row in zip(readings, rows, strict=True):
        letter = reading.letters[0]
        assert reading.transcript.source == f"letters.csv#{row['key']}"
        assert [party.as_printed for party in letter.senders] == ["J. R. R. Tolkien"]
        assert [party.as_printed for party in letter.addressees] == [
            name for name in (row["addressee"], row["addresseeOrg"]) if name
        ]
        begin = row["senderDate"] or row["senderDateEarliest"] or row["senderDateFrom"]
        assert bool(letter.date) == bool(begin)
        if letter.date:
            assert str(letter.date.date.earliest).startswith(begin)
        assert (reading.entity(letter.place).label if letter.place else "") == row["senderPlace"]
    assert [(each.code, each.line) for each in findings] == [("L119", 1), ("L253", 162)]
