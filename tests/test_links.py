"""A reference is linked to the one letter that fits it in every point, and to none where there is a doubt."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook import dates
from letterbook.dates import HistoricalDate
from letterbook.letter import (
    Dated,
    Entity,
    EntityKind,
    Evidence,
    Letter,
    Party,
    Reading,
    Reference,
    Span,
    Transcript,
    Wording,
)
from letterbook.links import Letters, asked_references, known_letters, with_cited
from letterbook.publication import open_letterbook

BOOK = Path(__file__).parent / "publication" / "references"
DESPATCH = "your despatch No. 12, of the 3d instant"
Texts = dict[str, str]


def id_of(source: str, ordinal: int) -> str:
    return f"{source}-{ordinal}"


def linked(readings: Iterable[Reading], citing: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What each reference of one source is linked to, and what is told."""
    letters, by_source = Letters(), {}
    for reading in readings:
        letters.add(known_letters(reading))
        by_source[reading.transcript.source] = reading
    cited, findings = letters.answer(asked_references(by_source[citing]), id_of)
    reading = with_cited(by_source[citing], cited)
    found = {reading.transcript.quote(each.evidence.spans[0]): each.cited for each in reading.references}
    return found, [(finding.code, finding.message) for finding in findings]


@pytest.fixture
def texts() -> Texts:
    """The three letters of a small letterbook."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((BOOK / "letters").glob("*.txt"))}


def read(folder: Path, texts: Texts) -> list[Reading]:
    (folder / "letters").mkdir()
    shutil.copy(BOOK / "letterbook.toml", folder)
    for name, text in texts.items():
        (folder / "letters" / name).write_text(text, encoding="utf-8")
    return [reading for _, reading, _ in open_letterbook(folder).readings() if reading]


def test_day_number_and_parties_together_tell_the_letter(tmp_path: Path, texts: Texts) -> None:
    found, told = linked(read(tmp_path, texts), "2.txt")
    assert found == {DESPATCH: "1.txt-1", "My letter of the 9th ultimo": ""}
    assert told == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("May 3, 1861", "May 4, 1861"),
        ("No. 12.]", "No. 11.]"),
        ("No. 12.]\n\n", ""),
        ("Mr. Roe to Mr. Doe.", "Mr. Roe to Mr. Poe."),
        ("Mr. Roe to Mr. Doe.", "Mr. Doe to Mr. Roe."),
        ("No. 12.]\n", "[Telegram.]\n\nNo. 12.]\n"),
        ("May 3, 1861", "May 3, 1861[?]"),
    ],
    ids=[
        "another day",
        "another number",
        "no number",
        "another addressee",
        "the other way",
        "a telegram",
        "a doubtful day",
    ],
)
def test_what_differs_in_one_point_is_another_letter(tmp_path: Path, texts: Texts, old: str, new: str) -> None:
    assert old in texts["1.txt"]
    texts["1.txt"] = texts["1.txt"].replace(old, new)
    found, told = linked(read(tmp_path, texts), "2.txt")
    assert (found[DESPATCH], told) == ("", [])


def test_a_letter_that_is_not_there_is_named_and_not_linked_to(tmp_path: Path, texts: Texts) -> None:
    """Fault case L2: the words, the day and the number of the reference are kept, and nothing is made up for them."""
    del texts["1.txt"]
    readings = read(tmp_path, texts)
    assert linked(readings, "2.txt") == ({DESPATCH: "", "My letter of the 9th ultimo": ""}, [])
    reference = readings[0].references[0]
    assert (reference.number, reference.date and reference.date.edtf, reference.cited) == ("12", "1861-05-03", "")


def test_where_two_letters_fit_none_is_linked_and_that_is_told(tmp_path: Path, texts: Texts) -> None:
    texts["4.txt"] = texts["1.txt"].replace("No. 12", "No. 14")
    texts["2.txt"] = texts["2.txt"].replace("despatch No. 12, of", "despatch of")
    found, told = linked(read(tmp_path, texts), "2.txt")
    assert found["your despatch of the 3d instant"] == ""
    assert told == [("L230", "'your despatch of the 3d instant' may mean 1.txt-1 or 4.txt-1")]


def test_a_number_alone_means_a_letter_of_the_year_before(tmp_path: Path, texts: Texts) -> None:
    readings = read(tmp_path, texts)
    assert linked(readings, "3.txt")[0]["Your No. 7"] == "2.txt-1"
    later = Dated(dates.day(1863, 6, 10, wording="June 10, 1863"), Evidence((Span(0, 1),), "editor"))
    readings[2] = replace(readings[2], letters=(replace(readings[2].letters[0], date=later),))
    assert linked(readings, "3.txt")[0]["Your No. 7"] == ""


def test_a_letter_without_an_id_is_linked_to_by_nobody(tmp_path: Path, texts: Texts) -> None:
    letters, readings = Letters(), read(tmp_path, texts)
    for reading in readings:
        letters.add(known_letters(reading))
    assert letters.answer(asked_references(readings[1]), lambda source, ordinal: "") == (("", ""), [])


def test_a_writer_s_own_note_may_have_gone_to_another(tmp_path: Path, texts: Texts) -> None:
    """An envoy who writes home of "my note of the 3d" wrote it to the court where he is, on the day of a despatch or not."""
    texts["3.txt"] = texts["3.txt"].replace("Your letter of the 20th ultimo", "My note of the 3d ultimo")
    readings = read(tmp_path, texts)
    assert linked(readings, "3.txt")[0]["My note of the 3d ultimo"] == ""
    note = replace(readings[0].letters[0], kind=Wording("Note", "note", SAID))
    readings[0] = replace(readings[0], letters=(note,))
    assert linked(readings, "3.txt")[0]["My note of the 3d ultimo"] == "1.txt-1"


@pytest.mark.parametrize(
    ("rule", "references", "answered"),
    [("dated-reference", 0, 0), ("answering-reference", 2, 0), ("another-rule", 2, 1)],
)
def test_a_reference_by_a_rule_that_is_right_too_seldom_is_withheld(
    tmp_path: Path, texts: Texts, rule: str, references: int, answered: int
) -> None:
    (tmp_path / "confidence.yaml").write_text(f"confidence: {{{rule}: 0.5}}\n", encoding="utf-8")
    reading = read(tmp_path, texts)[1]
    assert len(reading.references) == references
    assert sum(each.answering is not None for each in reading.references) == answered
    doubted = {"dated-reference": 2, "answering-reference": 1}.get(rule, 0)
    assert [doubt.published for doubt in reading.doubts] == [False] * doubted


# -- properties, on readings made without a text

PEOPLE, TEXT = ("actor/roe", "actor/doe", "actor/poe"), "x"
SAID = Evidence((Span(0, 1),), "rule")
days = st.sampled_from([1, 2, 3]).map(lambda day: dates.day(1861, 5, day, wording=""))
numbers = st.sampled_from(["", "1", "2", "02"])
pairs = st.permutations(PEOPLE).map(lambda found: tuple(found[:2]))


def reading_of(name: str, pair: tuple[str, str], date: HistoricalDate, number: str, *references: Reference) -> Reading:
    entities = tuple(Entity(key, EntityKind.PERSON, key, True, SAID, key=key) for key in PEOPLE)
    sender, addressee = (Party(key, SAID, person=key) for key in pair)
    letter = Letter(
        ordinal=1,
        extent=Span(0, 1),
        parts=(),
        senders=(sender,),
        addressees=(addressee,),
        date=Dated(date, SAID),
        number=Wording(number, number, SAID) if number else None,
    )
    return Reading(
        transcript=Transcript(name, TEXT, "en"), profile="", letters=(letter,), entities=entities, references=references
    )


letters_made = st.lists(st.tuples(pairs, days, numbers), max_size=6)
references_made = st.builds(
    lambda whose, date, number: Reference(
        letter=1, whose=whose, kind="", date=date, number=number or "1", evidence=SAID
    ),
    st.sampled_from(["addressee", "writer"]),
    st.none() | days,
    numbers,
)


@given(letters_made, pairs, references_made)
def test_a_link_fits_in_every_point_is_the_only_one_and_depends_on_no_order(
    made: list[tuple[tuple[str, str], HistoricalDate, str]], pair: tuple[str, str], reference: Reference
) -> None:
    own = dates.day(1861, 5, 9, wording="")
    citing = reading_of("citing", pair, own, "", reference)
    others = [reading_of(str(n), *each) for n, each in enumerate(made)]
    wanted = pair if reference.whose == "writer" else pair[::-1]
    fitting = [
        f"{n}-1"
        for n, (parties, date, number) in enumerate(made)
        if parties == wanted
        and number.lstrip("0") == reference.number.lstrip("0")
        and (reference.date is None or reference.date.edtf == date.edtf)
    ]
    expected = fitting[0] if len(fitting) == 1 else ""
    for order in ([citing, *others], [*reversed(others), citing]):
        found, told = linked(order, "citing")
        assert found == {TEXT: expected}
        assert bool(told) == (len(fitting) > 1)
