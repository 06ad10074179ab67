"""Processes that do the work of a build: each takes a task, gives back what came of it, and ends when its parent does.

They are processes of their own and no copies of the parent, so that a build may be started from a thread, from a server or from
a script of any kind. One worker is the parent itself: a small letterbook waits for no process to start.

Form:    a worker is ``python -m letterbook.publication.worker``; tasks and answers are pickled, and go by its pipes. What comes of
         the tasks is given in their order, whoever did them, and no more of it waits than a few tasks a worker.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

from letterbook.errors import LetterbookError, WorkerError
from letterbook.workers.question import receive, send

_AHEAD = 4
"""How many tasks a worker may be ahead of the first that is not done: what is kept of them waits in memory."""


class Task(Protocol):
    """Something to be done by whoever is free; ``where`` is the source or the document that it is about."""

    @property
    def where(self) -> str:
        """What it is about, for a reader of messages."""
        ...


class Workshop(Protocol):
    """What does the tasks; it is pickled, and each worker has its own."""

    def do(self, task: Any) -> Any:
        """What comes of a task."""
        ...


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in a worker: an error of ours, or a fault with its traceback."""

    error: LetterbookError | None
    traceback: str


class Pool:
    """The workers of one build; with one it is the parent alone."""

    def __init__(self, workshop: Workshop, workers: int) -> None:
        self._workshop = workshop
        self._workers = [] if workers <= 1 else [_Worker(workshop) for _ in range(workers)]

    @property
    def has_others(self) -> bool:
        """Whether other processes than the parent do the work."""
        return bool(self._workers)

    def run(self, tasks: Iterable[Task], beside: Iterable[Task] = ()) -> Iterator[Any]:
        """What comes of each task, in the order of the tasks; tasks ``beside`` are begun first and their answers come last.

        Raises:  WorkerError where a worker has died; else what the task raised.
        """
        if not self._workers:
            last = [self._workshop.do(task) for task in beside]
            for task in tasks:
                yield self._workshop.do(task)
            yield from last
            return
        yield from _Run(self._workers, [*beside], tasks).answers()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.wait()
            worker.close()
        self._workers = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    """One process, and what it is doing."""

    def __init__(self, workshop: Workshop) -> None:
        package = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
        self.process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "letterbook.publication.worker", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # a key pressed for the parent is the parent's affair
        )
        self._first: bytes | None = pickle.dumps(workshop)

    def do(self, task: Task) -> Any:
        """What came of the task; this waits for it."""
        if self.process.stdin is None or self.process.stdout is None:
            raise AssertionError("a worker has pipes")
        try:
            if self._first:
                send(self.process.stdin, self._first)
                self._first = None
            send(self.process.stdin, pickle.dumps(task))
            data = receive(self.process.stdout)
        except OSError:  # it died before it took the task
            data = None
        if data is None:
            raise self._died(task)
        return pickle.loads(data)  # noqa: S301 - our own process has written it

    def _died(self, task: Task) -> WorkerError:
        code = self.process.wait()
        cause = f"by signal {-code}" if code < 0 else f"with code {code}"
        return WorkerError(
            f"a worker process ended {cause} before it was done",
            task.where,
            "see that there is memory enough, or build with --workers 1; the earlier build stands",
        )

    def close(self) -> None:
        """Close the pipes."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was not sent is not wanted any more
                    continue


@dataclass
class _Run:
    """Tasks given out and their answers put in order."""

    workers: list[_Worker]
    beside: list[Task]
    tasks: Iterable[Task]
    _asked: queue.SimpleQueue[tuple[int, Task] | None] = field(default_factory=queue.SimpleQueue)
    _done: queue.SimpleQueue[tuple[int, Any]] = field(default_factory=queue.SimpleQueue)

    def answers(self) -> Iterator[Any]:
        for worker in self.workers:
            threading.Thread(target=self._serve, args=(worker,), daemon=True).start()
        try:
            yield from self._in_order()
        finally:
            for _ in self.workers:
                self._asked.put(None)

    def _serve(self, worker: _Worker) -> None:
        while (given := self._asked.get()) is not None:
            number, task = given
            try:
                self._done.put((number, worker.do(task)))
            except WorkerError as error:
                self._done.put((number, Failure(error, "")))
                return
            except (OSError, ValueError, EOFError, pickle.PickleError) as error:  # the pool was closed meanwhile
                self._done.put((number, Failure(None, str(error))))
                return

    def _in_order(self) -> Iterator[Any]:
        last: list[Any] = []
        for number, task in enumerate(self.beside):
            self._asked.put((-1 - number, task))
        waiting: dict[int, Any] = {}
        left, given, taken, running = iter(self.tasks), 0, 0, len(self.beside)
        at_end = False
        while True:
            while not at_end and given - taken < _AHEAD * len(self.workers):
                following = next(left, None)
                if following is None:
                    at_end = True
                    break
                self._asked.put((given, following))
                given += 1
                running += 1
            if not running:
                break
            number, answer = self._done.get()
            running -= 1
            if isinstance(answer, Failure):
                raise _raised(answer)
            if number < 0:
                last.append((-number, answer))
                continue
            waiting[number] = answer
            while taken in waiting:
                yield waiting.pop(taken)
                taken += 1
        yield from (answer for _, answer in sorted(last, key=lambda each: each[0]))


def _raised(failure: Failure) -> Exception:
    if failure.error is not None:
        return failure.error
    return RuntimeError(f"in a worker process:\n{failure.traceback}")
