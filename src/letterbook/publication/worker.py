"""The process of a worker of a build: it does task after task from its standard input, until that is closed.

Started as ``python -m letterbook.publication.worker PARENT``. The first thing it is sent is the workshop that does the tasks.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import traceback
from pathlib import Path

from letterbook.errors import LetterbookError
from letterbook.output import refused
from letterbook.publication.pool import Failure
from letterbook.workers.process import end_with
from letterbook.workers.question import receive, send


def main(parent: int) -> None:
    """Work until nobody asks."""
    end_with(parent)
    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes with the talk, and not between the answers
    first = receive(tasks)
    if first is None:
        return
    workshop = pickle.loads(first)  # noqa: S301 - the parent has written it
    while (data := receive(tasks)) is not None:
        try:
            answer = workshop.do(pickle.loads(data))  # noqa: S301
        except LetterbookError as error:
            answer = Failure(error, "")
        except OSError as error:
            answer = Failure(refused(error, Path(str(error.filename or "."))), "")
        except (
            Exception
        ):  # a fault of the program: the parent tells it with the source, where a dead worker could say nothing
            answer = Failure(None, traceback.format_exc())
        send(answers, pickle.dumps(answer))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        main(int(sys.argv[1]))
