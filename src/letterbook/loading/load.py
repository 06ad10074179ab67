"""A build into a store elsewhere: only what has changed, what is gone dropped, and all of it verified afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from letterbook.credentials import Credentials
from letterbook.errors import UsageError
from letterbook.findings import Finding
from letterbook.loading.graphs import Graphs, graphs_of
from letterbook.loading.register import Held, Register
from letterbook.loading.stores import STORES, Addresses, addresses_of, store_at, store_named
from letterbook.loading.target import Target, not_let_in
from letterbook.loading.verify import Comparison, Extent
from letterbook.network import Host, host_of
from letterbook.output import locked

GRAPHS_A_STEP = 50
"""How many graphs are sent before they are entered in the register; after a break, so many at most are sent twice."""

BYTES_A_STEP = 1_000_000
"""How large they are together at most, unless one alone is larger."""

TIMEOUT_SECONDS = 300.0
MOST_ANSWER_BYTES = 200_000_000
"""How long a store may take for one request, and how large one graph may be that it gives back."""

Note = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of a load: which store at which addresses, whether anything is changed, how much is verified."""

    store: str = ""
    update_url: str = ""
    graphs_url: str = ""
    by_update: bool = False
    dry_run: bool = False
    verify: Extent = Extent.SENT


@dataclass
class Loaded:
    """What was done: the kind of store, the graphs sent, dropped and left as they were, the triples in all of them, the findings."""

    store: str
    sent: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    unchanged: int = 0
    triples: int = 0
    compared: int = 0
    findings: list[Finding] = field(default_factory=list)


def load(
    build: Path,
    address: str,
    credentials: Credentials,
    tell: Callable[[str], None],
    note: Note = lambda step, done, total: None,
    wish: Wish | None = None,
) -> Loaded:
    """Bring a store to what a build holds.

    Form:    ``tell`` is told of what takes time, ``note`` how far each step is. Graphs that are not of this letterbook are not touched.
    Raises:  UsageError, NetworkError; OutputError where the build is damaged, replaced meanwhile, or loaded by another process.
    """
    wish = wish or Wish()
    graphs = graphs_of(build)
    host = host_of(address, tell)
    host = Host(host.address, tell, TIMEOUT_SECONDS, MOST_ANSWER_BYTES)
    out = build.absolute()
    with locked(out.with_name(f".{out.name}.load.lock"), "another load", "is sending this build"):
        target = Target(host, _addresses(host, address, credentials, wish), credentials)
        register = Register(target, graphs.register)
        register.read()
        sent = [graph for graph, digest in graphs.digests.items() if _digest(register, graph) != digest]
        dropped = sorted(register.held.keys() - graphs.digests.keys())
        unchanged = [graph for graph, digest in graphs.digests.items() if _digest(register, graph) == digest]
        done = Loaded(target.at.store.name, sent, dropped, len(unchanged))
        if not wish.dry_run:
            _drop(register, dropped, note)
            comparison = Comparison(register, graphs)
            _send(register, graphs, sent, None if wish.verify is Extent.COUNTS else comparison, note)
            if wish.verify is Extent.ALL:
                for number, graph in enumerate(unchanged, 1):
                    comparison.compare(graph)
                    note("compare", number, len(unchanged))
            comparison.count(note)
            register.forget(comparison.wrong)
            done.findings, done.compared = comparison.findings(), comparison.same
            done.triples = sum(held.triples for held in register.held.values())
    return done


def _addresses(host: Host, address: str, credentials: Credentials, wish: Wish) -> Addresses:
    """Where the store is asked and changed; the kind of store is asked for where nobody has said it.

    Raises:  UsageError where the store does not say of what kind it is.
    """
    if wish.store:
        store = store_named(wish.store)
    else:
        query = urlencode({"query": "ASK {}"})
        answer = host.send("GET", f"{address.rstrip('/')}/query?{query}", b"", {}, credentials)
        found = store_at(address, answer.headers)
        if found is None and answer.status in (401, 403):
            raise not_let_in(host, answer)
        if found is None:
            raise UsageError(
                f"{host.name} does not say of what kind it is (Server: {answer.headers.get('server', 'not said')})",
                address,
                f"check the address, or say the kind with --store: {', '.join(STORES)}",
            )
        store = found
        host.tell(f"{host.name} is taken as {store.name}")
    at = addresses_of(store, address, update=wish.update_url, graphs=wish.graphs_url)
    for each in (at.update, at.graphs or at.query):
        if host_of(each, host.tell).name != host.name:
            raise UsageError("the addresses of one store are on one host", each, f"give one on {host.name}")
    return at.by_update() if wish.by_update else at


def _digest(register: Register, graph: str) -> str:
    held = register.held.get(graph)
    return held.digest if held else ""


def _drop(register: Register, dropped: list[str], note: Note) -> None:
    done = 0
    for some in _steps(dropped):
        register.forget(some)
        for graph in some:
            register.target.drop(graph)
            done += 1
            note("drop", done, len(dropped))


def _send(register: Register, graphs: Graphs, sent: list[str], comparison: Comparison | None, note: Note) -> None:
    """Send graphs, compare each with what the store then gives, and enter in the register what is right."""
    done = 0
    for some in _steps(sent):
        register.forget(some)
        for part in _portions((graph, graphs.triples(graph)) for graph in some):
            register.target.put(part)
            entered = [(graph, Held(graphs.digests[graph], triples.count(b"\n"))) for graph, triples in part]
            for graph, _ in part:
                if comparison is not None:
                    comparison.compare(graph)
                done += 1
                note("send", done, len(sent))
            register.enter(
                (graph, held) for graph, held in entered if comparison is None or graph not in comparison.wrong
            )


def _portions(graphs: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    """The graphs in portions that a store takes at once; one graph is never divided."""
    portion: list[tuple[str, bytes]] = []
    size = 0
    for graph, triples in graphs:
        if portion and size + len(triples) > BYTES_A_STEP:
            yield portion
            portion, size = [], 0
        portion.append((graph, triples))
        size += len(triples)
    if portion:
        yield portion


def _steps(graphs: Iterable[str]) -> Iterator[list[str]]:
    left = iter(graphs)
    while some := list(islice(left, GRAPHS_A_STEP)):
        yield some
