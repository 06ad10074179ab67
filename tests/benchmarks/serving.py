"""How many requests a second ``letterbook serve`` answers for one document as Turtle, beside rdflib-endpoint in the same run.

    python tests/benchmarks/serving.py BUILD --peer "python -m rdflib_endpoint serve" [--seconds 5]

The peer is a command that takes a file and --port; it is asked to DESCRIBE what the document is about. Both run on this machine,
in turns, and are asked by wrk (Debian: wrk) over eight connections that are kept, as browsers and programs keep them (HTTP/1.1). Prints one line of JSON: requests a second
by the clock and by the processor time of each server, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import quote

CONNECTIONS = 8


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


def rates(address: str, process: int, seconds: int) -> tuple[float, float]:
    """Requests a second by the clock and by the processor; an answer that is none ends the run."""
    before = used(process)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "-H", "Accept: text/turtle", address]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    total = re.search(r"(\d+) requests in", done.stdout)
    if "Non-2xx" in done.stdout or not found or not total:
        raise SystemExit(f"{address} does not answer with a document:\n{done.stdout}{done.stderr}")
    return float(found[1]), int(total[1]) / max(used(process) - before, 0.01)


def main() -> None:
    """Measure in turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("build", type=Path)
    parser.add_argument("--peer", required=True)
    parser.add_argument("--document", default="letter/dvp-4-319")
    parser.add_argument("--about", default="#letter")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=3)
    given = parser.parse_args()
    base = json.loads((given.build / "manifest.json").read_bytes())["base"]
    ours, theirs = free_port(), free_port()
    query = quote(f"DESCRIBE <{base}{given.document}{given.about}>", safe="")
    serve = [sys.executable, "-m", "letterbook", "serve", str(given.build), "--port", str(ours)]
    peer = [*shlex.split(given.peer), str(given.build / "letterbook.nt"), "--port", str(theirs)]
    rows: list[tuple[float, float, float, float]] = []
    with running(serve, ours) as mine, running(peer, theirs) as other:
        for _ in range(given.turns):
            found = rates(f"http://127.0.0.1:{ours}/{given.document}", mine, given.seconds)
            rows.append((*found, *rates(f"http://127.0.0.1:{theirs}/?query={query}", other, given.seconds)))
    told = {
        "by_clock": [(round(row[0]), round(row[2])) for row in rows],
        "by_processor": [(round(row[1]), round(row[3])) for row in rows],
        "ratio_by_clock": round(median(row[0] / row[2] for row in rows), 1),
        "ratio_by_processor": round(median(row[1] / row[3] for row in rows), 1),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
