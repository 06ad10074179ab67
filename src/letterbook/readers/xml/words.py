"""The reading text of an XML letter: its words in order, the parts they stand in, the names among them, the way back.

White space is what the encoding's layout needs, so a run of it is one blank; a line break inside a word (``lb break="no"``)
joins its halves and drops the printed hyphen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from letterbook.letter import Mark, Part, PartKind, Span
from letterbook.readers.xml.parsing import XmlRefusedError, local, xpath_of
from letterbook.readers.xml.rules import XmlRules

_BLANKS = re.compile(r"[ \t\r\n]+")
_BLANK = " \t\r\n"
_NAMES = frozenset({"persName", "placeName", "orgName", "geogName", "rs", "name", "gloss", "date", "signed", "salute"})
_DEEPEST = 250
_BROKEN = frozenset({PartKind.DATELINE, PartKind.ADDRESS, PartKind.SIGNATURE})  # their lines are printed as lines


@dataclass(slots=True)
class Found:
    """An element with its characters."""

    element: etree._Element
    start: int
    end: int
    paper: int

    @property
    def span(self) -> Span:
        """The characters."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class Paper:
    """A letter or enclosure within the print: its element, its parts, and in which other it stands (-1 for none)."""

    element: etree._Element
    inside: int
    parts: list[Part] = field(default_factory=list)


class ReadingText:
    """The text of one element, written while it is walked.

    Form:    parts are divided by an empty line; ``names`` are in the order of their ends.
    """

    def __init__(self, root: etree._Element, rules: XmlRules) -> None:
        self.rules = rules
        self.papers = [Paper(root, -1)]
        self.names: list[Found] = []
        self.marks: list[Mark] = []
        self._pieces: list[str] = []
        self._length = 0
        self._start = 0
        self._blank = ""
        self._kind: PartKind | None = None
        self._current = 0
        self._root = root
        self._walk(root, 0)
        self._close()
        self.text = "".join(self._pieces)
        for found in self.names:
            while found.start < found.end and self.text[found.start] in _BLANK:
                found.start += 1
        self.names = [found for found in self.names if found.start < found.end]

    def _write(self, words: str | None) -> None:
        if not words:
            return
        if self._kind is None:
            if not words.strip(_BLANK):
                return
            self._open(PartKind.PARAGRAPH, None)
        words = _BLANKS.sub(" ", words)
        if words[0] == " ":
            words = words[1:]
            if self._length > self._start:
                self._blank = self._blank or " "
        if not words:
            return
        if words[-1] == " ":
            words, after = words[:-1], " "
        else:
            after = ""
        if self._blank and self._length > self._start:
            self._put(self._blank)
        self._blank = after
        self._put(words)

    def _put(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def _open(self, kind: PartKind, element: etree._Element | None) -> None:
        self._close()
        if self._length:
            self._put("\n\n")
        self._kind, self._start, self._blank = kind, self._length, ""
        at = self._root if element is None else element
        self.marks.append(Mark(self._length, at.sourceline or 0, xpath_of(at, self._root)))

    def _close(self) -> None:
        if self._kind is None:
            return
        if self._length > self._start:
            self.papers[self._current].parts.append(Part(self._kind, Span(self._start, self._length)))
        else:  # an element without words leaves nothing behind
            self.marks.pop()
            if self._pieces and self._pieces[-1] == "\n\n":
                self._pieces.pop()
                self._length -= 2
        self._kind, self._blank = None, ""

    def _break(self, element: etree._Element) -> None:
        if element.get("break") == "no":
            self._blank = ""
            if self._pieces and self._length > self._start and self._pieces[-1].endswith(("-", "¬", "‑")):
                self._pieces[-1] = self._pieces[-1][:-1]
                self._length -= 1
        elif local(element) == "lb":
            self._blank = "\n" if self._kind in _BROKEN else " "

    def _walk(self, element: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            raise XmlRefusedError("elements stand more than 250 deep in one another", "", element.sourceline or 0)
        name = local(element)
        if not name:
            return
        if name in self.rules.left_out:
            if name != "note" or element.get("type") != "source" or self._kind is not None:
                return
            self._block(element, PartKind.SOURCE, depth)
        elif name == "choice":
            chosen = min(
                (child for child in element if local(child) in self.rules.choice),
                key=lambda child: self.rules.choice.index(local(child)),
                default=None,
            )
            if chosen is not None:
                self._walk(chosen, depth + 1)
            else:
                self._inside(element, depth)
        elif name in ("lb", "pb", "cb"):
            self._break(element)
        elif element is not self._root and self._is_nested(element, name):
            self._nested(element, depth)
        elif self._kind in (None, PartKind.CLOSING) and (kind := self._part(element, name)):
            if self._kind is PartKind.CLOSING:
                if kind is PartKind.SALUTATION:
                    kind = PartKind.CLOSING
                self._block(element, kind, depth)
            else:
                self._block(element, kind, depth)
        elif name in _NAMES:
            start = self._length + len(self._blank) * (self._length > self._start)
            self._inside(element, depth)
            self.names.append(Found(element, min(start, self._length), self._length, self._current))
        else:
            self._inside(element, depth)

    def _part(self, element: etree._Element, name: str) -> PartKind | None:
        if name == "div":
            return self.rules.div_parts.get(element.get("type", ""))
        return self.rules.parts.get(name)

    def _block(self, element: etree._Element, kind: PartKind, depth: int) -> None:
        before = self._kind
        self._open(kind, element)
        start = self._length
        self._inside(element, depth)
        if local(element) in _NAMES and self._length > start:
            self.names.append(Found(element, start, self._length, self._current))
        self._close()
        if before is not None:
            self._open(before, element.getparent())

    def _inside(self, element: etree._Element, depth: int) -> None:
        self._write(element.text)
        for child in element:
            self._walk(child, depth + 1)
            if child.tail:
                tail = child.tail
                if child.get("break") == "no" and isinstance(child.tag, str):
                    tail = tail.lstrip(_BLANK)
                self._write(tail)

    def _is_nested(self, element: etree._Element, name: str) -> bool:
        if name in self.rules.nested_elements:
            return True
        return name == "div" and element.get("type") in self.rules.nested_types

    def _nested(self, element: etree._Element, depth: int) -> None:
        if self._is_all_of(element.getparent()):
            self._inside(element, depth)
            return
        kind = self._kind
        self._close()
        outer = self._current
        self.papers.append(Paper(element, outer))
        self._current = len(self.papers) - 1
        self._inside(element, depth)
        self._close()
        self._current = outer
        if kind is not None:
            self._open(kind, element.getparent())

    def _is_all_of(self, parent: etree._Element | None) -> bool:
        """Whether a paper is the only one in its attachment, and so is that attachment."""
        if parent is None or parent is self._root or local(parent) not in self.rules.nested_elements:
            return False
        return sum(self._is_nested(child, local(child)) for child in parent) == 1
