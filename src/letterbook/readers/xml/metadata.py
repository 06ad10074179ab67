"""The edition's description of a letter: correspDesc with its actions, names, places and dates.

Source:  TEI P5 Guidelines, section 2.4.6 (correspondence description), and att.datable for the forms of a date
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from letterbook.dates import Calendar, HistoricalDate, between, is_before, not_after, not_before, parse_edtf, undatable
from letterbook.errors import DateError
from letterbook.letter import EntityKind
from letterbook.readers.xml.cast import references
from letterbook.readers.xml.context import Beside, Spoken, letters_beside, spoken_of
from letterbook.readers.xml.parsing import local, said, xpath_of
from letterbook.readers.xml.rules import XmlRules

_ISO = re.compile(r"(-?\d{4,}(?:-\d\d(?:-\d\d)?)?)(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SMALL_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
LANGUAGE = "hasLanguage"
_PLAIN_EDTF = re.compile(r"-?[\d-]+")
_EARLIEST_YEAR = 1000  # no letter of a series is older; smaller years are slips or fillers
_TWO_IDS = re.compile(r"\S*\d\S*(?: \S*\d\S*)+")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the metadata; ``role`` is @type where it says which side the person is on."""

    kind: EntityKind
    text: str
    refs: tuple[str, ...]
    line: int
    known: bool
    role: str = ""


@dataclass(slots=True)
class Described:
    """What a correspDesc says of one letter; remarks are (line, what is wrong, what to do)."""

    line: int
    id: str = ""
    path: str = ""
    senders: list[Named] = field(default_factory=list)
    addressees: list[Named] = field(default_factory=list)
    place: Named | None = None
    date: HistoricalDate | None = None
    received: HistoricalDate | None = None
    date_line: int = 0
    beside: list[Beside] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    called: tuple[str, ...] = ()
    language: str = ""
    remarks: list[tuple[int, str, str]] = field(default_factory=list)


def kind_of(name: str, stated: str, rules: XmlRules) -> EntityKind | None:
    """What an element of this local name and @type names; None where it does not say."""
    return rules.types.get(stated.lower()) if name in rules.names_by_type else rules.names.get(name)


def described(element: etree._Element, rules: XmlRules, identifier: str) -> Described:
    """What one correspDesc says."""
    found = Described(element.sourceline or 0, identifier, xpath_of(element))
    found.beside = list(letters_beside(element, rules))
    found.spoken = list(spoken_of(element, rules))
    found.called = tuple(filter(None, (identifier, *(element.get("ref") or "").split())))
    found.language = next((each.text for each in found.spoken if each.predicate == LANGUAGE), "")
    for action in element.iterchildren("{*}correspAction"):
        kind = (action.get("type") or "").strip()
        if (way := action.get("subtype", "").strip()) in rules.passed:
            kind = way  # whoever redirects a letter has neither written nor been addressed
        names = [
            named
            for each in action.iter("{*}persName", "{*}orgName", "{*}name", "{*}rs")
            if (named := _name(each, rules))
        ]
        names = [each for each in names if each.kind is not EntityKind.PLACE]
        found.remarks += _two_in_one(action)
        dates = list(_dates(action, found, rules))
        if kind in rules.sent:
            found.senders += names
            found.place = found.place or _place(action, rules)
            found.date = found.date or _one_date(dates, action, found)
            found.date_line = found.date_line or action.sourceline or 0
        elif kind in rules.received:
            found.addressees += names
            found.received = found.received or _one_date(dates, action, found)
        elif kind not in rules.passed:
            told = ", ".join(each.text for each in names)
            message = f"an action of the type {kind!r} is not one that is understood" + (f" ({told})" if told else "")
            found.remarks.append(
                (action.sourceline or 0, message, "the types are sent, received, forwarded, redirected, transmitted")
            )
    if found.date and found.received and is_before(found.received, found.date):
        message = f"the letter is received {found.received.edtf} and written {found.date.edtf}; the day of receipt is left out"
        found.remarks.append((found.line, message, "correct the one or the other"))
        found.received = None
    if element.find("{*}correspAction") is None:
        found.remarks.append((found.line, "the correspDesc has no correspAction, so it names no party", ""))
    return found


def _name(element: etree._Element, rules: XmlRules) -> Named | None:
    kind = kind_of(local(element), element.get("type", ""), rules) or EntityKind.PERSON
    if any(local(each) in rules.names or local(each) == "address" for each in element.iterancestors()):
        return None  # a name within a name is a part of it
    text, refs = said(element), references(element)
    if not text and not refs:
        return None
    known = bool(text) and text.casefold() not in rules.unknown and not text.startswith("[")
    return Named(kind, text or refs[0], refs, element.sourceline or 0, known, element.get("type", ""))


def _place(action: etree._Element, rules: XmlRules) -> Named | None:
    for element in action.iter("{*}placeName", "{*}settlement"):
        text = said(element)
        if text and text.casefold() not in rules.unknown:
            refs = tuple(each for each in references(element) if each.rstrip("/").rpartition("/")[2] or "#" in each)
            return Named(EntityKind.PLACE, text, refs, element.sourceline or 0, known=True)
    return None


def _two_in_one(action: etree._Element) -> Iterator[tuple[int, str, str]]:
    for element in action.iter("{*}persName", "{*}orgName"):
        keys = element.get("key", "")
        pointers = dict.fromkeys((element.get("ref") or "").split())
        if _TWO_IDS.fullmatch(keys) or len(pointers) > 1:
            which = keys or " ".join(pointers)
            yield (
                element.sourceline or 0,
                f"{said(element)!r} refers to several at once: {which!r}",
                "give each person an element",
            )


def _dates(action: etree._Element, found: Described, rules: XmlRules) -> Iterator[HistoricalDate]:
    for element in action.iter("{*}date"):
        try:
            date = date_of(element, rules, said(element))
        except DateError as error:
            remedy = "correct the attribute, as 1921-04-09, 1921-04 or 1921"
            found.remarks.append((element.sourceline or 0, f"the date is not understood: {error.message}", remedy))
            date = undatable(said(element) or _attributes(element))
        if date is None:
            continue
        told = doubted(date)
        if told is not date:
            message = (
                f"the date says {date.edtf}, and its words {date.wording!r} say less; {told.edtf or 'no day'} is held"
            )
            found.remarks.append((element.sourceline or 0, message, "give the attribute as much as is known"))
        yield told


def _attributes(element: etree._Element) -> str:
    return " ".join(str(value) for _, value in sorted(element.attrib.items()))


def date_of(element: etree._Element, rules: XmlRules, wording: str) -> HistoricalDate | None:
    """The date of an element by its attributes, with its words; None for an element that says nothing.

    Raises:  DateError, which quotes the value at fault.
    """

    def stated(name: str) -> HistoricalDate | None:
        value = (element.get(name) or element.get(f"{name}-iso") or "").strip()
        if not value:
            return None
        match = _ISO.fullmatch(value)
        if match is None:
            raise DateError(f"{name} is {value!r}")
        return parse_edtf(match[1], wording=wording or value)

    date = stated("when") or _bounded(stated("notBefore"), stated("notAfter"), wording)
    date = date or _period(stated("from"), stated("to"), wording)
    if date is None:
        return undatable(wording) if wording else None
    if "julian" in (element.get("calendar") or "").lower():
        date = replace(date, calendar=Calendar.JULIAN)
    if element.get("cert") in rules.unsure or element.get("evidence") in rules.unsure:
        edtf = f"{date.edtf}?" if _PLAIN_EDTF.fullmatch(date.edtf) else date.edtf
        date = replace(date, edtf=edtf, uncertain=True)
    return date


def _bounded(begin: HistoricalDate | None, end: HistoricalDate | None, wording: str) -> HistoricalDate | None:
    """One day that lies between bounds, of which one may be missing."""
    if begin and end:
        return between(begin, end, wording=wording or f"{begin.edtf}–{end.edtf}")
    if begin:
        return not_before(begin, wording=wording or begin.edtf)
    return not_after(end, wording=wording or end.edtf) if end else None


def _period(start: HistoricalDate | None, stop: HistoricalDate | None, wording: str) -> HistoricalDate | None:
    """All days from the one to the other; with one of them alone, a day that it bounds."""
    if start and stop:
        return parse_edtf(f"{start.edtf}/{stop.edtf}", wording=wording or f"{start.edtf}/{stop.edtf}")
    return _bounded(start, stop, wording)


def doubted(date: HistoricalDate) -> HistoricalDate:
    """The date without a precision that its words do not have: the first day of a year or a month of which only that is written."""
    if date.earliest and date.earliest.year <= _EARLIEST_YEAR and not _YEAR.search(date.wording):
        return undatable(date.wording)
    if (
        date.precision != "day"
        or date.earliest is None
        or not _YEAR.search(date.wording)
        or not date.edtf.rstrip("?").endswith("-01")
    ):
        return date
    rest = _YEAR.sub("", date.wording)
    if _SMALL_NUMBER.search(rest):
        return date
    year = date.edtf[:4]
    if re.search(r"[^\W\d_]{3,}", rest):
        shorter = date.edtf[:7]
    elif date.edtf[4:10] == "-01-01":
        shorter = year
    else:
        return date
    return replace(parse_edtf(shorter, wording=date.wording), calendar=date.calendar, uncertain=date.uncertain)


def _one_date(dates: list[HistoricalDate], action: etree._Element, found: Described) -> HistoricalDate | None:
    dated = [each for each in dates if each.edtf]
    if len(dated) < 2:
        return (dated or dates or [None])[0]  # type: ignore[list-item]
    first = min(dated, key=lambda each: each.sort_key)
    last = max(dated, key=lambda each: each.sort_key)
    wording = ", ".join(dict.fromkeys(each.wording for each in dates))
    found.remarks.append(
        (action.sourceline or 0, f"one action has {len(dates)} dates: {wording}", "mark a span with from and to")
    )
    try:
        return between(first, last, wording=wording)
    except DateError:
        return first
