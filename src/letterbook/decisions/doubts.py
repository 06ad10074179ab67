"""What is left in doubt once the editor has decided: values that are not trusted enough leave the reading and are listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from letterbook.decisions.confidence import Band, band, facts_of
from letterbook.decisions.entities import tidied
from letterbook.findings import Finding
from letterbook.letter import Doubt, Evidence, Letter, Mention, Reading, Reference, Span

_FIELDS = {"date_sent": "date"}


def withhold(reading: Reading) -> Reading:
    """The reading without the values of too low a confidence, and with a doubt for each value that an editor should see.

    Form:    doubts in the order of the letters and of their fields, then mentions, each name once; finding L215 for each
             value that is withheld.
    """
    doubts: list[Doubt] = []
    letters = tuple(_letter(letter, reading, doubts) for letter in reading.letters)
    mentions = _mentions(reading, doubts)
    references = tuple(_references(reading, doubts))
    gifts = tuple(
        gift
        for gift in reading.gifts
        if not _is_withheld(f"l{gift.letter}/gift", gift.status.text, gift.evidence, doubts)
    )
    events = []
    for event in reading.events:
        kept = tuple(
            each
            for each in event.assertions
            if not _is_withheld(f"l{each.letter}/event", event.type, each.evidence, doubts)
        )
        if kept:
            events.append(replace(event, letter=kept[0].letter, assertions=kept))
    if not doubts:
        return reading
    changed = replace(
        reading, letters=letters, mentions=mentions, references=references, gifts=gifts, events=tuple(events)
    )
    return replace(
        tidied(changed, reading),
        doubts=(*reading.doubts, *doubts),
        findings=(*reading.findings, *(_finding(doubt, reading) for doubt in doubts if not doubt.published)),
    )


def _doubt(fact: str, value: str, rule: str, confidence: float, spans: tuple[Span, ...]) -> Doubt | None:
    found = band(confidence)
    if found is Band.PUBLISHED:
        return None
    what = "published as unreviewed" if found is Band.UNREVIEWED else "not published"
    return Doubt(
        fact=fact,
        value=value,
        reason=f"the rule {rule} is right in {confidence:.0%} of cases: {what}",
        rule=rule,
        confidence=confidence,
        span=spans[0] if spans else None,
        published=found is Band.UNREVIEWED,
    )


def _is_withheld(fact: str, value: str, evidence: Evidence, doubts: list[Doubt]) -> bool:
    doubt = _doubt(fact, value, evidence.rule, evidence.confidence, evidence.spans)
    if doubt:
        doubts.append(doubt)
    return doubt is not None and not doubt.published


def _letter(letter: Letter, reading: Reading, doubts: list[Doubt]) -> Letter:
    for fact in facts_of(letter, reading):
        if not _is_withheld(fact.path, fact.value, fact.evidence, doubts):
            continue
        name = fact.path.partition("/")[2]
        if name in ("sender", "addressee"):
            field = f"{name}s"
            left = tuple(party for party in getattr(letter, field) if party.evidence is not fact.evidence)
            letter = letter.with_field(field, left)
        elif name == "place":
            letter = replace(letter, place="", place_evidence=None)
        else:
            letter = letter.with_field(_FIELDS.get(name, name), None)
    relations = tuple(
        each
        for each in letter.relations
        if not _is_withheld(f"l{letter.ordinal}/{each.kind}", f"letter {each.letter}", each.evidence, doubts)
    )
    return letter if relations == letter.relations else replace(letter, relations=relations)


def _mentions(reading: Reading, doubts: list[Doubt]) -> tuple[Mention, ...]:
    seen: set[tuple[str, str]] = set()
    withheld: set[int] = set()
    for number, mention in enumerate(reading.mentions):
        label = reading.entity(mention.entity).label
        doubt = _doubt("mention", label, mention.rule, mention.confidence, (mention.span,))
        if doubt is None:
            continue
        if not doubt.published:
            withheld.add(number)
        if (mention.entity, mention.rule) not in seen:
            seen.add((mention.entity, mention.rule))
            doubts.append(doubt)
    return tuple(each for number, each in enumerate(reading.mentions) if number not in withheld)


def _references(reading: Reading, doubts: list[Doubt]) -> Iterator[Reference]:
    """The references that are trusted; one whose words of reply are not is a reference all the same."""
    for each in reading.references:
        words = reading.transcript.quote(each.evidence.spans[0])
        if _is_withheld(f"l{each.letter}/reference", words, each.evidence, doubts):
            continue
        answering = each.answering
        if answering and _is_withheld(f"l{each.letter}/reply-to", words, answering, doubts):
            answering = None
        yield each if answering is each.answering else replace(each, answering=answering)


def _finding(doubt: Doubt, reading: Reading) -> Finding:
    line, column = reading.transcript.position(doubt.span.start) if doubt.span else (0, 0)
    letter = doubt.fact.partition("/")[0].removeprefix("l") if "/" in doubt.fact else ""
    return Finding(
        code="L215",
        message=f"{doubt.fact} {doubt.value!r} is withheld: {doubt.reason}",
        remedy="confirm, correct or reject it: letterbook review",
        file=reading.transcript.source,
        line=line,
        column=column,
        letter=f"letter {letter}" if letter else "",
    )
