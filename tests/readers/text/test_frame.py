"""The frame of a letter: what the edition prints around the text, and the letters inside it."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Form, PartKind, Party, Reading, Span, Transcript
from letterbook.readers.text import Rules, load_rules, read_text

Understand = Callable[[str], Reading]
SEED = "letters/000_fe7cd0140cad9c37.txt"
LETTER = (
    "Letter from the Consul in Smyrna to the Minister of War of Greece Nikolaos Roe.\n\n"
    "Source: Papers. Volume 1. p. 2.\n\n9 April 1921\n\nMr. Minister,\n\nText.\n\n"
)


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
    """Fault case D9: both days are kept as printed."""
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


@pytest.fixture(scope="module")
def seed(data: Path, understand: Understand) -> Reading:
    """The letter of the ready letterbook and the reply that is printed inside it."""
    return understand((data / SEED).read_text(encoding="utf-8"))


def parts(reading: Reading, letter: int) -> list[tuple[str, tuple[int, int]]]:
    return [(part.kind.value, (part.span.start, part.span.end)) for part in reading.letter(letter).parts]


def parties(reading: Reading, letter: int) -> list[tuple[str, str]]:
    """Person and office of sender and addressee."""

    def label(entity: str) -> str:
        return reading.entity(entity).label if entity else ""

    sides = (*reading.letter(letter).senders, *reading.letter(letter).addressees)
    return [(label(party.person), label(party.office)) for party in sides]


def test_the_seed_letter_has_its_parts_where_they_are_printed(seed: Reading) -> None:
    assert parts(seed, 1) == [
        ("heading", (0, 173)), ("source", (175, 279)), ("dateline", (281, 302)), ("salutation", (304, 317)),
        ("paragraph", (319, 1520)), ("paragraph", (1522, 1788)), ("paragraph", (1790, 2010)), ("closing", (1932, 2010)),
    ]  # fmt: skip
    assert seed.letter(1).extent == Span(0, 2010)
    assert parts(seed, 2) == [
        ("link", (2012, 2097)), ("salutation", (2100, 2119)), ("paragraph", (2121, 3013)), ("paragraph", (3015, 3197)),
        ("closing", (3119, 3197)),
    ]  # fmt: skip
    assert (seed.letter(2).extent, seed.letter(2).inside) == (Span(2100, 3197), 1)
    assert seed.letter(2).quotation_marks == (Span(2099, 2100), Span(3198, 3199))


def test_the_editors_sentence_is_written_by_neither_writer(seed: Reading) -> None:
    assert seed.writer_at(Span(2012, 2097)) is None
    assert seed.writer_at(Span(2037, 2050)) is None


def test_the_reply_is_between_the_parties_of_the_letter_the_other_way_round(seed: Reading) -> None:
    (letter_sender,), (letter_addressee,) = seed.letter(1).senders, seed.letter(1).addressees
    (sender,), (addressee,) = seed.letter(2).senders, seed.letter(2).addressees
    assert (sender.person, sender.office) == (letter_addressee.person, letter_addressee.office)
    assert addressee.agent == letter_sender.agent
    assert sender.evidence.spans == (Span(2026, 2050),)
    assert addressee.evidence.spans == (Span(2012, 2078), Span(2100, 2119))


def test_the_day_of_receipt_is_not_that_of_writing(seed: Reading) -> None:
    reply = seed.letter(2)
    assert reply.date is None
    assert reply.date_received is not None
    assert (reply.date_received.date.edtf, reply.date_received.evidence.spans) == ("1921-04-12", (Span(2051, 2096),))
    assert [(r.kind, r.letter, r.evidence.spans) for r in reply.relations] == [("reply-to", 1, (Span(2012, 2078),))]


def test_nothing_is_invented_for_the_seed_letter(seed: Reading) -> None:
    """No name for the office, no signature, no place of writing from the office or the imprint."""
    assert parties(seed, 1)[0][0] == ""
    for letter in seed.letters:
        assert (letter.signature, letter.place, letter.on_behalf_of if letter.inside else ()) == (None, "", ())
    assert seed.letter(2).number is None
    assert [e.label for e in seed.entities if e.kind == "person"] == ["Mustafa Kemal"]


def test_a_form_of_address_means_the_addressee(seed: Reading) -> None:
    forms = {m.span: m.entity for m in seed.mentions if m.form is Form.ADDRESS}
    assert forms[Span(304, 316)] == seed.letter(1).addressees[0].person
    assert forms[Span(2100, 2118)] == seed.letter(2).addressees[0].office


def test_findings_name_line_column_and_letter(seed: Reading) -> None:
    assert [(f.code, f.line, f.column, f.letter) for f in seed.findings] == [
        ("L205", 1, 1, "letter 1"),
        ("L206", 1, 13, "letter 1"),
        ("L208", 15, 71, "letter 2"),
        ("L205", 17, 2, "letter 2"),
    ]
    assert all(f.file == "x.txt" and f.message and f.remedy for f in seed.findings)


@pytest.mark.shared
def test_the_frame_is_that_of_the_gold(shared: Path, seed: Reading) -> None:
    gold = yaml.safe_load((shared / "extraction/seed-gold.yaml").read_text(encoding="utf-8"))["stated"]
    kinds = {"title": "heading", "closing-formula": "closing"}
    of_letter, link, of_reply = gold["structure"]
    for number, entries in ((1, of_letter["parts"]), (2, [*link["parts"], *of_reply["parts"]])):
        assert parts(seed, number) == [(kinds.get(e["kind"], e["kind"]), tuple(e["at"])) for e in entries]
    header = gold["header"]
    letter, citation = seed.letter(1), seed.citation
    assert letter.kind
    assert letter.date
    assert letter.number
    assert citation
    assert citation.year
    read = {
        "genre": (letter.kind.value, letter.kind.evidence), "number": (letter.number.value, letter.number.evidence),
        "date": (letter.date.date.edtf, letter.date.evidence), "year": (citation.year.date.edtf, citation.year.evidence),
    }  # fmt: skip
    title, source = header["title"], header["source"]
    for name, entry in {
        "genre": title["genre"],
        "number": header["number"],
        "date": header["date"],
        "year": source["year"],
    }.items():
        value, evidence = read[name]
        assert value == str(entry.get("value", entry.get("edtf")))
        assert [(s.start, s.end) for s in evidence.spans] == [tuple(entry["evidence"]["at"])]
    sides: dict[str, Party] = {"sender": letter.senders[0], "addressee": letter.addressees[0]}
    for side, party in sides.items():
        assert [(s.start, s.end) for s in party.evidence.spans] == [tuple(title[side]["evidence"]["at"])]
        assert bool(party.person) is title[side]["named"]


def rewritten(text: str, form: str) -> str:
    """The same letters as another typist would have saved them."""
    blocks = text.split("\n\n")
    match form:
        case "broken to fit a page":
            return "\n\n".join(textwrap.fill(block, 72) for block in blocks)
        case "broken, with the line ends of another system":
            return "\n\n".join(textwrap.fill(block, 60) for block in blocks).replace("\n", "\r\n")
        case "a line for a paragraph":
            return text.replace("\n\n", "\n")
        case "indented":
            return "\n\n".join(f"    {block}" for block in blocks)
        case "typographic":
            return text.replace(" ", "\u00a0").replace("'", "’").replace('"M', "«M").replace('. "', ". »")
        case "two empty lines":
            return text.replace("\n\n", "\n\n\n")
    return text.replace(". ", ".  ")


@pytest.mark.parametrize(
    "form",
    ["broken to fit a page", "broken, with the line ends of another system", "a line for a paragraph", "indented",
     "typographic", "two empty lines", "two blanks behind a stop"],
)  # fmt: skip
def test_the_frame_does_not_depend_on_how_the_text_was_saved(seed: Reading, understand: Understand, form: str) -> None:
    other = understand(rewritten(seed.transcript.text, form))

    def plainly(reading: Reading, span: Span) -> str:
        words = " ".join(reading.transcript.quote(span).split())
        return words.replace("’", "'")

    for number in (1, 2):
        letter, same = seed.letter(number), other.letter(number)
        assert [(p.kind, plainly(other, p.span)) for p in same.parts] == [
            (p.kind, plainly(seed, p.span)) for p in letter.parts
        ]
        assert parties(other, number) == parties(seed, number)
        assert (same.date and same.date.date.edtf) == (letter.date and letter.date.date.edtf)
        assert (same.date_received and same.date_received.date.edtf) == (
            letter.date_received and letter.date_received.date.edtf
        )
        assert (same.number and same.number.value) == (letter.number and letter.number.value)
        assert len(same.quotation_marks) == len(letter.quotation_marks)
    assert other.citation is not None
    assert other.citation.volume is not None
    assert other.citation.volume.value == "4"
    assert [f.code for f in other.findings] == [f.code for f in seed.findings]


@pytest.mark.parametrize(
    ("link", "written", "received", "sender"),
    [
        ("The following reply from Nikolaos Roe was received to this letter on April 12, 1921:", None, "1921-04-12", "Nikolaos Roe"),
        ("The following answer of Nikolaos Roe was given to this note on 12 April 1921:", "1921-04-12", None, "Nikolaos Roe"),
        ("The following response from John Doe was sent in reply to this letter on May 3, 1921:", "1921-05-03", None, "John Doe"),
        ("The following reply from the Minister of War was received on April 12, 1921:", None, "1921-04-12", "Minister of War"),
        ("The following reply from Nikolaos Roe was received:", None, None, "Nikolaos Roe"),
        ("To this letter, Nikolaos Roe gave the following reply:", None, None, "Nikolaos Roe"),
        ("Nikolaos Roe made the following answer:", None, None, "Nikolaos Roe"),
        ("The following reply from Nikolaos Roe\nwas received to this letter on April\n12, 1921:", None, "1921-04-12", "Nikolaos Roe"),
    ],
)  # fmt: skip
def test_a_sentence_of_the_editors_introduces_the_reply(
    understand: Understand, link: str, written: str | None, received: str | None, sender: str
) -> None:
    reading = understand(f'{LETTER}{link}\n\n"Mr. Consul,\n\nHe said "no".\n\nYours faithfully,\n\nN. Roe"\n')
    assert len(reading.letters) == 2
    reply = reading.letter(2)
    assert words(reading, PartKind.LINK, 2) == [link]
    assert words(reading, PartKind.PARAGRAPH, 2) == ['He said "no".']
    assert (reply.date and reply.date.date.edtf) == written
    assert (reply.date_received and reply.date_received.date.edtf) == received
    assert reading.entity(reply.senders[0].agent).label == sender
    assert reply.addressees[0].agent == reading.letter(1).senders[0].agent
    assert [(relation.kind, relation.letter) for relation in reply.relations] == [("reply-to", 1)]


def test_a_day_of_receipt_that_does_not_exist_is_found(understand: Understand) -> None:
    link = "The following reply from Nikolaos Roe was received to this letter on April 31, 1921:"
    reading = understand(f'{LETTER}{link}\n\n"Mr. Consul,\n\nText."\n')
    received = reading.letter(2).date_received
    assert received is not None
    assert (received.date.wording, received.date.edtf) == ("April 31, 1921", "")
    assert ("L203", 11) in [(f.code, f.line) for f in reading.findings]


def test_a_reply_to_a_reply_is_one_more_letter(understand: Understand) -> None:
    reading = understand(
        f"{LETTER}The following reply from Nikolaos Roe was received to this letter on April 12, 1921:\n\nMr. Consul,\n\nText.\n\n"
        "The following reply from the Consul in Smyrna was received to this letter on April 15, 1921:\n\nMr. Minister,\n\nText.\n"
    )
    assert [(letter.ordinal, letter.inside) for letter in reading.letters] == [(1, 0), (2, 1), (3, 2)]
    assert parties(reading, 3) == parties(reading, 1)


def test_a_chain_of_replies_may_be_longer_than_calls_can_be_deep(understand: Understand) -> None:
    """Fault case L1: each reply answers the letter before it, and none itself."""
    length = sys.getrecursionlimit() + 100
    link = "The following reply from Nikolaos Roe was received to this letter on April 12, 1921:"
    reading = understand(LETTER + "\n\n".join(f"{link}\n\nSir,\n\nText {number}.\n" for number in range(length)))
    assert len(reading.letters) == length + 1
    for letter in reading.letters[1:]:
        assert letter.inside == letter.ordinal - 1
        assert [(each.kind, each.letter) for each in letter.relations] == [("reply-to", letter.ordinal - 1)]


@pytest.mark.parametrize(
    "text",
    [
        "He gave the following answer: no.",
        "The following reply from Nikolaos Roe was received to this letter on April 12, 1921.",
        "The following reasons were received on April 12, 1921:",
    ],
)
def test_a_sentence_that_introduces_no_letter_is_a_paragraph(understand: Understand, text: str) -> None:
    reading = understand(f"{LETTER}{text}\n\nMore text.\n")
    assert len(reading.letters) == 1
    assert words(reading, PartKind.PARAGRAPH) == ["Text.", text, "More text."]


def test_heading_source_and_day_are_told_apart_without_empty_lines(understand: Understand) -> None:
    reading = understand(
        "Letter from the Consul in Smyrna to the Minister of\nWar of Greece Nikolaos Roe.\nSource: Papers. Volume 1.\np. 2. Athens. 1950\n"
        "April 9, 1921 No. 3\nMr. Minister,\n\nText.\n"
    )
    assert [part.kind.value for part in reading.letter(1).parts] == [
        "heading", "source", "dateline", "salutation", "paragraph",
    ]  # fmt: skip
    assert parties(reading, 1) == [("", "Consul in Smyrna"), ("Nikolaos Roe", "Minister of War of Greece")]
    assert words(reading, PartKind.SOURCE) == ["Source: Papers. Volume 1.\np. 2. Athens. 1950"]


def test_below_a_title_that_is_not_understood_the_rest_of_the_head_is_still_read(understand: Understand) -> None:
    reading = understand(
        "A word about peace\n\nSource: Papers. Volume 1. p. 2.\n\nApril 9, 1921 No. 3\n\nSir,\n\nText.\n"
    )
    letter = reading.letter(1)
    assert words(reading, PartKind.NOTE) == ["A word about peace"]
    assert (letter.senders, letter.addressees) == ((), ())
    assert letter.date is not None
    assert letter.salutation is not None
    assert reading.citation is not None
    assert "L201" in [finding.code for finding in reading.findings]


@pytest.mark.parametrize("text", ["", " \n\n\t\r\n"])
def test_where_nothing_is_printed_there_is_no_letter(understand: Understand, text: str) -> None:
    assert understand(text).letters == ()


@pytest.mark.parametrize("text", ["x", "Sir,", "April 9, 1921", '"', "Letter", "Source:"])
def test_a_single_line_is_one_letter_with_that_part_alone(understand: Understand, text: str) -> None:
    reading = understand(f"\n{text}\n")
    (letter,) = reading.letters
    assert [reading.transcript.quote(part.span) for part in letter.parts] == [text]
    assert (letter.senders, letter.addressees, letter.place, letter.signature) == ((), (), "", None)


@pytest.mark.parametrize("ends", [("\r\n",), ("\r",), ("\r\n", "\n", "\r")], ids=["CRLF", "CR", "mixed"])
def test_whatever_ends_the_lines_the_letter_is_the_same_and_its_findings_stand_in_the_same_lines(
    understand: Callable[[str], Reading], ends: tuple[str, ...]
) -> None:
    """Fault case T13."""
    plain = (Path(__file__).parent / "letters" / "third.txt").read_text(encoding="utf-8")
    lines = plain.split("\n")
    mixed = "".join(line + ends[number % len(ends)] for number, line in enumerate(lines[:-1])) + lines[-1]
    one, other = understand(plain), understand(mixed)
    assert other.transcript.text == mixed
    assert [(f.code, f.line, f.column) for f in other.findings] == [(f.code, f.line, f.column) for f in one.findings]
    assert [m.kind if hasattr(m, "kind") else "" for m in other.mentions] == [
        m.kind if hasattr(m, "kind") else "" for m in one.mentions
    ]
    for before, after in zip(one.letters, other.letters, strict=True):
        assert [part.kind for part in after.parts] == [part.kind for part in before.parts]
        assert after.senders == () or after.senders[0].as_printed == before.senders[0].as_printed
