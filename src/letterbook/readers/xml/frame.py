"""The letters of one XML text: parties, date and place as the edition marks or describes them, and what the text says itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from lxml import etree

from letterbook.dates import HistoricalDate, is_before
from letterbook.errors import DateError
from letterbook.findings import Finding
from letterbook.keys import fold, same_address
from letterbook.letter import (
    Dated,
    EntityKind,
    Evidence,
    Holding,
    Letter,
    Mark,
    Origin,
    Part,
    PartKind,
    Party,
    Reading,
    Span,
    TextKind,
    Transcript,
    Wording,
)
from letterbook.readers.text.languages import language_of
from letterbook.readers.writtendates import written_date
from letterbook.readers.xml.cast import Cast, references
from letterbook.readers.xml.metadata import Described, Named, date_of, doubted, kind_of
from letterbook.readers.xml.parsing import local
from letterbook.readers.xml.rules import XmlRules
from letterbook.readers.xml.words import Found, Paper, ReadingText

METADATA, ELEMENT, OFFICE = "tei-metadata", "tei-element", "tei-office-before-name"
_OFFICE = re.compile(r"(?:^|\sto\s)(?:[Tt]he\s+)?(?P<office>[^()\n]+?)\s*\($")
_NUMBER = re.compile(r"\[?No\.\s*(\d+[A-Za-z]?)[.\]]*", re.I)
_EDGES = " .,;:[]()\n"


def read_letters(
    element: etree._Element | None,
    description: Described | None,
    rules: XmlRules,
    *,
    cast: Cast,
    title: str,
    language: str,
    file: str,
    source: str,
    findings: list[Finding],
) -> Reading:
    """The reading of one letter document with all that is printed inside it.

    Form:    without a text the transcript is the wording of the description, a line for each name and date, and the letter has no
             parts.
    """
    text = ReadingText(element, rules) if element is not None else None
    if text is None or not text.text:
        if description is None:
            line = (element.sourceline or 0) if element is not None else 0
            description = Described(line, remarks=[(line, "the letter has no words", "put its text or description in")])
        return _described_only(description, cast, language, file, source, title, rules, findings)
    language = language or language_of(text.text) or "und"
    transcript = Transcript(source, text.text, language, marks=tuple(text.marks), file="" if source == file else file)
    frame = _Frame(text, cast, rules, file, language, findings)
    if description is not None:  # first, for an entity is called as the edition calls it, and not as a letter does
        _settle_sides(description, title, rules, file, findings)
        for named in (*description.senders, *description.addressees, *filter(None, (description.place,))):
            cast.add(named.kind, named.text, _metadata_evidence(file, named.line), refs=named.refs, named=named.known)
    letters = frame.letters()
    if description is not None:
        letters = (frame.with_description(letters[0], description), *letters[1:])
    return Reading(
        transcript=transcript,
        profile="tei",
        letters=letters,
        entities=cast.entities(),
        mentions=cast.mentions(),
        holdings=tuple(frame.holdings),
    )


def _metadata_evidence(file: str, line: int, spans: tuple[Span, ...] = ()) -> Evidence:
    return Evidence(spans, METADATA, Origin.METADATA, source=f"{quote(file)}#line={max(line - 1, 0)},{line}")


def _tell(findings: list[Finding], code: str, message: str, remedy: str, file: str, line: int) -> None:
    findings.append(Finding(code=code, message=message, remedy=remedy, file=file, line=line))


def _described_only(
    description: Described,
    cast: Cast,
    language: str,
    file: str,
    source: str,
    title: str,
    rules: XmlRules,
    findings: list[Finding],
) -> Reading:
    """A letter of which only the description is there; the transcript is the words of that."""
    _settle_sides(description, title, rules, file, findings)
    _remarks(description, file, findings)
    lines: list[str] = []
    marks: list[Mark] = []

    def put(words: str, line: int) -> Evidence:
        start = sum(map(len, lines)) + len(lines)
        lines.append(words)
        marks.append(Mark(start, line, description.path))
        return _metadata_evidence(file, line, (Span(start, start + len(words)),))

    senders = tuple(_party(named, cast, put(named.text, named.line)) for named in description.senders)
    place, place_evidence = "", None
    if description.place:
        place_evidence = put(description.place.text, description.place.line)
        place = cast.add(EntityKind.PLACE, description.place.text, place_evidence, refs=description.place.refs)
    date = _dated(description.date, put, description.date_line)
    addressees = tuple(_party(named, cast, put(named.text, named.line)) for named in description.addressees)
    received = _dated(description.received, put, description.line)
    if not lines:
        put(title or description.id or source, description.line)
    text = "\n".join(lines)
    letter = Letter(
        ordinal=1,
        extent=Span(0, len(text)),
        parts=(),
        senders=senders,
        addressees=addressees,
        date=date,
        date_received=received,
        place=place,
        place_evidence=place_evidence,
    )
    transcript = Transcript(
        source,
        text,
        language or "und",
        marks=tuple(marks),
        file="" if source == file else file,
        kind=TextKind.DESCRIPTION,
    )
    return Reading(
        transcript=transcript, profile="cmif", letters=(letter,), entities=cast.entities(), mentions=cast.mentions()
    )


def _dated(date: HistoricalDate | None, put: object, line: int) -> Dated | None:
    if date is None:
        return None
    return Dated(date, put(date.wording or date.edtf, line))  # type: ignore[operator]


def _party(named: Named, cast: Cast, evidence: Evidence) -> Party:
    entity = cast.add(named.kind, named.text, evidence, refs=named.refs, named=named.known)
    if named.kind is EntityKind.PERSON:
        return Party(named.text, evidence, person=entity)
    return Party(named.text, evidence, body=entity)


def _remarks(description: Described, file: str, findings: list[Finding]) -> None:
    for line, message, remedy in description.remarks:
        _tell(findings, "L221", message, remedy, file, line)


def _settle_sides(description: Described, title: str, rules: XmlRules, file: str, findings: list[Finding]) -> None:
    """Both sides in one action are told apart by their roles; where the title names them the other way round, by the title."""
    roles = {named.role for named in description.senders}
    if {"sender", "addressee"} <= roles:
        everyone = description.senders
        description.senders = [each for each in everyone if each.role != "addressee"]
        description.addressees += [each for each in everyone if each.role == "addressee"]
    match = next((found for pattern in rules.titles if (found := pattern.search(title))), None)
    if match is None or not description.senders or not description.addressees:
        return
    first, second = _name_words(match["from"]), _name_words(match["to"])
    senders = set().union(*(_name_words(each.text) for each in description.senders))
    addressees = set().union(*(_name_words(each.text) for each in description.addressees))
    as_described = len(first & senders) + len(second & addressees)
    exchanged = len(first & addressees) + len(second & senders)
    if exchanged <= as_described or not first & addressees:
        return
    message = f"the correspDesc has sender and addressee the other way round than the title {title!r}"
    if {"sender", "addressee"} <= roles:
        description.senders, description.addressees = description.addressees, description.senders
        message += "; the title is followed, since both stand in one action"
    _tell(findings, "L220", message, "correct the one or the other", file, description.line)


def _name_words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{3,}", fold(text)) if word not in {"von", "van", "der", "the"}}


@dataclass(slots=True)
class _Side:
    """One side of a heading: the elements that mark a person and an office."""

    person: Found | None = None
    office: Found | None = None


class _Frame:
    """What stands in the elements of one text."""

    def __init__(
        self, text: ReadingText, cast: Cast, rules: XmlRules, file: str, language: str, findings: list[Finding]
    ) -> None:
        self.text = text.text
        self.papers = text.papers
        self.cast = cast
        self.rules = rules
        self.file = file
        self.language = language
        self.findings = findings
        self.holdings: list[Holding] = []
        self._names: dict[int, list[Found]] = {}
        for found in sorted(text.names, key=lambda each: (each.start, -each.end)):
            self._names.setdefault(found.paper, []).append(found)

    def letters(self) -> tuple[Letter, ...]:
        """The outer letter and every paper inside it that is one."""
        ordinals: dict[int, int] = {}
        letters: list[Letter] = []
        enclosed: dict[int, list[Part]] = {}
        for index, paper in enumerate(self.papers):
            names = self._names.get(index, [])
            if index and not self._is_letter(paper, names):
                outer = self._owner(paper, ordinals)
                enclosed.setdefault(outer, []).extend(Part(PartKind.ENCLOSED, part.span) for part in paper.parts)
                continue
            ordinals[index] = len(letters) + 1
            letters.append(self._letter(paper, names, len(letters) + 1, self._owner(paper, ordinals)))
        self._mentions()
        return tuple(self._whole(letter, enclosed.get(letter.ordinal, []), letters) for letter in letters)

    def _owner(self, paper: Paper, ordinals: dict[int, int]) -> int:
        index = paper.inside
        while index >= 0 and index not in ordinals:
            index = self.papers[index].inside
        return ordinals.get(index, 0)

    def _is_letter(self, paper: Paper, names: list[Found]) -> bool:
        if not paper.parts:
            return False
        if any(part.kind in (PartKind.DATELINE, PartKind.SALUTATION, PartKind.SIGNATURE) for part in paper.parts):
            return True
        return any(found.element.get("type") in ("from", "to") for found in names)

    def _whole(self, letter: Letter, enclosed: list[Part], letters: list[Letter]) -> Letter:
        """The letter with its enclosures; its extent goes round all that is printed inside it."""
        parts = tuple(sorted((*letter.parts, *enclosed), key=lambda part: part.span))
        spans = [part.span for part in parts]
        todo = {letter.ordinal}
        for other in letters:
            if other.inside in todo:
                todo.add(other.ordinal)
                spans += [part.span for part in other.parts]
        extent = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else Span(0, len(self.text))
        return replace(letter, parts=parts, extent=extent)

    def _evidence(self, *found: Found, rule: str = ELEMENT) -> Evidence:
        return Evidence(tuple(each.span for each in found), rule)

    def _letter(self, paper: Paper, names: list[Found], ordinal: int, inside: int) -> Letter:
        heads = [part.span for part in paper.parts if part.kind is PartKind.HEADING]
        datelines = [part.span for part in paper.parts if part.kind is PartKind.DATELINE]
        sides = {"from": self._sides(names, heads, "from"), "to": self._sides(names, heads, "to")}
        date = place = None
        for found in names:
            if any(span.holds(found.span) for span in datelines):
                if local(found.element) == "date" and date is None:
                    date = self._date(found)
                elif kind_of(found.element) is EntityKind.PLACE and place is None:
                    place = self._place(found)
        received = self._received(datelines, date)
        wordings = {
            kind: self._wording(paper, kind) for kind in (PartKind.SALUTATION, PartKind.CLOSING, PartKind.SIGNATURE)
        }
        return Letter(
            ordinal=ordinal,
            inside=inside,
            extent=Span(0, 1),
            parts=tuple(paper.parts),
            senders=sides["from"],
            addressees=sides["to"],
            date=date,
            date_received=received,
            place=place[0] if place else "",
            place_evidence=place[1] if place else None,
            number=self._number(paper),
            salutation=wordings[PartKind.SALUTATION],
            closing=wordings[PartKind.CLOSING],
            signature=wordings[PartKind.SIGNATURE],
        )

    def _wording(self, paper: Paper, kind: PartKind) -> Wording | None:
        spans = tuple(part.span for part in paper.parts if part.kind is kind)
        if not spans:
            return None
        words = " ".join(self.text[span.start : span.end] for span in spans)
        return Wording(words, " ".join(words.split()), Evidence(spans, ELEMENT))

    def _number(self, paper: Paper) -> Wording | None:
        """The number of a despatch, which stands alone in a line before the text."""
        for part in paper.parts:
            if part.kind is PartKind.PARAGRAPH:
                words = self.text[part.span.start : part.span.end]
                match = _NUMBER.fullmatch(words)
                return Wording(words, match[1], Evidence((part.span,), ELEMENT)) if match else None
        return None

    def _sides(self, names: list[Found], heads: list[Span], which: str) -> tuple[Party, ...]:
        marked = [
            found for found in names if found.element.get("type") == which and any(s.holds(found.span) for s in heads)
        ]
        sides: list[_Side] = []
        for found in marked:
            gloss = local(found.element) == "gloss"
            open_side = sides[-1] if sides else None
            if open_side and gloss and open_side.office is None:
                open_side.office = found
            elif open_side and not gloss and open_side.person is None:
                open_side.person = found
            else:
                sides.append(_Side(None, found) if gloss else _Side(found))
        return tuple(self._side(side, heads) for side in sides)

    def _side(self, side: _Side, heads: list[Span]) -> Party:
        person = office = ""
        shown = [each for each in (side.person, side.office) if each]
        evidence = self._evidence(*sorted(shown, key=lambda each: each.start))
        if side.office:
            office = self._entity(EntityKind.OFFICE, side.office)
        if side.person:
            person = self._entity(EntityKind.PERSON, side.person)
            if not office:
                office = self._office_before(side.person, heads)
        if person and office:
            self.holdings.append(Holding(person, office, evidence))
        words = " ".join(
            self.text[each.start : each.end].strip(_EDGES) for each in sorted(shown, key=lambda e: e.start)
        )
        return Party(" ".join(words.split()), evidence, person=person, office=office)

    def _entity(self, kind: EntityKind, found: Found) -> str:
        words = self._label(found)
        entity = self.cast.add(kind, words, self._evidence(found), refs=references(found.element))
        self.cast.mention(entity, found.span, ELEMENT)
        return entity

    def _label(self, found: Found) -> str:
        return " ".join(self.text[found.start : found.end].split()).strip(_EDGES) or self.text[found.start : found.end]

    def _office_before(self, found: Found, heads: list[Span]) -> str:
        """The office whose holder stands in brackets after it: "The Ambassador in Russia (…)"."""
        head = next(span for span in heads if span.holds(found.span))
        match = _OFFICE.search(self.text[head.start : found.start].replace("\n", " "))
        if match is None:
            return ""
        label = match["office"].rpartition(" to ")[2].removeprefix("the ").removeprefix("The ")
        end = head.start + match.end("office")
        span = Span(end - len(label), end)
        evidence = Evidence((span,), OFFICE)
        entity = self.cast.add(EntityKind.OFFICE, label, evidence)
        self.cast.mention(entity, span, OFFICE)
        return entity

    def _date(self, found: Found) -> Dated | None:
        try:
            date = date_of(found.element)
        except DateError as error:
            remedy = "correct the attribute, as 1921-04-09"
            line = found.element.sourceline or 0
            _tell(self.findings, "L221", f"the date is not understood: {error.message}", remedy, self.file, line)
            return None
        if date is None or not date.edtf:
            return None
        date = doubted(date)
        words = self.text[found.start : found.end]
        own = written_date(words, self.language)
        if own and (is_before(own, date) or is_before(date, own)):
            message = f"the date is {date.edtf} by its attribute, and the words {words!r} say {own.edtf}"
            line = found.element.sourceline or 0
            _tell(self.findings, "L220", message, "correct the one or the other", self.file, line)
        return Dated(replace(date, wording=words), self._evidence(found))

    def _received(self, datelines: list[Span], date: Dated | None) -> Dated | None:
        """The day of receipt that a dateline has in brackets; without a year, the first such day from the letter's on."""
        pattern = self.rules.receipts.get(self.language.split("-")[0])
        for line in datelines if pattern else ():
            match = pattern and pattern.search(self.text, line.start, line.end)
            if not match:
                continue
            span = Span(match.start("date"), match.end("year") if match["year"] else match.end("date"))
            sent = date.date.earliest if date else None
            years = [match["year"]] if match["year"] else [str(sent.year), str(sent.year + 1)] if sent else []
            for year in years:
                found = written_date(f"{match['date']}, {year}", self.language)
                if found and not (date and is_before(found, date.date)):
                    words = self.text[span.start : span.end]
                    return Dated(replace(found, wording=words), Evidence((span,), "tei-receipt"))
        return None

    def _place(self, found: Found) -> tuple[str, Evidence] | None:
        """The place of writing is the last line of the dateline's name: an office may stand before it."""
        words = self.text[found.start : found.end]
        start = found.start + words.rfind("\n") + 1
        label = self.text[start : found.end].strip(_EDGES)
        if not label:
            return None
        start = self.text.index(label, start)
        span = Span(start, start + len(label))
        evidence = Evidence((span,), ELEMENT)
        entity = self.cast.add(EntityKind.PLACE, label, evidence, refs=references(found.element))
        self.cast.mention(entity, span, ELEMENT)
        return entity, evidence

    def _mentions(self) -> None:
        for index in sorted(self._names):
            datelines = [part.span for part in self.papers[index].parts if part.kind is PartKind.DATELINE]
            for found in self._names[index]:
                kind = kind_of(found.element)
                if kind is None or found.element.get("type") in ("from", "to"):
                    continue
                if kind is EntityKind.PLACE and any(span.holds(found.span) for span in datelines):
                    self._place(found)
                elif self._label(found).strip():
                    self._entity(kind, found)

    def with_description(self, letter: Letter, description: Described) -> Letter:
        """The letter as the edition describes it; where its own words say something else, a finding tells it."""
        _remarks(description, self.file, self.findings)

        def ground(line: int) -> Evidence:
            return _metadata_evidence(self.file, line)

        senders = tuple(_party(each, self.cast, ground(each.line)) for each in description.senders)
        addressees = tuple(_party(each, self.cast, ground(each.line)) for each in description.addressees)
        changed = replace(letter, senders=senders or letter.senders, addressees=addressees or letter.addressees)
        if description.place:
            where = ground(description.place.line)
            place = self.cast.add(EntityKind.PLACE, description.place.text, where, refs=description.place.refs)
            self._compare_places(letter, place, description)
            changed = replace(changed, place=place, place_evidence=where)
        if description.date and (description.date.edtf or letter.date is None):
            self._compare_dates(letter, description)
            date = (
                description.date
                if description.date.wording
                else replace(description.date, wording=description.date.edtf)
            )
            changed = replace(changed, date=Dated(date, ground(description.date_line)))
        if description.received:
            changed = replace(changed, date_received=Dated(description.received, ground(description.line)))
        return changed

    def _compare_places(self, letter: Letter, place: str, description: Described) -> None:
        if not letter.place or letter.place == place or letter.place_evidence is None:
            return
        entities = {entity.id: entity for entity in self.cast.entities()}
        one, other = entities[letter.place], entities[place]
        if {same_address(each) for each in one.same_as} & {same_address(each) for each in other.same_as}:
            return
        words = [{fold(label).replace("-", " ") for label in entity.labels} for entity in (one, other)]
        if any(a in b or b in a for a in words[0] for b in words[1]):
            return
        message = f"the letter is written at {other.label!r} by its metadata, and its dateline has {one.label!r}"
        line = description.place.line if description.place else description.line
        _tell(self.findings, "L220", message, "correct the one or the other", self.file, line)

    def _compare_dates(self, letter: Letter, description: Described) -> None:
        stated = description.date
        if stated is None or stated.earliest is None or stated.latest is None:
            return
        message = ""
        if letter.date and letter.date.date.earliest and letter.date.date.latest:
            own = letter.date.date
            if own.latest < stated.earliest or stated.latest < own.earliest:  # type: ignore[operator]
                message = f"the date is {stated.edtf} by the metadata and {own.edtf} by the dateline {own.wording!r}"
        else:
            for part in letter.parts:
                words = self.text[part.span.start : part.span.end]
                own_date = written_date(words, self.language) if part.kind is PartKind.DATELINE else None
                if own_date and (is_before(own_date, stated) or is_before(stated, own_date)):
                    message = f"the date is {stated.edtf} by the metadata, and the dateline has {words!r}"
        if message:
            _tell(self.findings, "L220", message, "correct the one or the other", self.file, description.date_line)
