"""Gifts of money: who gives, who passes it on, to whom it is offered, who receives it, for whom it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from letterbook.letter import Evidence, Gift, GiftStatus, Letter, Mention, Participant, Span, Sum, Wording
from letterbook.readers.text.mentions import MentionReader
from letterbook.readers.text.slots import HiddenText, SlotRule, slot_rules

_GIVING = ("offered", "thanked")


@dataclass(frozen=True, slots=True)
class _Found:
    rule: SlotRule
    match: re.Match[str]
    letter: Letter

    @property
    def span(self) -> Span:
        return Span(*self.match.span())


def on_behalf_of(reader: MentionReader, hidden: HiddenText) -> dict[int, tuple[Participant, ...]]:
    """For whom each writer says that he acts: those named behind "on behalf of", as far as "and" goes.

    Form:    by the ordinal of the letter; the evidence of the first takes in the words "on behalf of".
    """
    found: dict[int, tuple[Participant, ...]] = {}
    for each in _matches(reader, hidden, "on_behalf_of", ""):
        participants: list[Participant] = []
        for span, entity in _enumerated(reader, each.match.end()):
            whole = span if participants else Span(each.match.start(), span.end)
            participants.append(Participant(entity, "on-behalf-of", Evidence((whole,), each.rule.id)))
        known = found.get(each.letter.ordinal, ())
        new = [p for p in participants if p.entity not in {k.entity for k in known}]
        found[each.letter.ordinal] = (*known, *new)
    return found


def _enumerated(reader: MentionReader, start: int) -> Iterator[tuple[Span, str]]:
    """The mentions that are joined by "and" or a comma from here on; articles between them are passed over."""
    mentions: dict[int, Mention] = {}
    for mention in reader.table.mentions():
        mentions.setdefault(mention.span.start, mention)  # of those that begin together the longest
    at = start
    while True:
        article = re.match(r"(?:of )?(?:the )?", reader.view[at : at + 8])
        begin = next((b for b in (at, at + (article.end() if article else 0)) if b in mentions), None)
        if begin is None:
            return
        yield mentions[begin].span, mentions[begin].entity
        joint = re.match(r",? and |, ", reader.view[mentions[begin].span.end : mentions[begin].span.end + 6])
        if joint is None:
            return
        at = mentions[begin].span.end + joint.end()


def read_gifts(
    reader: MentionReader, hidden: HiddenText, sums: tuple[Sum, ...], principals: dict[int, tuple[Participant, ...]]
) -> tuple[Gift, ...]:
    """The gifts of a text, one for each sum that is given, with all who take part in it.

    Form:    the letter of a gift is the first that speaks of it; its status is transferred only where a letter says so.
    """
    by_place = {span.start: money for money in sums for span in sorted(money.evidence.spans)}
    gifts: list[Gift] = []
    for money in sums:
        giving = [
            each
            for name in _GIVING
            for each in _matches(reader, hidden, "gifts", name)
            if _sum_in(each, by_place) == money
        ]
        if giving:
            gifts.append(_gift(f"gift-{len(gifts) + 1}", money, by_place, giving, reader, hidden, principals))
    return tuple(gifts)


def _sum_in(each: _Found, by_place: dict[int, Sum]) -> Sum | None:
    return next((by_place[at] for at in range(each.match.start(), each.match.end()) if at in by_place), None)


def _last_sum(each: _Found, by_place: dict[int, Sum]) -> Sum | None:
    """The sum that the letter has named last when these words end: what they say is said of it."""
    places = [at for at in by_place if each.letter.extent.start <= at < each.match.end()]
    return by_place[max(places)] if places else None


def _matches(reader: MentionReader, hidden: HiddenText, section: str, name: str) -> list[_Found]:
    """What the rules of a list find in the paragraphs; a later rule adds nothing where an earlier one has matched."""
    found: list[_Found] = []
    rules = [rule for rule in slot_rules(reader.rules, section, name) if rule.may_match(hidden)]
    for home in reader.stretches if rules else ():
        for rule in rules:
            for match in rule.matches(hidden, home.span):
                if not any(Span(*match.span()).overlaps(each.span) for each in found):
                    found.append(_Found(rule, match, home.letter))
    return sorted(found, key=lambda each: each.span)


def _gift(
    gift_id: str,
    money: Sum,
    by_place: dict[int, Sum],
    giving: list[_Found],
    reader: MentionReader,
    hidden: HiddenText,
    principals: dict[int, tuple[Participant, ...]],
) -> Gift:
    letters = {each.letter.ordinal for each in giving}
    first = min(letters)
    offers = [each for each in giving if each.rule in slot_rules(reader.rules, "gifts", "offered")]

    def in_letters(name: str) -> list[_Found]:
        return [
            each
            for each in _matches(reader, hidden, "gifts", name)
            if each.letter.ordinal in letters and _last_sum(each, by_place) in (money, None)
        ]

    participants: dict[tuple[str, str], Participant] = {}

    def add(entity: str, role: str, span: Span, rule: str) -> None:
        before = participants.get((entity, role))
        spans = tuple(sorted({*(before.evidence.spans if before else ()), span}))
        participants[entity, role] = Participant(
            entity, role, Evidence(spans, before.evidence.rule if before else rule)
        )

    donors = in_letters("donor")
    for offer in offers:
        for principal in principals.get(offer.letter.ordinal, ()):
            add(principal.entity, "donor", principal.evidence.spans[0], principal.evidence.rule)
        for party in offer.letter.senders:
            add(
                party.agent,
                "intermediary" if donors or principals.get(offer.letter.ordinal) else "donor",
                offer.span,
                offer.rule.id,
            )
        for party in offer.letter.addressees:
            add(party.agent, "offered-to", offer.span, offer.rule.id)
    for each in donors:
        entity = hidden.entity_at(each.match.start("donor"))
        add(entity, "donor", each.span, each.rule.id)
    status = GiftStatus.OFFERED
    grounds = giving[0]
    for each in in_letters("recipient"):
        if each.rule.more.get("status") == GiftStatus.TRANSFERRED:
            status, grounds = GiftStatus.TRANSFERRED, each
        add(hidden.entity_at(each.match.start("recipient")), "recipient", each.span, each.rule.id)
    purpose = None
    for each in in_letters("beneficiary"):
        add(hidden.entity_at(each.match.start("beneficiary")), "beneficiary", each.span, each.rule.id)
        if purpose is None and each.rule.more.get("purpose"):
            words = reader.text[each.span.start : each.span.end]
            purpose = Wording(words, str(each.rule.more["purpose"]), Evidence((each.span,), each.rule.id))
    spans = {*(each.span for each in giving), *(each.span for each in donors if each.rule.id == "gift-act-of-donor")}
    words = reader.text[grounds.span.start : grounds.span.end]
    return Gift(
        id=gift_id,
        letter=first,
        sum=money.id,
        status=Wording(words, status, Evidence((grounds.span,), grounds.rule.id)),
        participants=tuple(p for p in participants.values() if p.entity),
        purpose=purpose,
        evidence=Evidence(tuple(sorted(spans)), giving[0].rule.id),
    )
