"""Which letter a reference means: linked where exactly one letter of the letterbook fits, and never guessed.

A letter fits when it was written by whom the reference says to the other of the two, on the very day and under the very number that are
named, and is of a kind that the words may mean. A number without a day fits only letters of the year before: series of numbers begin anew.

Form:    of each letter only its parties, its day, its number and its kind are kept, some hundred bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from letterbook.dates import Day, HistoricalDate
from letterbook.findings import Finding
from letterbook.letter import Dated, Letter, Party, Reading, Reference

IdOf = Callable[[str, int], str]
"""The id of a letter by its source and its ordinal there; empty where it has none."""

_ALIKE = (
    frozenset({"despatch", "instruction", "report"}),
    frozenset({"note", "note-verbale"}),
    frozenset({"memorandum", "aide-memoire"}),
)
"""Kinds that writers call by each other's names."""

_ANY = frozenset({"", "letter"})
"""What may be of any kind but a telegram: a reference to a letter, and a letter whose kind is not printed."""

_TO_OTHERS = frozenset({"note", "memorandum"})
"""What a writer who speaks of his own has mostly sent to somebody else: an envoy writes notes to the court, despatches home."""

_Names = tuple[str, str, str]  # the keys of a party's person, office and body


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a letter."""

    source: str
    ordinal: int
    senders: tuple[_Names, ...]
    addressees: tuple[_Names, ...]
    day: Day | None
    number: str
    kind: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A reference with all that an answer rests on: the letter that makes it, its date, and where its words stand."""

    reference: Reference
    own: Known
    dated: Dated | None
    quote: str
    file: str
    line: int
    column: int


def known_letters(reading: Reading) -> tuple[Known, ...]:
    """What is kept of the letters of a reading whose names are resolved."""
    return tuple(_known_of(letter, reading) for letter in reading.letters)


def asked_references(reading: Reading) -> tuple[Asked, ...]:
    """The references of a reading, to be answered without it."""
    return tuple(_asked(reference, reading) for reference in reading.references)


def with_cited(reading: Reading, cited: Sequence[str]) -> Reading:
    """The reading with the id of the letter that is meant at each reference; an empty one where none is."""
    pairs = zip(reading.references, cited, strict=True)
    return replace(reading, references=tuple(replace(each, cited=found) if found else each for each, found in pairs))


@dataclass
class Letters:
    """The letters of a letterbook, by their parties with their day, and by their parties with their number."""

    _known: dict[tuple[str, str, str], list[Known]] = field(default_factory=dict)

    def add(self, letters: Iterable[Known]) -> None:
        """Take the letters of one reading; one without both parties cannot be referred to."""
        for known in letters:
            marks = [str(known.day)] if known.day else []
            if known.number:
                marks.append(_marked(known.number))
            for sender in _keys(known.senders):
                for addressee in _keys(known.addressees):
                    for mark in marks:
                        self._known.setdefault((sender, addressee, mark), []).append(known)

    def answer(self, references: Iterable[Asked], id_of: IdOf) -> tuple[tuple[str, ...], list[Finding]]:
        """The id of the letter that is meant at each reference, where exactly one fits; else an empty one.

        Form:    findings L230, one for each reference that several letters fit.
        """
        findings: list[Finding] = []
        cited: list[str] = []
        for asked in references:
            ids = sorted({found for each in self._fitting(asked) if (found := id_of(each.source, each.ordinal))})
            if len(ids) > 1:
                findings.append(_ambiguous(asked, ids, id_of))
            cited.append(ids[0] if len(ids) == 1 else "")
        return tuple(cited), findings

    def _fitting(self, asked: Asked) -> Iterator[Known]:
        reference, own = asked.reference, asked.own
        senders, addressees = own.senders, own.addressees
        if reference.whose == "addressee":
            senders, addressees = addressees, senders
        day = _only_day(reference.date)
        if reference.date and day is None:
            return
        mark = str(day) if day else _marked(reference.number)
        for sender in _keys(senders):
            for addressee in _keys(addressees):
                for each in self._known.get((sender, addressee, mark), ()):
                    if (
                        (each.source, each.ordinal) != (own.source, own.ordinal)
                        and _same_side(each.senders, senders)
                        and _same_side(each.addressees, addressees)
                        and (not reference.number or _marked(each.number) == _marked(reference.number))
                        and (day is not None or _in_the_year_before(each.day, asked.dated))
                        and _may_be_called(each.kind, reference)
                    ):
                        yield each


def _known_of(letter: Letter, reading: Reading) -> Known:
    def names(party: Party) -> _Names:
        person, office, body = (
            reading.entity(each).key if each else "" for each in (party.person, party.office, party.body)
        )
        return person, office, body

    return Known(
        source=reading.transcript.source,
        ordinal=letter.ordinal,
        senders=tuple(map(names, letter.senders)),
        addressees=tuple(map(names, letter.addressees)),
        day=_only_day(letter.date.date) if letter.date else None,
        number=letter.number.value if letter.number else "",
        kind=letter.kind.value if letter.kind else "",
    )


def _only_day(date: HistoricalDate | None) -> Day | None:
    """The day, where the date is one and is not in doubt."""
    return date.earliest if date and date.precision == "day" and not (date.uncertain or date.approximate) else None


def _marked(number: str) -> str:
    return f"No. {number.lstrip('0')}"


def _keys(side: tuple[_Names, ...]) -> list[str]:
    """The keys under which a letter is found by this side; all of the side is compared then."""
    return [key for names in side for key in names if key]


def _same_side(one: tuple[_Names, ...], other: tuple[_Names, ...]) -> bool:
    """Whether each party of the one side is one of the other, and there are no more of them."""
    return len(one) == len(other) and all(any(_same(mine, theirs) for theirs in other) for mine in one)


def _same(one: _Names, other: _Names) -> bool:
    """Whether two parties are one: by the person where both name one, else by the office, else by the body."""
    return next((mine == theirs for mine, theirs in zip(one, other, strict=True) if mine and theirs), False)


def _in_the_year_before(day: Day | None, own: Dated | None) -> bool:
    if day is None or own is None or own.date.earliest is None or own.date.latest is None:
        return False
    first = own.date.earliest
    return Day(first.year - 1, first.month, first.day) <= day <= own.date.latest


def _may_be_called(kind: str, reference: Reference) -> bool:
    """Whether a letter of this kind may be called so: a despatch a letter, but a telegram only a telegram."""
    said = reference.kind
    if kind == said or any({kind, said} <= alike for alike in _ALIKE):
        return True
    if "telegram" in (kind, said) and kind and said:
        return False
    if reference.whose == "writer" and said in _TO_OTHERS:
        return False
    return kind in _ANY or said in _ANY


def _asked(reference: Reference, reading: Reading) -> Asked:
    letter, span = reading.letter(reference.letter), reference.evidence.spans[0]
    line, column = reading.transcript.position(span.start)
    return Asked(
        reference,
        _known_of(letter, reading),
        letter.date,
        " ".join(reading.transcript.quote(span).split()),
        reading.transcript.file or reading.transcript.source,
        line,
        column,
    )


def _ambiguous(asked: Asked, ids: list[str], id_of: IdOf) -> Finding:
    return Finding(
        code="L230",
        message=f"{asked.quote!r} may mean {' or '.join(ids)}",
        remedy="fine as it is; the reference is stated without a link",
        file=asked.file,
        line=asked.line,
        column=asked.column,
        letter=id_of(asked.own.source, asked.reference.letter),
    )
