"""The last good build stands until the new one is complete, whatever happens in between."""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook import output
from letterbook.checksums import CHECKSUMS
from letterbook.errors import OutputError
from letterbook.output import MANIFEST, NewBuild, inside, new_build, read_manifest, recover, switch, write_whole


def make(out: Path, text: str) -> None:
    with new_build(out) as made:
        made.write("site/a.txt", text.encode())
        made.close({})
        switch(made, out)


def content(out: Path) -> dict[str, str]:
    return {
        p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in out.rglob("*") if p.is_file()
    }


def left_behind(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()} - {"build", ".build.lock"}


def test_a_build_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    out = tmp_path / "build"
    make(out, "one")
    make(out, "two")
    assert (out / "site/a.txt").read_text(encoding="utf-8") == "two"
    assert left_behind(tmp_path) == set()


def test_a_build_that_fails_leaves_the_earlier_one_and_no_trace(tmp_path: Path) -> None:
    out = tmp_path / "build"
    make(out, "one")
    before = content(out)
    with pytest.raises(RuntimeError), new_build(out) as made:
        made.write("site/a.txt", b"two")
        raise RuntimeError
    assert content(out) == before
    assert left_behind(tmp_path) == set()


def test_what_no_build_has_written_is_kept_and_told(tmp_path: Path) -> None:
    out = tmp_path / "build"
    make(out, "one")
    (out / "site/CNAME").write_text("letters.example", encoding="utf-8")
    with new_build(out) as made:
        made.write("site/a.txt", b"two")
        made.close({})
        findings = switch(made, out)
    assert (out / "site/CNAME").read_text(encoding="utf-8") == "letters.example"
    assert [(finding.code, finding.file) for finding in findings] == [("L501", "build/site/CNAME")]


@pytest.mark.parametrize("damaged", [MANIFEST, CHECKSUMS])
@pytest.mark.parametrize("data", [b"", b"{}", b"[]", None])
def test_where_the_list_of_a_build_is_damaged_nothing_that_may_be_handmade_is_deleted(
    tmp_path: Path, damaged: str, data: bytes | None
) -> None:
    """Fault case K9."""
    out = tmp_path / "build"
    make(out, "one")
    (out / "site/CNAME").write_text("letters.example", encoding="utf-8")
    with new_build(out) as made:
        made.write("site/a.txt", b"two")
        made.close({})
        if data is None:
            (out / damaged).unlink()
        else:
            (out / damaged).write_bytes(data)
        findings = switch(made, out)
    assert (out / "site/CNAME").read_text(encoding="utf-8") == "letters.example"
    assert (out / "site/a.txt").read_text(encoding="utf-8") == "two"
    assert [(finding.code, finding.file) for finding in findings] == [("L501", "build/site/CNAME")]
    assert "damaged" in findings[0].message
    assert left_behind(tmp_path) == set()


@pytest.mark.parametrize("existing", ["file", "folder"])
def test_a_folder_that_no_build_has_written_is_never_touched(tmp_path: Path, existing: str) -> None:
    out = tmp_path / "build"
    if existing == "file":
        out.write_text("mine", encoding="utf-8")
    else:
        out.mkdir()
        (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="choose another --out"), new_build(out):
        pass
    assert (out if existing == "file" else out / "mine.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a\\b", "C:/x", "a\0b", "./a", "a/."])
def test_no_identifier_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="not a path inside"):
        inside(tmp_path, path)


def _killed_at(out: str, step: int) -> None:
    """Build, and die without a word at one of the steps."""
    count = 0

    def maybe(call: Callable[..., object]) -> Callable[..., object]:
        def stepped(*arguments: object, **more: object) -> object:
            nonlocal count
            count += 1
            if count == step:
                signal.raise_signal(signal.SIGKILL)
            return call(*arguments, **more)

        return stepped

    for name in ("write_bytes", "mkdir", "rename", "replace"):
        setattr(Path, name, maybe(getattr(Path, name)))
    output._exchange = maybe(output._exchange)  # type: ignore[assignment]
    shutil.rmtree = maybe(shutil.rmtree)  # type: ignore[assignment]
    make(Path(out), "two")


def test_a_kill_at_any_step_leaves_the_old_build_or_the_new_one(tmp_path: Path) -> None:
    out = tmp_path / "build"
    make(out, "one")
    (out / "site/mine.txt").write_text("mine", encoding="utf-8")
    spawn = multiprocessing.get_context("fork")
    for step in range(1, 40):
        process = spawn.Process(target=_killed_at, args=(str(out), step))
        process.start()
        process.join()
        recover(out)
        assert read_manifest(out)["version"] == 2
        assert (out / "site/a.txt").read_text(encoding="utf-8") in ("one", "two")
        make(out, "one")  # the next run needs no cleaning
        assert (out / "site/mine.txt").read_text(encoding="utf-8") == "mine", step
        assert left_behind(tmp_path) == set()
        if process.exitcode == 0:
            break
    assert process.exitcode == 0
    assert step > 5


def _with_full_disk(out: str, limit: int, answers: object) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        make(Path(out), "x" * 5000)
    except OutputError as error:
        answers.put(error.message)  # type: ignore[attr-defined]
    else:
        answers.put("")  # type: ignore[attr-defined]


def test_a_full_disk_is_an_error_and_the_earlier_build_stands(tmp_path: Path) -> None:
    out = tmp_path / "build"
    make(out, "one")
    before = content(out)
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    process = context.Process(target=_with_full_disk, args=(str(out), 1000, answers))
    process.start()
    message = answers.get(timeout=30)
    process.join()
    assert "cannot write" in message
    assert content(out) == before
    assert left_behind(tmp_path) == set()


def test_two_builds_at_once_are_not_possible(tmp_path: Path) -> None:
    """Fault case K3."""
    out = tmp_path / "build"
    with new_build(out), pytest.raises(OutputError, match="another build") as refusal, new_build(out):
        pass
    assert refusal.value.exit_code == 4


def test_a_build_in_another_process_is_waited_for_by_nobody_and_its_lock_dies_with_it(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """Fault case K3: the lock is the system's, so a process that is killed leaves none behind."""
    out = tmp_path / "build"
    program = (
        "import sys, time; from pathlib import Path; from letterbook.output import new_build\n"
        "with new_build(Path(sys.argv[1])):\n    print('begun', flush=True); time.sleep(600)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(out)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "begun\n"
    with pytest.raises(OutputError, match="another build"), new_build(out):
        pass
    other.kill()
    other.communicate()
    with new_build(out):
        pass


def test_one_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "identifiers.csv"
    path.write_text("old", encoding="utf-8")
    write_whole(path, b"new")
    assert path.read_text(encoding="utf-8") == "new"
    with pytest.raises(OutputError):
        write_whole(tmp_path / "nowhere" / "x", b"new")
    assert left_behind(tmp_path) == {"identifiers.csv"}


def test_a_folder_without_a_build_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="letterbook build"):
        read_manifest(tmp_path)
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be read"):
        read_manifest(tmp_path)


def test_the_manifest_has_the_digest_of_every_file(tmp_path: Path) -> None:
    made = NewBuild(tmp_path)
    made.write("a/b.txt", b"x")
    made.write_stream("c.txt", iter([b"1", b"2"]))
    assert made.digests == {
        name: hashlib.sha256(data).hexdigest() for name, data in (("a/b.txt", b"x"), ("c.txt", b"12"))
    }
