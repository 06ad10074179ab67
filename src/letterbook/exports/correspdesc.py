"""A letter as TEI describes it: correspDesc with its actions, as CMIF and TEI share it.

Source:  TEI P5, section 2.4.6; CMIF 1.1, https://encoding-correspondence.bbaw.de/v1/CMIF.html
"""

from __future__ import annotations

from letterbook.catalogue import Beside, Entry, Name, Party, Said, Station, When
from letterbook.exports.certainty import cert, tei_date, tei_doubts
from letterbook.exports.markup import Pen

UNKNOWN = "http://correspsearch.net/unknown"
"""The IRI by which correspSearch marks that nobody knows who it was."""

_LOW = "low"
_TYPES = {"previous": {"type": "prev"}, "reply-to": {"type": "prev", "subtype": "reply-to"}}


def actions(pen: Pen, entry: Entry, *, cmif: bool) -> list[str]:
    """The action of sending, that of receiving, the letters beside this one, and the remarks on it.

    Form:    in CMIF a side of which nothing is known is that of someone unknown, else it is left out; and since CMIF has no
             certainty but "low", that of the source stands in a note of the type "cert". In TEI names have the key of their
             document, and a note says whom and what the letter mentions.
    """
    nobody = [pen.element("persName", "Unknown", ref=UNKNOWN)] if cmif else []
    written_at = entry.written_at
    if entry.place and entry.place not in [each.name for each in written_at]:
        written_at = (Station(entry.place, Said()),)  # an editor has decided otherwise, or nobody describes it
    sides = (
        ("sent", entry.senders, written_at, entry.written),
        ("received", entry.addressees, entry.received_at, entry.received),
    )
    parts = [
        pen.element("correspAction", "".join(said), type=kind)
        for kind, side, where, when in sides
        if (said := [*(_agents(pen, side, cmif) or nobody), *_circumstances(pen, where, when, cmif)])
    ]
    links = [pen.element("ref", **_TYPES["reply-to"], target=answered) for answered in entry.answers]
    links += [_beside(pen, each) for each in entry.beside if each.iri not in entry.answers or not each.iri]
    if links:
        parts.append(pen.element("correspContext", "".join(links)))
    notes = [pen.element("note", pen.text(remark)) for remark in entry.remarks]
    named = [] if cmif else [_named(pen, each) for each in entry.mentions if _key(each, cmif=cmif)]
    return [*parts, *notes, *([pen.element("note", " ".join(named), type="mentions")] if named else [])]


def _named(pen: Pen, name: Name) -> str:
    element = {"person": "persName", "place": "placeName"}.get(name.kind, "orgName")
    return pen.element(element, pen.text(name.label.text), key=_key(name, cmif=False), ref=" ".join(name.same_as))


def _key(name: Name, *, cmif: bool) -> str:
    """The path of the document of whom or what is known in more than one letter."""
    return "/".join(name.page.split("/")[-2:]) if name.iri == f"{name.page}#it" and not cmif else ""


def _agents(pen: Pen, side: tuple[Party, ...], cmif: bool) -> list[str]:
    return [
        pen.element(
            "persName" if party.name.kind == "person" else "orgName",
            pen.text(party.said.words or party.name.label.text),
            key=_key(party.name, cmif=cmif),
            ref=" ".join(party.name.same_as),
            **_doubts(party.said, cmif),
        )
        for party in side
    ]


def _doubts(said: Said, cmif: bool) -> dict[str, str]:
    found = tei_doubts(said.doubts)
    return {**found, "cert": _LOW if found["cert"] else ""} if cmif else found


def _circumstances(pen: Pen, where: tuple[Station, ...], when: When | None, cmif: bool) -> list[str]:
    """The places and the date; a date without bounds says nothing to a machine and is left out."""
    found = []
    for each in where:
        words = pen.text(each.said.words or each.name.label.text)
        own = _key(each.name, cmif=cmif)
        refs = " ".join(each.name.same_as)
        found.append(pen.element("placeName", words, key=own, ref=refs, **_doubts(each.said, cmif)))
    if when and (when.begin or when.end):
        attributes = tei_date(when)
        exact = cert(when.doubts)
        if cmif and exact not in ("", _LOW):
            attributes["cert"] = _LOW if exact != "high" else ""
        words = when.wording.text if when.wording else ""
        found.append(pen.element("date", pen.text(words), **attributes))
        if cmif and exact not in ("", _LOW):
            found.append(pen.element("note", exact, type="cert"))
    return found


def _beside(pen: Pen, beside: Beside) -> str:
    """A letter beside this one, by its own address where the description gives one."""
    own = beside.target if beside.target.startswith(("http:", "https:")) else ""
    target = own or beside.iri or beside.target
    words = "" if beside.words == beside.target else pen.text(beside.words)
    kind = _TYPES.get(beside.kind, {"type": beside.kind})
    return pen.element("ref", words, **kind, target=target) if target else pen.element("note", words, **kind)
