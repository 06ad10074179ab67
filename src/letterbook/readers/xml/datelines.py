"""When and where a letter was written, and when it was received, as its datelines mark and say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from letterbook.dates import is_before
from letterbook.errors import DateError
from letterbook.letter import Dated, EntityKind, Evidence, Span
from letterbook.readers.writtendates import written_date
from letterbook.readers.xml.cast import references
from letterbook.readers.xml.found import Found, lies_in
from letterbook.readers.xml.including import file_of
from letterbook.readers.xml.metadata import date_of, doubted, kind_of
from letterbook.readers.xml.page import EDGES, ELEMENT, Page


@dataclass(slots=True)
class Dateline:
    """What the datelines of one letter say."""

    date: Dated | None = None
    received: Dated | None = None
    place: str = ""
    place_evidence: Evidence | None = None


def read_datelines(names: Iterable[Found], datelines: list[Span], page: Page) -> Dateline:
    """The first date and the first place that are marked in the datelines, and the day of receipt that one has in brackets."""
    read = Dateline()
    if not datelines:
        return read
    for found in names:
        if not lies_in(found, datelines):
            continue
        if found.name == "date":
            read.date = read.date or _date(found, page)
        elif not read.place and kind_of(found.name, found.type, page.rules) is EntityKind.PLACE:
            read.place, read.place_evidence = place_in(found, page)
    read.received = _received(datelines, read.date, page)
    return read


def place_in(found: Found, page: Page) -> tuple[str, Evidence | None]:
    """The place of writing is the last line of the dateline's name: an office may stand before it."""
    start = found.start + page.text[found.start : found.end].rfind("\n") + 1
    label = page.text[start : found.end].strip(EDGES)
    if not label:
        return "", None
    found.named = True
    start = page.text.index(label, start)
    span = Span(start, start + len(label))
    entity = page.cast.named(EntityKind.PLACE, label, span, ELEMENT, references(found.element))
    return entity, Evidence((span,), ELEMENT)


def _date(found: Found, page: Page) -> Dated | None:
    words = page.text[found.start : found.end]
    line = found.element.sourceline or 0
    try:
        date = date_of(found.element, page.rules, words)
    except DateError as error:
        remedy = "correct the attribute, as 1921-04-09"
        message = f"the date is not understood: {error.message}"
        page.notes.tell("L221", message, remedy, line, file_of(found.element))
        return None
    if date is None or not date.edtf:
        return None
    date = doubted(date)
    own = written_date(words, page.language)
    if own and (is_before(own, date) or is_before(date, own)):
        message = f"the date is {date.edtf} by its attribute, and the words {words!r} say {own.edtf}"
        page.notes.tell("L220", message, "correct the one or the other", line, file_of(found.element))
    return Dated(date if date.wording == words else replace(date, wording=words), Evidence((found.span,), ELEMENT))


def _received(datelines: list[Span], date: Dated | None, page: Page) -> Dated | None:
    """The day of receipt that a dateline has in brackets; without a year, the first such day from the letter's on."""
    pattern = page.rules.receipts.get(page.language.split("-")[0])
    for line in datelines if pattern else ():
        match = pattern and pattern.search(page.text, line.start, line.end)
        if not match:
            continue
        span = Span(match.start("date"), match.end("year") if match["year"] else match.end("date"))
        sent = date.date.earliest if date else None
        years = [match["year"]] if match["year"] else [str(sent.year), str(sent.year + 1)] if sent else []
        for year in years:
            found = written_date(f"{match['date']}, {year}", page.language)
            if found and not (date and is_before(found, date.date)):
                return Dated(replace(found, wording=page.words(span)), Evidence((span,), "tei-receipt"))
    return None
