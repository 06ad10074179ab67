"""Who is meant: the names of a reading, each with the key of the register row that explains it, or with one of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count

from letterbook.authority import FOLDERS
from letterbook.findings import Finding
from letterbook.keys import same_address, slug
from letterbook.letter import Citation, Entity, EntityKind, Evidence, Origin, Reading
from letterbook.registers.loading import Registers, edition_name

_KEY = re.compile(rf"(?:{'|'.join(sorted(set(FOLDERS.values())))})/[a-z0-9]+(?:-[a-z0-9]+)*")
_KINDS = {"office": EntityKind.OFFICE, "place": EntityKind.PLACE, "topic": EntityKind.TOPIC}
"""The kind that the folder of a key says; those in "actor" are of several."""


def resolve(reading: Reading, registers: Registers) -> tuple[Reading, list[Finding]]:
    """The reading with every named entity and the edition given a key: the register's, or one made from the wording.

    Form:    findings L304, one for each name that no row explains, at its first mention. Entities that are only described
             keep an empty key: they are known in this text alone. What an editor has identified stays as it is, and what he
             has kept apart never shares a key.
    """
    findings: list[Finding] = []
    keys: dict[str, str] = {}
    entities: list[Entity] = []
    for entity in reading.entities:
        apart = frozenset(keys.get(each, each) for each in entity.unlike)
        found = _resolved(entity, reading, registers, findings, apart)
        keys[found.id] = found.key
        entities.append(found)
    citation = reading.citation and _resolved_citation(reading.citation, reading, registers, findings)
    return replace(reading, entities=tuple(entities), citation=citation), findings


def _resolved(
    entity: Entity, reading: Reading, registers: Registers, findings: list[Finding], apart: frozenset[str]
) -> Entity:
    if not entity.named or entity.registered:
        return entity
    if kept := _kept(entity, registers, apart):
        return kept
    records = [
        registers.find_row(entity.kind, address) for address in entity.same_as
    ]  # the text itself points to the row
    if not any(records):
        records = [registers.find_same(entity.kind, address) for address in entity.same_as]
    if not any(records):
        records = [registers.find(entity.kind, label) for label in entity.labels]
    found = {record.key: record for record in records if record and record.key not in apart}
    if len(found) == 1:
        return replace(entity, key=next(iter(found)), registered=True)
    identified = any(address.startswith(("http:", "https:")) for address in entity.same_as)
    if entity.kind is not EntityKind.TOPIC and not identified:
        findings.append(_unregistered(reading, entity.evidence, f"the {entity.kind} {entity.label!r}", entity.label))
    # Whom the source itself identifies has his key from that: two of one name stay two, two names of one are one.
    name = same_address(entity.same_as[0]) if entity.same_as else entity.label
    return replace(entity, key=made_key(entity.kind, name, registers, apart), registered=False)


def _kept(entity: Entity, registers: Registers, apart: frozenset[str]) -> Entity | None:
    """The entity under the key that it has had in a build of ours; None where the source, an export, names none."""
    key = next((each for each in entity.same_as if _KEY.fullmatch(each) and each not in apart), "")
    folder = key.partition("/")[0]
    kind = _KINDS.get(folder) or (entity.kind if FOLDERS[entity.kind] == folder else None)
    if kind is None or (kind is EntityKind.PLACE) != (entity.kind is EntityKind.PLACE):
        return None
    record = registers.records.get(key)
    if record is None:
        return replace(entity, key=key, registered=False, kind=kind)
    if FOLDERS.get(record.entity_kind) != folder:
        return None
    return replace(entity, key=key, registered=True, kind=EntityKind(record.entity_kind))


def made_key(kind: EntityKind, name: str, registers: Registers, apart: frozenset[str] = frozenset()) -> str:
    """The key of whom no row explains, made from the name: nobody's row, even where a row's key looks like it."""
    made = f"{FOLDERS[kind]}/{slug(name)}"
    keys = (made if number == 1 else f"{made}-{number}" for number in count(1))
    return next(key for key in keys if key not in apart and key not in registers.records)


def _resolved_citation(citation: Citation, reading: Reading, registers: Registers, findings: list[Finding]) -> Citation:
    if citation.series is None:
        return citation
    volume = citation.volume.value if citation.volume else ""
    record = registers.find_same("edition", citation.same_as) if citation.same_as else None
    record = record or registers.find("edition", edition_name(citation.series.value, volume))
    if record:
        return replace(citation, key=record.key, registered=True)
    name = f"{citation.series.value} {volume}".strip()
    if citation.series.evidence.origin is Origin.METADATA:  # the description itself says which edition that is
        return replace(citation, key=f"edition/{slug(citation.same_as.rpartition(':')[2] or name)}", registered=False)
    findings.append(_unregistered(reading, citation.series.evidence, f"the edition {name!r}", name))
    return replace(citation, key=f"edition/{slug(name)}", registered=False)


def _unregistered(reading: Reading, evidence: Evidence, what: str, name: str) -> Finding:
    """The finding stands where the name does: in the text, or in the decision that gives it."""
    line, column = reading.transcript.position(evidence.spans[0].start) if evidence.spans else (0, 0)
    decision = None if evidence.spans else next((d for d in reading.decisions if d.id == evidence.decision), None)
    return Finding(
        code="L304",
        message=f"{what} is in no register",
        remedy=f"add a row with the label {name!r} to say who or what is meant",
        file=decision.file
        if decision
        else reading.transcript.file_at(evidence.spans[0].start if evidence.spans else 0),
        line=decision.line if decision else line,
        column=column,
    )
