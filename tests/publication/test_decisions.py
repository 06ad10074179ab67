"""A build with decisions: the graph still conforms, and the evidence says who decided what, when and why."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.authority import Record
from letterbook.cli.reviews import flow
from letterbook.decisions import decide, load_decisions, withhold
from letterbook.editor import FACTS, OF_THE_TEXT, Decision
from letterbook.findings import Finding, Severity
from letterbook.letter import EntityKind, Reading, Transcript
from letterbook.mapper import classes_of, map_reading, types_document
from letterbook.publication import Letterbook, build, check
from letterbook.publication.checking import load_checker, types_in
from letterbook.readers.text import read_text
from letterbook.registers import resolve
from letterbook.resources import resource_folder
from letterbook.serializers import nquads
from letterbook.terms import Document, Term, iri
from letterbook.vocabulary import term

SEED = "000_fe7cd0140cad9c37"
Result = tuple[tuple[Decision, ...], Reading, list[Finding]]
BASE = "https://letterbook.example/"
DECISIONS = """\
decisions:
  - {fact: l2/date_sent, op: set, value: 1921-04-11, by: N. N., on: 2026-11-24, why: as the register has it}
  - {fact: l2/date_received, op: confirm, by: N. N.}
  - {fact: l1/place, op: set, value: Angora, by: N. N.}
  - {fact: l1/number, op: reject, value: 319, why: the number of the volume}
  - {fact: l1/closing, op: set, quote: the assurances of my highest consideration}
  - {fact: mention, op: add, quote: the cruel invader, value: Greek troops}
  - {fact: entity, op: not-same-as, quote: Red Crescent Society, value: actor/red-crescent-society}
  - {fact: l1/addressee, op: add, value: Ali Fuad, kind: person}
"""


@pytest.fixture
def decided(data: Path, tmp_path: Path) -> Path:
    """The ready letterbook with decisions on its letter."""
    folder = Path(shutil.copytree(data, tmp_path / "book"))
    (folder / f"letters/{SEED}.facts.yaml").write_text(DECISIONS, "utf-8")
    return folder


def document(out: Path, path: str) -> Document:
    return nquads.read((out / f"site/letter/{path}.nq").read_bytes())


def values(found: Document, subject: Term, predicate: str) -> set[Term]:
    return {o for s, p, o in found.triples if s == subject and p == term(predicate)}


def ground_of(evidence: Document, node: Term) -> Term:
    (annotation,) = {s for s, p, o in evidence.triples if p == term("oa:hasBody") and o == node}
    return annotation


def test_a_build_with_decisions_conforms_and_is_traced(decided: Path, tmp_path: Path) -> None:
    outcome = build(decided, tmp_path / "out")
    assert [finding for finding in outcome.findings if finding.level is Severity.ERROR] == []
    assert outcome.letters == 2


def test_the_evidence_names_who_decided_what_when_and_why(decided: Path, tmp_path: Path) -> None:
    build(decided, tmp_path / "out")
    page = f"{BASE}letter/dvp-4-319-reply"
    evidence = document(tmp_path / "out", "dvp-4-319-reply/evidence")
    annotation = ground_of(evidence, iri(f"{page}#t-written"))
    assert values(evidence, annotation, "oa:motivatedBy") == {iri(f"{BASE}vocab/types#decided")}
    assert values(evidence, annotation, "dcterms:type") == {iri(f"{BASE}vocab/types#corrected")}
    (decision,) = {each for each in values(evidence, annotation, "prov:wasDerivedFrom") if "evidence#decision" in each}
    assert values(evidence, decision, "schema:text") == {'"as the register has it"'}
    assert values(evidence, decision, "schema:dateCreated") == {'"2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date>'}
    (who,) = values(evidence, decision, "prov:wasAttributedTo")
    assert values(evidence, who, "rdfs:label") == {'"N. N."'}
    received = ground_of(evidence, iri(f"{page}#t-received"))
    assert values(evidence, received, "oa:motivatedBy") == {iri(f"{BASE}vocab/types#stated")}
    assert values(evidence, received, "dcterms:type") == {iri(f"{BASE}vocab/types#confirmed")}


def test_what_is_rejected_is_not_stated_and_the_rejection_is(decided: Path, tmp_path: Path) -> None:
    build(decided, tmp_path / "out")
    letter = document(tmp_path / "out", "dvp-4-319")
    assert f"<{BASE}letter/dvp-4-319#number>" not in {each for triple in letter.triples for each in triple}
    evidence = document(tmp_path / "out", "dvp-4-319/evidence")
    reasons = {o for _, p, o in evidence.triples if p == term("schema:text")}
    assert '"the number of the volume"' in reasons


def test_an_unreviewed_value_is_called_so(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "book"))
    (folder / "confidence.yaml").write_text("confidence:\n  dateline-number: 0.8\n", "utf-8")
    build(folder, tmp_path / "out")
    evidence = document(tmp_path / "out", "dvp-4-319/evidence")
    annotation = ground_of(evidence, iri(f"{BASE}letter/dvp-4-319#number"))
    assert values(evidence, annotation, "dcterms:type") == {iri(f"{BASE}vocab/types#unreviewed")}
    rules = nquads.read((tmp_path / "out/site/vocab/rules.nq").read_bytes())
    (words,) = values(rules, iri(f"{BASE}vocab/rules#dateline-number"), "schema:description")
    assert "It was right in 80.0% of cases." in words


def test_a_lost_anchor_is_an_error_and_the_letters_are_built(decided: Path, tmp_path: Path) -> None:
    facts = decided / f"letters/{SEED}.facts.yaml"
    facts.write_text(DECISIONS + "  - {fact: l1/signature, op: set, quote: nowhere at all}\n", "utf-8")
    outcome = build(decided, tmp_path / "out")
    (lost,) = [finding for finding in outcome.findings if finding.level is Severity.ERROR]
    assert (lost.code, lost.file, lost.line, lost.letter) == ("L212", f"letters/{SEED}.facts.yaml", 10, "dvp-4-319")
    assert outcome.letters == 2


def test_decisions_without_a_letter_are_told(data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(data, tmp_path / "book"))
    (folder / "letters/gone.facts.yaml").write_text(DECISIONS, "utf-8")
    (found,) = [finding for finding in check(folder).findings if finding.code == "L216"]
    assert (found.file, found.level) == ("letters/gone.facts.yaml", Severity.ERROR)


# -- whatever is decided

QUOTES = (
    "Mustafa Kemal|the cruel invader|Mr. Chairman|April 9, 1921|No. 319|Red Crescent Society|Turkish people|"
    "the assurances of my highest consideration|Greek troops|nowhere|RSFSR|a|Mr. Representative,"
).split("|")
NAMES = (
    "Mustafa Kemal|actor/mustafa-kemal|actor/rsfsr|place/moscow|Ankara|Ali Fuad|RSFSR|Turkey|Russia|nobody/x|"
    "Chairman of the Grand National Assembly of Turkey"
).split("|")
VALUES = {
    "date_sent": ["1921-04-09", "1921-04", "", "1921-04-31", "[..1921-04-12]"],
    "date_received": ["1921-04-12", "1920", "", "1921-04-09/1921-04-12"],
    "number": ["319", "7", ""],
    "kind": ["letter", "telegram", "sermon", ""],
    "salutation": [""],
    "closing": [""],
    "signature": ["", "Kemal"],
}


@st.composite
def decisions(draw: st.DrawFn) -> str:
    fact = draw(st.sampled_from(sorted(FACTS)))
    path = fact if fact in OF_THE_TEXT else f"l{draw(st.sampled_from([1, 1, 2, 2, 3]))}/{fact}"
    anchored = fact in OF_THE_TEXT or draw(st.booleans())
    decision = Decision(
        letter=0,
        fact=fact,
        op=draw(st.sampled_from(FACTS[fact])),
        value=draw(st.sampled_from(VALUES.get(fact, NAMES))),
        quote=draw(st.sampled_from(QUOTES)) if anchored else "",
        nth=draw(st.sampled_from([1, 1, 1, 2])) if anchored else 1,
        kind=draw(st.sampled_from(["", *EntityKind])),
        office=draw(st.sampled_from(["", "Consul of Persia"])) if fact in ("sender", "addressee") else "",
        by=draw(st.sampled_from(["", "N. N."])),
    )
    return flow(decision).replace(f"fact: {fact},", f"fact: {path},")


@pytest.fixture(scope="module")
def applied(book: Letterbook, tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[str]], Result]:
    """Applies decisions to the letter of the ready letterbook and states it."""
    checker = load_checker(resource_folder("shapes"), resource_folder("ontology"), book.names)
    types = types_in([types_document(resource_folder("ontology") / "types.ttl", book.names)])
    text = (book.folder / f"letters/{SEED}.txt").read_bytes().decode()
    read = read_text(Transcript(f"{SEED}.txt", text, "en"), book.rules)
    path = tmp_path_factory.mktemp("any") / "any.facts.yaml"

    def classes(records: Iterable[Record]) -> dict[Term, tuple[Term, ...]]:
        return {book.names.authority(record.key): classes_of(record) for record in records}

    def apply(items: list[str]) -> Result:
        path.write_text("decisions:\n" + "".join(f"  - {item}\n" for item in items), "utf-8")
        decided = load_decisions(path, name="any")
        after = withhold(decide(read, decided, book.registers.records, book.kinds))
        reading, _ = resolve(after, book.registers)
        mapped = map_reading(reading, {1: "one", 2: "two"}, book.names)
        documents = [document for letter in mapped.letters for document in (letter.document, letter.evidence)]
        records = (*book.registers.records.values(), *mapped.records)
        known = {**types, **classes(records), **types_in(documents)}
        violations = [each for letter in mapped.letters for each in checker.letter(letter, reading.transcript, known)]
        return decided.decisions, after, violations

    return apply


@hypothesis.settings(max_examples=60)
@given(st.lists(decisions(), min_size=1, max_size=6))
def test_whatever_is_decided_the_graph_conforms_and_no_decision_is_dropped_in_silence(
    applied: Callable[[list[str]], Result], items: list[str]
) -> None:
    made, after, violations = applied(items)
    refused = [each for each in after.findings if each.file == "any" and each.code in ("L212", "L217")]
    refused += [each for each in after.findings if each.code == "L211" and "is not applied: " in each.message]
    assert [each for each in violations if each.level is Severity.ERROR] == []
    assert len(after.decisions) + len(refused) >= len(made)
