"""What the edition says of a letter beside what the letter says itself: the edition is followed, every difference is told."""

from __future__ import annotations

import re
from dataclasses import replace

from letterbook.dates import HistoricalDate, is_before
from letterbook.keys import fold, same_address
from letterbook.letter import Dated, EntityKind, Evidence, Letter, PartKind, Wording
from letterbook.readers.writtendates import written_date
from letterbook.readers.xml.metadata import Described, Named
from letterbook.readers.xml.page import Notes, Page
from letterbook.readers.xml.parties import (
    ARRIVED,
    WRITTEN,
    mentioned_in,
    metadata_evidence,
    neighbours_of,
    party,
    remarks_of,
    station,
)
from letterbook.readers.xml.rules import XmlRules

_CORRECT = "correct the one or the other"


def settle_sides(description: Described, title: str, rules: XmlRules, notes: Notes) -> None:
    """Both sides in one action are told apart by their roles; where the title names them the other way round, by the title."""
    roles = {named.role for named in description.senders}
    in_one = {rules.sender_role, rules.addressee_role} <= roles
    if in_one:
        everyone = description.senders
        description.senders = [each for each in everyone if each.role != rules.addressee_role]
        description.addressees += [each for each in everyone if each.role == rules.addressee_role]
    match = next((found for pattern in rules.titles if (found := pattern.search(title))), None)
    if match is None or not description.senders or not description.addressees:
        return
    first, second = _name_words(match["from"], rules), _name_words(match["to"], rules)
    senders = set().union(*(_name_words(each.text, rules) for each in description.senders))
    addressees = set().union(*(_name_words(each.text, rules) for each in description.addressees))
    as_described = len(first & senders) + len(second & addressees)
    exchanged = len(first & addressees) + len(second & senders)
    if exchanged <= as_described or not first & addressees:
        return
    message = f"the correspDesc has sender and addressee the other way round than the title {title!r}"
    if in_one:
        description.senders, description.addressees = description.addressees, description.senders
        message += "; the title is followed, since both stand in one action"
    notes.tell("L220", message, _CORRECT, description.line)


def _name_words(text: str, rules: XmlRules) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{3,}", fold(text)) if word not in rules.particles}


def with_description(letter: Letter, description: Described, page: Page) -> Letter:
    """The letter as the edition describes it; where its own words say something else, a finding tells it."""
    file = page.notes.file

    def told(named: Named) -> Evidence:
        return metadata_evidence(file, named.line, doubts=named.doubts)

    senders = tuple(party(each, page.cast, told(each)) for each in description.senders)
    addressees = tuple(party(each, page.cast, told(each)) for each in description.addressees)
    changed = replace(letter, senders=senders or letter.senders, addressees=addressees or letter.addressees)
    if description.place:
        where = told(description.place)
        place = page.cast.add(EntityKind.PLACE, description.place.text, where, refs=description.place.refs)
        _compare_places(letter, place, description, page)
        changed = replace(changed, place=place, place_evidence=where)
    date = description.date
    if date and (date.edtf or letter.date is None):
        _compare_dates(letter, date, description.date_line, page)
        date = date if date.wording else replace(date, wording=date.edtf)
        evidence = metadata_evidence(file, description.date_line, doubts=description.date_doubts)
        changed = replace(changed, date=Dated(date, evidence))
    if description.received:
        evidence = metadata_evidence(file, description.line, doubts=description.received_doubts)
        changed = replace(changed, date_received=Dated(description.received, evidence))
    if description.number and letter.number is None:
        evidence = metadata_evidence(file, description.line)
        changed = replace(changed, number=Wording(description.number, description.number, evidence))
    places = [(each, WRITTEN) for each in description.places] + [
        (each, ARRIVED) for each in description.places_received
    ]
    changed = replace(
        changed,
        stations=tuple(station(named, page.cast, told(named), role) for named, role in places),
        neighbours=neighbours_of(description, file),
        mentioned=mentioned_in(description, page.cast, file),
        remarks=remarks_of(description, file),
        addresses=description.addresses,
    )
    return _without_early_receipt(changed, description, page)


def _without_early_receipt(letter: Letter, description: Described, page: Page) -> Letter:
    """A letter is not received before it is written: which of the two days is wrong, nobody says, and the day of receipt is left out."""
    sent, received = letter.date, letter.date_received
    if sent is None or received is None or not is_before(received.date, sent.date):
        return letter
    message = (
        f"the letter is received {received.date.edtf} and written {sent.date.edtf}; the day of receipt is left out"
    )
    page.notes.tell("L204", message, _CORRECT, description.line)
    return replace(letter, date_received=None)


def _compare_places(letter: Letter, place: str, description: Described, page: Page) -> None:
    if not letter.place or letter.place == place or letter.place_evidence is None:
        return
    entities = {entity.id: entity for entity in page.cast.entities()}
    one, other = entities[letter.place], entities[place]
    if {same_address(each) for each in one.same_as} & {same_address(each) for each in other.same_as}:
        return
    words = [{fold(label).casefold().replace("-", " ") for label in entity.labels} for entity in (one, other)]
    if any(a in b or b in a for a in words[0] for b in words[1]):
        return
    message = f"the letter is written at {other.label!r} by its metadata, and its dateline has {one.label!r}"
    line = description.place.line if description.place else description.line
    page.notes.tell("L220", message, _CORRECT, line)


def _compare_dates(letter: Letter, stated: HistoricalDate, line: int, page: Page) -> None:
    if stated.earliest is None or stated.latest is None:
        return
    message = ""
    if letter.date and letter.date.date.earliest and letter.date.date.latest:
        own = letter.date.date
        if is_before(own, stated) or is_before(stated, own):
            message = f"the date is {stated.edtf} by the metadata and {own.edtf} by the dateline {own.wording!r}"
    else:
        for part in letter.parts:
            words = page.words(part.span)
            own_date = written_date(words, page.language) if part.kind is PartKind.DATELINE else None
            if own_date and (is_before(own_date, stated) or is_before(stated, own_date)):
                message = f"the date is {stated.edtf} by the metadata, and the dateline has {words!r}"
    if message:
        page.notes.tell("L220", message, _CORRECT, line)
