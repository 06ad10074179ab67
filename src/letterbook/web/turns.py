"""Whose question is answered next: few workers, many clients, and nobody who asks little waits for those who ask much.

A query may use its whole time while no one waits. As soon as someone waits for whom no worker is free, the query of the client
who has used most lately is ended, if it has had its ``sure_seconds`` and the one who waits has used less. Those who have used
least come first, and nobody has two turns at once. The last worker that is free is kept for those who have used little, so that
they need not even wait until another is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from letterbook.errors import LimitError, StoreError
from letterbook.output import STORE
from letterbook.web.folder import Snapshot
from letterbook.workers import DEFAULT_LIMITS, Answer, Limits, Question, Worker


@dataclass(frozen=True, slots=True)
class Turns:
    """How the time of the workers is shared.

    Units:   ``workers`` processes; ``waiting`` questions at most that wait, ``waiting_each`` of one client;
             ``sure_seconds`` that a query has even while others wait; ``client_seconds`` that a client may use in a minute;
             ``little_seconds`` that a client may have used lately to be given the last worker that is free.
    """

    query: Limits = DEFAULT_LIMITS
    workers: int = 3
    waiting: int = 64
    waiting_each: int = 8
    sure_seconds: float = 0.5
    client_seconds: float = 20.0
    little_seconds: float = 0.1

    def __str__(self) -> str:
        return (
            f"{self.query}; {self.workers} queries at once, {self.client_seconds:g} s of them a minute for each client, "
            f"{self.sure_seconds:g} s for a query while others wait"
        )


def turns_of(manifest: Mapping[str, object]) -> Turns:
    """The limits of a build: those of its letterbook.toml (seconds, megabytes, rows, at_once, client_seconds), else ours."""
    usual, found = Turns(), manifest.get("queries")
    stated: dict[str, int] = found if isinstance(found, dict) else {}
    query = Limits(
        seconds=stated.get("seconds", usual.query.seconds),
        megabytes=stated.get("megabytes", usual.query.megabytes),
        rows=stated.get("rows", usual.query.rows),
    )
    return replace(
        usual,
        query=query,
        workers=stated.get("at_once", usual.workers),
        client_seconds=stated.get("client_seconds", usual.client_seconds),
    )


_LATER_SECONDS = 5
_SPARE_WORKERS = (
    2  # ready to take the place of those that are ended: to start takes a third of a second, more under load
)


class BusyError(LimitError):
    """Not now: ``status`` is 429 where the client asks too much, 503 where all do; ``retry_seconds`` when to ask again."""

    def __init__(self, message: str, status: int, retry_seconds: int) -> None:
        super().__init__(message, remedy=f"ask again in {retry_seconds} s")
        self.status = status
        self.retry_seconds = retry_seconds


@dataclass(eq=False)
class _Seat:
    """A worker with the build it answers from."""

    worker: Worker
    build: Snapshot


@dataclass(eq=False)
class _Turn:
    """Somebody who waits."""

    client: str
    seat: asyncio.Future[_Seat]


@dataclass(eq=False)
class _Running:
    """A query that is being answered."""

    client: str
    seat: _Seat
    since: float
    gave_way: bool = False


class Accounts:
    """How many seconds each client has used lately; what was used fades evenly, ``client_seconds`` a minute."""

    def __init__(self, client_seconds: float) -> None:
        self._a_second = client_seconds / 60
        self._most = client_seconds
        self._used: dict[str, tuple[float, float]] = {}

    def __len__(self) -> int:
        """How many clients are remembered."""
        return len(self._used)

    def used(self, client: str, now: float) -> float:
        """What a client has used and what has not faded yet, in seconds."""
        used, since = self._used.get(client, (0.0, now))
        return max(0.0, used - (now - since) * self._a_second)

    def add(self, client: str, seconds: float, now: float) -> None:
        """Note what a client has used; those whose use has faded are forgotten."""
        self._used[client] = (self.used(client, now) + seconds, now)
        if len(self._used) > 10_000:
            self._used = {each: self._used[each] for each in self._used if self.used(each, now) > 0}

    def seconds_to_wait(self, client: str, now: float) -> int:
        """After how many seconds a client may ask again; 0 for now."""
        over = self.used(client, now) - self._most
        return 0 if over < 0 else max(1, int(over / self._a_second) + 1)


class Pool:
    """The workers of a server, and who waits for them; all calls come from one event loop."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.accounts = Accounts(turns.client_seconds)
        self._threads = ThreadPoolExecutor(turns.workers + _SPARE_WORKERS, "query")
        self._seats: set[_Seat] = set()
        self._free: list[_Seat] = []
        self._busy: set[str] = set()  # the clients that have a turn
        self._running: list[_Running] = []
        self._waiting: list[_Turn] = []
        self._build: Snapshot | None = None
        self._looking: asyncio.TimerHandle | None = None
        self._reviving: set[asyncio.Task[None]] = set()  # the loop itself holds tasks only weakly

    async def ask(self, question: Question, client: str, build: Snapshot) -> Answer:
        """The answer to a question from a build; when the task is cancelled, the query ends.

        Raises:  BusyError when there is no turn; else as ``Worker.ask``.
        """
        self._follow(build)
        running = _Running(client, await self._turn(client), time.monotonic())
        self._running.append(running)
        self._make_room()
        try:
            return await self._answer(running, question)
        finally:
            now = time.monotonic()
            self.accounts.add(client, now - running.since, now)
            self._running.remove(running)
            self._busy.discard(client)
            self._give_back(running.seat)

    def close(self) -> None:
        """End all workers."""
        for seat in self._seats:
            seat.worker.stop()
        self._threads.shutdown(cancel_futures=True)
        for seat in self._seats:
            seat.worker.close()

    async def _answer(self, running: _Running, question: Question) -> Answer:
        worker = running.seat.worker
        work = asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, question)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            worker.stop()
            running.gave_way = True
            self._assign()
            await asyncio.wait([work])
            work.exception()  # is known: it was cancelled
            raise
        except LimitError:
            if not running.gave_way:
                raise
            message = f"the query was ended after {time.monotonic() - running.since:.1f} s, for others are waiting"
            raise BusyError(message, 503, _LATER_SECONDS) from None

    def _follow(self, build: Snapshot) -> None:
        """Take new workers when the build has been replaced; those that still answer from the old one are given up after that."""
        if build is self._build:
            return
        for seat in self._free:
            self._drop(seat)
        count = self.turns.workers + _SPARE_WORKERS if self._build is None else len(self._free)
        self._build = build
        self._free = []
        for _ in range(count):
            self._give_back(self._seat(build))

    def _seat(self, build: Snapshot) -> _Seat:
        if build.descriptor >= 0:
            seat = _Seat(Worker(Path(STORE), self.turns.query, below=build.descriptor), build)
        else:
            seat = _Seat(Worker(build.folder / STORE, self.turns.query), build)
        self._seats.add(seat)
        return seat

    def _drop(self, seat: _Seat) -> None:
        self._seats.discard(seat)
        seat.worker.close()

    async def _turn(self, client: str) -> _Seat:
        """A worker for this client, when it is its turn."""
        if seconds := self.accounts.seconds_to_wait(client, time.monotonic()):
            used = f"{self.turns.client_seconds:g} s of queries that one client has in a minute"
            raise BusyError(f"you have used the {used}", 429, seconds)
        if self._free and self._may_sit(client):
            self._busy.add(client)
            return self._free.pop()
        if sum(turn.client == client for turn in self._waiting) >= self.turns.waiting_each:
            raise BusyError(f"{self.turns.waiting_each} questions of yours are waiting already", 429, _LATER_SECONDS)
        if len(self._waiting) >= self.turns.waiting:
            raise BusyError(f"{self.turns.waiting} questions are waiting already", 503, _LATER_SECONDS)
        turn = _Turn(client, asyncio.get_running_loop().create_future())
        self._waiting.append(turn)
        self._make_room()
        try:
            return await turn.seat
        except asyncio.CancelledError:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif not turn.seat.cancelled():  # it was given one just now
                self._busy.discard(client)
                self._give_back(turn.seat.result())
            raise

    def _may_sit(self, client: str) -> bool:
        """Whether a client may have a worker now, if one is ready: the last is kept for those who have used little."""
        leaving = sum(each.gave_way for each in self._running)  # their processes are ending, which takes a moment
        room = self.turns.workers - len(self._busy) + leaving
        if room <= 0 or client in self._busy:
            return False
        kept = room == 1 and self.turns.workers > 1
        return not kept or self.accounts.used(client, time.monotonic()) <= self.turns.little_seconds

    def _next(self) -> _Turn | None:
        """Of those who wait and have no turn now, the one who has used least lately."""
        now = time.monotonic()
        waiting = [turn for turn in self._waiting if turn.client not in self._busy and not turn.seat.done()]
        return min(waiting, key=lambda turn: self.accounts.used(turn.client, now), default=None)

    def _give_back(self, seat: _Seat) -> None:
        """Let the next one have the seat, when its worker can answer at once."""
        if seat.build is not self._build and self._build is not None:
            self._drop(seat)
            seat = self._seat(self._build)
        if not seat.worker.is_ready:
            self._reviving.add(task := asyncio.create_task(self._revive(seat)))
            task.add_done_callback(self._reviving.discard)
            self._assign()
            return
        self._offer(seat)

    def _offer(self, seat: _Seat) -> None:
        self._free.append(seat)
        self._assign()

    def _assign(self) -> None:
        while self._free and (turn := self._next()) and self._may_sit(turn.client):
            self._waiting.remove(turn)
            self._busy.add(turn.client)
            turn.seat.set_result(self._free.pop())

    async def _revive(self, seat: _Seat) -> None:
        """Start the worker; one that cannot start tells why to whoever asks it."""
        with contextlib.suppress(StoreError):
            await asyncio.get_running_loop().run_in_executor(self._threads, seat.worker.start)
        if seat.worker.is_ready:
            self._give_back(seat)
        else:
            self._offer(seat)

    def _make_room(self) -> None:
        """Have somebody give way to the next one who waits, when the time that is sure to him is over."""
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        turn = self._next()
        if turn is None or self._may_sit(turn.client):
            return
        now = time.monotonic()
        staying = [each for each in self._running if not each.gave_way]
        uses = {each: self.accounts.used(each.client, now) + now - each.since for each in staying}
        heaviest = max(uses, key=uses.__getitem__, default=None)
        if heaviest is None or uses[heaviest] <= self.accounts.used(turn.client, now):
            left = self.turns.sure_seconds
        else:
            left = heaviest.since + self.turns.sure_seconds - now
        if heaviest is not None and left <= 0:
            heaviest.gave_way = True
            heaviest.seat.worker.stop()
            self._assign()
        else:
            self._looking = asyncio.get_running_loop().call_later(max(left, 0) + 0.001, self._make_room)
