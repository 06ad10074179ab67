"""Builds of any size, the stores that they are loaded into, and a gate before a store that lets through or does not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from store_servers import STORES, StoreServer
from web_client import fetch

from letterbook.output import NewBuild
from letterbook.serializers import nquads
from letterbook.terms import Term, document, literal

BASE = "https://letterbook.example/"
Made = Callable[..., Path]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Writes a build as the program does, with the documents that are given: the name of each and its literals."""

    def make(texts: dict[str, list[Term]], name: str = "build") -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        build = NewBuild(folder)
        for path, values in texts.items():
            node = Term(f"<{BASE}{path}#it>")
            says = [(node, Term(f"<http://schema.org/name-{number}>"), value) for number, value in enumerate(values)]
            build.write(f"site/{path}.nq", nquads.write(document(BASE + path, node, says)))
        build.close({"base": BASE, "title": "Made for a test"})
        return folder

    return make


def many(count: int, word: str = "Brief") -> dict[str, list[Term]]:
    """So many documents of three triples each."""
    return {
        f"letter/{number:04}": [literal(f"{word} {number} {part}", language="de") for part in "abc"]
        for number in range(count)
    }


@pytest.fixture(scope="module", params=list(STORES))
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreServer]:
    """Each of the stores, running."""
    server = STORES[request.param](tmp_path_factory.mktemp(request.param))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreServer]:
    server = STORES["oxigraph"](tmp_path_factory.mktemp("oxigraph"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def oxigraph(_running: StoreServer) -> Iterator[StoreServer]:
    """Oxigraph's server, empty, where one store is as good as another."""
    yield _running
    fetch(f"{_running.address}/update", "POST", b"DROP ALL", Content_Type="application/sparql-update")
    assert _running.count() == 0


@dataclass
class Gate:
    """A server before a store: what comes is noted, and answered as it says, or by the store when it says nothing more."""

    address: str = ""
    token: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    only: str = ""  # the method that ``answers`` are for
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def gate(oxigraph: StoreServer) -> Iterator[Gate]:
    """A gate before Oxigraph."""
    at = Gate()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            at.asked.append((self.command, self.path, dict(self.headers)))
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if at.answers and at.only in ("", self.command):
                return self._send(*at.answers.pop(0))
            if at.token and self.headers.get("Authorization") != f"Bearer {at.token}":
                return self._send(401, {"WWW-Authenticate": "Bearer"}, b"")
            kept = {name: value for name, value in self.headers.items() if name in ("Accept", "Content-Type")}
            answer = fetch(oxigraph.address + self.path, self.command, body or None, **kept)
            headers = {name: answer.headers[name] for name in ("Content-Type", "Server") if answer.headers[name]}
            return self._send(answer.status, headers, answer.body)

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 (the names are those of the library)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    at.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield at
    server.shutdown()
    thread.join()
    server.server_close()
