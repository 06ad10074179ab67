"""What dies in the middle of a load, the one who sends or the store: the next load goes on, and all is verified."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from store_servers import STORES, StoreServer

from letterbook.credentials import Credentials
from letterbook.loading import Extent, Wish, load

from .conftest import BASE, Made, many

pytestmark = pytest.mark.server

LETTERS = 250
REGISTER = BASE + "loaded"


@pytest.fixture(params=list(STORES))
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreServer]:
    """Each of the stores with a database on disk, of this test only."""
    folder = tmp_path / request.param
    folder.mkdir()
    at = STORES[request.param](folder)
    at.start()
    yield at
    at.kill()


def sending(server: StoreServer, build: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """The command, as a user starts it."""
    command = [sys.executable, "-m", "letterbook", "load", str(build), "--to", server.address]
    command += ["--user", server.user] if server.user else []
    setting = {**environment, "LETTERBOOK_PASSWORD": server.password}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=setting)


def until_some_are_there(server: StoreServer, process: subprocess.Popen[str]) -> None:
    """Wait until the store has entered some of the letters."""
    while server.count(REGISTER) < 100:
        assert process.poll() is None, "it has ended before it was killed"
        time.sleep(0.01)


def goes_on(server: StoreServer, build: Path) -> None:
    """What was entered is not sent again, the rest is, and each graph is what was sent, whoever had sent it."""
    done = load(
        build,
        server.address,
        Credentials(server.user, server.password),
        lambda text: None,
        wish=Wish(verify=Extent.ALL),
    )
    assert 0 < len(done.sent) < LETTERS
    assert done.unchanged > 0
    assert {finding.code for finding in done.findings} <= {"L705"}
    assert (done.compared, done.triples) == (LETTERS, 3 * LETTERS)
    assert server.count() == 3 * LETTERS + 2 * LETTERS


def test_a_load_that_was_killed_goes_on_where_it_was(
    server: StoreServer, made: Made, environment: dict[str, str]
) -> None:
    build = made(many(LETTERS))
    with sending(server, build, environment) as process:
        until_some_are_there(server, process)
        process.kill()
        process.communicate()
    goes_on(server, build)


def test_a_load_goes_on_after_its_store_was_killed_and_started_again(
    server: StoreServer, made: Made, environment: dict[str, str]
) -> None:
    """The one who sends tries for a while, says what to do, and leaves with the exit code for the network."""
    build = made(many(LETTERS))
    with sending(server, build, environment) as process:
        until_some_are_there(server, process)
        server.kill()
        said = process.communicate()[1]
    assert process.returncode == 5, said
    assert "trying again in 1 seconds" in said
    assert "run the command again: what was taken until now is kept and is not sent again" in said
    assert "Traceback" not in said
    server.start()
    goes_on(server, build)
