"""The ids of one TEI element: each may stand once, since whoever refers to it means one thing.

Source:  xml:id Version 1.0, section 4
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from letterbook.findings import Finding
from letterbook.readers.xml.parsing import XML_ID

_MOST_TOLD = 10
_WITH_ID = etree.XPath("descendant-or-self::*[@xml:id]")


class Ids:
    """The ids that have been met, each with its line."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: dict[str, int] = {}
        self._told = 0

    def begin(self) -> None:
        """Another TEI element begins, of which the ids are its own: a corpus repeats what its volumes have."""
        self._lines.clear()

    def twice_in(self, element: etree._Element) -> Iterator[Finding]:
        """Findings L113 for the ids within an element that have been met before; after ten in a file one more for the rest."""
        for each in _WITH_ID(element):
            identifier, line = each.get(XML_ID), each.sourceline or 0
            if identifier not in self._lines:
                self._lines[identifier] = line
                continue
            self._told += 1
            if self._told <= _MOST_TOLD:
                message = f"the xml:id {identifier!r} stands twice, first in line {self._lines[identifier]}"
            elif self._told == _MOST_TOLD + 1:
                message = "from here on more ids stand twice"
            else:
                continue
            remedy = "give each element an id of its own"
            yield Finding(code="L113", message=message, remedy=remedy, file=self._file, line=line)
