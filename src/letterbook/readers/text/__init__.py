"""Plain text of printed letters, read by rules that are data."""

from __future__ import annotations

from dataclasses import replace

from letterbook.letter import Reading, Transcript
from letterbook.readers.text.composed import as_in_file, composed
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.frame import read_frame
from letterbook.readers.text.languages import language_of
from letterbook.readers.text.namewords import NO_NAMES, KnownNames, known_names
from letterbook.readers.text.profiles import (
    LEAST,
    Example,
    Fit,
    choose_profile,
    fit,
    fits,
    propose_form,
    run_examples,
    sample_of,
)
from letterbook.readers.text.references import read_references
from letterbook.readers.text.remarks import accents_apart
from letterbook.readers.text.rules import Rules, load_rules, profile_names
from letterbook.readers.text.subjects import read_subjects

__all__ = [
    "LEAST",
    "NO_NAMES",
    "Example",
    "Fit",
    "KnownNames",
    "Rules",
    "choose_profile",
    "fit",
    "fits",
    "known_names",
    "language_of",
    "load_rules",
    "profile_names",
    "propose_form",
    "read_text",
    "run_examples",
    "sample_of",
]


def read_text(transcript: Transcript, rules: Rules, *, names: KnownNames = NO_NAMES) -> Reading:
    """What the rules understand of one printed text; ``names`` are persons that a register knows.

    Form:    the letters in the order of their beginning; names as printed, nobody identified yet. What the text does not give
             is absent; the findings say so. A text in a decomposed form of Unicode is read like any other; the evidence has its own
             places and characters.
    """
    form = composed(transcript)
    if form:
        reading = as_in_file(read_text(form.transcript, rules, names=names), form)
        return replace(reading, findings=(*accents_apart(transcript), *reading.findings))
    table = EntityTable()
    frame = read_frame(transcript, rules, table)
    subjects = read_subjects(transcript, frame, rules, table, names)
    letters = tuple(
        replace(letter, on_behalf_of=found) if (found := subjects.on_behalf_of.get(letter.ordinal)) else letter
        for letter in frame.letters
    )
    return Reading(
        transcript=transcript,
        profile=rules.profile,
        letters=letters,
        citation=frame.citation,
        entities=table.entities(),
        mentions=table.mentions(),
        holdings=(*frame.holdings, *subjects.holdings),
        sums=subjects.sums,
        gifts=subjects.gifts,
        events=subjects.events,
        references=read_references(frame.flat, letters, rules),
        findings=(*accents_apart(transcript), *frame.findings),
    )
