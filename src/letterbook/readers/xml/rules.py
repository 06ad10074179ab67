"""The lists by which XML files of letters are read: data, so that an edition's own ways are another list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from letterbook.letter import PartKind


@dataclass(frozen=True, slots=True)
class XmlRules:
    """What stands in rules.yaml, ready for use; the comments there say what each list is."""

    documents: frozenset[str]
    nested_elements: frozenset[str]
    nested_types: frozenset[str]
    left_out: frozenset[str]
    choice: tuple[str, ...]
    parts: dict[str, PartKind]
    div_parts: dict[str, PartKind]
    sent: frozenset[str]
    received: frozenset[str]
    passed: frozenset[str]
    titles: tuple[re.Pattern[str], ...]
    receipts: dict[str, re.Pattern[str]]
    unknown: frozenset[str]
    sentences: dict[str, str]


@lru_cache(maxsize=1)
def xml_rules() -> XmlRules:
    """The rules that come with the program."""
    data = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text("utf-8"))
    return XmlRules(
        documents=frozenset(data["documents"]),
        nested_elements=frozenset(data["nested-elements"]),
        nested_types=frozenset(data["nested-types"]),
        left_out=frozenset(data["left-out"]),
        choice=tuple(data["choice"]),
        parts={name: PartKind(kind) for name, kind in data["parts"].items()},
        div_parts={name: PartKind(kind) for name, kind in data["div-parts"].items()},
        sent=frozenset(data["sent"]),
        received=frozenset(data["received"]),
        passed=frozenset(data["passed"]),
        titles=tuple(re.compile(each) for each in data["titles"]),
        receipts={language: re.compile(each) for language, each in data["receipts"].items()},
        unknown=frozenset(data["unknown"]),
        sentences=data["sentences"],
    )
