"""A Dask cluster does the work of a build, for whom one machine is not enough.

The tasks are those of ``pool``, and so is the order in which their answers are taken: the bytes are the same. Machines of the cluster
must see the letterbook and the output at the same paths, on a disk that they share, and have the same Letterbook installed.

Form:    ``letterbook[dask]`` is installed; the cluster is there already, and its scheduler has an address.
Source:  https://distributed.dask.org/en/stable/client.html
"""

from __future__ import annotations

import pickle
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Self

from letterbook.errors import UsageError, WorkerError
from letterbook.output import refused
from letterbook.publication.inputs import program
from letterbook.publication.pool import Task, Workshop

_AHEAD = 4


class Cluster:
    """The workers of a cluster at the address of its scheduler, ``tcp://host:8786``.

    Raises:  UsageError where Dask is not installed, or where no cluster answers.
    """

    has_others = True

    def __init__(self, workshop: Workshop, address: str) -> None:
        self._workshop = pickle.dumps((program(), workshop))
        self._client = _client(address)

    def run(self, tasks: Iterable[Task], beside: Iterable[Task] = ()) -> Iterator[Any]:
        """What comes of each task, in the order of the tasks; tasks ``beside`` are begun first and their answers come last.

        Raises:  WorkerError where workers have died at a task; else what the task raised.
        """
        last = [self._given(task) for task in beside]
        running: deque[tuple[Task, Any]] = deque()
        ahead = _AHEAD * max(1, sum(self._client.nthreads().values()))
        for task in tasks:
            running.append(self._given(task))
            if len(running) >= ahead:
                yield self._answer(*running.popleft())
        for task, future in (*running, *last):
            yield self._answer(task, future)

    def _given(self, task: Task) -> tuple[Task, Any]:
        return task, self._client.submit(_do, self._workshop, task, pure=False)

    def _answer(self, task: Task, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker as error:
            raise WorkerError(
                f"workers of the cluster died, the last at {error.last_worker}",
                task.where,
                "see that they have memory enough; the earlier build stands",
            ) from error
        except OSError as error:
            raise refused(error, task.where) from error

    def close(self) -> None:
        """Leave the cluster; what it was still asked for is not wanted any more."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError(
            "the engine dask is not installed", remedy="run: pip install 'letterbook[dask]', on every machine"
        ) from None
    try:
        client: Any = distributed.Client  # it has no types
        return client(address, set_as_default=False, timeout="10s")
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask cluster answers at {address!r}: {error}", remedy="start one: dask scheduler, and dask worker"
        ) from error


def _do(workshop: bytes, task: Any) -> Any:
    """What comes of a task, in a process of the cluster."""
    return _opened(workshop, threading.get_ident()).do(task)


@lru_cache(maxsize=8)
def _opened(workshop: bytes, thread: int) -> Workshop:
    """The workshop of a build, one a thread, since it writes one page at a time."""
    digest, opened = pickle.loads(workshop)  # noqa: S301 - the parent has written it
    if digest != program():
        raise UsageError(
            "a machine of the cluster has another Letterbook, other libraries or another Python",
            remedy="install the same on all",
        )
    found: Workshop = opened
    return found
