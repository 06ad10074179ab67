"""Dates: a time-span with its wording, its bounds and its EDTF form; the plain schema.org date beside it."""

from __future__ import annotations

from letterbook.dates import Calendar, HistoricalDate, between, not_after
from letterbook.letter import Dated
from letterbook.mapper.sheet import Sheet
from letterbook.mapper.statements import Statements
from letterbook.terms import XSD, Term, literal
from letterbook.vocabulary import EDTF

_MONTHS = "January February March April May June July August September October November December".split()


def spoken(date: HistoricalDate) -> str:
    """The date for a label: "9 April 1921", "April 1921", "1921", else its EDTF form."""
    day = date.earliest
    if day is None or date.precision not in ("day", "month", "year") or day.year < 1:
        return date.edtf
    if date.precision == "year":
        return str(day.year)
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    return month if date.precision == "month" else f"{day.day} {month}"


def state_span(
    sheet: Statements,
    node: Term,
    date: HistoricalDate,
    *,
    language: str = "",
    begin: str = "",
    end: str = "",
    doubts: tuple[str, ...] = (),
) -> None:
    """State a time-span; the wording where its language is given; ``begin`` and ``end`` qualify bounds that are derived.

    Form:    of a date in another calendar than the Gregorian the bounds are converted, which is said, and the calendar is its type;
             so are the ``doubts`` by which the source marks it as not sure.
    Source:  CIDOC CRM 7.1.3, P82a and P82b as xsd:dateTime (RDFS header), P79, P80 and P170; EDTF datatype.
    """
    foreign = date.calendar is not Calendar.GREGORIAN
    calendar = (f"{date.calendar}-calendar",) if foreign else ()
    sheet.classify(node, "crm:E52_Time-Span", types=(*calendar, *doubts))
    if foreign and date.edtf:
        begin = end = f"converted from the {date.calendar.capitalize()} calendar"
    if date.wording and language:
        sheet.add(node, "rdfs:label", literal(date.wording, language=language))
    if date.xsd_begin:
        sheet.add(node, "crm:P82a_begin_of_the_begin", literal(date.xsd_begin, datatype=XSD + "dateTime"))
    if date.xsd_end:
        sheet.add(node, "crm:P82b_end_of_the_end", literal(date.xsd_end, datatype=XSD + "dateTime"))
    if date.edtf:
        sheet.add(node, "crm:P170i_time_is_defined_by", literal(date.edtf, datatype=EDTF + "EDTF"))
    if begin:
        sheet.add(node, "crm:P79_beginning_is_qualified_by", literal(begin, language="en"))
    if end:
        sheet.add(node, "crm:P80_end_is_qualified_by", literal(end, language="en"))


def _state_printed(sheet: Sheet, name: str, dated: Dated) -> None:
    """State when something was, as printed; a day that another calendar counts names the time-span beside its wording.

    Source:  CIDOC CRM 7.1.3, P1 and E41: the name of a time-span; E49 Time Appellation is no class any more.
    """
    node, counted = sheet.node(f"t-{name}"), dated.date.counted
    state_span(sheet, node, dated.date, language=sheet.language, doubts=dated.evidence.doubts)
    sheet.rest(node, dated.evidence)
    if counted:
        day = sheet.node(f"t-{name}-{counted.calendar}")
        sheet.classify(day, "crm:E41_Appellation", types=(f"{counted.calendar}-calendar",))
        label = f"{counted} ({counted.calendar.capitalize()} calendar)"
        sheet.add(day, "rdfs:label", literal(label, language="en"))
        sheet.add(day, "crm:P190_has_symbolic_content", literal(str(counted)))
        sheet.add(node, "crm:P1_is_identified_by", day)
        sheet.rest(day, dated.evidence)


def map_dates(sheet: Sheet) -> None:
    """State when the letter was written, as printed or within the bounds that follow, and when it was received."""
    letter = sheet.letter
    if letter.date:
        _time_of(sheet, "writing", "written")
        _state_printed(sheet, "written", letter.date)
        value = letter.date.date.xsd_value
        if value:
            sheet.add(sheet.root, "schema:dateCreated", literal(value[0], datatype=XSD + value[1]))
    elif letter.date_received and letter.date_received.date.latest:
        _map_written_bounds(sheet, letter.date_received)
    if letter.date_received and letter.addressees:  # without a receiver there is no act of receiving to date
        _time_of(sheet, "receiving", "received")
        _state_printed(sheet, "received", letter.date_received)


def _time_of(sheet: Sheet, event: str, name: str) -> Term:
    node = sheet.node(f"t-{name}")
    sheet.add(sheet.node(event), "crm:P4_has_time-span", node)
    return node


def _map_written_bounds(sheet: Sheet, received: Dated) -> None:
    """A letter without a date was written before its receipt, and a reply not before the letter that it answers."""
    node = _time_of(sheet, "writing", "written")
    answered = [sheet.reading.letter(r.letter) for r in sheet.letter.relations if r.kind == "reply-to"]
    first = next((each.date for each in answered if each.date and each.date.date.earliest), None)
    if first and first.date.earliest and received.date.latest and first.date.earliest <= received.date.latest:
        words = f"between {spoken(first.date)} and {spoken(received.date)}"
        date = between(first.date, received.date, wording=words)
        state_span(
            sheet, node, date, language="en", begin="not before the letter that it answers", end="not after its receipt"
        )
        sheet.derive(node, "written-between", spans=[*first.evidence.spans, *received.evidence.spans])
    else:
        date = not_after(received.date, wording=f"not after {spoken(received.date)}")
        state_span(sheet, node, date, language="en", end="not after its receipt")
        sheet.derive(node, "written-before-receipt", spans=received.evidence.spans)


def latest_of(sheet: Sheet, ordinal: int) -> Dated | None:
    """The date after which nothing that the letter tells can lie: its own, else that of its receipt."""
    letter = sheet.reading.letter(ordinal)
    for dated in (letter.date, letter.date_received):
        if dated and dated.date.latest:
            return dated
    return None


def map_not_after(sheet: Sheet, event: Term, name: str, ordinal: int) -> None:
    """State that an event lies not after the letter that tells of it."""
    dated = latest_of(sheet, ordinal)
    if dated is None:
        return
    node = sheet.node(name)
    sheet.add(event, "crm:P4_has_time-span", node)
    date = not_after(dated.date, wording=f"not after {spoken(dated.date)}")
    state_span(sheet, node, date, language="en", end="not after the letter that tells of it")
    sheet.derive(node, "not-after-letter", spans=dated.evidence.spans)
