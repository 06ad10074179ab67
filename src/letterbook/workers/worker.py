"""A worker as the one who asks it sees it: a question in, an answer or an error out, within its limits."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

from letterbook import errors
from letterbook.errors import LimitError, StoreError
from letterbook.workers import process as _process
from letterbook.workers.question import DEFAULT_LIMITS, Answer, Limits, Question, question_to_bytes, receive, send

_TIME_REMEDY = "ask for less, add a LIMIT, or load the data into a store of your own"


class Worker:
    """One process over one store; it is started when it is first needed, and again after it has been ended.

    One question at a time; ``stop`` may be called from anywhere at any moment.
    """

    def __init__(self, store: Path, limits: Limits = DEFAULT_LIMITS, *, below: int | None = None) -> None:
        # ``below`` is the descriptor of a folder, in which ``store`` is then a relative path: it keeps its content when another
        # folder takes its name.
        self._store = store
        self._limits = limits
        self._below = below
        self._process: subprocess.Popen[bytes] | None = None
        self._ended_by = ""
        self._killed: subprocess.Popen[bytes] | None = None  # dead, or as good as dead

    def ask(self, question: Question) -> Answer:
        """The answer to a question.

        Raises:  QueryError for what is not SPARQL or is not allowed, UsageError and SerializationError for a format that does not
                 fit, LimitError when the time or the memory is not enough, StoreError when the store cannot be read.
        """
        running = self._running()
        assert running.stdin is not None  # noqa: S101 (for the type checker)
        assert running.stdout is not None  # noqa: S101
        timer = threading.Timer(self._limits.seconds, self._end, ("time",))
        timer.daemon = True
        timer.start()
        try:
            send(running.stdin, question_to_bytes(question))
            head = receive(running.stdout)
            told: dict[str, Any] | None = json.loads(head) if head is not None else None
            data = receive(running.stdout) if told is not None and "error" not in told else b""
        except BrokenPipeError:
            told = data = None
        except BaseException:
            self.stop()  # the one who asked has given up: what the worker is at must not meet the next question
            raise
        finally:
            timer.cancel()
        if told is None or data is None:
            raise self._cause()
        if "error" in told:
            raise self._told(told)
        return Answer(told["kind"], told["form"], data, told["rows"], told["cut"])

    def start(self) -> None:
        """Start the process now and wait until it can answer, so that no question need.

        Raises:  StoreError where the store cannot be read; LimitError when it has been stopped meanwhile.
        """
        self._running()

    def stop(self) -> None:
        """End the process at once, whatever it is doing."""
        self._end("order")

    @property
    def is_ready(self) -> bool:
        """Whether a question would be answered without a process being started first."""
        return self._process is not None and self._process is not self._killed and self._process.poll() is None

    @property
    def process_id(self) -> int | None:
        """The process, None where none is running."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or not self.is_ready:
            self._close()
            self._ended_by = ""
            limits = self._limits
            command = [sys.executable, "-m", _process.__name__, str(self._store), str(limits.megabytes)]
            command += [str(limits.rows or 0), str(limits.answer_megabytes or 0)]
            inherited: tuple[int, ...] = ()
            if self._below is not None:
                command.append(str(self._below))
                inherited = (self._below,)
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=inherited,
                start_new_session=True,  # Ctrl-C is for the one who asks
                env={**os.environ, "MALLOC_ARENA_MAX": "2"},  # or the C library reserves the limit away, 64 MB a thread
            )
            self._wait_until_ready(self._process)
        return self._process

    def _wait_until_ready(self, started: subprocess.Popen[bytes]) -> None:
        assert started.stdout is not None  # noqa: S101 (for the type checker)
        head = receive(started.stdout)
        if head is None:
            cause = self._cause()
            if self._ended_by:
                raise cause
            remedy = "build again, or allow a query more memory"
            raise StoreError(f"the process that opens the store {str(self._store)!r} ended at once", remedy=remedy)
        told = json.loads(head)
        if "error" in told:
            self._close()
            raise self._told(told)

    def _end(self, why: str) -> None:
        if self._process is not None and self._process.poll() is None:
            self._ended_by = self._ended_by or why
            self._killed = self._process
            self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.stop()
        self._close()

    def _close(self) -> None:
        if self._process is not None:
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            self._process = None

    def _cause(self) -> errors.LetterbookError:
        """Why there is no answer."""
        self._close()
        if self._ended_by == "time":
            return LimitError(f"the query took more than {self._limits.seconds:g} s and was ended", remedy=_TIME_REMEDY)
        if self._ended_by == "order":
            return LimitError("the query was cancelled")
        return _out_of_memory(self._limits)

    def _told(self, told: dict[str, str]) -> errors.LetterbookError:
        if told["error"] == _process.NO_MEMORY:
            return _out_of_memory(self._limits)
        kind: type[errors.LetterbookError] = getattr(errors, told["error"], StoreError)
        return kind(told["message"], told["where"], told["remedy"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _out_of_memory(limits: Limits) -> LimitError:
    return LimitError(
        f"the query needed more than {limits.megabytes:,} MB of memory and was ended", remedy=_TIME_REMEDY
    )
