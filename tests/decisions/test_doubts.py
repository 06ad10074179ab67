"""A value is published, published as unreviewed or withheld by the measured precision of its rule; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.decisions import Band, band, load_confidences
from letterbook.errors import UsageError
from letterbook.findings import Finding, Severity

if TYPE_CHECKING:
    from tests.decisions.conftest import Book

Codes = Callable[[list[Finding]], list[str]]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_greater_confidence_is_never_in_a_lower_band(one: float, other: float) -> None:
    order = [Band.WITHHELD, Band.UNREVIEWED, Band.PUBLISHED]
    assert one > other or order.index(band(one)) <= order.index(band(other))


def test_a_rule_that_nobody_has_measured_is_published(book: Book) -> None:
    reading, _ = book.read()
    number = reading.letters[0].number
    assert number is not None and number.evidence.confidence == 0.95
    assert reading.doubts == ()


def test_a_doubtful_value_is_published_and_listed(book: Book, codes: Codes) -> None:
    book.measured(dateline_number=0.8)
    reading, findings = book.read()
    number = reading.letters[0].number
    assert number is not None and (number.value, number.evidence.confidence) == ("71", 0.8)
    (doubt,) = reading.doubts
    assert (doubt.fact, doubt.value, doubt.published) == ("l1/number", "71", True)
    assert codes(findings) == []


@pytest.mark.parametrize(("op", "value"), [("confirm", "71"), ("set, value: '17'", "17")])
def test_what_is_decided_is_never_withheld(book: Book, op: str, value: str) -> None:
    book.measured(dateline_number=0.1)
    reading, _ = book.decide(f"{{fact: l1/number, op: {op}}}")
    number = reading.letters[0].number
    assert number is not None and (number.value, reading.doubts) == (value, ())


def test_a_value_of_low_confidence_is_withheld_and_listed(book: Book, codes: Codes) -> None:
    book.measured(dateline_number=0.69)
    reading, findings = book.read()
    assert reading.letters[0].number is None
    (doubt,) = reading.doubts
    assert (doubt.value, doubt.published, doubt.span and reading.transcript.quote(doubt.span)) == (
        "71",
        False,
        "No. 71",
    )
    assert codes(findings) == ["L215"]
    (told,) = [finding for finding in findings if finding.code == "L215"]
    assert (told.line, told.level) == (5, Severity.NOTE)


@pytest.mark.parametrize(
    ("rule", "fact", "field"),
    [
        ("heading_from_to", "l1/kind", "kind"),
        ("party_office", "l1/sender", "senders"),
        ("party_office_holder", "l1/addressee", "addressees"),
        ("dateline_date", "l1/date_sent", "date"),
        ("dateline_number", "l1/number", "number"),
        ("salutation_sir", "l1/salutation", "salutation"),
        ("closing_assurances", "l1/closing", "closing"),
    ],
)
def test_every_field_of_a_letter_can_be_withheld(book: Book, rule: str, fact: str, field: str) -> None:
    before, _ = book.read()
    assert getattr(before.letters[0], field)
    book.measured(**{rule: 0.5})
    after, _ = book.read()
    assert not getattr(after.letters[0], field)
    assert fact in [doubt.fact for doubt in after.doubts]


def test_a_rejected_value_is_not_in_the_list_again(book: Book) -> None:
    book.measured(dateline_number=0.69)
    reading, _ = book.decide("{fact: l1/number, op: reject, value: '71'}")
    assert (reading.letters[0].number, reading.doubts) == (None, ())


def test_a_mention_of_low_confidence_is_listed_once_for_each_name(book: Book) -> None:
    book.measured(named_in_gazetteer=0.6)
    reading, _ = book.read()
    assert [doubt.value for doubt in reading.doubts] == ["Red Crescent Society", "Tabriz"]
    assert not [m for m in reading.mentions if m.rule == "named-in-gazetteer"]
    assert "Tabriz" not in [entity.label for entity in reading.entities]


def test_an_office_that_a_withheld_party_holds_is_not_stated_either(book: Book) -> None:
    before, _ = book.read()
    assert len(before.holdings) == 1
    book.measured(party_office_holder=0.5)
    assert book.read()[0].holdings == ()
    assert book.decide("{fact: l1/addressee, op: confirm}")[0].holdings == before.holdings


@pytest.mark.parametrize(
    "text", ["[", "confidence: 3", "confidence: {a: 2}", "confidence: {a: yes}", "other: {}", "- 1", "\ufffe"]
)
def test_confidences_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "confidence.yaml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match="confidence"):
        load_confidences(tmp_path)


def test_a_letterbook_without_measurements_has_none(tmp_path: Path) -> None:
    assert load_confidences(tmp_path) == {}
