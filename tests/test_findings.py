"""Every code of a finding is explained, and every explanation belongs to a code that is used."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from letterbook.findings import CODES, Finding, Severity, in_order, worst


def used_codes(root: Path) -> set[str]:
    files = [p for p in (root / "src").rglob("*.py") if p.name != "findings.py"]
    return {code for file in files for code in re.findall(r'"(L\d{3})"', file.read_text(encoding="utf-8"))}


def test_every_code_in_use_is_explained_and_every_explained_code_is_used(root: Path) -> None:
    assert used_codes(root) == set(CODES)


def test_no_text_of_the_project_speaks_of_a_code_that_is_not_there(root: Path) -> None:
    """The manual and the shapes name codes as well."""
    texts = [root / "README.md", *sorted((root / "shapes").rglob("*.ttl")), *sorted((root / "data").rglob("*.toml"))]
    named = {code for text in texts for code in re.findall(r"\bL[1-7]\d\d\b", text.read_text(encoding="utf-8"))}
    assert named <= set(CODES)


def test_explanations_are_sentences_in_the_order_of_their_codes() -> None:
    assert list(CODES) == sorted(CODES)
    for key, code in CODES.items():
        assert key == code.code
        assert re.fullmatch(r"L[1-7]\d\d", key)
        assert code.explanation.endswith(".")
        assert not code.title.endswith(".")
        assert "  " not in code.explanation


def test_a_finding_is_one_line_with_place_code_letter_message_and_remedy() -> None:
    finding = Finding(
        code="L202", message="no date", remedy="add one", file="letters/a.txt", line=3, column=7, letter="dvp-4-319"
    )
    assert finding.line_of_text() == "letters/a.txt:3:7 L202 [dvp-4-319] no date → add one"
    assert Finding(code="L202", message="no date").line_of_text() == "letterbook L202 no date"


@pytest.mark.parametrize(
    ("line", "column", "place"), [(0, 0, "a.txt"), (3, 0, "a.txt:3"), (3, 7, "a.txt:3:7"), (0, 7, "a.txt")]
)
def test_a_place_is_told_as_far_as_it_is_known(line: int, column: int, place: str) -> None:
    assert Finding(code="L202", message="x", file="a.txt", line=line, column=column).place() == place


def test_a_finding_for_json_always_has_every_key() -> None:
    keys = ["code", "severity", "file", "line", "column", "letter", "message", "remedy"]
    for finding in (Finding(code="L202", message="x"), Finding(code="L101", message="x", file="a", line=1)):
        assert list(json.loads(json.dumps(finding.as_dict()))) == keys
    assert Finding(code="L202", message="x").as_dict()["severity"] == "warning"


def test_a_finding_has_the_severity_of_its_code_unless_it_is_given_another() -> None:
    assert Finding(code="L302", message="x").level is Severity.ERROR
    assert Finding(code="L302", message="x", severity=Severity.NOTE).level is Severity.NOTE
    assert [level.weight for level in (Severity.NOTE, Severity.WARNING, Severity.ERROR)] == [0, 1, 2]


def test_findings_stand_in_order_and_each_once_in_whatever_order_they_come() -> None:
    late = Finding(code="L202", message="b", file="a.txt", line=10)
    early = Finding(code="L202", message="a", file="a.txt", line=9)
    right = Finding(code="L202", message="a", file="a.txt", line=9, column=2)
    other = Finding(code="L201", message="a", file="b.txt")
    for findings in permutations([late, early, other, right, replace(late)]):
        assert in_order(findings) == [early, right, late, other]


def test_the_worst_of_findings_is_the_heaviest() -> None:
    warning = Finding(code="L202", message="a")
    assert worst([]) is None
    assert worst([warning]) is Severity.WARNING
    assert worst([warning, Finding(code="L101", message="x"), Finding(code="L104", message="x")]) is Severity.ERROR
    assert worst([Finding(code="L104", message="x")]) is Severity.NOTE
