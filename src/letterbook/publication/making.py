"""What is made of a part of a letterbook, whoever makes it: sources read, letters and names stated, pages written.

Each task is a value, and what comes of it is one: they hold what others must know, and the names and digests of the files that were
written meanwhile. So the same work is done in the parent, in its processes, and on other machines that share its folders.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from letterbook.authority import Record
from letterbook.errors import SerializationError
from letterbook.findings import Finding, Severity
from letterbook.identifiers import Candidate, candidates
from letterbook.letter import Reading
from letterbook.links import Asked, Known, asked_references, known_letters, with_cited
from letterbook.lookalikes import Lookalikes
from letterbook.mapper import (
    about_document,
    authority_document,
    classes_of,
    map_reading,
    rows_in,
    shapes_document,
    types_document,
)
from letterbook.neighbours import Names, names_in, with_neighbours
from letterbook.output import SITE, STORE, NewBuild
from letterbook.publication.book import LETTERS, Letterbook, open_letterbook
from letterbook.publication.checking import CONFIRMED_DOCUMENTS, Checker, load_checker, types_in
from letterbook.publication.indexwatching import Beside, WatchedIndex
from letterbook.publication.verification import verify_document, verify_files, verify_store, verify_update
from letterbook.resources import resource_folder
from letterbook.serializers import jsonld, nquads, ntriples, rdfxml, turtle
from letterbook.serializers import shapes as shapes_writer
from letterbook.store import create_store, update_store
from letterbook.terms import Document, Term, iri_text
from letterbook.vocabulary import SHAPES_PREFIXES
from letterbook.web.dataset import Counts
from letterbook.web.pages import Frame, Index, page_frame, with_letters, write_documents, write_lists, write_shapes
from letterbook.web.search import Filed, Named

CONFIRMED_READINGS = 4
"""Of how many readings, the first ones, documents without a violation are read by the second engine as well."""

FORMATS = (turtle, jsonld, ntriples, nquads, rdfxml)


# -- the tasks


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Read one source; its readings are put aside in the file ``aside``."""

    source: str
    aside: Path

    @property
    def where(self) -> str:
        """The source."""
        return f"{LETTERS}/{self.source}"


@dataclass(frozen=True, slots=True)
class Linked:
    """A reading that was put aside, with the ids of its letters and of those that they cite."""

    source: str
    aside: Path
    offset: int
    ids: Mapping[int, str]
    cited: tuple[str, ...]
    beside: Mapping[str, str]
    is_confirmed: bool = False  # by the second engine


@dataclass(frozen=True, slots=True)
class StateTask:
    """State some readings."""

    readings: tuple[Linked, ...]

    @property
    def where(self) -> str:
        """The first source."""
        return f"{LETTERS}/{self.readings[0].source}"


@dataclass(frozen=True, slots=True)
class NamesTask:
    """State whom and what the letters name; ``classes`` are those of the names that these name in turn."""

    records: tuple[Record, ...]
    classes: Mapping[Term, tuple[Term, ...]]
    index: str

    @property
    def where(self) -> str:
        """The first name."""
        return self.records[0].key


@dataclass(frozen=True, slots=True)
class PagesTask:
    """Write the pages of some documents."""

    paths: tuple[str, ...]
    index: str

    @property
    def where(self) -> str:
        """The first document."""
        return f"{SITE}/{self.paths[0]}"


@dataclass(frozen=True, slots=True)
class ListsTask:
    """Write the home page and all lists."""

    index: str
    where: str = f"{SITE}/index"


@dataclass(frozen=True, slots=True)
class JoinTask:
    """Join the files of one format, a number of ``FORMATS``; a document that a format cannot hold is not there."""

    number: int
    paths: tuple[str, ...]

    @property
    def where(self) -> str:
        """The dump."""
        return dump_name(FORMATS[self.number])


@dataclass(frozen=True, slots=True)
class StoreTask:
    """Load the store, and count what it holds."""

    documents: int
    statements: int
    where: str = STORE


@dataclass(frozen=True, slots=True)
class UpdateTask:
    """Make the store from that of an earlier build: ``gone`` are IRIs of documents, ``new`` the paths of others."""

    earlier: Path
    gone: tuple[str, ...]
    new: tuple[str, ...]
    documents: int
    where: str = STORE


@dataclass(frozen=True, slots=True)
class VerifyTask:
    """Parse some documents again in every format, and read some files again."""

    paths: tuple[str, ...]
    digests: Mapping[str, str]

    @property
    def where(self) -> str:
        """The first document or file."""
        return next(iter((*self.paths, *self.digests)), SITE)


# -- what comes of them


@dataclass(frozen=True, slots=True)
class Part:
    """What must be known of one reading before its letters can be stated.

    Form:    ``offset`` is where it was put aside, ``size`` that of its text, ``digest`` that of all of it.
    """

    source: str
    offset: int
    size: int
    digest: str
    candidates: tuple[Candidate, ...]
    known: tuple[Known, ...]
    asked: tuple[Asked, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class SourceRead:
    """What came of one source: its readings, its findings with the source that each is on, the names in it.

    Form:    ``asked`` are the questions to the registers (``questions``).
    """

    parts: tuple[Part, ...]
    findings: tuple[tuple[str, Finding], ...]
    lookalikes: Lookalikes
    asked: frozenset[int]


@dataclass
class Stated:
    """What came of some documents; ``classes`` are those of the rows that their nodes have been checked with."""

    letters: int = 0
    keys: set[str] = field(default_factory=set)
    records: list[Record] = field(default_factory=list)
    rows: set[Term] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    index: Index = field(default_factory=lambda: Index(""))
    counts: Counts = field(default_factory=Counts)
    paths: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    classes: dict[str, tuple[Term, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageMade:
    """The page of a document: what search is to find of it, its files with their digests, and its questions to the index."""

    found: tuple[Filed | Named, ...]
    digests: dict[str, str]
    asked: frozenset[int]
    beside: frozenset[Beside]


# -- the work


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
        return _DOES[type(task)](self, task)

    def read(self, task: ReadTask) -> SourceRead:
        """Read a source once; what is needed later is put aside on the disk, so that no source is held whole."""
        parts: list[Part] = []
        findings: list[tuple[str, Finding]] = []
        lookalikes = Lookalikes()
        asked = self.book.asked
        asked.clear()
        with task.aside.open("wb") as aside:
            for reading, found in self.book.read(self.book.folder / LETTERS / task.source):
                source = reading.transcript.source if reading else task.source
                findings += [(source, finding) for finding in found]
                if reading is not None:
                    lookalikes.letter(reading, LETTERS)
                    data = pickle.dumps(reading, pickle.HIGHEST_PROTOCOL)
                    parts.append(_part(reading, aside.tell(), hashlib.sha256(data).hexdigest()))
                    aside.write(data)
        return SourceRead(tuple(parts), tuple(findings), lookalikes, frozenset(asked))

    def state(self, task: StateTask) -> list[Stated]:
        """State the letters of some readings, and write the documents of those that conform."""
        found: list[Stated] = []
        for linked in task.readings:
            self.checker.confirmations_left = CONFIRMED_DOCUMENTS // CONFIRMED_READINGS if linked.is_confirmed else 0
            made, stated = self._new(), Stated(index=Index(self.book.configuration.base))
            with linked.aside.open("rb") as aside:
                aside.seek(linked.offset)
                reading: Reading = pickle.load(aside)  # noqa: S301 - a worker of this build has written it
            reading = with_neighbours(with_cited(reading, linked.cited), linked.beside)
            self._state(reading, linked.ids, stated, made)
            stated.digests = made.digests if made else {}
            found.append(stated)
        return found

    def _state(self, reading: Reading, ids: Mapping[int, str], stated: Stated, made: NewBuild | None) -> None:
        """The documents of one reading; none of them where one of its letters does not conform."""
        stated.languages.add(reading.transcript.language)
        mapped = map_reading(reading, ids, self.book.names, licence=self.book.configuration.licence)
        documents = [document for letter in mapped.letters for document in (letter.document, letter.evidence)]
        stated.classes = row_classes(mapped.keys, self.book.registers.records)
        known = {
            **self.known,
            **{self.book.names.authority(key): classes for key, classes in stated.classes.items()},
            **self.classes(mapped.records),
            **mapped.elsewhere,
            **types_in(documents),
        }
        findings = [
            replace(finding, file=f"{LETTERS}/{reading.transcript.file or finding.file}")
            for letter in mapped.letters
            for finding in self.checker.letter(letter, reading.transcript, known)
        ]
        stated.findings += findings
        if any(finding.level is Severity.ERROR for finding in findings):
            return
        stated.letters += len(mapped.letters)
        stated.keys |= mapped.keys
        stated.records += mapped.records
        stated.rows |= rows_in(self.book.names.base, documents)
        if made is None:
            return
        for letter_id in ids.values():
            made.write(f"{SITE}/letter/{letter_id}.txt", reading.transcript.text.encode())
        for document in documents:
            self.write(made, document, stated)

    def names(self, task: NamesTask) -> list[Stated]:
        """State some names, each with the letters that lead to it."""
        self.checker.confirmations_left = 0
        found: list[Stated] = []
        for record in task.records:
            made, stated = self._new(), Stated(index=Index(self.book.configuration.base))
            plain = authority_document(record, self.book.names)
            known = {**self.known, **task.classes}
            stated.findings += self.checker.authority(plain, known, f"registers/{record.row or record.key}")
            if made:
                for document in with_letters(self.index(task.index), plain):
                    self.write(made, document, stated)
                stated.digests = made.digests
            found.append(stated)
        return found

    def write(self, made: NewBuild, document: Document, stated: Stated) -> None:
        """Write a document in every format that can hold it."""
        base, prefixes = self.book.configuration.base, self.book.prefixes
        path = document_path(document, base)
        stated.index.add(document)
        stated.counts.add(document)
        stated.paths.append(path)
        for writer in FORMATS:
            try:
                made.write(f"{path}.{writer.FORMAT.extension}", writer.write(document, prefixes, base))
            except SerializationError as error:
                stated.findings.append(Finding(code="L502", message=error.message, remedy=error.remedy, file=path))

    def index(self, name: str) -> Index:
        """The index of the build as it stood when it had this name."""
        if self._index[0] != name:
            self._index = (name, pickle.loads((self._made() / name).read_bytes()))  # noqa: S301 - written by the parent
        found: Index = self._index[1]
        return found

    def keep(self, name: str, index: Index, *, others: bool) -> None:
        """Give the index a name; where other processes are to know it, it is written for them."""
        self._index = (name, index)
        if others:
            (self._made() / name).write_bytes(pickle.dumps(index, pickle.HIGHEST_PROTOCOL))

    def pages(self, task: PagesTask) -> list[PageMade]:
        """Write the pages of some documents."""
        return [self._page(task.index, partial(self._document, path)) for path in task.paths]

    def lists(self, task: ListsTask) -> list[PageMade]:
        """Write the home page and all lists."""
        return [self._page(task.index, self._lists)]

    def _page(self, name: str, write: Callable[[Frame, NewBuild], Iterable[Filed | Named]]) -> PageMade:
        """What is written by some, with all that it asks of the index."""
        if self._frame is None or self._frame[0] != name:
            watched = WatchedIndex.of(self.index(name))
            self._frame = (
                name,
                watched,
                page_frame(watched.index, self.book.prefixes, self.book.configuration.language),
            )
        _, watched, frame = self._frame
        watched.forget()
        frame.forget()
        made = NewBuild(self._made())
        found = tuple(write(frame, made))
        return PageMade(found, made.digests, frozenset(watched.asked), frozenset(watched.beside))

    @staticmethod
    def _document(path: str, frame: Frame, made: NewBuild) -> list[Filed | Named]:
        return write_documents(frame, made.folder / SITE, [path], lambda path, page: made.write(f"{SITE}/{path}", page))

    def _lists(self, frame: Frame, made: NewBuild) -> tuple[()]:
        write_lists(frame, lambda path, page: made.write(f"{SITE}/{path}", page))
        shapes = [shapes_document(path, self.book.names) for path in sorted(resource_folder("shapes").glob("*.ttl"))]
        write_shapes(frame, shapes, lambda path, page: made.write(f"{SITE}/{path}", page))
        for document in shapes:
            for writer in FORMATS:
                data = shapes_writer.write(document, writer.FORMAT, SHAPES_PREFIXES)
                made.write(f"{document_path(document, self.book.names.base)}.{writer.FORMAT.extension}", data)
        return ()

    def join(self, task: JoinTask) -> dict[str, str]:
        """Join the files of one format."""
        made, writer = NewBuild(self._made()), FORMATS[task.number]
        files = (made.folder / f"{path}.{writer.FORMAT.extension}" for path in task.paths)
        made.write_stream(dump_name(writer), writer.join(file.read_bytes() for file in files if file.exists()))
        return made.digests

    def store(self, task: StoreTask) -> None:
        """Load the store from the dumps."""
        made = self._made()
        create_store(made / STORE, made / dump_name(nquads), made / dump_name(ntriples))
        verify_store(made / STORE, task.documents, task.statements)

    def update(self, task: UpdateTask) -> None:
        """Make the store from an earlier one, and count what is new in it."""
        made = self._made()
        files = [(made / f"{path}.nq", made / f"{path}.nt") for path in task.new]
        update_store(task.earlier, made / STORE, task.gone, files)
        verify_update(made / STORE, task.documents, [quads for quads, _ in files])

    def verify(self, task: VerifyTask) -> None:
        """Read again what was written."""
        for path in task.paths:
            verify_document(self._made(), path)
        verify_files(self._made(), task.digests)

    def _new(self) -> NewBuild | None:
        return NewBuild(self.made) if self.made else None

    def _made(self) -> Path:
        if self.made is None:
            raise AssertionError("only a build writes")
        return self.made


_DOES: dict[type, Any] = {
    ReadTask: Workshop.read,
    StateTask: Workshop.state,
    NamesTask: Workshop.names,
    PagesTask: Workshop.pages,
    ListsTask: Workshop.lists,
    JoinTask: Workshop.join,
    StoreTask: Workshop.store,
    UpdateTask: Workshop.update,
    VerifyTask: Workshop.verify,
}


def _part(reading: Reading, offset: int, digest: str) -> Part:
    return Part(
        reading.transcript.source,
        offset,
        len(reading.transcript.text),
        digest,
        tuple(candidates(reading)),
        known_letters(reading),
        asked_references(reading),
        names_in(reading),
    )


def row_classes(keys: Iterable[str], rows: Mapping[str, Record]) -> dict[str, tuple[Term, ...]]:
    """The classes of those of the keys that have a row."""
    return {key: classes_of(rows[key]) for key in sorted(keys) if key in rows}


def document_path(document: Document, base: str) -> str:
    """The path of a document in a build, without an extension."""
    return f"{SITE}/{iri_text(document.iri).removeprefix(base)}"


def dump_name(writer: Any) -> str:
    """The file with the whole letterbook in one format."""
    return f"letterbook.{writer.FORMAT.extension}"
