"""A query runs in a process that can be ended: within its limits it answers, beyond them it ends and the next one answers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from letterbook.errors import LimitError, QueryError, SerializationError, StoreError, UsageError
from letterbook.output import STORE
from letterbook.vocabulary import prefixes_under
from letterbook.workers import Limits, Question, Worker

BASE = "https://letterbook.example/"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


def question(text: str, table: str = "json", graph: str = "nt", **more: tuple[str, ...]) -> Question:
    return Question(text, BASE, prefixes_under(BASE), table, graph, **more)


def count_of(worker: Worker) -> int:
    answer = worker.ask(question("SELECT (COUNT(*) AS ?n) { ?l a schema:Message }"))
    return int(json.loads(answer.data)["results"]["bindings"][0]["n"]["value"])


@pytest.fixture(scope="module")
def worker(built: Path) -> Iterator[Worker]:
    with Worker(built / STORE) as made:
        yield made


def test_a_worker_answers_each_kind_of_question_in_the_format_for_it(worker: Worker) -> None:
    assert count_of(worker) == 2
    asked = worker.ask(question("ASK { ?l a schema:Message }", table="xml"))
    assert (asked.kind, asked.form, asked.cut) == ("boolean", "xml", False)
    graph = worker.ask(question("CONSTRUCT WHERE { ?l a schema:Message }"))
    assert (graph.kind, graph.form, graph.rows) == ("graph", "nt", 2)


def test_faults_of_a_query_come_back_as_what_they_are_and_the_worker_lives(worker: Worker) -> None:
    before = worker.process_id
    for text, fault in (("SELECT", QueryError), ("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", QueryError)):
        with pytest.raises(fault):
            worker.ask(question(text))
    with pytest.raises(UsageError, match="'ttl'"):
        worker.ask(question("ASK {}", table="ttl"))
    with pytest.raises(SerializationError, match="XML cannot hold"):
        worker.ask(question('SELECT ("\\u0001" AS ?x) {}', table="xml"))
    assert count_of(worker) == 2
    assert worker.process_id == before


def test_a_query_is_ended_when_its_time_is_over_and_the_next_one_is_answered(built: Path) -> None:
    """Fault case Q4."""
    with Worker(built / STORE, Limits(seconds=1)) as worker:
        with pytest.raises(LimitError, match="more than 1 s"):
            worker.ask(question(ENDLESS))
        assert count_of(worker) == 2


def test_a_query_that_takes_all_memory_ends_alone(built: Path) -> None:
    """Fault case Q4."""
    with Worker(built / STORE, Limits(seconds=60, megabytes=600)) as worker:
        with pytest.raises(LimitError, match="600 MB of memory"):
            worker.ask(question(GREEDY))
        assert count_of(worker) == 2


def test_a_query_can_be_cancelled_from_outside(built: Path) -> None:
    with Worker(built / STORE, Limits(seconds=60)) as worker:
        worker.start()
        threading.Timer(0.5, worker.stop).start()
        with pytest.raises(LimitError, match="cancelled"):
            worker.ask(question(ENDLESS))
        assert count_of(worker) == 2


def test_a_process_that_somebody_kills_is_replaced(built: Path) -> None:
    with Worker(built / STORE) as worker:
        assert count_of(worker) == 2
        assert worker.process_id is not None
        os.kill(worker.process_id, signal.SIGKILL)
        while worker.process_id is not None:
            time.sleep(0.01)
        assert count_of(worker) == 2


def test_more_rows_than_may_be_are_cut_and_that_is_told(built: Path) -> None:
    with Worker(built / STORE, Limits(rows=3)) as worker:
        answer = worker.ask(question("SELECT * { ?s ?p ?o }", table="csv"))
        assert (answer.rows, answer.cut) == (3, True)


def test_a_dataset_can_be_named_and_unknown_graphs_are_refused(worker: Worker) -> None:
    page = f"{BASE}letter/dvp-4-319"
    counted = "SELECT (COUNT(*) AS ?n) { ?l a schema:Message }"
    rows = json.loads(worker.ask(question(counted, default_graphs=(page,))).data)["results"]["bindings"]
    assert rows[0]["n"]["value"] == "1"
    for unknown in (
        question("SELECT * FROM <http://e/none> { ?s ?p ?o }"),
        question("SELECT * FROM #comment\n NAMED <file:///etc/passwd> { ?s ?p ?o }"),
    ):
        with pytest.raises(QueryError, match="no graph"):
            worker.ask(unknown)
    empty = worker.ask(question(counted, default_graphs=("file:///etc/passwd",)))
    assert json.loads(empty.data)["results"]["bindings"][0]["n"]["value"] == "0"
    assert worker.ask(question(f"SELECT * FROM <{page}> {{ ?s ?p ?o }}")).rows > 100
    assert worker.ask(question("SELECT * FROM <letter/dvp-4-319> { ?s ?p ?o }")).rows > 100
    assert worker.ask(question("ASK { FILTER('FROM <http://e/none>' != '') }")).kind == "boolean"


def test_a_worker_over_no_store_says_so(tmp_path: Path) -> None:
    with Worker(tmp_path / "nothing") as worker, pytest.raises(StoreError, match="holds no store"):
        worker.ask(question("ASK {}"))


def test_a_store_below_a_folder_that_is_held_open_stays_the_one_it_was(built: Path, tmp_path: Path) -> None:
    (tmp_path / "now").symlink_to(built)
    held = os.open(tmp_path / "now", os.O_RDONLY | os.O_DIRECTORY)
    (tmp_path / "now").unlink()
    with Worker(Path(STORE), below=held) as worker:
        assert count_of(worker) == 2
    os.close(held)


@pytest.mark.server
def test_a_worker_has_no_network(tmp_path: Path) -> None:
    """Where the system allows that to everybody, as most Linux systems do. Fault case Q1."""
    probe = """
import socket, sys
from letterbook.workers.process import leave_the_network
port = int(sys.argv[1])
left = leave_the_network()
try:
    socket.create_connection(("127.0.0.1", port), 2)
    print(left, "reached")
except OSError:
    print(left, "not reached")
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", probe, str(server.getsockname()[1])]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split(maxsplit=1)
    if said[0] == "False":
        pytest.skip("this system does not let a process leave the network")
    assert said[1] == "not reached\n"


def test_a_worker_does_not_outlive_the_one_that_started_it(built: Path) -> None:
    started = f"""
import os, sys, threading, time
from pathlib import Path
from letterbook.workers import Limits, Question, Worker
worker = Worker(Path({str(built / STORE)!r}), Limits(seconds=600))
worker.start()
print(worker.process_id, flush=True)
threading.Thread(target=worker.ask, args=(Question({ENDLESS!r}),), daemon=True).start()
time.sleep(1)
os.kill(os.getpid(), 9)
"""
    run = subprocess.run([sys.executable, "-c", started], capture_output=True, text=True, check=False)
    process_id = int(run.stdout)
    for _ in range(200):
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the worker still runs")
