"""Pages judged by a real browser and by a validator of HTML; skipped where node, Chromium or the packages are missing."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_client import fetch, serving

from letterbook.output import SEARCH
from letterbook.web.pages import languages
from letterbook.web.search import SEARCH_FILE, ask

TOOLS = Path(__file__).parent.parent / "browser"
QUESTION = "kemal rubles"


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed")
    if not (TOOLS / "node_modules" / "axe-core").is_dir():
        pytest.skip("the packages are not installed: npm install --prefix tests/browser")
    return found


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed")
    return found


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The address of a host that gives out files and can do nothing else."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def kinds_of_pages(site: Path) -> list[str]:
    """One page of every kind."""
    browse = ("letters", "senders", "years", "year/1921", "names", "correspondence", "search")
    folders = ("letter", "letter/dvp-4-319", "actor", "office", "place", "edition", "vocab", "registers", "shapes")
    first = [min(path.relative_to(site).as_posix() for path in (site / each).glob("*.html")) for each in folders]
    absent = ("404.html", "406.html", "tr/410.html")
    return [
        "index.html",
        "about.html",
        "vocab/types.html",
        *absent,
        *first,
        *(f"browse/{each}.html" for each in browse),
    ]


@pytest.mark.server
def test_no_page_kind_has_a_barrier_or_asks_another_host(
    node: str, chromium: str, host: str, site: Path, built: Path
) -> None:
    addresses = [f"{host}/{page}" for page in [*kinds_of_pages(site), "tr/index.html", "ru/letter/dvp-4-319.html"]]
    search = f"{host}/browse/search.html?q={QUESTION.replace(' ', '+')}"
    command = [node, str(TOOLS / "axe.mjs"), chromium, *addresses, search]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    judged = json.loads(done.stdout)
    assert judged["found"] == []
    assert judged["origins"] == [host]
    expected = ask(built / SEARCH / SEARCH_FILE, QUESTION, 1, lambda _: "").count
    assert judged["hits"][search] == expected > 0


def test_every_page_is_valid_html(node: str, site: Path) -> None:
    command = [node, str(TOOLS / "node_modules/html-validate/bin/html-validate.mjs")]
    command += ["--config", str(TOOLS / "htmlvalidate.json"), "--formatter", "json"]
    pages = [str(site / page) for page in kinds_of_pages(site)]
    pages += [str(site / each / "letter/dvp-4-319.html") for each in languages() if each != "en"]
    done = subprocess.run([*command, *pages], capture_output=True, text=True, timeout=600, check=False)
    found = [(each["filePath"], message["message"]) for each in json.loads(done.stdout) for message in each["messages"]]
    assert found == []


ASKED = {
    "nothing": {},
    "rows": {"query": "SELECT ?s ?p ?o { ?s a schema:Message ; ?p ?o }"},
    "letters": {"sender": "kemal", "letters": "1"},
    "a fault": {"query": "SELECT * {\n ?s ?p ?o .\n FILTR(1)\n}"},
    "too many rows": {"query": "SELECT * { ?s ?p ?o . ?t ?q ?r }"},
    "a graph": {"query": "CONSTRUCT WHERE { ?s a schema:Message ; ?p ?o }", "view": "network"},
    "days": {"query": "SELECT ?day { VALUES ?day { '1921' '1924-04' } }", "view": "timeline"},
    "places": {"query": "SELECT * { VALUES (?name ?lat ?long) { ('Ankara' 39.93 32.86) } }", "view": "map"},
    "yes": {"query": "ASK {}"},
}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def served(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as address:
        yield address


def asked_at(served: str) -> list[str]:
    return [
        f"{served}{folder}sparql.html?{urllib.parse.urlencode(fields)}"
        for folder, fields in zip(
            ["", "tr/", "de/", "ru/", "fr/", "", "de/", "tr/", "ru/"], ASKED.values(), strict=True
        )
    ]


@pytest.mark.server
def test_the_page_of_questions_has_no_barrier(node: str, chromium: str, served: str) -> None:
    command = [node, str(TOOLS / "axe.mjs"), chromium, *asked_at(served)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    judged = json.loads(done.stdout)
    assert judged["found"] == []
    assert judged["origins"] == [served.rstrip("/")]


@pytest.mark.server
def test_the_page_of_questions_is_valid_html(node: str, served: str, tmp_path: Path) -> None:
    for number, address in enumerate(asked_at(served)):
        (tmp_path / f"{number}.html").write_bytes(fetch(address).body)
    command = [node, str(TOOLS / "node_modules/html-validate/bin/html-validate.mjs")]
    command += [
        "--config",
        str(TOOLS / "htmlvalidate.json"),
        "--formatter",
        "text",
        *map(str, sorted(tmp_path.iterdir())),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    found = done.stdout.splitlines()[:20]
    assert found == []


@pytest.mark.server
def test_the_page_of_questions_works_by_keyboard_and_without_a_script(node: str, chromium: str, served: str) -> None:
    command = [node, str(TOOLS / "asking.mjs"), chromium, f"{served}sparql.html", SLOW]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout)
    assert told["refused"] == []  # nothing that the policy of the site forbids was tried
    assert told["active"] == "schema:sender"
    assert told["query"] == told["coloured"] == "SELECT ?l ?s { ?l schema:sender ?s }"
    assert told["kinds"] == ["w-hole", "w-name", "w-word"]
    assert told["same"] is True  # the page was not loaded anew
    assert urllib.parse.parse_qs(told["address"].removeprefix("?"))["query"] == [told["query"]]
    assert told["focus"] == "results"
    assert told["rows"] == 6
    assert told["said"] == "Cancelled."
    assert told["barriers"] == []
    assert told["closed"] is True
    assert told["plain"] == 1


@pytest.mark.server
def test_yasgui_is_served_from_a_folder_and_asks_no_other_host(
    node: str, chromium: str, built: Path, environment: dict[str, str]
) -> None:
    if not (TOOLS / "node_modules/@zazuko/yasgui").is_dir():
        pytest.skip("YASGUI is not installed: npm install --prefix tests/browser")
    query = urllib.parse.urlencode({"query": "SELECT ?l { ?l a <http://schema.org/Message> }"})
    with serving(built, environment, "--yasgui", str(TOOLS)) as address:
        command = [node, str(TOOLS / "yasgui.mjs"), chromium, f"{address}de/sparql.html?{query}"]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout)
        assert fetch(f"{address}-/yasgui/other.js").status == 404
        assert fetch(f"{address}sparql.html", "POST", b"query=x").status == 405
    assert told == {"rows": 2, "origins": [address.rstrip("/")], "refused": []}
