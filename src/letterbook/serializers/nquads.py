"""N-Quads in canonical form: the lines that every digest is made from.

Source:  RDF 1.1 N-Quads, https://www.w3.org/TR/n-quads/; RDFC-1.0, section 4.4: without blank nodes the canonical form is the
         sorted lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from letterbook.errors import SerializationError
from letterbook.formats import NQUADS
from letterbook.terms import Document, Term, Triple
from letterbook.vocabulary import term

FORMAT = NQUADS

_GRAPH = re.compile(r" <[^>]*> \.")
_LITERAL = re.compile(r'".*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?', re.DOTALL)
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
    lines = _decoded(data).removesuffix("\n").split("\n")
    end = lines[0][lines[0].rfind(" <") :]  # of the first line, and so of all: the graph
    if not _GRAPH.fullmatch(end):
        raise _refused(lines[0])
    triples: list[Triple] = []
    for line in lines:
        parts = line.split(" ", 2)
        if len(parts) < 3 or not line.endswith(end):
            raise _refused(line)
        subject, predicate, value = Term(parts[0]), Term(parts[1]), Term(parts[2][: -len(end)])
        if not (_is_iri(subject) and _is_iri(predicate) and (_is_iri(value) or _LITERAL.fullmatch(value))):
            raise _refused(line)
        triples.append((subject, predicate, value))
    page = Term(end[1:-2])
    root = next((o for s, p, o in triples if s == page and p == _MAIN_ENTITY), page)
    return Document(page, root, tuple(triples))


def _is_iri(term: str) -> bool:
    return term[:1] == "<" and term.find(">") == len(term) - 1


def _refused(line: str) -> SerializationError:
    return SerializationError(f"not the N-Quads of one document: {line[:80]!r}")


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SerializationError(f"not the N-Quads of one document: byte {error.start} is not UTF-8") from error
