"""N-Triples: one statement a line, for programs that read lines; the graph that N-Quads names is left out.

Source:  RDF 1.1 N-Triples, https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from letterbook.formats import NTRIPLES
from letterbook.terms import Document

FORMAT = NTRIPLES


def write(document: Document, prefixes: Mapping[str, str] | None = None, base: str = "") -> bytes:
    """The statements of the document in their order; prefixes and base are of no use here."""
    return document.text.encode()


def join(files: Iterable[bytes]) -> Iterator[bytes]:
    """The files of many documents as one: the lines of each, one after the other."""
    yield from files
