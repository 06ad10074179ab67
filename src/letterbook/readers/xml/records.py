"""A letter of which only the description is there: the text is the words of that."""

from __future__ import annotations

from letterbook.dates import HistoricalDate
from letterbook.letter import Dated, EntityKind, Evidence, Letter, Mark, Reading, Span, TextKind, Transcript
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.metadata import Described
from letterbook.readers.xml.parties import mentioned_in, metadata_evidence, neighbours_of, party


class _Record:
    """The lines of the text while they are put down, each with the line of the file that says it."""

    def __init__(self, file: str, path: str) -> None:
        self.file = file
        self.path = path
        self.lines: list[str] = []
        self.marks: list[Mark] = []
        self._length = 0

    def put(self, words: str, line: int) -> Evidence:
        """Put down a line; what it says rests on it."""
        start = self._length
        self.lines.append(words)
        self.marks.append(Mark(start, line, self.path))
        self._length += len(words) + 1
        return metadata_evidence(self.file, line, (Span(start, start + len(words)),))

    def dated(self, date: HistoricalDate | None, line: int) -> Dated | None:
        """A date, put down in its words."""
        return Dated(date, self.put(date.wording or date.edtf, line)) if date else None


def described_only(
    description: Described, cast: Cast, language: str, file: str, source: str, title: str, called: tuple[str, ...]
) -> Reading:
    """The reading of a letter that is described and not printed."""
    record = _Record(file, description.path)
    senders = tuple(party(named, cast, record.put(named.text, named.line)) for named in description.senders)
    place, place_evidence = "", None
    if description.place:
        place_evidence = record.put(description.place.text, description.place.line)
        place = cast.add(EntityKind.PLACE, description.place.text, place_evidence, refs=description.place.refs)
    date = record.dated(description.date, description.date_line)
    addressees = tuple(party(named, cast, record.put(named.text, named.line)) for named in description.addressees)
    received = record.dated(description.received, description.line)
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
        place=place,
        place_evidence=place_evidence,
        neighbours=neighbours_of(description, file),
        mentioned=mentioned_in(description, cast, file),
    )
    marks, shared = tuple(record.marks), "" if source == file else file
    transcript = Transcript(source, text, language or "und", marks=marks, file=shared, kind=TextKind.DESCRIPTION)
    return Reading(
        transcript=transcript,
        profile="cmif",
        letters=(letter,),
        called=called,
        entities=cast.entities(),
        mentions=cast.mentions(),
    )
