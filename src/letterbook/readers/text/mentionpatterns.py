"""The patterns of a language for what a text names or describes, made of its lists of words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from letterbook.readers.text.rules import Rules, words_pattern


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of the language that the lists of words make."""

    people: re.Pattern[str]
    army: re.Pattern[str]
    own_army: re.Pattern[str]
    classes: re.Pattern[str]
    epithet: re.Pattern[str]
    victims: re.Pattern[str]
    land: re.Pattern[str]
    area: re.Pattern[str]
    country: re.Pattern[str]
    government: re.Pattern[str]
    organisation: re.Pattern[str]
    address: re.Pattern[str]
    idea: re.Pattern[str]
    polity_epithet: re.Pattern[str]
    needs: Mapping[str, frozenset[str]]
    """For the patterns that look for descriptions the words of which one stands in every match."""
    begins: Mapping[str, re.Pattern[str]]
    """How every match of them begins."""


@cache
def patterns_of_mentions(rules: Rules) -> Patterns:
    """The patterns of the rules' language, made once."""
    return _make_patterns(rules)


def _make_patterns(rules: Rules) -> Patterns:
    words = rules.subjects.get("words", {})

    def any_of(name: str) -> str:
        return words_pattern(list(words.get(name, ())))

    bodies = words_pattern(list(rules.list_of("bodies")))
    area = any_of("area")
    return Patterns(
        people=re.compile(rf" (?:{any_of('people')})\b"),
        army=re.compile(rf" (?:{any_of('army')})\b"),
        own_army=re.compile(rf"\b(?:[Oo]ur|[Mm]y|[Yy]our) (?:\w+ )?(?:{any_of('army')})\b"),
        classes=re.compile(rf"\b[Tt]he (?P<class>{any_of('classes')}) of (?:the )?$"),
        epithet=re.compile(rf"\b[Tt]he (?:\w+ )?(?:{any_of('epithet')})\b"),
        victims=re.compile(
            rf"\b[Tt]he population(?: of (?:those|these|the|our) (?:{area})\b|(?! of\b))\b"
            rf"|\b[Tt]hose who (?:survived|suffered|escaped|were left)\b[^.,;]*"
            rf"|\b[Tt]he (?:{any_of('victim')})\b(?=[,.;]|$| (?:whom|who|and|of|from|in|by)\b|$)"
        ),
        land=re.compile(rf"\b(?P<whose>[Yy]our|[Tt]heir|[Oo]ur|[Mm]y) (?:{any_of('land')})\b"),
        area=re.compile(
            rf"\b(?:[Tt]hose|[Tt]hese|[Tt]he) (?:{area}) (?:(?:that|which|where) (?=[^.,;]*\b(?:{any_of('harm')})\b)[^.,;]+"
            rf"|(?:devastated|liberated|occupied|freed|ravaged|abandoned|affected|delivered) by (?:(?! (?:{any_of('stop')})\b)[^.,;])+)"
        ),
        country=re.compile(
            r"\b(?:devastate[sd]?|ravage[sd]?|lay waste to|laid waste|plunder(?:s|ed)?) (?P<place>the (?:whole |entire )?country)\b"
        ),
        government=re.compile(r"\b(?:[Yy]our|[Mm]y|[Oo]ur) (?P<body>Government|Cabinet)\b"),
        organisation=re.compile(
            rf"(?<![.!?] )(?<!^)\b(?:[A-Z][\w'-]+ )+(?:{bodies})\b(?: of (?:the )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)?",
            re.MULTILINE,
        ),
        address=re.compile(
            rf"\b(?:Mr|Madam|Mrs|Comrade)\.? (?P<office>{words_pattern(list(rules.list_of('offices')))})\b"
        ),
        idea=re.compile(rf"(?:\b(?:{any_of('idea')}) )?(?:\b[a-z]+isms? and )?$"),
        polity_epithet=re.compile(rf"\b(?:{any_of('republic_epithet')}) $"),
        needs={
            "own_army": frozenset(words.get("army", ())),
            "epithet": frozenset(words.get("epithet", ())),
            "victims": frozenset({"population", "hose who", *words.get("victim", ())}),
            "land": frozenset(words.get("land", ())),
            "area": frozenset(words.get("area", ())),
            "country": frozenset({"country"}),
            "government": frozenset({"Government", "Cabinet"}),
            "organisation": frozenset(rules.list_of("bodies")),
            "address": frozenset({"Mr", "Madam", "Comrade"}),
        },
        begins={
            "own_army": re.compile(r"\b(?:[Oo]ur|[Mm]y|[Yy]our) "),
            "epithet": re.compile(r"\b[Tt]he "),
            "victims": re.compile(r"\b[Tt]h(?:e|ose) "),
            "land": re.compile(r"\b(?:[Yy]our|[Tt]heir|[Oo]ur|[Mm]y) "),
            "area": re.compile(r"\b[Tt]h(?:e|[eo]se) "),
            "country": re.compile(r"\b(?:devastate|ravage|la[iy]|plunder)"),
            "government": re.compile(r"\b(?:[Yy]our|[Mm]y|[Oo]ur) "),
            "address": re.compile(r"\b(?:Mr|Madam|Comrade)"),
        },
    )


@cache
def needed_in_mentions(rules: Rules) -> frozenset[str]:
    """The words of which the patterns for descriptions need one."""
    return frozenset(word for words in patterns_of_mentions(rules).needs.values() for word in words)
