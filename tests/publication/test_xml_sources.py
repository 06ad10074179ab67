"""A letterbook whose sources are XML: read, checked and built like any other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from letterbook.publication import build, check, open_letterbook, read_path

CORRESP = """<correspDesc xml:id="{id}"><correspAction type="sent"><persName ref="https://d-nb.info/gnd/1">{name}</persName>
<placeName>Ulm</placeName><date when="1901-02-03"/></correspAction><correspAction type="received"><persName>Carl Dorn</persName>
</correspAction></correspDesc>"""
HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc>{}<langUsage><language ident="en"/></langUsage></profileDesc></teiHeader>'
LETTER = HEAD + "<text><body><opener><salute>Dear Carl,</salute></opener><p>All is well.</p></body></text></TEI>"


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """A letterbook with a TEI letter, a CMIF file of two and one that is not well-formed."""
    folder = tmp_path / "book"
    shutil.copytree(root / "data", folder)
    (folder / "identifiers.csv").unlink()
    for path in (folder / "letters").iterdir():
        path.unlink()
    two = "".join(CORRESP.format(id=each, name=name) for each, name in (("x1", "A. Bell"), ("x2", "Ada Bell")))
    (folder / "letters" / "cmif.xml").write_text(HEAD.format(two) + "<text><body><p/></body></text></TEI>")
    (folder / "letters" / "one.xml").write_text(LETTER.format(CORRESP.format(id="y", name="Ada Bell")))
    (folder / "letters" / "torn.xml").write_text(LETTER.format(CORRESP.format(id="z", name="Ada Bell"))[:-8])
    return folder


def test_each_description_is_a_reading_with_a_source_of_its_own(book: Path) -> None:
    opened = open_letterbook(book)
    assert [reading and reading.transcript.source for _, reading, _ in opened.readings()] == [
        "cmif.xml#x1",
        "cmif.xml#x2",
        "one.xml",
        None,
    ]


def test_whom_an_address_identifies_has_one_key_whatever_the_name(book: Path) -> None:
    read = [reading for _, reading, _ in open_letterbook(book).readings() if reading]
    assert len({reading.entity(reading.letters[0].senders[0].person).key for reading in read}) == 1


def test_a_torn_file_is_named_with_its_line_and_the_others_are_built(book: Path, tmp_path: Path) -> None:
    outcome = build(book, tmp_path / "out")
    assert outcome.letters == 3
    errors = [finding for finding in outcome.findings if finding.level == "error"]
    assert [(finding.code, finding.file) for finding in errors] == [("L112", "letters/torn.xml")]
    ledger = (book / "identifiers.csv").read_text()
    assert "cmif.xml#x1" in ledger
    assert check(book, frozen=True).letters == 3


def test_reading_a_path_gives_every_letter_of_a_file(book: Path) -> None:
    found = list(read_path([book / "letters" / "cmif.xml"]))
    assert [reading.transcript.source for reading, _ in found if reading] == ["cmif.xml#x1", "cmif.xml#x2"]
    assert json.dumps([str(finding.code) for _, told in found for finding in told]) == "[]"
