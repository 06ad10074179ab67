"""Decisions as an editor writes them: ``LETTER.facts.yaml`` beside ``LETTER.txt``.

Form:    ``text-sha256`` (the digest of the text that was decided on; it only informs) and ``decisions``; beside a file of several
         texts both stand under ``texts`` and the id of each, as ``texts: {d12: {decisions: […]}}``. Decisions are a list of maps with the
         keys fact, op, value, kind, office, quote, nth, before, after, by, on, why. Values are taken as they are written: 1921-04-12
         is a wording like any other, and so is ``no``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from letterbook.dates import parse_edtf
from letterbook.editor import FACTS, OF_THE_TEXT, Decision, Op
from letterbook.errors import DateError
from letterbook.findings import Finding
from letterbook.letter import EntityKind

ENDING = ".facts.yaml"

_KEYS = ("fact", "op", "value", "kind", "office", "quote", "nth", "before", "after", "by", "on", "why")
_DATES = frozenset({"date_sent", "date_received"})
_SIDES = frozenset({"sender", "addressee"})
QUOTED = frozenset({"salutation", "closing", "signature"})
"""Facts that are words of the text and nothing else: they are set by quoting them."""
_LARGEST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """The decisions of one file in their order, the digest of the text they were made on, and what is wrong with the rest.

    Form:    ``texts`` has those on each of several texts by its id; ``line`` is where the decisions on a text begin.
    """

    decisions: tuple[Decision, ...] = ()
    sha256: str = ""
    findings: tuple[Finding, ...] = ()
    texts: Mapping[str, DecisionsFile] = field(default_factory=dict)
    line: int = 0


def decisions_path(source: Path) -> Path:
    """Where the decisions on a text stand."""
    return source.with_suffix(ENDING)


def load_decisions(path: Path, *, name: str) -> DecisionsFile:
    """The decisions of a file; none where it does not exist.

    Form:    ``name`` is the file as findings call it; findings L210 (the file), L211 (one decision), L214 (two decisions
             that cannot both hold), each with its line. What is wrong in one decision leaves the others as they are.
    """
    try:
        if not path.is_file():  # a pipe or a device would never end
            return _unreadable("it is no file", name, 0) if path.exists() or path.is_symlink() else DecisionsFile()
        if path.stat().st_size > _LARGEST_BYTES:
            return _unreadable(f"larger than {_LARGEST_BYTES // 1_000_000} MB", name, 0)
        data = path.read_bytes()
    except OSError as error:
        return _unreadable(f"cannot be opened: {error.strerror}", name, 0)
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        return _unreadable(f"not UTF-8 at byte {error.start}", name, 0)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return _unreadable(f"not YAML: {error.problem or error.context}", name, line)
    except (yaml.YAMLError, RecursionError) as error:
        return _unreadable(f"not YAML: {' '.join(str(error).split())}", name, 0)
    return _Reader(name).read(root)


def _unreadable(message: str, name: str, line: int) -> DecisionsFile:
    finding = Finding(
        code="L210",
        message=f"no decision of this file is applied: {message}",
        remedy="correct the file; letterbook review --format yaml shows the form",
        file=name,
        line=line,
    )
    return DecisionsFile(findings=(finding,))


class _FaultError(ValueError):
    """What is wrong with one decision, and what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class _Reader:
    """One file while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.findings: list[Finding] = []
        self.digest = ""
        self.decisions: list[Decision] = []
        self.texts: dict[str, DecisionsFile] = {}

    def read(self, root: yaml.Node | None) -> DecisionsFile:
        if root is None:
            return DecisionsFile()
        if not isinstance(root, yaml.MappingNode):
            return _unreadable("expected the keys text-sha256 and decisions", self.name, root.start_mark.line + 1)
        for key, value in root.value:
            line = key.start_mark.line + 1
            match key.value:
                case "text-sha256" if isinstance(value, yaml.ScalarNode):
                    self.digest = value.value.lower()
                case "decisions" if isinstance(value, yaml.SequenceNode):
                    for item in value.value:
                        self._read_item(item)
                case "decisions" if isinstance(value, yaml.ScalarNode) and not value.value:
                    pass  # a list from which everything has been taken out
                case "texts" if isinstance(value, yaml.MappingNode):
                    self._read_texts(value)
                case other:
                    remedy = "a file has text-sha256 (one word) and decisions (a list), or texts with the id of each"
                    self._note("L210", f"not understood: {str(other)[:60]!r}", remedy, line)
        self._check_for_contradictions()
        return DecisionsFile(tuple(self.decisions), self.digest, tuple(self.findings), self.texts)

    def _read_texts(self, node: yaml.MappingNode) -> None:
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in self.texts:
                self._note("L210", f"the text {str(key.value)[:60]!r} stands twice", "put its decisions together", line)
            else:
                empty = isinstance(value, yaml.ScalarNode) and not value.value
                found = _Reader(self.name).read(None if empty else value)
                self.texts[str(key.value)] = replace(found, line=line)

    def _note(self, code: str, message: str, remedy: str, line: int, letter: int = 0) -> None:
        who = f"letter {letter}" if letter else ""
        self.findings.append(Finding(code=code, message=message, remedy=remedy, file=self.name, line=line, letter=who))

    def _read_item(self, item: yaml.Node) -> None:
        line = item.start_mark.line + 1
        try:
            cells = dict(_cells(item))
            self.decisions.append(_decision(cells, self.name, line))
        except _FaultError as fault:
            self._note("L211", f"this decision is not applied: {fault}", fault.remedy, line)

    def _check_for_contradictions(self) -> None:
        """Of two decisions that cannot both hold neither is applied: which one is meant is not for us to say.

        A decision that stands twice holds once.
        """
        self.decisions = list({each.id: each for each in reversed(self.decisions)}.values())[::-1]
        bad: set[int] = set()
        for later, decision in enumerate(self.decisions):
            for earlier in range(later):
                other = self.decisions[earlier]
                if _contradict(other, decision):
                    bad |= {earlier, later}
                    message = (
                        f"{decision.says()!r} contradicts {other.says()!r} in line {other.line}; neither is applied"
                    )
                    self._note("L214", message, "keep one of the two", decision.line, decision.letter)
        self.decisions = [each for number, each in enumerate(self.decisions) if number not in bad]


def _contradict(one: Decision, other: Decision) -> bool:
    if one.fact != other.fact or one.letter != other.letter:
        return False
    if one.fact in OF_THE_TEXT:
        same_place = (one.quote, one.nth, one.before, one.after) == (other.quote, other.nth, other.before, other.after)
        if not same_place or one.value != other.value:
            return same_place and one.op is other.op is Op.SET
        return one.op is not other.op and {one.op, other.op} != {Op.ADD, Op.CONFIRM}
    if one.op is other.op is Op.SET:
        return (one.value, one.quote) != (other.value, other.quote)
    if {one.op, other.op} == {Op.SET, Op.CONFIRM}:
        return True
    if Op.REJECT in (one.op, other.op) and one.op is not other.op:
        return bool(one.value) and one.value == other.value
    return False


def _cells(item: yaml.Node) -> Iterator[tuple[str, str]]:
    if not isinstance(item, yaml.MappingNode):
        raise _FaultError("it is no map of keys and values", "write it as {fact: l1/number, op: confirm}")
    seen: set[str] = set()
    for key, value in item.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name not in _KEYS:
            near = difflib.get_close_matches(name, _KEYS, 1)
            remedy = f"did you mean {near[0]!r}?" if near else f"the keys are: {', '.join(_KEYS)}"
            raise _FaultError(f"unknown key {name[:60]!r}", remedy)
        if name in seen:
            raise _FaultError(f"the key {name!r} stands twice", "keep one")
        if not isinstance(value, yaml.ScalarNode):
            raise _FaultError(f"{name} is not one wording", "write one value; for two values write two decisions")
        seen.add(name)
        empty = value.tag == "tag:yaml.org,2002:null"
        yield name, "" if empty else value.value.strip()


def _decision(cells: dict[str, str], file: str, line: int) -> Decision:
    letter, fact = _fact(cells.get("fact", ""))
    op = _op(cells.get("op", ""), fact)
    nth = cells.get("nth", "1")
    if not nth.isdecimal() or not 1 <= int(nth) <= 1_000_000:
        raise _FaultError(f"nth is {nth!r}", "count the occurrences of the quote from 1")
    decision = Decision(
        letter=letter,
        fact=fact,
        op=op,
        nth=int(nth),
        file=file,
        line=line,
        **{key: cells.get(key, "") for key in _KEYS if key not in ("fact", "op", "nth")},
    )
    _check(decision)
    return decision


def _fact(text: str) -> tuple[int, str]:
    match = re.fullmatch(r"l(\d{1,6})/(\w+)", text)
    if match and not int(match[1]):
        raise _FaultError(f"there is no letter 0 in {text!r}", "the letters of a text are counted from 1")
    name = match[2] if match else text
    if name in FACTS and (name in OF_THE_TEXT) is not bool(match):
        return int(match[1]) if match else 0, name
    if name in FACTS:
        wanted = name if name in OF_THE_TEXT else f"l1/{name}"
        raise _FaultError(f"the fact {text!r} does not say of which letter it is", f"write it as {wanted!r}")
    near = difflib.get_close_matches(name, FACTS, 1)
    remedy = f"did you mean {near[0]!r}?" if near else f"the facts are: {', '.join(FACTS)}, such as l1/sender"
    raise _FaultError(f"unknown fact {text[:60]!r}", remedy)


def _op(text: str, fact: str) -> Op:
    if text in FACTS[fact]:
        return Op(text)
    remedy = f"{fact} can be decided by: {', '.join(FACTS[fact])}"
    raise _FaultError(f"{text[:60]!r} is no operation on {fact}", remedy)


def _check(decision: Decision) -> None:
    """Refuse what lacks a part that its operation needs."""
    if decision.fact in _DATES and decision.value:
        try:
            parse_edtf(decision.value)
        except DateError as error:
            raise _FaultError(
                f"{decision.value!r} is no EDTF date: {error.message}", "such as 1921-04-09 or 1921-04"
            ) from None
    if decision.on and not re.fullmatch(r"\d{4}-\d\d-\d\d", decision.on):
        raise _FaultError(f"on is {decision.on!r}", "write the day of the decision as 2026-11-24")
    if decision.kind and decision.kind not in set(EntityKind):
        raise _FaultError(f"the kind {decision.kind!r} is none", f"the kinds are: {', '.join(EntityKind)}")
    if decision.office and decision.fact not in _SIDES:
        raise _FaultError("only a sender or an addressee has an office", "leave the office out")
    if (decision.before or decision.after or decision.nth > 1) and not decision.quote:
        raise _FaultError("nth, before and after say nothing without a quote", "quote the words that say it")
    if decision.fact in OF_THE_TEXT and not decision.quote:
        raise _FaultError("it has no quote", "quote the words that are meant")
    needs_value = decision.op in (Op.SET, Op.ADD, Op.SAME_AS, Op.NOT_SAME_AS)
    if decision.fact in QUOTED and decision.op is Op.SET and not decision.quote:
        raise _FaultError("it has no quote", f"the {decision.fact} is what the text says: quote it")
    if (
        needs_value
        and not decision.value
        and not (decision.quote and decision.fact not in {*_DATES, "kind", *OF_THE_TEXT})
    ):
        raise _FaultError("it has no value", "say what it is; to say that there is none, use op: reject")
