"""Measuring: figures by field and by rule, and confirmed letters that raise or lower what a rule is trusted with."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from letterbook.publication import open_letterbook
from letterbook.readers.text import load_rules

Run = Callable[..., subprocess.CompletedProcess[str]]

LETTERS = 12
TEXT = """\
Note from the Minister of Foreign Affairs of Persia to the Consul of France Louis Martin.

A source: Papers of the chancery. Volume 2. p. 14. Paris. 1930

May {day}, 1922 No. {number}

Sir,

The road to Tabriz is closed.

I ask you to accept the assurances of my high consideration.
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A letterbook with a dozen letters of one series."""
    folder = tmp_path / "book"
    (folder / "letters").mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "Notes"\n', "utf-8")
    for number in range(1, LETTERS + 1):
        (folder / f"letters/{number:02}.txt").write_text(TEXT.format(day=number, number=70 + number), "utf-8")
    return folder


def decide(book: Path, number: int, *decisions: str) -> None:
    text = "decisions:\n" + "".join(f"  - {{{each}}}\n" for each in decisions)
    (book / f"letters/{number:02}.facts.yaml").write_text(text, "utf-8")


def evaluated(run: Run, *arguments: object) -> dict[str, Any]:
    done = run("eval", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_confirmed_corrected_and_rejected_values_are_gold(run: Run, book: Path) -> None:
    decide(book, 1, "fact: l1/number, op: confirm", "fact: l1/date_sent, op: confirm, value: 1922-05-01")
    decide(book, 2, "fact: l1/number, op: set, value: 7", "fact: l1/place, op: set, value: Tehran")
    decide(book, 3, "fact: l1/number, op: reject", "fact: l1/sender, op: set, value: Ali Khan")
    decide(book, 4, "fact: mention, op: confirm, quote: Tabriz", "fact: mention, op: reject, quote: Persia")
    figures = evaluated(run, book, "--from-decisions")
    assert figures["letters"] == 4
    counts = {
        name: [f[key] for key in ("right", "wrong", "invented", "missed")] for name, f in figures["fields"].items()
    }
    assert counts == {
        "number": [1, 1, 1, 0],
        "date_sent": [1, 0, 0, 0],
        "place": [0, 0, 0, 1],
        "sender": [0, 1, 0, 0],
        "mention": [1, 0, 1, 0],
    }
    assert figures["rules"]["dateline-number"]["of"] == 3


def test_what_was_confirmed_and_is_not_read_any_more_is_wrong(run: Run, book: Path) -> None:
    decide(book, 1, "fact: l1/number, op: confirm, value: 17", "fact: l1/place, op: confirm, value: Tehran")
    fields = evaluated(run, book, "--from-decisions")["fields"]
    assert (fields["number"]["wrong"], fields["place"]["missed"]) == (1, 1)


def test_confirmed_letters_raise_the_confidence_by_which_the_next_are_read(run: Run, book: Path) -> None:
    for number in range(1, LETTERS):
        decide(book, number, "fact: l1/number, op: confirm")
    assert run("eval", book, "--from-decisions", "--write").returncode == 0
    ((reading, _),) = open_letterbook(book).read(book / f"letters/{LETTERS:02}.txt")
    assert reading is not None and reading.letters[0].number is not None
    assert reading.letters[0].number.evidence.confidence == pytest.approx(
        (LETTERS - 1 + 9.5) / (LETTERS - 1 + 10), abs=1e-4
    )
    assert reading.letters[0].number.evidence.confidence > 0.95


def test_corrected_letters_lower_it_until_the_value_is_withheld_and_listed(run: Run, book: Path) -> None:
    last = book / f"letters/{LETTERS:02}.txt"
    states = []
    for corrected in (1, LETTERS - 1):
        for number in range(1, corrected + 1):
            decide(book, number, "fact: l1/number, op: reject")
        assert run("eval", book, "--from-decisions", "--write").returncode == 0
        ((reading, _),) = open_letterbook(book).read(last)
        assert reading is not None
        listed = [doubt.published for doubt in reading.doubts if doubt.fact == "l1/number"]
        states.append((reading.letters[0].number is not None, listed))
    assert states == [(True, [True]), (False, [False])]
    assert "l1/number" in run("review", book).stdout


def test_measuring_twice_gives_the_same_file(run: Run, book: Path) -> None:
    decide(book, 1, "fact: l1/number, op: reject")
    files = []
    for _ in range(2):
        run("eval", book, "--from-decisions", "--write")
        files.append((book / "confidence.yaml").read_bytes())
    assert files[0] == files[1]
    assert yaml.safe_load(files[0]) == {"confidence": {"dateline-number": 0.8636}}


def test_gold_beside_the_texts_is_scored_by_field_and_by_rule(run: Run, book: Path) -> None:
    for number in range(1, 4):
        gold = {
            "inferable": {"date": True, "number": True, "place": False, "sender": True},
            "date": f"1922-05-{number:02}",
            "number": "71",
            "sender": {"accept": ["Minister of Foreign Affairs of Persia"]},
        }
        (book / f"letters/{number:02}.json").write_text(json.dumps(gold), "utf-8")
    done = run("eval", book / "letters", "--profile", "dvp-en")
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[0] == ["3", "letters"]
    assert ["date", "3", "0", "0", "0", "1.000", "1.000", "1.000"] in lines
    assert ["number", "1", "2", "0", "0", "0.333", "0.333", "0.333"] in lines
    assert ["dateline-number", "1", "3", "0.333", "0.950", "published"] in lines
    assert evaluated(run, book)["letters"] == 3


def test_each_half_of_the_gold_is_scored_beside_the_whole(run: Run, book: Path) -> None:
    """Every other volume belongs to the second half, so that what was learnt on one volume is not its own judge."""
    for number, volume in ((1, "I"), (2, "II"), (3, "III")):
        gold = {"inferable": {"number": True}, "number": str(70 + (number if volume != "II" else 0)), "volume": volume}
        (book / f"letters/{number:02}.json").write_text(json.dumps(gold), "utf-8")
    figures = evaluated(run, book, "--halves")
    assert [(half["letters"], half["fields"]["number"]["f1"]) for half in figures["halves"]] == [(2, 1.0), (1, 0.0)]
    lines = [line.split() for line in run("eval", book, "--halves").stdout.splitlines()]
    assert ["number", "2", "1", "0", "0", "0.667", "0.667", "0.667", "1.000", "0.000"] in lines


def test_without_gold_or_decisions_the_command_says_what_to_do(run: Run, book: Path, tmp_path: Path) -> None:
    done = run("eval", book / "letters")
    assert (done.returncode, done.stdout) == (2, "") and "NAME.json" in done.stderr
    done = run("eval", book, "--from-decisions")
    assert done.returncode == 0 and "letterbook review" in done.stderr
    assert run("eval", tmp_path / "none").returncode == 3
    (book / "letters/01.json").write_text('{"inferable": {"number": true}, "number": "71"}', "utf-8")
    done = run("eval", book / "letters", "--write")
    assert done.returncode == 2 and "--out" in done.stderr
    assert run("eval", book / "letters", "--write", "--out", "mine.yaml").returncode == 0
    assert yaml.safe_load((tmp_path / "mine.yaml").read_text("utf-8")) == {"confidence": {"dateline-number": 0.9545}}


def test_a_profile_is_shipped_with_what_was_measured(root: Path) -> None:
    """Every confidence is that of a rule there is, so that none of them is left behind when a rule is renamed."""
    folder = root / "src/letterbook/readers/text/rules"
    languages = [path.stem for path in (folder / "lang").glob("*.yaml") if "." not in path.stem]
    measured = sorted((folder / "confidence").glob("*.yaml"))
    assert measured
    for file in measured:
        known = {rule for language in languages for rule in load_rules(file.stem, language).descriptions}
        assert load_rules(file.stem, "").confidence
        assert set(load_rules(file.stem, "").confidence) <= known, file.name
