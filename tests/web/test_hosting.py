"""The rules for web servers: by their text, and by the servers themselves where they are installed."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server has not begun to listen")


def _program(*names: str) -> str:
    for name in names:
        found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
        if found:
            return found
    pytest.skip(f"{names[0]} is not installed")


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
    port, work = _free_port(), tmp_path_factory.mktemp("work")
    command = _nginx(site, work, port) if request.param == "nginx" else _apache(site, work, port)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _answers(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _nginx(site: Path, work: Path, port: int) -> list[str]:
    program = _program("nginx")
    ours = host_files(BASE, GONE)["hosting/nginx.conf"].decode()
    ours = ours.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/letterbook/build/site", str(site))
    (work / "letterbook.conf").write_text(ours)
    temporary = "".join(
        f"{name}_temp_path {work}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off; master_process off; pid {work}/pid; error_log {work}/error; events {{}}\n"
    (work / "main.conf").write_text(f"{main}http {{ access_log off; {temporary} include {work}/letterbook.conf; }}\n")
    return [program, "-c", str(work / "main.conf"), "-p", str(work)]


def _apache(site: Path, work: Path, port: int) -> list[str]:
    program = _program("apache2", "httpd")
    folder = next(
        (path for path in (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules")) if path.is_dir()), None
    )
    if folder is None:
        pytest.skip("the modules of Apache are not where they are looked for")
    modules = ("mpm_event", "authz_core", "mime", "dir", "headers", "rewrite")
    lines = [f"LoadModule {name}_module {folder}/mod_{name}.so" for name in modules]
    lines += [
        f"ServerRoot {work}",
        "ServerName localhost",
        f"Listen 127.0.0.1:{port}",
        f"PidFile {work}/pid",
        f"ErrorLog {work}/error",
        f"TypesConfig {work}/mime.types",
        f"DefaultRuntimeDir {work}",
        "User nobody",
        "Group nogroup",
        f"DocumentRoot {site}",
        f"<Directory {site}>\nAllowOverride All\nRequire all granted\n</Directory>",
    ]
    (work / "mime.types").write_text("text/plain txt\n")
    (work / "main.conf").write_text("\n".join(lines) + "\n")
    return [program, "-f", str(work / "main.conf"), "-DFOREGROUND"]


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
    for path in ("letter/old-1", "letter/old-1.ttl", "letter/old-1/evidence"):
        assert _get(host + path)[0] == 410
    for path in ("letter/old-2", "letter/", "letter", "%2e%2e/%2e%2e/etc/passwd", ".htaccess", "_headers"):
        assert _get(host + path)[0] in (400, 403, 404), path


def test_a_host_leads_to_the_description(host: str) -> None:
    status, headers, _ = _get(f"{host}.well-known/void")
    assert status == 303
    assert headers["location"].endswith("/void")
