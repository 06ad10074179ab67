"""The processes of a build: they do what the parent would, end when it ends, and one that dies is told."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from letterbook.publication import build
from letterbook.publication.pool import Pool

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked for below /proc")
WAIT_SECONDS = 60


@pytest.fixture
def book(data: Path, tmp_path: Path) -> Path:
    """A letterbook with work for some seconds, and a build of it."""
    folder = tmp_path / "book"
    shutil.copytree(data, folder)
    (source,) = (folder / "letters").glob("*.txt")
    text = source.read_text(encoding="utf-8")
    build(folder, tmp_path / "out")
    for number in range(40):
        (folder / f"letters/{number}.txt").write_text(text.replace("No. 319", f"No. {400 + number}"), encoding="utf-8")
    return folder


@pytest.fixture
def start(book: Path, environment: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts the command with two workers; gives it when they are there."""
    started: list[subprocess.Popen[str]] = []

    def run() -> subprocess.Popen[str]:
        command = [
            sys.executable,
            "-m",
            "letterbook",
            "build",
            str(book),
            "--out",
            str(book.parent / "out"),
            "-q",
            "-j",
            "2",
        ]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
        started.append(process)
        until(lambda: len(children(process.pid)) == 2 and any((book.parent / ".out.new/.aside").glob("*")))
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def parent_of(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    state, parent = status.rpartition(")")[2].split()[:2]
    return 0 if state == "Z" else int(parent)


def children(pid: int) -> list[int]:
    everyone = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]
    return [each for each in everyone if parent_of(each) == pid]


def content(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_a_worker_that_dies_is_told_with_its_source_and_the_earlier_build_stands(
    start: Callable[[], subprocess.Popen[str]], book: Path
) -> None:
    before = content(book.parent / "out")
    process = start()
    os.kill(children(process.pid)[0], signal.SIGKILL)
    told = process.communicate(timeout=WAIT_SECONDS)[1]
    assert process.returncode == 4
    assert "ended by signal 9" in told
    assert "letters/" in told
    assert content(book.parent / "out") == before
    assert not (book.parent / ".out.new").exists()


@pytest.mark.parametrize(("key", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_when_the_parent_ends_no_worker_is_left_and_the_earlier_build_stands(
    start: Callable[[], subprocess.Popen[str]], book: Path, key: signal.Signals, code: int
) -> None:
    """Fault cases K1 and K11: interrupted, terminated, killed."""
    before = content(book.parent / "out")
    process = start()
    workers = children(process.pid)
    if key is signal.SIGINT:
        os.killpg(process.pid, key)  # as a terminal does: to the parent and its workers
    else:
        process.send_signal(key)
    told = process.communicate(timeout=WAIT_SECONDS)[1]
    assert process.returncode == code
    assert "Traceback" not in told
    until(lambda: not any(parent_of(worker) for worker in workers))
    assert content(book.parent / "out") == before
    assert build(book, book.parent / "out").letters == 82  # the next run needs no cleaning


class _Late:
    def do(self, task: object) -> object:
        return task


def test_one_worker_is_the_parent_itself() -> None:
    with Pool(_Late(), 1) as pool:
        assert not pool.has_others
        assert list(pool.run(["a", "b"], ["c"])) == ["a", "b", "c"]  # type: ignore[list-item]
