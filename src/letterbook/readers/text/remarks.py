"""Remarks on a letter that has been read: what is not printed, what stands for itself, what contradicts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from letterbook import dates
from letterbook.calendars import Calendar
from letterbook.findings import Finding
from letterbook.letter import Citation, Dated, Letter, PartKind, Transcript
from letterbook.readers.text.rules import Rules

_APART = re.compile(r"\w*[^\W\d_][\u0300-\u0308\u030a-\u030c\u0327\u0328][\w\u0300-\u036f]*")


def remark(transcript: Transcript, code: str, offset: int, ordinal: int, message: str, remedy: str) -> Finding:
    """A finding at a character of the text; the letter is named by its number."""
    line, column = transcript.position(offset)
    return Finding(
        code=code,
        message=message,
        remedy=remedy,
        file=transcript.source,
        line=line,
        column=column,
        letter=f"letter {ordinal}",
    )


def accents_apart(transcript: Transcript) -> Iterator[Finding]:
    """A finding L227 where accents stand behind their letters as signs of their own, with the first such word."""
    if unicodedata.is_normalized("NFC", transcript.text):
        return  # as most texts are, and that is seen a hundred times as fast as by the pattern
    match = _APART.search(transcript.text)
    if match:
        line, column = transcript.position(match.start())
        yield Finding(
            code="L227",
            message=f"{unicodedata.normalize('NFC', match[0])!r} is written with its accents apart (NFD)",
            remedy="fine as it is; saved in the form NFC, the text is found by every search",
            file=transcript.source,
            line=line,
            column=column,
        )


def _may_be_old_style(dated: Dated, rules: Rules) -> bool:
    """Whether a day is one of the years in which the language's country counted otherwise, and nothing says which calendar it has."""
    until = str(rules.words.get("old_style_until", ""))
    latest, said = dated.date.latest, dated.date.wording
    if not until or rules.layout("calendar") or latest is None or dated.date.calendar is not Calendar.GREGORIAN:
        return False
    named = any(sign in said for sign in ("/", "(", "ст")) or dated.date.precision != "day"
    return not named and str(latest) <= until


def remarks(
    letter: Letter, letters: Sequence[Letter], citation: Citation | None, transcript: Transcript, rules: Rules
) -> Iterator[Finding]:
    """The findings L201, L202, L204 to L207 on one letter; ``letters`` are those read so far, by their ordinals."""
    start = letter.extent.start

    def at(offset: int, code: str, message: str, remedy: str) -> Finding:
        return remark(transcript, code, offset, letter.ordinal, message, remedy)

    if not letter.inside and not any(part.kind is PartKind.HEADING for part in letter.parts):
        first = transcript.text[start : start + 60].splitlines()[0] if letter.parts else ""
        yield at(
            start,
            "L201",
            f"no heading was understood; the text begins with {first!r}",
            f"the profile {rules.profile} reads headings such as 'Letter from … to …'; choose or extend a profile",
        )
    if not letter.inside and citation is None and rules.layout("source_line") != "none":
        remedy = "add a line such as 'Source: Title. Volume 4. p. 58.'"
        yield at(start, "L207", "no source line was understood", remedy)
    if letter.date is None and letter.date_received is None:
        remedy = "fine as it is; the letter is published without a date"
        yield at(start, "L202", "no date is printed at the head of the letter", remedy)
    if letter.date and _may_be_old_style(letter.date, rules):
        remedy = 'state calendar = "julian" in letterbook.toml where the days are of the old style; nothing is assumed'
        message = f"{letter.date.date.wording!r} may be of the old style; it is read in the calendar of today"
        yield at(letter.date.evidence.spans[0].start, "L228", message, remedy)
    if not letter.place:
        yield at(start, "L205", "no place of writing is printed", "fine as it is; no place is inferred")
    for party in letter.senders:
        if party.agent == party.office and not letter.inside:
            yield at(
                party.evidence.spans[0].start,
                "L206",
                f"the sender is an office and no person is named: {party.as_printed!r}",
                "fine as it is; no person is invented",
            )
    own = letter.date_received or letter.date
    answered = [letters[each.letter - 1].date for each in letter.relations if each.kind == "reply-to"]
    for other in [letter.date if letter.date_received else None, *answered]:
        if own and other and dates.is_before(own.date, other.date):
            yield at(
                own.evidence.spans[0].start,
                "L204",
                f"{own.date.wording!r} lies before {other.date.wording!r}, the day of the letter that it follows",
                "check both dates in the source; both are kept as printed",
            )
