"""N-Quads in canonical form: the lines that every digest is made from.

Source:  RDF 1.1 N-Quads, https://www.w3.org/TR/n-quads/; RDFC-1.0, section 4.4: without blank nodes the canonical form is the
         sorted lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from letterbook.errors import SerializationError
from letterbook.formats import NQUADS
from letterbook.terms import Document, Term, Triple
from letterbook.vocabulary import term

FORMAT = NQUADS

_GRAPH = re.compile(r" <[^>]*> \.\n")
_NAME = re.compile(r"<[^>\n]*>")
_VALUE = re.compile(r'<[^>\n]*>|".*"(?:@[A-Za-z0-9-]+|\^\^<[^>\n]*>)?')
_MAIN_ENTITY = term("schema:mainEntity")


def write(document: Document, prefixes: Mapping[str, str] | None = None, base: str = "") -> bytes:
    """The document as the named graph of its IRI; prefixes and base are of no use here."""
    end = f" {document.iri} .\n"
    return end.join((*document.lines, "")).encode()


def join(files: Iterable[bytes]) -> Iterator[bytes]:
    """The files of many documents as one: the lines of each, one after the other."""
    yield from files


def read(data: bytes) -> Document:
    """The document of a file that ``write`` made; its partner.

    Form:    only the canonical form is read; for N-Quads of others there are parsers.
    Raises:  SerializationError where the lines are not those of one document.
    """
    text = _decoded(data)
    text += "" if text.endswith("\n") else "\n"
    end = text[text.rfind(" <") :]  # of the last line, and so of all: the graph
    *lines, rest = text.split(end)
    triples = cast("tuple[Triple, ...]", tuple([tuple(line.split(" ", 2)) for line in lines]))
    if rest or not _GRAPH.fullmatch(end) or not _are_triples(triples):
        raise SerializationError(f"not the N-Quads of one document: {text[:80]!r}")
    page = Term(end[1:-3])
    root = next((o for s, p, o in triples if s == page and p == _MAIN_ENTITY), page)
    return Document(page, root, triples)


def _are_triples(parts: tuple[Triple, ...]) -> bool:
    """Whether all lines were cut into three terms; what subjects and properties share is looked at once."""
    if {len(each) for each in parts} != {3}:
        return False
    subjects, predicates, values = zip(*parts, strict=True)
    names = {*subjects, *predicates}
    return all(map(_NAME.fullmatch, names)) and all(map(_VALUE.fullmatch, values))


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SerializationError(f"not the N-Quads of one document: byte {error.start} is not UTF-8") from error
