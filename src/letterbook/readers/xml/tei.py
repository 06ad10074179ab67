"""A TEI file read: one reading for each letter document in it, in the order of the file.

A file whose header describes letters (correspDesc) gives one reading a description; a volume without such descriptions gives
one a document, and is never held whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from letterbook.findings import Finding
from letterbook.letter import Reading
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.frame import read_letters
from letterbook.readers.xml.lists import Listed, entries_of
from letterbook.readers.xml.metadata import Described, described
from letterbook.readers.xml.parsing import XML_ID, XML_LANG, XmlRefusedError, ends, local, said
from letterbook.readers.xml.rules import XmlRules, xml_rules

_TAGS = (
    "{*}teiHeader",
    "{*}div",
    "{*}text",
    "{*}TEI",
    "{http://www.w3.org/2001/XInclude}include",
)
_IDS = re.compile(rb"<!--.*?-->|xml:id\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')", re.DOTALL)
_IDS_LIMIT = 64_000_000
_LONGEST_BLANK = 65_536


@dataclass(slots=True)
class _Volume:
    """What is known of one TEI element while it is read."""

    descriptions: list[Described] = field(default_factory=list)
    title: str = ""
    language: str = ""
    spoken: str = ""  # the language of the last text that showed one, for those too short to
    lists: Mapping[str, Listed] = field(default_factory=dict)  # of the edition
    own: dict[str, Listed] = field(default_factory=dict)  # of the file
    documents: int = 0
    text: etree._Element | None = None
    header: bool = False


def read_tei(
    path: Path, *, name: str, language: str = "", lists: Mapping[str, Listed] | None = None
) -> Iterator[tuple[Reading | None, list[Finding]]]:
    """The readings of a TEI or CMIF file, each with the findings on it.

    Form:    ``name`` is the file as readings and findings name it; ``lists`` are the edition's persons, places and bodies by their
             ids; ``language`` is that where the file says none. A fault of the file comes last, as findings with no reading; what stands
             before it has been read. Findings L101, L105, L112, L113, L219, L220, L221.
    """
    rules = xml_rules()
    volume, given, number = _Volume(), 0, 0
    used: set[str] = set()
    try:
        if _is_blank(path):
            yield None, [_finding("L101", "the file holds no text", "put the letter in, or remove it", name, 0)]
            return
        if doubled := list(_doubled_ids(path, name)):
            yield None, doubled
        for element in ends(path, _TAGS):
            match local(element):
                case "include":
                    message = f"{element.get('href')!r} is not included: nothing is fetched for a file"
                    yield (
                        None,
                        [_finding("L113", message, "put the parts into one file", name, element.sourceline or 0)],
                    )
                case "teiHeader":
                    volume = _begun(element, rules, name, language, lists or {})
                case "div" if _is_document(element, rules) and not volume.descriptions:
                    volume.documents += 1
                    number += 1
                    identifier = element.get(XML_ID) or element.get("n") or str(number)
                    if identifier in used:  # two documents with one number stay two
                        identifier = f"{identifier}-{number}"
                    used.add(identifier)
                    yield _read(element, None, volume, rules, name, f"{name}#{identifier}")
                    given += 1
                    element.clear(keep_tail=True)
                case "text" if local(element.getparent()) in ("TEI", "teiCorpus"):
                    volume.text = element
                case "TEI":
                    for reading in _whole(element, volume, rules, name):
                        given += 1
                        yield reading
                    volume = _Volume()
                    if element.getparent() is not None:
                        element.clear(keep_tail=True)
    except XmlRefusedError as error:
        yield None, [_finding("L112", error.message, error.remedy, name, error.line)]
    except OSError as error:
        reason = error.strerror or str(error)
        yield None, [_finding("L105", f"cannot be opened: {reason}", "make it readable", name, 0)]
    else:
        if not given and not volume.own:
            remedy = "describe the letter by a correspDesc, or mark it with a div of the type letter"
            yield None, [_finding("L219", "the file holds no letter that is marked as one", remedy, name, 0)]


def _begun(header: etree._Element, rules: XmlRules, name: str, language: str, lists: Mapping[str, Listed]) -> _Volume:
    """What a header says of the letters after it."""
    found: list[Described] = []
    for element in header.iterfind(".//{*}correspDesc"):
        found.append(described(element, rules, element.get(XML_ID, "")))
    stated = header.find(".//{*}langUsage/{*}language")
    title = header.find("{*}fileDesc/{*}titleStmt/{*}title")
    own = entries_of(header)
    parent = header.getparent()
    around = parent.get(XML_LANG, "") if parent is not None else ""
    code = _LANGUAGES.get(stated.get("ident", ""), stated.get("ident", "")) if stated is not None else ""
    return _Volume(
        descriptions=found,
        title=said(title) if title is not None else "",
        language=code or _LANGUAGES.get(around, around) or language,
        lists=lists,
        own=own,
        header=True,
    )


# Three letters of ISO 639-2 where BCP 47 has two.
_LANGUAGES = {
    "deu": "de", "ger": "de", "eng": "en", "fra": "fr", "fre": "fr", "ita": "it", "rus": "ru", "spa": "es", "lat": "la",
    "nld": "nl", "tur": "tr", "pol": "pl",
}  # fmt: skip


def _is_document(element: etree._Element, rules: XmlRules) -> bool:
    if element.get("type") not in rules.documents:
        return False
    return not any(
        local(each) in rules.nested_elements or (local(each) == "div" and each.get("type") in rules.documents)
        for each in element.iterancestors()
    )


def _whole(
    tei: etree._Element, volume: _Volume, rules: XmlRules, name: str
) -> Iterator[tuple[Reading | None, list[Finding]]]:
    """The readings of a text that is described in its header, or that is one letter without a description."""
    text = volume.text
    if not volume.descriptions:
        if text is not None and not volume.documents and _has_frame(text):
            yield _read(text, None, volume, rules, name, name)
        return
    single = len(volume.descriptions) == 1
    places = _texts_of(text, volume.descriptions, rules) if text is not None else {}
    for number, each in enumerate(volume.descriptions, 1):
        source = name if single else f"{name}#{each.id or number}"
        yield _read(places.get(number), each, volume, rules, name, source)


def _has_frame(text: etree._Element) -> bool:
    if any(text.iter("{*}opener", "{*}dateline", "{*}salute", "{*}signed")):
        return True
    return any(div.get("type") in ("opener", "dateline", "salute") for div in text.iter("{*}div"))


def _texts_of(text: etree._Element, descriptions: list[Described], rules: XmlRules) -> dict[int, etree._Element]:
    """The text of each description, by its number: the element that points to it (decls), the only one, or the one at its place."""
    if not said(text):
        return {}
    if len(descriptions) == 1:
        return {1: text}
    pointing = {
        each.get("decls", "").lstrip("#"): each
        for each in text.iter("{*}div", "{*}text", "{*}floatingText")
        if each.get("decls")
    }
    if pointing:
        return {n: pointing[each.id] for n, each in enumerate(descriptions, 1) if each.id in pointing}
    letters = [each for each in text.iter("{*}div") if _is_document(each, rules)]
    if len(letters) == len(descriptions):
        return dict(enumerate(letters, 1))
    return dict.fromkeys(range(1, len(descriptions) + 1), text)  # one sheet that several descriptions speak of


def _read(
    element: etree._Element | None, each: Described | None, volume: _Volume, rules: XmlRules, name: str, source: str
) -> tuple[Reading | None, list[Finding]]:
    findings: list[Finding] = []
    reading = read_letters(
        element, each, rules, cast=Cast(volume.lists, volume.own, name), title=volume.title, language=volume.language, file=name, source=source,
        findings=findings,
    )  # fmt: skip
    language = reading.transcript.language
    if language == "und" and volume.spoken:
        reading = replace(reading, transcript=replace(reading.transcript, language=volume.spoken))
    elif language != "und":
        volume.spoken = language
    return reading, findings


def _finding(code: str, message: str, remedy: str, file: str, line: int) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, file=file, line=line)


def _is_blank(path: Path) -> bool:
    """Whether a file holds nothing but white space and the marks of its encoding."""
    with path.open("rb") as stream:
        return not stream.read(_LONGEST_BLANK).strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe")


def _doubled_ids(path: Path, name: str) -> Iterator[Finding]:
    """A finding for each ``xml:id`` that stands twice, with both lines."""
    if path.stat().st_size > _IDS_LIMIT:
        return
    data = path.read_bytes()
    first: dict[bytes, int] = {}
    for match in _IDS.finditer(data):
        identifier = match[1] or match[2]
        if not identifier:
            continue
        before = first.setdefault(identifier, match.start())
        if before != match.start():
            lines = [data.count(b"\n", 0, at) + 1 for at in (before, match.start())]
            message = f"the xml:id {identifier.decode('utf-8', 'replace')!r} stands twice, first in line {lines[0]}"
            yield _finding("L113", message, "give each element an id of its own", name, lines[1])
