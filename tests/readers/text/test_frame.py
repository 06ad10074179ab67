"""The frame of a letter: what the edition prints around the text, and the letters inside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import PartKind, Reading, Transcript
from letterbook.readers.text import Rules, load_rules, read_text

Understand = Callable[[str], Reading]


def words(reading: Reading, kind: PartKind, letter: int = 1) -> list[str]:
    return [reading.transcript.quote(p.span) for p in reading.letter(letter).parts if p.kind is kind]


def test_a_named_sender_holds_the_office_before_the_name(second: Reading) -> None:
    (party,) = second.letter(1).senders
    assert second.entity(party.person).label == "Ivan Karelin"
    assert second.entity(party.office).label == "Plenipotentiary Representative of the RSFSR in Persia"
    assert (party.person, party.office) in [(h.person, h.office) for h in second.holdings]


def test_an_office_without_a_name_is_the_party_and_no_person_is_made(second: Reading, third: Reading) -> None:
    assert second.letter(1).addressees[0].person == ""
    assert second.entity(second.letter(1).addressees[0].office).label == "Minister of Foreign Affairs of Persia"
    assert third.letter(1).senders[0].person == ""


def test_an_office_belongs_to_the_state_behind_its_field(third: Reading) -> None:
    office = third.entity(third.letter(1).senders[0].office)
    assert third.entity(office.part_of).label == "RSFSR"


def test_place_number_and_date_stand_in_the_dateline(second: Reading) -> None:
    letter = second.letter(1)
    assert second.entity(letter.place).label == "Teheran"
    assert letter.number is not None
    assert letter.date is not None
    assert (letter.number.value, letter.date.date.edtf) == ("47/b", "1922-06-03")


def test_the_signature_stands_below_the_closing(second: Reading) -> None:
    assert words(second, PartKind.CLOSING) == ["I have the honour to remain your most obedient servant,"]
    assert words(second, PartKind.SIGNATURE) == ["Ivan Karelin"]


def test_a_reply_that_was_given_on_a_day_has_that_date(second: Reading) -> None:
    reply = second.letter(2)
    assert reply.inside == 1
    assert reply.date is not None
    assert reply.date.date.edtf == "1922-06-08"
    assert reply.date_received is None
    assert [(relation.kind, relation.letter) for relation in reply.relations] == [("reply-to", 1)]
    assert reply.senders[0].office == second.letter(1).addressees[0].office
    assert reply.addressees[0].person == second.letter(1).senders[0].person


def test_one_pair_of_quotation_marks_holds_the_whole_reply(second: Reading) -> None:
    text = second.transcript.text
    opening, closing = second.letter(2).quotation_marks
    assert (text[opening.start], text[closing.start]) == ("“", "”")
    assert second.letter(2).extent.start == opening.end
    assert second.letter(2).extent.end == closing.start


def test_the_source_note_is_taken_apart(second: Reading) -> None:
    citation = second.citation
    assert citation is not None
    assert [part and part.value for part in (citation.series, citation.volume, citation.pages, citation.document)] == [
        "USSR foreign policy documents", "5", "112-113", None,
    ]  # fmt: skip
    assert second.entity(citation.place).label == "Moscow"
    assert second.entity(citation.publisher).label == "State Political Publishing House"
    assert citation.year is not None
    assert citation.year.date.edtf == "1961"


def test_a_day_that_does_not_exist_is_kept_as_wording_and_found(third: Reading) -> None:
    date = third.letter(1).date
    assert date is not None
    assert (date.date.wording, date.date.edtf) == ("31 February 1923", "")
    assert ("L203", 5, 1) in [(f.code, f.line, f.column) for f in third.findings]


def test_a_letter_without_reply_has_none(third: Reading) -> None:
    assert len(third.letters) == 1


@pytest.mark.parametrize(
    ("heading", "kind", "sender", "addressee"),
    [
        ("Mr. Adams to Mr. Seward.", None, "Adams", "Seward"),
        ("The Ambassador in Great Britain (Page) to the Secretary of State", None, "Page", "Secretary of State"),
        ("The Ambassador to France to the Secretary of State", None, "Ambassador to France", "Secretary of State"),
        ("Telegram from the Chairman of the Council of Ministers of Italy to the Consul in Smyrna", "telegram", "Chairman of the Council of Ministers of Italy", "Consul in Smyrna"),
        ("Note to the Government of Afghanistan from the Government of the RSFSR.", "note", "Government of the RSFSR", "Government of Afghanistan"),
        ("Letter from John Roe, Ambassador of Great Britain in Turkey to the Grand Vizier", "letter", "John Roe", "Grand Vizier"),
    ],
)  # fmt: skip
def test_headings_name_their_parties(
    understand: Understand, heading: str, kind: str | None, sender: str, addressee: str
) -> None:
    reading = understand(f"{heading}\n\n1 May 1921\n\nSir,\n\nText.\n")
    letter = reading.letter(1)
    assert (letter.kind and letter.kind.value) == kind
    assert [reading.entity(side[0].agent).label for side in (letter.senders, letter.addressees)] == [sender, addressee]


@pytest.mark.parametrize(
    ("line", "edtf", "number", "place"),
    [
        ("April 9, 1921 No. 319", "1921-04-09", "319", ""),
        ("9 April 1921", "1921-04-09", None, ""),
        ("Kabul, the 9th of April, 1921", "1921-04-09", None, "Kabul"),
        ("Kabul, Saturday, April 9th, 1921", "1921-04-09", None, "Kabul"),
        ("No. 12/a", None, "12/a", ""),
        ("Moscow, Apr. 9, 1921, No 7", "1921-04-09", "7", "Moscow"),
    ],
)
def test_datelines_are_taken_apart(
    understand: Understand, line: str, edtf: str | None, number: str | None, place: str
) -> None:
    reading = understand(f"Mr. Adams to Mr. Seward.\n\n{line}\n\nSir,\n\nText.\n")
    letter = reading.letter(1)
    assert (letter.date and letter.date.date.edtf) == edtf
    assert (letter.number and letter.number.value) == number
    assert (reading.entity(letter.place).label if letter.place else "") == place


@pytest.mark.parametrize(
    "text",
    [
        "We met on April 9, 1921 at the house of the Minister and spoke for a long time about No. 5.",
        "It was a cold day.",
    ],
)
def test_a_sentence_is_no_dateline(understand: Understand, text: str) -> None:
    reading = understand(f"Mr. Adams to Mr. Seward.\n\n{text}\n")
    assert reading.letter(1).date is None
    assert "L202" in [finding.code for finding in reading.findings]


def test_a_text_without_a_heading_is_one_letter_with_a_finding_and_no_party(understand: Understand) -> None:
    reading = understand("Once upon a time there was a king.\n\nHe wrote to nobody.\n")
    assert len(reading.letters) == 1
    assert (reading.letter(1).senders, reading.letter(1).addressees, reading.letter(1).date) == ((), (), None)
    assert "L201" in [finding.code for finding in reading.findings]


def test_a_reply_that_is_received_before_the_letter_is_found(understand: Understand) -> None:
    reading = understand(
        "Letter from the Consul in Smyrna to the Minister of War of Greece Nikolaos Roe.\n\n9 April 1921\n\nMr. Minister,\n\nText.\n\n"
        'The following reply from Nikolaos Roe was received to this letter on April 2, 1921:\n\n"Mr. Consul,\n\nText."\n'
    )
    assert [finding.code for finding in reading.findings if finding.code == "L204"] == ["L204"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_places_are_right_whatever_ends_the_lines(rules: Rules, second: Reading, ends: str) -> None:
    text = second.transcript.text.replace("\n", ends)
    reading = read_text(Transcript("x.txt", text, "en"), rules)
    same = [second.transcript.quote(p.span) for letter in second.letters for p in letter.parts]
    assert [
        reading.transcript.quote(p.span).replace(ends, "\n") for letter in reading.letters for p in letter.parts
    ] == same


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=300))
def test_no_text_breaks_the_reader_and_every_span_lies_within_it(text: str) -> None:
    reading = read_text(Transcript("x.txt", text, "en"), load_rules("dvp-en", "en"))
    for mention in reading.mentions:
        assert mention.span.end <= len(text)
    for letter in reading.letters:
        for part in letter.parts:
            assert part.span.end <= len(text)
