"""Decisions applied to a reading: each outranks every rule, and none is dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

from letterbook.authority import Record
from letterbook.dates import parse_edtf
from letterbook.decisions.anchors import Lost, find_anchor
from letterbook.decisions.entities import Cast, UnfitError, tidied
from letterbook.decisions.files import QUOTED, DecisionsFile
from letterbook.decisions.parts import with_part, without_part
from letterbook.editor import Decision, Op
from letterbook.findings import Finding
from letterbook.letter import Dated, EntityKind, Evidence, Letter, Origin, PartKind, Party, Reading, Span, Wording

RULES: dict[str, str] = {
    "decision-set": "An editor has decided that this is the value.",
    "decision-add": "An editor has decided that this belongs here as well.",
}
"""The rules by which a decided value is held, for the document of the rules."""

_ANSWERS: dict[str, tuple[str, ...]] = {
    "sender": ("L206",),
    "date_sent": ("L202", "L203", "L204"),
    "date_received": ("L204", "L208"),
    "place": ("L205",),
}
"""The findings of a reader that a decision on the fact answers."""

_FIELDS = {"date_sent": "date", "date_received": "date_received"}


def decide(reading: Reading, decided: DecisionsFile, records: Mapping[str, Record], kinds: AbstractSet[str]) -> Reading:
    """The reading as the editor wants it, with the decisions beside it.

    Form:    ``records`` are the rows of the registers by key; ``kinds`` the kinds of document that a letter may be of. Findings
             of the reader that a decision answers are left out; added are those of the file, L211 (no such letter), L212 (a
             lost anchor), L213 (the text is not that which was decided on) and L217 (nothing there to confirm).
    """
    if not decided.decisions and not decided.findings:
        return reading
    work = _Work(reading, records, kinds)
    for decision in sorted(decided.decisions, key=_order):
        work.apply(decision)
    findings = [*decided.findings, *work.findings]
    if decided.sha256 and decided.sha256 != reading.transcript.sha256():
        findings.append(_changed(decided, reading))
    kept = tuple(finding for finding in reading.findings if not work.answers(finding))
    changed = replace(work.reading, entities=work.cast.entities(), mentions=work.cast.mentions())
    return replace(
        tidied(changed, reading),
        findings=(*kept, *findings),
        decisions=tuple(work.applied),
    )


def _order(decision: Decision) -> int:
    """What is wrong goes first, then what is right, then what is confirmed; who is who last of all."""
    return (Op.REJECT, Op.SET, Op.ADD, Op.CONFIRM, Op.SAME_AS, Op.NOT_SAME_AS).index(decision.op)


def _changed(decided: DecisionsFile, reading: Reading) -> Finding:
    file = decided.decisions[0].file if decided.decisions else ""
    return Finding(
        code="L213",
        message=f"{reading.transcript.source} has changed since these decisions were made; they were anchored anew",
        remedy=f"look them through, then write text-sha256: {reading.transcript.sha256()}",
        file=file or reading.transcript.source,
        line=1 if file else 0,
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a decided value rests on: the decision, and the words that it quotes."""

    decision: Decision
    span: Span | None

    @property
    def evidence(self) -> Evidence:
        spans = (self.span,) if self.span else ()
        rule = "decision-add" if self.decision.op is Op.ADD else "decision-set"
        return Evidence(spans, rule, Origin.EDITOR, 1.0, decision=self.decision.id)


_Value = TypeVar("_Value")


class _Work:
    """One reading while decisions are applied to it."""

    def __init__(self, reading: Reading, records: Mapping[str, Record], kinds: AbstractSet[str]) -> None:
        self.reading = reading
        self.cast = Cast(reading, records)
        self.kinds = kinds
        self.findings: list[Finding] = []
        self.applied: list[Decision] = []
        self.idle: set[str] = set()

    def apply(self, decision: Decision) -> None:
        span = None
        cast = self.cast.copy()  # a decision is applied as a whole or not at all
        try:
            if decision.letter > len(self.reading.letters):
                count = len(self.reading.letters)
                letters = "1 letter" if count == 1 else f"{count} letters"
                raise UnfitError(f"there is no letter {decision.letter}: the text has {letters}", "correct the number")
            if decision.quote:
                anchor = find_anchor(self.reading.transcript.text, decision)
                if isinstance(anchor, Lost):
                    self._lost(decision, anchor)
                    return
                span = anchor
            self._do(decision, _Ground(decision, span))
        except UnfitError as unfit:
            self.cast = cast
            self._note(unfit.code, f"{decision.says()!r} is not applied: {unfit}", unfit.remedy, decision)
        else:
            self.applied.append(decision)

    def answers(self, finding: Finding) -> bool:
        """Whether a decision that is applied answers a finding of the reader."""
        return any(
            finding.letter == f"letter {each.letter}" and finding.code in _ANSWERS.get(each.fact, ())
            for each in self.applied
            if each.id not in self.idle
        )

    def _note(self, code: str, message: str, remedy: str, decision: Decision) -> None:
        who = f"letter {decision.letter}" if decision.letter else ""
        self.findings.append(
            Finding(code=code, message=message, remedy=remedy, file=decision.file, line=decision.line, letter=who)
        )

    def _lost(self, decision: Decision, lost: Lost) -> None:
        quote = f"the quote {decision.quote!r} of {decision.path} {decision.op} is lost: "
        remedy = "quote the words as they stand now"
        if lost.nearest and lost.nearest != decision.quote:
            remedy += f"; the nearest are {lost.nearest!r}"
        elif lost.nearest:
            remedy = "correct nth, before or after"
        self._note("L212", quote + lost.reason, remedy, decision)

    def _do(self, decision: Decision, ground: _Ground) -> None:
        if decision.fact == "mention" and ground.span:
            self.cast.decide_mention(decision, ground.span, ground.evidence)
        elif decision.fact == "entity" and ground.span:
            self.reading = self.cast.decide_identity(decision, ground.span, self.reading)
        else:
            letter = self.reading.letter(decision.letter)
            changed = self._letter(letter, decision, ground)
            if changed == letter and decision.value:
                self.idle.add(decision.id)  # it rejects what is not read
            letters = tuple(changed if each is letter else each for each in self.reading.letters)
            self.reading = replace(self.reading, letters=letters)

    def _letter(self, letter: Letter, decision: Decision, ground: _Ground) -> Letter:
        if decision.fact in ("sender", "addressee"):
            return self._side(letter, decision, ground)
        if decision.fact == "place":
            return self._place(letter, decision, ground)
        if decision.fact in _FIELDS:
            return self._date(letter, decision, ground)
        return self._wording(letter, decision, ground)

    # -- one value

    def _wording(self, letter: Letter, decision: Decision, ground: _Ground) -> Letter:
        name = decision.fact
        value: Wording | None = getattr(letter, name)
        if decision.op is Op.SET:
            text = self.reading.transcript.quote(ground.span) if ground.span else decision.value
            if name == "kind" and decision.value not in self.kinds:
                raise UnfitError(
                    f"{decision.value!r} is no kind of letter", f"the kinds are: {', '.join(sorted(self.kinds))}"
                )
            letter = letter.with_field(name, Wording(text, decision.value or text, ground.evidence))
            return (
                with_part(letter, PartKind(name), ground.span, self.reading.transcript.text)
                if ground.span and name in QUOTED
                else letter
            )
        told = (value.value, value.text) if value else ()
        if decision.op is Op.CONFIRM:
            right = _standing(value, decision, told)
            return letter.with_field(name, replace(right, evidence=confirmed(right.evidence, decision)))
        if not _is_rejected(decision, told):
            return letter
        return (
            without_part(letter.with_field(name, None), PartKind(name))
            if name in QUOTED
            else letter.with_field(name, None)
        )

    def _date(self, letter: Letter, decision: Decision, ground: _Ground) -> Letter:
        name = _FIELDS[decision.fact]
        value: Dated | None = getattr(letter, name)
        if decision.op is Op.SET:
            wording = self.reading.transcript.quote(ground.span) if ground.span else ""
            found = Dated(parse_edtf(decision.value, wording=wording), ground.evidence)
            return letter.with_field(name, found)
        told = (value.date.edtf, value.date.wording) if value else ()
        if decision.op is Op.CONFIRM:
            right = _standing(value, decision, told)
            return letter.with_field(name, replace(right, evidence=confirmed(right.evidence, decision)))
        return letter.with_field(name, None) if _is_rejected(decision, told) else letter

    def _place(self, letter: Letter, decision: Decision, ground: _Ground) -> Letter:
        if decision.op is Op.SET:
            found = self.cast.find_or_add(
                decision.value or decision.quote, EntityKind.PLACE, ground.evidence, only={EntityKind.PLACE}
            )
            self.cast.mention_decided(found, ground.span, ground.evidence)
            return replace(_unplaced(letter), place=found, place_evidence=ground.evidence)
        told = self.cast.names_of(letter.place) if letter.place else ()
        if decision.op is Op.CONFIRM:
            place = _standing(letter.place or None, decision, told)
            before = letter.place_evidence or self.cast.get(place).evidence
            return replace(letter, place_evidence=confirmed(before, decision))
        return _unplaced(letter) if _is_rejected(decision, told) else letter

    # -- the two sides, where there may be several parties

    def _side(self, letter: Letter, decision: Decision, ground: _Ground) -> Letter:
        name = {"sender": "senders", "addressee": "addressees"}[decision.fact]
        side: tuple[Party, ...] = getattr(letter, name)
        match decision.op:
            case Op.SET:
                side = (self._party(decision, ground),)
            case Op.ADD:
                side = (*side, self._party(decision, ground))
            case Op.REJECT:
                side = tuple(each for each in side if not _is_rejected(decision, self._told(each)))
            case Op.CONFIRM:
                chosen = [each for each in side if not decision.value or _names(decision, self._told(each))]
                if not chosen:
                    _standing(side or None, decision, tuple(word for each in side for word in self._told(each)))
                side = tuple(
                    replace(each, evidence=confirmed(each.evidence, decision)) if each in chosen else each
                    for each in side
                )
        return letter.with_field(name, side)

    def _told(self, party: Party) -> tuple[str, ...]:
        """The words by which a party may be called in a decision."""
        return (party.as_printed, *(name for each in _members(party) for name in self.cast.names_of(each)))

    def _party(self, decision: Decision, ground: _Ground) -> Party:
        value = decision.value or " ".join(decision.quote.split())
        evidence = ground.evidence
        wanted = EntityKind(decision.kind) if decision.kind else None
        agent = self.cast.find_or_add(value, wanted or EntityKind.PERSON, evidence, only={wanted} if wanted else None)
        self.cast.mention_decided(agent, ground.span, evidence)
        office = ""
        if decision.office:
            office = self.cast.find_or_add(decision.office, EntityKind.OFFICE, evidence, only={EntityKind.OFFICE})
        printed = self.reading.transcript.quote(ground.span) if ground.span else self.cast.get(agent).label
        match self.cast.get(agent).kind:
            case EntityKind.PERSON:
                return Party(printed, evidence, person=agent, office=office)
            case EntityKind.OFFICE:
                return Party(printed, evidence, office=agent)
            case EntityKind.PLACE | EntityKind.TOPIC as kind:
                raise UnfitError(
                    f"{value!r} is a {kind} and cannot send or receive", "name a person, an office or a body"
                )
        return Party(printed, evidence, office=office, body=agent)


def confirmed(evidence: Evidence, decision: Decision) -> Evidence:
    """The same ground, looked at by an editor and found right."""
    return replace(evidence, confidence=1.0, decision=decision.id)


def _members(party: Party) -> tuple[str, ...]:
    return tuple(filter(None, (party.person, party.office, party.body)))


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _names(decision: Decision, told: tuple[str, ...]) -> bool:
    return _plain(decision.value) in {_plain(each) for each in told}


def _is_rejected(decision: Decision, told: tuple[str, ...]) -> bool:
    """Whether a value that is read is the one that is rejected; a decision without a value rejects whatever is read."""
    return not decision.value or _names(decision, told)


def _unplaced(letter: Letter) -> Letter:
    """The letter without a place of writing, also without the one that its description gives."""
    stations = tuple(each for each in letter.stations if each.role != "place-of-writing")
    return replace(letter, place="", place_evidence=None, stations=stations)


def _standing(value: _Value | None, decision: Decision, told: tuple[str, ...]) -> _Value:
    """The value that is confirmed; refuses where none is read, or another than was confirmed."""
    if value is None:
        raise UnfitError("no value is read here", "say what it is: op: set, or take the decision out", code="L217")
    if decision.value and not _names(decision, told):
        raise UnfitError(f"what is read is {told[0]!r}", "say what is right: op: set", code="L217")
    return value
