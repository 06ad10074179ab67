"""Whom and which letters the edition's description names, with the line that says so."""

from __future__ import annotations

import re
from urllib.parse import quote

from letterbook.letter import Citation, EntityKind, Evidence, Neighbour, Origin, Participant, Party, Span, Wording
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.metadata import Bibl, Described, Named

METADATA = "tei-metadata"
WRITTEN, ARRIVED = "place-of-writing", "place-of-receipt"
MEDIA = ("print", "online", "hybrid")
"""How an edition may be published, as CMIF says it of a bibl."""

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")


def metadata_evidence(file: str, line: int, spans: tuple[Span, ...] = (), doubts: tuple[str, ...] = ()) -> Evidence:
    """That a line of the file's header says so, and how sure it is of that."""
    place = f"{quote(file)}#line={max(line - 1, 0)},{line}"
    return Evidence(spans, METADATA, Origin.METADATA, source=place, doubts=doubts)


def citation_of(edition: Bibl, evidence: Evidence) -> Citation:
    """The edition in which the letter is published, known by its id where that is a UUID."""
    words = Wording(edition.words, edition.words, evidence)
    same_as = f"urn:uuid:{edition.id.lower()}" if _UUID.fullmatch(edition.id) else ""
    return Citation(words, series=words, same_as=same_as, medium=edition.medium if edition.medium in MEDIA else "")


def remarks_of(description: Described, file: str) -> tuple[Wording, ...]:
    """What the description notes on the letter."""
    return tuple(Wording(each.text, each.text, metadata_evidence(file, each.line)) for each in description.remarks)


def party(named: Named, cast: Cast, evidence: Evidence) -> Party:
    """The party that a name of the description stands for."""
    entity = cast.add(named.kind, named.text, evidence, refs=named.refs, named=named.known)
    if named.kind is EntityKind.PERSON:
        return Party(named.text, evidence, person=entity)
    return Party(named.text, evidence, body=entity)


def station(named: Named, cast: Cast, evidence: Evidence, role: str) -> Participant:
    """A place that the description gives to the writing or the receipt of the letter."""
    return Participant(cast.add(EntityKind.PLACE, named.text, evidence, refs=named.refs), role, evidence)


def neighbours_of(description: Described, file: str) -> tuple[Neighbour, ...]:
    """The letters beside this one by the description."""
    return tuple(
        Neighbour(kind=each.kind, target=each.target, words=each.words, evidence=metadata_evidence(file, each.line))
        for each in description.beside
    )


def mentioned_in(description: Described, cast: Cast, file: str) -> tuple[Participant, ...]:
    """Whom the letter mentions by the description, each once."""
    found: dict[str, Participant] = {}
    for each in description.spoken:
        if each.kind is not None:
            evidence = metadata_evidence(file, each.line)
            entity = cast.add(each.kind, each.text, evidence, refs=each.refs)
            found.setdefault(entity, Participant(entity, "mention", evidence))
    return tuple(found.values())
