"""Whom the edition's description names, as parties of the letter with the line that says so."""

from __future__ import annotations

from urllib.parse import quote

from letterbook.letter import EntityKind, Evidence, Origin, Party, Span
from letterbook.readers.xml.cast import Cast
from letterbook.readers.xml.metadata import Named

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
