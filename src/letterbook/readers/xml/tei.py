"""A TEI file read: one reading for each letter document in it, in the order of the file.

A file whose header describes letters (correspDesc) gives one reading a description; a volume without such descriptions gives
one a document, and is never held whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from lxml import etree

from letterbook.findings import Finding
from letterbook.letter import Reading
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.ids import Ids
from letterbook.readers.xml.including import BASE, INCLUDE, Including, parent_of
from letterbook.readers.xml.lists import UNKNOWN_LANGUAGE, Listed, entries_of
from letterbook.readers.xml.metadata import Described, described, editions_in
from letterbook.readers.xml.page import Notes
from letterbook.readers.xml.parsing import ADDRESS, XML_ID, XML_LANG, XmlRefusedError, ends, local, said
from letterbook.readers.xml.reading import read_letters
from letterbook.readers.xml.rules import XmlRules, xml_rules
from letterbook.terms import mended_tag

_TAGS = ("{*}teiHeader", "{*}div", "{*}text", "{*}TEI", "{http://www.w3.org/2001/XInclude}include")
_LONGEST_BLANK = 65_536
Read = tuple[Reading | None, list[Finding]]


def read_tei(
    path: Path,
    *,
    name: str,
    language: str = "",
    lists: Mapping[str, Listed] | None = None,
    rules: XmlRules | None = None,
    includes: Path | None = None,
) -> Iterator[Read]:
    """The readings of a TEI or CMIF file, each with the findings on it.

    Form:    ``name`` is the file as readings and findings name it; ``lists`` are the edition's persons, places and bodies by their
             ids; ``language`` is that where the file says none; ``rules`` those of the letterbook, ours where none are given; ``includes``
             is the folder whose files may be included, None where none may. A fault of
             the file comes last, as findings with no reading; what stands before it has been read. Findings L101, L105, L112, L113, L204,
             L219, L220, L221, L235.
    """
    including = Including(path, includes, path.parents[name.count("/")]) if includes else None
    reader = _Reader(name, language, lists or {}, rules or xml_rules(), including)
    try:
        if _is_blank(path):
            yield reader.told("L101", "the file holds no text", "put the letter in, or remove it", 0)
            return
        for element in ends(path, _TAGS):
            yield from reader.met(element)
    except XmlRefusedError as error:
        yield reader.told("L112", error.message, error.remedy, error.line)
    except OSError as error:
        reason = error.strerror or str(error)
        yield reader.told("L105", f"cannot be opened: {reason}", "make it readable", 0)
    else:
        if not reader.given and reader.listed:
            message = f"this is a register and no letter: it lists {reader.listed} persons, places or bodies"
            yield reader.told("L219", message, "put it into registers/, where the letters refer to its entries", 0)
        elif not reader.given:
            remedy = "describe the letter by a correspDesc, or mark it with a div of the type letter"
            yield reader.told("L219", "the file holds no letter that is marked as one", remedy, 0)


def _is_blank(path: Path) -> bool:
    """Whether a file holds nothing but white space and the marks of its encoding."""
    with path.open("rb") as stream:
        return not stream.read(_LONGEST_BLANK).strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe")


@dataclass(slots=True)
class _Volume:
    """What is known of one TEI element while it is read."""

    descriptions: list[Described] = field(default_factory=list)
    title: str = ""
    language: str = ""  # as it is stated
    spoken: str = ""  # that of the last text that showed one, for those too short to
    own: dict[str, Listed] = field(default_factory=dict)  # the lists of the file
    documents: int = 0
    text: etree._Element | None = None
    id: str = ""
    exported: str = ""  # the IRI under which an export of ours has the letter


class _Reader:
    """One file while its elements end, one after the other."""

    def __init__(
        self, name: str, language: str, lists: Mapping[str, Listed], rules: XmlRules, including: Including | None
    ) -> None:
        self.including = including
        self.name = name
        self.language = language
        self.lists = lists
        self.rules = rules
        self.volume = _Volume()
        self.given = 0
        self.listed = 0  # entries of registers in a file that has given no letter
        self._number = 0
        self._used: set[str] = set()
        self._ids = Ids(name)
        self._wrong_tags: dict[str, int] = {}  # what is wrong with the languages of a header, and the line

    def told(self, code: str, message: str, remedy: str, line: int) -> Read:
        """A finding on the file."""
        return None, [Finding(code=code, message=message, remedy=remedy, file=self.name, line=line)]

    def met(self, element: etree._Element) -> Iterator[Read]:
        """The readings that the end of an element gives."""
        match local(element):
            case "include" if element.tag == INCLUDE and not element.get(BASE):
                yield from self._included(element)
            case "teiHeader":
                self.volume = self._begun(element)
                yield from self._of_tags()
            case "div" if not self.volume.descriptions and self._is_document(element):
                yield from self._twice_in(element)
                yield self._document(element)
                element.clear(keep_tail=True)
            case "text" if (around := parent_of(element)) is not None and local(around) in ("TEI", "teiCorpus"):
                self.volume.text = element
            case "TEI":
                yield from self._twice_in(element)
                for reading in self._whole():
                    self.given += 1
                    yield reading
                if not self.given:
                    self.listed += sum(1 for _ in element.iter("{*}person", "{*}place", "{*}org"))
                self.volume = _Volume(own=self.volume.own)
                self._ids.begin()
                if element.getparent() is not None:
                    element.clear(keep_tail=True)

    def _included(self, element: etree._Element) -> Iterator[Read]:
        """An include followed, and the readings that the ends of elements in the included file give."""
        if self.including is None:
            message = f"{element.get('href')!r} is not included: nothing is read beside a file unless that is chosen"
            remedy = "set xinclude = true in letterbook.toml, or read it with --xinclude FOLDER"
            yield self.told("L113", message, remedy, element.sourceline or 0)
            return
        told = list(self.including.follow(element))
        if told:
            yield None, told
        for root in element:
            for _, ended in list(etree.iterwalk(root, events=("end",), tag=_TAGS)):
                if ended.tag != INCLUDE:  # which is followed already, or cannot be
                    yield from self.met(ended)

    def _twice_in(self, element: etree._Element) -> Iterator[Read]:
        if found := list(self._ids.twice_in(element)):
            yield None, found

    def _begun(self, header: etree._Element) -> _Volume:
        """What a header says of the letters after it."""
        parent = header.getparent()
        stated = header.find(".//{*}langUsage/{*}language")
        title = header.find("{*}fileDesc/{*}titleStmt/{*}title")
        editions = editions_in(header)
        descriptions = [
            described(each, self.rules, each.get(XML_ID, ""), editions) for each in header.iter("{*}correspDesc")
        ]
        for each in descriptions:
            each.language = self._code(each.language, header)
        return _Volume(
            descriptions=descriptions,
            title=said(title) if title is not None else "",
            language=(self._code(stated.get("ident", ""), stated) if stated is not None else "")
            or self._stated_around(parent)
            or self.language,
            own=entries_of(header),
            id=parent.get(XML_ID, "") if parent is not None else "",
            exported=self._exported(header),
        )

    def _exported(self, header: etree._Element) -> str:
        """The IRI of the letter, where an export of ours has written the file and named it after the letter."""
        end = f"/letter/{PurePosixPath(self.name).stem}"
        stated = (said(each) for each in header.iterfind("{*}fileDesc/{*}publicationStmt/{*}idno"))
        return next((each for each in stated if ADDRESS.fullmatch(each) and each.endswith(end)), "")

    def _code(self, language: str, element: etree._Element) -> str:
        """The tag of a language as a file states it; empty where that is none."""
        tag, fault = mended_tag(self.rules.languages.get(language, language)) if language else ("", "")
        if fault:
            self._wrong_tags.setdefault(fault, element.sourceline or 0)
        return "" if fault and tag == UNKNOWN_LANGUAGE else tag

    def _of_tags(self) -> Iterator[Read]:
        while self._wrong_tags:
            fault, line = self._wrong_tags.popitem()
            yield self.told("L229", fault, "correct the tag", line)

    def _stated_around(self, element: etree._Element | None) -> str:
        """The language that an element, or one around it, says it is in."""
        while element is not None:
            if stated := element.get(XML_LANG):
                return self._code(stated, element)
            element = element.getparent()
        return ""

    def _document(self, element: etree._Element) -> Read:
        """The reading of one document of a volume; two with one number stay two."""
        self.volume.documents += 1
        self._number += 1
        self.given += 1
        identifier = element.get(XML_ID) or element.get("n") or str(self._number)
        if identifier in self._used:
            identifier = f"{identifier}-{self._number}"
        self._used.add(identifier)
        return self._read(element, None, f"{self.name}#{identifier}")

    def _is_document(self, element: etree._Element) -> bool:
        if element.get("type") not in self.rules.documents:
            return False
        return not any(
            local(each) in self.rules.nested_elements
            or (local(each) == "div" and each.get("type") in self.rules.documents)
            for each in element.iterancestors()
        )

    def _whole(self) -> Iterator[Read]:
        """The readings of a text that is described in its header, or that is one letter without a description."""
        text, descriptions = self.volume.text, self.volume.descriptions
        if not descriptions:
            if text is not None and not self.volume.documents and self._has_frame(text):
                yield self._read(text, None, self.name)
            return
        places = self._texts_of(text, descriptions) if text is not None else {}
        for number, each in enumerate(descriptions, 1):
            source = self.name if len(descriptions) == 1 else f"{self.name}#{each.id or number}"
            yield self._read(places.get(number), each, source)

    def _has_frame(self, text: etree._Element) -> bool:
        if next(text.iter("{*}opener", "{*}dateline", "{*}salute", "{*}signed"), None) is not None:
            return True
        return any(div.get("type") in self.rules.div_parts for div in text.iter("{*}div"))

    def _texts_of(self, text: etree._Element, descriptions: list[Described]) -> dict[int, etree._Element]:
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
        letters = [each for each in text.iter("{*}div") if self._is_document(each)]
        if len(letters) == len(descriptions):
            return dict(enumerate(letters, 1))
        return dict.fromkeys(range(1, len(descriptions) + 1), text)  # one sheet that several descriptions speak of

    def _read(self, element: etree._Element | None, description: Described | None, source: str) -> Read:
        volume, notes = self.volume, Notes(self.name)
        reading = read_letters(
            element,
            description,
            self.rules,
            cast=Cast(self.lists, volume.own, self.name),
            title=volume.title,
            language=volume.language,
            spoken=volume.spoken,
            source=source,
            called=(volume.id,) if volume.id and source == self.name else (),
            notes=notes,
        )
        if reading.transcript.language != "und":
            volume.spoken = reading.transcript.language
        if volume.exported and source == self.name:
            letters = (
                replace(each, addresses=tuple(a for a in each.addresses if a != volume.exported))
                for each in reading.letters
            )
            reading = replace(reading, letters=tuple(letters), proposed=PurePosixPath(self.name).stem)
        return reading, notes.findings
