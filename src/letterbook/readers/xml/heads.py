"""Who wrote to whom, as the heading of a printed letter marks it: persons, offices, and who of them held which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from letterbook.letter import EntityKind, Evidence, Holding, Party, Span
from letterbook.readers.xml.cast import references
from letterbook.readers.xml.found import Found, lies_in
from letterbook.readers.xml.page import EDGES, ELEMENT, Page

OFFICE = "tei-office-before-name"


@dataclass(slots=True)
class _Side:
    """One party: the elements that mark a person and an office."""

    person: Found | None = None
    office: Found | None = None

    def shown(self) -> list[Found]:
        return sorted(filter(None, (self.person, self.office)), key=lambda each: each.start)


def parties_of(
    names: Iterable[Found], heads: list[Span], types: frozenset[str], page: Page
) -> tuple[tuple[Party, ...], list[Holding]]:
    """The parties that the headings mark by these values of @type, and the offices that they are said to hold."""
    sides: list[_Side] = []
    for found in names:
        if found.type not in types or not lies_in(found, heads):
            continue
        gloss = found.name == "gloss"
        last = sides[-1] if sides else None
        if last and gloss and last.office is None:
            last.office = found
        elif last and not gloss and last.person is None:
            last.person = found
        else:
            sides.append(_Side(None, found) if gloss else _Side(found))
    holdings: list[Holding] = []
    return tuple(_party(side, heads, page, holdings) for side in sides), holdings


def _party(side: _Side, heads: list[Span], page: Page, holdings: list[Holding]) -> Party:
    shown = side.shown()
    spans = tuple(each.span for each in shown)
    evidence = Evidence(spans, ELEMENT)
    person = office = ""
    if side.office:
        office = _named(EntityKind.OFFICE, side.office, page)
    if side.person:
        person = _named(EntityKind.PERSON, side.person, page)
        office = office or _office_before(side.person, heads, page)
    if person and office:
        holdings.append(Holding(person, office, evidence))
    words = " ".join(page.words(span).strip(EDGES) for span in spans)
    return Party(" ".join(words.split()), evidence, person=person, office=office)


def _named(kind: EntityKind, found: Found, page: Page) -> str:
    found.named = True
    return page.cast.named(kind, page.label(found), found.span, ELEMENT, references(found.element))


def _office_before(found: Found, heads: list[Span], page: Page) -> str:
    """The office whose holder stands in brackets after it: "The Ambassador in Russia (…)"."""
    if page.text[found.start - 1 : found.start] != "(":
        return ""
    head = next(span for span in heads if span.start <= found.start and found.end <= span.end)
    match = page.rules.office.search(page.text[head.start : found.start].replace("\n", " "))
    if match is None:
        return ""
    label = match["office"].rpartition(" to ")[2].removeprefix("the ").removeprefix("The ")
    end = head.start + match.end("office")
    return page.cast.named(EntityKind.OFFICE, label, Span(end - len(label), end), OFFICE)
