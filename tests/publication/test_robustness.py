"""A build that is killed, or for which the disk is too small, at any moment: the last good build stands, and the next one succeeds."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from letterbook.output import MANIFEST, read_checksums, read_manifest, recover
from letterbook.publication import build
from letterbook.publication.verification import verify_files

POINTS = 20
SEED = "letters/000_fe7cd0140cad9c37.txt"


@pytest.fixture
def book(data: Path, tmp_path: Path) -> Path:
    """The ready letterbook."""
    folder = tmp_path / "book"
    shutil.copytree(data, folder)
    return folder


def edit(book: Path, number: int) -> None:
    """Make the letter another one, so that a build has something to do."""
    path = book / SEED
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text.rpartition('And so it is ')[0] or text}And so it is {number}.\n", encoding="utf-8")


def command(book: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "letterbook", "build", str(book), "--out", str(out), "-q", "--frozen", *options]


def is_whole(out: Path) -> str:
    """The digest of the letter in a build that is what its manifest says, to the byte."""
    recover(out)
    files = dict(read_checksums(out, read_manifest(out)).entries())
    verify_files(out, files)
    found: str = files["site/letter/dvp-4-319.txt"]
    return found


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_a_build_that_is_killed_at_any_moment_leaves_the_last_good_one(
    book: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Fault cases K1, K5 and K11: the parent or a worker is killed at twenty moments by chance, from the start to beyond the end."""
    out, chance = tmp_path / "out", random.Random(20)
    begin = time.monotonic()
    subprocess.run(command(book, out, "-j", "2"), env=environment, check=True)
    seconds = time.monotonic() - begin
    whole, interrupted = is_whole(out), 0
    for number in range(POINTS):
        edit(book, number)
        with subprocess.Popen(
            command(book, out, "-j", "2" if number % 4 == 3 else "1", *(["--fresh"] if number % 2 else [])),
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            time.sleep(chance.uniform(0.1, 1.1) * seconds)
            victim = process.pid
            if number % 4 == 3 and (workers := _children(process.pid)):
                victim = chance.choice(workers)
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
            told = process.communicate(timeout=300)[1]
        assert "Traceback" not in told
        found = is_whole(out)
        if process.returncode == 0:
            whole = found
        elif found != whole:
            whole = found  # killed when the new build stood already
        else:
            interrupted += 1
    assert interrupted
    edit(book, POINTS)
    assert build(book, out, frozen=True).letters == 2  # the next run needs no cleaning
    build(book, tmp_path / "fresh", frozen=True, fresh=True)
    assert (out / MANIFEST).read_bytes() == (tmp_path / "fresh" / MANIFEST).read_bytes()
    assert is_whole(out) == is_whole(tmp_path / "fresh")


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, which can be made smaller and larger."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200m", "letterbook-test", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("mount") is None, reason="needs tmpfs")
def test_a_disk_that_is_full_at_any_moment_leaves_the_last_good_build(
    book: Path, small_disk: Path, environment: dict[str, str]
) -> None:
    """Fault case K2: twenty sizes of the disk by chance, from just more than the earlier build to enough for both."""
    out, chance = small_disk / "out", random.Random(2)
    build(book, out, frozen=True)
    used = shutil.disk_usage(small_disk).used
    build(book, out, frozen=True, fresh=True)
    whole, refused = is_whole(out), 0
    for number in range(POINTS):
        edit(book, number)
        kilobytes = int(used * chance.uniform(1.0, 2.2)) // 1000
        subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", str(small_disk)], check=True)
        run = subprocess.run(
            command(book, out, "--fresh", "-j", "2" if number % 4 == 3 else "1"),
            env=environment, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert "Traceback" not in run.stderr, run.stderr
        assert "fault of the program" not in run.stderr, run.stderr
        found = is_whole(out)
        if run.returncode:
            assert run.returncode == 4, run.stderr
            assert found == whole
            assert {path.name for path in small_disk.iterdir()} <= {"out", ".out.lock", ".out.record"}
            refused += 1
        whole = found
    assert refused
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    assert build(book, out, frozen=True).letters == 2
