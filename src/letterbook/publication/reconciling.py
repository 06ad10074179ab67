"""The names of a letterbook reconciled: which are asked, what is kept, and what an editor's decisions change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from letterbook.errors import ReadError
from letterbook.letter import EntityKind
from letterbook.network import host_of
from letterbook.output import write_whole
from letterbook.publication.book import REGISTERS, Letterbook, open_letterbook
from letterbook.reconciliation import (
    FILE_NAME,
    KINDS,
    Applied,
    Candidate,
    Line,
    Question,
    Service,
    apply_decisions,
    ask_file,
    cache_bytes,
    lines_for,
    load_cache,
)
from letterbook.registers import TABLES

Say = Callable[[str], None]


@dataclass(slots=True)
class Reconciled:
    """How many names were asked now, how many had been asked before, and how many of all have a candidate."""

    asked: int = 0
    known: int = 0
    candidates: int = 0


def reconcile(folder: Path, source: str, *, kinds: Iterable[str] = (), out: Path | None = None, say: Say) -> Reconciled:
    """Ask a file or a service who is meant by the names that no register row explains, and by the rows without an authority.

    Form:    answers go into ``reconciliation.csv`` of the letterbook, or ``out``, batch by batch; what stands there is not asked again
             from the same source, and stays as it is. A source that begins with http is a service: the only case in
             which a connection is opened.
    Raises:  NetworkError, ReadError, UsageError; what was answered before is kept.
    """
    book = open_letterbook(folder)
    cache = out or folder / FILE_NAME
    lines = list(load_cache(cache))
    web = source.startswith(("http://", "https://"))
    name = source if web else Path(source).name
    before = {line.question for line in lines if line.source == name}
    wanted = sorted(questions(book, kinds))
    todo = [each for each in wanted if each not in before]
    outcome = Reconciled(known=len(wanted) - len(todo))
    for answers in _answers(source, todo, say) if todo else ():
        for question, candidates in answers:
            lines += lines_for(question, candidates, name)
            outcome.asked += 1
        write_whole(cache, cache_bytes(lines))
    asked = set(wanted)
    outcome.candidates = len({line.question for line in lines if line.id and line.source == name} & asked)
    return outcome


def _answers(source: str, todo: list[Question], say: Say) -> Iterator[list[tuple[Question, list[Candidate]]]]:
    if source.startswith(("http://", "https://")):
        host = host_of(source, say)
        say(f"asking {host.name} for {len(todo)} names")
        yield from Service(host).ask(todo)
        return
    path = Path(source)
    if not path.is_file():
        raise ReadError(f"there is no file {source!r}", remedy="name a CSV or RDF file, or the address of a service")
    yield ask_file(path, todo)


def questions(book: Letterbook, kinds: Iterable[str] = ()) -> set[Question]:
    """The names to be asked: those that no register row explains, and those of rows of tables without an authority record."""
    wanted = {each for kind in (kinds or KINDS) for each in KINDS[kind]}
    found = {
        Question(record.entity_kind, record.labels[0].text, record.row)
        for record in book.registers.records.values()
        if not record.same_as and record.register in TABLES and record.entity_kind in wanted
    }
    for _, reading, _ in book.readings():
        for entity in reading.entities if reading else ():
            identified = any(address.startswith(("http:", "https:")) for address in entity.same_as)
            if entity.named and not entity.registered and not identified and entity.kind is not EntityKind.TOPIC:
                found |= {Question(str(entity.kind), entity.label)} if entity.kind in wanted else set()
    return found


def apply_reconciled(folder: Path, cache: Path | None = None) -> Applied:
    """Write what the editor has accepted into the registers of a letterbook.

    Raises:  ReadError for a cache or a table that cannot be read; OutputError where a table cannot be written.
    """
    book = open_letterbook(folder)
    lines: tuple[Line, ...] = load_cache(cache or folder / FILE_NAME)
    registers = folder / REGISTERS
    applied = apply_decisions(lines, book.registers, registers, book.about.language or "und")
    registers.mkdir(exist_ok=True)
    for name, data in applied.tables.items():
        write_whole(registers / name, data)
    return applied
