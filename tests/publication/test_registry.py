"""Registers in a TEI list say as much as those in a table: who is meant in a letter, and what is known of him."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.publication import build
from letterbook.publication.registry import open_registers

PEOPLE = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><listPerson>
<person xml:id="p1"><persName>Ada Bell</persName><birth when="1831"/><idno type="gnd">118531379</idno></person>
<person xml:id="p2"><persName>Carl Dorn</persName></person></listPerson>
<listPlace><place xml:id="l1"><placeName>Rye</placeName><location><geo>50,95 0,73</geo></location></place></listPlace>
</body></text></TEI>"""
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc><correspDesc>
<correspAction type="sent"><persName ref="people.xml#p1">A. B.</persName><placeName ref="#l1">Rye</placeName>
<date when="1860-05-02"/></correspAction>
<correspAction type="received"><persName ref="#p2">C. D.</persName></correspAction>
</correspDesc></profileDesc></teiHeader><text><body><p>All is well.</p></body></text></TEI>"""


@pytest.fixture
def letterbook(tmp_path: Path) -> Path:
    for name in ("letters", "registers"):
        (tmp_path / name).mkdir()
    (tmp_path / "letterbook.toml").write_text('title = "Bell"\nlanguage = "en"\n', encoding="utf-8")
    (tmp_path / "letters/1.xml").write_text(LETTER, encoding="utf-8")
    (tmp_path / "registers/people.xml").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def test_a_letter_points_to_the_row_of_a_list_and_the_row_is_published(letterbook: Path) -> None:
    outcome = build(letterbook, letterbook / "build")
    assert [finding for finding in outcome.findings if finding.code == "L304"] == []
    site = letterbook / "build/site"
    bell = (site / "actor/p1.ttl").read_text("utf-8")
    assert '"1831"' in bell
    assert "<https://d-nb.info/gnd/118531379>" in bell
    assert "registers/people.xml#p1" in bell
    assert (site / "actor/p2.ttl").is_file()
    assert "POINT(0.73 50.95)" in (site / "place/l1.ttl").read_text("utf-8")


def test_the_row_that_the_text_points_to_outranks_another_with_its_authority(letterbook: Path) -> None:
    """Fault case L5: nothing is merged, and it is told."""
    (letterbook / "registers/actors.csv").write_text("key,label@en,gnd\nbell,Bell,118531379\n", encoding="utf-8")
    outcome = build(letterbook, letterbook / "build")
    assert [finding.code for finding in outcome.findings if finding.code.startswith("L3")] == ["L309"]
    assert (letterbook / "build/site/actor/p1.ttl").is_file()


def test_an_entry_whose_key_a_table_has_gets_a_longer_one(letterbook: Path) -> None:
    (letterbook / "registers/actors.csv").write_text("key,label@en\np1,Somebody else\n", encoding="utf-8")
    registers, _ = open_registers(letterbook / "registers")
    assert registers.records["actor/p1"].labels[0].text == "Somebody else"
    bell = registers.find("person", "Ada Bell")
    assert bell is not None
    assert bell.key.startswith("actor/p1-")
