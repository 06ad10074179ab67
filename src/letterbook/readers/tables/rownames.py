"""Whom and what the cells of a row name: parties, places and mentions, each as the source calls it and as who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from letterbook.authority import FOLDERS
from letterbook.letter import EntityKind, Evidence, Participant, Party
from letterbook.readers.tables.cells import Cells, Value
from letterbook.readers.xml.cast import Cast, list_key
from letterbook.readers.xml.lists import Listed
from letterbook.readers.xml.rules import xml_rules

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`/]+/\S+")
_KEY = re.compile(rf"(?:{'|'.join(sorted(set(FOLDERS.values())))})/[a-z0-9]+(?:-[a-z0-9]+)*")
_OWN = re.compile(rf"letter/[^#]+#(?P<id>(?:{'|'.join(EntityKind)})-\d+)")
_KINDS = {**{str(kind): kind for kind in EntityKind}, "body": EntityKind.ORGANISATION, "subject": EntityKind.TOPIC}


@dataclass(frozen=True, slots=True)
class _Who:
    """One name of a cell: as the source calls it, what identifies it, and the rest of what goes along with it."""

    name: str
    text: str
    refs: tuple[str, ...]
    kind: EntityKind
    office: str
    known: bool
    wished: str = ""


class RowNames:
    """The names of one row, gathered in a cast."""

    def __init__(self, cells: Cells, lists: Mapping[str, Listed], file: str) -> None:
        self._cells = cells
        self._lists = lists
        self.cast = Cast(lists, {}, file)
        iri = cells.said("iri")
        self._base = iri[: iri.rindex("letter/")] if "/letter/" in iri and _ADDRESS.fullmatch(iri) else ""

    def side(self, side: str) -> Iterator[Party]:
        """The senders or the addressees."""
        value = self._cells.values.get(side)
        for who in self._those_in(side, value, EntityKind.PERSON) if value else ():
            if value and who.name:
                yield self._party(who, value, self._cells.values.get(f"{side}_text"))
        body = self._cells.values.get(f"{side}_organisation")
        for name in self._cells.divided(body.text) if body else ():
            if body:
                evidence = self._cells.evidence(body, name)
                yield Party(name, evidence, body=self.cast.add(EntityKind.ORGANISATION, _bare(name), evidence))

    def _party(self, who: _Who, value: Value, words: Value | None) -> Party:
        evidence = self._evidence(who, value, words)
        entity = self._entity(who, evidence)
        match who.kind:
            case EntityKind.PERSON:
                office = self.cast.add(EntityKind.OFFICE, who.office, evidence) if who.office else ""
                return Party(who.text, evidence, person=entity, office=office)
            case EntityKind.OFFICE:
                return Party(who.text, evidence, office=entity)
        return Party(who.text, evidence, body=entity)

    def _evidence(self, who: _Who, value: Value, words: Value | None) -> Evidence:
        said = words if words and who.text in words.text else None
        return self._cells.evidence(said, who.text) if said else self._cells.evidence(value, who.name)

    def _entity(self, who: _Who, evidence: Evidence) -> str:
        """Whom the source calls so, and by the name under which he is known."""
        identified = who.known and bool(who.refs)
        for name in (who.text, who.name) if identified else (who.name,):
            entity = self.cast.add(who.kind, _bare(name), evidence, refs=who.refs, named=who.known, wished=who.wished)
        return entity

    def _those_in(self, name: str, value: Value, kind: EntityKind) -> Iterator[_Who]:
        """The names of a cell, each with what the columns beside have for it where they have as many of them."""
        cells = self._cells
        names = cells.divided(value.text)
        beside = cells.values.get(f"{name}_id")
        ids = cells.divided(beside.text) if beside else []
        if ids and len(ids) != len(names):
            message = f"{len(ids)} ids stand beside {len(names)} names; none is given to anybody"
            remedy = "write as many ids as names, in the same order; leave the place of a missing one empty"
            cells.tell("L251", message, remedy, beside)
            ids = []
        columns = {each: cells.beside(f"{name}_{each}", len(names)) for each in ("text", "iri", "kind", "office")}
        for number, each in enumerate(names):
            said = {column: found[number] if found else "" for column, found in columns.items()}
            refs = self._address(ids[number], beside) if ids and ids[number] else ()
            key, own = self._key(said["iri"])
            refs = (*refs, key) if key else refs
            nobody = kind is EntityKind.PERSON and xml_rules().names_nobody(each, identified=bool(refs))
            yield _Who(
                name=each,
                text=said["text"] or each,
                refs=refs,
                kind=_kind_in(own) or self._kind(said["kind"], key, kind, cells.values.get(f"{name}_kind")),
                office=said["office"],
                known=not (nobody or own),
                wished=own,
            )

    def _key(self, iri: str) -> tuple[str, str]:
        """The key in an IRI of the build that the row is from, and what stands for one where a single letter knows him."""
        path = iri.removeprefix(self._base) if self._base and iri.startswith(self._base) else ""
        key, own = path.removesuffix("#it"), _OWN.fullmatch(path)
        return key if _KEY.fullmatch(key) else "", own["id"] if own else ""

    def _kind(self, said: str, key: str, usual: EntityKind, value: Value | None) -> EntityKind:
        kind = _KINDS.get(said.casefold()) if said else usual
        if kind is None:
            kinds = ", ".join(_KINDS)
            self._cells.tell("L257", f"{said!r} is no kind of whom a letter names", f"the kinds are: {kinds}", value)
            return usual
        folder = key.partition("/")[0]
        return kind if not folder or FOLDERS[kind] == folder else usual

    def _address(self, identifier: str, value: Value | None) -> tuple[str, ...]:
        if _ADDRESS.fullmatch(identifier) or list_key(identifier) in self._lists:
            return (identifier,)
        authority = self._cells.placed.columns.authority
        if authority and re.fullmatch(r"[\w-]+", identifier):
            return (authority + identifier,)
        remedy = 'write the whole address, or state authority = "https://d-nb.info/gnd/" if that is meant'
        message = f"{identifier!r} is no address, and nothing says whose id it is; it is not used"
        self._cells.tell("L252", message, remedy, value)
        return ()

    def goals(self) -> Iterator[Participant]:
        """The places to which the letter went."""
        yield from self._participants("place_received", EntityKind.PLACE, "place-of-receipt")

    def mentioned(self) -> Iterator[Participant]:
        """Whom and what the letter mentions, each once."""
        found = {each.entity: each for each in self._participants("mentions", EntityKind.PERSON, "mention")}
        yield from found.values()

    def _participants(self, name: str, kind: EntityKind, role: str) -> Iterator[Participant]:
        value = self._cells.values.get(name)
        if value is None or value.text.casefold() in xml_rules().unknown:
            return
        for who in self._those_in(name, value, kind):
            if who.name:
                evidence = self._evidence(who, value, self._cells.values.get(f"{name}_text"))
                yield Participant(self._entity(who, evidence), role, evidence)

    def place(self) -> tuple[str, Evidence | None]:
        """Where the letter was written."""
        value = self._cells.values.get("place")
        if value is None or value.text.casefold() in xml_rules().unknown:
            return "", None
        if "|" in value.text:
            message = f"{value.text!r} names several places; a letter is written at one"
            self._cells.tell("L251", message, "keep the one place of writing", value)
            return "", None
        beside = self._cells.values.get("place_id")
        key, own = self._key(self._cells.said("place_iri"))
        refs = self._address(beside.text, beside) if beside else ()
        text = self._cells.said("place_text") or value.text
        who = _Who(value.text, text, (*refs, key) if key else refs, EntityKind.PLACE, "", not own, own)
        evidence = self._evidence(who, value, self._cells.values.get("place_text"))
        return self._entity(who, evidence), evidence


def _kind_in(own: str) -> EntityKind | None:
    return EntityKind(own.rpartition("-")[0]) if own else None


def _bare(name: str) -> str:
    """A name without the square brackets that say that the editors have supplied it.

    >>> _bare("[Johann Michael Dilherr]")
    'Johann Michael Dilherr'
    """
    inner = name[1:-1].strip() if name.startswith("[") and name.endswith("]") else ""
    return inner if inner and not set(inner) & set("[]") else name
