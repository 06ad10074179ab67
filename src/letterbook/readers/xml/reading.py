"""The reading of one letter document: what its text says, with the edition's description where there is one."""

from __future__ import annotations

from lxml import etree

from letterbook.letter import Reading, Transcript
from letterbook.readers.text.languages import language_of
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.comparing import settle_sides, with_description
from letterbook.readers.xml.frame import Frame
from letterbook.readers.xml.metadata import LANGUAGE, Described
from letterbook.readers.xml.page import Notes, Page
from letterbook.readers.xml.parties import citation_of, metadata_evidence
from letterbook.readers.xml.records import described_only
from letterbook.readers.xml.rules import XmlRules
from letterbook.readers.xml.words import ReadingText

_HEADING_CHARACTERS = 200
_SAMPLE_CHARACTERS = (
    300  # a vote of all 400 words that are asked costs more than all else that is done with a short letter
)


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
    if description is not None:
        settle_sides(description, title, rules, notes)
        for line, message, remedy in description.faults:
            notes.tell("L221", message, remedy, line)
        language = description.language or language
        called = (*called, *description.called)
    if text is None or not text.text:
        description = description or _nothing(element, notes)
        return described_only(description, cast, language or spoken, notes.file, source, title, called)
    page = Page(text.text, language or _language(text.text, spoken), cast, rules, notes)
    if description is not None:
        _name_first(description, page)
    frame = Frame(text, page)
    letters = frame.letters()
    if description is not None:
        letters = (with_description(letters[0], description, page), *letters[1:])
    file = "" if source == notes.file else notes.file
    edition = description.edition if description else None
    return Reading(
        transcript=Transcript(source, text.text, page.language, marks=tuple(text.marks), file=file),
        profile="tei",
        letters=letters,
        called=called,
        citation=citation_of(edition, metadata_evidence(notes.file, edition.line)) if edition else None,
        entities=cast.entities(),
        mentions=cast.mentions(),
        holdings=tuple(frame.holdings),
    )


def _nothing(element: etree._Element | None, notes: Notes) -> Described:
    """The description of a letter of which there is neither a text nor a description."""
    line = (element.sourceline or 0) if element is not None else 0
    notes.tell("L221", "the letter has no words", "put its text or description in", line)
    return Described(line)


def _name_first(description: Described, page: Page) -> None:
    """Name the parties and the place before the text does: they are called as the edition calls them, and not as a letter does."""
    for named in (*description.senders, *description.addressees, *filter(None, (description.place,))):
        evidence = metadata_evidence(page.notes.file, named.line)
        page.cast.add(named.kind, named.text, evidence, refs=named.refs, named=named.known)
    for each in description.spoken:
        if each.kind is None and each.predicate != LANGUAGE:
            message = f"the description says {each.predicate}: {each.text}, which is not stated"
            page.notes.tell("L235", message, "fine as it is; it stays in the source", each.line)


def _language(text: str, spoken: str) -> str:
    """The language of a text that states none: where it goes on behind its heading in that of the texts before it, it is in that."""
    sample = text[_HEADING_CHARACTERS : _HEADING_CHARACTERS + _SAMPLE_CHARACTERS]
    if spoken and language_of(sample) == spoken:
        return spoken
    return language_of(text) or spoken or "und"
