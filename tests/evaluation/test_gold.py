"""A reading is compared with gold as a careful reader would: titles aside, the right form of many, nothing invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from letterbook.errors import ReadError
from letterbook.evaluation import Verdict, judge_gold, load_gold
from letterbook.letter import Reading, Transcript
from letterbook.readers.text import load_rules, read_text

TEXT = """\
Note from the Minister of Foreign Affairs of Persia to the Consul of France Louis Martin.

A source: Papers of the chancery. Volume 2. p. 14. Paris. 1930

May 3, 1922 No. 71

Sir,

I have your note.

I ask you to accept the assurances of my high consideration.
"""

Judge = Callable[..., dict[str, Verdict]]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_text(Transcript("x.txt", TEXT, "en"), load_rules("dvp-en", "en"))


@pytest.fixture(scope="module")
def judge(reading: Reading) -> Judge:
    """Judges the reading by a gold of a few fields, those with a value inferable."""

    def judged(absent: str = "", **gold: Any) -> dict[str, Verdict]:
        given = {name: True for name in gold if name != "date_conflict"} | dict.fromkeys(absent.split(), False)
        return {each.field: each.verdict for each in judge_gold(reading, {"inferable": given, **gold})}

    return judged


@pytest.mark.parametrize(
    ("gold", "verdict"),
    [
        ({"number": "No. 71"}, Verdict.WRONG),
        ({"number": "7 1"}, Verdict.RIGHT),
        ({"date": "1922-05-03"}, Verdict.RIGHT),
        ({"date": "1922-05"}, Verdict.WRONG),
        ({"date": None, "date_range": ["1922-05-03", None]}, Verdict.WRONG),
        ({"salutation": "SIR"}, Verdict.RIGHT),
        ({"signature": "Ali"}, Verdict.MISSED),
        ({"place": "Tehran"}, Verdict.MISSED),
        ({"doc_type": "note"}, Verdict.RIGHT),
        ({"doc_type": "letter"}, Verdict.WRONG),
        ({"sender": {"accept": ["Minister of Foreign Affairs of Persia"]}}, Verdict.RIGHT),
        ({"sender": {"accept": ["Minister of War"]}}, Verdict.WRONG),
        ({"recipient": [{"name": "Martin, Louis Etienne"}]}, Verdict.RIGHT),
        ({"recipient": [{"name": "A. Martin"}]}, Verdict.WRONG),
        ({"recipient": [{"name": "Louis Martin"}, {"name": "Anne Martin"}]}, Verdict.WRONG),
        ({"recipient": [{"name": "Jean Dupont"}]}, Verdict.WRONG),
    ],
)
def test_a_value_is_right_wrong_or_missed(judge: Judge, gold: dict[str, Any], verdict: Verdict) -> None:
    assert list(judge(**gold).values()) == [verdict]


def test_a_value_where_the_text_gives_none_is_invented_unless_it_is_known_from_elsewhere(judge: Judge) -> None:
    assert judge(absent="number") == {"number": Verdict.INVENTED}
    assert judge(absent="date") == {"date": Verdict.INVENTED}
    assert judge(absent="signature place") == {}
    assert judge(absent="number", number="71") == {}
    assert judge(absent="number", number="72") == {"number": Verdict.INVENTED}
    assert judge(absent="number", number="72", doc_type="telegram")["kind"] is Verdict.WRONG
    assert judge(absent="date", date_conflict="1922-05-03") == {}


def test_a_field_of_which_the_gold_says_nothing_is_not_judged(judge: Judge) -> None:
    assert judge() == {}
    assert judge(absent="closing") == {}


def test_receipt_is_judged_where_the_gold_knows_of_it(reading: Reading) -> None:
    assert judge_gold(reading, {"received_as_printed": None}) == []
    (missed,) = judge_gold(reading, {"received_as_printed": "May 9"})
    assert (missed.field, missed.verdict, missed.rule) == ("date_received", Verdict.MISSED, "")


def test_a_text_without_letters_is_not_judged() -> None:
    empty = read_text(Transcript("x.txt", " \n", "en"), load_rules("dvp-en", "en"))
    assert judge_gold(empty, {"inferable": {"date": True}, "date": "1922"}) == []


def test_gold_stands_beside_its_text_or_not_at_all(tmp_path: Path) -> None:
    assert load_gold(tmp_path / "a.txt") is None
    (tmp_path / "a.json").write_text(json.dumps({"number": "7"}), "utf-8")
    assert load_gold(tmp_path / "a.txt") == {"number": "7"}


@pytest.mark.parametrize("text", ["", "[1]", "{", "[" * 10_000])
def test_gold_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    with pytest.raises(ReadError, match="gold"):
        load_gold(tmp_path / "a.txt")
