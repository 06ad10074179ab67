"""Sums and gifts: money as a thing with an amount, the gift as an acquisition and a donation."""

from __future__ import annotations

from letterbook.keys import slug
from letterbook.letter import Gift, GiftStatus, Sum
from letterbook.mapper.dates import map_not_after
from letterbook.mapper.sheet import Sheet
from letterbook.terms import Term, literal, number
from letterbook.vocabulary import term

_PC14_ROLES = {"donor": "donor", "recipient": "gift-recipient", "intermediary": "on-behalf-of-donor"}
_PC67_ROLES = {"offered-to": "offered-to", "beneficiary": "beneficiary"}


def currency_words(money: Sum) -> str:
    """The currency as schema.org wants it where no ISO 4217 code fits: "ruble in gold"."""
    return f"{money.currency} {money.specification}".strip()


def _as_printed(sheet: Sheet, money: Sum) -> str:
    return sheet.reading.transcript.quote(money.evidence.spans[0])


def map_gifts(sheet: Sheet) -> None:
    """State the sums that the letter names first and the gifts that it offers or reports first."""
    reading, mine = sheet.reading, sheet.letter.ordinal
    for money in reading.sums:
        home = reading.letter_at(money.evidence.spans[0])
        if (home.ordinal if home else 1) == mine:
            _map_sum(sheet, money)
    for gift in reading.gifts:
        node = sheet.node(gift.id, letter=gift.letter)
        if gift.letter == mine:
            _map_gift(sheet, gift, node)
        if gift.letter == mine or any(_speaks(sheet, span.start, span.end) for span in gift.evidence.spans):
            sheet.both(sheet.root, ("crm:P129_is_about", "schema:about"), node)


def _speaks(sheet: Sheet, start: int, end: int) -> bool:
    return any(own.start <= start and end <= own.end for own in sheet.letter.own_words)


def _home_of_sum(sheet: Sheet, money: Sum) -> int:
    home = sheet.reading.letter_at(money.evidence.spans[0])
    return home.ordinal if home else 1


def _map_sum(sheet: Sheet, money: Sum) -> None:
    node = sheet.node(money.id)
    words = currency_words(money)
    sheet.classify(node, "crm:E97_Monetary_Amount", "schema:MonetaryAmount")
    sheet.label(node, _as_printed(sheet, money))
    sheet.both(node, ("crm:P90_has_value", "schema:value"), number(money.amount))
    sheet.add(node, "crm:P180_has_currency", sheet.names.currency(slug(words)))
    sheet.add(node, "schema:currency", literal(words))
    sheet.rest(node, money.evidence)


def _map_gift(sheet: Sheet, gift: Gift, node: Term) -> None:
    money = next(each for each in sheet.reading.sums if each.id == gift.sum)
    amount = sheet.node(money.id, letter=_home_of_sum(sheet, money))
    handed_over = gift.status.value == GiftStatus.TRANSFERRED
    by_role: dict[str, list[str]] = {}
    for participant in gift.participants:
        by_role.setdefault(participant.role, []).append(participant.entity)

    def nodes(role: str) -> list[Term]:
        return [sheet.entity(each) for each in by_role.get(role, ())]

    sheet.rest(node, gift.evidence)
    sheet.describe(node, f"Gift of {_as_printed(sheet, money)}")
    if handed_over:
        sheet.classify(node, "crm:E8_Acquisition", "schema:DonateAction", types=("gift",))
        sheet.add(node, "crm:P23_transferred_title_from", *nodes("donor"))
        sheet.add(node, "crm:P22_transferred_title_to", *nodes("recipient"))
        thing = sheet.node(f"{money.id}-money")
        sheet.classify(thing, "crm:E18_Physical_Thing", types=("sum-of-money",))
        sheet.add(thing, "crm:P43_has_dimension", amount)
        sheet.derive(thing, "sum-needs-money", amount)
        sheet.add(node, "crm:P24_transferred_title_of", thing)
    else:
        # A gift that is only offered transfers no title: an activity of its own kind (model: no E8 without a transfer).
        sheet.classify(node, "crm:E7_Activity", "schema:DonateAction", types=("offer-of-gift",))
    status = "CompletedActionStatus" if handed_over else "PotentialActionStatus"
    sheet.add(node, "schema:actionStatus", term(f"schema:{status}"))
    sheet.add(node, "schema:agent", *sheet.schema_agents(by_role.get("donor", ())))
    taker = "recipient" if by_role.get("recipient") else "offered-to"
    sheet.add(node, "schema:recipient", *sheet.schema_agents(by_role.get(taker, ())))
    sheet.add(node, "schema:object", amount)
    if gift.purpose:
        sheet.add(node, "crm:P21_had_general_purpose", sheet.names.type(gift.purpose.value))
        sheet.add(node, "schema:description", sheet.text(gift.purpose.text))
        sheet.rest(node, gift.purpose.evidence)
    map_not_after(sheet, node, f"t-{gift.id}", _last_to_tell(sheet, gift))
    _map_participants(sheet, gift, node, handed_over=handed_over)


def _last_to_tell(sheet: Sheet, gift: Gift) -> int:
    """The letter that says what became of the gift: the one whose words give its status."""
    for span in gift.status.evidence.spans:
        writer = sheet.reading.writer_at(span)
        if writer:
            return writer.ordinal
    return gift.letter


def _map_participants(sheet: Sheet, gift: Gift, node: Term, *, handed_over: bool) -> None:
    counts: dict[str, int] = {}
    known: dict[tuple[str, Term], Term] = {}
    for participant in gift.participants:
        entity = sheet.entity(participant.entity)
        if (participant.role, entity) in known:  # two wordings of one actor
            sheet.rest(known[participant.role, entity], participant.evidence)
            continue
        counts[participant.role] = counts.get(participant.role, 0) + 1
        each = sheet.node(f"{gift.id}-{participant.role}-{counts[participant.role]}")
        known[participant.role, entity] = each
        acts = participant.role in _PC14_ROLES and (handed_over or participant.role != "recipient")
        if acts:
            sheet.qualify(each, "PC14_carried_out_by", node, entity, _PC14_ROLES[participant.role])
        else:
            role = _PC67_ROLES.get(participant.role) or _PC14_ROLES[participant.role]
            sheet.qualify(each, "PC67_refers_to", sheet.root, entity, role)
        sheet.rest(each, participant.evidence)
