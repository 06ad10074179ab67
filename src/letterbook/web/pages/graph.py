"""A document as its page shows it: the table of its nodes, with texts that HTML can hold."""

from __future__ import annotations

import re

from letterbook.catalogue import graph as catalogue
from letterbook.catalogue.graph import Words
from letterbook.terms import Term

# The controls that HTML cannot hold, and the noncharacters, among them those between which the gaps of a page stand.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class Graph(catalogue.Graph):
    """The graph of a document, in whose texts every character can be shown."""

    def read(self, value: Term) -> Words:
        """What a literal says, as it can be shown."""
        words = super().read(value)
        return Words(printable(words.text), words.language)


def printable(text: str) -> str:
    """The text without control characters and noncharacters, each shown as U+FFFD; no longer and no shorter.

    Source:  HTML Living Standard, 13.1.3 (text) and 13.2.3.5 (input stream).
    """
    return _CONTROLS.sub("\ufffd", text)
