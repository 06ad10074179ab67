"""The lists by which XML is read: ours, and an edition's own in their place or beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.errors import RulesError
from letterbook.letter import PartKind
from letterbook.readers.xml import load_xml_rules, read_tei
from letterbook.readers.xml.rules import FILE_NAME, xml_rules

LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div type="missive"><greeting>Dear aunt,</greeting>
<p>All is well.</p><agent role="x">Ada Bell</agent></div></body></text></TEI>"""


def own(folder: Path, text: str) -> Path:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return folder


def test_an_edition_of_another_encoding_is_read_by_its_own_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(LETTER)
    rules = load_xml_rules(
        own(tmp_path, "documents: [missive]\nparts+: {greeting: salutation}\nnames+: {agent: person}\n")
    )
    ((reading, findings),) = read_tei(path, name="a.xml", rules=rules)
    assert findings == []
    assert reading is not None
    assert reading.letters[0].parts[0].kind is PartKind.SALUTATION
    assert [entity.label for entity in reading.entities] == ["Ada Bell"]


def test_without_lists_of_its_own_a_letterbook_has_ours(tmp_path: Path) -> None:
    assert load_xml_rules(tmp_path) is xml_rules()


def test_a_plus_adds_and_its_absence_replaces(tmp_path: Path) -> None:
    rules = load_xml_rules(own(tmp_path, "sent+: [dictated]\nreceived: [got]\n"))
    assert rules.sent == xml_rules().sent | {"dictated"}
    assert rules.received == {"got"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sender: [a]", "there is no list 'sender'"),
        ("documents: letter", "documents is 'letter'"),
        ("parts: {p: nonsense}", "parts is not understood"),
        ("titles: ['(']", "titles is not understood"),
        ("number: 'No. (\\d+)'", "has no group 'number'"),
        ("office+: x", "office+ is 'x'"),
        ("- a", "expected keys and values"),
        ("a: [", "cannot be read"),
    ],
)
def test_what_is_wrong_in_the_lists_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(RulesError) as raised:
        load_xml_rules(own(tmp_path, text))
    assert told in str(raised.value)
    assert FILE_NAME in str(raised.value)
