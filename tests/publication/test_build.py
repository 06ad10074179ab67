"""A build: the same bytes from the same input, everything traced, nothing lost, and bad letters never in the way of good ones."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from letterbook.checksums import CHECKSUMS
from letterbook.findings import Severity
from letterbook.output import read_checksums, read_manifest
from letterbook.publication import Letterbook, Outcome, build, check, open_letterbook
from letterbook.publication.checking import load_checker, types_in, untraced
from letterbook.resources import resource_folder
from letterbook.serializers import nquads
from letterbook.terms import iri, iri_text, literal
from letterbook.validation import check_terms
from letterbook.vocabulary import term
from letterbook.web.search import SEARCH_FILE

SEED = "000_fe7cd0140cad9c37.txt"
Copy = Callable[[], Path]


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Copy:
    """Makes a copy of the ready letterbook."""

    def make() -> Path:
        folder = tmp_path / f"book{len(list(tmp_path.iterdir()))}"
        shutil.copytree(data, folder)
        return folder

    return make


@pytest.fixture
def with_others(copy: Copy, root: Path) -> Path:
    """The ready letterbook with the two other test letters."""
    folder = copy()
    for name in ("second.txt", "third.txt"):
        shutil.copy(root / "tests/readers/text/letters" / name, folder / "letters" / name)
    return folder


def files(out: Path) -> dict[str, bytes]:
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in out.rglob("*")
        if p.is_file() and p.relative_to(out).parts[0] not in ("store", "search")
    }


def codes(outcome: Outcome) -> set[str]:
    return {finding.code for finding in outcome.findings}


def test_the_ready_letterbook_has_no_error(data: Path) -> None:
    outcome = check(data, frozen=True)
    assert outcome.letters == 2
    assert outcome.worst is not Severity.ERROR
    assert codes(outcome) == {"L205", "L206", "L208"}


def test_a_build_holds_the_site_the_dumps_the_store_the_report_and_the_manifest(built: Path) -> None:
    names = {p.name for p in built.iterdir()}
    assert names == {
        "site",
        "store",
        "search",
        "hosting",
        "letterbook.nq",
        "letterbook.nt",
        "letterbook.ttl",
        "letterbook.jsonld",
        "letterbook.rdf",
        "report.json",
        "manifest.json",
        "SHA256SUMS",
    }
    letter = {p.name for p in (built / "site/letter").iterdir()}
    assert {
        "dvp-4-319.ttl",
        "dvp-4-319.jsonld",
        "dvp-4-319.nq",
        "dvp-4-319.nt",
        "dvp-4-319.rdf",
        "dvp-4-319.txt",
        "dvp-4-319",
        "dvp-4-319-reply.txt",
    } <= letter
    assert (built / "site/letter/dvp-4-319/evidence.ttl").is_file()


def test_the_transcript_is_the_source_to_the_byte(built: Path, data: Path) -> None:
    for name in ("dvp-4-319", "dvp-4-319-reply"):
        assert (built / f"site/letter/{name}.txt").read_bytes() == (data / "letters" / SEED).read_bytes()


def test_the_report_counts_what_is_there(built: Path, document_files: Callable[[str], list[Path]]) -> None:
    report = json.loads((built / "report.json").read_bytes())
    lines = (built / "letterbook.nq").read_text(encoding="utf-8").count("\n")
    assert (report["letters"], report["statements"]) == (2, lines)
    assert report["documents"] == len(document_files("nq"))
    assert report["unregistered"] == ["currency/ruble-in-gold", "topic/imperialism"]


def test_the_list_of_checksums_has_the_digest_of_every_file_in_order(built: Path) -> None:
    names = {"manifest.json", CHECKSUMS}
    found = {name: hashlib.sha256(data).hexdigest() for name, data in files(built).items() if name not in names}
    manifest = read_manifest(built)
    assert list(read_checksums(built, manifest).entries()) == sorted(found.items())
    assert manifest["files"] == len(found)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum of GNU coreutils")
def test_sha256sum_checks_a_build(built: Path) -> None:
    told = subprocess.run(["sha256sum", "--strict", "-c", CHECKSUMS], cwd=built, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert told.stdout.count(": OK\n") == len(read_checksums(built, read_manifest(built)))


def test_every_document_conforms_by_both_engines_and_by_the_vocabulary(
    built: Path, document_files: Callable[[str], list[Path]], book: Letterbook
) -> None:
    """Each document is judged with the classes of what the others describe, by the compiled engine and by pySHACL."""
    documents = [nquads.read(file.read_bytes()) for file in document_files("nq")]
    text = (built / "site/letter/dvp-4-319.txt").read_text(encoding="utf-8")
    known = types_in(documents)
    checker = load_checker(resource_folder("shapes"), resource_folder("ontology"), book.names)
    for document in documents:
        classes = [(node, term("rdf:type"), each) for node, found in known.items() for each in found]
        page = iri_text(document.iri)
        transcript = (
            iri(page.removesuffix("/evidence") + ".txt"),
            term("crm:P190_has_symbolic_content"),
            literal(text),
        )
        context = [*classes, *([transcript] if page.endswith("/evidence") else [])]
        assert checker.shapes.validate(document, context) == [], page
        assert checker.shapes.confirm(document, context) == [], page
        assert check_terms(document, checker.tables, known) == [], page
    assert len(documents) == 30


SETTINGS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "42", "TZ": "America/New_York", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "Europe/Istanbul", "LC_ALL": "C.UTF-8"},
]


def test_the_same_letters_give_the_same_bytes_everywhere(
    with_others: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Four hash seeds, two and more time zones, two locales, and the sources made in another order."""
    results: list[dict[str, bytes]] = []
    names = sorted(p.name for p in (with_others / "letters").iterdir())
    for number, setting in enumerate(SETTINGS):
        folder = tmp_path / f"run{number}"
        shutil.copytree(with_others, folder, ignore=shutil.ignore_patterns("*.txt", "identifiers.csv"))
        for name in names[number % len(names) :] + names[: number % len(names)]:
            shutil.copy(with_others / "letters" / name, folder / "letters" / name)
        out = tmp_path / f"out{number}"
        subprocess.run(
            [sys.executable, "-m", "letterbook", "build", str(folder), "--out", str(out), "--quiet", "--fail-on", "never"],
            env={**environment, **setting}, check=True,
        )  # fmt: skip
        results.append(files(out))
    assert all(result == results[0] for result in results[1:])
    assert len(results[0]) > 150


def test_the_number_of_processes_changes_no_byte(with_others: Path, tmp_path: Path) -> None:
    """The index for search is the same as well, and so are the findings."""
    outs = {number: tmp_path / f"out{number}" for number in (1, 2, 3)}
    outcomes = [build(with_others, out, frozen=True, workers=number) for number, out in outs.items()]
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert files(outs[1]) == files(outs[2]) == files(outs[3])
    assert len({(out / "search" / SEARCH_FILE).read_bytes() for out in outs.values()}) == 1
    for number in (1, 2):
        assert check(with_others, frozen=True, workers=number).findings == outcomes[0].findings


def test_building_again_changes_nothing(with_others: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(with_others, out)
    first, ledger = files(out), (with_others / "identifiers.csv").read_bytes()
    build(with_others, out)
    assert files(out) == first
    assert (with_others / "identifiers.csv").read_bytes() == ledger


def test_a_renamed_source_keeps_its_addresses(with_others: Path, tmp_path: Path) -> None:
    """Fault case I8."""
    out = tmp_path / "out"
    build(with_others, out)
    before = {name for name in files(out) if name.startswith("site/letter/")}
    (with_others / "letters/sub").mkdir()
    (with_others / "letters/second.txt").rename(with_others / "letters/sub/zz.txt")
    build(with_others, out)
    assert {name for name in files(out) if name.startswith("site/letter/")} == before


def test_other_letters_of_the_kind_conform_as_well(with_others: Path) -> None:
    outcome = check(with_others)
    assert outcome.letters == 5
    assert {finding.code for finding in outcome.findings if finding.level is Severity.ERROR} == {"L203"}


def test_names_in_no_register_are_listed_for_review(with_others: Path, tmp_path: Path) -> None:
    outcome = build(with_others, tmp_path / "out")
    assert {"actor/ivan-karelin", "office/prime-minister-of-mongolia", "place/teheran"} <= set(outcome.unregistered)
    assert "L304" in codes(outcome)
    assert (tmp_path / "out/site/actor/ivan-karelin.ttl").is_file()


def test_every_node_of_every_letter_is_traced(with_others: Path) -> None:
    from letterbook.identifiers import assign, candidates
    from letterbook.mapper import map_reading

    book = open_letterbook(with_others)
    count = 0
    for _, reading, _ in book.readings():
        assert reading is not None
        given = assign(candidates(reading), book.ledger)
        mapped = map_reading(reading, {place.letter: found for place, found in given.ids.items()}, book.names)
        for letter in mapped.letters:
            assert untraced(letter) == []
            count += 1
    assert count == 5


def test_a_node_without_evidence_would_be_found(book: Letterbook) -> None:
    from dataclasses import replace

    from letterbook.identifiers import assign, candidates
    from letterbook.mapper import map_reading

    (reading,) = [reading for _, reading, _ in book.readings() if reading]
    given = assign(candidates(reading), book.ledger)
    mapped = map_reading(reading, {place.letter: found for place, found in given.ids.items()}, book.names).letters[0]
    fewer = tuple(t for t in mapped.evidence.triples if not t[2].endswith("#sum-1>"))
    broken = replace(mapped, evidence=replace(mapped.evidence, triples=fewer))
    assert untraced(broken) == [f"<{book.configuration.base}letter/dvp-4-319#sum-1>"]
    checker = load_checker(resource_folder("shapes"), resource_folder("ontology"), book.names)
    known = types_in([mapped.document])
    assert "L407" in {finding.code for finding in checker.letter(broken, reading.transcript, known)}


BAD = {
    "empty.txt": (b"", "L101"),
    "mark.txt": (b"\xef\xbb\xbf", "L101"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0", "L102"),
    "wrong.txt": (b"Letter \xff\xfe\xfd from nobody", "L103"),
    "scan.pdf": (b"%PDF", "L109"),
}


def test_bad_files_are_findings_and_the_good_letters_go_through(copy: Copy, tmp_path: Path) -> None:
    folder = copy()
    for name, (data, _) in BAD.items():
        (folder / "letters" / name).write_bytes(data)
    outcome = build(folder, tmp_path / "out")
    assert outcome.letters == 2
    found = {(finding.file, finding.code) for finding in outcome.findings}
    assert {(f"letters/{name}", code) for name, (_, code) in BAD.items()} <= found


def test_a_letter_in_cp1251_is_read_and_told(copy: Copy) -> None:
    folder = copy()
    text = (
        "Письмо Представителя Председателю.\n\nГосподин Председатель, мы рады видеть, что народ вновь одержал победу.\n"
    )
    (folder / "letters/russian.txt").write_bytes(text.encode("cp1251"))
    outcome = check(folder)
    assert outcome.letters == 3
    assert {f.code for f in outcome.findings if f.file == "letters/russian.txt"} >= {"L104", "L201", "L202"}


def test_a_control_character_is_kept_and_only_rdf_xml_refuses(copy: Copy, tmp_path: Path) -> None:
    folder = copy()
    path = folder / "letters" / SEED
    path.write_text(path.read_text(encoding="utf-8").replace("impotent rage", "impotent\x0b rage"), encoding="utf-8")
    outcome = build(folder, tmp_path / "out")
    assert {"L106", "L502"} <= codes(outcome)
    assert (tmp_path / "out/site/letter/dvp-4-319.ttl").is_file()
    assert not (tmp_path / "out/site/letter/dvp-4-319.rdf").exists()


def test_a_letter_without_a_date_is_published_without_one(copy: Copy, tmp_path: Path) -> None:
    folder = copy()
    path = folder / "letters" / SEED
    path.write_text(path.read_text(encoding="utf-8").replace("April 9, 1921 No. 319", "No. 319"), encoding="utf-8")
    outcome = build(folder, tmp_path / "out")
    assert "L202" in codes(outcome)
    assert outcome.letters == 2
    assert "dateCreated" not in (tmp_path / "out/site/letter/dvp-4-319.ttl").read_text(encoding="utf-8")


def test_an_impossible_date_is_kept_as_text_and_found_at_its_line(copy: Copy, tmp_path: Path) -> None:
    folder = copy()
    path = folder / "letters" / SEED
    path.write_text(
        path.read_text(encoding="utf-8").replace("April 9, 1921 No", "February 31, 1921 No"), encoding="utf-8"
    )
    outcome = build(folder, tmp_path / "out")
    assert ("L203", 5, 1) in [(finding.code, finding.line, finding.column) for finding in outcome.findings]
    turtle = (tmp_path / "out/site/letter/dvp-4-319.ttl").read_text(encoding="utf-8")
    assert 'rdfs:label "February 31, 1921"@en' in turtle
    assert "1921-02-31" not in turtle
    assert "1921-03-03" not in turtle


def test_two_letters_with_one_id_are_both_left_out_and_named(copy: Copy, tmp_path: Path) -> None:
    """Fault case I7."""
    folder = copy()
    ledger = folder / "identifiers.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("dvp-4-319-reply,", "dvp-4-319,"), encoding="utf-8")
    outcome = build(folder, tmp_path / "out")
    assert [finding.code for finding in outcome.findings if finding.level is Severity.ERROR] == ["L301", "L301"]
    assert outcome.letters == 0


def test_frozen_fails_for_a_new_letter_and_writes_no_ledger(with_others: Path, tmp_path: Path) -> None:
    before = (with_others / "identifiers.csv").read_bytes()
    outcome = build(with_others, tmp_path / "out", frozen=True)
    assert codes(outcome) >= {"L303"}
    assert outcome.letters == 2
    assert (with_others / "identifiers.csv").read_bytes() == before


def test_a_letterbook_without_letters_builds(copy: Copy, tmp_path: Path) -> None:
    folder = copy()
    (folder / "letters" / SEED).unlink()
    assert build(folder, tmp_path / "out").letters == 0
    assert (tmp_path / "out/letterbook.nq").is_file()


def test_another_base_changes_every_address_and_nothing_else(data: Path, built: Path, tmp_path: Path) -> None:
    build(data, tmp_path / "out", base="https://w3id.org/my/letters", frozen=True)
    text = (tmp_path / "out/letterbook.nq").read_text(encoding="utf-8")
    assert "letterbook.example" not in text
    again = text.replace("https://w3id.org/my/letters/", "https://letterbook.example/")
    assert sorted(again.splitlines()) == sorted((built / "letterbook.nq").read_text(encoding="utf-8").splitlines())


def test_a_build_opens_no_connection(data: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """In a network of its own, without any interface, where the system allows that; with an audit hook everywhere."""
    script = (
        "import sys\n"
        "def refuse(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'urllib.Request'): raise SystemExit(f'{event} {arguments}')\n"
        "sys.addaudithook(refuse)\n"
        f"from letterbook.cli import main; main(['build', {str(data)!r}, '--out', {str(tmp_path / 'out')!r}, '--quiet', '--frozen'])\n"
    )
    command = [sys.executable, "-c", script]
    alone = ["unshare", "-rn"]
    if shutil.which("unshare") and subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0:
        command = [*alone, *command]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_link_out_of_the_folder_is_not_followed(copy: Copy, tmp_path: Path) -> None:
    folder = copy()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "letters/link.txt").symlink_to(tmp_path / "secret.txt")
    outcome = check(folder)
    assert [finding.file for finding in outcome.findings if finding.code == "L105"] == ["letters/link.txt"]


def test_every_rule_by_which_a_letter_was_read_is_described_whatever_its_language(tmp_path: Path) -> None:
    """A German series may hold an English letter, which is read by the words of its own language."""
    folder = tmp_path / "book"
    (folder / "letters").mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "Briefe"\nprofile = "escher"\nlanguage = ""\n', "utf-8")
    (folder / "letters/a.txt").write_text(
        "John Martin an Karl Weber, London, Montag, 3. Mai 1852\n\nLondon, May 3, 1852.\n\nMy dear friend,\n\n"
        "I thank you for the letter which you have been so kind to send to me, and which I have received with great "
        "pleasure. We hear that the Turkish people and the Greek troops are at peace.\n\nYours truly,\n\nJ. Martin\n",
        "utf-8",
    )
    build(folder, tmp_path / "out")
    site = tmp_path / "out/site"
    described = {s for s, _, _ in nquads.read((site / "vocab/rules.nq").read_bytes()).triples}
    evidence = [nquads.read(path.read_bytes()) for path in sorted((site / "letter").rglob("evidence.nq"))]
    used = {o for page in evidence for _, _, o in page.triples if "/vocab/rules#" in o}
    assert used and used <= described


def test_a_name_that_looks_like_another_is_told_at_its_line(copy: Copy) -> None:
    """Fault case T12: the blank without width stays in the text, and the two are two names."""
    folder = copy()
    text = (folder / "letters" / SEED).read_text(encoding="utf-8").replace("Kemal", "Ke\u200bmal")
    (folder / "letters" / SEED).write_text(text, encoding="utf-8")
    (finding,) = [finding for finding in check(folder).findings if finding.code == "L308"]
    assert "looks like 'Mustafa Kemal'" in finding.message
    assert text.splitlines()[finding.line - 1][finding.column - 1 :].startswith("Mustafa Ke\u200bmal")


@pytest.mark.parametrize(
    ("parties", "sender", "addressee"),
    [
        ("Mr. Richard Roe to Mr. Richard Roe", ["richard-roe"], ["richard-roe"]),
        ("an unknown person to Mr. Richard Roe", [], ["richard-roe"]),
        ("Mr. John Doe or Mr. Paul Poe to Mr. Richard Roe", [], ["richard-roe"]),
    ],
)
def test_a_letter_to_oneself_by_nobody_known_or_by_one_of_two_is_built_as_it_is(
    copy: Copy, tmp_path: Path, parties: str, sender: list[str], addressee: list[str]
) -> None:
    """Fault case L4: allowed, and nobody is made of two names."""
    folder = copy()
    text = f"Letter from {parties}.\n\nMoscow, 4 May 1923 No. 5\n\nSir,\n\nI was here.\n"
    (folder / "letters/parties.txt").write_text(text, encoding="utf-8")
    outcome = build(folder, tmp_path / "out")
    mine = [finding for finding in outcome.findings if finding.file == "letters/parties.txt"]
    assert not [finding for finding in mine if finding.level is Severity.ERROR]
    (page,) = {finding.letter for finding in mine if finding.letter}
    turtle = (tmp_path / f"out/site/letter/{page}.ttl").read_text(encoding="utf-8")
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    for predicate, wanted in (("sender", sender), ("recipient", addressee)):
        found = graph.objects(None, rdflib.URIRef(f"http://schema.org/{predicate}"))
        names = {str(each).rpartition("/")[2].removesuffix("#it") for each in found if "/actor/" in str(each)}
        assert names == set(wanted)
