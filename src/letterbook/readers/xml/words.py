"""The reading text of an XML letter: its words in order, the parts they stand in, the names among them, the way back.

White space is what the encoding's layout needs, so a run of it is one blank; a line break inside a word (``lb break="no"``)
joins its halves and drops the printed hyphen. Each element is met once: what is done with it hangs on its tag alone, and that is
looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from lxml import etree

from letterbook.letter import Mark, Part, PartKind, Span
from letterbook.readers.xml.found import Found, Paper
from letterbook.readers.xml.including import BASE, file_of
from letterbook.readers.xml.parsing import XML_ID, XmlRefusedError, local, xpath_of
from letterbook.readers.xml.rules import XmlRules

_BLANK = " \t\r\n"
_HYPHENS = ("-", "¬", "‑")
_BREAKS = frozenset({"lb", "pb", "cb"})
_DEEPEST = 250
_BROKEN = frozenset({PartKind.DATELINE, PartKind.ADDRESS, PartKind.SIGNATURE})  # their lines are printed as lines
_MARKED = frozenset({"gloss", "date", "signed", "salute"})  # looked at as names are, and no names


class ReadingText:
    """The text of one element, written while it is walked.

    Form:    parts are divided by an empty line; ``names`` are in the order of their ends.
    Raises:  XmlRefusedError for elements that stand too deep in one another.
    """

    def __init__(self, root: etree._Element, rules: XmlRules) -> None:
        self.rules = rules
        self.papers = [Paper(-1)]
        self.names: list[Found] = []
        self.marks: list[Mark] = []
        self._ways = _ways(rules)
        self._pieces: list[str] = []
        self._length = 0
        self._start = 0  # of the part
        self._blank = ""  # that is due before the next word
        self._kind: PartKind | None = None
        self._at = (root, "")  # the element that the open part stands in, and the way to it
        self._current = 0
        self._file = ""  # that is included, empty for the one that is read
        self._depth = 0
        self._root = root
        self._file = file_of(root)
        self._inside(root, f"{self._file}#{xpath_of(root, root)}" if self._file else xpath_of(root, root))
        self._close()
        self.text = "".join(self._pieces)
        for found in self.names:
            while found.start < found.end and self.text[found.start] in _BLANK:
                found.start += 1
        self.names = [found for found in self.names if found.start < found.end]

    # -- writing

    def _write(self, words: str, element: etree._Element, path: str) -> None:
        """Write words that stand in an element; without an open part they begin a paragraph."""
        line = _on_one_line(words)
        if self._kind is None:
            if not line:
                return
            self._open(PartKind.PARAGRAPH, element, path)
        begun = self._length > self._start
        if begun and not self._blank and words[0] in _BLANK:
            self._blank = " "
        if not line:
            return
        if begun and self._blank:
            line = self._blank + line
        self._blank = " " if words[-1] in _BLANK else ""
        self._pieces.append(line)
        self._length += len(line)

    def _put(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def _open(self, kind: PartKind, element: etree._Element, path: str) -> None:
        self._close()
        if self._length:
            self._put("\n\n")
        self._kind, self._start, self._blank, self._at = kind, self._length, "", (element, path)
        self.marks.append(Mark(self._length, element.sourceline or 0, path, file=self._file))

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

    # -- walking

    def _inside(self, element: etree._Element, path: str) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise XmlRefusedError("elements stand more than 250 deep in one another", "", element.sourceline or 0)
        if element.text:
            self._write(element.text, element, path)
        numbers: dict[str, int] = {}
        ways = self._ways
        for child in element:
            way, name, kind = ways[child.tag]
            if way is _THROUGH and not len(child):
                if child.text:
                    self._write(child.text, element, path)
            elif way in _WITHIN_PARTS:
                way(self, child, path, name, kind)
            else:
                number = numbers[name] = numbers.get(name, 0) + 1
                way(self, child, _step(child, path, name, number), name, kind)
            if tail := child.tail:
                if name in _BREAKS and child.get("break") == "no":
                    tail = tail.lstrip(_BLANK)
                if tail:
                    self._write(tail, element, path)
        self._depth -= 1

    def _through(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        self._inside(element, path)

    def _included(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        """What an include has brought in; the way to it begins with its file."""
        before = self._file
        self._file = element.get(BASE) or before
        self._inside(element, f"{self._file}#" if element.get(BASE) else path)
        self._file = before

    def _past(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        pass

    def _note(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        """A note is left out but for that on the source, above or below the heading."""
        if self._kind is None and element.get("type") == "source":
            self._block(element, path, name, PartKind.SOURCE)

    def _choose(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        choice = self.rules.choice
        known = [child for child in element if local(child) in choice]
        if known:
            chosen = min(known, key=lambda child: choice.index(local(child)))
            self._inside(chosen, f"{path}/{local(chosen)}[1]")
        else:
            self._inside(element, path)

    def _break(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        if element.get("break") == "no":
            self._blank = ""
            if self._pieces and self._length > self._start and self._pieces[-1].endswith(_HYPHENS):
                self._pieces[-1] = self._pieces[-1][:-1]
                self._length -= 1
        elif name == "lb":
            self._blank = "\n" if self._kind in _BROKEN else " "

    def _part(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        """A part of the letter where none is open; a closing formula may hold a signature or an address of its own."""
        if kind is not None and (self._kind is None or self._kind is PartKind.CLOSING):
            self._block(element, path, name, kind)
        elif name in _MARKED:
            self._name(element, path, name, None)
        else:
            self._inside(element, path)

    def _division(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        stated = element.get("type", "")
        if stated in self.rules.nested_types:
            self._nested(element, path, name, None)
        else:
            self._part(element, path, name, self.rules.div_parts.get(stated))

    def _block(self, element: etree._Element, path: str, name: str, kind: PartKind) -> None:
        before, at = self._kind, self._at
        if before is PartKind.CLOSING and kind is PartKind.SALUTATION:
            kind = PartKind.CLOSING
        self._open(kind, element, path)
        start = self._length
        self._inside(element, path)
        if name in _MARKED and self._length > start:
            self._found(element, name, start)
        self._close()
        if before is not None:
            self._open(before, *at)

    def _name(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        start = self._length + (len(self._blank) if self._length > self._start else 0)
        self._inside(element, path)
        self._found(element, name, min(start, self._length))

    def _found(self, element: etree._Element, name: str, start: int) -> None:
        self.names.append(Found(element, name, start, self._length, self._current, element.get("type", "")))

    def _nested(self, element: etree._Element, path: str, name: str, kind: PartKind | None) -> None:
        """A paper inside the letter."""
        if self._is_all_of(element.getparent()) or self._is_the_letter(element):
            self._inside(element, path)
            self._close()
            return
        before, at, outer = self._kind, self._at, self._current
        self._close()
        self.papers.append(Paper(outer))
        self._current = len(self.papers) - 1
        self._inside(element, path)
        self._close()
        self._current = outer
        if before is not None:
            self._open(before, *at)

    def _is_all_of(self, parent: etree._Element | None) -> bool:
        """Whether a paper is the only one in its attachment, and so is that attachment."""
        if parent is None or parent is self._root or local(parent) not in self.rules.nested_elements:
            return False
        return sum(self._is_paper(child) for child in parent) == 1

    def _is_the_letter(self, element: etree._Element) -> bool:
        """Whether a paper is the letter itself, in what holds it and its annexes and has no words beside a heading."""
        own = self.papers[0].parts
        if self._current or self._kind is not None or not self._is_document(element):
            return False
        beside = element.getparent()
        alone = beside is not None and sum(map(self._is_document, beside)) == 1
        return alone and all(part.kind in (PartKind.HEADING, PartKind.SOURCE) for part in own)

    def _is_document(self, element: etree._Element) -> bool:
        return local(element) == "div" and element.get("type") in self.rules.documents

    def _is_paper(self, element: etree._Element) -> bool:
        name = local(element)
        return name in self.rules.nested_elements or (name == "div" and element.get("type") in self.rules.nested_types)


Way = Callable[[ReadingText, etree._Element, str, str, PartKind | None], None]
"""What is done with an element, given the way to it (of a name or a break, to its parent), its local name and the part that it is."""

_THROUGH: Way = ReadingText._through
_WITHIN_PARTS = frozenset({ReadingText._name, ReadingText._break, ReadingText._past})


def _step(element: etree._Element, path: str, name: str, number: int) -> str:
    """The way to a child: by its id where it has one."""
    identifier = element.get(XML_ID)
    if not identifier or "'" in identifier:
        return f"{path}/{name}[{number}]"
    file = path.rpartition("#")[0]
    return f"{file}#//*[@xml:id='{identifier}']" if file else f"//*[@xml:id='{identifier}']"


class _Ways(dict[object, tuple[Way, str, PartKind | None]]):
    """The way of each tag, found when the tag is met first."""

    def __init__(self, rules: XmlRules) -> None:
        self._rules = rules

    def __missing__(self, tag: object) -> tuple[Way, str, PartKind | None]:
        name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        self[tag] = found = (self._way(name), name, self._rules.parts.get(name))
        return found

    def _way(self, name: str) -> Way:
        rules = self._rules
        if not name:  # a comment or an instruction
            return ReadingText._past
        if name in rules.left_out:
            return ReadingText._note if name == "note" else ReadingText._past
        ways: dict[str, Way] = {
            "choice": ReadingText._choose,
            "div": ReadingText._division,
            "include": ReadingText._included,
        }
        ways |= dict.fromkeys(_BREAKS, ReadingText._break)
        ways |= dict.fromkeys(rules.nested_elements, ReadingText._nested)
        if name in ways:
            return ways[name]
        if name in rules.parts:
            return ReadingText._part
        if name in rules.names or name in rules.names_by_type or name in _MARKED:
            return ReadingText._name
        return ReadingText._through


@lru_cache(maxsize=8)
def _ways(rules: XmlRules) -> _Ways:
    return _Ways(rules)


def _on_one_line(words: str) -> str:
    """The words with one blank for each run of white space, without any at the ends; a hard blank and its like stay."""
    if "\n" in words:  # most runs are a line end with the indentation after it
        words = " ".join([line.strip(_BLANK) for line in words.split("\n")])
    if "\t" in words or "\r" in words:
        words = words.replace("\t", " ").replace("\r", " ")
    while "  " in words:
        words = words.replace("  ", " ")
    return words.strip(" ")
