"""Judgements counted: precision, recall and F1 of each field, precision of each rule, and the confidence that follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from letterbook.letter import UNMEASURED

PRIOR_WEIGHT = 10
"""How many letters the confidence that a profile ships with counts for, beside those that are measured: one corrected letter
must not silence a rule that was right on hundreds."""


_ORDER = " sender addressee date date_sent date_received place number salutation closing signature kind mention "


class Verdict(StrEnum):
    """What a value is worth."""

    RIGHT = "right"
    WRONG = "wrong"  # another value is right
    INVENTED = "invented"  # no value is right
    MISSED = "missed"  # a value is right and none was read


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one value, or on its absence; ``rule`` is empty where nothing was read."""

    field: str
    verdict: Verdict
    rule: str = ""


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How well one field was read."""

    right: int = 0
    wrong: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """How many of the values that were read are right; every invention counts against it."""
        return _share(self.right, self.right + self.wrong + self.invented)

    @property
    def recall(self) -> float:
        """How many of the values that are right were read."""
        return _share(self.right, self.right + self.wrong + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How often one rule was right, and on how many values it was tried."""

    right: int
    tried: int

    @property
    def precision(self) -> float:
        """The share that was right."""
        return _share(self.right, self.tried)

    def confidence(self, prior: float = UNMEASURED) -> float:
        """The precision, drawn towards what was known before by ``PRIOR_WEIGHT`` values.

        >>> RuleScore(388, 400).confidence(), RuleScore(0, 1).confidence()
        (0.9695, 0.8636)
        """
        return round((self.right + PRIOR_WEIGHT * prior) / (self.tried + PRIOR_WEIGHT), 4)


@dataclass
class Scores:
    """All judgements of an evaluation."""

    letters: int = 0
    _fields: dict[str, Counter[Verdict]] = field(default_factory=dict)
    _rules: dict[str, Counter[Verdict]] = field(default_factory=dict)

    def add(self, judgements: Iterable[Judgement]) -> None:
        """Count the judgements of one more letter."""
        self.letters += 1
        for each in judgements:
            self._fields.setdefault(each.field, Counter())[each.verdict] += 1
            if each.rule:
                self._rules.setdefault(each.rule, Counter())[each.verdict] += 1

    def fields(self) -> dict[str, FieldScore]:
        """The score of each field that was judged, from the head of a letter to its end."""
        counts = sorted(self._fields.items(), key=lambda item: (_ORDER.find(f" {item[0]} ") % len(_ORDER), item[0]))
        return {name: FieldScore(**{str(v): count[v] for v in Verdict}) for name, count in counts}

    def rules(self) -> dict[str, RuleScore]:
        """The score of each rule, in alphabetical order."""
        return {rule: RuleScore(count[Verdict.RIGHT], count.total()) for rule, count in sorted(self._rules.items())}

    def confidence_file(self, shipped: Mapping[str, float]) -> str:
        """The measured confidences as a YAML file, with what they were measured on."""
        lines = [
            f"# Measured by letterbook eval on {self.letters} letters; each beside what the profile says, which counts for {PRIOR_WEIGHT}."
        ]
        lines.append("confidence:")
        for rule, score in self.rules().items():
            confidence = score.confidence(shipped.get(rule, UNMEASURED))
            lines.append(f"  {rule}: {confidence}  # {score.right} of {score.tried}")
        return "\n".join(lines) + "\n" if self._rules else f"{lines[0]}\nconfidence: {{}}\n"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
