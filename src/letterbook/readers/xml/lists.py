"""Lists of persons, places and bodies in TEI (listPerson, listPlace, listOrg), each entry a record.

Source:  TEI P5, chapter 14, https://tei-c.org/release/doc/tei-p5-doc/en/html/ND.html
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from letterbook.authority import FOLDERS, Label, Record, coordinates
from letterbook.authorityfiles import AUTHORITY_FILES, address_of
from letterbook.findings import Finding
from letterbook.keys import same_address, slug
from letterbook.letter import EntityKind
from letterbook.readers.xml.lifedates import life_dates
from letterbook.readers.xml.parsing import ADDRESS, XML_ID, XML_LANG, XmlRefusedError, ends, local, said
from letterbook.terms import mended_tag

UNKNOWN_LANGUAGE = "und"
_LISTED = {
    "person": (EntityKind.PERSON, "persName"),
    "org": (EntityKind.ORGANISATION, "orgName"),
    "place": (EntityKind.PLACE, "placeName"),
}
_OWN = re.compile(rf".*/(?P<folder>{'|'.join(sorted(set(FOLDERS.values())))})/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)#it")
_PREFERRED = ("main", "preferred", "reg")
_GEO = re.compile(r"\s*([^\s,;]+(?:,\d+)?)\s*[,;\s]\s*([^\s,;]+(?:,\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list, with the ids by which the edition speaks of it."""

    ids: tuple[str, ...]
    kind: EntityKind
    record: Record

    @property
    def labels(self) -> tuple[str, ...]:
        """All names, the preferred ones first."""
        return tuple(label.text for label in (*self.record.labels, *self.record.others))


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a folder: the entries by id and by address, and every record."""

    entries: Mapping[str, Listed] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Told:
    """What is found in one file."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)  # dates that are not understood
    tags: set[str] = field(default_factory=set)  # what is wrong with them
    types: Counter[str] = field(default_factory=Counter)  # of ids that are of no authority file

    def tell(self, code: str, message: str, remedy: str, line: int) -> None:
        self.findings.append(Finding(code=code, message=message, remedy=remedy, file=self.file, line=line))

    def close(self) -> list[Finding]:
        """The findings, with one for each thing that stands in many entries."""
        if self.words:
            line, words = self.words[0]
            message = f"{len(self.words)} births or deaths in words are not read, such as {words!r}"
            self.tell("L313", message, "give them as attributes: when, notBefore, notAfter", line)
        for kind, count in sorted(self.types.items()):
            known = ", ".join(AUTHORITY_FILES)
            message = f"idno of the type {kind!r} is of no authority file that is known ({count} times)"
            self.tell("L314", message, f"the types are: {known}; or give the whole address", 0)
        return self.findings


def lists_in(folder: Path, language: str = UNKNOWN_LANGUAGE) -> Lists:
    """The entries of the TEI lists in the XML files of a folder.

    Form:    ``language`` is that of names without ``xml:lang``. Findings L112 for a file that cannot be read to its end, L305 for
             a second entry of one id, L229, L313, L314 and L315, with the folder's name before that of the file.
    """
    entries: dict[str, Listed] = {}
    records: list[Record] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.xml")):
        told = _Told(f"{folder.name}/{path.name}")
        try:
            for entry in _listed_in(path, language, told):
                if any(each in entries for each in entry.ids):
                    message = f"row not used: the id {entry.ids[0]!r} stands twice"
                    told.tell("L305", message, "give each entry an id of its own", entry.record.line)
                    continue
                records.append(entry.record)
                for key in (*entry.ids, *map(same_address, entry.record.same_as)):
                    entries.setdefault(key, entry)
        except XmlRefusedError as error:
            told.tell("L112", error.message, error.remedy, error.line)
        findings += told.close()
    return Lists(entries, tuple(records), tuple(findings))


def exported_id(iri: str) -> str:
    """The xml:id that an export of ours gives to whom an IRI means: its path, with what such an id cannot hold as a low line.

    >>> exported_id("https://letterbook.example/actor/rsfsr#it")
    'n-actor_rsfsr'
    """
    match = _OWN.fullmatch(iri)
    return f"n-{match['folder']}_{match['slug']}" if match else ""


def entries_of(header: etree._Element) -> dict[str, Listed]:
    """The entries of the lists within one element, by id; they are known in their own file alone."""
    found: dict[str, Listed] = {}
    for element in header.iter(*(f"{{*}}{each}" for each in _LISTED)):
        if entry := _entry(element, "", UNKNOWN_LANGUAGE, _Told("")):
            found |= dict.fromkeys(entry.ids, entry)
    return found


def _listed_in(path: Path, language: str, told: _Told) -> Iterator[Listed]:
    for element in ends(path, tuple(f"{{*}}{each}" for each in _LISTED)):
        if entry := _entry(element, path.name, language, told):
            yield entry
        if local(element) != "place":  # places stand in places
            element.clear(keep_tail=True)


def _entry(element: etree._Element, file: str, language: str, told: _Told) -> Listed | None:
    kind, called = _LISTED[local(element)]
    labels, others = _names(element, called, language, told)
    if not labels:
        return None
    line = element.sourceline or 0
    ids = tuple(dict.fromkeys(filter(None, (element.get(XML_ID), element.get("n")))))
    begin, end, unread = life_dates(element) if kind is EntityKind.PERSON else ("", "", [])
    told.words += ((line, words) for words in unread)
    latitude, longitude = _coordinates(element, told)
    same_as = _addresses(element, told)
    kept = next((each for each in same_as if ids and exported_id(each) == ids[0]), "")
    folder = kept.rpartition("#")[0].split("/")[-2] if kept else ""
    if folder == FOLDERS[EntityKind.OFFICE]:
        kind = EntityKind.OFFICE
    own = kept.rpartition("#")[0].rpartition(f"{folder}/")[2]
    record = Record(
        key=f"{FOLDERS[kind]}/{own or slug(ids[0] if ids else labels[0].text)}",
        kind=str(kind),
        labels=labels,
        others=others,
        begin=begin,
        end=end,
        same_as=tuple(each for each in same_as if each != kept),
        row=f"{file}#{ids[0] if ids else f'line={line}'}" if file else "",
        line=line,
        latitude=latitude,
        longitude=longitude,
    )
    return Listed(ids, kind, record)


def _names(
    element: etree._Element, called: str, language: str, told: _Told
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """The first name of each language, and the others; what an editor has added to a name is no part of the first."""
    found: dict[Label, bool] = {}
    names = [each for each in element.iterchildren(f"{{*}}{called}") if each.get("type") != "add"]
    for name in sorted(names, key=lambda each: each.get("type") not in _PREFERRED):
        tag = ""
        for text in dict.fromkeys((_spoken(name), said(name))) if name.find("{*}add") is not None else (_spoken(name),):
            if any(map(str.isalnum, text)):
                tag = tag or _language(name, language, told)
                found.setdefault(Label(text, tag), True)
    first = {label.language: label for label in reversed(found)}
    return tuple(label for label in found if first[label.language] is label), tuple(
        label for label in found if first[label.language] is not label
    )


def _language(name: etree._Element, language: str, told: _Told) -> str:
    tags = (each.get(XML_LANG) for each in (name, *name.iterancestors()))
    tag, fault = mended_tag(next(filter(None, tags), language))
    if fault and fault not in told.tags:
        told.tags.add(fault)
        told.tell("L229", fault, "correct xml:lang; the same holds for all names of the file", name.sourceline or 0)
    return tag


def _spoken(element: etree._Element) -> str:
    """A name as it is spoken: forename before surname, whichever stands first in the entry."""
    fore = [said(child) for child in element.iterchildren("{*}forename")]
    sur = [said(child) for child in element.iterchildren("{*}nameLink", "{*}surname")]
    fore = [name for name in fore if name.strip("-– ")]
    return " ".join(filter(None, (*fore, *sur))) if sur else said(element, without=("note", "add"))


def _addresses(element: etree._Element, told: _Told) -> tuple[str, ...]:
    found: list[str] = []
    for child in element.iterchildren("{*}idno", "{*}ref", "{*}ptr"):
        value = (child.text or child.get("target") or "").strip()
        kind = child.get("type", "").lower()
        if ADDRESS.fullmatch(value):
            found.append(value)
        elif value and kind in AUTHORITY_FILES:
            try:
                found.append(address_of(kind, value))
            except ValueError as error:
                told.tell("L314", f"not used: {error}", "correct the idno", child.sourceline or 0)
        elif value and kind:
            told.types[child.get("type", "")] += 1
    given = (element.get("ref") or element.get("sameAs") or "").split()
    return tuple(dict.fromkeys([*found, *(each for each in given if ADDRESS.fullmatch(each))]))


def _coordinates(element: etree._Element, told: _Told) -> tuple[str, str]:
    geo = next((each for each in element.iterfind("{*}location/{*}geo") if said(each)), None)
    if geo is None:
        return "", ""
    words = said(geo)
    pair = _GEO.fullmatch(words)
    try:
        if not pair:
            raise ValueError(f"{words!r} is no latitude and longitude")
        return coordinates(pair[1], pair[2])
    except ValueError as error:
        told.tell("L315", f"not used: {error}", "give latitude and longitude in decimal degrees", geo.sourceline or 0)
        return "", ""
