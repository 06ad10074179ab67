"""Whom and what an XML text names: one entity for a reference, and what the edition's lists know of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from letterbook.keys import same_address
from letterbook.letter import Entity, EntityKind, Evidence, Form, Mention, Span
from letterbook.readers.xml.lists import Listed
from letterbook.readers.xml.parsing import ADDRESS

_POINTER = re.compile(r"[#:/\d]")


class Cast:
    """The entities and mentions of one reading, gathered while it is read."""

    def __init__(self, lists: Mapping[str, Listed], own: Mapping[str, Listed], file: str) -> None:
        self._lists = lists
        self._own = own
        self._file = file
        self._counts: dict[EntityKind, int] = {}
        self._said: dict[tuple[EntityKind, str, tuple[str, ...], bool], str] = {}
        self._entities: dict[str, Entity] = {}
        self._by_key: dict[tuple[EntityKind, str], str] = {}
        self._mentions: dict[tuple[str, Span], Mention] = {}

    def add(
        self,
        kind: EntityKind,
        label: str,
        evidence: Evidence,
        *,
        refs: tuple[str, ...] = (),
        named: bool = True,
        wished: str = "",
    ) -> str:
        """The id of the entity that a reference, or else a name, stands for; ``refs`` as given, ``wished`` an id for a new one."""
        # Nobody knows who "unknown" is: of two, no one says that they are one.
        wording = label if named or refs else f"{label} {evidence.source}"
        again = self._said.get((kind, wording, refs, named))
        if again is not None:
            return again
        entry = next(filter(None, map(self._entry, refs)), None) if refs else None
        if entry and entry.kind is not kind:
            entry = None  # a person tagged as a place is a slip, and neither becomes the other
        addresses = self._addresses(entry, refs) if refs else ()
        own = (label,) if named else ()
        labels = tuple(dict.fromkeys((*entry.labels, *own))) if entry else own
        keys = [(kind, same_address(each)) for each in addresses] or [(kind, wording)]
        found = next((self._by_key[key] for key in keys if key in self._by_key), None)
        if found is None:
            found = wished
            while not found or found in self._entities:
                self._counts[kind] = self._counts.get(kind, 0) + 1
                found = f"{kind}-{self._counts[kind]}"
            first = labels[0] if labels else label
            self._entities[found] = Entity(found, kind, first, named, evidence, labels, same_as=addresses)
        else:
            entity = self._entities[found]
            self._entities[found] = replace(
                entity,
                labels=tuple(dict.fromkeys((*entity.labels, *labels))),
                named=entity.named or named,
                label=entity.label if entity.named or not named else label,
                same_as=tuple(dict.fromkeys((*entity.same_as, *addresses))),
            )
        for key in keys:
            self._by_key.setdefault(key, found)
        self._said[kind, wording, refs, named] = found
        return found

    def _addresses(self, entry: Listed | None, refs: tuple[str, ...]) -> tuple[str, ...]:
        """What identifies an entity, each once however it is written."""
        listed = (*entry.record.same_as, entry.record.row) if entry else ()
        given = dict.fromkeys(filter(None, (*listed, *map(self._scoped, refs))))
        return tuple({same_address(each): each for each in reversed(given)}.values())[::-1]

    def _entry(self, reference: str) -> Listed | None:
        key = list_key(reference)
        return self._own.get(key) or self._lists.get(key)

    def _scoped(self, reference: str) -> str:
        """A reference into the file's own lists has the file's name: another file's ``#p1`` is somebody else."""
        return f"{self._file}{reference}" if reference.startswith("#") and reference[1:] in self._own else reference

    def named(self, kind: EntityKind, label: str, span: Span, rule: str, refs: tuple[str, ...] = ()) -> str:
        """The id of the entity that these characters of the text name, and a mention of it."""
        entity = self.add(kind, label, Evidence((span,), rule), refs=refs)
        self.mention(entity, span, rule)
        return entity

    def mention(self, entity: str, span: Span, rule: str) -> None:
        """Note that a span names the entity."""
        self._mentions.setdefault((entity, span), Mention(entity, span, Form.NAME, rule))

    def entities(self) -> tuple[Entity, ...]:
        """All, in the order of adding."""
        return tuple(self._entities.values())

    def mentions(self) -> tuple[Mention, ...]:
        """All, in the order of the text; of two that begin together the longer first."""
        return tuple(sorted(self._mentions.values(), key=lambda each: (each.span.start, -each.span.end, each.entity)))


def list_key(reference: str) -> str:
    """How a list has a reference: "#p1" and "people.xml#p1" as p1, an address as it is compared."""
    return same_address(reference) if ADDRESS.fullmatch(reference) else reference.rpartition("#")[2]


def references(element: etree._Element) -> tuple[str, ...]:
    """What an element refers to, as given: pointers are divided by blanks, a key is one, blanks and all.

    Form:    a word in place of a pointer (ref="where") identifies nobody, and two of whom it stands are not one.
    """
    stated = (element.get("ref") or element.get("corresp") or element.get("sameAs") or "").split()
    pointers = (each for each in stated if _POINTER.search(each))
    key = element.get("key", "").strip()
    return tuple(dict.fromkeys(filter(None, (*pointers, key))))
