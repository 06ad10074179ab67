"""Sums of money: exact amounts in figures and words; what is not surely a sum is none."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Reading, Span
from letterbook.readers.text import Rules, load_rules
from letterbook.readers.text.money import FoundSum, find_sums, sums_of, unit_words
from letterbook.readers.text.triggers import trigger_finder
from letterbook.readers.text.zones import view_of

ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number: int) -> str:
    """The number as print has it: "twelve thousand five hundred and six"."""
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = " and " if rest and rest < 100 else " "
            return f"{in_words(number // size)} {name}{joint + in_words(rest) if rest else ''}"
    if number < 20:
        return ONES[number - 1]
    return TENS[number // 10 - 2] + (f"-{ONES[number % 10 - 1]}" if number % 10 else "")


def found_in(text: str, rules: Rules) -> list[FoundSum]:
    view = view_of(text)
    return find_sums(view, [Span(0, len(text))] if text else [], rules, trigger_finder(unit_words(rules)).find(view))


def test_the_sum_of_the_letters_of_1921_is_one_and_named_twice(
    understand: Callable[[str], Reading], data: Path
) -> None:
    reading = understand((data / "letters" / "000_fe7cd0140cad9c37.txt").read_text(encoding="utf-8"))
    (money,) = reading.sums
    assert (money.amount, money.currency, money.specification) == (Decimal(30000), "ruble", "in gold")
    assert [(span.start, reading.transcript.quote(span)) for span in money.evidence.spans] == [
        (1388, "30,000 rubles in gold"),
        (2166, "30,000 rubles in gold"),
    ]


@given(
    number=st.integers(1, 999_999_999),
    write=st.sampled_from([in_words, str, "{:,}".format, lambda n: f"{n:,}".replace(",", " ")]),
    unit=st.sampled_from(
        [("rubles", "ruble"), ("Turkish pounds", "Turkish pound"), ("francs", "franc"), ("lei", "leu")]
    ),
)
def test_an_amount_reads_back_however_it_is_printed(
    number: int, write: Callable[[int], str], unit: tuple[str, str]
) -> None:
    words, currency = unit
    text = f"We hand over {write(number)} {words} in gold today."
    (found,) = found_in(text, load_rules("dvp-en", "en"))
    assert (found.amount, found.currency, found.specification) == (Decimal(number), currency, "in gold")
    assert text[found.span.start : found.span.end] == f"{write(number)} {words} in gold"


@pytest.mark.parametrize(
    ("text", "words", "amount", "currency"),
    [
        ("a hundred pounds sterling", "a hundred pounds sterling", "100", "pound"),
        ("two millions of francs", "two millions of francs", "2000000", "franc"),
        ("the sum of $1.5 million", "$1.5 million", "1500000", "dollar"),
        ("LTQ 1,000 in notes", "LTQ 1,000", "1000", "Turkish pound"),
        ("£5,000 were paid", "£5,000", "5000", "pound"),
        ("on May 1, 1921, 500 marks", "500 marks", "500", "mark"),
        ("THIRTY rubles", "THIRTY rubles", "30", "ruble"),
    ],
)
def test_a_sum_is_found_at_its_words(rules: Rules, text: str, words: str, amount: str, currency: str) -> None:
    (found,) = found_in(text, rules)
    assert text[found.span.start : found.span.end] == words
    assert (found.amount, found.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        "half a million rubles",
        "a quarter of a million rubles",
        "several million rubles",
        "12½ million rubles",
        "three to five thousand rubles",
        "between 3,000 and 5,000 rubles",
        "twenty-five thousand, five hundred rubles",
    ],
)
def test_a_number_that_is_not_understood_as_a_whole_gives_no_sum(rules: Rules, text: str) -> None:
    assert found_in(text, rules) == []


@pytest.mark.parametrize(
    "text", ["ten pounds of flour", "two marks of respect", "hundreds of rubles", "many a crown", "ltq 1,000"]
)
def test_what_only_looks_like_money_is_none(rules: Rules, text: str) -> None:
    assert found_in(text, rules) == []


@pytest.mark.parametrize("unit", ["dollars", "Dollars", "DOLLARS"])
def test_a_unit_may_have_capitals(rules: Rules, unit: str) -> None:
    assert [each.amount for each in found_in(f"He paid five hundred {unit}.", rules)] == [500]


def test_gold_is_no_currency(rules: Rules) -> None:
    for text in ("30,000 in gold", "100 gold", "the sum of 5 gold bars"):
        assert found_in(text, rules) == []


def test_sums_that_differ_in_anything_are_two(rules: Rules) -> None:
    text = "500 rubles, 500 rubles in gold, 500 marks, 501 rubles and again 500 rubles"
    sums = sums_of(found_in(text, rules))
    assert [(str(s.amount), s.currency, s.specification, len(s.evidence.spans)) for s in sums] == [
        ("500", "ruble", "", 2),
        ("500", "ruble", "in gold", 1),
        ("500", "mark", "", 1),
        ("501", "ruble", "", 1),
    ]
    assert [s.id for s in sums] == ["sum-1", "sum-2", "sum-3", "sum-4"]


def test_two_sums_are_not_added(rules: Rules) -> None:
    assert [found.amount for found in found_in("30,000 rubles and 30,000 rubles", rules)] == [30000, 30000]


@pytest.mark.shared
def test_the_english_sums_of_the_table_are_read_as_it_says(rules: Rules, shared: Path) -> None:
    with (shared / "extraction" / "money.tsv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE) if row["lang"] == "en"]
    wrong = []
    for row in rows:
        found = found_in(row["text"], rules)
        if row["amount"] == "-":
            right = found == []
        else:
            right = (
                [row["text"][each.span.start : each.span.end] for each in found] == [row["as_printed"]]
                and found[0].amount == Decimal(row["amount"])
                and found[0].currency.split()[-1] in row["currency"].split("|")
                and row["qualifier"] in ("", found[0].specification, " ".join(found[0].currency.split()[:-1]))
            )
        if not right:
            wrong.append(row["text"])
    assert len(rows) == 18
    # "Rs." may be rupees or rubles: in doubt no sum.
    assert wrong == ["Rs. 20,000,000,000"]
