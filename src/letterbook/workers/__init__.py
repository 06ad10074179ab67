"""Queries in processes of their own, which can be ended at any moment.

A query can be made so that it never ends or takes all memory, and Oxigraph cannot be told to stop. So no query runs in a
process that anyone needs: it runs in a worker, which has the store open for reading, a limit of memory, no network and no
other task, and is killed when its time is over.
"""

from letterbook.workers.question import DEFAULT_LIMITS, Answer, Limits, Question
from letterbook.workers.worker import Worker

__all__ = ["DEFAULT_LIMITS", "Answer", "Limits", "Question", "Worker"]
