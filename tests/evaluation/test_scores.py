"""Judgements are counted once, an invention counts against precision, and a confidence moves with what is measured."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from letterbook.decisions import checked_confidences
from letterbook.evaluation import FieldScore, Judgement, RuleScore, Scores, Verdict

counts = st.integers(0, 500)


def test_an_invention_counts_against_precision_and_a_missing_value_against_recall() -> None:
    score = FieldScore(right=6, wrong=1, invented=1, missed=3)
    assert (score.precision, score.recall) == (6 / 8, 6 / 10)
    assert abs(score.f1 - 2 * 0.75 * 0.6 / 1.35) < 1e-12


def test_nothing_read_and_nothing_there_is_nought_and_no_fault() -> None:
    assert (FieldScore().precision, FieldScore().recall, FieldScore().f1, RuleScore(0, 0).precision) == (0, 0, 0, 0)


@given(counts, counts, counts, counts)
def test_scores_lie_between_nought_and_one(right: int, wrong: int, invented: int, missed: int) -> None:
    score = FieldScore(right, wrong, invented, missed)
    assert 0 <= min(score.precision, score.recall) <= score.f1 + 1e-12
    assert score.f1 <= max(score.precision, score.recall) + 1e-12 <= 1 + 2e-12


@given(counts, counts, st.floats(0, 1))
def test_a_right_value_never_lowers_a_confidence_and_a_wrong_one_never_raises_it(
    right: int, wrong: int, prior: float
) -> None:
    before = RuleScore(right, right + wrong).confidence(prior)
    assert RuleScore(right + 1, right + wrong + 1).confidence(prior) >= before
    assert RuleScore(right, right + wrong + 1).confidence(prior) <= before
    assert 0 <= before <= 1


def test_one_corrected_letter_does_not_silence_a_rule_and_ten_do() -> None:
    assert RuleScore(0, 1).confidence() > 0.7
    assert RuleScore(0, 10).confidence() < 0.7


def test_the_file_of_confidences_is_what_a_letterbook_reads() -> None:
    scores = Scores()
    scores.add([Judgement("number", Verdict.RIGHT, "b-rule"), Judgement("date", Verdict.MISSED)])
    scores.add([Judgement("number", Verdict.INVENTED, "a-rule"), Judgement("number", Verdict.RIGHT, "b-rule")])
    text = scores.confidence_file({"b-rule": 0.5})
    assert checked_confidences(yaml.safe_load(text)["confidence"], "") == {"a-rule": 0.8636, "b-rule": 0.5833}
    assert "b-rule: 0.5833  # 2 of 2" in text
    assert yaml.safe_load(Scores().confidence_file({})) == {"confidence": {}}
    assert list(scores.fields()) == ["date", "number"]
