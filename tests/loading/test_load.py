"""Loading into the stores themselves, each started by the test: all arrives, only changes travel, and what is lost is told."""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path

import pyoxigraph
import pytest
from store_servers import StoreServer, virtuoso
from web_client import fetch

from letterbook.credentials import Credentials
from letterbook.errors import OutputError
from letterbook.loading import Extent, Loaded, Wish, load
from letterbook.loading.stores import addresses_of, store_named
from letterbook.loading.target import Target
from letterbook.network import host_of
from letterbook.output import NewBuild
from letterbook.terms import XSD, literal

from .conftest import BASE, Made, many

pytestmark = pytest.mark.server

REGISTER = BASE + "loaded"


def into(server: StoreServer, build: Path, **wish: object) -> Loaded:
    told: list[str] = []
    return load(build, server.address, Credentials(server.user, server.password), told.append, wish=Wish(**wish))  # type: ignore[arg-type]


def codes(done: Loaded) -> set[str]:
    """The codes of the findings, but the one that tells how to ask."""
    return {finding.code for finding in done.findings} - {"L705"}


def put(server: StoreServer, graph: str, triples: bytes) -> None:
    """Change a graph as somebody else would."""
    host = host_of(server.address, lambda text: None)
    at = addresses_of(store_named(server.kind), server.address)
    Target(host, at, Credentials(server.user, server.password)).put([(graph, triples)])


def empty(server: StoreServer, made: Made) -> None:
    into(server, made({}, "empty"), verify=Extent.COUNTS)


def test_a_build_arrives_whole_and_each_graph_has_the_digest_of_its_file(
    store: StoreServer, built: Path, made: Made
) -> None:
    """The judge is another than the one in the program: RDFC-1.0 of pyoxigraph over what the store gives."""
    done = into(store, built)
    assert codes(done) <= {"L703"}
    assert done.compared == len(done.sent) > 20
    assert store.count() == done.triples + 2 * len(done.sent)  # and the register, two triples a graph
    if store.kind == "virtuoso":
        assert any("POINT(37.61556 55.75222)" in finding.message for finding in done.findings)
    for path in ("letter/dvp-4-319", "letter/dvp-4-319-reply/evidence", "about"):
        name = pyoxigraph.NamedNode(BASE + path)
        given = pyoxigraph.parse(store.graph(BASE + path), pyoxigraph.RdfFormat.TURTLE)
        dataset = pyoxigraph.Dataset(pyoxigraph.Quad(q.subject, q.predicate, q.object, name) for q in given)
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        lines = sorted(str(quad) + " .\n" for quad in dataset)
        wanted = hashlib.sha256((built / f"site/{path}.nq").read_bytes()).hexdigest()
        assert hashlib.sha256("".join(lines).encode()).hexdigest() == wanted
    empty(store, made)
    assert store.count() == 0


def test_only_what_has_changed_is_sent_and_what_is_gone_is_dropped(store: StoreServer, made: Made) -> None:
    first = into(store, made(many(6)))
    assert len(first.sent) == 6
    again = into(store, made(many(6)))
    assert (again.sent, again.dropped, again.unchanged) == ([], [], 6)
    texts = many(5)
    texts["letter/0003"] = [literal("ein anderer Brief")]
    texts["letter/new"] = [literal("ein neuer Brief")]
    third = into(store, made(texts, "third"), verify=Extent.ALL)
    assert third.sent == [BASE + "letter/0003", BASE + "letter/new"]
    assert third.dropped == [BASE + "letter/0005"]
    assert codes(third) == set()
    assert store.count(BASE + "letter/0005") == 0
    assert store.count(BASE + "letter/0003") == 1
    empty(store, made)


def test_graphs_of_others_are_left_alone(store: StoreServer, made: Made) -> None:
    other = "http://elsewhere.example/graph"
    put(store, other, b"<http://elsewhere.example/s> <http://elsewhere.example/p> <http://elsewhere.example/o> .\n")
    into(store, made(many(2)))
    empty(store, made)
    assert store.count(other) == 1


def test_a_triple_that_is_taken_away_behind_our_back_is_told_and_sent_again(store: StoreServer, made: Made) -> None:
    build = made(many(3))
    into(store, build)
    put(store, BASE + "letter/0001", f'<{BASE}letter/0001#it> <http://schema.org/name-0> "Brief 1 x"@de .\n'.encode())
    done = into(store, build, verify=Extent.COUNTS)
    assert codes(done) == {"L701", "L702"}
    assert all(finding.remedy for finding in done.findings)
    repaired = into(store, build, verify=Extent.ALL)
    assert repaired.sent == [BASE + "letter/0001"]
    assert codes(repaired) == set()
    empty(store, made)


def test_a_store_that_keeps_values_and_not_their_writing_is_not_accused_of_a_loss(
    store: StoreServer, made: Made
) -> None:
    values = [
        literal("1.70", datatype=XSD + "decimal"),
        literal("007", datatype=XSD + "integer"),
        literal("Brief", language="de-AT"),
        literal("true", datatype=XSD + "boolean"),
        literal("1921-04-09", datatype=XSD + "date"),
        literal("1921", datatype=XSD + "gYear"),
        literal("1921-04-09T12:00:00Z", datatype=XSD + "dateTime"),
        literal("2016-03-12/2016-03-13", datatype="http://id.loc.gov/datatypes/edtf/EDTF"),
        literal('say "so"\n\ttwice \\ and 𝔷 and é'),
        literal("1.0E3", datatype=XSD + "double"),
    ]
    done = into(store, made({"letter/a": values}))
    assert codes(done) <= {"L703"}
    if store.kind == "oxigraph":
        assert codes(done) == {"L703"}
        message = next(finding.message for finding in done.findings if finding.code == "L703")
        assert '"1.70"^^<http://www.w3.org/2001/XMLSchema#decimal> → "1.7"' in message
        assert '"Brief"@de-AT → "Brief"@de-at' in message
    empty(store, made)


def test_by_update_arrives_the_same(store: StoreServer, made: Made) -> None:
    if store.kind == "virtuoso":
        pytest.skip("Virtuoso is given whole graphs: its updates end at 10,000 lines")
    done = into(store, made(many(4)), by_update=True, verify=Extent.ALL)
    assert (len(done.sent), done.compared, codes(done)) == (4, 4, set())
    empty(store, made)


def test_a_dry_run_changes_nothing(store: StoreServer, made: Made) -> None:
    before = store.count()
    done = into(store, made(many(4)), dry_run=True)
    assert len(done.sent) == 4
    assert store.count() == before


def test_a_store_that_cuts_its_answers_is_told_of_and_loaded_all_the_same(tmp_path: Path, made: Made) -> None:
    """Virtuoso with ResultSetMaxRows: the register is read in pages, greater graphs are verified by their number."""
    (tmp_path / "virtuoso").mkdir()
    server = virtuoso(tmp_path / "virtuoso", rows=40)
    server.start()
    try:
        texts = many(90)
        texts["letter/long"] = [literal(str(number)) for number in range(60)]
        build = made(texts)
        first = into(server, build)
        assert "L704" in codes(first) <= {"L704", "L703"}
        message = next(finding.message for finding in first.findings if finding.code == "L704")
        assert "of 60 triples of https://letterbook.example/letter/long" in message
        again = into(server, build, verify=Extent.ALL)
        assert (again.sent, again.unchanged) == ([], 91)
        assert any("row" in finding.message for finding in again.findings if finding.code == "L704")
    finally:
        server.kill()


def test_a_file_that_is_not_what_the_build_wrote_is_not_sent(oxigraph: StoreServer, made: Made) -> None:
    """Fault case K6."""
    build = made(many(3))
    path = build / "site/letter/0001.nq"
    path.write_bytes(path.read_bytes().replace(b"Brief 1 a", b"Brief l a"))
    with pytest.raises(OutputError, match="is not the one that the build has written") as caught:
        into(oxigraph, build)
    assert caught.value.exit_code == 4
    assert oxigraph.count(BASE + "letter/0001") == 0
    path.write_bytes(path.read_bytes().replace(b"Brief l a", b"Brief 1 a"))
    done = into(oxigraph, build, verify=Extent.ALL)
    assert (done.compared, codes(done)) == (3, set())


def test_two_loads_of_one_build_do_not_run_at_once(oxigraph: StoreServer, made: Made) -> None:
    """Fault case K3."""
    build = made(many(1))
    lock = build.with_name(f".{build.name}.load.lock")
    with lock.open("w") as held:
        held.write("4711")
        held.flush()
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match=r"another load \(process 4711\) is sending this build"):
            into(oxigraph, build)
    assert len(into(oxigraph, build).sent) == 1


def test_the_register_tells_digests_that_others_can_compute(oxigraph: StoreServer, made: Made) -> None:
    build = made(many(1))
    into(oxigraph, build)
    given = oxigraph.graph(REGISTER).decode()
    digest = hashlib.sha256((build / "site/letter/0000.nq").read_bytes()).hexdigest()
    assert f'<{BASE}letter/0000> <http://schema.org/sha256> "{digest}" .' in given


def test_blank_nodes_are_compared_whatever_the_store_names_them(oxigraph: StoreServer, tmp_path: Path) -> None:
    """A triple that stands at another of them is found; in one request those of two graphs are not taken for one."""
    graph, second = BASE + "letter/a", BASE + "letter/b"
    lines = (
        '_:a <a:p> _:b {g}.\n_:b <a:p> _:c {g}.\n_:c <a:q> "1.70"^^<http://www.w3.org/2001/XMLSchema#decimal> {g}.\n'
    )
    folder = tmp_path / "blank"
    folder.mkdir()
    build = NewBuild(folder)
    for name in (graph, second):
        build.write(f"site/{name.removeprefix(BASE)}.nq", lines.format(g=f"<{name}> ").encode())
    build.close({"base": BASE, "title": "Blank nodes"})
    done = into(oxigraph, folder, by_update=True)
    assert (done.compared, codes(done)) == (2, set())
    assert (
        oxigraph.ask("SELECT ?s { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?r ?t } FILTER(?g != ?h && isBlank(?s)) }").body
        == b"s\r\n"
    )
    moved = lines.replace("_:b <a:p> _:c", "_:a <a:p> _:c").format(g="")
    put(oxigraph, graph, moved.encode())
    again = into(oxigraph, folder, verify=Extent.ALL)
    assert codes(again) == {"L702"}


def test_a_store_in_which_no_query_sees_it_without_graph_is_told_of(oxigraph: StoreServer, made: Made) -> None:
    done = into(oxigraph, made(many(1)))
    finding = next(each for each in done.findings if each.code == "L705")
    assert "--union-default-graph" in finding.remedy
    assert fetch(f"{oxigraph.query}?query=ASK%7B%3Fs+%3Fp+%3Fo%7D", Accept="text/csv").body.strip() == b"false"
