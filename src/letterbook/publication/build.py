"""Check and build: all sources read, stated, validated, written, loaded, verified and switched to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from letterbook.authority import Record
from letterbook.errors import SerializationError
from letterbook.findings import Finding, Severity, in_order, worst
from letterbook.identifiers import Assignment, Place, assign, candidates, ledger_bytes
from letterbook.letter import Reading
from letterbook.links import Letters
from letterbook.lookalikes import Lookalikes
from letterbook.mapper import (
    RULES,
    about_document,
    authority_document,
    classes_of,
    map_reading,
    register_documents,
    rows_in,
    rules_document,
    types_document,
)
from letterbook.neighbours import Called
from letterbook.output import REPORT, SEARCH, SITE, STORE, NewBuild, new_build, switch, write_whole
from letterbook.publication.book import LETTERS, REGISTERS, Letterbook, open_letterbook
from letterbook.publication.checking import Checker, load_checker, types_in
from letterbook.publication.verification import verify_document, verify_files, verify_store
from letterbook.resources import resource_folder
from letterbook.serializers import jsonld, nquads, ntriples, rdfxml, turtle
from letterbook.store import create_store
from letterbook.terms import Document, Term, iri_text
from letterbook.web.dataset import (
    DATASET_PREFIXES,
    Counts,
    Dataset,
    Dump,
    checksums,
    dataset_document,
    robots_text,
    sitemap_files,
)
from letterbook.web.hosting import host_files
from letterbook.web.pages import Index, with_letters, write_pages
from letterbook.web.search import SEARCH_FILE

VERIFIED_DOCUMENTS = 2_000
"""How many documents of a build are parsed again in every format; of a larger build it is every n-th."""

DUMPS = "dump"
"""Where in the site the files with the whole letterbook lie."""

PROGRAM = version("letterbook")
"""The version of this program, for reports and manifests."""

_FORMATS = (turtle, jsonld, ntriples, nquads, rdfxml)
ProgressNote = Callable[[str, int, int], None]
"""Told what is being done, how many are done and how many there are."""


def _silent(step: str, done: int, total: int) -> None:
    """No progress shown."""


@dataclass
class Outcome:
    """What a check or a build found and made."""

    findings: list[Finding] = field(default_factory=list)
    letters: int = 0
    documents: int = 0
    statements: int = 0
    unregistered: list[str] = field(default_factory=list)

    @property
    def worst(self) -> Severity | None:
        """The greatest severity among the findings."""
        return worst(self.findings)

    def report(self, book: Letterbook) -> dict[str, object]:
        """The report as plain values."""
        return {
            "title": book.configuration.title,
            "base": book.configuration.base,
            "program": PROGRAM,
            "letters": self.letters,
            "documents": self.documents,
            "statements": self.statements,
            "unregistered": self.unregistered,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def check(folder: Path, *, frozen: bool = False, progress: ProgressNote = _silent) -> Outcome:
    """The findings of a letterbook; nothing is written.

    Raises:  UsageError, RulesError, LedgerError where the letterbook itself is not in order.
    """
    run = _Run(open_letterbook(folder), progress)
    for _ in run.documents(frozen=frozen):
        pass
    return run.finish()


def build(
    folder: Path, out: Path, *, base: str = "", frozen: bool = False, progress: ProgressNote = _silent
) -> Outcome:
    """Build a letterbook into ``out``: site, dumps, store, report and manifest; the old build is replaced in one step.

    Form:    a letter whose statements do not conform is left out, with findings; the ledger of ids is written last, when
             the build stands.
    Raises:  besides what ``check`` raises: OutputError, VerificationError, StoreError; the earlier build then stands.
    """
    run = _Run(open_letterbook(folder, base=base), progress)
    with new_build(out) as made:
        index, counts = Index(run.book.configuration.base), Counts()
        paths = [
            _write_document(made, document, run, index, counts)
            for plain in run.documents(frozen=frozen, made=made)
            for document in with_letters(index, plain)
        ]
        outcome = run.finish()
        progress("pages", 0, len(paths))
        write_pages(
            index,
            made.folder / SITE,
            lambda path, page: made.write(f"{SITE}/{path}", page),
            prefixes=run.book.prefixes,
            language=run.book.configuration.language,
            search=made.folder / SEARCH / SEARCH_FILE,
        )
        _write_dumps(made, sorted(paths), progress)
        _write_description(made, run, counts, paths)
        outcome.documents = len(paths)
        create_store(made.folder / STORE, made.folder / _dump(nquads), made.folder / _dump(turtle))
        progress("verify", 0, len(paths))
        _verify(made, sorted(paths), outcome)
        made.write(REPORT, json.dumps(outcome.report(run.book), indent=1, ensure_ascii=False).encode() + b"\n")
        made.close(_about(run))
        outcome.findings += switch(made, out)
    if not frozen and run.assignment:
        ledger = ledger_bytes(run.assignment.rows)
        if ledger != ledger_bytes(run.book.ledger):
            write_whole(run.book.ledger_path, ledger)
    return outcome


class _Run:
    """One pass over a letterbook: what is found and who is named gathers here."""

    def __init__(self, book: Letterbook, progress: ProgressNote) -> None:
        self.book = book
        self.progress = progress
        self.outcome = Outcome(findings=list(book.registers.findings))
        self.assignment: Assignment | None = None
        self.letters = Letters()
        self.records: dict[str, Record] = {}
        self.keys: set[str] = set()
        self.rows: set[Term] = set()
        self.languages: set[str] = set()
        self.called = Called()
        self.lookalikes = Lookalikes()
        self.lookalikes.register(book.registers, REGISTERS)
        self.checker: Checker = load_checker(resource_folder("shapes"), resource_folder("ontology"), book.names)
        self.types = types_document(resource_folder("ontology") / "types.ttl", book.names)
        self.known: dict[Term, tuple[Term, ...]] = types_in([self.types, about_document(book.about, 0, book.names)])
        self.known.update(self._classes(book.registers.records.values()))

    def finish(self) -> Outcome:
        """The outcome with its findings in order."""
        findings = in_order([*self.outcome.findings, *self.lookalikes.findings()])
        self.outcome.findings = _each_name_once(findings)
        self.outcome.unregistered = sorted(self.records)
        return self.outcome

    def documents(self, *, frozen: bool, made: NewBuild | None = None) -> Iterator[Document]:
        """Every document of the letterbook that conforms; the transcripts are written on the way."""
        self._assign(frozen=frozen)
        paths, findings = self.book.sources()
        self.outcome.findings += findings
        for number, path in enumerate(paths, 1):
            self.progress("letters", number, len(paths))
            for reading, found in self.book.read(path):
                source = (
                    reading.transcript.source if reading else path.relative_to(self.book.folder / LETTERS).as_posix()
                )
                self.outcome.findings += [self._by_id(finding, source) for finding in found]
                if reading is not None:
                    self.lookalikes.letter(reading, LETTERS)
                    yield from self._state(reading, made)
        yield from self._authorities()
        for document in (
            self.types,
            rules_document({**self.book.rule_descriptions(sorted(self.languages)), **RULES}, self.book.names),
            about_document(self.book.about, self.outcome.letters, self.book.names),
        ):
            self.outcome.findings += self.checker.authority(document, self.known, "ontology")
            yield document

    def _assign(self, *, frozen: bool) -> None:
        asking = []
        for _, reading, _ in self.book.readings():
            if reading is not None:
                asking += candidates(reading)
                self.letters.add(reading)
                self.called.add(reading)
        self.assignment = assign(asking, self.book.ledger, frozen=frozen)
        self.outcome.findings += [
            finding if finding.file.endswith(".csv") else replace(finding, file=f"{LETTERS}/{finding.file}")
            for finding in self.assignment.findings
        ]

    def _by_id(self, finding: Finding, source: str) -> Finding:
        """The finding of a reader with the letter's id, where it has one, in place of its number in the file."""
        number = finding.letter.removeprefix("letter ")
        if not number.isdecimal():
            return finding
        return replace(finding, letter=self._id_of(source, int(number)) or finding.letter)

    def _id_of(self, source: str, ordinal: int) -> str:
        """The id of a letter; empty where it has none."""
        return self.assignment.ids.get(Place(source, ordinal), "") if self.assignment else ""

    def _state(self, reading: Reading, made: NewBuild | None) -> Iterator[Document]:
        """The documents of one reading; none of them where one of its letters has no id or does not conform."""
        source = reading.transcript.source
        ids = {letter.ordinal: self._id_of(source, letter.ordinal) for letter in reading.letters}
        if not all(ids.values()):
            return
        reading, unclear = self.letters.link(reading, self._id_of)
        self.outcome.findings += [replace(each, file=f"{LETTERS}/{each.file}") for each in unclear]
        reading = self.called.link(reading, self._id_of)
        self.languages.add(reading.transcript.language)
        mapped = map_reading(reading, ids, self.book.names, licence=self.book.configuration.licence)
        documents = [document for letter in mapped.letters for document in (letter.document, letter.evidence)]
        known = {**self.known, **self._classes(mapped.records), **mapped.elsewhere, **types_in(documents)}
        findings = [
            replace(finding, file=f"{LETTERS}/{reading.transcript.file or finding.file}")
            for letter in mapped.letters
            for finding in self.checker.letter(letter, reading.transcript, known)
        ]
        self.outcome.findings += findings
        if any(finding.level is Severity.ERROR for finding in findings):
            return
        self.outcome.letters += len(mapped.letters)
        self.keys |= mapped.keys
        self.rows |= rows_in(self.book.names.base, documents)
        for record in mapped.records:
            self.records[record.key] = _merged(self.records.get(record.key), record)
        if made is not None:
            for letter_id in ids.values():
                made.write(f"{SITE}/letter/{letter_id}.txt", reading.transcript.text.encode())
        yield from documents

    def _classes(self, records: Iterable[Record]) -> dict[Term, tuple[Term, ...]]:
        return {self.book.names.authority(record.key): classes_of(record) for record in records}

    def _authorities(self) -> Iterator[Document]:
        """The documents of all whom the letters name, and of those whom their rows name in turn."""
        rows = self.book.registers.records
        self.known.update(self._classes(self.records.values()))
        wanted, todo = set(self.keys), sorted(self.keys)
        while todo:
            record = rows.get(todo.pop())
            for key in (record.part_of, record.seat, record.place, record.publisher) if record else ():
                if key and key not in wanted:
                    wanted.add(key)
                    todo.append(key)
        for key in sorted(wanted):
            record = rows.get(key) or self.records.get(key)
            if record is None:
                continue  # a row names a key that no row has: load_registers has said so
            document = authority_document(record, self.book.names)
            self.outcome.findings += self.checker.authority(document, self.known, f"registers/{record.row or key}")
            yield document
        described = {
            self.book.names.register_row(found.row): self.book.names.authority(key)
            for key in wanted
            if (found := rows.get(key)) and found.row
        }
        for document in register_documents({*self.rows, *described}, described, self.book.names):
            self.outcome.findings += self.checker.authority(document, self.known, REGISTERS)
            yield document


def _each_name_once(findings: list[Finding]) -> list[Finding]:
    """The findings, each name that is in no register once: at its first place, with the number of letters that have it."""
    counts = Counter(finding.message for finding in findings if finding.code == "L304")
    kept: list[Finding] = []
    for finding in findings:
        count = counts.get(finding.message, 1) if finding.code == "L304" else 1
        if not count:
            continue
        if finding.code == "L304":
            counts[finding.message] = 0
        kept.append(replace(finding, message=f"{finding.message} ({count} letters)") if count > 1 else finding)
    return kept


GONE = "its source is no longer in the letterbook; the address stays reserved and will name nothing else"
"""What is said where a letter was once."""


def _about(run: _Run) -> dict[str, object]:
    """What the manifest says besides the files; ``gone`` has every letter whose id is pinned and which is there no more."""
    settings = run.book.configuration
    return {
        "program": PROGRAM,
        "base": settings.base,
        "title": settings.title,
        "licence": settings.licence,
        "published": settings.published,
        "queries": settings.queries,
        "gone": dict.fromkeys(_gone(run), GONE),
    }


def _gone(run: _Run) -> list[str]:
    """The paths of the letters whose id is pinned and which are there no more."""
    if run.assignment is None:
        return []
    ids = {row.id for row in run.assignment.rows} - set(run.assignment.ids.values())
    return sorted(f"letter/{letter_id}" for letter_id in ids)


def _merged(one: Record | None, other: Record) -> Record:
    """The record of a name that several letters use: the same whatever order they come in."""
    if one is None:
        return other
    labels = sorted(
        {*one.labels, *one.others, *other.labels, *other.others}, key=lambda each: (each.language, each.text)
    )
    return replace(
        one,
        labels=(labels[0],),
        others=tuple(labels[1:]),
        part_of=min(filter(None, (one.part_of, other.part_of)), default=""),
        seat=min(filter(None, (one.seat, other.seat)), default=""),
    )


def _path(document: Document, base: str) -> str:
    return f"{SITE}/{iri_text(document.iri).removeprefix(base)}"


def _write_document(made: NewBuild, document: Document, run: _Run, index: Index, counts: Counts) -> str:
    path = _path(document, run.book.configuration.base)
    index.add(document)
    for writer in _FORMATS:
        try:
            made.write(
                f"{path}.{writer.FORMAT.extension}",
                writer.write(document, run.book.prefixes, run.book.configuration.base),
            )
        except SerializationError as error:
            run.outcome.findings.append(Finding(code="L502", message=error.message, remedy=error.remedy, file=path))
    run.outcome.statements += len(document.triples)
    counts.add(document)
    return path


def _write_description(made: NewBuild, run: _Run, counts: Counts, paths: list[str]) -> None:
    """Write what tells others of the whole: its dumps, what they hold, the list of documents, the rules for web servers."""
    settings, about = run.book.configuration, run.book.about
    dumps = []
    for writer in _FORMATS:
        name, form = _dump(writer), writer.FORMAT
        made.give_again(name, f"{SITE}/{DUMPS}/{name}")
        size = (made.folder / name).stat().st_size
        dumps.append(Dump(f"{DUMPS}/{name}", form.extension, form.media_type, made.digests[name], size))
    made.write(f"{SITE}/{DUMPS}/SHA256SUMS", checksums(dumps))
    whole = Dataset(
        base=settings.base,
        title=about.title,
        description=about.description,
        publisher=about.publisher,
        licence=about.licence,
        language=about.language,
        letters=run.outcome.letters,
    )
    described = dataset_document(whole, counts, dumps)
    for writer in _FORMATS:
        data = writer.write(described, DATASET_PREFIXES, settings.base)
        made.write(f"{_path(described, settings.base)}.{writer.FORMAT.extension}", data)
    listed = [path.removeprefix(f"{SITE}/") for path in paths]
    for name, data in sitemap_files(settings.base, listed).items():
        made.write(f"{SITE}/{name}", data)
    made.write(f"{SITE}/robots.txt", robots_text(settings.base))
    for name, data in host_files(settings.base, _gone(run)).items():
        made.write(name, data)


def _dump(writer: object) -> str:
    return f"letterbook.{writer.FORMAT.extension}"  # type: ignore[attr-defined]


def _write_dumps(made: NewBuild, paths: list[str], progress: ProgressNote) -> None:
    """Join the files of each format; a document that a format cannot hold is not there, which a finding has said."""
    for number, writer in enumerate(_FORMATS, 1):
        progress("dumps", number, len(_FORMATS))
        files = [made.folder / f"{path}.{writer.FORMAT.extension}" for path in paths]
        present = (file.read_bytes() for file in files if file.exists())
        made.write_stream(_dump(writer), writer.join(present))


def _verify(made: NewBuild, paths: list[str], outcome: Outcome) -> None:
    step = max(1, len(paths) // VERIFIED_DOCUMENTS)
    for path in paths[::step]:
        verify_document(made.folder, path)
    verify_store(made.folder / STORE, len(paths), outcome.statements)
    verify_files(made.folder, made.digests)
