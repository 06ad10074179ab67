"""What a reader understood of a source: letters and what they speak of, as frozen values with evidence.

This is the currency from the readers to the mapper. A ``Reading`` is one printed text: its letters (one may be printed
inside another), and the entities, sums, gifts and events that they share. Everything that is said carries ``Evidence``:
the characters that say it, or the rule that derives it. Absent is a value: ``None`` means that the text gives none.

Units:   a span counts code points of the decoded text, from 0, the end not included.
"""

from letterbook.letter.entities import Entity, EntityKind, Form, Holding, Mention, Participant, Party
from letterbook.letter.events import Assertion, Gift, GiftStatus, ReportedEvent, Sum
from letterbook.letter.evidence import UNMEASURED, Dated, Evidence, Origin, Wording
from letterbook.letter.letters import EDITION_PARTS, Letter, Neighbour, Part, PartKind, Reference, Relation
from letterbook.letter.reading import Citation, Doubt, Reading
from letterbook.letter.transcript import Mark, Span, TextKind, Transcript

__all__ = [
    "EDITION_PARTS",
    "UNMEASURED",
    "Assertion",
    "Citation",
    "Dated",
    "Doubt",
    "Entity",
    "EntityKind",
    "Evidence",
    "Form",
    "Gift",
    "GiftStatus",
    "Holding",
    "Letter",
    "Mark",
    "Mention",
    "Neighbour",
    "Origin",
    "Part",
    "PartKind",
    "Participant",
    "Party",
    "Reading",
    "Reference",
    "Relation",
    "ReportedEvent",
    "Span",
    "Sum",
    "TextKind",
    "Transcript",
    "Wording",
]
