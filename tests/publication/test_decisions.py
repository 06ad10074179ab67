"""A build with decisions: the graph still conforms, and the evidence says who decided what, when and why."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from letterbook.findings import Severity
from letterbook.publication import build, check
from letterbook.serializers import nquads
from letterbook.terms import Document, Term, iri
from letterbook.vocabulary import term

SEED = "000_fe7cd0140cad9c37"
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
