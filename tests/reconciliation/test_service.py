"""A service is asked as the protocol says, and whatever it answers, the program ends with candidates or with a reason."""

from __future__ import annotations

import json
import socket
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import referencing
import referencing.jsonschema

from letterbook.errors import NetworkError, UsageError
from letterbook.network import LONGEST_PAUSE_SECONDS, MOST_TRIES, Host, host_of
from letterbook.reconciliation import Candidate, Question, Service

pytestmark = pytest.mark.server

if TYPE_CHECKING:
    from tests.reconciliation.conftest import Answering

ADA = Question("person", "Ada Bell")


class Asking:
    """A host asked without patience, and what it made us wait and say."""

    def __init__(self, address: str, *, timeout_seconds: float = 5.0) -> None:
        self.waited: list[float] = []
        self.said: list[str] = []
        self.host = Host(urlsplit(address), self.said.append, timeout_seconds=timeout_seconds, pause=self.waited.append)

    def ask(self, *questions: Question) -> list[tuple[Question, list[Candidate]]]:
        return [each for batch in Service(self.host).ask(questions) for each in batch]


def test_a_name_is_answered_with_addresses_the_best_first(service: Answering) -> None:
    ((question, candidates),) = Asking(service.address).ask(ADA)
    assert question is ADA
    assert candidates == [Candidate("https://d-nb.info/gnd/118531379", "Bell, Ada", "1831-1899 | astronomer", 100.0)]


def test_names_are_sent_in_batches_as_a_form_and_nothing_else_is_sent(service: Answering) -> None:
    Asking(service.address).ask(*(Question("person", f"Ada {number}") for number in range(23)))
    assert [len(batch) for batch in service.asked] == [10, 10, 3]
    assert service.asked[0]["q0"] == {"query": "Ada 0", "limit": 5, "type": "DifferentiatedPerson"}
    for headers in service.headers:
        assert set(headers) <= {"Host", "User-Agent", "Accept", "Accept-Encoding", "Content-Type", "Content-Length"}
        assert headers["User-Agent"] == "letterbook"
    assert service.headers[1]["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_kind_that_the_service_does_not_name_is_asked_without_a_type(service: Answering) -> None:
    Asking(service.address).ask(Question("polity", "Bavaria"))
    assert "type" not in service.asked[0]["q0"]


@pytest.mark.shared
def test_what_we_ask_and_what_the_test_answers_is_valid_by_the_schemas_of_the_protocol(
    service: Answering, shared: Path
) -> None:
    schemas = shared / "suites/reconciliation-specs/0.2/schemas"
    answers: dict[str, Any] = {"manifest": service.manifest}
    Asking(service.address).ask(ADA, Question("place", "Rye"), Question("office", "Consul"))
    answers["reconciliation-query-batch"] = service.asked[0]
    with open_url(service.address, service.asked[0]) as answer:
        answers["reconciliation-result-batch"] = json.load(answer)
    resources = [
        (path.name, referencing.Resource.from_contents(json.loads(path.read_text("utf-8")), referencing.jsonschema.DRAFT7))
        for path in schemas.glob("*.json")
    ]  # fmt: skip
    registry = referencing.Registry().with_resources(
        [*resources, *((f"https://reconciliation-api.github.io/specs/0.2/schemas/{name}", each) for name, each in resources)]
    )  # fmt: skip
    for name, value in answers.items():
        schema = json.loads((schemas / f"{name}.json").read_text("utf-8"))
        jsonschema.Draft7Validator(schema, registry=registry).validate(value)


def open_url(address: str, queries: dict[str, Any]) -> Any:
    data = urllib.parse.urlencode({"queries": json.dumps(queries)}).encode()
    return urllib.request.urlopen(address, data, timeout=5)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["lobid-gnd", "wikidata", "codefork-viaf", "getty", "nomisma"])
def test_the_manifests_of_real_services_are_understood(service: Answering, shared: Path, name: str) -> None:
    manifest = shared / f"suites/reconciliation-specs/0.2/examples/manifest/valid/{name}.json"
    service.manifest = json.loads(manifest.read_text("utf-8"))
    if "authentication" in service.manifest:
        pytest.skip("this service asks for a key")
    ((_, candidates),) = Asking(service.address).ask(ADA)
    assert [candidate.address.rpartition("118531379")[1] for candidate in candidates] == ["118531379"]


@pytest.mark.parametrize("how", ["500", "502", "503", "429", "half", "hang", "drip"])
def test_a_failure_that_passes_is_tried_again_and_told(service: Answering, how: str) -> None:
    """Fault case N4."""
    service.failures = ["", how]
    asking = Asking(service.address, timeout_seconds=1.0)
    ((_, candidates),) = asking.ask(ADA)
    assert [candidate.label for candidate in candidates] == ["Bell, Ada"]
    assert asking.waited == [7.0 if how == "429" else 1.0]
    assert len(asking.said) == 1


def test_a_failure_that_lasts_ends_after_a_few_tries_each_later_than_the_one_before(service: Answering) -> None:
    service.failures = ["503"] * MOST_TRIES
    asking = Asking(service.address)
    with pytest.raises(NetworkError, match="status 503") as caught:
        asking.ask(ADA)
    assert asking.waited == [1.0, 2.0, 4.0]
    assert caught.value.remedy


def test_a_host_that_asks_to_wait_for_long_is_left_at_once(service: Answering) -> None:
    service.failures = [f"429 {LONGEST_PAUSE_SECONDS + 1:.0f}"]
    asking = Asking(service.address)
    with pytest.raises(NetworkError, match="asks to wait 61 seconds"):
        asking.ask(ADA)
    assert asking.waited == []


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        *(("authority.example", each) for each in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1")),
        *(("authority.example", each) for each in ("::1", "::ffff:10.0.0.1")),
        *((each, "127.0.0.1") for each in ("2130706433", "0177.0.0.1", "0x7f.1", "127.1")),
        ("2852039166", "169.254.169.254"),
    ],
)
def test_a_public_name_that_leads_into_the_own_network_is_refused_before_a_connection(
    service: Answering, monkeypatch: pytest.MonkeyPatch, name: str, inside: str
) -> None:
    """Fault case N2: the resolver is the one part of the way that is not real."""
    port = urlsplit(service.address).port or 0
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (inside, port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NetworkError, match="inside your own network"):
        Asking(f"http://{name}:{port}/reconcile").ask(ADA)
    assert service.requests == 0


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("404", "status 404"),
        ("large", "more than 8,000,000 bytes"),
        ("packed", "packed"),
        ("<html>Down for repairs</html>", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "no result for q0"),
        ('{"q0": {"result": [{"name": "x"}]}}', "no id, name and score"),
        ('{"q0": {"result": [{"id": 7, "name": "x", "score": 1}]}}', "no id, name and score"),
        ('{"q0": {"result": {"id": "x"}}}', "no result for q0"),
        ("to http://127.0.0.1:9/elsewhere", "127.0.0.1:9, which nobody has asked for"),
        ("to https://host.invalid/", "host.invalid, which nobody has asked for"),
        ("to file:///etc/passwd", "which nobody has asked for"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_the_reason_and_at_once(
    service: Answering, how: str, reason: str
) -> None:
    """Fault cases N2, N4 and N9."""
    service.failures = ["", how]
    asking = Asking(service.address)
    with pytest.raises(NetworkError) as caught:
        asking.ask(ADA)
    assert reason in str(caught.value)
    assert asking.waited == []
    assert service.requests == 2


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"identifierSpace": 7},
        {"versions": ["1.0-draft"]},
        {"versions": "0.2"},
        {"authentication": {"type": "apiKey"}},
    ],
)
def test_a_manifest_that_is_none_is_refused_before_a_name_is_sent(service: Answering, change: dict[str, Any]) -> None:
    service.manifest |= change
    with pytest.raises(NetworkError, match="reconciliation service"):
        Asking(service.address).ask(ADA)
    assert service.asked == []


def test_a_redirect_on_the_same_host_is_followed_and_a_circle_is_left(service: Answering) -> None:
    service.failures = [f"to {service.address}/here", "", "to /there"]
    assert Asking(service.address).ask(ADA)[0][1]
    service.failures = ["to /round"] * 9
    with pytest.raises(NetworkError, match="more than 3 times"):
        Asking(service.address).ask(ADA)


def test_a_candidate_whose_id_makes_no_address_is_left_out_and_told(service: Answering) -> None:
    service.manifest |= {"identifierSpace": "", "view": {"url": "nowhere"}}
    asking = Asking(service.address)
    assert asking.ask(ADA) == [(ADA, [])]
    assert "118531379" in asking.said[0]


def test_a_host_that_is_not_there_is_told(service: Answering) -> None:
    asking = Asking("http://127.0.0.1:1/reconcile")
    with pytest.raises(NetworkError, match=r"127\.0\.0\.1:1 does not answer"):
        asking.ask(ADA)


@pytest.mark.parametrize(
    "address",
    ["ftp://host/x", "https://", "https://name:word@host/", "http://host:port/", "http://a b/", "https://h/#x"],
)
def test_what_is_no_address_of_a_service_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        host_of(address, print)
