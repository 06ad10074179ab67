"""Clients as people use them, over three servers of one site: every one gets what it came for, from each of them the same bytes."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from web_client import fetch, serving
from web_hosts import hosting

from letterbook.dereferencing import audit
from letterbook.publication import build
from letterbook.web.negotiation import MEDIA_TYPES

pytestmark = pytest.mark.server

LETTER = "letter/dvp-4-319"
BASE = "https://letterbook.example/"
COMUNICA = Path(__file__).parents[1] / "browser/node_modules/@comunica/query-sparql/bin/query.js"
RULES = ("hosting/nginx.conf", "site/.htaccess")


@pytest.fixture(scope="module")
def out(data: Path) -> Iterator[Path]:
    """A build where any user may read it, in which a letter is gone."""
    with tempfile.TemporaryDirectory(prefix="letterbook-clients-") as parent:
        Path(parent).chmod(0o755)
        book = Path(parent) / "book"
        shutil.copytree(data, book)
        ledger = book / "identifiers.csv"
        ledger.write_text(ledger.read_text() + f"old-1,old.txt,1,{'0' * 64}\n")
        build(book, Path(parent) / "build")
        yield Path(parent) / "build"


@pytest.fixture(scope="module", params=["serve", "nginx", "apache"])
def address(
    request: pytest.FixtureRequest, out: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    if request.param == "serve":
        with serving(out, environment) as found:
            yield found
    else:
        rules = {name: (out / name).read_bytes() for name in RULES}
        with hosting(request.param, out / "site", rules, tmp_path_factory.mktemp("work")) as found:
            yield found


@pytest.fixture(scope="module")
def wanted(out: Path) -> set[tuple[rdflib.term.Node, ...]]:
    return set(rdflib.Graph().parse(data=(out / f"site/{LETTER}.nt").read_bytes(), format="nt"))


def _run(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_curl_gets_each_form_that_it_asks_for(address: str, out: Path) -> None:
    for suffix, media_type in MEDIA_TYPES.items():
        given = _run("curl", "--silent", "--fail", "--location", "--header", f"Accept: {media_type}", address + LETTER)
        assert given == (out / f"site/{LETTER}.{suffix}").read_text(encoding="utf-8")
    assert _run("curl", "--silent", "--fail", address + LETTER) == (out / f"site/{LETTER}.html").read_text(
        encoding="utf-8"
    )


def test_rapper_guesses_and_reads_every_triple(address: str, wanted: set[tuple[rdflib.term.Node, ...]]) -> None:
    for options in (["--guess"], ["--input", "turtle"], ["--input", "rdfxml"]):
        given = _run("rapper", "--quiet", *options, "--output", "ntriples", address + LETTER)
        assert set(rdflib.Graph().parse(data=given, format="nt")) == wanted


@pytest.mark.parametrize("form", [None, "turtle", "nt", "xml", "json-ld"])
def test_rdflib_reads_the_same_whatever_it_asks_for(
    address: str, wanted: set[tuple[rdflib.term.Node, ...]], form: str | None
) -> None:
    assert set(rdflib.Graph().parse(address + LETTER, format=form)) == wanted


def test_comunica_answers_a_query_from_the_document_alone(address: str, out: Path) -> None:
    if not COMUNICA.is_file():
        pytest.skip("Comunica is not installed: npm install --prefix tests/browser")
    query = "SELECT ?number { ?letter <http://schema.org/identifier>/<http://schema.org/value> ?number }"
    rows = json.loads(_run("node", str(COMUNICA), address + LETTER, query))
    assert rows == [{"number": '"319"'}]


def test_a_browser_without_a_network_shows_every_kind_of_page(address: str, out: Path) -> None:
    """The names of all other hosts lead nowhere, so a page that needs one would stay without it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    for path in (LETTER, "actor/mustafa-kemal", "place/moscow", "registers/actors.csv", "vocab/types"):
        cut = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
        shown = _run(chromium, "--headless", "--no-sandbox", "--disable-gpu", cut, "--dump-dom", address + path)
        assert f'<link rel="canonical" href="{BASE}{path}">' in shown
        assert shown.count("<h1") == 1


def test_every_file_is_given_byte_for_byte(address: str, out: Path) -> None:
    """The page on which people ask is another where somebody answers."""
    site = out / "site"
    files = [
        path for path in sorted(site.rglob("*")) if path.is_file() and not path.name.startswith((".", "_", "sparql."))
    ]
    assert len(files) > 300
    for path in files:
        answer = fetch(address + path.relative_to(site).as_posix())
        status = 410 if path.stem == "old-1" else 200  # the page of the letter that is gone
        assert (answer.status, answer.body) == (status, path.read_bytes()), path


def test_each_server_passes_the_check_of_a_publication(address: str) -> None:
    assert audit(address, print, sample=12).findings == ()
