"""Who and what an XML text names: one entity for a reference, and what the edition's lists know of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from letterbook.findings import Finding
from letterbook.keys import same_address
from letterbook.letter import Entity, EntityKind, Evidence, Form, Mention, Span
from letterbook.readers.xml.parsing import XML_ID, XmlRefusedError, ends, local

_LISTED = {
    "person": (EntityKind.PERSON, "persName"),
    "org": (EntityKind.ORGANISATION, "orgName"),
    "place": (EntityKind.PLACE, "placeName"),
}
_IDNO = {
    "gnd": "https://d-nb.info/gnd/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "geonames": "https://www.geonames.org/{}",
    "wikidata": "http://www.wikidata.org/entity/{}",
}
_BLANKS = re.compile(r"\s+")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def said(element: etree._Element) -> str:
    """The words of an element with single blanks, without notes."""
    words = "".join(element.itertext())
    for note in element.iter("{*}note"):
        words = words.replace("".join(note.itertext()), " ", 1)
    return _BLANKS.sub(" ", words).strip()


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list of persons, places or bodies."""

    id: str
    kind: EntityKind
    labels: tuple[str, ...]
    same_as: tuple[str, ...]
    place: str


def listed_in(path: Path, *, name: str) -> Iterator[Listed]:
    """The entries of the lists in a TEI file; ``name`` is the file as evidence names it.

    Raises:  XmlRefusedError where the file is not well-formed.
    """
    for element in ends(path, tuple(f"{{*}}{each}" for each in _LISTED)):
        yield from _entry(element, name)
        if local(element) != "place":  # places stand in places
            element.clear(keep_tail=True)


def entries_of(header: etree._Element, name: str) -> Iterator[Listed]:
    """The entries of the lists within one element."""
    for element in header.iter(*(f"{{*}}{each}" for each in _LISTED)):
        yield from _entry(element, name)


def lists_in(folder: Path) -> tuple[dict[str, Listed], list[Finding]]:
    """The entries of the TEI lists in the XML files of a folder, by id; of two with one id the first.

    Form:    findings L112 for a file that cannot be read to its end, with the folder's name before its own.
    """
    found: dict[str, Listed] = {}
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.xml")):
        name = f"{folder.name}/{path.name}"
        try:
            for entry in listed_in(path, name=path.name):
                for key in (entry.id, *map(same_address, entry.same_as)):
                    found.setdefault(key, entry)
        except XmlRefusedError as error:
            findings.append(
                Finding(code="L112", message=error.message, remedy=error.remedy, file=name, line=error.line)
            )
    return found, findings


def _entry(element: etree._Element, name: str) -> Iterator[Listed]:
    kind, called = _LISTED[local(element)]
    labels = tuple(dict.fromkeys(label for label in map(_label, element.iterchildren(f"{{*}}{called}")) if label))
    if not labels:
        return
    addresses: list[str] = []
    for child in element.iterchildren("{*}idno", "{*}ref", "{*}ptr"):
        value = (child.text or child.get("target") or "").strip()
        form = _IDNO.get(child.get("type", "").lower())
        if value and form and not _ADDRESS.fullmatch(value):
            value = form.format(value)
        if _ADDRESS.fullmatch(value):
            addresses.append(value)
    addresses += [
        each for each in (element.get("ref") or element.get("sameAs") or "").split() if _ADDRESS.fullmatch(each)
    ]
    for identifier in dict.fromkeys(filter(None, (element.get(XML_ID), element.get("n")))):
        row = f"{name}:{element.sourceline or 0}"
        yield Listed(identifier, kind, labels, tuple(dict.fromkeys(addresses)), row)


def _label(element: etree._Element) -> str:
    """A name as it is spoken: forename before surname, whichever stands first in the entry."""
    fore = [said(child) for child in element.iterchildren("{*}forename")]
    sur = [said(child) for child in element.iterchildren("{*}nameLink", "{*}surname")]
    fore = [name for name in fore if name.strip("-– ")]
    return " ".join(filter(None, (*fore, *sur))) if sur else said(element)


class Cast:
    """The entities and mentions of one reading, gathered while it is read."""

    def __init__(self, lists: Mapping[str, Listed], own: Mapping[str, Listed], file: str) -> None:
        self._lists = {**lists, **own} if own else lists
        self._own = own
        self._file = file
        self._counts: dict[EntityKind, int] = {}
        self._said: dict[tuple[EntityKind, str, tuple[str, ...], bool], str] = {}
        self._entities: dict[str, Entity] = {}
        self._by_key: dict[tuple[EntityKind, str], str] = {}
        self._mentions: dict[tuple[str, Span], Mention] = {}

    def add(
        self, kind: EntityKind, label: str, evidence: Evidence, *, refs: tuple[str, ...] = (), named: bool = True
    ) -> str:
        """The id of the entity that a reference, or else a name, stands for; ``refs`` as given."""
        again = self._said.get((kind, label, refs, named))
        if again is not None:
            return again
        entry = next((self._lists[key] for key in map(list_key, refs) if key in self._lists), None)
        if entry and entry.kind is not kind:
            entry = None  # a person tagged as a place is a slip, and neither becomes the other
        given = dict.fromkeys((*(entry.same_as if entry else ()), *(self._scoped(ref) for ref in refs)))
        addresses = tuple({same_address(each): each for each in reversed(given)}.values())[::-1]
        labels = tuple(dict.fromkeys((*(entry.labels if entry else ()), *((label,) if named else ()))))
        keys = [(kind, same_address(each)) for each in addresses] or [(kind, label)]
        found = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if found is None:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            found = f"{kind}-{self._counts[kind]}"
            first = labels[0] if labels else label
            self._entities[found] = Entity(found, kind, first, named, evidence, labels, same_as=addresses)
        else:
            entity = self._entities[found]
            self._entities[found] = replace(
                entity,
                labels=tuple(dict.fromkeys((*entity.labels, *labels))),
                named=entity.named or named,
                label=entity.label if entity.named or not named else label,
                same_as=tuple(dict.fromkeys((*entity.same_as, *addresses))),
            )
        for key in keys:
            self._by_key.setdefault(key, found)
        self._said[kind, label, refs, named] = found
        return found

    def _scoped(self, reference: str) -> str:
        """A reference into the file's own lists has the file's name: another file's ``#p1`` is somebody else."""
        return f"{self._file}{reference}" if reference.startswith("#") and reference[1:] in self._own else reference

    def mention(self, entity: str, span: Span, rule: str) -> None:
        """Note that a span names the entity."""
        self._mentions.setdefault((entity, span), Mention(entity, span, Form.NAME, rule))

    def entities(self) -> tuple[Entity, ...]:
        """All, in the order of adding."""
        return tuple(self._entities.values())

    def mentions(self) -> tuple[Mention, ...]:
        """All, in the order of the text; of two that begin together the longer first."""
        return tuple(sorted(self._mentions.values(), key=lambda each: (each.span.start, -each.span.end, each.entity)))


def list_key(reference: str) -> str:
    """How a list has a reference: "#p1" and "people.xml#p1" as p1, an address as it is compared."""
    return same_address(reference) if _ADDRESS.fullmatch(reference) else reference.rpartition("#")[2]


def references(element: etree._Element) -> tuple[str, ...]:
    """What an element refers to, as given: pointers are divided by blanks, a key is one, blanks and all."""
    pointers = (element.get("ref") or element.get("corresp") or element.get("sameAs") or "").split()
    key = element.get("key", "").strip()
    return tuple(dict.fromkeys(filter(None, (*pointers, key))))
