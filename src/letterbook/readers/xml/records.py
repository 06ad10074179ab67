"""A letter of which only the description is there: the text is the words of that."""

from __future__ import annotations

from letterbook.dates import HistoricalDate
from letterbook.letter import (
    Dated,
    Evidence,
    Letter,
    Mark,
    Participant,
    Party,
    Reading,
    Span,
    TextKind,
    Transcript,
    Wording,
)
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.metadata import Described, Named
from letterbook.readers.xml.parties import (
    ARRIVED,
    WRITTEN,
    citation_of,
    mentioned_in,
    metadata_evidence,
    neighbours_of,
    party,
    station,
)


class _Record:
    """The lines of the text while they are put down, each with the line of the file that says it."""

    def __init__(self, file: str, path: str) -> None:
        self.file = file
        self.path = path
        self.lines: list[str] = []
        self.marks: list[Mark] = []
        self._length = 0

    def put(self, words: str, line: int, doubts: tuple[str, ...] = ()) -> Evidence:
        """Put down a line; what it says rests on it."""
        start = self._length
        self.lines.append(words)
        self.marks.append(Mark(start, line, self.path))
        self._length += len(words) + 1
        return metadata_evidence(self.file, line, (Span(start, start + len(words)),), doubts)

    def dated(self, date: HistoricalDate | None, line: int, doubts: tuple[str, ...]) -> Dated | None:
        """A date, put down in its words."""
        return Dated(date, self.put(date.wording or date.edtf, line, doubts)) if date else None

    def party(self, named: Named, cast: Cast) -> Party:
        """A party, put down as it is called."""
        return party(named, cast, self.put(named.text, named.line, named.doubts))

    def station(self, named: Named, cast: Cast, role: str) -> Participant:
        """A place, put down as it is called."""
        return station(named, cast, self.put(named.text, named.line, named.doubts), role)


def described_only(
    description: Described, cast: Cast, language: str, file: str, source: str, title: str, called: tuple[str, ...]
) -> Reading:
    """The reading of a letter that is described and not printed."""
    record = _Record(file, description.path)
    number, citation = None, None
    if description.number:
        words = description.number
        number = Wording(words, words, record.put(words, description.line))
    senders = tuple(record.party(named, cast) for named in description.senders)
    written = tuple(record.station(named, cast, WRITTEN) for named in description.places)
    date = record.dated(description.date, description.date_line, description.date_doubts)
    addressees = tuple(record.party(named, cast) for named in description.addressees)
    arrived = tuple(record.station(named, cast, ARRIVED) for named in description.places_received)
    received = record.dated(description.received, description.line, description.received_doubts)
    if description.edition:
        citation = citation_of(description.edition, record.put(description.edition.words, description.edition.line))
    remarks = tuple(Wording(each.text, each.text, record.put(each.text, each.line)) for each in description.remarks)
    for each in description.spoken:
        record.put(f"{each.predicate}: {each.text}" if each.predicate else each.text, each.line)
    for beside in description.beside:
        record.put(": ".join(filter(None, (beside.kind, beside.words or beside.target))), beside.line)
    if not record.lines:
        record.put(title or description.id or source, description.line)
    text = "\n".join(record.lines)
    letter = Letter(
        ordinal=1,
        extent=Span(0, len(text)),
        parts=(),
        senders=senders,
        addressees=addressees,
        date=date,
        date_received=received,
        place=written[0].entity if written else "",
        place_evidence=written[0].evidence if written else None,
        stations=(*written, *arrived),
        number=number,
        neighbours=neighbours_of(description, file),
        mentioned=mentioned_in(description, cast, file),
        remarks=remarks,
        addresses=description.addresses,
    )
    marks, shared = tuple(record.marks), "" if source == file else file
    transcript = Transcript(source, text, language or "und", marks=marks, file=shared, kind=TextKind.DESCRIPTION)
    return Reading(
        transcript=transcript,
        profile="cmif",
        letters=(letter,),
        citation=citation,
        called=called,
        entities=cast.entities(),
        mentions=cast.mentions(),
    )
