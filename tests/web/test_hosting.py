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
def site(built: Path) -> Iterator[Path]:
    """A copy of the site where any user may read it, one document without its page, and with the rules for a letter that is gone."""
    with tempfile.TemporaryDirectory(prefix="letterbook-host-") as parent:
        Path(parent).chmod(0o755)
        folder = Path(parent) / "site"
        shutil.copytree(built / "site", folder)
        (folder / ".htaccess").write_bytes(host_files(BASE, GONE)["site/.htaccess"])
        (folder / "actor/rsfsr.html").unlink()
        yield folder


@pytest.fixture(scope="module", params=["nginx", "apache"])
def host(request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with hosting(request.param, site, host_files(BASE, GONE), tmp_path_factory.mktemp("work")) as address:
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


@pytest.mark.parametrize("header", HEADERS)
def test_a_host_gives_what_the_server_gives(host: str, site: Path, header: str) -> None:
    status, headers, body = _get(host + LETTER, header)
    suffix = negotiate(header, MEDIA_TYPES)
    assert status == 200
    assert headers["content-type"].partition(";")[0] == MEDIA_TYPES[str(suffix)]
    assert body == (site / f"{LETTER}.{suffix}").read_bytes()
    assert headers["access-control-allow-origin"] == "*"
    assert "accept" in headers["vary"].lower()


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


def test_a_document_without_a_page_is_given_as_turtle(host: str, site: Path) -> None:
    assert _get(host + "actor/rsfsr")[2] == (site / "actor/rsfsr.ttl").read_bytes()


def test_a_host_knows_what_is_gone_and_what_never_was(host: str) -> None:
    """Fault case I9."""
    for path in ("letter/old-1", "letter/old-1.ttl", "letter/old-1/evidence"):
        assert _get(host + path)[0] == 410
    for path in ("letter/old-2", "letter/", "letter", "%2e%2e/%2e%2e/etc/passwd", ".htaccess", "_headers"):
        assert _get(host + path)[0] in (400, 403, 404), path


def test_a_host_leads_to_the_description(host: str) -> None:
    status, headers, _ = _get(f"{host}.well-known/void")
    assert status == 303
    assert headers["location"].endswith("/void")
