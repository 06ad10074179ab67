"""The lists by which XML files of letters are read: data, so that an edition's own ways are another list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from letterbook.errors import RulesError
from letterbook.letter import EntityKind, PartKind

FILE_NAME = "tei.yaml"
"""The file of a letterbook's own lists, in its folder."""

_OWN = Path(__file__).with_name("rules.yaml")
_GROUPS = {"titles": ("from", "to"), "office": ("office",), "number": ("number",), "receipts": ("date", "year")}
"""The groups that a pattern must have."""


@dataclass(frozen=True, slots=True, eq=False)
class XmlRules:
    """What stands in rules.yaml, ready for use; the comments there say what each list is."""

    documents: frozenset[str]
    nested_elements: frozenset[str]
    nested_types: frozenset[str]
    left_out: frozenset[str]
    choice: tuple[str, ...]
    parts: Mapping[str, PartKind]
    div_parts: Mapping[str, PartKind]
    names: Mapping[str, EntityKind]
    names_by_type: frozenset[str]
    types: Mapping[str, EntityKind]
    sent: frozenset[str]
    received: frozenset[str]
    passed: frozenset[str]
    context: Mapping[str, str]
    predicates: Mapping[str, EntityKind]
    from_: frozenset[str]
    to: frozenset[str]
    sender_role: str
    addressee_role: str
    titles: tuple[re.Pattern[str], ...]
    particles: frozenset[str]
    office: re.Pattern[str]
    number: re.Pattern[str]
    receipts: Mapping[str, re.Pattern[str]]
    unsure: frozenset[str]
    unknown: frozenset[str]
    indefinite: frozenset[str]
    languages: Mapping[str, str]
    sentences: Mapping[str, str]

    def names_nobody(self, words: str, *, identified: bool) -> bool:
        """Whether the words in place of a name tell no one apart: "unknown", "a citizen", "[…]"; an address says who is meant."""
        if words.casefold() in self.unknown:
            return True
        return not identified and (words.startswith("[") or words.partition(" ")[0] in self.indefinite)


@lru_cache(maxsize=1)
def xml_rules() -> XmlRules:
    """The rules that come with the program."""
    return _made(_shipped(), _OWN.name)


def load_xml_rules(folder: Path) -> XmlRules:
    """The rules of a letterbook: ours, and over them those of the file tei.yaml in its folder.

    Raises:  RulesError for a file that is not YAML, a key that is none, and a value that is not of the kind of ours.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return xml_rules()
    try:
        own = yaml.safe_load(path.read_text("utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RulesError(f"the rules for XML cannot be read: {' '.join(str(error).split())}", FILE_NAME) from error
    if not isinstance(own, dict):
        raise RulesError("expected keys and values", FILE_NAME)
    return _made(_over(_shipped(), own), FILE_NAME)


def _shipped() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_OWN.read_text("utf-8"))
    return data


def _over(ours: dict[str, Any], own: Mapping[object, Any]) -> dict[str, Any]:
    """Our values with an edition's own in their place, or added to them where the key ends in ``+``."""
    found = dict(ours)
    for key, value in own.items():
        name, more = str(key).removesuffix("+"), str(key).endswith("+")
        before = ours.get(name)
        if before is None:
            known = ", ".join(ours)
            raise RulesError(f"there is no list {str(key)!r}", FILE_NAME, f"the lists are: {known}")
        if type(value) is not type(before) or (more and isinstance(before, str)):
            form = (
                "a list" if isinstance(before, list) else "one value" if isinstance(before, str) else "a map of names"
            )
            raise RulesError(f"{key} is {str(value)[:60]!r}", FILE_NAME, f"{name} is {form}")
        if not more:
            found[name] = value
        else:
            found[name] = {**before, **value} if isinstance(before, dict) else [*before, *value]
    return found


def _made(data: Mapping[str, Any], file: str) -> XmlRules:
    made: dict[str, Any] = {}
    for key, value in data.items():
        name = key.replace("-", "_")
        try:
            made["from_" if name == "from" else name] = _value(key, value)
        except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
            raise RulesError(
                f"{key} is not understood: {error}", file, "compare it with the list that comes along"
            ) from error
    return XmlRules(**made)


def _value(key: str, value: Any) -> Any:
    match key:
        case "choice":
            return tuple(map(str, value))
        case "parts" | "div-parts":
            return {name: PartKind(kind) for name, kind in value.items()}
        case "names" | "types" | "predicates":
            return {name: EntityKind(kind) for name, kind in value.items()}
        case "titles":
            return tuple(_pattern(each, key) for each in value)
        case "receipts":
            return {language: _pattern(each, key) for language, each in value.items()}
        case "office" | "number":
            return _pattern(value, key)
    return frozenset(map(str, value)) if isinstance(value, list) else value


def _pattern(text: str, key: str) -> re.Pattern[str]:
    pattern = re.compile(text)
    if missing := [group for group in _GROUPS[key] if group not in pattern.groupindex]:
        raise ValueError(f"the pattern {text!r} has no group {missing[0]!r}")
    return pattern
