"""How well letters are read: against gold, or against what an editor has decided; by field and by rule."""

from letterbook.evaluation.decided import judge_decisions
from letterbook.evaluation.gold import Gold, group_of, judge_gold, load_gold
from letterbook.evaluation.scores import PRIOR_WEIGHT, FieldScore, Judgement, RuleScore, Scores, Verdict

__all__ = [
    "PRIOR_WEIGHT",
    "FieldScore",
    "Gold",
    "Judgement",
    "RuleScore",
    "Scores",
    "Verdict",
    "group_of",
    "judge_decisions",
    "judge_gold",
    "load_gold",
]
