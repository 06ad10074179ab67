"""The edition's description of a letter: correspDesc with its actions, names, places and dates.

Source:  TEI P5 Guidelines, section 2.4.6 (correspondence description), and att.datable for the forms of a date
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from letterbook.dates import Calendar, HistoricalDate, between, is_before, parse_edtf, undatable
from letterbook.errors import DateError
from letterbook.keys import same_address
from letterbook.letter import EntityKind
from letterbook.readers.xml.cast import references
from letterbook.readers.xml.context import CERTAINTY_NOTE, Beside, Remark, Spoken, letters_beside, remarks_in, spoken_of
from letterbook.readers.xml.parsing import ADDRESS, XML_ID, local, said, xpath_of
from letterbook.readers.xml.rules import XmlRules

_ISO = re.compile(r"(-?\d{4,}(?:-\d\d(?:-\d\d)?)?)(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SMALL_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
LANGUAGE = "hasLanguage"
_PLAIN_EDTF = re.compile(r"-?[\d-]+")
_EARLIEST_YEAR = 1000  # no letter of a series is older; smaller years are slips or fillers
_TWO_IDS = re.compile(r"\S*\d\S*(?: \S*\d\S*)+")
_CERTAINTIES = ("high", "medium", "low", "unknown")
_UNKNOWN = "correspsearch.net/unknown"


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the metadata; ``role`` is @type where it says which side the person is on; ``doubts`` as in ``Evidence``."""

    kind: EntityKind
    text: str
    refs: tuple[str, ...]
    line: int
    known: bool
    role: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bibl:
    """The edition in which a letter is published, as the header names it."""

    id: str
    words: str
    medium: str
    line: int


@dataclass(slots=True)
class Described:
    """What a correspDesc says of one letter; ``faults`` are (line, what is wrong, what to do).

    Form:    ``number`` is its @key, ``addresses`` its @ref, ``edition`` what its @source leads to.
    """

    line: int
    id: str = ""
    path: str = ""
    number: str = ""
    addresses: tuple[str, ...] = ()
    edition: Bibl | None = None
    senders: list[Named] = field(default_factory=list)
    addressees: list[Named] = field(default_factory=list)
    places: list[Named] = field(default_factory=list)
    places_received: list[Named] = field(default_factory=list)
    date: HistoricalDate | None = None
    date_doubts: tuple[str, ...] = ()
    received: HistoricalDate | None = None
    received_doubts: tuple[str, ...] = ()
    date_line: int = 0
    beside: list[Beside] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    called: tuple[str, ...] = ()
    language: str = ""
    remarks: list[Remark] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def place(self) -> Named | None:
        """Where it was written: the first place that is given to that."""
        return self.places[0] if self.places else None


def kind_of(name: str, stated: str, rules: XmlRules) -> EntityKind | None:
    """What an element of this local name and @type names; None where it does not say."""
    return rules.types.get(stated.lower()) if name in rules.names_by_type else rules.names.get(name)


def editions_in(header: etree._Element) -> dict[str, Bibl]:
    """The editions that a header names with an id."""
    return {
        each.get(XML_ID, ""): Bibl(each.get(XML_ID, ""), words, each.get("type", ""), each.sourceline or 0)
        for source in header.iter("{*}sourceDesc")
        for each in source.iter("{*}bibl")
        if each.get(XML_ID) and (words := said(each))
    }


def described(
    element: etree._Element, rules: XmlRules, identifier: str, editions: Mapping[str, Bibl] | None = None
) -> Described:
    """What one correspDesc says."""
    found = Described(element.sourceline or 0, identifier, xpath_of(element))
    found.number = " ".join(element.get("key", "").split())
    found.addresses = tuple(each for each in element.get("ref", "").split() if ADDRESS.fullmatch(each))
    sources = (each.removeprefix("#") for each in element.get("source", "").split())
    found.edition = next((each for name in sources if (each := (editions or {}).get(name))), None)
    found.remarks = list(remarks_in(element, rules))
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
        found.faults += _two_in_one(action)
        dates = list(_dates(action, found, rules))
        if kind in rules.sent:
            found.senders += names
            found.places = found.places or list(_places(action, rules))
            if found.date is None:
                found.date, found.date_doubts = _one_date(dates, action, found), _date_doubts(action)
            found.date_line = found.date_line or action.sourceline or 0
        elif kind in rules.received:
            found.addressees += names
            found.places_received = found.places_received or list(_places(action, rules))
            if found.received is None:
                found.received, found.received_doubts = _one_date(dates, action, found), _date_doubts(action)
        elif kind not in rules.passed:
            told = ", ".join(each.text for each in names)
            message = f"an action of the type {kind!r} is not one that is understood" + (f" ({told})" if told else "")
            found.faults.append(
                (action.sourceline or 0, message, "the types are sent, received, forwarded, redirected, transmitted")
            )
    if found.date and found.received and is_before(found.received, found.date):
        message = f"the letter is received {found.received.edtf} and written {found.date.edtf}; the day of receipt is left out"
        found.faults.append((found.line, message, "correct the one or the other"))
        found.received = None
    in_words = [said(each) for each in element.iterchildren("{*}p", "{*}ab")]
    found.remarks += [Remark(words, found.line) for words in in_words if words]
    if element.find("{*}correspAction") is None and (any(in_words) or not in_words):
        found.faults.append((found.line, "the correspDesc has no correspAction, so it names no party", ""))
    return found


def _name(element: etree._Element, rules: XmlRules) -> Named | None:
    kind = kind_of(local(element), element.get("type", ""), rules) or EntityKind.PERSON
    if any(local(each) in rules.names or local(each) == "address" for each in element.iterancestors()):
        return None  # a name within a name is a part of it
    text, refs = said(element), references(element)
    if not text and not refs:
        return None
    nobody = any(_UNKNOWN in each for each in refs) or rules.names_nobody(text, identified=bool(refs))
    known = bool(text) and not nobody
    return Named(
        kind, text or refs[0], refs, element.sourceline or 0, known, element.get("type", ""), doubts_of(element)
    )


def doubts_of(element: etree._Element) -> tuple[str, ...]:
    """How an element marks what it says as not sure, by the names of our types: @evidence, then @cert."""
    conjecture = ("conjecture",) if element.get("evidence") == "conjecture" else ()
    cert = element.get("cert", "")
    return (*conjecture, f"certainty-{cert}") if cert in _CERTAINTIES else conjecture


def _date_doubts(action: etree._Element) -> tuple[str, ...]:
    """How the dates of an action are marked; a note has the certainty that the attribute may not have."""
    marks = [mark for element in action.iter("{*}date") for mark in doubts_of(element)]
    noted = [said(note) for note in action.iterchildren("{*}note") if note.get("type") == CERTAINTY_NOTE]
    exact = [f"certainty-{each}" for each in noted if each in _CERTAINTIES]
    if exact:
        marks = [each for each in marks if not each.startswith("certainty-")] + exact
    return tuple(dict.fromkeys(marks))


def _places(action: etree._Element, rules: XmlRules) -> Iterator[Named]:
    for element in action.iter("{*}placeName", "{*}settlement"):
        text = said(element)
        if text and text.casefold() not in rules.unknown:
            refs = tuple(each for each in references(element) if each.rstrip("/").rpartition("/")[2] or "#" in each)
            yield Named(EntityKind.PLACE, text, refs, element.sourceline or 0, known=True, doubts=doubts_of(element))


def _two_in_one(action: etree._Element) -> Iterator[tuple[int, str, str]]:
    for element in action.iter("{*}persName", "{*}orgName"):
        keys = element.get("key", "")
        pointers = dict.fromkeys(same_address(each) for each in (element.get("ref") or "").split())
        files = Counter(each.rpartition("/")[0] for each in pointers)  # of two files, both may have the one person
        if _TWO_IDS.fullmatch(keys) or max(files.values(), default=0) > 1:
            which = keys or element.get("ref", "")
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
            found.faults.append((element.sourceline or 0, f"the date is not understood: {error.message}", remedy))
            date = undatable(said(element) or _attributes(element))
        if date is None:
            continue
        told = doubted(date)
        if told is not date:
            message = (
                f"the date says {date.edtf}, and its words {date.wording!r} say less; {told.edtf or 'no day'} is held"
            )
            found.faults.append((element.sourceline or 0, message, "give the attribute as much as is known"))
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
    """One day that lies between bounds, of which one may be missing; a bound that is a month or a year stays one."""
    if begin and end and not is_before(end, begin):
        return parse_edtf(f"[{begin.edtf}..{end.edtf}]", wording=wording or f"{begin.edtf}–{end.edtf}")
    if begin and end:
        raise DateError(f"from {begin.edtf} to {end.edtf} is no span of days")
    if begin:
        return parse_edtf(f"[{begin.edtf}..]", wording=wording or begin.edtf)
    return parse_edtf(f"[..{end.edtf}]", wording=wording or end.edtf) if end else None


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
    found.faults.append(
        (action.sourceline or 0, f"one action has {len(dates)} dates: {wording}", "mark a span with from and to")
    )
    try:
        return between(first, last, wording=wording)
    except DateError:
        return first
