"""Letters beside this one (correspContext), and what drafts of CMIF 2 say of a letter."""

from __future__ import annotations

import pytest

from letterbook.letter import EntityKind, Origin

SENT = "<correspAction type='sent'><persName>Ada Bell</persName></correspAction>"


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("<ref type='prev' target='b.xml'/>", [("previous", "b.xml", "")]),
        ("<ptr type='next' target='#c'/>", [("next", "#c", "")]),
        (
            "<ref type='replyTo' target='https://x.example/9'>that of May</ref>",
            [("reply-to", "https://x.example/9", "that of May")],
        ),
        ("<ref type='previous'>No. 4</ref>", [("previous", "", "No. 4")]),
        (
            "<p>Previous letter: <persName>Ada</persName>, 26 July</p>",
            [("previous", "", "Previous letter: Ada, 26 July")],
        ),
        ("<p>See <ref target='b.xml'>that one</ref> as well</p>", [("", "b.xml", "See that one as well")]),
        ("<ref type='next'/>", []),
    ],
)
def test_each_letter_beside_is_kept_with_its_words(read, letter, context: str, expected: object) -> None:  # type: ignore[no-untyped-def]
    (reading,), findings = read(letter(f"{SENT}<correspContext>{context}</correspContext>"))
    assert findings == []
    found = reading.letters[0].neighbours
    assert [(each.kind, each.target, each.words) for each in found] == expected
    assert {each.evidence.origin for each in found} <= {Origin.METADATA}


NOTE = """<note>
<ref type="cmif:mentionsPerson" target="https://viaf.org/viaf/1">Carl Dorn</ref>
<ref type="https://cmif.example/terms#mentionsPlace" target="https://www.geonames.org/2">Ulm</ref>
<ref type="cmif:hasTextBase" target="cmif:draft"/><ref type="cmif:hasLanguage" target="fr"/>
</note><note type="mentioned"><orgName>Guild of Bakers</orgName></note>"""


def test_whom_a_description_mentions_is_an_entity_with_its_address(read, letter) -> None:  # type: ignore[no-untyped-def]
    (reading,), findings = read(letter(SENT + NOTE))
    entities = [reading.entity(each.entity) for each in reading.letters[0].mentioned]
    assert [(finding.code, "hasTextBase" in finding.message) for finding in findings] == [("L235", True)]
    assert reading.transcript.language == "fr"
    assert [(entity.kind, entity.label, entity.same_as) for entity in entities] == [
        (EntityKind.PERSON, "Carl Dorn", ("https://viaf.org/viaf/1",)),
        (EntityKind.PLACE, "Ulm", ("https://www.geonames.org/2",)),
        (EntityKind.ORGANISATION, "Guild of Bakers", ()),
    ]


def test_a_letter_that_is_only_described_keeps_all_that_is_said_of_it(read, letter) -> None:  # type: ignore[no-untyped-def]
    context = "<correspContext><ref type='prev' target='b.xml'/></correspContext>"
    (reading,), _ = read(letter(SENT + context + NOTE, "<p/>"))
    assert reading.transcript.text.splitlines() == [
        "Ada Bell",
        "mentionsPerson: Carl Dorn",
        "mentionsPlace: Ulm",
        "hasTextBase: cmif:draft",
        "hasLanguage: fr",
        "Guild of Bakers",
        "previous: b.xml",
    ]
    assert reading.transcript.language == "fr"
