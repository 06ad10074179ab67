"""What a reader understood, as plain JSON values: one object a letter, in the order of the text.

Form:    ``source``, ``letter``, ``inside``; ``sender`` and ``addressee`` as {as_printed, name, role} or a list of such; ``date`` and
         ``date_received`` as {text, edtf}; ``place`` as {as_printed, name}; ``number``, ``salutation``, ``closing``, ``signature``,
         ``kind``, ``language``; ``mentions`` as {text, type, start, end}; ``references`` to other letters as {text, whose,
         kind, date, number, answered, start, end}; ``evidence`` and ``confidence`` by field. What the text
         does not give is null.
Units:   offsets count code points of the decoded text, from 0, the end not included.
"""

from __future__ import annotations

from typing import Any

from letterbook.letter import Dated, EntityKind, Evidence, Letter, Origin, Party, Reading, Wording

_MENTION_TYPES = {
    EntityKind.PERSON: "person",
    EntityKind.PLACE: "place",
    EntityKind.POLITY: "place",
    EntityKind.ORGANISATION: "organisation",
}
_SAID = frozenset({Origin.TEXT, Origin.METADATA, Origin.EDITOR})


def letters_as_json(reading: Reading) -> list[dict[str, Any]]:
    """One object for each letter of the reading."""
    return [_letter(letter, reading) for letter in reading.letters]


def _letter(letter: Letter, reading: Reading) -> dict[str, Any]:
    evidence: dict[str, list[list[int]]] = {"letter": [[letter.extent.start, letter.extent.end]]}
    confidence: dict[str, float] = {}

    def note(name: str, *grounds: Evidence) -> None:
        spans = [[span.start, span.end] for ground in grounds for span in ground.spans]
        if spans:
            evidence[name] = spans
        if grounds:
            confidence[name] = min(ground.confidence for ground in grounds)

    def wording(name: str, value: Wording | None, *, normalised: bool = True) -> str | None:
        if value is None:
            return None
        note(name, value.evidence)
        return value.value if normalised else value.text

    def dated(name: str, value: Dated | None) -> dict[str, str] | None:
        if value is None or value.evidence.origin not in _SAID or not value.date.edtf:
            return None
        note(name, value.evidence)
        return {"text": value.date.wording, "edtf": value.date.edtf}

    def side(name: str, parties: tuple[Party, ...]) -> Any:
        note(name, *(party.evidence for party in parties))
        people = [_party(party, reading) for party in parties]
        return (people[0] if len(people) == 1 else people) or None

    record: dict[str, Any] = {
        "source": reading.transcript.source,
        "letter": letter.ordinal,
        "inside": letter.inside or None,
        "kind": wording("kind", letter.kind),
        "sender": side("sender", letter.senders),
        "addressee": side("addressee", letter.addressees),
        "date": dated("date", letter.date),
        "date_received": dated("date_received", letter.date_received),
        "place": _place(letter, reading, note),
        "number": wording("number", letter.number),
        "salutation": wording("salutation", letter.salutation, normalised=False),
        "closing": wording("closing", letter.closing, normalised=False),
        "signature": wording("signature", letter.signature, normalised=False),
        "language": reading.transcript.language,
        "mentions": _mentions(letter, reading),
        "references": _references(letter, reading),
        "beside": [{"kind": each.kind, "target": each.target, "text": each.words} for each in letter.neighbours],
        "mentioned": [reading.entity(each.entity).label for each in letter.mentioned],
    }
    record["evidence"] = evidence
    record["confidence"] = confidence
    return record


def _party(party: Party, reading: Reading) -> dict[str, str | None]:
    name = party.person or party.body
    return {
        "as_printed": party.as_printed,
        "name": reading.entity(name).label if name else None,
        "role": reading.entity(party.office).label if party.office else None,
    }


def _place(letter: Letter, reading: Reading, note: Any) -> dict[str, str] | None:
    if not letter.place:
        return None
    entity = reading.entity(letter.place)
    ground = letter.place_evidence or entity.evidence
    note("place", ground)
    printed = reading.transcript.quote(ground.spans[0]) if ground.spans else entity.label
    return {"as_printed": printed, "name": entity.label}


def _mentions(letter: Letter, reading: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for mention in reading.mentions:
        kind = _MENTION_TYPES.get(reading.entity(mention.entity).kind)
        home = reading.letter_at(mention.span)
        if kind and home is not None and home.ordinal == letter.ordinal:
            found.append(
                {
                    "text": reading.transcript.quote(mention.span),
                    "type": kind,
                    "start": mention.span.start,
                    "end": mention.span.end,
                }
            )
    return found


def _references(letter: Letter, reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "text": reading.transcript.quote(span),
            "whose": each.whose,
            "kind": each.kind or None,
            "date": each.date.edtf if each.date else None,
            "number": each.number or None,
            "answered": each.answering is not None,
            "start": span.start,
            "end": span.end,
        }
        for each in reading.references
        if each.letter == letter.ordinal
        for span in each.evidence.spans
    ]
