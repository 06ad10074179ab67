"""A name of somebody else's table, and who of the build may be meant by it.

How a candidate is scored: 100 for the same name, 90 for the same but for capitals and accents, 80 for the same words in another
order, and up to 75 for a similar one, by the share of its characters that is the same in the same order; 60 at least where all
words that are asked for stand in the name. Of that three fifths are kept where no property fits that was asked for, and all where all do. An authority record that is the same outweighs
the name: 100. A candidate is a match where its name is the same (80 and more), all properties fit, and nobody else's does.

Source:  Reconciliation Service API 0.2, section 4, https://reconciliation-api.github.io/specs/0.2/
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from letterbook.authorityfiles import AUTHORITY_FILES, plain_address
from letterbook.reconciliation.candidates import likeness, turned
from letterbook.web.search import Named, Names, Value

TYPES = {
    "person": "Person",
    "office": "Office",
    "body": "Organisation",
    "place": "Place",
    "edition": "Edition",
    "letter": "Letter",
}
"""The types of what can be asked for, with their names."""

_AGENTS = ("person", "office", "body")
PROPERTIES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "iri": ("IRI", tuple(TYPES), ""),
    "other_name": ("Other name", (*_AGENTS, "place", "edition"), ""),
    "same_as": ("Address of an authority record", (*_AGENTS, "place", "edition"), ""),
    **{column: (f"Id in {column.upper()}", (*_AGENTS, "place"), "") for column in AUTHORITY_FILES},
    "begin": ("Birth, foundation or year", (*_AGENTS, "edition"), ""),
    "end": ("Death or end", _AGENTS, ""),
    "part_of": ("Part of", (*_AGENTS, "place"), ""),
    "seat": ("Seat", ("office", "body"), "place"),
    "latitude": ("Latitude", ("place",), ""),
    "longitude": ("Longitude", ("place",), ""),
    "letters_sent": ("Letters sent", _AGENTS, ""),
    "letters_received": ("Letters received", _AGENTS, ""),
    "letters_mentioning": ("Letters mentioning it", (*_AGENTS, "place"), ""),
    "letters_from_here": ("Letters written here", ("place",), ""),
    "sender": ("Sender", ("letter",), ""),
    "addressee": ("Addressee", ("letter",), ""),
    "date": ("Date (EDTF)", ("letter",), ""),
    "place": ("Place of writing", ("letter",), "place"),
    "kind": ("Kind of letter", ("letter",), ""),
    "number": ("Number", ("letter",), ""),
    "language": ("Language", ("letter",), ""),
}
"""The properties, each with its name, the types that have it, and the type of its values where they are of one."""

SAME_NAME = 80.0
MOST_SIMILAR = 75.0
ALL_WORDS = 60.0
LEAST_ALIKE = 0.6
"""The least share of equal characters of a name that is still a candidate."""

_KEPT_WITHOUT_PROPERTIES = 0.6
_KEPT_WITH_ANOTHER_TYPE = 0.8
_RECORDS = frozenset(("same_as", "iri", *AUTHORITY_FILES))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question: a name, the types that may be meant, and values of properties.

    Form:    where ``strict`` is false another type only lowers the score; ``properties`` are pairs of a property and the values
             of which one is to fit; what is no property here is left out of account; ``most`` is how many candidates are wanted.
    """

    name: str
    types: tuple[str, ...] = ()
    strict: bool = True
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    most: int = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be meant; ``features`` are what the score is made of."""

    named: Named
    score: float
    match: bool
    features: tuple[tuple[str, float | bool], ...]


def candidates(names: Names, wanted: Wanted) -> list[Candidate]:
    """Who may be meant, the best first.

    Form:    equal scores in the order of the documents' paths, so that the same question has the same answer.
    """
    types = tuple(each for each in wanted.types if each in TYPES)
    if wanted.types and not types and wanted.strict:
        return []
    asked = [(key, values) for key, values in wanted.properties if key in PROPERTIES and values]
    found = []
    for named in names.called(wanted.name, types if wanted.strict else ()):
        alike = max((_likeness(wanted.name, form) for form in named.forms), default=0.0)
        fits = [(key, any(_fits(each, value) for each in named.properties.get(key, ()) for value in values))
                for key, values in asked]  # fmt: skip
        record = any(fit and key in _RECORDS for key, fit in fits)
        if not alike and not record:
            continue
        share = sum(fit for _, fit in fits) / len(fits) if fits else 1.0
        score = alike * (_KEPT_WITHOUT_PROPERTIES + (1 - _KEPT_WITHOUT_PROPERTIES) * share)
        kind = not types or named.kind in types
        score = 100.0 if record else round(score * (1.0 if kind else _KEPT_WITH_ANOTHER_TYPE), 2)
        features = (("name", alike), ("type", kind), *((f"property:{key}", fit) for key, fit in fits))
        sure = record or (alike >= SAME_NAME and kind and share == 1.0)
        found.append(Candidate(named, score, sure, features))
    found.sort(key=lambda each: (-each.score, each.named.path))
    alone = sum(each.match for each in found) == 1
    return [
        Candidate(each.named, each.score, each.match and alone, each.features) for each in found[: max(wanted.most, 0)]
    ]


def _likeness(one: str, other: str) -> float:
    """How well a name fits the one that is asked for, from 0 to 100."""
    if same := likeness(one, other):
        return same
    words, others = turned(one), turned(other)
    least = ALL_WORDS if words and set(words) <= set(others) else 0.0
    matcher = SequenceMatcher(None, " ".join(words), " ".join(others), autojunk=False)
    if matcher.real_quick_ratio() < LEAST_ALIKE or matcher.quick_ratio() < LEAST_ALIKE:
        return least
    share = matcher.ratio()
    return max(least, round(MOST_SIMILAR * share, 2) if share >= LEAST_ALIKE else 0.0)


def _fits(value: Value, asked: str) -> bool:
    """Whether a value of a property is the one asked for: the same id or name, the same address, or a date within it.

    >>> _fits({"str": "1881-05-19"}, "1881"), _fits({"id": "place/ankara", "name": "Ankara"}, "ankara")
    (True, True)
    >>> _fits({"str": "1881"}, "188"), _fits({"str": "https://d-nb.info/gnd/118531379"}, "http://d-nb.info/gnd/118531379")
    (False, True)
    """
    for each in value.values():
        have = str(each)
        if have == asked or likeness(have, asked):
            return True
        if "/" in have and plain_address(have) == plain_address(asked):
            return True
        if have.startswith(f"{asked}-") and asked.isdecimal():
            return True
    return False
