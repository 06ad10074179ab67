"""Check and build: all sources read, stated, validated, written, loaded, verified and switched to.

The way of a build, each step done by as many processes as there are (``pool``), each task a value (``workshop``):

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
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from letterbook.findings import Finding, Severity, worst
from letterbook.identifiers import ledger_bytes
from letterbook.output import REPORT, SITE, NewBuild, new_build, switch, write_whole
from letterbook.publication.book import Letterbook, open_letterbook
from letterbook.publication.earlier import Earlier, StaleError, common_digest, keep_whole
from letterbook.publication.finishing import dump_name
from letterbook.publication.inputs import digests_of, look, refuse_change
from letterbook.publication.record import records
from letterbook.publication.steps import ASIDE, VERIFIED_DOCUMENTS, ProgressNote, Steps
from letterbook.publication.workshop import FORMATS, Workshop, document_path
from letterbook.publication.written import Written
from letterbook.vocabulary import CONTEXT, context_under
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
from letterbook.web.pages import page_frame, shape_paths, write_absent

__all__ = ["PROGRAM", "VERIFIED_DOCUMENTS", "Outcome", "ProgressNote", "build", "check"]

SMALL_BYTES = 300_000
"""A letterbook whose sources have fewer bytes is built by one process: others would take longer to start."""

DUMPS = "dump"
"""Where in the site the files with the whole letterbook lie."""

PROGRAM = version("letterbook")
"""The version of this program, for reports and manifests."""


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
        steps = Steps(book, Workshop(folder, "", None, book), Path(aside), progress)
        with steps.with_workers(_number_of(workers, steps.paths)):
            steps.letters(None, frozen=frozen)
            steps.names(None)
    return _outcome(steps)


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
    fresh: bool = False,
    cluster: str = "",
    progress: ProgressNote = _silent,
    accept: Callable[[Outcome], bool] = _any,
) -> Outcome:
    """Build a letterbook into ``out``: site, dumps, store, report and manifest; the old build is replaced in one step.

    Form:    a letter whose statements do not conform is left out, with findings; the ledger of ids is written last, when
             the build stands. ``workers`` is the number of processes; where it is 0 they are as many as there are cores, and
             a small letterbook is built by one. What would be the same is taken over from the build that stands, unless all is
             to be made ``fresh``. ``cluster`` is the address of a Dask cluster that does the work instead of processes here.
             The bytes are the same in every case. Where ``accept`` does not want what was found,
             nothing is exchanged and nothing written.
    Raises:  besides what ``check`` raises: OutputError, VerificationError, StoreError; the earlier build then stands.
    """
    if cluster:
        folder, out = folder.absolute(), out.absolute()  # the paths are those of all machines
    options = _Options(base, frozen, workers, cluster, progress, accept)
    try:
        return _build(folder, out, options, fresh=fresh)
    except StaleError:  # what the earlier build has left is damaged
        return _build(folder, out, options, fresh=True)


@dataclass(frozen=True, slots=True)
class _Options:
    base: str
    frozen: bool
    workers: int
    cluster: str
    progress: ProgressNote
    accept: Callable[[Outcome], bool]


def _build(folder: Path, out: Path, options: _Options, *, fresh: bool) -> Outcome:
    with new_build(out) as made, records(out) as kept, ExitStack() as stack:
        inputs = look(folder, out, None if fresh else kept.inputs())
        book = open_letterbook(folder, base=options.base)
        aside = made.folder / ASIDE
        aside.mkdir()
        written = stack.enter_context(closing(Written(aside / "written")))
        made.digests = written
        digests = digests_of(inputs, book.source_names(), including=book.configuration.xinclude)
        common = common_digest(book, digests)
        earlier = Earlier(out, None if fresh else kept.earlier(common), book)
        workshop = Workshop(folder, options.base, made.folder, book)
        steps = Steps(
            book, workshop, aside, options.progress, earlier=earlier, record=kept.new, digests=digests, written=written
        )
        with steps.with_workers(_number_of(options.workers, steps.paths), options.cluster):
            steps.letters(made, frozen=options.frozen)
            steps.names(made)
            steps.show(made)
            outcome = _outcome(steps)
            _describe(made, steps, outcome)
            steps.verify(written)
        if not options.accept(outcome):
            return outcome
        made.write(REPORT, json.dumps(outcome.report(book), indent=1, ensure_ascii=False).encode() + b"\n")
        made.close(_about(steps), written.in_order())
        written.close()
        shutil.rmtree(aside)
        keep_whole(kept.new, earlier, inputs, steps.gathered.stated, time.time_ns())
        refuse_change(inputs, look(folder, out, inputs))
        outcome.findings += switch(made, out)
        kept.settle(common)
    if not options.frozen:
        ledger = ledger_bytes(steps.gathered.assignment.rows)
        if ledger != ledger_bytes(book.ledger):
            write_whole(book.ledger_path, ledger)
    return outcome


def cores() -> int:
    """How many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _number_of(workers: int, paths: Iterable[Path]) -> int:
    """How many processes do the work."""
    is_small = sum(path.stat().st_size for path in paths) < SMALL_BYTES
    return workers or (1 if is_small else cores())


def _outcome(steps: Steps) -> Outcome:
    gathered, stated = steps.gathered, steps.gathered.stated
    return Outcome(
        gathered.all_findings(), stated.letters, len(stated.paths), stated.counts.triples, sorted(gathered.records)
    )


GONE = "its source is no longer in the letterbook; the address stays reserved and will name nothing else"
"""What is said where a letter was once."""


def _about(steps: Steps) -> dict[str, object]:
    """What the manifest says besides the files; ``gone`` has every letter whose id is pinned and which is there no more."""
    settings = steps.book.configuration
    return {
        "program": PROGRAM,
        "base": settings.base,
        "title": settings.title,
        "licence": settings.licence,
        "published": settings.published,
        "queries": settings.queries,
        "gone": dict.fromkeys(_gone(steps), GONE),
    }


def _gone(steps: Steps) -> list[str]:
    """The paths of the letters whose id is pinned and which are there no more."""
    assignment = steps.gathered.assignment
    ids = {row.id for row in assignment.rows} - set(assignment.ids.values())
    return sorted(f"letter/{letter_id}" for letter_id in ids)


def _describe(made: NewBuild, steps: Steps, outcome: Outcome) -> None:
    """Write what tells others of the whole: its dumps, what they hold, the list of documents, the rules for web servers."""
    settings, about, stated = steps.book.configuration, steps.book.about, steps.gathered.stated
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
    paths = [*listed, *shape_paths()]
    for name, data in sitemap_files(settings.base, paths, settings.published, stated.index.decided).items():
        made.write(f"{SITE}/{name}", data)
    made.write(f"{SITE}/{CONTEXT}", context_under(settings.base))
    made.write(f"{SITE}/robots.txt", robots_text(settings.base))
    gone, frame = _gone(steps), page_frame(stated.index, steps.book.prefixes, settings.language)
    write_absent(frame, gone, lambda path, page: made.write(f"{SITE}/{path}", page))
    for name, data in host_files(settings.base, gone, [tongue.folder for tongue in frame.tongues[1:]]).items():
        made.write(name, data)
