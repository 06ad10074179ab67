"""Triple stores of others, started on a free port of this computer, killed as a power cut would, and started again."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from web_client import Answer, fetch

FUSEKI = Path(__file__).parents[1] / "servers"
_PATIENCE_SECONDS = 90.0

_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = ., {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
SchedulerInterval = 10
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 4
MaxClientConnections = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass
class StoreServer:
    """One store: its kind, its address for ``--to``, where it is asked, and who may change it."""

    kind: str
    address: str
    query: str
    graphs: str
    folder: Path
    command: Callable[[], list[str]]
    user: str = ""
    password: str = ""
    sql: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(self.command(), cwd=self.folder, stdout=log, stderr=log)
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                if fetch(f"{self.query}?query=ASK%7B%7D").status in (200, 401):
                    return
            time.sleep(0.1)
        pytest.fail(f"{self.kind} does not start: {(self.folder / 'server.log').read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """End it at once, as kill -9 does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        for left in self.folder.glob("*.lck"):  # Virtuoso leaves it, and an administrator takes it away
            left.unlink()

    def count(self, graph: str = "") -> int:
        """How many triples it has in a graph, or in all named graphs below letterbook.example."""
        where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "GRAPH ?g { ?s ?p ?o }"
        only = "" if graph else 'FILTER(STRSTARTS(STR(?g), "https://letterbook.example/"))'
        rows = self.ask(f"SELECT (COUNT(*) AS ?all) {{ {where} {only} }}").body.decode().split()
        return int(rows[1].strip('"'))

    def ask(self, query: str) -> Answer:
        """The answer to a query, as CSV."""
        answer = fetch(f"{self.query}?{_query(query)}", Accept="text/csv")
        assert answer.status == 200, answer.body
        return answer

    def graph(self, name: str) -> bytes:
        """A whole graph, as the store gives it."""
        answer = fetch(f"{self.graphs}?{_graph(name)}", Accept="application/n-triples, text/turtle;q=0.5")
        assert answer.status == 200, answer.body
        return answer.body


def _query(text: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"query": text})


def _graph(name: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"graph": name})


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def oxigraph(folder: Path) -> StoreServer:
    """Oxigraph's own server, from its package."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.is_file():
        pytest.skip("the server of Oxigraph is not installed (package oxigraph)")
    root = f"http://127.0.0.1:{(port := free_port())}"
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    return StoreServer("oxigraph", root, f"{root}/query", f"{root}/store", folder, lambda: command)


def fuseki(folder: Path, *more: str) -> StoreServer:
    """Apache Jena Fuseki with a TDB2 database."""
    jars = sorted(FUSEKI.glob("jena-fuseki-server-*.jar"))
    if not jars or not shutil.which("java"):
        pytest.skip("Fuseki is not here: .ci/run fetches it with Maven into tests/servers, and it needs Java 17")
    (folder / "tdb2").mkdir(exist_ok=True)
    port = free_port()
    command = ["java", "-Xmx512m", "-jar", str(jars[-1]), "--localhost", "--port", str(port), *more,
               "--tdb2", "--loc", str(folder / "tdb2"), "--update", "/ds"]  # fmt: skip
    root = f"http://127.0.0.1:{port}/ds"
    return StoreServer("fuseki", root, f"{root}/query", f"{root}/data", folder, lambda: command)


def virtuoso(folder: Path, rows: int = 0) -> StoreServer:
    """Virtuoso with a database of its own; ``rows`` is after how many it ends an answer."""
    program = shutil.which("virtuoso-t")
    if not program:
        pytest.skip("Virtuoso is not installed (Debian package virtuoso-opensource-7-bin)")
    port, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        _VIRTUOSO.format(port=port, sql=sql, rows=rows, folder=folder), encoding="ascii"
    )
    command = [program, "-f", "+configfile", "virtuoso.ini"]
    root = f"http://127.0.0.1:{port}"
    return StoreServer(
        "virtuoso", root, f"{root}/sparql", f"{root}/sparql-graph-crud", folder, lambda: command, "dba", "dba", sql
    )


STORES: dict[str, Callable[[Path], StoreServer]] = {"oxigraph": oxigraph, "fuseki": fuseki, "virtuoso": virtuoso}
