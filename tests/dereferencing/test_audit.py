"""A publication checked from outside: each fault that is made is found under its code and no other is told; a good one has none."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.responses import RedirectResponse, Response
from web_client import serving

from letterbook.dereferencing import CLIENTS, audit
from letterbook.dereferencing.asking import Asker
from letterbook.dereferencing.audit import spread
from letterbook.errors import NetworkError, OutputError
from letterbook.network import Exchange, Host
from letterbook.publication import build
from letterbook.web.app import create_app
from letterbook.web.server import take_port

pytestmark = pytest.mark.server

LETTER = "/letter/dvp-4-319"
Headers = dict[str, str]
Fault = Callable[[str, Headers, int, Headers, bytes], tuple[int, Headers, bytes] | None]
"""Path and headers of the request, status, headers and body of the answer; the answer in its stead."""


def _without(*names: str) -> Fault:
    def fault(path: str, asked: Headers, status: int, headers: Headers, body: bytes) -> tuple[int, Headers, bytes]:
        return status, {name: value for name, value in headers.items() if name not in names}, body

    return fault


def _typed(suffix: str, media_type: str) -> Fault:
    def fault(path: str, asked: Headers, status: int, headers: Headers, body: bytes) -> tuple[int, Headers, bytes]:
        is_it = headers.get("content-location", path).endswith(suffix) and status == 200
        return status, ({**headers, "content-type": media_type} if is_it else headers), body

    return fault


def _altered(words: bytes, other: bytes, kind: str = "text/turtle") -> Fault:
    def altering(path: str, asked: Headers, status: int, headers: Headers, body: bytes) -> tuple[int, Headers, bytes]:
        return status, headers, body.replace(words, other) if headers.get("content-type", "").startswith(kind) else body

    return altering


def _answering(pattern: str, code: int) -> Fault:
    def fault(path: str, asked: Headers, status: int, headers: Headers, body: bytes) -> tuple[int, Headers, bytes]:
        return (code, headers, b"") if re.fullmatch(pattern, path) else (status, headers, body)

    return fault


def _no_condition(
    path: str, asked: Headers, status: int, headers: Headers, body: bytes
) -> tuple[int, Headers, bytes] | None:
    return (200, headers, b"x") if status == 304 else None


def _never_is_something(
    path: str, asked: Headers, status: int, headers: Headers, body: bytes
) -> tuple[int, Headers, bytes] | None:
    return (200, headers, body) if status == 404 else None


def _vary_of_files(path: str, asked: Headers, status: int, headers: Headers, body: bytes) -> tuple[int, Headers, bytes]:
    return status, {**headers, "vary": "Accept-Encoding"}, body


def _strong_tag(path: str, asked: Headers, status: int, headers: Headers, body: bytes) -> tuple[int, Headers, bytes]:
    return status, {**headers, "etag": re.sub("-(gzip|br)", "", headers.get("etag", '"x"'))}, body


FAULTS: dict[str, tuple[Fault, set[str]]] = {
    "no answer to other pages": (_without("access-control-allow-origin"), {"L605"}),
    "no tag": (_without("etag"), {"L606"}),
    "the tag is not looked at": (_no_condition, {"L606"}),
    "packed under the tag of the plain": (_strong_tag, {"L606"}),
    "nothing varies by Accept": (_vary_of_files, {"L607"}),
    "nothing varies at all": (_without("vary"), {"L607"}),
    "Turtle as a download": (_typed(".ttl", "application/octet-stream"), {"L602", "L611"}),
    "a text as a page": (_typed(".txt", "text/html"), {"L602"}),
    "the data of another document": (_altered(b"letter/dvp-4-319", b"letter/other-9"), {"L601", "L603", "L604"}),
    "not Turtle": (_altered(b" ;\n", b" ,,\n"), {"L603", "L612"}),
    "a form of another build": (_altered(b"Mustafa Kemal", b"M. K.", "application/ld+json"), {"L604"}),
    "a page without its links": (_altered(b"<link rel", b"<meta name", "text/html"), {"L608"}),
    "a page without JSON-LD": (_altered(b"application/ld+json\">", b"text/x\">", "text/html"), {"L608"}),
    "a page that asks another host": (_altered(b"</head>", b'<script src="https://cdn.example/x.js"></script></head>', "text/html"), {"L613"}),
    "every address is a document": (_never_is_something, {"L609"}),
    "what is gone was never": (_answering("/letter/old-1.*", 404), {"L609"}),
    "a form is not there": (_answering(r".*\.jsonld", 404), {"L611", "L612"}),
    "no sitemap": (_answering("/sitemap.xml", 404), {"L612"}),
    "a dump is not there": (_answering("/dump/letterbook.nt", 404), {"L612"}),
    "no way from the place that is known": (_answering("/.well-known/void", 404), {"L612"}),
    "a document is forbidden": (_answering("/actor/rsfsr", 403), {"L601"}),
    "an error of the host": (_answering("/actor/rsfsr", 500), {"L601"}),
}  # fmt: skip


@contextmanager
def _served(
    folder: Path, fault: Fault | None, more: Callable[[str], Response | None] = lambda _: None
) -> Iterator[str]:
    """The address of the server of a build, of which a fault changes the answers."""
    app = create_app(folder)

    async def meddled(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if (instead := more(scope["path"])) is not None:
            await instead(scope, receive, send)
            return
        if getattr(fault, "__name__", "") == "altering":  # what is packed cannot be altered by its words
            scope["headers"] = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        given: list[MutableMapping[str, Any]] = []

        async def keep(message: MutableMapping[str, Any]) -> None:
            given.append(message)

        await app(scope, receive, keep)
        headers = {name.decode(): value.decode() for name, value in given[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in given[1:])
        asked = {name.decode(): value.decode() for name, value in scope["headers"]}
        status = given[0]["status"]
        if fault is not None:
            status, headers, body = fault(scope["path"], asked, status, headers, body) or (status, headers, body)
        if scope["method"] != "HEAD":
            headers.pop("content-length", None)
        answer: Callable[..., Awaitable[None]] = Response(body, status, headers)
        await answer(scope, receive, send)

    listening = take_port("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(meddled, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build in which a letter is gone."""
    book = tmp_path_factory.mktemp("gone") / "book"
    shutil.copytree(data, book)
    ledger = book / "identifiers.csv"
    ledger.write_text(ledger.read_text() + f"old-1,old.txt,1,{'0' * 64}\n")
    build(book, book.parent / "build")
    return book.parent / "build"


def test_a_good_publication_has_no_finding_whatever_iri_is_asked(folder: Path, environment: dict[str, str]) -> None:
    with serving(folder, environment) as address:
        found = audit(address, print, sample=0)
    assert found.findings == ()
    assert found.base == "https://letterbook.example/"
    assert len(found.asked) > found.known > 20


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_no_other_is_told(folder: Path, name: str) -> None:
    fault, codes = FAULTS[name]
    with _served(folder, fault) as address:
        found = audit(address, print, sample=0)
    assert {finding.code for finding in found.findings} == codes, [f.line_of_text() for f in found.findings]
    assert all(finding.remedy and finding.message for finding in found.findings)


def test_a_redirection_is_followed_as_clients_do_and_a_circle_is_told(folder: Path) -> None:
    sent = {"/actor/rsfsr": "/actor/nkid", "/actor/nkid": "/actor/rsfsr"}
    with _served(folder, None, lambda path: RedirectResponse(sent[path], 302) if path in sent else None) as address:
        found = audit(address, print, sample=0)
    circle = [finding for finding in found.findings if "circle" in finding.message]
    assert circle[0].code == "L601"
    assert all(client.name in circle[0].message for client in CLIENTS)


def test_iris_under_another_name_of_the_host_are_told(folder: Path, data: Path, tmp_path: Path) -> None:
    base = b"https://letterbook.example/"
    with _served(folder, _altered(base, b"http://localhost/", "")) as address:
        found = audit(address, print, sample=2)
    assert "L610" in {finding.code for finding in found.findings}


OWN = "127.0.0.77"  # of this computer alone, so that the ports of http and https are free
BY_HTTP: dict[str, tuple[Callable[[str], Response] | None, str]] = {
    "right": (lambda path: RedirectResponse(f"https://{OWN}{path}", 301), ""),
    "right in two steps": (lambda path: RedirectResponse(f"https://{OWN}{path.removeprefix('/old')}", 308), ""),
    "to the first page": (lambda _: RedirectResponse(f"https://{OWN}/", 301), "does not come to the same address"),
    "to another port": (lambda path: RedirectResponse(f"https://{OWN}:9{path}", 301), "does not come to the same address"),
    "in a circle": (lambda path: RedirectResponse(f"http://{OWN}{path}", 302), "circle"),
    "an error": (lambda _: Response(status_code=404), "answers with status 404"),
    "the same documents": (lambda _: Response(b"<> a <> .", 200), "by http the same documents are given"),
    "nobody": (None, "nobody answers by http"),
}  # fmt: skip


@contextmanager
def _listening(app: Any, port: int, **tls: Any) -> Iterator[None]:
    try:
        listening = take_port(OWN, port)
    except OutputError as error:
        pytest.skip(f"the ports of http and https cannot be had here: {error.message}")
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="off", **tls))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this computer's own and its key."""
    program = shutil.which("openssl") or pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"]
    command += ["-addext", f"subjectAltName=IP:{OWN}", "-keyout", str(folder / "key"), "-out", str(folder / "cert")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "cert", folder / "key"


@pytest.fixture(scope="module")
def encrypted(data: Path, tmp_path_factory: pytest.TempPathFactory, certificate: tuple[Path, Path]) -> Iterator[str]:
    """The address of a publication by https."""
    out = tmp_path_factory.mktemp("tls") / "build"
    build(data, out, base=f"https://{OWN}/", frozen=True)
    cert, key = certificate
    with _listening(create_app(out), 443, ssl_certfile=cert, ssl_keyfile=key):
        yield f"https://{OWN}/"


@pytest.mark.parametrize("name", BY_HTTP)
def test_who_asks_by_http_must_come_to_the_same_address_by_https(
    name: str, encrypted: str, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, said = BY_HTTP[name]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))

    async def plain(scope: Any, receive: Any, send: Any) -> None:
        assert answered
        if name == "right in two steps" and not scope["path"].startswith("/old"):
            await RedirectResponse(f"/old{scope['path']}", 301)(scope, receive, send)
        else:
            await answered(scope["path"])(scope, receive, send)

    with _listening(plain, 80) if answered else nullcontext():
        found = audit(encrypted, print, sample=2)
    assert [finding.code for finding in found.findings] == (["L610"] if said else [])
    assert all(said in finding.message for finding in found.findings)


def test_a_certificate_that_nobody_knows_is_an_error_of_the_network(encrypted: str) -> None:
    with pytest.raises(NetworkError, match="certificate"):
        audit(encrypted, print)


def test_nobody_is_followed_into_the_network_of_the_one_who_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host outside cannot be had in a test, so its answer is put in place of the exchange."""
    answer = Exchange("https://letters.example/a", 302, {"location": "http://127.0.0.1:9/secret"}, b"")
    monkeypatch.setattr(Host, "exchange", lambda *_: answer)
    visit = Asker(print).visit("http://letters.example/a", {})
    assert len(visit.steps) == 1
    assert "your own network" in visit.trouble


def test_a_host_that_does_not_answer_is_an_error_of_the_network() -> None:
    listening = take_port("127.0.0.1", 0)
    port = listening.getsockname()[1]
    listening.close()
    with pytest.raises(NetworkError, match="does not answer"):
        audit(f"http://127.0.0.1:{port}/", print)


def test_the_sample_is_spread_over_all_kinds_and_always_the_same() -> None:
    iris = [
        f"https://a.example/{kind}/{n}"
        for kind, most in (("letter", 100), ("actor", 9), ("place", 1))
        for n in range(most)
    ]
    taken = spread(reversed(iris), 12)
    assert taken == spread(iris, 12)
    assert len(taken) == len(set(taken)) == 12
    assert {iri.split("/")[3] for iri in taken} == {"letter", "actor", "place"}
    assert spread(iris, 0) == sorted(iris)
    assert len(spread(iris, 105)) == 105


def test_the_command_says_what_fails_and_leaves_with_its_code(folder: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "letterbook", "publish", "check"]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments], capture_output=True, text=True, env=environment, timeout=120, check=False
        )

    with serving(folder, environment) as address:
        good = run(address, "--sample", "5")
    assert (good.returncode, good.stdout) == (0, "")
    assert "0 errors" in good.stderr
    with _served(folder, _without("access-control-allow-origin")) as address:
        warned = run(address, "--sample", "5", "--format", "json")
        passed = run(address, "--sample", "5", "--fail-on", "error")
    assert (warned.returncode, passed.returncode) == (1, 0)
    assert '"code": "L605"' in warned.stdout
    assert run(address).returncode == 5
    assert run("ftp://a.example/").returncode == 2
