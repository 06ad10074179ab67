"""How many requests a second ``letterbook serve`` answers for one document as Turtle, beside others in the same run.

rdflib-endpoint and ``oxigraph serve-read-only`` are asked to DESCRIBE what the document is about, nginx for the same file. All run on this
machine, are asked in turns by wrk (Debian: wrk), over eight connections that are kept, as browsers and programs keep them (HTTP/1.1), and
are counted by the clock and by the processor time of each server, which other work on the machine changes less.
Run: ``python tests/benchmarks/serving.py BUILD [--peers BIN…] [--seconds 5] [--json FILE]``; BIN holds the programs of an environment.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

CONNECTIONS = 8
Rate = tuple[float, float]  # requests a second by the clock, by the processor
NGINX = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error; events {{}}
http {{ access_log off; types {{ text/turtle ttl; }}
{paths}
server {{ listen 127.0.0.1:{port}; root {site}; }} }}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server: what starts it, its port, and what it is asked for."""

    command: list[str]
    port: int
    path: str
    rates: list[Rate] = field(default_factory=list)


def found(program: str, bins: Iterable[Path]) -> str:
    """The path of a program in one of the folders, beside this Python or on the PATH; empty where it is not there."""
    folders = [*map(str, bins), str(Path(sys.executable).parent), os.environ.get("PATH", ""), "/usr/sbin"]
    return shutil.which(program, path=os.pathsep.join(folders)) or ""


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    """The process of a server, from when it listens."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def used(process: int) -> float:
    """The seconds of processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rates(address: str, process: int, seconds: int) -> Rate:
    """Requests a second by the clock and by the processor; an answer that is none ends the run."""
    before = used(process)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-H", "Accept: text/turtle", address]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    total = re.search(r"(\d+) requests in", done.stdout)
    if "Non-2xx" in done.stdout or not rate or not total:
        raise SystemExit(f"{address} does not answer with a document:\n{done.stdout}{done.stderr}")
    return float(rate[1]), int(total[1]) / max(used(process) - before, 0.01)


def servers(build: Path, bins: Iterable[Path], folder: Path, document: str) -> tuple[dict[str, Server], dict[str, str]]:
    """What is compared, and of what is missing why; the folder is for the settings of nginx."""
    base = json.loads((build / "manifest.json").read_bytes())["base"]
    query = "?query=" + quote(f"DESCRIBE <{base}{document}#letter>", safe="")
    ours = free_port()
    serve = [sys.executable, "-m", "letterbook", "serve", str(build), "--port", str(ours)]
    there, missing = {"letterbook serve": Server(serve, ours, f"/{document}")}, {}
    for name, path in (("rdflib-endpoint", f"/{query}"), ("oxigraph", f"/query{query}"), ("nginx", f"/{document}.ttl")):
        program, port = found(name, bins), free_port()
        if not program:
            missing[name] = f"{name} is not installed"
            continue
        if name == "nginx":
            paths = " ".join(
                f"{each}_temp_path {folder}/{each};" for each in "client_body proxy fastcgi uwsgi scgi".split()
            )
            text = NGINX.format(folder=folder, paths=paths, port=port, site=(build / "site").absolute())
            (folder / "nginx.conf").write_text(text, encoding="utf-8")
            command = [program, "-c", f"{folder}/nginx.conf", "-p", str(folder)]
        elif name == "oxigraph":
            command = [program, "serve-read-only", "--location", str(build / "store"), "--bind", f"127.0.0.1:{port}"]
        else:
            command = [program, "serve", str(build / "letterbook.nt"), "--port", str(port)]
        there[name] = Server(command, port, path)
    return there, missing


def measured(
    build: Path, bins: Iterable[Path] = (), *, document: str, seconds: int = 5, turns: int = 3
) -> dict[str, Any]:
    """The medians of all servers in turns, how many times the others we are, and what is missing."""
    if not found("wrk", ()):
        return {"missing": {"wrk": "wrk is not installed"}}
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        there, missing = servers(build, bins, Path(name), document)
        processes = {name: stack.enter_context(running(each.command, each.port)) for name, each in there.items()}
        for _ in range(turns):
            for name, each in there.items():
                each.rates.append(rates(f"http://127.0.0.1:{each.port}{each.path}", processes[name], seconds))
    ours = there.pop("letterbook serve").rates
    told: dict[str, Any] = {"letterbook serve, requests a second": round(median(rate[0] for rate in ours))}
    for name, each in there.items():
        told[f"{name}, requests a second"] = round(median(rate[0] for rate in each.rates))
        for number, way in enumerate(("clock", "processor")):
            times = median(mine[number] / other[number] for mine, other in zip(ours, each.rates, strict=True))
            told[f"times {name}, by the {way}"] = round(times, 2)
    return {**told, "missing": missing}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--peers", nargs="*", type=Path, default=[], help="folders with rdflib-endpoint and oxigraph")
    parser.add_argument("--document", default="letter/dvp-4-319")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    told = measured(given.build, given.peers, document=given.document, seconds=given.seconds, turns=given.turns)
    print("| what | measured |\n|---|---|")  # noqa: T201
    for name, value in told.items():
        print(f"| {name} | {value} |")  # noqa: T201
    if given.json:
        given.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
