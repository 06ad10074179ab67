"""Cases: the nominative of offices, bodies and names that stand in another case, by the tables of the language.

A language that declines gives ``cases`` in its file: words by their endings in every case, and the endings of names. What no
table answers for certain stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

NOUNS = ("offices", "bodies", "honorifics", "states", "names")
"""The groups of nouns that a language declines."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_SHORTEST_NAME = 5  # "Неру" is a nominative, and so is many another short name


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a form may be: its case and gender, its group, and how the nominative is made of it."""

    case: str
    gender: str
    group: str
    ending: str
    nominative: str

    def of(self, word: str) -> str:
        """The nominative of the word as it is printed, in its capitals."""
        ending = self.nominative.upper() if len(word) > 1 and word.isupper() else self.nominative
        return word[: len(word) - len(self.ending)] + ending


@dataclass(frozen=True, eq=False)
class Cases:
    """The declensions of one language, by their forms in small letters."""

    nouns: Mapping[str, tuple[_Reading, ...]] = field(default_factory=dict)
    adjectives: Mapping[str, tuple[_Reading, ...]] = field(default_factory=dict)
    suffixes: tuple[_Reading, ...] = ()
    endings: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = field(default_factory=dict)
    unchanged: frozenset[str] = frozenset()
    joins: tuple[str, ...] = ()

    def title(self, words: str, case: str = "") -> tuple[str, str]:
        """An office or a body in the nominative, and the case that it stands in.

        Form:    adjectives, then the noun that they belong to; what follows depends on the noun and stays. Words that are not
                 known stay as they are, with the case that was given.
        """
        if not self.nouns:
            return words, case
        tokens = re.split(r"(\s+)", words)
        before: list[int] = []
        for at in range(0, len(tokens), 2):
            if before and tokens[at] in self.joins:  # "Чрезвычайному и Полномочному"
                continue
            readings = [each for each in self.nouns.get(tokens[at].lower(), ()) if each.group != "names"]
            for reading in sorted(readings, key=lambda each: each.case != case):
                agreeing = [self._adjective(tokens[each], reading) for each in before]
                if all(agreeing):
                    for where, adjective in zip(before, agreeing, strict=True):
                        tokens[where] = adjective
                    tokens[at] = reading.of(tokens[at])
                    behind = at + 4 if "".join(tokens[at + 2 : at + 3]) in self.joins else len(tokens)
                    second, _ = self.title("".join(tokens[behind:]), reading.case)  # "… Посланнику и … Министру"
                    return "".join(tokens[:behind]) + second, reading.case
            before.append(at)
            if not self._may_be_adjective(tokens[at]):
                break
        return words, case

    def name(self, words: str, case: str) -> str:
        """A person's name in the nominative; as printed where one of its words is not certain."""
        if case in ("", "nominative"):
            return words
        found = [self._name(word, case) for word in re.split(r"([\s-]+)", words)]
        return words if None in found else "".join(each for each in found if each is not None)

    def name_at_end(self, words: str, case: str) -> int | None:
        """Where a person's name begins at the end of a title whose noun stands in the dative; None where none is seen.

        Form:    what depends on the noun stands in the genitive, so that a last word in the dative is a name, with the
                 initials and the known names before it; initials show a name in any case.
        """
        tokens = [*re.finditer(r"\S+", words)]
        if len(tokens) < 2 or not self.endings:
            return None
        first = len(tokens) - 1
        while first > 1 and (_INITIALS.fullmatch(tokens[first - 1][0]) or self._is_known(tokens[first - 1][0], case)):
            first -= 1
        last = tokens[-1][0]
        seen = first < len(tokens) - 1 or (case == "dative" and self._ends(last, case))
        return tokens[first].start() if seen and last[0].isupper() else None

    def _is_known(self, word: str, case: str) -> bool:
        readings = self.nouns.get(word.lower(), ())
        return word[0].isupper() and any((each.group, each.case) == ("names", case) for each in readings)

    def _ends(self, word: str, case: str) -> bool:
        return len(word) >= _SHORTEST_NAME and any(pattern.search(word) for pattern, _ in self.endings.get(case, ()))

    def _name(self, word: str, case: str) -> str | None:
        if not word[:1].isalpha() or word in self.unchanged or (len(word) <= 2 and word[:1].isupper()):
            return word
        for reading in self.nouns.get(word.lower(), ()):
            if reading.case == case and reading.group in ("names", "honorifics"):
                return reading.of(word)
        for pattern, ending in self.endings.get(case, ()):
            match = pattern.search(word)
            if match:
                if len(word) < _SHORTEST_NAME:
                    return _analysed(word, case)
                return word[: match.start()] + ending
        return word if self._stays(word) else _analysed(word, case)

    def _stays(self, word: str) -> bool:
        """Whether a word has no case: a consonant or one of the vowels that are not declined is at its end."""
        return any(pattern.search(word) for pattern, _ in self.endings.get("none", ()))

    def _may_be_adjective(self, word: str) -> bool:
        return word.lower() in self.adjectives or any(word.lower().endswith(each.ending) for each in self.suffixes)

    def _adjective(self, word: str, noun: _Reading) -> str:
        plainly = word.lower()
        readings = [*self.adjectives.get(plainly, ()), *(e for e in self.suffixes if plainly.endswith(e.ending))]
        return next((e.of(word) for e in readings if (e.case, e.gender) == (noun.case, noun.gender)), "")

    def type_of(self, words: str) -> str:
        """What a name of a state in any case is to the readers: "polity" for one in capitals, else "place"."""
        known = any(each.group == "states" for each in self.nouns.get(words.lower(), ()))
        return "" if not known else "polity" if words.isupper() else "place"

    def nominatives(self, group: str) -> tuple[str, ...]:
        """The nouns of a group in the nominative, in small letters and with a capital."""
        found = (
            form
            for form, readings in self.nouns.items()
            for e in readings
            if (e.group, e.case) == (group, "nominative")
        )
        return tuple(each for form in found for each in (form, form.capitalize()))

    def states(self) -> tuple[str, ...]:
        """Every form of the names of states, in small letters."""
        return tuple(form for form, readings in self.nouns.items() if any(e.group == "states" for e in readings))


def read_cases(tables: Mapping[str, Any]) -> Cases:
    """The declensions that the tables of a language give; empty where its words have no cases."""
    names = tuple(tables.get("order", ()))
    nouns: dict[str, tuple[_Reading, ...]] = {}
    adjectives: dict[str, tuple[_Reading, ...]] = {}
    suffixes: list[_Reading] = []
    for group in NOUNS:
        for form, reading in _declined(tables.get(group, ()), group, names):
            nouns[form] = (*nouns.get(form, ()), reading)
    for row in tables.get("adjectives", ()):
        for gender, endings in row["endings"].items():
            one = {"gender": gender, "endings": endings, "words": row.get("words", ())}
            for form, reading in _declined([one], "adjectives", names):
                adjectives[form] = (*adjectives.get(form, ()), reading)
            one = {"gender": gender, "endings": endings, "words": row.get("suffixes", ())}
            for form, reading in _declined([one], "adjectives", names):
                stem = form[: len(form) - len(reading.ending)]
                suffixes.append(_Reading(reading.case, gender, "adjectives", form, stem + reading.nominative))
    endings = {
        case: tuple((re.compile(rf"(?:{each[0]})$"), each[1] if len(each) > 1 else "") for each in rows)
        for case, rows in tables.get("endings", {}).items()
    }
    return Cases(
        nouns,
        adjectives,
        tuple(suffixes),
        endings,
        frozenset(tables.get("unchanged", ())),
        tuple(tables.get("joins", ())),
    )


def _declined(rows: Any, group: str, names: tuple[str, ...]) -> Iterator[tuple[str, _Reading]]:
    """Every form of the words of a table of stems and endings."""
    for row in rows:
        for stem in row["words"]:
            for case, ending in zip(names, row["endings"], strict=True):
                yield (
                    (stem + ending).lower(),
                    _Reading(case, row.get("gender", ""), group, ending, row["endings"][0]),
                )


def case_slots(tables: Mapping[str, Any]) -> dict[str, str]:
    """The slots of patterns that the declensions make: ``office_dative``, ``body_genitive``, ``party_dative`` and so on.

    Form:    a noun in the case with the adjectives before it, in small letters or capitals. ``party_…`` is an office, a body or
             an honorific whose form has no other case than this one and the nominative; ``party_either`` has those left out.
    """
    cases = read_cases(tables)
    slots: dict[str, str] = {}
    groups = {"office": ("offices",), "body": ("bodies",), "party": ("offices", "bodies", "honorifics")}
    for case in tables.get("order", ()):
        generic = tables.get("adjective_endings", {}).get(case, "(?!)")
        known = _alternatives(f for f, readings in cases.adjectives.items() if any(e.case == case for e in readings))
        before = rf"(?:(?:{known}|[\w-]+(?:{generic})) +(?:(?:{_alternatives(iter(cases.joins))}) +)?)*"
        for name, group in groups.items():
            forms = {
                form: {each.case for each in readings}
                for form, readings in cases.nouns.items()
                if any(each.case == case and each.group in group for each in readings)
            }
            nominative = tables["order"][0]
            clear = _alternatives(f for f, found in forms.items() if name != "party" or found - {nominative} <= {case})
            slots[f"{name}_{case}"] = rf"(?i:{before}(?:{clear}))(?!\w)"
            if name == "party" and case != nominative:
                either = _alternatives(form for form, found in forms.items() if len(found - {nominative}) > 1)
                slots.setdefault("party_either", rf"(?i:{before}(?:{either}))(?!\w)")
    return slots


def _alternatives(forms: Iterator[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))) or "(?!)"


def _analysed(word: str, case: str) -> str | None:
    """The nominative of a name by pymorphy3, where it is installed and has one answer alone."""
    if find_spec("pymorphy3") is None:
        return None
    tag = {"genitive": "gent", "dative": "datv"}.get(case, "")
    parses = [each for each in _analyser().parse(word) if {tag, "sing"} in each.tag and each.tag.grammemes & _NAMES]
    found = {each.normal_form for each in parses}
    return "-".join(part.capitalize() for part in found.pop().split("-")) if len(found) == 1 else None


_NAMES = frozenset({"Name", "Surn", "Patr"})


@cache
def _analyser() -> Any:
    return import_module("pymorphy3").MorphAnalyzer()
