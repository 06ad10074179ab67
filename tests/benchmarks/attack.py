"""Attack the query endpoint of a build on this machine, with an honest client beside the attackers.

    python tests/benchmarks/attack.py BUILD [--seconds 120] [--attackers 8] [--slow 500]

Every attacker has an address of its own in 127.0.0.0/8. Prints one line of JSON: what the honest client met, what the
attackers were answered, and the greatest memory of the service with its workers. Exit status 1 when the honest client was
refused, met a fault of the server, or waited a second longer than without attackers; or when the service died.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty
from urllib.parse import quote, urlsplit

HONEST = "SELECT ?l ?n { ?l a schema:Message OPTIONAL { ?l schema:identifier/schema:value ?n } } ORDER BY ?l LIMIT 20"


def hostile_queries(trap: int = 9) -> list[str]:
    """Queries that want to last for ever, to take all memory, to end the process or to reach ``trap``, a port of this machine."""
    other = f"<http://127.0.0.1:{trap}/>"
    triple = "?a{0} ?b{0} ?c{0}"
    products = [" . ".join(triple.format(n) for n in range(count)) for count in (3, 4, 5, 6, 8, 12)]
    found = [f"SELECT (COUNT(*) AS ?n) {{ {product} }}" for product in products]
    found += [f"SELECT * {{ {product} }} ORDER BY ?c0 ?c1" for product in products]
    found += [f"SELECT (COUNT(DISTINCT ?c1) AS ?n) {{ {product} }}" for product in products[:3]]
    found += [f"CONSTRUCT {{ {product} }} WHERE {{ {product} }}" for product in products[:3]]
    found += [
        f'SELECT (GROUP_CONCAT(CONCAT(STR(?c0), STR(?c1)); SEPARATOR="{"x" * size}") AS ?t) {{ {products[0]} }}'
        for size in (1, 1_000, 30_000)
    ]
    found += [f"SELECT * {{ {products[0]} FILTER({test}) }}" for test in (
        'REGEX(STR(?c0), "(a+)+$")', 'REGEX(STR(?c0), "^(([a-z])+.)+[A-Z]([a-z])+$")', 'REGEX(STR(?c0), "(.*)*(.*)*x")',
        'REGEX(STR(?c0), "a{1000}{1000}")', 'CONTAINS(REPLACE(STR(?c0), "(.)", "$1$1$1$1"), "zzzz")',
        "MD5(STR(?c0)) = SHA512(STR(?c1))", "RAND() > 1", "EXISTS { ?x ?y ?z . ?u ?v ?w FILTER(?x = ?w) }",
    )]  # fmt: skip
    found += [f"SELECT (COUNT(*) AS ?n) {{ ?s {path} ?o }}" for path in (
        "(!<urn:x>)*", "(!<urn:x>|^!<urn:x>)*", "(!<urn:x>)+/(!<urn:x>)+", "((!<urn:x>)*)*", "(^!<urn:x>|!<urn:x>)+/^(!<urn:x>)*",
        "(crm:P2_has_type|^crm:P2_has_type)*", "(schema:about|^schema:about|oa:hasBody|^oa:hasBody)*/rdf:type?",
    )]  # fmt: skip
    found += ["ASK " + "{" * depth + "}" * depth for depth in (90, 2_300, 30_000)]
    found += ["SELECT * { FILTER(" + "(" * depth + "1" + ")" * depth + ") }" for depth in (90, 5_000)]
    found += ["ASK " + "{ {} " + "UNION {} " * count + "}" for count in (400, 7_000)]
    found += ["ASK { FILTER(1" + "+1" * count + " > 0) }" for count in (400, 7_000)]
    found += ["ASK { " + "FILTER NOT EXISTS { ?s ?p ?o " * depth + "}" * depth + " }" for depth in (40, 300)]
    found += ["ASK { ?s " + "/".join(["rdf:type"] * count) + " ?o }" for count in (400, 7_000)]
    found += [
        "SELECT * { VALUES ?x { " + "1 " * 25_000 + "} }",
        "#" * 1_000_000,
        "ASK { ?s ?p '" + "x" * 900_000 + "' }",
    ]
    found += [f"SELECT * {{ {service} {{ ?s ?p ?o }} }}" for service in (
        f"SERVICE {other}", f"service {other}", f"SERVICE SILENT {other}",
        "SERVICE ?g", f"SERVICE#\n{other}", f"\\u0053ERVICE {other}", f"SERVICE{other}",
        f"SERVICE\t{other}", "SERVICE schema:x", f"FILTER EXISTS {{ SERVICE {other}",
        f"{{ SELECT * {{ SERVICE {other}", f"SeRvIcE sIlEnT {other}",
    )]  # fmt: skip
    found += [
        f"LOAD {other}",
        "DROP ALL",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "\x00",
        "\ud800",
    ]
    return found


class Trap:
    """A port that nobody has a reason to connect to, and how often somebody did."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]
        self.met = 0
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self.listening.accept()[0].close()
                self.met += 1


class Report:
    """What all clients met, gathered from their threads."""

    def __init__(self) -> None:
        self.honest: Counter[int] = Counter()
        self.hostile: Counter[int] = Counter()
        self.waits: list[float] = []
        self.most_megabytes = 0.0


def ask(address: str, query: str, source: str = "127.0.0.1", timeout: float = 60) -> int:
    """The status of the answer to a query, 0 where there is none; the body is read."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout, source_address=(source, 0))
    try:
        body = f"query={quote(query, errors='replace')}"
        connection.request("POST", where.path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        response.read()
        return response.status
    except http.client.IncompleteRead:
        return 200  # more rows than may be
    except OSError:
        return 0
    finally:
        connection.close()


def attack_together(address: str, attackers: int, end: float, answers: Queue[int], trap: int) -> None:
    """Attack from many addresses; a process of its own, so that the honest client does not wait for our own threads."""
    jobs = [
        threading.Thread(target=attack, args=(address, n, end, answers, trap), daemon=True) for n in range(attackers)
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()


def hold_together(address: str, slow: int, end: float) -> None:
    """Keep many connections open."""
    for number in range(slow):
        threading.Thread(target=hold, args=(address, number, end), daemon=True).start()
    time.sleep(max(0.0, end - time.monotonic()))


def attack(address: str, number: int, end: float, answers: Queue[int], trap: int) -> None:
    """Ask one hostile query after the other."""
    chance = random.Random(number)
    queries = hostile_queries(trap)
    while time.monotonic() < end:
        answers.put(ask(address, chance.choice(queries), f"127.0.{1 + number // 250}.{2 + number % 250}"))


def hold(address: str, number: int, end: float) -> None:
    """Keep a connection open with half a request, and take another when the server hangs up."""
    where = urlsplit(address)
    head = (
        f"POST {where.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9999\r\n"
    )
    while time.monotonic() < end:
        try:
            with socket.create_connection((str(where.hostname), int(where.port or 80)), 20) as opened:
                opened.sendall((head[: 20 + number % len(head)] if number % 2 else head + "\r\nASK").encode())
                opened.settimeout(max(0.1, end - time.monotonic()))
                while opened.recv(1_000):
                    pass
        except OSError:
            time.sleep(0.05)


def be_honest(address: str, end: float, report: Report, waits: list[float]) -> None:
    """Ask a small question five times a second."""
    while time.monotonic() < end:
        before = time.monotonic()
        report.honest[ask(address, HONEST)] += 1
        waits.append(time.monotonic() - before)
        time.sleep(0.2)


def watch_memory(process_id: int, end: float, report: Report) -> None:
    """The greatest sum of what the service and its workers hold."""
    while time.monotonic() < end:
        held = sum(_resident_megabytes(each) for each in (process_id, *_children(process_id)))
        report.most_megabytes = max(report.most_megabytes, held)
        time.sleep(0.05)


def _children(process_id: int) -> list[int]:
    try:
        listed = " ".join(path.read_text() for path in Path(f"/proc/{process_id}/task").glob("*/children"))
        return [int(each) for each in listed.split()]
    except OSError:
        return []


def _resident_megabytes(process_id: int) -> float:
    try:
        return int(Path(f"/proc/{process_id}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def run(build: Path, seconds: float, attackers: int, slow: int) -> tuple[dict[str, object], bool]:
    """Serve the build, attack it, and say what was met and whether all was well."""
    command = [sys.executable, "-m", "letterbook", "serve", str(build), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    found = re.search(r"http://\S+", server.stderr.readline())
    assert found
    address = f"{found[0]}sparql"
    threading.Thread(target=server.stderr.read, daemon=True).start()
    try:
        report, calm, trap = Report(), list[float](), Trap()
        be_honest(address, time.monotonic() + 3, Report(), calm)
        end = time.monotonic() + seconds
        own = get_context("spawn")
        answers: Queue[int] = own.Queue()
        enemies = [
            own.Process(target=attack_together, args=(address, attackers, end, answers, trap.port)),
            own.Process(target=hold_together, args=(address, slow, end)),
        ]
        for enemy in enemies:
            enemy.start()
        watcher = threading.Thread(target=watch_memory, args=(server.pid, end, report), daemon=True)
        watcher.start()
        be_honest(address, end, report, report.waits)
        while enemies[0].is_alive() or not answers.empty():
            with contextlib.suppress(Empty):
                report.hostile[answers.get(timeout=1)] += 1
        for enemy in enemies:
            enemy.join(30)
        alive = server.poll() is None and ask(address, HONEST) == 200
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
    ordered = sorted(report.waits)
    told: dict[str, object] = {
        "seconds": seconds, "attackers": attackers, "slow clients": slow,
        "hostile queries": len(hostile_queries()), "hostile answers": dict(sorted(report.hostile.items())),
        "honest answers": dict(sorted(report.honest.items())),
        "longest honest wait without attackers": round(max(calm), 3), "with attackers": round(ordered[-1], 3),
        "99 of 100": round(ordered[len(ordered) * 99 // 100], 3),
        "most memory in MB": round(report.most_megabytes), "connections made for an attacker": trap.met, "alive": alive,
    }  # fmt: skip
    well = alive and not trap.met and set(report.honest) == {200} and ordered[-1] <= max(calm) + 1
    return told, well


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--attackers", type=int, default=8)
    parser.add_argument("--slow", type=int, default=500)
    given = parser.parse_args()
    told, well = run(given.build, given.seconds, given.attackers, given.slow)
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
