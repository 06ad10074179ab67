"""Birth and death in an entry of a list: attributes first, then the few words that can mean one thing only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from letterbook.dates import parse_edtf
from letterbook.errors import DateError
from letterbook.readers.xml.parsing import said

_YEAR = re.compile(
    r"(?P<died>(?:gest\.|gestorben|died|d\.|mort|†)\s*)?(?:(?:geb\.|geboren|born|b\.|née?|\*)\s*)?"
    r"(?P<about>(?:um|ca\.|c\.|circa|about|vers|около|ок\.)\s*)?(?P<year>\d{3,4})",
    re.I,
)


def life_dates(person: etree._Element) -> tuple[str, str, list[str]]:
    """Birth and death as EDTF, empty where not given, and the words that are not understood.

    Form:    "gest. 1836" is a death wherever it stands; "um 1836" is ``1836~``.
    """
    found = {"birth": "", "death": ""}
    unread: list[str] = []
    for name in found:
        for element in person.iterchildren(f"{{*}}{name}"):
            for event, edtf in _dated(element, name):
                if edtf and not found[event]:
                    found[event] = edtf
                elif not edtf:
                    unread.append(said(element))
    return found["birth"], found["death"], unread


def _dated(element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    """The event and its date, empty where it is not understood; nothing where nothing is said."""
    date = next(element.iterchildren("{*}date"), None)
    for each in (element, date):
        if each is not None and (given := _attributes(each)):
            yield name, _checked(given)
            return
    words = said(element if date is None else date)
    if not words or not any(map(str.isalnum, words)):
        return
    match = _YEAR.fullmatch(words)
    if match is None:
        yield name, ""
        return
    edtf = match["year"].zfill(4) + ("~" if match["about"] else "")
    yield "death" if match["died"] else name, _checked(edtf)


def _attributes(element: etree._Element) -> str:
    """The EDTF form of the dating attributes; empty where there are none."""

    def value(name: str) -> str:
        return (element.get(name) or element.get(f"{name}-iso") or "").strip()

    doubt = "?" if element.get("cert") == "low" else ""
    if when := value("when"):
        return when + doubt
    after, before = value("notBefore") or value("from"), value("notAfter") or value("to")
    return f"[{after}..{before}]" if after or before else ""


def _checked(edtf: str) -> str:
    try:
        parse_edtf(edtf)
    except DateError:
        return ""
    return edtf
