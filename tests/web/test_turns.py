"""Turns at the workers: those who ask much give way, those who ask too much wait, and all of it is said."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from letterbook.errors import LimitError
from letterbook.vocabulary import prefixes_under
from letterbook.web.folder import BuildFolder
from letterbook.web.turns import Accounts, BusyError, Pool, Turns, turns_of
from letterbook.workers import Limits, Question

BASE = "https://letterbook.example/"
SMALL = Question("SELECT ?l { ?l a schema:Message }", BASE, prefixes_under(BASE), table="csv")
ENDLESS = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", BASE)
Story = Callable[[Pool], Coroutine[Any, Any, None]]


def play(built: Path, turns: Turns, story: Story) -> None:
    async def whole() -> None:
        pool = Pool(turns)
        try:
            await story(pool)
        finally:
            pool.close()

    asyncio.run(whole())


def test_who_has_asked_much_gives_way_to_who_has_not(built: Path) -> None:
    build = BuildFolder(built).snapshot()

    async def story(pool: Pool) -> None:
        greedy = asyncio.create_task(pool.ask(ENDLESS, "greedy", build))
        await asyncio.sleep(1.5)
        assert (await pool.ask(SMALL, "modest", build)).rows == 2
        with pytest.raises(BusyError, match="others are waiting") as refusal:
            await greedy
        assert refusal.value.status == 503

    play(built, Turns(query=Limits(seconds=60), workers=1), story)


def test_the_last_worker_is_kept_for_who_has_asked_little(built: Path) -> None:
    build = BuildFolder(built).snapshot()

    async def story(pool: Pool) -> None:
        assert (await pool.ask(SMALL, "early", build)).rows == 2  # the workers are there
        for client in ("a", "b", "c"):
            pool.accounts.add(client, 5.0, time.monotonic())
        greedy = [asyncio.create_task(pool.ask(ENDLESS, client, build)) for client in ("a", "b", "c")]
        await asyncio.sleep(1.5)
        for _ in range(5):
            assert (await pool.ask(SMALL, "modest", build)).rows == 2
        assert not any(task.done() for task in greedy)  # nobody had to give way
        for task in greedy:
            task.cancel()
        await asyncio.gather(*greedy, return_exceptions=True)

    play(built, Turns(query=Limits(seconds=60), workers=3, sure_seconds=30), story)


def test_a_long_query_goes_on_as_long_as_nobody_waits(built: Path) -> None:
    build = BuildFolder(built).snapshot()

    async def story(pool: Pool) -> None:
        with pytest.raises(LimitError, match="more than 3 s"):
            await pool.ask(ENDLESS, "greedy", build)

    play(built, Turns(query=Limits(seconds=3), workers=1, sure_seconds=0.1), story)


def test_one_client_has_one_turn_at_a_time_and_no_endless_queue(built: Path) -> None:
    build = BuildFolder(built).snapshot()

    async def story(pool: Pool) -> None:
        assert (await pool.ask(SMALL, "early", build)).rows == 2  # the workers are there
        first = asyncio.create_task(pool.ask(ENDLESS, "greedy", build))
        await asyncio.sleep(0.5)
        others = [asyncio.create_task(pool.ask(SMALL, "greedy", build)) for _ in range(3)]
        await asyncio.sleep(0.5)
        assert not any(task.done() for task in others[:2])
        with pytest.raises(BusyError, match="2 questions of yours") as refusal:
            await others[2]
        assert refusal.value.status == 429
        first.cancel()
        assert [answer.rows for answer in await asyncio.gather(*others[:2])] == [2, 2]

    play(built, Turns(query=Limits(seconds=60), workers=2, waiting_each=2), story)


def test_the_queue_of_all_has_an_end(built: Path) -> None:
    build = BuildFolder(built).snapshot()

    async def story(pool: Pool) -> None:
        assert (await pool.ask(SMALL, "early", build)).rows == 2
        tasks = [asyncio.create_task(pool.ask(ENDLESS, f"client {n}", build)) for n in range(4)]
        await asyncio.sleep(0.2)
        with pytest.raises(BusyError, match="3 questions are waiting") as refusal:
            await pool.ask(SMALL, "late", build)
        assert refusal.value.status == 503
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (await pool.ask(SMALL, "late", build)).rows == 2

    play(built, Turns(query=Limits(seconds=60), workers=1, waiting=3, sure_seconds=30), story)


def test_a_client_that_goes_away_takes_its_query_and_its_place_with_it(built: Path) -> None:
    """Fault case Q5."""
    build = BuildFolder(built).snapshot()

    async def story(pool: Pool) -> None:
        for client in ("a", "b", "a"):
            task = asyncio.create_task(pool.ask(ENDLESS, client, build))
            await asyncio.sleep(0.3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert (await pool.ask(SMALL, "a", build)).rows == 2

    play(built, Turns(query=Limits(seconds=60), workers=1, sure_seconds=30), story)


def test_what_a_client_has_used_fades_and_then_it_may_ask_again() -> None:
    accounts = Accounts(client_seconds=6)
    accounts.add("a", 7.0, now=100.0)
    assert accounts.seconds_to_wait("a", 100.0) >= 10
    assert accounts.seconds_to_wait("b", 100.0) == 0
    assert accounts.seconds_to_wait("a", 115.0) == 0
    assert accounts.used("a", 170.0) == 0
    for number in range(20_000):
        accounts.add(f"client {number}", 0.001, now=200.0 + number)
    assert len(accounts) <= 10_001


def test_a_client_that_has_used_its_minute_is_told_when_to_ask_again(built: Path) -> None:
    build = BuildFolder(built).snapshot()

    async def story(pool: Pool) -> None:
        with pytest.raises(LimitError):
            await pool.ask(ENDLESS, "greedy", build)
        with pytest.raises(BusyError, match="1 s of queries") as refusal:
            await pool.ask(SMALL, "greedy", build)
        assert refusal.value.status == 429
        assert 1 <= refusal.value.retry_seconds <= 120
        assert (await pool.ask(SMALL, "modest", build)).rows == 2

    play(built, Turns(query=Limits(seconds=2), client_seconds=1), story)


@pytest.mark.server
def test_an_honest_client_is_answered_while_others_attack(built: Path, root: Path) -> None:
    """What it has to wait is measured by the benchmark, not here. Fault cases Q4, Q13."""
    command = [sys.executable, str(root / "tests/benchmarks/attack.py"), str(built)]
    run = subprocess.run(
        [*command, "--seconds", "12", "--attackers", "6", "--slow", "100"], capture_output=True, text=True, check=False
    )
    assert not run.stderr, run.stderr
    told = json.loads(run.stdout)
    assert told["hostile queries"] >= 60
    assert told["alive"]
    assert told["connections made for an attacker"] == 0
    assert set(told["honest answers"]) == {"200"}
    assert set(told["hostile answers"]) <= {"0", "200", "400", "413", "429", "503"}
    assert 0 < told["most memory in MB"] < 4 * 1_024 + 200


def test_limits_that_are_not_stated_stay_as_they_are() -> None:
    made = turns_of({"queries": {"seconds": 20, "at_once": 5}})
    assert (made.query.seconds, made.workers) == (20, 5)
    assert (made.query.megabytes, made.client_seconds) == (Turns().query.megabytes, Turns().client_seconds)
