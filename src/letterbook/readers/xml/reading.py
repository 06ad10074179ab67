"""The reading of one letter document: what its text says, with the edition's description where there is one."""

from __future__ import annotations

from lxml import etree

from letterbook.letter import Reading, Transcript
from letterbook.readers.text.languages import language_of
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.comparing import settle_sides, with_description
from letterbook.readers.xml.frame import Frame
from letterbook.readers.xml.metadata import Described
from letterbook.readers.xml.page import Notes, Page
from letterbook.readers.xml.parties import metadata_evidence
from letterbook.readers.xml.records import described_only
from letterbook.readers.xml.rules import XmlRules
from letterbook.readers.xml.words import ReadingText

_SAMPLE_CHARACTERS = 300


def read_letters(
    element: etree._Element | None,
    description: Described | None,
    rules: XmlRules,
    *,
    cast: Cast,
    title: str,
    language: str,
    spoken: str,
    source: str,
    called: tuple[str, ...],
    notes: Notes,
) -> Reading:
    """The reading of one letter document with all that is printed inside it.

    Form:    without a text the transcript is the wording of the description, a line for each name and date, and the letter has no
             parts. ``language`` is that which the file states; ``spoken`` that of the texts before this one;
             ``called`` are the ids of the text in its file.
    """
    text = ReadingText(element, rules) if element is not None else None
    if description is None and (text is None or not text.text):
        line = (element.sourceline or 0) if element is not None else 0
        remark = (line, "the letter has no words", "put its text or description in")
        description = Described(line, remarks=[remark])
    if description is not None:
        settle_sides(description, title, rules, notes)
        for line, message, remedy in description.remarks:
            notes.tell("L221", message, remedy, line)
        if text is None or not text.text:
            language = description.language or language or spoken
            description.called = (*called, *description.called)
            return described_only(description, cast, language, notes.file, source, title)
    assert text is not None  # noqa: S101 -- a text without words has returned
    language = language or _language(text.text, spoken)
    if description is not None:  # first, for an entity is called as the edition calls it, and not as a letter does
        for named in (*description.senders, *description.addressees, *filter(None, (description.place,))):
            evidence = metadata_evidence(notes.file, named.line)
            cast.add(named.kind, named.text, evidence, refs=named.refs, named=named.known)
    page = Page(text.text, language, cast, rules, notes)
    frame = Frame(text, page)
    letters = frame.letters()
    if description is not None:
        letters = (with_description(letters[0], description, page), *letters[1:])
    file = "" if source == notes.file else notes.file
    return Reading(
        transcript=Transcript(source, text.text, language, marks=tuple(text.marks), file=file),
        profile="tei",
        letters=letters,
        called=called if description is None else (*called, *description.called),
        entities=cast.entities(),
        mentions=cast.mentions(),
        holdings=tuple(frame.holdings),
    )


def _language(text: str, spoken: str) -> str:
    """The language of a text that states none: where its middle is in that of the texts before it, so is the whole."""
    middle = len(text) // 2
    if spoken and len(text) > 2 * _SAMPLE_CHARACTERS:
        sample = text[middle - _SAMPLE_CHARACTERS // 2 : middle + _SAMPLE_CHARACTERS // 2]
        if language_of(sample) == spoken:
            return spoken
    return language_of(text) or spoken or "und"
