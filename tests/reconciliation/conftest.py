"""A small server on loopback that speaks the reconciliation protocol, well or badly, and notes what it is asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

PERSONS = {
    "118531379": ("Bell, Ada", "1831-1899 | astronomer"),
    "118540238": ("Goethe, Johann Wolfgang von", "1749-1832"),
}


@dataclass
class Answering:
    """What the server answers, one way of failing after the other, and what it was asked."""

    address: str = ""
    failures: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    requests: int = 0
    manifest: dict[str, Any] = field(
        default_factory=lambda: {
            "versions": ["0.1", "0.2"],
            "name": "Persons of a test",
            "identifierSpace": "https://d-nb.info/gnd/",
            "schemaSpace": "https://d-nb.info/standards/elementset/gnd#",
            "view": {"url": "https://d-nb.info/gnd/{{id}}"},
            "defaultTypes": [{"id": "DifferentiatedPerson", "name": "Person"}, {"id": "Place", "name": "Place"}],
        }
    )


def result_of(query: dict[str, Any]) -> dict[str, Any]:
    words = set(query["query"].casefold().replace(",", "").split())
    found = []
    for identifier, (name, description) in PERSONS.items():
        share = len(words & set(name.casefold().replace(",", "").split())) / len(words)
        if share:
            found.append(
                {"id": identifier, "name": name, "description": description, "score": share * 100, "match": share == 1}
            )
    return {"result": found}


def handler_of(answering: Answering) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve(lambda: answering.manifest)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            queries = json.loads(form["queries"][0])
            answering.asked.append(queries)
            self._serve(lambda: {key: result_of(query) for key, query in queries.items()})

        def _serve(self, answer: Callable[[], Any]) -> None:
            answering.requests += 1
            answering.headers.append(dict(self.headers))
            how = answering.failures.pop(0) if answering.failures else ""
            status, _, pause = how.partition(" ")
            if status.isdecimal():
                self._send(int(status), b"sorry", {"Retry-After": pause or "7"} if status == "429" else {})
            elif how.startswith("to "):
                self._send(302 if self.command == "GET" else 307, b"", {"Location": how[3:]})
            elif how == "hang":
                time.sleep(3)
            elif how == "drip":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")
                for _ in range(30):
                    self.wfile.write(b"{")
                    time.sleep(0.1)
            elif how == "half":
                self._send(200, b'{"q0"', {"Content-Length": "5000"})
                self.close_connection = True
            elif how == "large":
                self._send(200, b" " * 10_000_000)
            elif how == "packed":
                self._send(200, b"\x1f\x8b", {"Content-Encoding": "gzip"})
            elif how:
                self._send(200, how.encode())
            else:
                self._send(200, json.dumps(answer()).encode())

        def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True

    return Handler


@pytest.fixture
def service() -> Iterator[Answering]:
    """A running service."""
    answering = Answering()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(answering))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    answering.address = f"http://127.0.0.1:{server.server_port}/reconcile"
    yield answering
    server.shutdown()
    server.server_close()
    thread.join()
