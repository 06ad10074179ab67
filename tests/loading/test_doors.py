"""At the door of a store: who we are, what is sent in clear, what is answered that is no answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from store_servers import FUSEKI, StoreServer, fuseki

from letterbook.credentials import Credentials
from letterbook.errors import NetworkError, UsageError
from letterbook.loading import Loaded, Wish, load
from letterbook.network import LONGEST_PAUSE_SECONDS, MOST_TRIES

from .conftest import BASE, Gate, Made, many

pytestmark = pytest.mark.server

Run = Callable[..., subprocess.CompletedProcess[str]]


def through(
    gate: Gate, build: Path, credentials: Credentials | None = None, **wish: object
) -> tuple[Loaded, list[str]]:
    told: list[str] = []
    wanted = Wish(**{"store": "oxigraph", **wish})  # type: ignore[arg-type]
    return load(build, gate.address, credentials or Credentials(), told.append, wish=wanted), told


@pytest.mark.parametrize("way", ["basic", "digest"])
def test_a_store_that_asks_who_we_are_is_told_as_it_asks(way: str, tmp_path: Path, made: Made, run: Run) -> None:
    """Fuseki with a file of passwords. A wrong one is told of, and stands in no message."""
    folder = tmp_path / "fuseki"
    folder.mkdir()
    (folder / "passwords").write_text('anna: o\'pen "ses:ame"\n', encoding="ascii")
    server = fuseki(folder, f"--auth={way}", "--passwd", str(folder / "passwords"))
    server.start()
    try:
        build = made(many(3))
        arguments = ("load", build, "--to", server.address, "--store", "fuseki", "--user", "anna")
        done = run(*arguments, LETTERBOOK_PASSWORD='o\'pen "ses:ame"')
        assert done.returncode == 0, done.stderr
        assert "3 graphs sent" in done.stderr
        assert "3 graphs compared" in done.stderr
        wrong = run(*arguments, LETTERBOOK_PASSWORD="close sesame")
        assert wrong.returncode == 5
        assert "does not let us in (status 401)" in wrong.stderr
        assert "close sesame" not in wrong.stderr
        unasked = run(*arguments, stdin="")
        assert unasked.returncode == 2
        assert "put it into the environment as LETTERBOOK_PASSWORD" in unasked.stderr
    finally:
        server.kill()


def test_a_token_goes_with_every_request_and_is_enough(gate: Gate, made: Made, run: Run) -> None:
    gate.token = "open-sesame"
    arguments = ("load", made(many(2)), "--to", gate.address)
    done = run(*arguments, LETTERBOOK_TOKEN="open-sesame")
    assert done.returncode == 0, done.stderr
    assert {headers.get("Authorization") for _, _, headers in gate.asked} == {"Bearer open-sesame"}
    assert run(*arguments).returncode == 5


def test_no_password_is_sent_in_clear_over_a_public_network(made: Made) -> None:
    """Nothing is connected to: a test that left this computer would fail."""
    for credentials in (Credentials("anna", "sesame"), Credentials(token="sesame")):
        with pytest.raises(NetworkError, match="would be sent in clear") as caught:
            load(made(many(1)), "http://store.example/", credentials, print, wish=Wish(store="oxigraph"))
        assert "sesame" not in repr((caught.value, credentials))


def test_an_address_with_a_password_in_it_is_refused(made: Made) -> None:
    with pytest.raises(UsageError, match="is not the address of a service"):
        load(made(many(1)), "http://anna:sesame@127.0.0.1:1/", Credentials(), print)


def test_a_store_that_is_busy_is_waited_for_as_long_as_it_asks(gate: Gate, made: Made) -> None:
    gate.only = "PUT"
    gate.answers = [(503, {"Retry-After": "0"}, b"busy"), (429, {"Retry-After": "0"}, b"slowly")]
    done, told = through(gate, made(many(2)))
    assert len(done.sent) == 2
    assert [text for text in told if "trying again in 0 seconds" in text] == told
    assert len(told) == 2


def test_a_store_that_asks_to_wait_too_long_is_given_up_with_the_reason(gate: Gate, made: Made) -> None:
    gate.only = "PUT"
    gate.answers = [(429, {"Retry-After": "7200"}, b"")]
    with pytest.raises(NetworkError, match="asks to wait 7200 seconds") as caught:
        through(gate, made(many(2)))
    assert caught.value.exit_code == 5
    assert LONGEST_PAUSE_SECONDS < 7200
    assert MOST_TRIES > 1


@pytest.mark.parametrize("status", [301, 307, 308])
def test_nothing_is_sent_on_to_another_address(gate: Gate, made: Made, status: int) -> None:
    """Fault case N2: neither the data nor the password follow a redirection, wherever it leads."""
    gate.only = "PUT"
    gate.answers = [(status, {"Location": "http://169.254.169.254/latest/"}, b"")]
    with pytest.raises(NetworkError, match=f"answers a graph with status {status}"):
        through(gate, made(many(1)), Credentials("anna", "sesame"))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><p>Welcome"), "gives a graph that is not RDF"),
        ((200, {"Content-Type": "application/n-triples"}, b"<a:b> <a:b>"), "gives a graph that is not RDF"),
        ((200, {"Content-Type": "text/turtle"}, b"<a:b> <a:c> " + b"[ <a:d> " * 200_000), "gives a graph that is not RDF"),
        ((200, {"Content-Encoding": "gzip"}, b"\x1f\x8b" + b"\0" * 99), "answers packed, which was not asked for"),
        ((500, {"Retry-After": "3600"}, b"out of memory"), "status 500: out of memory"),
        ((404, {}, b""), ""),
    ],
    ids=["a page", "half a triple", "nesting (N7)", "packed (N9)", "out of memory", "not there"],
)  # fmt: skip
def test_an_answer_that_is_no_graph_is_told_as_what_it_is(
    gate: Gate, made: Made, answer: tuple[int, dict[str, str], bytes], said: str
) -> None:
    """Fault cases N6, N7 and N9: broken, deeply nested and packed graphs end neither the process nor the memory."""
    gate.only = "GET"
    gate.answers = [answer]
    if said:
        with pytest.raises(NetworkError, match=said):
            through(gate, made(many(1)))
    else:
        done, _ = through(gate, made(many(1)))
        assert {finding.code for finding in done.findings} >= {"L704"}


def test_blank_nodes_that_nobody_has_sent_are_told_and_not_made_canonical(gate: Gate, made: Made) -> None:
    """Fault case N8: a clique of blank nodes takes no longer than other triples."""
    clique = "".join(f"_:a{one} <a:p> _:a{other} .\n" for one in range(60) for other in range(60) if one != other)
    gate.only = "GET"
    gate.answers = [(200, {"Content-Type": "application/n-triples"}, clique.encode())]
    done, _ = through(gate, made(many(1)))
    message = next(finding.message for finding in done.findings if finding.code == "L702")
    assert "3540 triples that nobody has sent" in message


def test_a_graph_in_json_ld_is_not_asked_for(gate: Gate, made: Made) -> None:
    """Fault case N1: so no store can name a context that would be fetched."""
    through(gate, made(many(1)))
    asked = [headers["Accept"] for method, _, headers in gate.asked if method == "GET"]
    assert asked == ["application/n-triples, text/turtle;q=0.5"]


def test_an_address_that_is_no_store_is_told_with_what_to_do(gate: Gate, made: Made, run: Run) -> None:
    gate.answers = [(200, {"Content-Type": "text/html", "Server": "nginx"}, b"<p>Welcome")]
    done = run("load", made(many(1)), "--to", gate.address)
    assert done.returncode == 2
    assert "does not say of what kind it is (Server: nginx)" in done.stderr
    assert "--store: oxigraph, fuseki, virtuoso, rdf4j, graphdb, sparql" in done.stderr


def test_what_answers_queries_with_a_page_is_no_store(gate: Gate, made: Made) -> None:
    gate.answers = [(200, {"Content-Type": "text/html"}, b"<p>Welcome")]
    with pytest.raises(NetworkError, match="does not answer a query with SPARQL results as JSON"):
        through(gate, made(many(1)))


def test_any_store_that_speaks_the_protocols_is_loaded_by_its_addresses(oxigraph: StoreServer, made: Made) -> None:
    wish = Wish(store="sparql", update_url=f"{oxigraph.address}/update")
    done = load(made(many(3)), f"{oxigraph.address}/query", Credentials(), print, wish=wish)
    assert (done.store, len(done.sent), done.compared) == ("sparql", 3, 3)
    elsewhere = Wish(store="sparql", update_url="http://elsewhere.example/update")
    with pytest.raises(UsageError, match="on one host"):
        load(made(many(3)), f"{oxigraph.address}/query", Credentials(), print, wish=elsewhere)
    with pytest.raises(UsageError, match="nothing says where this store takes updates"):
        load(made(many(3)), f"{oxigraph.address}/query", Credentials(), print, wish=Wish(store="sparql"))
    load(made({}, "empty"), f"{oxigraph.address}/query", Credentials(), print, wish=wish)
    assert oxigraph.count() == 0


def test_a_repository_of_rdf4j_and_of_graphdb_is_known_by_its_address(gate: Gate, made: Made) -> None:
    """Such a server is not here; what is asked, and where, is that of its manual."""
    gate.answers = [(200, {}, b"{}"), (200, {}, b'{"results": {"bindings": [{"all": {"value": "0"}}]}}')]
    gate.answers += [(200, {}, b'{"results": {"bindings": []}}'), (204, {}, b""), (204, {}, b"")]
    told: list[str] = []
    address = f"{gate.address}/repositories/letters"
    with pytest.raises(NetworkError):
        load(made(many(1)), address, Credentials(), told.append)
    assert told == [f"{gate.address.removeprefix('http://')} is taken as graphdb"]
    paths = [(method, path.partition("?")[0]) for method, path, _ in gate.asked[1:5]]
    assert paths == [
        ("POST", "/repositories/letters"),
        ("POST", "/repositories/letters"),
        ("PUT", "/repositories/letters/rdf-graphs/service"),
        ("GET", "/repositories/letters/rdf-graphs/service"),
    ]


def test_a_dry_run_prints_the_graphs_and_the_command_line_has_no_password(gate: Gate, made: Made, run: Run) -> None:
    done = run("load", made(many(2)), "--to", gate.address, "--dry-run")
    assert done.returncode == 0
    assert done.stdout == f"+ {BASE}letter/0000\n+ {BASE}letter/0001\n"
    assert "2 graphs to be sent, 0 to be dropped, 0 unchanged; nothing was changed" in done.stderr
    refused = run("load", "--to", gate.address, "--password", "sesame")
    assert refused.returncode == 2


def test_where_nobody_listens_the_exit_code_is_that_of_the_network(made: Made, environment: dict[str, str]) -> None:
    command = [
        sys.executable,
        "-m",
        "letterbook",
        "load",
        str(made(many(1))),
        "--to",
        "http://127.0.0.1:9",
        "--store",
        "fuseki",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 5
    assert "127.0.0.1:9 does not answer: Connection refused (4 tries)" in done.stderr


def test_the_folder_for_fuseki_is_where_continuous_integration_puts_it(root: Path) -> None:
    assert f"-DoutputDirectory={FUSEKI.relative_to(root)}" in (root / ".ci/run").read_text(encoding="utf-8")
