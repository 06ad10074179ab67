"""The lists of a TEI edition: whom its entries of persons, places and bodies stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from letterbook.findings import Finding
from letterbook.keys import same_address
from letterbook.letter import EntityKind
from letterbook.readers.xml.parsing import XML_ID, XmlRefusedError, ends, local, said
from letterbook.readers.xml.rules import XmlRules, xml_rules

ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
"""What an address of an authority record looks like."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list of persons, places or bodies."""

    id: str
    kind: EntityKind
    labels: tuple[str, ...]
    same_as: tuple[str, ...]
    place: str


def listed_in(path: Path, *, name: str, rules: XmlRules | None = None) -> Iterator[Listed]:
    """The entries of the lists in a TEI file; ``name`` is the file as evidence names it.

    Raises:  XmlRefusedError where the file is not well-formed.
    """
    rules = rules or xml_rules()
    for element in ends(path, tuple(f"{{*}}{each}" for each in rules.lists)):
        yield from _entry(element, name, rules)
        if rules.lists[local(element)].kind is not EntityKind.PLACE:  # places stand in places
            element.clear(keep_tail=True)


def entries_of(header: etree._Element, name: str, rules: XmlRules) -> Iterator[Listed]:
    """The entries of the lists within one element."""
    for element in header.iter(*(f"{{*}}{each}" for each in rules.lists)):
        yield from _entry(element, name, rules)


def lists_in(folder: Path, rules: XmlRules | None = None) -> tuple[dict[str, Listed], list[Finding]]:
    """The entries of the TEI lists in the XML files of a folder, by id; of two with one id the first.

    Form:    findings L112 for a file that cannot be read to its end, with the folder's name before its own.
    """
    found: dict[str, Listed] = {}
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.xml")):
        name = f"{folder.name}/{path.name}"
        try:
            for entry in listed_in(path, name=path.name, rules=rules):
                for key in (entry.id, *map(same_address, entry.same_as)):
                    found.setdefault(key, entry)
        except XmlRefusedError as error:
            findings.append(
                Finding(code="L112", message=error.message, remedy=error.remedy, file=name, line=error.line)
            )
    return found, findings


def _entry(element: etree._Element, name: str, rules: XmlRules) -> Iterator[Listed]:
    listed = rules.lists[local(element)]
    called = element.iterchildren(f"{{*}}{listed.name}")
    labels = tuple(dict.fromkeys(label for label in map(_label, called) if label))
    if not labels:
        return
    addresses: list[str] = []
    for child in element.iterchildren("{*}idno", "{*}ref", "{*}ptr"):
        value = (child.text or child.get("target") or "").strip()
        form = rules.authorities.get(child.get("type", "").lower())
        if value and form and not ADDRESS.fullmatch(value):
            value = form.format(value)
        if ADDRESS.fullmatch(value):
            addresses.append(value)
    addresses += [
        each for each in (element.get("ref") or element.get("sameAs") or "").split() if ADDRESS.fullmatch(each)
    ]
    for identifier in dict.fromkeys(filter(None, (element.get(XML_ID), element.get("n")))):
        row = f"{name}:{element.sourceline or 0}"
        yield Listed(identifier, listed.kind, labels, tuple(dict.fromkeys(addresses)), row)


def _label(element: etree._Element) -> str:
    """A name as it is spoken: forename before surname, whichever stands first in the entry."""
    fore = [said(child) for child in element.iterchildren("{*}forename")]
    sur = [said(child) for child in element.iterchildren("{*}nameLink", "{*}surname")]
    fore = [name for name in fore if name.strip("-– ")]
    return " ".join(filter(None, (*fore, *sur))) if sur else said(element)
