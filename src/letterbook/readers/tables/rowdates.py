"""When a letter was written and received, by the cells of its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from letterbook.dates import Calendar, HistoricalDate, between, is_before, not_after, not_before, parse_edtf
from letterbook.errors import DateError
from letterbook.letter import Dated
from letterbook.readers.tables.cells import Cells, Value
from letterbook.readers.tables.datecells import ReadDate, read_date_cell

_BOUNDS = ("date", "date_from", "date_to", "date_not_before", "date_not_after")


def written(cells: Cells) -> Dated | None:
    """When the letter was written."""
    read = {name: date for name in _BOUNDS if (date := _read(cells, name))}
    stated = _joined(cells, {name: date for name, date in read.items() if date.edtf})
    words = cells.values.get("date_text")
    ground = words or next((cells.values[name] for name in read), None)
    if ground is None:
        return None
    if stated is None:
        stated = _read(cells, "date_text") if words else next(iter(read.values()))
    elif words:
        stated = _worded(cells, stated, words)
    basis = next((cells.values[name] for name in read if read[name].edtf), ground)
    return _dated(cells, stated, words if words and not read else basis, "calendar")


def received(cells: Cells) -> Dated | None:
    """When the letter was received."""
    value, words = cells.values.get("date_received"), cells.values.get("date_received_text")
    ground = value or words
    if ground is None:
        return None
    found = _read(cells, "date_received" if value else "date_received_text")
    if found and found.edtf and value and words:
        found = _worded(cells, found, words)
    return _dated(cells, found, ground, "calendar_received")


def _dated(cells: Cells, date: HistoricalDate | None, ground: Value, calendar: str) -> Dated | None:
    """The date with the calendar that a column of its own says its words are of; the date itself is Gregorian then."""
    if date is None:
        return None
    value = cells.values.get(calendar)
    if value and date.edtf:
        try:
            date = replace(date, calendar=Calendar(value.text.casefold()))
        except ValueError:
            names = ", ".join(Calendar)
            cells.tell("L250", f"{value.text!r} is no calendar that is known", f"the calendars are: {names}", value)
    return Dated(date, cells.evidence(ground))


def _read(cells: Cells, name: str) -> HistoricalDate | None:
    value = cells.values.get(name)
    if value is None:
        return None
    found = read_date_cell(value.text, cells.language, day_first=cells.placed.columns.day_first)
    _tell(cells, found, value)
    return found.date


def _tell(cells: Cells, found: ReadDate, value: Value) -> None:
    if found.code:
        cells.tell(found.code, found.message, found.remedy, value)


def _worded(cells: Cells, stated: HistoricalDate, words: Value) -> HistoricalDate:
    """A date for machines with the words that stand beside it; that they contradict each other is told."""
    own = read_date_cell(words.text, cells.language).date
    if is_before(own, stated) or is_before(stated, own):
        message = f"the date is {stated.edtf}, and the words {words.text!r} say {own.edtf}; the date is kept"
        cells.tell("L253", message, "correct the one or the other", words)
    return replace(stated, wording=words.text)


def _joined(cells: Cells, read: Mapping[str, HistoricalDate]) -> HistoricalDate | None:
    """One date of those of the row: a day, a span, or a day between bounds."""
    day, first, last = read.get("date"), read.get("date_from"), read.get("date_to")
    begin, end = read.get("date_not_before"), read.get("date_not_after")
    wording = " – ".join(date.wording for date in read.values())
    if day and (first or begin or end):
        _tell_outside(cells, day, first or begin, last or end)
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
        value = next(cells.values[name] for name in read)
        cells.tell("L253", f"the dates of the row do not fit: {error.message}", "correct them", value)
        return first or begin
    return None


def _tell_outside(cells: Cells, day: HistoricalDate, begin: HistoricalDate | None, end: HistoricalDate | None) -> None:
    """Tell where a day does not lie within the bounds that the same row gives."""
    if (begin and is_before(day, begin)) or (end and is_before(end, day)):
        span = f"{begin.edtf if begin else '…'} to {end.edtf if end else '…'}"
        message = f"the date is {day.edtf}, which does not lie within {span}; the date is kept"
        cells.tell("L253", message, "correct the one or the other", cells.values["date"])
