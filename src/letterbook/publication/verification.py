"""Verification of what was written: every format parsed back and compared, the store counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph

from letterbook.errors import VerificationError
from letterbook.formats import JSONLD, NQUADS, NTRIPLES, RDFXML, TURTLE
from letterbook.serializers import nquads
from letterbook.store import open_store
from letterbook.terms import iri_text

_PARSERS = {
    TURTLE: pyoxigraph.RdfFormat.TURTLE,
    JSONLD: pyoxigraph.RdfFormat.JSON_LD,
    RDFXML: pyoxigraph.RdfFormat.RDF_XML,
}


def verify_document(folder: Path, path: str) -> None:
    """Parse the Turtle, JSON-LD, N-Triples and RDF/XML of a document and compare them with its N-Quads as sets of triples.

    Raises:  VerificationError, which names the file and the first triple that differs.
    """
    document = nquads.read((folder / f"{path}.nq").read_bytes())
    try:
        plain = (folder / f"{path}.nt").read_bytes()
        wanted = _triples(plain, pyoxigraph.RdfFormat.N_TRIPLES)
    except (SyntaxError, OSError) as error:
        raise VerificationError(f"not {NTRIPLES.name}: {error}", path) from error
    if plain != document.text.encode():
        raise VerificationError(f"the {NTRIPLES.name} differs from the {NQUADS.name}", path)
    for form, parser in _PARSERS.items():
        file = folder / f"{path}.{form.extension}"
        if form is RDFXML and not file.exists():
            continue  # XML cannot hold a character of this document: finding L502
        try:
            found = _triples(file.read_bytes(), parser)
        except (SyntaxError, OSError) as error:
            raise VerificationError(f"not {form.name}: {error}", path) from error
        if found != wanted:
            first = min(found ^ wanted)
            raise VerificationError(f"the {form.name} differs from the statements, first in {first}", path)


def _triples(data: bytes, form: pyoxigraph.RdfFormat) -> set[str]:
    """The triples of a file as lines; written by the library itself, which takes a fifth less time than to ask each for its text."""
    lines = pyoxigraph.serialize(pyoxigraph.parse(data, form), format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    return set(lines.decode().split("\n"))


def verify_files(folder: Path, digests: Mapping[str, str]) -> None:
    """Read every file of a build again and compare its SHA-256 with that of what was written.

    Raises:  VerificationError, which names the file.
    """
    for path, digest in digests.items():
        try:
            with (folder / path).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise VerificationError(f"cannot be read again: {error.strerror}", path) from error
        if found != digest:
            raise VerificationError("the file is not what was written", path, "check the disk and build again")


def verify_store(folder: Path, documents: int, statements: int) -> None:
    """Compare the number of graphs and of statements in the store with what was mapped.

    Raises:  VerificationError with both numbers.
    """
    store = open_store(folder)
    graphs = len(store.graph_names())
    if graphs != documents:
        raise VerificationError(f"the store has {graphs} graphs, expected {documents}", str(folder))
    held = store.count_in_graphs()
    if held != statements:
        raise VerificationError(f"the store has {held} statements in its graphs, expected {statements}", str(folder))


def verify_update(folder: Path, documents: int, new: Iterable[Path]) -> None:
    """Compare the number of graphs in an updated store with that of the documents, and each new graph with its N-Quads.

    Raises:  VerificationError with both numbers.
    """
    store = open_store(folder)
    graphs = len(store.graph_names())
    if graphs != documents:
        raise VerificationError(f"the store has {graphs} graphs, expected {documents}", str(folder))
    for file in new:
        document = nquads.read(file.read_bytes())
        held = store.count_in_graph(iri_text(document.iri))
        if held != len(document.triples):
            raise VerificationError(
                f"the store has {held} statements of this document, expected {len(document.triples)}", str(file)
            )
