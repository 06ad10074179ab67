"""An id is given once and never moves: not by renaming, sorting, correcting or removing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.errors import LedgerError
from letterbook.findings import Severity
from letterbook.identifiers import Candidate, Place, Row, assign, ledger_bytes, load_ledger


def letter(source: str, number: int = 1, *, text: str = "", proposal: str = "letter") -> Candidate:
    return Candidate(Place(source, number), text or f"{source}{number}", proposal, 1)


def ids(letters: list[Candidate], ledger: tuple[Row, ...] = ()) -> dict[Place, str]:
    return assign(letters, ledger).ids


def test_two_letters_that_would_get_one_id_are_told_apart() -> None:
    assert ids([letter("b.txt"), letter("a.txt"), letter("c.txt")]) == {
        Place("a.txt", 1): "letter",
        Place("b.txt", 1): "letter-2",
        Place("c.txt", 1): "letter-3",
    }


def test_a_renamed_file_keeps_its_id() -> None:
    """Fault case I8."""
    first = assign([letter("a.txt", text="A"), letter("b.txt", text="B")], ())
    again = assign([letter("z.txt", text="A"), letter("b.txt", text="B")], first.rows)
    assert again.ids[Place("z.txt", 1)] == first.ids[Place("a.txt", 1)]
    assert again.findings == ()


def test_a_corrected_text_keeps_its_id() -> None:
    first = assign([letter("a.txt", text="old", proposal="by-date-1921")], ())
    again = assign([letter("a.txt", text="new", proposal="by-date-1922")], first.rows)
    assert again.ids == first.ids


def test_a_letter_put_before_another_moves_no_id() -> None:
    first = assign([letter("a.txt", 1, text="one"), letter("a.txt", 2, text="two")], ())
    again = assign(
        [letter("a.txt", 1, text="new"), letter("a.txt", 2, text="one"), letter("a.txt", 3, text="two")], first.rows
    )
    assert again.ids[Place("a.txt", 2)] == first.ids[Place("a.txt", 1)]
    assert again.ids[Place("a.txt", 3)] == first.ids[Place("a.txt", 2)]
    assert again.ids[Place("a.txt", 1)] not in first.ids.values()


def test_a_removed_letter_keeps_its_id_reserved() -> None:
    first = assign([letter("a.txt"), letter("b.txt")], ())
    gone = assign([letter("b.txt")], first.rows)
    assert {finding.level for finding in gone.findings if finding.code == "L302"} == {Severity.NOTE}
    back = assign([letter("b.txt"), letter("new.txt")], gone.rows)
    assert back.ids[Place("new.txt", 1)] not in first.ids.values()


def test_frozen_fails_when_an_id_would_be_new_or_would_vanish() -> None:
    """Fault case I8."""
    first = assign([letter("a.txt")], ())
    frozen = assign([letter("b.txt", text="other")], first.rows, frozen=True)
    assert sorted((finding.code, finding.level) for finding in frozen.findings) == [
        ("L302", Severity.ERROR),
        ("L303", Severity.ERROR),
    ]
    assert frozen.ids == {}
    assert assign([letter("a.txt")], first.rows, frozen=True).findings == ()


def test_two_letters_with_one_id_are_both_refused_and_both_named() -> None:
    """Fault case I7."""
    ledger = (Row("same", Place("a.txt", 1), "a.txt1"), Row("same", Place("b.txt", 1), "b.txt1"))
    found = assign([letter("a.txt"), letter("b.txt"), letter("c.txt", proposal="other")], ledger)
    assert found.ids == {Place("c.txt", 1): "other"}
    assert [(finding.code, finding.file) for finding in found.findings] == [("L301", "a.txt"), ("L301", "b.txt")]
    assert all("a.txt" in finding.message and "b.txt" in finding.message for finding in found.findings)


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True), st.randoms(use_true_random=False))
def test_the_order_in_which_letters_come_does_not_matter(names: list[str], chance: random.Random) -> None:
    """Fault case I8."""
    letters = [letter(f"{name}.txt", proposal=name[0] if name < "d" else "x") for name in names]
    first = assign(letters, ())
    chance.shuffle(letters)
    assert assign(letters, ()).ids == first.ids
    rows = list(first.rows)
    chance.shuffle(rows)
    assert assign(letters, rows).ids == first.ids
    assert ledger_bytes(rows) == ledger_bytes(first.rows)


def test_the_ledger_reads_back_what_is_written(tmp_path: Path) -> None:
    rows = assign([letter("ä, b.txt"), letter('q".txt', proposal="other")], ()).rows
    (tmp_path / "identifiers.csv").write_bytes(ledger_bytes(rows))
    assert sorted(load_ledger(tmp_path / "identifiers.csv"), key=lambda r: r.id) == sorted(rows, key=lambda r: r.id)


@pytest.mark.parametrize(
    "row",
    [
        "../../x,a.txt,1,0",
        "/etc/passwd,a.txt,1,0",
        "a/b,a.txt,1,0",
        "..\\..,a.txt,1,0",
        ",a.txt,1,0",
        "A,a.txt,1,0",
        "a b,a.txt,1,0",
        "x" * 5000 + ",a.txt,1,0",
        "a,a.txt,0,0",
        "a,a.txt",
        '"a,a.txt,1,0',
    ],
)
def test_a_damaged_ledger_stops_everything_with_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "identifiers.csv").write_text(f"id,source,letter,sha256\n{row}\n", encoding="utf-8")
    with pytest.raises(LedgerError, match="line 2"):
        load_ledger(tmp_path / "identifiers.csv")


def test_no_ledger_is_an_empty_one_and_another_file_is_none(tmp_path: Path) -> None:
    assert load_ledger(tmp_path / "identifiers.csv") == ()
    (tmp_path / "identifiers.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(LedgerError, match="line 1"):
        load_ledger(tmp_path / "identifiers.csv")


def test_letters_that_would_all_be_given_one_id_are_numbered_in_their_order() -> None:
    """Fault case I10: a hundred thousand, of which none is looked for among all those before it; a second build moves none."""
    many = [Candidate(Place(f"{n:06}.txt", 1), "same text", "a-letter", 1) for n in range(100_000)]
    outcome = assign(many, ())
    assert len(set(outcome.ids.values())) == len(many)
    assert [outcome.ids[each.place] for each in many[:3]] == ["a-letter", "a-letter-2", "a-letter-3"]
    assert assign(many[::-1], outcome.rows).ids == outcome.ids
