"""The steps of a build in their order: what is to be done, by whom, and what is taken over from the build that stands.

See ``build`` for the way of a build, ``earlier`` for what may be taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from letterbook.mapper import RULES, about_document, rules_document
from letterbook.output import SEARCH, SITE, NewBuild
from letterbook.publication.book import REGISTERS, Letterbook
from letterbook.publication.cluster import Cluster
from letterbook.publication.earlier import Earlier
from letterbook.publication.finishing import JoinTask, StoreTask, UpdateTask, VerifyTask, dump_name
from letterbook.publication.gathering import Gathered, ToName, ToState, name_tasks, state_tasks
from letterbook.publication.inputs import Digests
from letterbook.publication.pool import Pool
from letterbook.publication.record import Record
from letterbook.publication.showing import ListsTask, PagesTask
from letterbook.publication.stating import ReadTask, Stated, write_document
from letterbook.publication.workshop import FORMATS, Workshop
from letterbook.publication.written import Written
from letterbook.terms import Document
from letterbook.web.pages import write_whole_book
from letterbook.web.search import SEARCH_FILE, Filed, Named

VERIFIED_DOCUMENTS = 2_000
"""How many documents of a build are parsed again in every format; of a larger build it is every n-th."""

ASIDE = ".aside"
"""The folder in a new build for what only the build itself needs."""

MOST_UPDATED = 0.2
"""Above this part of the documents the store is made anew, which is cheaper then than to change the earlier one."""

_LISTS = "\0lists"
_PAGES_A_TASK = 32
_FILES_A_TASK = 2_000
_FEW = 2  # so many tasks are done before another process has started
ProgressNote = Callable[[str, int, int], None]
"""Told what is being done, how many are done and how many there are."""


class Steps:
    """One pass over a letterbook: the tasks of each step, and what came of them."""

    def __init__(
        self,
        book: Letterbook,
        workshop: Workshop,
        aside: Path,
        progress: ProgressNote,
        *,
        earlier: Earlier | None = None,
        record: Record | None = None,
        digests: Digests | None = None,
        written: Written | None = None,
    ) -> None:
        self.book = book
        self.workshop = workshop
        self.progress = progress
        self.gathered = Gathered(book)
        self.pool: Pool | Cluster = Pool(workshop, 1)
        self._aside = aside
        self._earlier = earlier or Earlier(Path(), None, book)
        self._record = record
        self._digests = digests or Digests({}, "")
        self._files = written
        self.paths, self._findings = book.sources()

    def with_workers(self, number: int, cluster: str = "") -> Pool | Cluster:
        """Those who do the work, to be ended by whoever asks for them: a number of processes, or a cluster."""
        self.pool = Cluster(self.workshop, cluster) if cluster else Pool(self.workshop, number)
        return self.pool

    def run(self, step: str, tasks: list[Any], beside: Iterable[Any] = ()) -> Iterator[Any]:
        """What comes of the tasks of a step."""
        return self._run(step, tasks, len(tasks), list(beside))

    def _run(self, step: str, tasks: Iterable[Any], total: int, beside: list[Any]) -> Iterator[Any]:
        pool = self.pool if total + len(beside) > _FEW else Pool(self.workshop, 1)
        for number, answer in enumerate(pool.run(tasks, beside), 1):
            self.progress(step, min(number, total), total)
            yield answer

    def _put(self, kind: str, name: str, rests: str, value: object) -> None:
        """Let the next build know what came of a part."""
        if self._record is not None:
            self._record.put(kind, name, rests, value)

    def _keep(self, kind: str, name: str) -> None:
        """The same, of a part that is as it was."""
        if self._record is not None:
            self._record.keep(kind, name)

    # -- letters

    def letters(self, made: NewBuild | None, *, frozen: bool) -> None:
        """Read all sources, give the ids, and state all letters."""
        gathered = self.gathered
        gathered.findings += self._findings
        for name, read, aside in self._read(self.book.source_names()):
            gathered.read(name, read, aside)
        gathered.assign(frozen=frozen)
        plan = list(gathered.to_state())
        gathered.forget_readings()
        same = {each.linked.source for each in plan if self._earlier.has_stated(each.linked.source, each.rests)}
        anew = self._put_aside([each for each in plan if each.linked.source not in same])
        answers = self._one_by_one("letters", list(state_tasks(anew)))
        for each in plan:
            source = each.linked.source
            if source in same:
                stated = self._take_over("stated", source, made)
                self._keep("classes", source)
            else:
                stated = self._anew(next(answers))
                self._put("stated", source, each.rests, stated)
                self._put("classes", source, "", stated.classes)
            gathered.take(stated)

    def _read(self, names: list[str]) -> Iterator[tuple[str, Any, Path | None]]:
        """What came of each source, with the file where its readings lie aside; None where it is as it was."""
        as_it_was = {name: self._earlier.source(name, self._digests.sources.get(name, "")) for name in names}
        tasks = [
            ReadTask(name, self._aside / str(number)) for number, name in enumerate(names) if as_it_was[name] is None
        ]
        asides = {task.source: task.aside for task in tasks}
        answers = self.run("read", tasks)
        for name in names:
            read = as_it_was.pop(name)
            if read is None:
                read = next(answers)
                self._put("source", name, self._digests.sources.get(name, ""), read)
            else:
                self._keep("source", name)
            yield name, read, asides.get(name)

    def _put_aside(self, anew: list[ToState]) -> list[ToState]:
        """Read those sources again whose readings are the same, but not what is said of them."""
        names = dict.fromkeys(each.name for each in anew if not each.is_aside)
        tasks = [ReadTask(name, self._aside / f"again-{number}") for number, name in enumerate(names)]
        found = {}
        for task, read in zip(tasks, self.run("read", tasks), strict=True):
            found.update({part.source: (task.aside, part.offset) for part in read.parts})
        return [
            each
            if each.is_aside
            else replace(
                each,
                linked=replace(each.linked, aside=found[each.linked.source][0], offset=found[each.linked.source][1]),
            )
            for each in anew
        ]

    def _one_by_one(self, step: str, tasks: list[Any]) -> Iterator[Any]:
        for answer in self.run(step, tasks):
            yield from answer

    def _take_over(self, kind: str, name: str, made: NewBuild | None) -> Stated:
        stated = self._earlier.stated(kind, name)
        self._take(made, stated.digests)
        self._keep(kind, name)
        return stated

    def _take(self, made: NewBuild | None, digests: dict[str, str]) -> None:
        if made is not None and self._files is not None:
            self._earlier.take(made, digests)
            self._files.take(digests)

    def _anew(self, stated: Stated) -> Stated:
        """Documents that were made anew, of which it is known now whether they are others."""
        if self._files is not None:
            self._files.add(stated.digests)
        self._earlier.note(stated.digests)
        return stated

    # -- names and what is left

    def names(self, made: NewBuild | None) -> None:
        """State whom and what the letters name, the registers, our types and rules, and the letterbook."""
        gathered, index = self.gathered, f"{ASIDE}/letters"
        plan = list(gathered.to_name(self.workshop))
        same = {each.record.key for each in plan if self._earlier.has_name(each.record.key, each.rests)}
        tasks = list(name_tasks([each for each in plan if each.record.key not in same], index))
        if made is not None and tasks:
            self.workshop.keep(index, gathered.stated.index, others=self.pool.has_others)
        self._take_names(plan, same, list(self._one_by_one("names", tasks)), made)
        for document in self._others():
            if made is not None:
                one = NewBuild(made.folder)
                write_document(self.workshop, one, document, gathered.stated)
                self._anew(Stated(digests=dict(one.digests)))

    def _take_names(self, plan: list[ToName], same: set[str], anew: list[Stated], made: NewBuild | None) -> None:
        answers = iter(anew)  # all are there before one is taken: they are made with the index of the letters alone
        for each in plan:
            key = each.record.key
            if key in same:
                stated = self._take_over("name", key, made)
            else:
                stated = self._anew(next(answers))
                self._put("name", key, each.rests, stated)
            self.gathered.take(stated)

    def _others(self) -> Iterator[Document]:
        """The documents of the registers, of our types, of the rules by which the letters were read, and of the letterbook."""
        book, stated, workshop = self.book, self.gathered.stated, self.workshop
        registers, classes = self.gathered.registers()
        descriptions = {**book.rule_descriptions(sorted(stated.languages)), **RULES}
        vocabularies = (
            workshop.types,
            rules_document(descriptions, book.names),
            about_document(book.about, stated.letters, book.names),
        )
        workshop.checker.confirmations_left = 0  # those who state the letters have used them up
        for file, documents in ((REGISTERS, registers), ("ontology", vocabularies)):
            for document in documents:
                stated.findings += workshop.checker.authority(document, {**workshop.known, **classes}, file)
                yield document

    # -- what shows them

    def show(self, made: NewBuild) -> None:
        """Write the dumps, the store and all pages."""
        stated = self.gathered.stated
        stated.index.finish()
        self._earlier.compare(stated.index)
        paths = tuple(sorted(stated.paths))
        dumps = [dump_name(writer) for writer in FORMATS]
        if self._earlier.are_same(f"{path}.nq" for path in paths) and self._earlier.paths == list(paths):
            self._take(made, {name: self._earlier.digests[name] for name in dumps})
        else:
            for joined in self.run("dumps", [JoinTask(number, paths) for number in range(len(FORMATS))]):
                made.digests.update(joined)
        self._pages(made, self._store(made, paths))

    def _store(self, made: NewBuild, paths: tuple[str, ...]) -> StoreTask | UpdateTask:
        """How the store is made: from the earlier one where few documents are others."""
        earlier, base = self._earlier, self.book.configuration.base

        def is_same(path: str) -> bool:
            return earlier.are_same([f"{path}.nq"])

        new = [path for path in paths if not is_same(path)]
        there = set(paths)
        gone = [path for path in earlier.paths if path not in there or not is_same(path)]
        if earlier.record is None or len(new) + len(gone) > MOST_UPDATED * len(paths):
            return StoreTask(len(paths), self.gathered.stated.counts.triples)
        iris = tuple(f"{base}{path.removeprefix(f'{SITE}/')}" for path in gone)
        return UpdateTask(earlier.store, iris, tuple(new), len(paths))

    def _pages(self, made: NewBuild, store: StoreTask | UpdateTask) -> None:
        """Write all pages, and make the store meanwhile."""
        index, name = self.gathered.stated.index, f"{ASIDE}/all"
        shown = sorted(path for path, kind in index.pages.items() if kind != "evidence")
        anew: list[str] = []
        for path in shown:
            page = self._earlier.page(path, index.pages[path])
            if page is None:
                anew.append(path)
            else:
                self._take(made, page.digests)
                self._keep("page", path)
        lists = self._earlier.lists(_LISTS)
        beside: list[Any] = [store]
        if lists is None:
            beside.append(ListsTask(name))
        else:
            self._take(made, lists.digests)
            self._keep("page", _LISTS)
        self.workshop.keep(name, index, others=self.pool.has_others)
        tasks = [PagesTask(tuple(each), name) for each in _cut(anew, _PAGES_A_TASK)]
        made_anew = set(anew)

        def found() -> Iterator[Filed | Named]:
            answers = self._written("pages", tasks, beside, made)
            for path in shown:
                if path in made_anew:
                    told = next(answers)
                    self._put("found", path, "", told)
                else:
                    told = self._earlier.found(path)
                    self._keep("found", path)
                yield from told
            for _ in answers:
                continue

        write_whole_book(
            index,
            found(),
            made.folder / SEARCH / SEARCH_FILE,
            lambda path, page: made.write(f"{SITE}/{path}", page),
            language=self.book.configuration.language,
        )

    def _written(self, step: str, tasks: list[PagesTask], beside: list[Any], made: NewBuild) -> Iterator[Any]:
        """What search is to find of each page that is written; the lists and the store, which are done beside it, give nothing."""
        paths = iter([path for task in tasks for path in task.paths])
        for answer in self.run(step, tasks, beside):
            for page in answer or ():
                made.digests.update(page.digests)
                path = next(paths, _LISTS)
                self._put("page", path, "", replace(page, found=()))
                yield page.found

    def verify(self, written: Written) -> None:
        """Read again what was written, and not taken over."""
        documents = [path for path in sorted(self.gathered.stated.paths) if not written.was_taken(f"{path}.nq")]
        some = documents[:: max(1, len(documents) // VERIFIED_DOCUMENTS)]
        parts = [-(-len(some) // _PAGES_A_TASK), -(-written.number_of_new() // _FILES_A_TASK)]
        for _ in self._run("verify", _verifying(some, written.new()), sum(parts), []):
            continue


def _cut(values: list[str], size: int) -> Iterator[list[str]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _verifying(documents: list[str], files: Iterator[tuple[str, str]]) -> Iterator[VerifyTask]:
    """The documents to be parsed again, and the files to be read again, in portions."""
    for some in _cut(documents, _PAGES_A_TASK):
        yield VerifyTask(tuple(some), {})
    while digests := dict(islice(files, _FILES_A_TASK)):
        yield VerifyTask((), digests)
