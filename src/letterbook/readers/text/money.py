"""Sums of money: a number in figures or words, a currency, and how it is specified."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from letterbook.letter import Evidence, Span, Sum
from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.triggers import Triggers

RULE = "sum-of-money"
_FIGURES = r"\d{1,3}(?:[,. ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"


@dataclass(frozen=True, slots=True)
class FoundSum:
    """A sum at one place of a text."""

    span: Span
    amount: Decimal
    currency: str
    specification: str

    @property
    def same(self) -> tuple[Decimal, str, str]:
        """What makes two sums one."""
        return self.amount, self.currency, self.specification


@dataclass(frozen=True, slots=True)
class _Money:
    pattern: re.Pattern[str]
    torn: re.Pattern[str]
    units: Mapping[str, str]
    signs: Mapping[str, str]
    weights: frozenset[str]
    multipliers: Mapping[str, int]
    numbers: Mapping[str, int]
    phrase: re.Pattern[str]


@cache
def _money(rules: Rules) -> _Money | None:
    data: Mapping[str, Any] = rules.subjects.get("money", {})
    if not data:
        return None
    units = {word: unit for unit, words in data["units"].items() for word in words}
    word = words_pattern([*data["numbers"], *data["multipliers"]])
    times = words_pattern(list(data["multipliers"]))
    # "Half a million" and "12½ million" are not a million: a multiplier needs its number.
    whole = "".join(rf"(?<!\b{part} )" for part in data["parts"])
    pattern = re.compile(
        rf"(?<![\w.,])(?:(?P<sign>(?-i:{words_pattern(list(data['signs']))})) ?(?P<signed>{_FIGURES})(?: (?P<signed_times>{times})\b)?(?!\w)|"
        rf"(?:(?P<figures>{_FIGURES})(?: (?P<times>{times})(?: of)?)?"
        rf"|(?P<words>(?:(?:{words_pattern(list(data['numbers']))})|{whole}a(?= (?:{times})\b))(?:[ -](?:and )?(?:{word}))*(?: (?:{times}) of)?))"
        rf" (?P<adjective>(?:{words_pattern(data['adjectives'])}) )?(?P<unit>{words_pattern(list(units))})\b"
        rf"(?: (?P<specification>{words_pattern(data['specifications'])})\b)?)",
        re.IGNORECASE,
    )
    # "Three to five thousand" and "a thousand, five hundred" are no sum of the last number alone.
    torn = re.compile(rf"(?:(?:\d|\b(?:{word})) (?:{words_pattern(data['joints'])})|\b(?:{word}),) $", re.IGNORECASE)
    signs, weights = data["signs"], frozenset(data["weights"])
    # The signs that a sum is written in, so that no sum reaches over any other.
    phrase = re.compile(rf"[\w ,.{re.escape(''.join(sorted(set(''.join(signs)))))}-]+")
    return _Money(pattern, torn, units, signs, weights, data["multipliers"], data["numbers"], phrase)


@cache
def unit_words(rules: Rules) -> frozenset[str]:
    """The words and signs of which every sum has one: in small letters, with a capital, in capitals."""
    money = _money(rules)
    if money is None:
        return frozenset()
    return frozenset(form for unit in money.units for form in (unit, unit.capitalize(), unit.upper())) | set(
        money.signs
    )


def find_sums(view: str, stretches: Iterable[Span], rules: Rules, triggers: Triggers) -> list[FoundSum]:
    """Every sum of the stretches, each in the order of the text.

    Form:    the currency is in the singular and keeps its adjective ("Turkish pound"); the specification is as printed; ``triggers`` are
             the ``unit_words`` of the text.
    Units:   the amount is exact; no currency is converted or renamed.
    """
    money = _money(rules)
    if money is None:
        return []
    # Most texts name no sum, and the pattern is slow: it looks only at the phrases in which a unit stands.
    named = _units_in(view, unit_words(rules), money, triggers)
    return [
        each
        for span in stretches
        if bisect.bisect_right(named, span.start) < bisect.bisect_right(named, span.end)
        for phrase in money.phrase.finditer(view, span.start, span.end)
        if bisect.bisect_right(named, phrase.start()) < bisect.bisect_right(named, phrase.end())
        for each in _in_phrase(view, span.start, phrase, money)
    ]


def _units_in(view: str, words: frozenset[str], money: _Money, triggers: Triggers) -> list[int]:
    """Where the units end that stand as words of their own ("mark", not "remark"), and the signs."""
    ends = [(last + 1, word) for word in words & triggers.places.keys() for last in triggers.places[word]]
    return sorted(
        end
        for end, word in ends
        if word in money.signs or (view[end - len(word) - 1] == " " and not view[end : end + 1].isalnum())
    )


def _in_phrase(view: str, start: int, phrase: re.Match[str], money: _Money) -> list[FoundSum]:
    """The sums of a phrase; ``start`` is where its stretch begins."""
    found: list[FoundSum] = []
    for match in money.pattern.finditer(view, *phrase.span()):
        weight = (match["unit"] or "").lower() in money.weights and view.startswith(" of ", match.end())
        if weight or money.torn.search(view, max(start, match.start() - 30), match.start()):
            continue
        figures = match["figures"] or match["signed"]
        amount = _figures(figures) if figures else Decimal(_number(match["words"], money))
        if times := match["times"] or match["signed_times"]:
            amount *= money.multipliers[times.lower()]
        unit = (
            money.signs[match["sign"]]
            if match["sign"]
            else (match["adjective"] or "") + money.units[match["unit"].lower()]
        )
        found.append(FoundSum(Span(*match.span()), amount, unit, match["specification"] or ""))
    return found


def _figures(text: str) -> Decimal:
    """Figures as a number: a group of three digits behind a mark is a thousand, fewer are a fraction."""
    plain = re.sub(r"[,. ](?=\d{3}(?:\D|$))", "", text)
    return Decimal(plain.replace(",", "."))


def _number(text: str, money: _Money) -> int:
    """Number words: "twelve thousand five hundred" is 12,500."""
    total = part = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in money.numbers:
            part += money.numbers[word]
        elif word in money.multipliers:
            size = money.multipliers[word]
            if size == 100:
                part = max(part, 1) * 100
            else:
                total += max(part, 1) * size
                part = 0
    return total + part


def sums_of(found: list[FoundSum]) -> tuple[Sum, ...]:
    """Equal sums as one, each with all the places that name it, in the order of the first."""
    places: dict[tuple[Decimal, str, str], list[Span]] = {}
    for each in found:
        places.setdefault(each.same, []).append(each.span)
    return tuple(
        Sum(f"sum-{number}", amount, currency, specification, Evidence(tuple(sorted(spans)), RULE))
        for number, ((amount, currency, specification), spans) in enumerate(places.items(), 1)
    )
