"""The server over a real port: clients as they are, hostile paths, and a build replaced while it is read."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
import rdflib
from web_client import Answer, fetch, serving

from letterbook.output import MANIFEST, new_build, switch
from letterbook.publication import build
from letterbook.web.negotiation import MEDIA_TYPES

pytestmark = pytest.mark.server

LETTER = "letter/dvp-4-319"


@pytest.fixture(scope="module")
def address(built: Path, environment: dict[str, str]) -> Iterator[str]:
    with serving(built, environment) as found:
        yield found


@pytest.fixture(scope="module")
def documents(built: Path) -> list[str]:
    site = built / "site"
    return sorted(path.relative_to(site).as_posix().removesuffix(".ttl") for path in site.rglob("*.ttl"))


def test_every_document_is_given_in_every_format_byte_for_byte_as_in_the_site(
    address: str, built: Path, documents: list[str]
) -> None:
    assert len(documents) >= 20
    for name in documents:
        for suffix, media_type in MEDIA_TYPES.items():
            file = built / "site" / f"{name}.{suffix}"
            if file.exists():
                negotiated = fetch(address + name, Accept=media_type)
                assert negotiated.body == file.read_bytes() == fetch(f"{address}{name}.{suffix}").body, file
                assert negotiated.headers.get_content_type() == media_type
                assert "Accept" in negotiated.headers["Vary"]


def test_every_iri_of_the_dump_under_the_base_leads_to_a_document_that_describes_it(address: str, built: Path) -> None:
    base = json.loads((built / MANIFEST).read_bytes())["base"]
    dump = rdflib.Graph().parse(data=(built / "letterbook.nt").read_bytes(), format="nt")
    subjects = {
        str(each)
        for each in dump.all_nodes()
        if isinstance(each, rdflib.URIRef) and each.startswith(base) and ".txt" not in each
    }
    assert f"{base}registers/actors.csv#rsfsr" in subjects
    described: dict[str, set[str]] = {}
    for subject in subjects:
        page = subject.partition("#")[0]
        if page not in described:
            graph = rdflib.Graph().parse(
                data=fetch(page.replace(base, address), Accept="text/turtle").body, format="turtle"
            )
            described[page] = {str(s) for s in graph.subjects()}
        assert subject in described[page]


@pytest.mark.parametrize("form", ["turtle", "nt", "xml", "json-ld"])
def test_rdflib_reads_a_document_by_its_address(address: str, built: Path, form: str) -> None:
    wanted = rdflib.Graph().parse(data=(built / "site" / f"{LETTER}.nt").read_bytes(), format="nt")
    assert set(rdflib.Graph().parse(address + LETTER, format=form)) == set(wanted)


def test_a_format_can_be_asked_for_in_the_address(address: str) -> None:
    assert (
        fetch(f"{address}{LETTER}?format=rdf", Accept="text/turtle").headers.get_content_type() == "application/rdf+xml"
    )
    refused = fetch(f"{address}{LETTER}?format=docx")
    assert refused.status == 406
    assert f"{LETTER}.ttl" in refused.body.decode()


def test_what_nobody_can_give_is_answered_with_what_there_is(address: str) -> None:
    """Fault case Q10."""
    refused = fetch(address + LETTER, Accept="image/png")
    assert refused.status == 406
    assert refused.headers["Vary"] == "Accept"
    assert all(f"{LETTER}.{suffix}" in refused.headers["Link"] for suffix in ("ttl", "jsonld", "rdf"))


def test_an_etag_is_the_digest_of_the_file_and_spares_the_answer(address: str, built: Path) -> None:
    digest = hashlib.sha256((built / "site" / f"{LETTER}.ttl").read_bytes()).hexdigest()
    first = fetch(address + LETTER, Accept="text/turtle")
    assert first.headers["ETag"] == f'"{digest[:32]}"'
    again = fetch(address + LETTER, Accept="text/turtle", If_None_Match=f'"x", W/{first.headers["ETag"]}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert fetch(address + LETTER, Accept="application/ld+json", If_None_Match=first.headers["ETag"]).status == 200


def test_a_packed_answer_has_a_tag_of_its_own(address: str) -> None:
    plain = fetch(address + LETTER, Accept="text/turtle")
    packed = fetch(address + LETTER, Accept="text/turtle", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    smaller = fetch(address + LETTER, Accept="text/turtle", Accept_Encoding="gzip, deflate, br, zstd")
    assert smaller.headers["Content-Encoding"] == "br"
    assert brotli.decompress(smaller.body) == plain.body
    assert len({plain.headers["ETag"], packed.headers["ETag"], smaller.headers["ETag"]}) == 3
    assert "Accept-Encoding" in smaller.headers["Vary"]
    again = fetch(address + LETTER, Accept="text/turtle", Accept_Encoding="br", If_None_Match=smaller.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_head_says_what_get_would_and_sends_nothing(address: str) -> None:
    for encoding in ("identity", "gzip", "br"):
        get = fetch(address + LETTER, Accept="text/turtle", Accept_Encoding=encoding)
        head = fetch(address + LETTER, "HEAD", Accept="text/turtle", Accept_Encoding=encoding)
        assert head.body == b""
        for name in set(get.headers) - {"date"}:
            assert head.headers[name] == get.headers[name]


def test_pages_of_other_hosts_may_read_but_nobody_may_write(address: str) -> None:
    """Fault cases Q3, Q11."""
    assert fetch(address + LETTER, Origin="https://other.example").headers["Access-Control-Allow-Origin"] == "*"
    asked = fetch(address + LETTER, "OPTIONS", Access_Control_Request_Method="GET")
    assert asked.status == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert fetch(address + LETTER, method).status == 405


def test_links_name_the_document_its_forms_its_licence_and_its_set(address: str, built: Path) -> None:
    link = fetch(address + LETTER, Accept="text/turtle").headers["Link"]
    base = json.loads((built / MANIFEST).read_bytes())["base"]
    assert f'<{base}{LETTER}>; rel="cite-as"' in link
    assert 'rel="license"' in link
    linkset = fetch(f"{address}{LETTER}.linkset.json")
    assert linkset.headers.get_content_type() == "application/linkset+json"
    (set_,) = json.loads(linkset.body)["linkset"]
    assert set_["anchor"] == base + LETTER
    for each in [*set_["describedby"], *set_["item"]]:
        answer = fetch(address.rstrip("/") + each["href"])
        assert answer.status == 200
        assert answer.headers.get_content_type() == each["type"]


HOSTILE = [
    "../manifest.json",
    "letter/../../manifest.json",
    "%2e%2e/manifest.json",
    "letter/%2e%2e%2f%2e%2e%2fmanifest.json",
    "%252e%252e%252fmanifest.json",
    "..%5cmanifest.json",
    "letter%00.ttl",
    "letter/dvp-4-319%00.ttl",
    "/etc/passwd",
    "//etc/passwd",
    "letter//dvp-4-319",
    "letter/dvp-4-319/",
    "letter/",
    "%",
    "%zz",
    "%ff%fe",
    "письмо",
    "%D0%BF%D0%B8%D1%81%D1%8C%D0%BC%D0%BE",
    "x" * 8_192,
    "%41" * 8_192,
    "<script>alert(1)</script>",
    "con.ttl",
    ".htaccess",
    "_headers",
    "manifest.json",
    "store/CURRENT",
    "letter/dvp-4-319.ttl.ttl",
]


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:24])
def test_a_hostile_path_finds_nothing(address: str, path: str) -> None:
    """Fault case Q12."""
    host, port = re.search(r"//([\d.]+):(\d+)", address).groups()  # type: ignore[union-attr]
    with socket.create_connection((host, int(port)), timeout=20) as client:  # as it is: a library would tidy the path
        client.sendall(f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65_536), b""))
    assert re.match(rb"HTTP/1.1 (404|400) ", answer), answer[:200]
    assert not re.search(rb"Traceback|sha256|root:|text/html", answer)


def test_a_header_of_ten_thousand_characters_is_answered(address: str) -> None:
    """Fault case Q10."""
    assert fetch(address + LETTER, Accept="a/b," * 2_500).status == 406
    assert fetch(f"{address}{LETTER}?format={'x' * 9_000}").status == 400


def test_the_home_is_a_page_for_readers_and_the_letterbook_for_programs(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    out = tmp_path / "build"
    with new_build(out) as made:
        for name in ("about.ttl", "index.html", "404.html"):
            made.write(f"site/{name}", name.encode())
        gone = {"letter/old-1": "why"}
        made.close({"program": "0", "base": "https://letterbook.example/", "title": "t", "gone": gone})
        switch(made, out)
    with serving(out, environment) as address:
        assert fetch(address).body == b"index.html"
        assert fetch(address).headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert fetch(address, Accept="text/turtle").headers["Location"] == "/about"
        assert fetch(f"{address}x", Accept="text/html").body == b"404.html"
        assert b"why" in fetch(f"{address}letter/old-1", Accept="text/turtle").body


def test_the_one_context_is_given_to_pages_of_other_hosts_and_is_no_document(address: str, built: Path) -> None:
    answer = fetch(f"{address}context.jsonld", Origin="https://other.example")
    assert answer.body == (built / "site/context.jsonld").read_bytes()
    assert answer.headers.get_content_type() == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Link" not in answer.headers
    assert fetch(f"{address}context").status == 404


def test_the_void_file_is_found_where_it_is_looked_for(address: str) -> None:
    answer = fetch(f"{address}.well-known/void")
    assert (answer.status, answer.headers["Location"]) == (303, "/void")


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    shutil.copytree(data, folder)
    return folder


def test_under_a_path_the_documents_have_the_paths_of_their_iris(
    copy: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    build(copy, tmp_path / "build", base="https://letters.example/edition/")
    with serving(tmp_path / "build", environment) as address:
        assert address.endswith("/edition/")
        found = fetch(address + LETTER, Accept="text/turtle")
        assert found.status == 200
        assert "</edition/letter/dvp-4-319.ttl>" in found.headers["Link"]
        lost = fetch(f"{address}a/b/c", Accept="text/html")
        assert lost.status == 404
        links = re.findall(r' href="(/[^"]*)"', lost.body.decode())
        assert links
        assert all(fetch(address.replace("/edition/", link)).status == 200 for link in links)
        behind_a_proxy = fetch(address.replace("/edition/", "/") + LETTER, Accept="text/turtle")
        assert behind_a_proxy.body == found.body


def test_a_letter_that_was_taken_away_is_gone_and_not_unknown(
    copy: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Fault case I9."""
    ledger = copy / "identifiers.csv"
    ledger.write_text(ledger.read_text() + f"old-1,old.txt,1,{'0' * 64}\n")
    build(copy, tmp_path / "build")
    with serving(tmp_path / "build", environment) as address:
        for name in ("letter/old-1", "letter/old-1.ttl", "letter/old-1/evidence.nt", "letter/old-1.txt"):
            answer = fetch(address + name)
            assert answer.status == 410
            assert "letter/old-1" in answer.body.decode()
            page = fetch(address + name, Accept="text/html")
            assert (page.status, page.headers.get_content_type()) == (410, "text/html")
            assert ">https://letterbook.example/letter/old-1<" in page.body.decode()
        assert b'<html lang="tr">' in fetch(f"{address}tr/letter/old-1.html", Accept="text/html").body
        assert fetch(f"{address}letter/old-2").status == 404


READER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_reader_is_shown_a_page_where_nothing_is_and_a_program_told_in_a_sentence(address: str, built: Path) -> None:
    for path in ("letter/none", "a/b/c", "letter/dvp-4-319.txt/x"):
        page = fetch(address + path, Accept=READER)
        assert (page.status, page.body) == (404, (built / "site/404.html").read_bytes())
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert {page.headers["Cache-Control"], page.headers["ETag"], page.headers["Link"]} == {"no-store", None}
        for accept in ("*/*", "text/turtle", "text/turtle, text/html;q=0.9", "application/json"):
            told = fetch(address + path, Accept=accept)
            assert (told.status, told.headers.get_content_type()) == (404, "text/plain")
    assert fetch(f"{address}a/b", "HEAD", Accept=READER).status == 404
    again = fetch(f"{address}a/b", Accept=READER, If_None_Match="*")
    assert (again.status, again.body) == (404, (built / "site/404.html").read_bytes())


def test_the_page_where_nothing_is_speaks_the_language_of_the_reader_or_of_the_pages_whence_the_reader_comes(
    address: str,
) -> None:
    assert b'<html lang="tr">' in fetch(f"{address}a/b", Accept=READER, Accept_Language="tr-TR, en;q=0.5").body
    assert b'<html lang="de">' in fetch(f"{address}de/a/b.html", Accept=READER, Accept_Language="tr").body


def test_a_reader_is_shown_in_which_forms_a_document_is_to_be_had(address: str) -> None:
    refused = fetch(f"{address}{LETTER}?format=docx", Accept=READER)
    assert refused.status == 406
    assert f"{LETTER}.ttl" in refused.headers["Link"]
    offers = re.findall(r'<li><a href="([^"]+)">([^<]+/[^<]+)</a>', refused.body.decode())
    assert {kind for _, kind in offers} == set(MEDIA_TYPES.values())
    for href, kind in offers:
        assert fetch(address.rstrip("/") + href).headers.get_content_type() == kind


def _replace(out: Path, number: int) -> None:
    """Put another build in place, whose every file tells its number."""
    with new_build(out) as made:
        for name in range(5):
            made.write(f"site/d{name}.ttl", f"# build {number}\n".encode() * 200)
        made.close({"program": "0", "base": "https://letterbook.example/", "title": "t", "gone": {}})
        switch(made, out)


def test_while_a_build_is_replaced_every_answer_is_of_one_build(tmp_path: Path, environment: dict[str, str]) -> None:
    """Fault case K4."""
    out = tmp_path / "build"
    _replace(out, 0)
    answers: list[Answer] = []
    failures: list[Exception] = []
    done = threading.Event()
    with serving(out, environment) as address:

        def ask() -> None:
            try:
                while not done.is_set():
                    answers.append(fetch(f"{address}d{len(answers) % 5}", Accept="text/turtle"))
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        number = 0
        while (number < 20 or len(answers) < 200) and not failures and number < 500:
            number += 1
            _replace(out, number)
        done.set()
        for thread in threads:
            thread.join()
        last = fetch(f"{address}d0")
    assert not failures
    assert {answer.status for answer in answers} == {200}
    for answer in answers:
        assert len(set(answer.body.splitlines())) == 1
        assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    assert len({answer.body for answer in answers}) > 3
    assert last.body.startswith(f"# build {number}\n".encode())


def test_an_answer_that_is_given_again_is_the_same_for_who_asks_the_same_and_another_for_others(
    address: str, built: Path
) -> None:
    turtle, page = (built / f"site/{LETTER}.ttl").read_bytes(), (built / f"site/{LETTER}.html").read_bytes()
    for _ in range(3):
        first = fetch(address + LETTER, Accept="text/turtle")
        assert first.body == turtle
        assert fetch(address + LETTER, Accept="text/html").body == page
        assert fetch(address + LETTER, Accept="text/html", Accept_Language="tr").status == 303
        assert fetch(f"{address}{LETTER}?format=nt", Accept="text/turtle").body != turtle
        assert fetch(address + LETTER, Accept="text/turtle", If_None_Match=first.headers["ETag"]).status == 304
        assert fetch(address + LETTER, "HEAD", Accept="text/turtle").body == b""
        assert dict(fetch(address + LETTER, Accept="text/turtle").headers) | {"date": ""} == dict(first.headers) | {
            "date": ""
        }


def test_clients_that_say_nothing_do_not_keep_others_waiting(address: str) -> None:
    """Fault case Q13."""
    host, port = re.search(r"//([\d.]+):(\d+)", address).groups()  # type: ignore[union-attr]
    idle = [socket.create_connection((host, int(port)), timeout=30) for _ in range(200)]
    try:
        for number, client in enumerate(idle):
            if number % 2:
                client.sendall(b"GET /about HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert fetch(f"{address}about").status == 200
        assert idle[0].recv(10) == idle[1].recv(10) == b""  # it has hung up
    finally:
        for client in idle:
            client.close()
    assert fetch(f"{address}about").status == 200


@pytest.mark.parametrize(
    "junk",
    [
        b"GET /about HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\nshort",
        b"\x00\xff\x16\x03\x01 nonsense\r\n\r\n",
        b"GET /about HTTP/1.1\r\n" + b"X: y\r\n" * 20_000,
        b"GET /about HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    ],
    ids=["a body that never comes", "no HTTP at all", "headers without end", "a length below nothing"],
)
def test_what_is_no_request_does_no_harm(address: str, junk: bytes) -> None:
    """Fault case Q13."""
    host, port = re.search(r"//([\d.]+):(\d+)", address).groups()  # type: ignore[union-attr]
    with socket.create_connection((host, int(port)), timeout=20) as client:
        try:
            client.sendall(junk)
            assert b" 500 " not in client.recv(4_096)
        except (ConnectionError, TimeoutError):
            pass  # hung up while we were still sending
    assert fetch(f"{address}about").status == 200


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "letterbook", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


def test_a_taken_port_is_said_with_a_remedy(address: str, built: Path, environment: dict[str, str]) -> None:
    port = re.search(r":(\d+)/", address)[1]  # type: ignore[index]
    run = _run(environment, str(built), "--port", port)
    assert run.returncode == 4
    assert f"port {port} of 127.0.0.1 is taken" in run.stderr
    assert "--port" in run.stderr


def test_a_folder_without_a_build_is_said_with_a_remedy(tmp_path: Path, environment: dict[str, str]) -> None:
    run = _run(environment, str(tmp_path))
    assert run.returncode == 4
    assert "letterbook build" in run.stderr


def test_a_host_that_is_not_here_is_said(built: Path, environment: dict[str, str]) -> None:
    run = _run(environment, str(built), "--host", "203.0.113.7", "--port", "0")
    assert run.returncode == 4
    assert "--host 127.0.0.1" in run.stderr


def test_a_reader_is_sent_to_the_page_in_the_language_of_the_browser(address: str) -> None:
    for path, page in (("", "index"), (LETTER, LETTER)):
        answer = fetch(address + path, Accept="text/html", Accept_Language="tr-TR, tr;q=0.9, en;q=0.8")
        assert (answer.status, answer.headers["Location"]) == (303, f"/tr/{page}.html")
        assert "Accept-Language" in answer.headers["Vary"]
        assert b'<html lang="tr">' in fetch(f"{address}tr/{page}.html", Accept="text/html").body
    assert fetch(address + LETTER, Accept="text/html", Accept_Language="en-GB, tr;q=0.5").status == 200
    assert fetch(address + LETTER, Accept="text/turtle", Accept_Language="tr").status == 200


def test_the_page_of_search_answers_a_question_in_its_address(address: str) -> None:
    page = fetch(f"{address}browse/search?q=gold+kemal", Accept="text/html")
    assert page.status == 200
    assert b"Letters found: 2" in page.body
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
