"""One row as a record of a letter: its words, a cell a line, and what the mapped cells say.

The record is the catalogue's description. A cell that no field takes stands in it in its own words, so nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

from letterbook.dates import HistoricalDate, between, is_before, not_after, not_before, parse_edtf
from letterbook.errors import DateError
from letterbook.findings import Finding
from letterbook.letter import (
    Citation,
    Dated,
    EntityKind,
    Evidence,
    Letter,
    Mark,
    Origin,
    Participant,
    Party,
    Reading,
    Span,
    TextKind,
    Transcript,
    Wording,
)
from letterbook.readers.tables.columns import Placed
from letterbook.readers.tables.datecells import ReadDate, read_date_cell, replace_wording
from letterbook.readers.text.rules import language_words, languages
from letterbook.readers.xml.cast import Cast, list_key
from letterbook.readers.xml.lists import Listed
from letterbook.readers.xml.rules import xml_rules

CELL, DEFAULT = "table-cell", "table-default"
RULES = {
    CELL: "The table says so in the cell, whose column the mapping of the letterbook takes for this.",
    DEFAULT: "The mapping of the letterbook says so for every row of the table.",
}
"""What each rule of this reader says, in a sentence."""

_PAGES = re.compile(r"[^\s–-]+(?:\s?[–-]\s?[^\s–-]+)?")
_HTML = re.compile(r"&#?\w+;")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`/]+/\S+")


@dataclass(slots=True)
class _Value:
    """A mapped value: its words, its characters in the record, and its column from 0, -1 for a default."""

    text: str
    start: int
    column: int


@dataclass(slots=True)
class Record:
    """One row while it is read."""

    placed: Placed
    file: str
    number: int
    cells: list[str]
    language: str
    lists: Mapping[str, Listed]
    findings: list[Finding] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _values: dict[str, _Value] = field(default_factory=dict)
    _cast: Cast = field(init=False)

    def __post_init__(self) -> None:
        self._cast = Cast(self.lists, {}, self.file)
        fields: dict[int, list[str]] = {}
        for name, places in self.placed.at.items():
            if len(places) == 1:  # an id of several cells is none of them
                fields.setdefault(places[0], []).append(name)
        length = 0
        for column, cell in enumerate(self.cells):
            words = cell.strip()
            if not words:
                continue
            heading = self.placed.headings[column] or f"column {column + 1}"
            length = self._write(heading, words, column, fields.get(column, []), length)
        for name, words in self.placed.columns.defaults.items():
            if name not in self._values:
                length = self._write(name, words.strip(), -1, [name], length)

    def _write(self, heading: str, words: str, column: int, names: list[str], length: int) -> int:
        line = f"{heading}: {words}"
        self._marks.append(Mark(length, self.number, heading, column + 1))
        self._lines.append(line)
        for name in names:
            self._values[name] = _Value(words, length + len(heading) + 2, column)
        return length + len(line) + 1

    def reading(self, source: str) -> Reading:
        """The letter that the row describes; ``source`` is the row as the ledger knows it."""
        text = "\n".join(self._lines)
        place, ground = self._place()
        written = [Participant(place, "place-of-writing", ground)] if ground and place else []
        letter = Letter(
            ordinal=1,
            extent=Span(0, len(text)),
            parts=(),
            kind=self._kind(),
            senders=tuple(self._side("sender")),
            addressees=tuple(self._side("addressee")),
            date=self._date(),
            date_received=self._received(),
            place=place,
            place_evidence=ground,
            stations=(*written, *self._goals()),
            number=self._number(),
            remarks=tuple(self._remarks()),
        )
        transcript = Transcript(
            source, text, self.language or "und", marks=tuple(self._marks), file=self.file, kind=TextKind.DESCRIPTION
        )
        return Reading(
            transcript=transcript,
            profile="table",
            letters=(letter,),
            citation=self._citation(),
            entities=self._cast.entities(),
        )

    # -- what the cells rest on

    def _evidence(self, value: _Value, piece: str = "") -> Evidence:
        start = value.start + (value.text.index(piece) if piece else 0)
        span = Span(start, start + len(piece or value.text))
        if value.column < 0:
            columns = self.placed.columns
            line = next((columns.lines[n] for n, v in self._values.items() if v is value and n in columns.lines), 1)
            return Evidence((span,), DEFAULT, Origin.METADATA, source=f"{quote(columns.where)}#line={line - 1},{line}")
        place = f"cell={self.number},{value.column + 1}"
        return Evidence((span,), CELL, Origin.METADATA, source=f"{quote(self.file)}#{place}")

    def tell(self, code: str, message: str, remedy: str, value: _Value | None) -> None:
        """A finding on a cell, with its heading."""
        column = value.column if value else -1
        where = f"column {self.placed.headings[column]!r}: " if column >= 0 else ""
        self.findings.append(
            Finding(
                code=code, message=where + message, remedy=remedy, file=self.file, line=self.number, column=column + 1
            )
        )

    # -- persons and places

    def _side(self, side: str) -> Iterator[Party]:
        value = self._values.get(side)
        if value:
            for name, refs in self._identified(side, value):
                if name:
                    nobody = xml_rules().names_nobody(name, identified=bool(refs))
                    yield self._party(EntityKind.PERSON, name, refs, value, named=not nobody)
        body = self._values.get(f"{side}_organisation")
        if body:
            for name in self._divided(body.text):
                yield self._party(EntityKind.ORGANISATION, name, (), body, named=True)

    def _party(self, kind: EntityKind, name: str, refs: tuple[str, ...], value: _Value, *, named: bool) -> Party:
        evidence = self._evidence(value, name)
        entity = self._cast.add(kind, _bare(name), evidence, refs=refs, named=named)
        return Party(name, evidence, person=entity) if kind is EntityKind.PERSON else Party(name, evidence, body=entity)

    def _identified(self, name: str, value: _Value) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The names of a cell, each with its address where the cell beside has as many of them."""
        names = self._divided(value.text)
        beside = self._values.get(f"{name}_id")
        ids = self._divided(beside.text) if beside else []
        if ids and len(ids) != len(names):
            message = f"{len(ids)} ids stand beside {len(names)} names; none is given to anybody"
            self.tell(
                "L251",
                message,
                "write as many ids as names, in the same order; leave the place of a missing one empty",
                beside,
            )
            ids = []
        for number, each in enumerate(names):
            yield each, self._address(ids[number], beside) if number < len(ids) and ids[number] else ()

    def _divided(self, text: str) -> list[str]:
        whole = ";" if _HTML.search(text) else ""  # the semicolon of "&amp;" divides nothing
        divider = next((each for each in self.placed.columns.separators if each in text and each != whole), "")
        return [each.strip() for each in text.split(divider)] if divider else [text]

    def _address(self, identifier: str, value: _Value | None) -> tuple[str, ...]:
        if _ADDRESS.fullmatch(identifier) or list_key(identifier) in self.lists:
            return (identifier,)
        authority = self.placed.columns.authority
        if authority and re.fullmatch(r"[\w-]+", identifier):
            return (authority + identifier,)
        remedy = 'write the whole address, or state authority = "https://d-nb.info/gnd/" if that is meant'
        self.tell(
            "L252", f"{identifier!r} is no address, and nothing says whose id it is; it is not used", remedy, value
        )
        return ()

    def _goals(self) -> Iterator[Participant]:
        """The places to which the letter went."""
        value = self._values.get("place_received")
        if value and value.text.casefold() not in xml_rules().unknown:
            for name, refs in self._identified("place_received", value):
                evidence = self._evidence(value, name)
                place = self._cast.add(EntityKind.PLACE, _bare(name), evidence, refs=refs)
                yield Participant(place, "place-of-receipt", evidence)

    def _place(self) -> tuple[str, Evidence | None]:
        value = self._values.get("place")
        if value is None or value.text.casefold() in xml_rules().unknown:
            return "", None
        evidence = self._evidence(value)
        beside = self._values.get("place_id")
        refs = self._address(beside.text, beside) if beside else ()
        if "|" in value.text:
            message = f"{value.text!r} names several places; a letter is written at one"
            self.tell("L251", message, "keep the one place of writing", value)
            return "", None
        return self._cast.add(EntityKind.PLACE, _bare(value.text), evidence, refs=refs), evidence

    # -- dates

    def _read(self, name: str) -> HistoricalDate | None:
        value = self._values.get(name)
        if value is None:
            return None
        found = read_date_cell(value.text, self.language, day_first=self.placed.columns.day_first)
        self._told(found, value)
        return found.date

    def _told(self, found: ReadDate, value: _Value) -> None:
        if found.code:
            self.tell(found.code, found.message, found.remedy, value)

    def _date(self) -> Dated | None:
        names = ("date", "date_from", "date_to", "date_not_before", "date_not_after")
        read = {name: date for name in names if (date := self._read(name))}
        stated = self._joined({name: date for name, date in read.items() if date.edtf})
        words = self._values.get("date_text")
        ground = words or next((self._values[name] for name in read), None)
        if ground is None:
            return None
        if stated is None:
            if words:
                found = read_date_cell(words.text, self.language, day_first=self.placed.columns.day_first)
                self._told(found, words)
                stated = found.date
            else:
                stated = next(iter(read.values()))
        elif words:
            own = read_date_cell(words.text, self.language).date
            if is_before(own, stated) or is_before(stated, own):
                message = f"the date is {stated.edtf}, and the words {words.text!r} say {own.edtf}; the date is kept"
                self.tell("L253", message, "correct the one or the other", words)
            stated = replace_wording(ReadDate(stated), words.text).date
        basis = next((self._values[name] for name in read if read[name].edtf), ground)
        return Dated(stated, self._evidence(words if words and not read else basis))

    def _joined(self, read: Mapping[str, HistoricalDate]) -> HistoricalDate | None:
        """One date of those of the row: a day, a span, or a day between bounds."""
        day, first, last = read.get("date"), read.get("date_from"), read.get("date_to")
        begin, end = read.get("date_not_before"), read.get("date_not_after")
        wording = " – ".join(date.wording for date in read.values())
        if day and (first or begin or end):
            self._outside(day, first or begin, last or end)
            return day
        first = first or day
        try:
            if first and last:
                return parse_edtf(f"{first.edtf}/{last.edtf}", wording=wording)
            if first or last:
                return first or not_after(last, wording=wording)  # type: ignore[arg-type]
            if begin and end:
                return between(begin, end, wording=wording)
            if begin or end:
                return not_before(begin, wording=wording) if begin else not_after(end, wording=wording)  # type: ignore[arg-type]
        except DateError as error:
            value = next(self._values[name] for name in read)
            self.tell("L253", f"the dates of the row do not fit: {error.message}", "correct them", value)
            return first or begin
        return None

    def _outside(self, day: HistoricalDate, begin: HistoricalDate | None, end: HistoricalDate | None) -> None:
        """Tell where a day does not lie within the bounds that the same row gives."""
        if (begin and is_before(day, begin)) or (end and is_before(end, day)):
            span = f"{begin.edtf if begin else '…'} to {end.edtf if end else '…'}"
            message = f"the date is {day.edtf}, which does not lie within {span}; the date is kept"
            self.tell("L253", message, "correct the one or the other", self._values["date"])

    def _received(self) -> Dated | None:
        found = self._read("date_received")
        if found is None:
            return None
        return Dated(found, self._evidence(self._values["date_received"]))

    # -- number, kind, edition and remarks

    def _citation(self) -> Citation | None:
        """Where the letter is printed: the edition as its cell calls it, and the page."""
        value = self._values.get("edition")
        if value is None:
            return None
        page = self._values.get("page")
        words = Wording(value.text, value.text, self._evidence(value))
        pages = Wording(page.text, " ".join(page.text.split()), self._evidence(page)) if page else None
        return Citation(words, series=words, pages=pages if page and _PAGES.fullmatch(page.text.strip()) else None)

    def _remarks(self) -> Iterator[Wording]:
        if value := self._values.get("note"):
            yield Wording(value.text, value.text, self._evidence(value))

    def _number(self) -> Wording | None:
        value = self._values.get("number")
        return Wording(value.text, " ".join(value.text.split()), self._evidence(value)) if value else None

    def _kind(self) -> Wording | None:
        value = self._values.get("kind")
        if value is None:
            return None
        kind = _kinds().get(value.text.casefold())
        if kind is None:
            remedy = f"the kinds are: {', '.join(sorted(set(_kinds().values())))}, also in the other languages"
            self.tell("L257", f"{value.text!r} is no kind of letter that is known; the record keeps it", remedy, value)
            return None
        return Wording(value.text, kind, self._evidence(value))


def _bare(name: str) -> str:
    """A name without the square brackets that say that the editors have supplied it.

    >>> _bare("[Johann Michael Dilherr]")
    'Johann Michael Dilherr'
    """
    inner = name[1:-1].strip() if name.startswith("[") and name.endswith("]") else ""
    return inner if inner and not set(inner) & set("[]") else name


@cache
def _kinds() -> dict[str, str]:
    """The kinds of letters by their names in all languages."""
    found: dict[str, str] = {}
    for language in languages():
        for kind, names in language_words(language).get("kinds", {}).items():
            for name in (kind, *names):
                found.setdefault(name.casefold(), kind)
    return found
