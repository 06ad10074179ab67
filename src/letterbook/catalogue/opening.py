"""A build opened as a catalogue: its letters one after the other, those whom they name, and what is said of the whole.

Letters are read from the N-Quads file of each document, never from the store, which rewrites literals. What stays in memory
is the names, not the letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from letterbook.catalogue.entries import Entry, entry_of
from letterbook.catalogue.graph import Graph, page_of
from letterbook.catalogue.names import Name, name_of_document
from letterbook.catalogue.period import Period
from letterbook.errors import OutputError
from letterbook.output import SITE, inside, read_checksums, read_manifest
from letterbook.serializers import nquads
from letterbook.terms import Document, Term

_LETTERS = f"{SITE}/letter/"
_FOLDERS = ("letter", "dump", "vocab", "shapes", "registers")  # none of their documents is of whom or what letters name
_OTHERS = (*(f"{SITE}/{name}/" for name in _FOLDERS), f"{SITE}/void.", f"{SITE}/about.")
_SUFFIX = ".nq"
_CONTINUED = re.compile(rf"{SITE}/[^/]+/[^/]+/letters-\d+\.nq")  # a long list of letters, on further pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What is said of the letterbook; an empty text is not said. ``published`` is an ISO date."""

    base: str
    title: str
    description: str
    publisher: str
    licence: str
    rights: str
    language: str
    published: str = ""


@dataclass
class Catalogue:
    """The catalogue of one build; ``period`` keeps the letters of some days only."""

    folder: Path
    whole: Whole
    files: Mapping[str, str] = field(repr=False)
    period: Period = field(default_factory=Period)
    undated: int = 0  # letters left out of the period because they have no date, when they were last passed

    @cached_property
    def names(self) -> dict[str, Name]:
        """All who and what has a document, by IRI."""
        paths = [path for path in self.files if path.endswith(_SUFFIX) and not path.startswith(_OTHERS)]
        paths = [path for path in paths if path.startswith(f"{SITE}/") and not _CONTINUED.fullmatch(path)]
        found = (name_of_document(self.read(path), self.whole.language) for path in sorted(paths))
        return {name.iri: name for name in found}

    def of_kind(self, *kinds: str) -> list[Name]:
        """The names of these kinds, by IRI."""
        return [name for _, name in sorted(self.names.items()) if name.kind in kinds]

    def letters(self) -> Iterator[Entry]:
        """The letters of the period, one after the other, by their ids.

        Raises:  OutputError where a file of the build is missing or damaged.
        """
        neighbours = _Neighbours(self)
        self.undated = 0
        for path in self.paths():
            entry = entry_of(self.read(path), self.names, neighbours.describing, self.whole.language)
            if self.period.holds(entry.dated):
                yield entry
            elif not (entry.dated and (entry.dated.begin or entry.dated.end)):
                self.undated += 1

    def paths(self) -> list[str]:
        """The paths of the letters' documents in the build, in the order of their ids."""
        names = (
            path.removesuffix(_SUFFIX) for path in self.files if path.startswith(_LETTERS) and path.endswith(_SUFFIX)
        )
        return [f"{name}{_SUFFIX}" for name in sorted(names) if not name.endswith("/evidence")]

    def read(self, path: str) -> Document:
        """One document of the build."""
        file = inside(self.folder, path)
        try:
            return nquads.read(file.read_bytes())
        except OSError as error:
            raise OutputError(
                f"a file of the build cannot be read: {error.strerror}", str(file), "build again"
            ) from error


class _Neighbours:
    """Letters printed together describe some nodes in one of their documents only; the last one read is kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._page = ""
        self._graph = Graph(())

    def describing(self, node: Term, own: Graph) -> Graph:
        """The graph that describes the node: that of the letter itself, or of the one beside which it is printed."""
        page = page_of(node)
        path = f"{SITE}/{page.removeprefix(self._catalogue.whole.base)}{_SUFFIX}"
        if own.one(node, "rdf:type") or path not in self._catalogue.files:
            return own
        if self._page != page:
            self._page, self._graph = page, Graph(self._catalogue.read(path).triples)
        return self._graph


def open_catalogue(build: Path, *, period: Period | None = None) -> Catalogue:
    """The catalogue of a build.

    Raises:  OutputError where the folder holds no build.
    """
    manifest = read_manifest(build)
    catalogue = Catalogue(build, _whole(manifest, Graph(())), read_checksums(build, manifest))
    if f"{SITE}/about{_SUFFIX}" in catalogue.files:
        about = catalogue.read(f"{SITE}/about{_SUFFIX}")
        catalogue.whole = _whole(manifest, Graph(about.triples), about.root)
    catalogue.period = period or Period()
    return catalogue


def _whole(manifest: dict[str, object], graph: Graph, root: Term | None = None) -> Whole:
    publisher = graph.one(root, "schema:publisher")
    titles = graph.words(root, "schema:name")
    return Whole(
        base=str(manifest.get("base", "")),
        title=str(manifest.get("title", "")),
        licence=str(manifest.get("licence", "")),
        description=graph.text(root, "schema:description"),
        publisher=graph.text(publisher, "schema:name"),
        rights=graph.text(root, "schema:copyrightNotice"),
        language=titles[0].language if titles else "",
        published=str(manifest.get("published", "")),
    )
