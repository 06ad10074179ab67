"""Run the W3C tests of the SPARQL 1.1 Protocol against `serve`, `oxigraph serve-read-only` and rdflib-endpoint, in one run.

    python tests/benchmarks/protocol.py BUILD [--suites ../shared/suites] [--peers FOLDER]

FOLDER is the bin folder of an environment with the PyPI packages ``oxigraph`` and ``rdflib-endpoint[cli]``; a peer that is not
there is left out and named. Each server holds the graphs that the tests name, and nothing can be written. Also asked: the three
checks of the W3C for service descriptions. Prints a table, with the tests that failed below it. Exit status 1 when serve fails one.

Source:  https://www.w3.org/TR/sparql11-service-description/, sections 3.1.1 (sd:endpoint) and 2 (the way to a description)
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import rdflib

from letterbook.output import STORE
from letterbook.store import create_store

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
_KNOWN = {
    "Service", "Dataset", "Graph", "NamedGraph", "GraphCollection", "endpoint", "supportedLanguage", "defaultDataset", "availableGraphs",
    "resultFormat", "inputFormat", "feature", "defaultGraph", "namedGraph", "name", "graph", "defaultEntailmentRegime",
    "languageExtension", "extensionFunction", "extensionAggregate", "propertyFeature", "entailmentRegime", "SPARQL11Query",
    "SPARQL11Update", "SPARQL10Query", "UnionDefaultGraph", "BasicFederatedQuery", "EmptyGraphs", "RequiresDataset", "DereferencesURIs",
}  # fmt: skip


@contextlib.contextmanager
def running(command: list[str], address: str) -> Iterator[str]:
    """A server until it answers and as long as it is asked."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}?query=ASK%20%7B%7D", timeout=5).close()
                break
            time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def service_checks(address: str) -> int:
    """How many of the three checks for a service description pass: RDF is returned, it names its endpoint, its terms are known."""
    request = urllib.request.Request(address, headers={"Accept": "text/turtle"})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            graph = rdflib.Graph().parse(data=response.read(), format="turtle", publicID=address)
    except (OSError, SyntaxError, ValueError, rdflib.exceptions.ParserError):
        return 0
    services = set(graph.subjects(rdflib.RDF.type, SD.Service))
    named = any((service, SD.endpoint, None) in graph for service in services)
    terms = {str(term).removeprefix(str(SD)) for triple in graph for term in triple if str(term).startswith(str(SD))}
    return 1 + named + (bool(services) and terms <= _KNOWN)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--suites", type=Path, default=Path("../shared/suites"))
    parser.add_argument("--peers", type=Path, default=Path(sys.executable).parent)
    given = parser.parse_args()
    runner = [sys.executable, str(given.suites / "run_protocol.py")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        quads, triples, build = folder / "protocol.nq", folder / "none.ttl", folder / "build"
        subprocess.run([*runner, "--write-data", str(quads)], check=True, stdout=subprocess.DEVNULL)
        triples.write_text("", encoding="utf-8")
        shutil.copytree(given.build, build)
        shutil.rmtree(build / STORE)
        create_store(build / STORE, quads, triples)
        ports = [str(free_port()) for _ in range(3)]
        oxigraph, endpoint = given.peers / "oxigraph", given.peers / "rdflib-endpoint"
        servers = {
            "letterbook serve": (
                [sys.executable, "-m", "letterbook", "serve", str(build), "--port", ports[0]],
                f"http://127.0.0.1:{ports[0]}/sparql",
            ),
            "oxigraph serve-read-only": (
                [
                    str(oxigraph),
                    "serve-read-only",
                    "--location",
                    str(folder / "oxigraph"),
                    "--bind",
                    f"127.0.0.1:{ports[1]}",
                ],
                f"http://127.0.0.1:{ports[1]}/query",
            ),
            "rdflib-endpoint": (
                [str(endpoint), "serve", "--host", "127.0.0.1", "--port", ports[2], str(quads)],
                f"http://127.0.0.1:{ports[2]}/",
            ),
        }
        if oxigraph.is_file():
            load = [str(oxigraph), "load", "--location", str(folder / "oxigraph"), "--file", str(quads)]
            subprocess.run(load, check=True, capture_output=True)
        lines, faults, well = [], [], True
        for name, (command, address) in servers.items():
            if name != "letterbook serve" and not Path(command[0]).is_file():
                faults.append(f"{name}: not installed in {given.peers}")
                continue
            with running(command, address):
                run = subprocess.run([*runner, "--query", address], capture_output=True, text=True, check=False)
                checks = service_checks(address)
            *failed, last = run.stdout.splitlines() or ["{}"]
            found = json.loads(last).get("protocol", {"pass": 0, "fail": 0})
            lines.append(f"| {name} | {found['pass']} | {found['pass'] + found['fail']} | {checks} of 3 |")
            faults += [f"{name}: {line}" for line in failed if "skip" not in line.lower()]
            well = well and (name != "letterbook serve" or (found["fail"] == 0 and checks == 3))
    text = ["| server | passed | of | service description |", "|---|---|---|---|", *lines, "", *faults]
    sys.stdout.write("\n".join(text) + "\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
