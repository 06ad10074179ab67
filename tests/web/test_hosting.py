"""The rules for web servers: by their text, and by the servers themselves where they are installed."""

from __future__ import annotations

import re
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_hosts import hosting

from letterbook.dereferencing.clients import COMUNICA
from letterbook.publication import build
from letterbook.web.answers import PAGE_POLICY
from letterbook.web.hosting import host_files
from letterbook.web.negotiation import ALIASES, HTML, MEDIA_TYPES, negotiate

BASE = "https://letterbook.example/"
GONE = ["letter/old-1"]
LETTER = "letter/dvp-4-319"

HEADERS = [
    *MEDIA_TYPES.values(),
    *ALIASES,
    "text/plain, */*;q=0.1",
    "application/ld+json, application/json;q=0.9, */*;q=0.1",
    "image/png, application/rdf+xml",
    "text/turtle;q=0, application/ld+json",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "*/*",
    COMUNICA.accept,
]


def _map() -> list[tuple[re.Pattern[str], str]]:
    conf = host_files(BASE)["hosting/nginx.conf"].decode()
    found = re.findall(r'^    "~\*(.+)" (\w+);$', conf, re.MULTILINE)
    return [(re.compile(pattern, re.IGNORECASE), suffix) for pattern, suffix in found]


@pytest.mark.parametrize("header", HEADERS)
def test_the_patterns_choose_as_the_server_does(header: str) -> None:
    chosen = next((suffix for pattern, suffix in _map() if pattern.search(header)), HTML)
    assert chosen == negotiate(header, MEDIA_TYPES)


def test_the_public_path_stands_in_every_rule() -> None:
    files = host_files("https://a.example/sub/", GONE)
    assert b"RewriteBase /sub/\n" in files["site/.htaccess"]
    assert b"location /sub/ {" in files["hosting/nginx.conf"]
    assert b"/sub/*.ttl\n  Content-Type: text/turtle; charset=utf-8\n" in files["site/_headers"]
    assert b"/.well-known/void /sub/void.ttl 303\n" in files["site/_redirects"]
    assert b"https://a.example/sub/$1 " in files["hosting/w3id.htaccess"]
    for name in ("site/.htaccess", "hosting/nginx.conf", "site/_redirects"):
        assert b" 410" in files[name] or b"[G]" in files[name]


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[Path]:
    """A site where any user may read it, with one document without its page and one letter that is gone."""
    with tempfile.TemporaryDirectory(prefix="letterbook-host-") as parent:
        Path(parent).chmod(0o755)
        book, out = Path(parent) / "book", Path(parent) / "build"
        shutil.copytree(data, book)
        with (book / "identifiers.csv").open("a") as ledger:
            ledger.write(f"old-1,old.txt,1,{'0' * 64}\n")
        build(book, out, frozen=True)
        folder = out / "site"
        for each in (out, *out.rglob("*")):
            each.chmod(0o755 if each.is_dir() else 0o644)
        (folder / "actor/rsfsr.html").unlink()
        yield folder


@pytest.fixture(scope="module", params=["nginx", "apache"])
def host(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    rules = {"hosting/nginx.conf": (site.parent / "hosting/nginx.conf").read_bytes()}
    with hosting(request.param, site, rules, tmp_path_factory.mktemp("work")) as address:
        yield address


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _get(address: str, accept: str = "*/*") -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers={"Accept": accept})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=20) as answer:
            return answer.status, {key.lower(): value for key, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {key.lower(): value for key, value in error.headers.items()}, error.read()


@pytest.mark.server
@pytest.mark.parametrize("header", HEADERS)
def test_a_host_gives_what_the_server_gives(host: str, site: Path, header: str) -> None:
    status, headers, body = _get(host + LETTER, header)
    suffix = negotiate(header, MEDIA_TYPES)
    assert status == 200
    assert headers["content-type"].partition(";")[0] == MEDIA_TYPES[str(suffix)]
    assert body == (site / f"{LETTER}.{suffix}").read_bytes()
    assert headers["access-control-allow-origin"] == "*"
    assert "accept" in headers["vary"].lower()


@pytest.mark.server
def test_a_host_gives_evidence_texts_and_dumps(host: str, site: Path) -> None:
    for path, accept in (
        (f"{LETTER}/evidence", "text/turtle"),
        ("actor/rsfsr", "text/turtle"),
        ("void", "text/turtle"),
    ):
        assert _get(host + path, accept)[2] == (site / f"{path}.ttl").read_bytes()
    status, headers, body = _get(f"{host}{LETTER}.txt")
    assert (status, headers["content-type"].lower()) == (200, "text/plain; charset=utf-8")
    assert body == (site / f"{LETTER}.txt").read_bytes()
    assert _get(f"{host}dump/letterbook.nq")[2] == (site / "dump/letterbook.nq").read_bytes()


@pytest.mark.server
def test_a_document_without_a_page_is_given_as_turtle(host: str, site: Path) -> None:
    assert _get(host + "actor/rsfsr")[2] == (site / "actor/rsfsr.ttl").read_bytes()


@pytest.mark.server
def test_a_host_knows_what_is_gone_and_what_never_was(host: str) -> None:
    """Fault case I9."""
    for path in ("letter/old-1", "letter/old-1.ttl", "letter/old-1/evidence"):
        assert _get(host + path)[0] == 410
    for path in ("letter/old-2", "letter/", "letter", "%2e%2e/%2e%2e/etc/passwd", ".htaccess", "_headers"):
        assert _get(host + path)[0] in (400, 403, 404), path


@pytest.mark.server
def test_a_host_shows_a_page_where_nothing_is_and_where_a_letter_was(host: str, site: Path) -> None:
    """Fault case I9."""
    absent = {
        "letter/none": "404.html",
        "a/b/c.html": "404.html",
        "tr/a/b/c": "tr/404.html",
        "letter/old-1": "letter/old-1.html",
        "letter/old-1.html": "letter/old-1.html",
        "letter/old-1/evidence.ttl": "letter/old-1.html",
        "tr/letter/old-1.html": "tr/letter/old-1.html",
    }
    for path, page in absent.items():
        status, headers, body = _get(host + path, "text/html")
        assert (status, body) == (410 if "old-1" in path else 404, (site / page).read_bytes()), path
        assert headers["content-type"].lower() == "text/html; charset=utf-8"
        assert headers["content-security-policy"] == PAGE_POLICY
        found = re.findall(r' (?:href|src)="(/[^"]*)"', body.decode())
        assert len(found) > 8
        assert all((site / each.lstrip("/")).is_file() for each in found), found
    assert f"{BASE}letter/old-1<" in (site / "letter/old-1.html").read_text()


@pytest.mark.server
def test_a_host_sends_the_one_context_to_pages_of_other_hosts(host: str, site: Path) -> None:
    status, headers, body = _get(f"{host}context.jsonld")
    assert (status, body) == (200, (site / "context.jsonld").read_bytes())
    assert headers["content-type"] == "application/ld+json"
    assert headers["access-control-allow-origin"] == "*"


@pytest.mark.server
def test_the_first_page_is_for_readers_and_the_letterbook_for_programs(host: str, site: Path) -> None:
    for accept in ("text/html", "*/*", "text/html, text/turtle;q=0.9"):
        assert _get(host, accept)[2] == (site / "index.html").read_bytes()
    for accept in ("text/turtle", "application/ld+json, text/html;q=0.5", "text/plain, */*;q=0.1", COMUNICA.accept):
        status, headers, _ = _get(host, accept)
        assert (status, headers["location"].partition("//")[2].partition("/")[2]) == (303, "about")


@pytest.mark.server
def test_every_kind_of_file_has_its_type(host: str, site: Path) -> None:
    for name, kind in (("sitemap.xml", "application/xml"), ("feed.xml", "application/xml"), ("pages.css", "text/css")):
        status, headers, body = _get(host + name)
        assert (status, headers["content-type"].partition(";")[0]) == (200, kind)
        assert body == (site / name).read_bytes()


@pytest.mark.parametrize("server", ["nginx", "apache"])
@pytest.mark.server
def test_a_host_gives_the_same_below_a_path(server: str, data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with tempfile.TemporaryDirectory(prefix="letterbook-host-") as parent:
        root = Path(parent) / "root"
        build(data, root.parent / "build", base="https://letters.example/edition/", frozen=True)
        rules = {"hosting/nginx.conf": (root.parent / "build/hosting/nginx.conf").read_bytes()}
        site = root / "edition"
        shutil.copytree(root.parent / "build/site", site)
        for each in (root.parent, *root.parent.rglob("*")):
            each.chmod(0o755 if each.is_dir() else 0o644)
        folder = site if server == "nginx" else root  # its rules cut the path off; Apache's lie in the folder itself
        with hosting(server, folder, rules, tmp_path_factory.mktemp("work")) as address:
            assert _get(f"{address}edition/{LETTER}", "text/turtle")[2] == (site / f"{LETTER}.ttl").read_bytes()
            assert _get(f"{address}edition/", "text/html")[2] == (site / "index.html").read_bytes()
            assert _get(f"{address}edition/", "text/turtle")[1]["location"].endswith("/edition/about")
            for path, page in (("a/b", "404.html"), ("fr/a/b", "fr/404.html")):
                status, _, body = _get(f"{address}edition/{path}", "text/html")
                assert (status, body) == (404, (site / page).read_bytes())


@pytest.mark.server
def test_a_host_leads_to_the_description(host: str) -> None:
    status, headers, _ = _get(f"{host}.well-known/void")
    assert status == 303
    assert headers["location"].endswith("/void")
