"""Sources read, letters and names stated, checked and written in every format: tasks of a build (``workshop``)."""

from __future__ import annotations

import hashlib
import pickle
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from letterbook.authority import Record
from letterbook.errors import SerializationError
from letterbook.findings import Finding, Severity
from letterbook.identifiers import Candidate, candidates
from letterbook.letter import Reading
from letterbook.links import Asked, Known, asked_references, known_letters, with_cited
from letterbook.lookalikes import Lookalikes
from letterbook.mapper import authority_document, classes_of, map_reading, rows_in
from letterbook.neighbours import Names, names_in, with_neighbours
from letterbook.output import SITE, NewBuild
from letterbook.publication.book import LETTERS
from letterbook.publication.checking import CONFIRMED_DOCUMENTS, types_in
from letterbook.publication.workshop import FORMATS, Workshop, document_path
from letterbook.terms import Document, Term
from letterbook.web.dataset import Counts
from letterbook.web.pages import Index, with_letters

CONFIRMED_READINGS = 4
"""Of how many readings, the first ones, documents without a violation are read by the second engine as well."""


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


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Read one source; its readings are put aside in the file ``aside``."""

    source: str
    aside: Path

    @property
    def where(self) -> str:
        """The source."""
        return f"{LETTERS}/{self.source}"

    def do(self, shop: Workshop) -> SourceRead:
        """Read a source once; what is needed later is put aside on the disk, so that no source is held whole."""
        parts: list[Part] = []
        findings: list[tuple[str, Finding]] = []
        lookalikes = Lookalikes()
        asked = shop.book.asked
        asked.clear()
        with self.aside.open("wb") as aside:
            for reading, found in shop.book.read(shop.book.folder / LETTERS / self.source):
                source = reading.transcript.source if reading else self.source
                findings += [(source, finding) for finding in found]
                if reading is not None:
                    lookalikes.letter(reading, LETTERS)
                    data = pickle.dumps(reading, pickle.HIGHEST_PROTOCOL)
                    parts.append(_part(reading, aside.tell(), hashlib.sha256(data).hexdigest()))
                    aside.write(data)
        return SourceRead(tuple(parts), tuple(findings), lookalikes, frozenset(asked))


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
class StateTask:
    """State some readings."""

    readings: tuple[Linked, ...]

    @property
    def where(self) -> str:
        """The first source."""
        return f"{LETTERS}/{self.readings[0].source}"

    def do(self, shop: Workshop) -> list[Stated]:
        """State the letters of some readings, and write the documents of those that conform."""
        found: list[Stated] = []
        for linked in self.readings:
            shop.checker.confirmations_left = CONFIRMED_DOCUMENTS // CONFIRMED_READINGS if linked.is_confirmed else 0
            made, stated = shop.new_files(), Stated(index=Index(shop.book.configuration.base))
            with linked.aside.open("rb") as aside:
                aside.seek(linked.offset)
                reading: Reading = pickle.load(aside)  # noqa: S301 - a worker of this build has written it
            reading = with_neighbours(with_cited(reading, linked.cited), linked.beside)
            _state(shop, reading, linked.ids, stated, made)
            stated.digests = dict(made.digests) if made else {}
            found.append(stated)
        return found


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

    def do(self, shop: Workshop) -> list[Stated]:
        """State some names, each with the letters that lead to it."""
        shop.checker.confirmations_left = 0
        found: list[Stated] = []
        for record in self.records:
            made, stated = shop.new_files(), Stated(index=Index(shop.book.configuration.base))
            plain = authority_document(record, shop.book.names)
            known = {**shop.known, **self.classes}
            stated.findings += shop.checker.authority(plain, known, f"registers/{record.row or record.key}")
            if made:
                for document in with_letters(shop.index(self.index), plain):
                    write_document(shop, made, document, stated)
                stated.digests = dict(made.digests)
            found.append(stated)
        return found


def _state(shop: Workshop, reading: Reading, ids: Mapping[int, str], stated: Stated, made: NewBuild | None) -> None:
    """The documents of one reading; none of them where one of its letters does not conform."""
    stated.languages.add(reading.transcript.language)
    mapped = map_reading(reading, ids, shop.book.names, licence=shop.book.configuration.licence)
    documents = [document for letter in mapped.letters for document in (letter.document, letter.evidence)]
    stated.classes = row_classes(mapped.keys, shop.book.registers.records)
    known = {
        **shop.known,
        **{shop.book.names.authority(key): classes for key, classes in stated.classes.items()},
        **shop.classes(mapped.records),
        **mapped.elsewhere,
        **types_in(documents),
    }
    findings = [
        replace(finding, file=posixpath.normpath(f"{LETTERS}/{_file_of(finding, reading)}"))
        for letter in mapped.letters
        for finding in shop.checker.letter(letter, reading.transcript, known)
    ]
    stated.findings += findings
    if any(finding.level is Severity.ERROR for finding in findings):
        return
    stated.letters += len(mapped.letters)
    stated.keys |= mapped.keys
    stated.records += mapped.records
    stated.rows |= rows_in(shop.book.names.base, documents)
    if made is None:
        return
    for letter_id in ids.values():
        made.write(f"{SITE}/letter/{letter_id}.txt", reading.transcript.text.encode())
    for document in documents:
        write_document(shop, made, document, stated)


def write_document(shop: Workshop, made: NewBuild, document: Document, stated: Stated) -> None:
    """Write a document in every format that can hold it."""
    base, prefixes = shop.book.configuration.base, shop.book.prefixes
    path = document_path(document, base)
    stated.index.add(document)
    stated.counts.add(document)
    stated.paths.append(path)
    for writer in FORMATS:
        try:
            made.write(f"{path}.{writer.FORMAT.extension}", writer.write(document, prefixes, base))
        except SerializationError as error:
            stated.findings.append(Finding(code="L502", message=error.message, remedy=error.remedy, file=path))


def _file_of(finding: Finding, reading: Reading) -> str:
    """The file of a finding: that of the source, of which it has the name of one of several texts, or one that this includes."""
    own = finding.file == reading.transcript.source
    return reading.transcript.file or finding.file if own else finding.file


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
