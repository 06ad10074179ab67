"""What the parent of a build keeps while its tasks are done: which ids the letters have, whom they cite, what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from letterbook.authority import Record
from letterbook.findings import Finding, in_order
from letterbook.identifiers import Assignment, Candidate, Place, assign
from letterbook.links import Letters
from letterbook.lookalikes import Lookalikes
from letterbook.mapper import classes_of, register_documents
from letterbook.neighbours import Called
from letterbook.publication.book import LETTERS, REGISTERS, Letterbook
from letterbook.publication.earlier import name_rests, state_rests
from letterbook.publication.stating import CONFIRMED_READINGS, Linked, NamesTask, Part, SourceRead, Stated, StateTask
from letterbook.publication.workshop import Workshop
from letterbook.terms import Document, Term
from letterbook.web.pages import Index, lists_of

A_TASK_CHARACTERS = 60_000
"""How much text one task states, or one document where that is longer: some tenths of a second."""

_NAMES_A_TASK = 64


@dataclass(frozen=True, slots=True)
class ToState:
    """A reading to be stated: the source that it is in, what its documents rest on, and whether it lies aside."""

    name: str
    linked: Linked
    size: int
    rests: str
    is_aside: bool


@dataclass(frozen=True, slots=True)
class ToName:
    """A name to be stated, with the classes of those that it names in turn, and what its documents rest on."""

    record: Record
    classes: Mapping[Term, tuple[Term, ...]]
    rests: str


def state_tasks(readings: Iterable[ToState]) -> Iterator[StateTask]:
    """The tasks of stating some readings, some in each."""
    some: list[Linked] = []
    size = 0
    for each in readings:
        some.append(each.linked)
        size += each.size
        if size >= A_TASK_CHARACTERS:
            yield StateTask(tuple(some))
            some, size = [], 0
    if some:
        yield StateTask(tuple(some))


def name_tasks(names: list[ToName], index: str) -> Iterator[NamesTask]:
    """The tasks of stating some names, some in each."""
    for start in range(0, len(names), _NAMES_A_TASK):
        some = names[start : start + _NAMES_A_TASK]
        classes = {node: found for each in some for node, found in each.classes.items()}
        yield NamesTask(tuple(each.record for each in some), classes, index)


@dataclass
class Gathered:
    """All that must be known of a letterbook as a whole; nothing here holds a letter."""

    book: Letterbook
    findings: list[Finding] = field(default_factory=list)
    assignment: Assignment = field(default_factory=lambda: Assignment({}, (), ()))
    records: dict[str, Record] = field(default_factory=dict)
    stated: Stated = field(default_factory=Stated)
    _parts: list[tuple[str, Part, Path | None]] = field(default_factory=list)
    _reading: list[tuple[str, Finding]] = field(default_factory=list)
    _letters: Letters = field(default_factory=Letters)
    _called: Called = field(default_factory=Called)
    _lookalikes: Lookalikes = field(default_factory=Lookalikes)

    def __post_init__(self) -> None:
        self.findings += self.book.registers.findings
        self._lookalikes.register(self.book.registers, REGISTERS)
        self.stated.index = Index(self.book.configuration.base)

    def read(self, name: str, read: SourceRead, aside: Path | None) -> None:
        """Take what came of one source, whose readings are put aside in a file; None where they are not read anew."""
        self._reading += read.findings
        self._lookalikes.add(read.lookalikes)
        for part in read.parts:
            self._letters.add(part.known)
            self._called.add(part.names)
            self._parts.append((name, part, aside))

    def assign(self, *, frozen: bool) -> None:
        """Give every letter its id, and every finding of a reader that of its letter."""
        asking: list[Candidate] = [each for _, part, _ in self._parts for each in part.candidates]
        self.assignment = assign(asking, self.book.ledger, frozen=frozen)
        self.findings += [
            finding if finding.file.endswith(".csv") else replace(finding, file=f"{LETTERS}/{finding.file}")
            for finding in self.assignment.findings
        ]
        self.findings += [self._by_id(finding, source) for source, finding in self._reading]
        self._reading = []

    def _by_id(self, finding: Finding, source: str) -> Finding:
        """The finding of a reader with the letter's id, where it has one, in place of its number in the file."""
        number = finding.letter.removeprefix("letter ")
        if not number.isdecimal():
            return finding
        return replace(finding, letter=self._id_of(source, int(number)) or finding.letter)

    def _id_of(self, source: str, ordinal: int) -> str:
        """The id of a letter; empty where it has none."""
        return self.assignment.ids.get(Place(source, ordinal), "")

    def to_state(self) -> Iterator[ToState]:
        """The readings whose letters all have an id, in order, each with whom it cites."""
        confirmed = {part.source for _, part, _ in self._parts[:CONFIRMED_READINGS]}
        for name, part, aside in self._parts:
            ids = {each.place.letter: self._id_of(part.source, each.place.letter) for each in part.candidates}
            if not all(ids.values()):
                continue
            cited, unclear = self._letters.answer(part.asked, self._id_of)
            self.findings += [replace(each, file=f"{LETTERS}/{each.file}") for each in unclear]
            beside = self._called.answer(part.names, self._id_of)
            linked = Linked(part.source, aside or Path(), part.offset, ids, cited, beside, part.source in confirmed)
            rests = state_rests(part.digest, ids, cited, beside)
            yield ToState(name, linked, part.size, rests, aside is not None)

    def forget_readings(self) -> None:
        """Let go of what was needed to give the ids and to answer the references."""
        self._parts, self._letters, self._called = [], Letters(), Called()

    def take(self, part: Stated) -> None:
        """Take what came of some documents."""
        whole = self.stated
        whole.letters += part.letters
        whole.keys |= part.keys
        whole.rows |= part.rows
        whole.languages |= part.languages
        whole.findings += part.findings
        whole.index.take(part.index)
        whole.counts.take(part.counts)
        whole.paths += part.paths
        for record in part.records:
            self.records[record.key] = _merged(self.records.get(record.key), record)

    def to_name(self, workshop: Workshop) -> Iterator[ToName]:
        """All whom the letters name, and those whom their rows name in turn, in order."""
        rows = self.book.registers.records
        for key in sorted(self._wanted()):
            record = rows.get(key) or self.records.get(key)
            if record is None:
                continue  # a row names a key that no row has: load_registers says so
            keys = sorted({key, *_named_by(record)})
            classes = workshop.classes(found for each in keys if (found := self.records.get(each) or rows.get(each)))
            root = self.book.names.authority(key)
            yield ToName(record, classes, name_rests(record, classes, lists_of(self.stated.index, root)))

    def _wanted(self) -> set[str]:
        rows = self.book.registers.records
        wanted, todo = set(self.stated.keys), sorted(self.stated.keys)
        while todo:
            record = rows.get(todo.pop())
            for key in _named_by(record) if record else ():
                if key not in wanted:
                    wanted.add(key)
                    todo.append(key)
        return wanted

    def registers(self) -> tuple[list[Document], dict[Term, tuple[Term, ...]]]:
        """The documents of the registers on whose rows something rests, and the classes of those whom the rows describe."""
        names = self.book.names
        rows = self.book.registers.records
        used = [found for key in sorted(self._wanted()) if (found := rows.get(key)) and found.row]
        described = {names.register_row(record.row): names.authority(record.key) for record in used}
        classes = {names.authority(record.key): classes_of(record) for record in used}
        return register_documents({*self.stated.rows, *described}, described, names), classes

    def all_findings(self) -> list[Finding]:
        """All findings in order."""
        return _each_name_once(in_order([*self.findings, *self.stated.findings, *self._lookalikes.findings()]))


def _named_by(record: Record) -> list[str]:
    return [key for key in (record.part_of, record.seat, record.place, record.publisher) if key]


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
