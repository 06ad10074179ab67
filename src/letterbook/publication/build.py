"""Check and build: all sources read, stated, validated, written, loaded, verified and switched to.

The way of a build, each step done by as many processes as there are (``pool``), each task a value (``making``):

1. Every source is read once. What its letters are called by, whom they cite and which ids they ask for comes to the parent; the
   readings are put aside on the disk.
2. The parent gives the ids and answers the references, for that needs all letters.
3. The readings, a few at a time, are stated, validated and written in all formats. What others must know of them comes to the
   parent: a card a letter for the lists, the names that it uses, counts.
4. The same with the names, each with the letters that lead to it; then the pages; beside them the dumps and the store.
5. What was written is read again, and the new build takes the place of the old one.

The parent holds cards and counts and no letter. What comes of the tasks is taken in the order of the sources, so the number of
processes changes no byte.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from letterbook.findings import Finding, Severity, worst
from letterbook.identifiers import ledger_bytes
from letterbook.mapper import RULES, about_document, rules_document
from letterbook.output import REPORT, SEARCH, SITE, NewBuild, new_build, switch, write_whole
from letterbook.publication.book import LETTERS, REGISTERS, Letterbook, open_letterbook
from letterbook.publication.gathering import Gathered
from letterbook.publication.making import (
    FORMATS,
    JoinTask,
    ListsTask,
    PagesTask,
    ReadTask,
    Stated,
    StoreTask,
    VerifyTask,
    Workshop,
    document_path,
    dump_name,
)
from letterbook.publication.pool import Pool
from letterbook.terms import Document
from letterbook.web.dataset import (
    DATASET_PREFIXES,
    Dataset,
    Dump,
    checksums,
    dataset_document,
    robots_text,
    sitemap_files,
)
from letterbook.web.hosting import host_files
from letterbook.web.pages import shape_paths, write_whole_book
from letterbook.web.search import SEARCH_FILE, Filed, Named

VERIFIED_DOCUMENTS = 2_000
"""How many documents of a build are parsed again in every format; of a larger build it is every n-th."""

SMALL_BYTES = 300_000
"""A letterbook whose sources have fewer bytes is built by one process: others would take longer to start."""

DUMPS = "dump"
"""Where in the site the files with the whole letterbook lie."""

PROGRAM = version("letterbook")
"""The version of this program, for reports and manifests."""

_ASIDE = ".aside"
_PAGES_A_TASK = 32
_FILES_A_TASK = 2_000
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


def check(folder: Path, *, frozen: bool = False, workers: int = 0, progress: ProgressNote = _silent) -> Outcome:
    """The findings of a letterbook; nothing is written. ``workers`` is as for ``build``.

    Raises:  UsageError, RulesError, LedgerError where the letterbook itself is not in order; WorkerError.
    """
    book = open_letterbook(folder)
    with TemporaryDirectory(prefix="letterbook-") as aside:
        run = _Run(book, Workshop(folder, "", None, book), Path(aside), progress)
        with run.pool(workers):
            run.gather(frozen=frozen)
            for stated in run.names(""):
                run.gathered.take(stated)
        for _ in run.others():
            continue
    return run.finish()


def _any(outcome: Outcome) -> bool:
    """Whatever was found, the new build is wanted."""
    return True


def build(
    folder: Path,
    out: Path,
    *,
    base: str = "",
    frozen: bool = False,
    workers: int = 0,
    progress: ProgressNote = _silent,
    accept: Callable[[Outcome], bool] = _any,
) -> Outcome:
    """Build a letterbook into ``out``: site, dumps, store, report and manifest; the old build is replaced in one step.

    Form:    a letter whose statements do not conform is left out, with findings; the ledger of ids is written last, when
             the build stands. ``workers`` is the number of processes; where it is 0 they are as many as there are cores, and
             a small letterbook is built by one. The bytes are the same. Where ``accept`` does not want what was found,
             nothing is exchanged and nothing written.
    Raises:  besides what ``check`` raises: OutputError, VerificationError, StoreError; the earlier build then stands.
    """
    book = open_letterbook(folder, base=base)
    with new_build(out) as made:
        aside = made.folder / _ASIDE
        aside.mkdir()
        run = _Run(book, Workshop(folder, base, made.folder, book), aside, progress)
        with run.pool(workers):
            outcome = run.build(made, frozen=frozen)
        if not accept(outcome):
            return outcome
        made.write(REPORT, json.dumps(outcome.report(book), indent=1, ensure_ascii=False).encode() + b"\n")
        shutil.rmtree(aside)
        made.close(_about(run))
        outcome.findings += switch(made, out)
    if not frozen:
        ledger = ledger_bytes(run.gathered.assignment.rows)
        if ledger != ledger_bytes(book.ledger):
            write_whole(book.ledger_path, ledger)
    return outcome


def cores() -> int:
    """How many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Run:
    """One pass over a letterbook: the tasks of each step, and what came of them."""

    def __init__(self, book: Letterbook, workshop: Workshop, aside: Path, progress: ProgressNote) -> None:
        self.book = book
        self.workshop = workshop
        self.progress = progress
        self.outcome = Outcome()
        self.gathered = Gathered(book)
        self._aside = aside
        self._pool = Pool(workshop, 1)
        self.paths, self._findings = book.sources()

    def pool(self, workers: int) -> Pool:
        """The processes, to be ended by whoever asks for them."""
        small = sum(path.stat().st_size for path in self.paths) < SMALL_BYTES
        self._pool = Pool(self.workshop, workers or (1 if small else cores()))
        return self._pool

    def run(self, step: str, tasks: list[Any], beside: Iterable[Any] = ()) -> Iterator[Any]:
        """What comes of the tasks of a step."""
        for number, answer in enumerate(self._pool.run(tasks, beside), 1):
            self.progress(step, min(number, len(tasks)), len(tasks))
            yield answer

    def gather(self, *, frozen: bool) -> None:
        """Read all sources, give the ids, and state all letters."""
        gathered = self.gathered
        gathered.findings += self._findings
        names = [path.relative_to(self.book.folder / LETTERS).as_posix() for path in self.paths]
        tasks = [ReadTask(name, self._aside / str(number)) for number, name in enumerate(names)]
        for task, read in zip(tasks, self.run("read", tasks), strict=True):
            gathered.read(read, task.aside)
        gathered.assign(frozen=frozen)
        stating = list(gathered.to_state())
        for stated in self.run("letters", stating):
            gathered.take(stated)

    def names(self, index: str) -> Iterator[Stated]:
        """State whom and what the letters name."""
        yield from self.run("names", list(self.gathered.to_name(index, self.workshop)))

    def others(self) -> Iterator[Document]:
        """The documents of the registers, of our types, of the rules by which the letters were read, and of the letterbook."""
        book, stated, workshop = self.book, self.gathered.stated, self.workshop
        registers, classes = self.gathered.registers()
        descriptions = {**book.rule_descriptions(sorted(stated.languages)), **RULES}
        vocabularies = (
            workshop.types,
            rules_document(descriptions, book.names),
            about_document(book.about, stated.letters, book.names),
        )
        for file, documents in ((REGISTERS, registers), ("ontology", vocabularies)):
            for document in documents:
                stated.findings += workshop.checker.authority(document, {**workshop.known, **classes}, file)
                yield document

    def build(self, made: NewBuild, *, frozen: bool) -> Outcome:
        """All that a build writes, but the report and the manifest."""
        self.gather(frozen=frozen)
        stated, index = self.gathered.stated, self.gathered.stated.index
        others = self._pool.has_others
        self.workshop.keep(f"{_ASIDE}/letters", index, others=others)
        for each in list(self.names(f"{_ASIDE}/letters")):
            self.gathered.take(each)
        for document in self.others():
            self.workshop.write(made, document, stated)
        stated.digests.update(made.digests)
        made.digests = stated.digests
        index.finish()
        self.workshop.keep(f"{_ASIDE}/all", index, others=others)
        paths = tuple(sorted(stated.paths))
        outcome = self.finish()
        for joined in self.run("dumps", [JoinTask(number, paths) for number in range(len(FORMATS))]):
            made.digests.update(joined)
        self._pages(made, StoreTask(len(paths), outcome.statements))
        _describe(made, self, outcome)
        verified = paths[:: max(1, len(paths) // VERIFIED_DOCUMENTS)]
        for _ in self.run("verify", list(_verifying(verified, made.digests))):
            continue
        return outcome

    def _pages(self, made: NewBuild, store: StoreTask) -> None:
        """Write all pages, and load the store meanwhile."""
        index, name = self.gathered.stated.index, f"{_ASIDE}/all"
        shown = sorted(path for path, kind in index.pages.items() if kind != "evidence")
        tasks = [PagesTask(tuple(each), name) for each in _cut(shown, _PAGES_A_TASK)]

        def found() -> Iterator[Filed | Named]:
            for pages in self.run("pages", tasks, [store, ListsTask(name)]):
                if pages is not None:
                    made.digests.update(pages.digests)
                    yield from pages.found

        write_whole_book(
            index,
            found(),
            made.folder / SEARCH / SEARCH_FILE,
            lambda path, page: made.write(f"{SITE}/{path}", page),
            language=self.book.configuration.language,
        )

    def finish(self) -> Outcome:
        """The outcome with its findings in order."""
        stated = self.gathered.stated
        self.outcome = Outcome(
            self.gathered.all_findings(),
            stated.letters,
            len(stated.paths),
            stated.counts.triples,
            sorted(self.gathered.records),
        )
        return self.outcome


def _cut(values: list[str], size: int) -> Iterator[list[str]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _verifying(paths: tuple[str, ...], digests: dict[str, str]) -> Iterator[VerifyTask]:
    """The documents to be parsed again, and the files to be read again, in portions."""
    for some in _cut(list(paths), _PAGES_A_TASK):
        yield VerifyTask(tuple(some), {})
    for files in _cut(list(digests), _FILES_A_TASK):
        yield VerifyTask((), {file: digests[file] for file in files})


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
    assignment = run.gathered.assignment
    ids = {row.id for row in assignment.rows} - set(assignment.ids.values())
    return sorted(f"letter/{letter_id}" for letter_id in ids)


def _describe(made: NewBuild, run: _Run, outcome: Outcome) -> None:
    """Write what tells others of the whole: its dumps, what they hold, the list of documents, the rules for web servers."""
    settings, about, stated = run.book.configuration, run.book.about, run.gathered.stated
    dumps = []
    for writer in FORMATS:
        name, form = dump_name(writer), writer.FORMAT
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
        letters=outcome.letters,
    )
    described = dataset_document(whole, stated.counts, dumps)
    for writer in FORMATS:
        data = writer.write(described, DATASET_PREFIXES, settings.base)
        made.write(f"{document_path(described, settings.base)}.{writer.FORMAT.extension}", data)
    listed = [path.removeprefix(f"{SITE}/") for path in stated.paths]
    for name, data in sitemap_files(settings.base, [*listed, *shape_paths()]).items():
        made.write(f"{SITE}/{name}", data)
    made.write(f"{SITE}/robots.txt", robots_text(settings.base))
    for name, data in host_files(settings.base, _gone(run)).items():
        made.write(name, data)
