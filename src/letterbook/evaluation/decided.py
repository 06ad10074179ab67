"""Letters that an editor has decided on, as gold: what was read before the decisions against what holds after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from letterbook.decisions import Fact, facts_of, find_anchor
from letterbook.editor import Decision, Op
from letterbook.evaluation.scores import Judgement, Verdict
from letterbook.letter import Reading


def judge_decisions(read: Reading, decided: Reading, decisions: Iterable[Decision]) -> list[Judgement]:
    """The judgements of those facts of a text that its decisions speak of.

    Form:    ``read`` is the reading by the rules alone, ``decided`` the same with its decisions applied, ``decisions`` all that were
             made, those included that do not fit any more. What was read and stands after the decision is right; what was read
             and does not stand is wrong, or invented where nothing stands in its place. Facts that no decision touches are
             not judged.
    """
    found: list[Judgement] = []
    for path in dict.fromkeys(each.path for each in decided.decisions if each.letter):
        found += _field(path, read, decided)
    for decision in decisions:
        if decision in decided.decisions:
            if decision.fact == "mention":
                found += _mention(decision, read, decided)
        elif decision.op is Op.CONFIRM and decision.value and 1 <= decision.letter <= len(read.letters):
            found += _unread(decision, read)
    return found


def _unread(decision: Decision, read: Reading) -> list[Judgement]:
    """What was confirmed once and is not read any more: the rules have changed since, for the worse."""
    before = _values(decision.path, read)
    wrong = [Judgement(decision.fact, Verdict.WRONG, fact.evidence.rule) for fact in before]
    return wrong or [Judgement(decision.fact, Verdict.MISSED)]


def _field(path: str, read: Reading, decided: Reading) -> Iterator[Judgement]:
    name = path.rpartition("/")[2]
    before, after = _values(path, read), _values(path, decided)
    left = {_key(fact) for fact in after}
    for fact in before:
        if _key(fact) in left:
            left.discard(_key(fact))
            yield Judgement(name, Verdict.RIGHT, fact.evidence.rule)
        else:
            yield Judgement(name, Verdict.WRONG if after else Verdict.INVENTED, fact.evidence.rule)
    if not before or (len(after) > len(before)):
        yield from (Judgement(name, Verdict.MISSED) for _ in left)


def _values(path: str, reading: Reading) -> list[Fact]:
    ordinal = int(path.partition("/")[0].removeprefix("l"))
    letter = reading.letter(ordinal)
    return [fact for fact in facts_of(letter, reading) if fact.path == path]


def _key(fact: Fact) -> str:
    return " ".join(fact.value.split()).casefold()


def _mention(decision: Decision, read: Reading, decided: Reading) -> Iterator[Judgement]:
    """A mention that was confirmed, put in, taken out or turned; found in the reading by its span and its name."""
    if decision.op is Op.REJECT:
        span = find_anchor(read.transcript.text, decision)
        for each in read.mentions:
            if each.span == span and (not decision.value or read.entity(each.entity).label == decision.value):
                yield Judgement("mention", Verdict.INVENTED, each.rule)
        return
    now = [each for each in decided.mentions if each.decision == decision.id]
    for mention in now:
        before = [each for each in read.mentions if each.span == mention.span]
        name = decided.entity(mention.entity).label
        right = [each for each in before if read.entity(each.entity).label == name]
        if right:
            yield Judgement("mention", Verdict.RIGHT, right[0].rule)
        elif before:
            yield Judgement("mention", Verdict.WRONG, before[0].rule)
        else:
            yield Judgement("mention", Verdict.MISSED)
