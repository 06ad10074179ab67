"""Where the tasks of a build are done: a letterbook opened, the rules it is checked by, a folder that is written.

Each task is a value with what it does (``do``), and what comes of it is one: they hold what others must know, and the names and digests
of the files that were written meanwhile. So the same work is done in the parent, in its processes, and on other machines that share
its folders. The tasks: ``stating`` reads sources and states letters and names, ``showing`` writes the pages, ``finishing`` joins the dumps,
makes the store and reads again what was written.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from letterbook.authority import Record
from letterbook.mapper import about_document, classes_of, types_document
from letterbook.output import SITE, NewBuild
from letterbook.publication.book import Letterbook, open_letterbook
from letterbook.publication.checking import Checker, load_checker, types_in
from letterbook.publication.indexwatching import WatchedIndex
from letterbook.resources import resource_folder
from letterbook.serializers import jsonld, nquads, ntriples, rdfxml, turtle
from letterbook.terms import Document, Term, iri_text
from letterbook.web.pages import Frame, Index, page_frame

FORMATS = (turtle, jsonld, ntriples, nquads, rdfxml)
"""What a document is written in."""


@dataclass
class Workshop:
    """Where tasks are done: the letterbook in ``folder``, a new build in ``made``, which is None where nothing is written."""

    folder: Path
    base: str
    made: Path | None
    _book: Letterbook | None = field(default=None, repr=False)
    _index: tuple[str, Any] = field(default=("", None), repr=False)
    _frame: tuple[str, WatchedIndex, Frame] | None = field(default=None, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Only where it is: each process opens the letterbook for itself."""
        return {
            "folder": self.folder,
            "base": self.base,
            "made": self.made,
            "_book": None,
            "_index": ("", None),
            "_frame": None,
        }

    @cached_property
    def book(self) -> Letterbook:
        """The letterbook."""
        return self._book or open_letterbook(self.folder, base=self.base)

    @cached_property
    def types(self) -> Document:
        """The document with our types."""
        return types_document(resource_folder("ontology") / "types.ttl", self.book.names)

    @cached_property
    def known(self) -> dict[Term, tuple[Term, ...]]:
        """The classes of what every document may speak of."""
        return types_in([self.types, about_document(self.book.about, 0, self.book.names)])

    @cached_property
    def checker(self) -> Checker:
        """The shapes and tables."""
        return load_checker(resource_folder("shapes"), resource_folder("ontology"), self.book.names)

    def classes(self, records: Iterable[Record]) -> dict[Term, tuple[Term, ...]]:
        """The classes of those of whom there are records."""
        return {self.book.names.authority(record.key): classes_of(record) for record in records}

    def do(self, task: Any) -> Any:
        """What comes of a task."""
        return task.do(self)

    def new_files(self) -> NewBuild | None:
        """The new build, with no file in it yet; None where nothing is written."""
        return NewBuild(self.made) if self.made else None

    @property
    def root(self) -> Path:
        """The folder of the new build.

        Raises:  AssertionError where nothing is written.
        """
        if self.made is None:
            raise AssertionError("only a build writes")
        return self.made

    def index(self, name: str) -> Index:
        """The index of the build as it stood when it had this name."""
        if self._index[0] != name:
            self._index = (name, pickle.loads((self.root / name).read_bytes()))  # noqa: S301 - written by the parent
        found: Index = self._index[1]
        return found

    def keep(self, name: str, index: Index, *, others: bool) -> None:
        """Give the index a name; where other processes are to know it, it is written for them."""
        self._index = (name, index)
        if others:
            (self.root / name).write_bytes(pickle.dumps(index, pickle.HIGHEST_PROTOCOL))

    def frame(self, name: str) -> tuple[WatchedIndex, Frame]:
        """What all pages share that are made with the index of this name, with the watch on what they ask of it."""
        if self._frame is None or self._frame[0] != name:
            watched = WatchedIndex.of(self.index(name))
            frame = page_frame(watched.index, self.book.prefixes, self.book.configuration.language)
            self._frame = (name, watched, frame)
        return self._frame[1:]


def document_path(document: Document, base: str) -> str:
    """The path of a document in a build, without an extension."""
    return f"{SITE}/{iri_text(document.iri).removeprefix(base)}"
