"""Every code of a finding is explained, and every explanation belongs to a code that is used."""

from __future__ import annotations

import re
from pathlib import Path

from letterbook.findings import CODES, Finding, Severity, in_order, worst


def used_codes(root: Path) -> set[str]:
    files = [p for p in (root / "src").rglob("*.py") if p.name != "findings.py"]
    return {code for file in files for code in re.findall(r'"(L\d{3})"', file.read_text(encoding="utf-8"))}


def test_every_code_in_use_is_explained_and_every_explained_code_is_used(root: Path) -> None:
    assert used_codes(root) == set(CODES)


def test_explanations_are_sentences_in_the_order_of_their_codes() -> None:
    assert list(CODES) == sorted(CODES)
    for code in CODES.values():
        assert code.explanation.endswith(".")
        assert not code.title.endswith(".")


def test_a_finding_is_one_line_with_place_code_letter_message_and_remedy() -> None:
    finding = Finding(
        code="L202", message="no date", remedy="add one", file="letters/a.txt", line=3, column=7, letter="dvp-4-319"
    )
    assert finding.line_of_text() == "letters/a.txt:3:7 L202 [dvp-4-319] no date → add one"
    assert finding.as_dict()["severity"] == "warning"


def test_findings_stand_in_order_and_each_once() -> None:
    late = Finding(code="L202", message="b", file="a.txt", line=10)
    early = Finding(code="L202", message="a", file="a.txt", line=9)
    assert in_order([late, early, late]) == [early, late]
    assert worst([]) is None
    assert worst([early, Finding(code="L101", message="x")]) is Severity.ERROR
