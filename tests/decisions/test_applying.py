"""A decision outranks every rule, survives an edit of its text, and is told as an error where it does not fit any more."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from letterbook.findings import Finding, Severity
from letterbook.letter import Letter, Origin, PartKind, Reading, Span

if TYPE_CHECKING:
    from tests.decisions.conftest import Book

Codes = Callable[[list[Finding]], list[str]]


def names(reading: Reading, letter: Letter) -> tuple[list[str], list[str]]:
    def side(parties: tuple[object, ...]) -> list[str]:
        return [reading.entity(party.agent).label for party in parties]  # type: ignore[attr-defined]

    return side(letter.senders), side(letter.addressees)


def mentions(reading: Reading) -> list[tuple[str, str]]:
    return [(reading.transcript.quote(m.span), reading.entity(m.entity).label) for m in reading.mentions]


# -- one value


def test_a_value_that_is_set_replaces_what_was_read_and_rests_on_its_quote(book: Book, codes: Codes) -> None:
    reading, findings = book.decide('{fact: l1/number, op: set, value: "17", quote: "No. 71", by: NN}')
    number = reading.letters[0].number
    assert number is not None
    assert (number.value, number.text) == ("17", "No. 71")
    assert reading.transcript.quote(number.evidence.spans[0]) == "No. 71"
    assert (number.evidence.origin, number.evidence.confidence) == (Origin.EDITOR, 1.0)
    assert number.evidence.decision == reading.decisions[0].id
    assert codes(findings) == []


def test_a_value_may_be_set_where_the_text_has_none(book: Book) -> None:
    """And what the reader had to say about that is answered."""
    _, before = book.read()
    reading, after = book.decide("{fact: l1/place, op: set, value: Tehran, why: as the envelope shows}")
    letter = reading.letters[0]
    assert reading.entity(letter.place).label == "Tehran"
    assert letter.place_evidence is not None and letter.place_evidence.spans == ()
    assert {f.code for f in before} - {f.code for f in after} == {"L205"}


@pytest.mark.parametrize(
    ("fact", "value", "field"),
    [
        ("date_sent", "1922-05-03", "date"),
        ("number", "71", "number"),
        ("kind", "note", "kind"),
        ("salutation", "Sir", "salutation"),
    ],
)
def test_a_value_that_is_rejected_is_not_stated_and_another_than_read_changes_nothing(
    book: Book, fact: str, value: str, field: str
) -> None:
    before, _ = book.read()
    told = getattr(before.letters[0], field)
    value = getattr(told, "value", value)
    wrong, _ = book.decide(f"{{fact: l1/{fact}, op: reject, value: '{value}'}}")
    assert getattr(wrong.letters[0], field) is None
    any_, _ = book.decide(f"{{fact: l1/{fact}, op: reject}}")
    assert getattr(any_.letters[0], field) is None
    other, findings = book.decide(f"{{fact: l1/{fact}, op: reject, value: 1999}}")
    assert getattr(other.letters[0], field) == told
    assert not [f for f in findings if f.level is Severity.ERROR]


def test_a_value_that_is_confirmed_stays_and_is_sure(book: Book) -> None:
    before, _ = book.read()
    after, _ = book.decide("{fact: l1/date_sent, op: confirm, by: NN}", "{fact: l1/addressee, op: confirm}")
    one, other = before.letters[0].date, after.letters[0].date
    assert one is not None and other is not None
    assert (other.date, other.evidence.spans, other.evidence.rule) == (one.date, one.evidence.spans, one.evidence.rule)
    assert (other.evidence.confidence, other.evidence.decision) == (1.0, after.decisions[0].id)
    assert after.letters[0].addressees[0].evidence.decision == after.decisions[1].id


def test_what_is_confirmed_must_be_read_and_as_it_was(book: Book, codes: Codes) -> None:
    _, findings = book.decide(
        "{fact: l1/signature, op: confirm}",
        "{fact: l1/number, op: confirm, value: '17'}",
        "{fact: l1/place, op: confirm}",
        "{fact: l1/sender, op: confirm, value: Nobody}",
    )
    assert codes(findings) == ["L217"] * 4
    assert any("what is read is '71'" in finding.message for finding in findings)


def test_a_kind_is_one_that_the_language_knows(book: Book, codes: Codes) -> None:
    reading, findings = book.decide("{fact: l1/kind, op: set, value: sermon}")
    assert codes(findings) == ["L211"]
    kind = reading.letters[0].kind
    assert kind is not None and kind.value == "note"
    reading, _ = book.decide("{fact: l1/kind, op: set, value: telegram}")
    kind = reading.letters[0].kind
    assert kind is not None and kind.value == "telegram"


def test_a_letter_that_is_not_there_is_an_error_and_the_others_are_decided(book: Book, codes: Codes) -> None:
    reading, findings = book.decide("{fact: l2/number, op: confirm}", "{fact: l1/number, op: confirm}")
    assert codes(findings) == ["L211"]
    assert [each.path for each in reading.decisions] == ["l1/number"]


def test_a_decision_that_changes_nothing_answers_no_question(book: Book) -> None:
    _, findings = book.decide("{fact: l1/place, op: reject, value: Paris}")
    assert "L205" in {finding.code for finding in findings}
    _, findings = book.decide("{fact: l1/place, op: reject}")
    assert "L205" not in {finding.code for finding in findings}


# -- the words of the text


def test_a_closing_is_put_where_the_editor_sees_it(book: Book) -> None:
    reading, _ = book.decide('{fact: l1/closing, op: set, quote: "the assurances of my high consideration"}')
    letter = reading.letters[0]
    told = [(part.kind, reading.transcript.quote(part.span)) for part in letter.parts][-3:]
    assert told == [
        (PartKind.PARAGRAPH, "I ask you to accept"),
        (PartKind.CLOSING, "the assurances of my high consideration"),
        (PartKind.PARAGRAPH, "."),
    ]
    spans = [part.span for part in letter.parts]
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_a_rejected_salutation_stays_as_a_paragraph(book: Book) -> None:
    before, _ = book.read()
    reading, _ = book.decide("{fact: l1/salutation, op: reject}")
    kinds = [part.kind for part in reading.letters[0].parts]
    assert PartKind.SALUTATION not in kinds
    assert len(kinds) == len(before.letters[0].parts)


# -- who


def test_a_sender_is_named_and_may_keep_the_office(book: Book) -> None:
    office = "Minister of Foreign Affairs of Persia"
    reading, _ = book.decide(f"{{fact: l1/sender, op: set, value: Ali Khan, office: {office}}}")
    (party,) = reading.letters[0].senders
    assert (reading.entity(party.person).label, reading.entity(party.office).label) == ("Ali Khan", office)
    assert reading.entity(party.person).key == "actor/ali-khan"
    assert sum(entity.kind == "office" for entity in reading.entities) == 2


def test_a_party_may_be_a_register_row_and_several(book: Book) -> None:
    reading, _ = book.decide(
        "{fact: l1/addressee, op: add, value: actor/martin-doctor}",
        "{fact: l1/addressee, op: add, value: Red Crescent Society, kind: organisation}",
    )
    _, addressees = names(reading, reading.letters[0])
    assert addressees == ["Louis Martin", "Louis Etienne Martin", "Red Crescent Society"]
    assert reading.entity(reading.letters[0].addressees[1].agent).key == "actor/martin-doctor"


def test_one_of_several_parties_is_rejected(book: Book) -> None:
    reading, _ = book.decide(
        "{fact: l1/addressee, op: add, value: Ali Khan}", "{fact: l1/addressee, op: reject, value: Louis Martin}"
    )
    assert names(reading, reading.letters[0])[1] == ["Ali Khan"]
    assert reading.holdings == ()


def test_a_key_that_no_register_has_is_told(book: Book, codes: Codes) -> None:
    _, findings = book.decide("{fact: l1/sender, op: set, value: actor/nobody}")
    assert codes(findings) == ["L211"]
    assert any("no register has the key 'actor/nobody'" in finding.message for finding in findings)


def test_a_place_cannot_send(book: Book, codes: Codes) -> None:
    reading, findings = book.decide("{fact: l1/sender, op: set, value: Tabriz, kind: place}")
    assert codes(findings) == ["L211"]
    assert names(reading, reading.letters[0])[0] == ["Minister of Foreign Affairs of Persia"]


# -- mentions


def test_a_mention_is_put_in_at_the_occurrence_that_is_meant(book: Book) -> None:
    reading, _ = book.decide('{fact: mention, op: add, quote: "army", nth: 2, value: actor/army}')
    start = reading.transcript.text.index("The army has") + 4
    (found,) = [m for m in reading.mentions if reading.entity(m.entity).key == "actor/army"]
    assert found.span == Span(start, start + 4)
    assert found.evidence.origin is Origin.EDITOR


def test_a_rejected_mention_is_gone_and_so_is_whom_nothing_else_names(book: Book) -> None:
    reading, findings = book.decide(
        "{fact: mention, op: reject, quote: Tabriz}", "{fact: mention, op: reject, quote: Tabriz, nth: 2}"
    )
    assert "Tabriz" not in [entity.label for entity in reading.entities]
    assert not [f for f in findings if "Tabriz" in f.message]


def test_a_mention_may_mean_another(book: Book) -> None:
    reading, _ = book.decide("{fact: mention, op: set, quote: Tabriz, nth: 2, value: Tauris, kind: place}")
    assert [pair for pair in mentions(reading) if pair[0] == "Tabriz"] == [("Tabriz", "Tabriz"), ("Tabriz", "Tauris")]


def test_a_new_name_needs_its_kind(book: Book, codes: Codes) -> None:
    _, findings = book.decide("{fact: mention, op: add, quote: doctors, value: the doctors}")
    assert codes(findings) == ["L211"]
    assert any("kind: person or" in finding.remedy for finding in findings)


def test_a_mention_is_confirmed_where_there_is_one(book: Book, codes: Codes) -> None:
    reading, findings = book.decide(
        "{fact: mention, op: confirm, quote: Tabriz}", "{fact: mention, op: confirm, quote: doctors}"
    )
    assert codes(findings) == ["L217"]
    assert [m.confidence for m in reading.mentions if m.decision] == [1.0]


# -- who is who


def test_a_name_is_said_to_be_a_row_of_the_register(book: Book) -> None:
    before, _ = book.read()
    assert before.entity(before.letters[0].addressees[0].person).key == "actor/martin-consul"
    reading, _ = book.decide("{fact: entity, op: same-as, quote: Louis Martin, value: actor/martin-doctor}")
    assert reading.entity(reading.letters[0].addressees[0].person).key == "actor/martin-doctor"


def test_a_name_is_said_not_to_be_a_row_of_the_register(book: Book) -> None:
    """It is somebody of his own then, and never shares the address of the row."""
    reading, findings = book.decide("{fact: entity, op: not-same-as, quote: Louis Martin, value: actor/martin-consul}")
    person = reading.entity(reading.letters[0].addressees[0].person)
    assert (person.key, person.registered) == ("actor/louis-martin", False)
    assert any("'Louis Martin' is in no register" in finding.message for finding in findings)


def test_two_names_of_a_text_become_one_and_everything_follows(book: Book) -> None:
    book.text_file.write_text(
        book.text_file.read_text("utf-8").replace(
            "The army has", "General Karim Khan and Karim Khan say: the army has"
        ),
        "utf-8",
    )
    reading, _ = book.decide(
        "{fact: mention, op: add, quote: Karim Khan, value: Karim Khan, kind: person}",
        "{fact: entity, op: same-as, quote: Karim Khan, value: Louis Martin}",
    )
    labels = [entity.labels for entity in reading.entities if "Louis Martin" in entity.labels]
    assert len(labels) == 1 and "Karim Khan" in labels[0]
    assert reading.letters[0].addressees[0].person in {entity.id for entity in reading.entities}


def test_two_of_different_kinds_are_never_one(book: Book, codes: Codes) -> None:
    _, findings = book.decide("{fact: entity, op: same-as, quote: Tabriz, value: Louis Martin}")
    assert codes(findings) == ["L211"]


# -- the text changes


def test_decisions_survive_an_edit_of_the_text(book: Book, codes: Codes) -> None:
    items = (
        '{fact: l1/number, op: set, value: "17", quote: "No. 71"}',
        "{fact: mention, op: add, quote: army, after: has no doctors, value: actor/army}",
        "{fact: mention, op: add, quote: wounded, before: taken the, value: actor/army}",
        "{fact: l1/kind, op: confirm}",
    )
    digest = book.read()[0].transcript.sha256()
    before, told = book.decide(*items, head=f"text-sha256: {digest}\n")
    assert codes(told) == []
    edited = book.text_file.read_text("utf-8").replace(
        "Sir,\n", "Sir,\n\nThe army of which I wrote\nis wounded at heart.\n"
    )
    book.text_file.write_text(edited, "utf-8")
    after, findings = book.read()
    assert codes(findings) == ["L213"]
    assert [letter.number and letter.number.value for letter in after.letters] == ["17"]
    for reading in (before, after):
        spans = [mention.span for mention in reading.mentions if mention.decision]
        text = reading.transcript.text
        assert [text[span.start - 4 : span.end + 4] for span in spans] == ["the wounded of ", "The army has"]


def test_a_lost_anchor_is_an_error_with_line_quote_and_nearest_wording(book: Book) -> None:
    reading, findings = book.decide(
        "{fact: l1/kind, op: confirm}", '{fact: mention, op: add, quote: "has taken the sick", value: actor/army}'
    )
    (lost,) = [finding for finding in findings if finding.code == "L212"]
    assert (lost.file, lost.line, lost.level) == ("letters/note.facts.yaml", 3, Severity.ERROR)
    assert "'has taken the sick'" in lost.message
    assert "'has taken the wounded'" in lost.remedy
    assert len(reading.decisions) == 1


def test_line_ends_and_the_name_of_the_file_do_not_matter(book: Book, codes: Codes) -> None:
    book.text_file.write_bytes(
        book.text_file.read_bytes().replace(b"\n", b"\r\n").replace(b"the wounded of", b"the\r\nwounded of")
    )
    _, findings = book.decide('{fact: mention, op: add, quote: "taken the wounded of", value: actor/army}')
    assert codes(findings) == []
