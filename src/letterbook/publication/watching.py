"""A letterbook built again whenever one of its files has been saved; a broken edit leaves the last good build in its place."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from letterbook.errors import LetterbookError, OutputError
from letterbook.findings import Finding, Severity
from letterbook.publication.build import Outcome, build

LOOK_SECONDS = 0.2
"""How often the files are looked at."""

Seen = dict[str, tuple[int, int]]
"""Each file with the time of its last change and its size."""


class StoppedError(Exception):
    """A build was to end before it was whole."""


@dataclass
class Watcher:
    """Builds ``folder`` into ``out`` as often as it changes.

    Form:    ``tell`` is told after each build: nothing where it is now served, else the lines that say why it is not.
    """

    folder: Path
    out: Path
    tell: Callable[[tuple[str, ...]], None]
    base: str = ""
    stop: Event = field(default_factory=Event)
    _errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    _built: Seen = field(default_factory=dict)

    def first(self) -> Outcome:
        """Build once, whatever findings there are.

        Raises:  LetterbookError as ``build`` does.
        """
        before = self._look()
        self._built = before  # where the build fails, the same files are not tried again
        outcome = build(self.folder, self.out, base=self.base, progress=self._go_on)
        self._built = self._mine(before)
        self._errors = _errors_in(outcome.findings)
        return outcome

    def run(self) -> None:
        """Look at the files until ``stop`` is set, and build when one has changed since the last build."""
        while not self.stop.wait(LOOK_SECONDS):
            now = self._look()
            if now == self._built:
                continue
            if now != self._after_a_moment():
                continue  # it is still being written
            try:
                self._build()
            except StoppedError:
                return
            except OutputError as error:
                self.tell((str(error),))
                continue  # the disk or another build: the same files may do in a moment
            self._built = self._mine(now)

    def _build(self) -> None:
        outcome: list[Outcome] = []

        def is_good(made: Outcome) -> bool:
            outcome.append(made)
            return not _errors_in(made.findings) - self._errors

        try:
            built = build(self.folder, self.out, base=self.base, progress=self._go_on, accept=is_good)
        except OutputError:
            raise
        except LetterbookError as error:
            self.tell((str(error).replace("\n    ", " "),))
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError, LookupError) as error:
            self.tell((f"a fault of the program: {type(error).__name__}: {error}",))
            return
        worse = _errors_in(built.findings) - self._errors
        if worse:
            errors = [each for each in built.findings if each.level is Severity.ERROR]
            self.tell(tuple(each.line_of_text() for each in errors if (each.file, each.code) in worse))
            return
        self._errors = _errors_in(built.findings)
        self.tell(())

    def _go_on(self, step: str, done: int, total: int) -> None:
        if self.stop.is_set():
            raise StoppedError

    def _after_a_moment(self) -> Seen:
        self.stop.wait(LOOK_SECONDS / 4)
        return self._look()

    def _mine(self, before: Seen) -> Seen:
        """What was built: the files as they were looked at, and those that the build itself has written."""
        after = self._look()
        return {**before, **{path: seen for path, seen in after.items() if path.endswith("identifiers.csv")}}

    def _look(self) -> Seen:
        return dict(_files(self.folder, self.out.resolve()))


def _files(folder: Path, out: Path) -> Iterable[tuple[str, tuple[int, int]]]:
    """The files of a letterbook, hidden ones and a build within it left out."""
    todo = [folder]
    while todo:
        try:
            entries = list(os.scandir(todo.pop()))
        except OSError:
            continue  # it has just been taken away
        for entry in entries:
            if entry.name.startswith((".", "#")) or entry.name.endswith("~"):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if Path(entry.path).resolve() != out:
                        todo.append(Path(entry.path))
                else:
                    seen = entry.stat()
                    yield entry.path, (seen.st_mtime_ns, seen.st_size)
            except OSError:
                continue


def _errors_in(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """How many errors of each kind each file has: lines move, and letters too."""
    return Counter((each.file, each.code) for each in findings if each.level is Severity.ERROR)
