"""What goes to a worker and what comes back, and how both cross the pipe: a length, then JSON or bytes.

Form:    a frame is its length in four bytes, the greatest first, and as many bytes. A question is one frame of JSON; an
         answer one frame of JSON, and one of bytes where it is an answer at all.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import IO, Any

LONGEST_FRAME_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, and how much of its results is given; None for no limit.

    Units:   ``seconds`` of the clock on the wall; ``megabytes`` of address space of the process; ``rows`` solutions or statements;
             ``answer_megabytes`` of results as TSV or N-Triples.
    """

    seconds: float = 5.0
    megabytes: int = 1_024
    rows: int | None = 10_000
    answer_megabytes: int | None = 10

    def __str__(self) -> str:
        rows = "any number of" if self.rows is None else f"{self.rows:,}"
        size = "" if self.answer_megabytes is None else f" and {self.answer_megabytes} MB"
        return f"{self.seconds:g} s and {self.megabytes:,} MB of memory a query, {rows} rows{size} an answer"


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Question:
    """A query, with what it is read by and the formats that are wanted.

    Form:    ``table`` is the format of solutions and of yes or no, ``graph`` that of a graph, by their names in ``results.py``;
             ``default_graphs`` and ``named_graphs`` are the IRIs of the dataset, None where the query itself, or the build,
             says what it is.
    """

    text: str
    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    table: str = "json"
    graph: str = "ttl"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Results as they are sent: ``kind``, ``form``, ``rows`` and ``cut`` as in ``results.Written``."""

    kind: str
    form: str
    data: bytes
    rows: int
    cut: bool


def send(pipe: IO[bytes], data: bytes) -> None:
    """Write one frame."""
    pipe.write(len(data).to_bytes(4, "big") + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Read one frame; None where the other side is gone, also in the middle of it."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    data = pipe.read(size)
    return data if len(data) == size else None


def question_to_bytes(question: Question) -> bytes:
    """A question as JSON."""
    return json.dumps(asdict(question)).encode()


def question_from_bytes(data: bytes) -> Question:
    """The question that ``question_to_bytes`` wrote."""
    told: dict[str, Any] = json.loads(data)
    for name in ("default_graphs", "named_graphs"):
        told[name] = None if told[name] is None else tuple(told[name])
    return Question(**told)
