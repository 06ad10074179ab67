"""The process of a worker: it answers question after question from its standard input, until that is closed.

Started as ``python -m letterbook.workers.process STORE MEGABYTES ROWS ANSWER_MEGABYTES [DESCRIPTOR]``; 0 is no limit. With a
descriptor, which is that of a folder, the store is looked for below it.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import IO

from letterbook.errors import LetterbookError
from letterbook.results import Bounds, Written, write_results
from letterbook.store import Store, failure_of, open_store
from letterbook.workers.question import Question, question_from_bytes, receive, send

NO_MEMORY = "memory"
_LOOK_SECONDS = 0.5
_NICENESS = 5  # a query never keeps the server itself from answering
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000  # of <linux/sched.h>


def main(arguments: list[str]) -> None:
    """Answer until nobody asks."""
    store_name, megabytes, rows, answer_megabytes, *descriptor = arguments
    if descriptor:
        os.fchdir(int(descriptor[0]))
    with contextlib.suppress(OSError, AttributeError):  # no such thing on Windows
        os.nice(_NICENESS)
    leave_the_network()  # before there is a second thread: the system allows it to no other process
    end_with(os.getppid())
    limit_memory(int(megabytes) * 1_000_000)
    bounds = Bounds(int(rows) or None, int(answer_megabytes) * 1_000_000 or None)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        store = open_store(Path(store_name))
    except LetterbookError as error:
        _send_error(answers, error)
        return
    send(answers, json.dumps({"ready": True}).encode())
    while (data := receive(questions)) is not None:
        try:
            written = _answer(store, question_from_bytes(data), bounds)
        except LetterbookError as error:
            _send_error(answers, error)
        except MemoryError:
            send(answers, json.dumps({"error": NO_MEMORY}).encode())
        else:
            told = {"kind": written.kind, "form": written.form, "rows": written.rows, "cut": written.cut}
            send(answers, json.dumps(told).encode())
            send(answers, written.data)


def _answer(store: Store, question: Question, bounds: Bounds) -> Written:
    results = store.query(
        question.text,
        base=question.base,
        prefixes=question.prefixes,
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
    )
    try:
        return write_results(
            results, table=question.table, graph=question.graph, prefixes=question.prefixes, bounds=bounds
        )
    except (
        ValueError,
        OSError,
        RuntimeError,
    ) as error:  # met while the results are computed, which is when they are written
        if isinstance(error, LetterbookError):
            raise
        raise failure_of(error) from error


def _send_error(answers: IO[bytes], error: LetterbookError) -> None:
    told = {"error": type(error).__name__, "message": error.message, "where": error.where, "remedy": error.remedy}
    send(answers, json.dumps(told).encode())


def limit_memory(size_bytes: int) -> None:
    """Let the system refuse this process more memory than so much, where the system can do that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        if size_bytes:
            resource.setrlimit(resource.RLIMIT_AS, (size_bytes, size_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with(parent: int) -> None:
    """End this process when the one that started it has ended, even in the middle of a query."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def leave_the_network() -> bool:
    """Put this process where no network is, where the system allows that to everybody; whether it did."""
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None).unshare
        return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)
    return False


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        main(sys.argv[1:])
