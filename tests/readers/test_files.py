"""Files are found and opened, or refused with the reason; nothing is followed out of the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from letterbook.findings import Severity
from letterbook.readers.files import find_sources, read_transcript

RUSSIAN = "Письмо Представителя Народного комиссариата иностранных дел Председателю Собрания.\n"

# --- folders -------------------------------------------------------------------------------------------------------


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(exist_ok=True, parents=True)
        (root / name).write_text("x", encoding="utf-8")


def test_sources_stand_in_the_order_of_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "C.txt", "ä.txt", "a.txt", "a/b/c.TXT")
    wanted = ["C.txt", "a.txt", "a/b/c.TXT", "a/z.txt", "b.txt", "ä.txt"]
    found, findings = find_sources(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found] == wanted
    assert findings == []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: sorted(scandir(path), key=lambda entry: entry.name[::-1]))
    assert find_sources(tmp_path)[0] == found  # whatever the order in which the system lists a folder


def test_hidden_files_and_folders_and_decisions_are_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "d/.cache/e/f.txt", "a.facts.yaml")
    found, findings = find_sources(tmp_path)
    assert ([path.name for path in found], findings) == (["a.txt"], [])


def test_what_must_not_be_read_is_a_finding_and_the_walk_ends(tmp_path: Path) -> None:
    """Fault case K7."""
    letters = tmp_path / "letters"
    write(letters, ".hidden.txt", "a.facts.yaml", "scan.pdf", "trailing.txt ", "dot.txt.")
    write(tmp_path, "secret.txt", "outside/secret.txt")
    (letters / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (letters / "folder").symlink_to(tmp_path / "outside")
    (letters / "loop").symlink_to(letters)
    (letters / "broken.txt").symlink_to(letters / "nowhere.txt")
    (letters / "self.txt").symlink_to(letters / "self.txt")
    (letters / "null.txt").symlink_to("/dev/null")
    os.mkfifo(letters / "pipe.txt")
    found, findings = find_sources(letters)
    assert found == []
    assert {(finding.code, finding.file) for finding in findings} == {
        ("L105", "outside.txt"), ("L105", "folder"), ("L105", "loop"), ("L105", "broken.txt"), ("L105", "self.txt"),
        ("L105", "null.txt"), ("L105", "pipe.txt"), ("L109", "scan.pdf"), ("L109", "trailing.txt "), ("L109", "dot.txt."),
    }  # fmt: skip
    assert len(findings) == 10


@pytest.mark.parametrize(
    "names",
    [
        ("A.txt", "a.txt"),
        ("Ünlü.txt", "U\u0308nlu\u0308.txt"),
        ("CON.txt",),
        ("sub./a.txt",),
        ("what?.txt",),
        ("a\nb.txt",),
        ("com1.x.txt",),
    ],
)
def test_a_name_that_another_system_could_not_hold_is_read_and_told(tmp_path: Path, names: tuple[str, ...]) -> None:
    """Fault case K7: on such a system one of the files would silently be lost."""
    write(tmp_path, *names)
    if len(list(tmp_path.iterdir())) < len(names):
        pytest.skip("this file system does not tell the names apart")
    found, findings = find_sources(tmp_path)
    assert len(found) == len(names)
    assert [(finding.code, finding.level) for finding in findings] == [("L111", Severity.WARNING)]
    assert findings[0].file in names


@pytest.mark.parametrize("name", ["Console.txt", "com.txt", "a b.txt", "Paşa'ya.txt", "письмо.txt", "x" * 251 + ".txt"])
def test_an_ordinary_name_is_nothing_to_tell(tmp_path: Path, name: str) -> None:
    try:
        write(tmp_path, name)
    except OSError:
        pytest.skip("this file system does not hold the name")
    assert find_sources(tmp_path)[1] == []


def test_a_name_that_is_not_utf_8_is_a_finding_that_can_be_printed(tmp_path: Path) -> None:
    """Fault case K7."""
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.txt"))).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system holds no such name")
    found, findings = find_sources(tmp_path)
    assert (found, [finding.code for finding in findings]) == ([], ["L105"])
    findings[0].line_of_text().encode("utf-8")


def test_folders_may_lie_deeper_than_calls_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault case K7: the walk ends, and says where it could go no further."""
    depth = 2600
    monkeypatch.chdir(tmp_path)
    for _ in range(depth):
        os.mkdir("d")  # noqa: PTH102  # the whole path is longer than the system takes, so each step is relative
        os.chdir("d")
    os.chdir(tmp_path)
    try:
        found, findings = find_sources(tmp_path)
        assert found == []
        assert [finding.code for finding in findings] == ["L105"]
        assert findings[0].file.startswith("d/d/d/")
    finally:
        _remove_chain(tmp_path, depth)


def _remove_chain(top: Path, depth: int) -> None:
    """Take the folders away from below: what clears up after a test cannot name so long a path."""
    os.chdir(top)
    for _ in range(depth):
        os.chdir("d")
    for _ in range(depth):
        os.chdir("..")
        os.rmdir("d")  # noqa: PTH106


def test_a_folder_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    found, findings = find_sources(tmp_path / "letters")
    assert (found, [finding.code for finding in findings]) == ([], ["L105"])


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for the superuser")
def test_a_file_and_a_folder_that_cannot_be_read_are_findings(tmp_path: Path) -> None:
    """Fault case K7."""
    write(tmp_path, "a.txt", "locked/b.txt", "c.txt")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "locked").chmod(0)
    found, findings = find_sources(tmp_path)
    (tmp_path / "locked").chmod(0o700)
    assert [path.name for path in found] == ["c.txt"]
    assert {(finding.code, finding.file) for finding in findings} == {("L105", "a.txt"), ("L105", "locked")}


# --- transcripts ---------------------------------------------------------------------------------------------------


def test_a_transcript_has_the_text_its_place_its_language_and_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "volume").mkdir()
    (tmp_path / "volume" / "a.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    transcript, findings = read_transcript(tmp_path / "volume" / "a.txt", root=tmp_path, language="ru")
    assert transcript is not None
    assert (transcript.source, transcript.text, transcript.language) == ("volume/a.txt", RUSSIAN, "ru")
    assert transcript.encoding == "koi8-r"
    assert [(finding.code, finding.file) for finding in findings] == [("L104", "volume/a.txt")]
    assert (tmp_path / "volume" / "a.txt").read_bytes() == RUSSIAN.encode("koi8-r")


@pytest.mark.parametrize("size", [0, 10, 11])
def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path, size: int) -> None:
    """Fault case T14: the size tells, so a file of gigabytes costs nothing; here it has a hole instead of contents."""
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.write(b"x")
        file.truncate(size if size < 11 else 2_000_000_011)
    transcript, findings = read_transcript(path, root=tmp_path, language="en", limit_bytes=10)
    assert transcript is None
    assert [finding.code for finding in findings] == ["L108" if size > 10 else "L102" if size else "L101"]
    if size > 10:
        assert "2,000,000,011" in findings[0].message
        assert "10" in findings[0].message
        assert read_transcript(path, root=tmp_path, language="en")[1][0].code == "L108"


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing"])
def test_what_is_no_file_is_never_opened(tmp_path: Path, kind: str) -> None:
    """Fault case K7: a pipe would wait for ever, a device never end."""
    path = tmp_path / "a.txt"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    transcript, findings = read_transcript(path, root=tmp_path, language="en")
    assert (transcript, [finding.code for finding in findings]) == (None, ["L105"])


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_and_columns_are_right_whatever_ends_the_lines(tmp_path: Path, ends: str) -> None:
    """Fault case T13."""
    (tmp_path / "a.txt").write_bytes(f"one{ends}two{ends}{ends}four".encode())
    transcript, _ = read_transcript(tmp_path / "a.txt", root=tmp_path, language="en")
    assert transcript is not None
    assert transcript.position(transcript.text.index("two")) == (2, 1)
    assert transcript.position(transcript.text.index("four") + 2) == (4, 3)
