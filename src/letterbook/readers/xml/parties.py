"""Whom and which letters the edition's description names, with the line that says so."""

from __future__ import annotations

from urllib.parse import quote

from letterbook.letter import EntityKind, Evidence, Neighbour, Origin, Participant, Party, Span
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.metadata import Described, Named

METADATA = "tei-metadata"


def metadata_evidence(file: str, line: int, spans: tuple[Span, ...] = ()) -> Evidence:
    """That a line of the file's header says so."""
    return Evidence(spans, METADATA, Origin.METADATA, source=f"{quote(file)}#line={max(line - 1, 0)},{line}")


def party(named: Named, cast: Cast, evidence: Evidence) -> Party:
    """The party that a name of the description stands for."""
    entity = cast.add(named.kind, named.text, evidence, refs=named.refs, named=named.known)
    if named.kind is EntityKind.PERSON:
        return Party(named.text, evidence, person=entity)
    return Party(named.text, evidence, body=entity)


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
