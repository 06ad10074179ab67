"""The named graphs of a build: their names and digests from its list of checksums, their triples from the N-Quads file of each document.

That list (``SHA256SUMS``) has the SHA-256 of every file. That of a document's N-Quads is the digest of its graph by RDFC-1.0, since the
lines are sorted and there are no blank nodes; so what has changed is known before a file is opened.

Source:  RDF Dataset Canonicalization (RDFC-1.0), section 4.4
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from letterbook.errors import OutputError
from letterbook.output import SITE, inside, read_checksums, read_manifest
from letterbook.terms import Term

REGISTER = "loaded"
"""What the graph in which the target keeps its register is called below the letterbook's base IRI."""

_SUFFIX = ".nq"
_NOT_LOADED = (f"{SITE}/dump/", f"{SITE}/void.", f"{SITE}/shapes/")
"""Not in the dumps and the store of a build either: the dumps themselves, what describes the files, the shapes of the graphs."""


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs of one build: the digest of each by its name, and the file by its name."""

    folder: Path
    base: str
    title: str
    digests: dict[str, str]
    files: dict[str, str]

    @property
    def register(self) -> str:
        """The name of the graph for the register."""
        return self.base + REGISTER

    def triples(self, graph: str) -> bytes:
        """The triples of a graph as lines of N-Triples.

        Raises:  OutputError where the file is not what the list says: damaged, or of another build that has taken its place.
        """
        path = self.files[graph]
        try:
            data = inside(self.folder, path).read_bytes()
        except OSError as error:
            raise OutputError(f"a file of the build cannot be read: {error.strerror}", path, "build again") from error
        if hashlib.sha256(data).hexdigest() != self.digests[graph]:
            raise OutputError(
                "the file is not the one that the build has written; nothing of it was sent",
                path,
                "load again if the build was replaced meanwhile; else build again",
            )
        end = f" <{graph}> .".encode()
        return b"".join(line.removesuffix(end) + b" .\n" for line in data.split(b"\n") if line)


def graphs_of(build: Path) -> Graphs:
    """The graphs of a build.

    Raises:  OutputError where the folder holds no build.
    """
    manifest = read_manifest(build)
    base = str(manifest["base"])
    named: dict[str, str] = {}
    digests: dict[str, str] = {}
    for path, digest in read_checksums(build, manifest).entries(f"{SITE}/"):
        if path.endswith(_SUFFIX) and not path.startswith(_NOT_LOADED):
            graph = base + path.removeprefix(f"{SITE}/").removesuffix(_SUFFIX)
            named[graph], digests[graph] = path, digest
    return Graphs(build, base, str(manifest.get("title", "")), digests, named)


def parsed(lines: bytes) -> frozenset[tuple[Term, Term, Term]]:
    """The triples of lines as this house writes them."""
    found = set()
    for line in lines.decode().split("\n"):
        if line:
            subject, predicate, value = line.removesuffix(" .").split(" ", 2)
            found.add((Term(subject), Term(predicate), Term(value)))
    return frozenset(found)
