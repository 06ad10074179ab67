"""Who held an office on the day of a letter: by the letterbook's own table, registers/holders.csv, else by ours.

What a table says is inferred and never read: the office stays the sender or the addressee, and that a person held it is stated of the
office, with the row and the words on which that rests. Nothing is inferred where two may have held it, or where the day is in doubt.

Form:    an office with a row in holders.csv is looked for there alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from letterbook.dates import HistoricalDate
from letterbook.decisions import Band, band
from letterbook.letter import Doubt, Entity, EntityKind, Evidence, Holding, Letter, Origin, Party, Reading
from letterbook.readers.text.offices import Holder, english_names, load_offices, only_one, title_without
from letterbook.registers import Registers, made_key

BY_TABLE = "office-table"
BY_REGISTER = "office-register"
CONFIDENCE = {BY_TABLE: 0.97, BY_REGISTER: 0.99}
"""How far a table is trusted where nobody has measured it on the letterbook's own letters."""
RULES = frozenset(CONFIDENCE)
"""The rules by which holders are inferred."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a table has in an office: the name, his key in the registers or empty, the row and the rule."""

    name: str
    key: str
    row: str
    rule: str


@dataclass(frozen=True, slots=True)
class Holders:
    """Both tables; ``home`` are the offices that the series names without their country, by country."""

    registers: Registers = field(default_factory=Registers)
    own: Mapping[str, Sequence[Holder]] = field(default_factory=dict)
    home: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measured: Mapping[str, float] = field(default_factory=dict)

    def infer(self, reading: Reading) -> Reading:
        """The reading with who held each office that is a party without a person, where exactly one person did.

        Form:    a holding of origin ``inferred``, below 1 in confidence; one in doubt is also listed, one too doubtful only listed.
        """
        inferred = _Inferred(reading, self)
        for letter in reading.letters:
            for party in (*letter.senders, *letter.addressees):
                if party.office and not party.person and letter.date:
                    found = self.holder(reading.entity(party.office), letter.date.date, reading)
                    if found:
                        inferred.add(letter, party, found)
        return inferred.reading()

    def full_names(self, reading: Reading) -> dict[str, str]:
        """For each person named by a surname with an office: the name that a table has, where the surname is the same."""
        names: dict[str, str] = {}
        for letter in reading.letters:
            for party in (*letter.senders, *letter.addressees):
                if party.person and party.office and letter.date:
                    found = self.holder(reading.entity(party.office), letter.date.date, reading)
                    surname = reading.entity(party.person).label
                    if found and surname != found.name and found.name.endswith(f" {surname}"):
                        names[party.person] = found.name
        return names

    def holder(self, office: Entity, date: HistoricalDate, reading: Reading) -> Found | None:
        """The only one who may have held the office on the date; None where there is nobody, or more than one."""
        tenures = self.own.get(office.key)
        if tenures:
            own = only_one(tenures, date)
            if own is None:
                return None
            return Found(self.registers.records[own.name].labels[0].text, own.name, own.source, BY_REGISTER)
        table = load_offices()
        for title, country in self._titles(office, reading):
            holder = table.only_holder(title, country, date)
            if holder:
                return Found(holder.name, "", f"office-holders.csv#{holder.row}", BY_TABLE)
        return None

    def _titles(self, office: Entity, reading: Reading) -> Iterator[tuple[str, str]]:
        """The title of an office with its country: that in its name, that of which it is, or that of the series."""
        title, country = load_offices().title_and_country(office.label)
        if country:
            yield title, country
            return
        for part in filter(None, (office.part_of, office.seat)):
            name = reading.entity(part).label
            for country in sorted(english_names(name, reading.transcript.language)):
                yield title_without(office.label, name), country
        for home, titles in self.home.items():
            if title in titles:
                yield title, home


class _Inferred:
    """A reading while holdings are added to it."""

    def __init__(self, reading: Reading, holders: Holders) -> None:
        self._reading = reading
        self._holders = holders
        self._entities: dict[str, Entity] = {}
        self._holdings: dict[tuple[int, str, str], Holding] = {}
        self._doubts: list[Doubt] = []

    def add(self, letter: Letter, party: Party, found: Found) -> None:
        """Add that a person held the office, or list it where the table is not trusted enough."""
        confidence = self._holders.measured.get(found.rule, CONFIDENCE[found.rule])
        spans = (*party.evidence.spans, *(letter.date.evidence.spans if letter.date else ()))
        if not spans:
            return
        evidence = Evidence(spans, found.rule, Origin.INFERRED, confidence, found.row)
        if band(confidence) is not Band.PUBLISHED:
            self._doubts.append(_doubt(letter, found, evidence))
        if band(confidence) is Band.WITHHELD:
            return
        key = self._key(found)
        person = self._entities.setdefault(key, self._entity(key, found, evidence))
        self._holdings.setdefault((letter.ordinal, party.office, key), Holding(person.id, party.office, evidence))

    def reading(self) -> Reading:
        """The reading with all that was added."""
        if not (self._holdings or self._doubts):
            return self._reading
        known = {entity.id for entity in self._reading.entities}
        return replace(
            self._reading,
            entities=(*self._reading.entities, *(each for each in self._entities.values() if each.id not in known)),
            holdings=(*self._reading.holdings, *self._holdings.values()),
            doubts=(*self._reading.doubts, *self._doubts),
        )

    def _key(self, found: Found) -> str:
        registers = self._holders.registers
        record = None if found.key else registers.find(EntityKind.PERSON, found.name)
        return found.key or (record.key if record else made_key(EntityKind.PERSON, found.name, registers))

    def _entity(self, key: str, found: Found, evidence: Evidence) -> Entity:
        """The person, as the text has him elsewhere or else as the table names him."""
        there = next((each for each in self._reading.entities if each.key == key), None)
        return there or Entity(
            id=f"holder-{len(self._entities) + 1}",
            kind=EntityKind.PERSON,
            label=found.name,
            named=True,
            evidence=evidence,
            labels=(found.name,),
            key=key,
            registered=key in self._holders.registers.records,
            language="en" if found.rule == BY_TABLE else "",
        )


def _doubt(letter: Letter, found: Found, evidence: Evidence) -> Doubt:
    return Doubt(
        fact=f"l{letter.ordinal}/holder",
        value=found.name,
        reason="a table has this person in the office on that day, and the table is right too seldom",
        rule=found.rule,
        confidence=evidence.confidence,
        span=evidence.spans[0],
        published=band(evidence.confidence) is not Band.WITHHELD,
    )
