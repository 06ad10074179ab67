"""A letterbook served while it is written: what is saved is built and shown, what is broken is told and harms nothing."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from web_client import Answer, fetch

from letterbook.web.live import Changes, LivePages

pytestmark = pytest.mark.server

BROWSER = Path(__file__).parent.parent / "browser"
LETTER = "letter/dvp-4-319"


@dataclass
class Watched:
    """A letterbook that is served while it is watched: its folder, its build, the address, and what the server says."""

    book: Path
    out: Path
    address: str
    process: subprocess.Popen[str]

    def page(self) -> Answer:
        return fetch(self.address + LETTER, Accept="text/html")

    def says(self, words: str) -> str:
        """The next line of the server that has these words."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if words in line:
                return line
        raise AssertionError(f"the server ends and has not said {words!r}")


@pytest.fixture
def watched(data: Path, tmp_path: Path, environment: dict[str, str]) -> Iterator[Watched]:
    book, out = tmp_path / "book", tmp_path / "book/build"
    shutil.copytree(data, book)
    command = [sys.executable, "-m", "letterbook", "serve", str(out), "--port", "0", "--watch", "--source", str(book)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    found = Watched(book, out, "", process)
    late = threading.Timer(120, process.kill)  # a server that does not say what is expected shall not hang the run
    late.start()
    try:
        found.address = re.search(r"http://\S+", found.says("http://"))[0]  # type: ignore[index]
        found.says("watching")
        yield found
    finally:
        late.cancel()
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said
    assert said.endswith("ended\n")
    assert "Traceback" not in said


def _edit(watched: Watched, old: str, new: str) -> None:
    (source,) = (watched.book / "letters").glob("*.txt")
    text = source.read_text(encoding="utf-8")
    assert old in text
    source.write_text(text.replace(old, new), encoding="utf-8")


def test_a_saved_file_is_built_and_the_files_of_the_build_are_as_ever(watched: Watched) -> None:
    before = watched.page()
    assert b"30,000 rubles" in before.body
    assert b"/-/live.js?since=0" in before.body
    assert before.headers["Cache-Control"] == "no-store"
    _edit(watched, "30,000 rubles", "31,000 rubles")
    watched.says("built again")
    after = watched.page()
    assert b"31,000 rubles" in after.body
    assert b"/-/live.js?since=1" in after.body
    assert b"live.js" not in (watched.out / f"site/{LETTER}.html").read_bytes()
    assert (
        fetch(watched.address + LETTER, Accept="text/turtle").body == (watched.out / f"site/{LETTER}.ttl").read_bytes()
    )


def test_a_broken_edit_leaves_the_last_good_build_and_is_told_on_every_page(watched: Watched) -> None:
    settings = watched.book / "letterbook.toml"
    good, manifest = settings.read_bytes(), (watched.out / "manifest.json").read_bytes()
    settings.write_bytes(good + b"\ntitle = <b>\n")
    watched.says("not TOML")
    page = watched.page()
    assert page.status == 200
    assert b'role="alert"' in page.body
    assert b"letterbook.toml is not TOML" in page.body
    assert b"30,000 rubles" in page.body
    assert (watched.out / "manifest.json").read_bytes() == manifest
    turkish = fetch(f"{watched.address}tr/{LETTER}.html", Accept="text/html").body.decode()
    assert "yayında değil" in turkish
    settings.write_bytes(good)
    watched.says("built again")
    assert b'role="alert"' not in watched.page().body


def test_a_letter_that_would_be_lost_by_an_edit_is_kept(watched: Watched) -> None:
    """A file that cannot be read is an error, and its letters stay served until it can be."""
    (source,) = (watched.book / "letters").glob("*.txt")
    text = source.read_bytes()
    source.write_bytes(b"\x00\x01\x02" * 400)
    said = watched.says(source.name)
    page = watched.page()
    assert page.status == 200
    assert b'role="alert"' in page.body
    assert re.search(r"L\d{3}", said)
    source.write_bytes(text)
    watched.says("built again")


def test_whoever_listens_is_told_of_each_change(watched: Watched) -> None:
    command = ["curl", "--no-buffer", "--silent", "--max-time", "60", f"{watched.address}-/changes"]
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        assert client.stdout.readline() == "data: 0\n"
        _edit(watched, "30,000 rubles", "32,000 rubles")
        lines = iter(client.stdout.readline, "")
        assert next(line for line in lines if line.startswith("data")) == "data: 1\n"
        client.terminate()


def test_an_open_page_loads_itself_again(watched: Watched) -> None:
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("google-chrome")
    if node is None or chromium is None or not (BROWSER / "node_modules/puppeteer-core").is_dir():
        pytest.skip("node, Chromium or the packages are not installed: npm install --prefix tests/browser")
    command = [node, str(BROWSER / "live.mjs"), chromium, watched.address + LETTER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as browser:
        assert browser.stdout is not None
        assert browser.stdin is not None
        late = threading.Timer(60, browser.kill)
        late.start()
        assert json.loads(browser.stdout.readline())[1] == ""
        (watched.book / "letterbook.toml").write_text("title = [")
        loads = (json.loads(line)[1] for line in iter(browser.stdout.readline, ""))
        assert any("not TOML" in said for said in loads)
        browser.stdin.close()
        late.cancel()


def test_what_an_editor_writes_beside_its_files_builds_nothing(watched: Watched) -> None:
    for name in (".letter.txt.swp", "letter.txt~", "#letter.txt#"):
        (watched.book / "letters" / name).write_text("x")
    time.sleep(1)
    assert b"since=0" in watched.page().body


def test_a_folder_without_a_letterbook_is_said_with_a_remedy(tmp_path: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "letterbook", "serve", str(tmp_path / "b"), "--watch", "--source", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert run.returncode == 2
    assert "--source FOLDER" in run.stderr


def test_what_is_said_of_an_edit_is_text_and_no_markup() -> None:
    """Fault case H1."""
    changes = Changes()
    changes.tell(tuple(f"<script>alert({number})</script>" for number in range(30)))
    page = LivePages(lambda *_: None, changes, "/")._with_ours(  # type: ignore[arg-type]
        b'<html lang="de">\n<head></head>\n<body>\n<main id="main">\n</main>\n</body>'
    )
    assert page.count(b"&lt;script&gt;alert") == 20
    assert b"<p>+ 10</p>" in page
    assert b"<script>" not in page
    assert "Letzte".lower().encode() in page.lower()
