"""The table in which one text's entities and mentions are gathered while it is read.

Each part of the reader adds what it sees; the table merges the same name of the same kind and hands out ids that depend
on the text alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache

from letterbook.letter import Entity, EntityKind, Evidence, Form, Mention, Span

_ARTICLE = re.compile(r"^(?:the|their|your|our|his|its|this|these|those)\s+", re.I)


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """The label for comparison: white space folded, typographic apostrophes made plain, no leading article.

    >>> plain("the  People’s Commissariat")
    "People's Commissariat"
    """
    folded = " ".join(unicodedata.normalize("NFC", label).replace("’", "'").split())
    return _ARTICLE.sub("", folded)


@dataclass
class EntityTable:
    """Entities by id, and where the text mentions them.

    Form:    ids are ``kind-n``, numbered in the order of adding; ``key`` makes two wordings one entity: the label for
             names, and for descriptions whatever the rule says is the same ("land-of:Turkish").
    """

    _entities: dict[str, Entity] = field(default_factory=dict)
    _by_key: dict[tuple[EntityKind, str], str] = field(default_factory=dict)
    _keys: dict[EntityKind, list[str]] = field(default_factory=dict)
    _key_of: dict[str, str] = field(default_factory=dict)
    _mentions: dict[tuple[int, int, str], Mention] = field(default_factory=dict)
    _in_order: tuple[Mention, ...] = ()

    def add(
        self,
        kind: EntityKind,
        label: str,
        evidence: Evidence,
        *,
        key: str = "",
        named: bool = True,
        part_of: str = "",
        seat: str = "",
    ) -> str:
        """The id of the entity of this kind and key; a new one where there is none yet.

        A later call may add a label, an owner or a seat, and may turn a described entity into a named one.
        """
        plainly = plain(label)
        key = key or plainly
        found = self._by_key.get((kind, key))
        if found is None:
            keys = self._keys.setdefault(kind, [])
            found = f"{kind}-{len(keys) + 1}"
            keys.append(key)
            self._by_key[kind, key], self._key_of[found] = found, key
            labels = (plainly,) if named else ()
            self._entities[found] = Entity(found, kind, plainly, named, evidence, labels, part_of, seat)
            return found
        entity = self._entities[found]
        new_label = named and plainly not in entity.labels
        if new_label or (part_of and not entity.part_of) or (seat and not entity.seat):
            self._entities[found] = replace(
                entity,
                label=plainly if named and not entity.named else entity.label,
                named=entity.named or named,
                labels=(*entity.labels, plainly) if new_label else entity.labels,
                part_of=entity.part_of or part_of,
                seat=entity.seat or seat,
            )
        return found

    def named(self, kind: EntityKind, span: Span, rule: str, *, label: str, key: str = "") -> str:
        """The id of the entity that a stretch names, with the mention; a new entity has that stretch as its evidence."""
        key = key or plain(label)
        found = self._by_key.get((kind, key))
        if found is None or plain(label) not in self._entities[found].labels:
            found = self.add(kind, label, Evidence((span,), rule), key=key)
        self.mention(found, span, Form.NAME, rule)
        return found

    def find(self, kind: EntityKind, key: str) -> str:
        """The id of the entity with this kind and key; an empty string where there is none."""
        return self._by_key.get((kind, plain(key)), "") or self._by_key.get((kind, key), "")

    def mention(self, entity: str, span: Span, form: Form, rule: str) -> None:
        """Note that the span refers to the entity; the first form and rule noted for a span stay."""
        key = span.start, -span.end, entity  # so that the keys have the order of the mentions
        if key not in self._mentions:
            self._mentions[key] = Mention(entity, span, form, rule)

    def describe(self, entity: str, words: str) -> None:
        """Label an entity that has no name with the description as it stands, possessive and article included."""
        found = self._entities[entity]
        if not found.named:
            self._entities[entity] = replace(found, label=" ".join(words.split()))

    def keys_of(self, kind: EntityKind) -> list[str]:
        """The keys of all entities of a kind, in the order of adding."""
        return list(self._keys.get(kind, ()))

    def key_of(self, entity: str) -> str:
        """The key by which an entity is found."""
        return self._key_of[entity]

    def get(self, entity: str) -> Entity:
        """The entity of this id."""
        return self._entities[entity]

    def entities(self) -> tuple[Entity, ...]:
        """All entities, in the order of adding."""
        return tuple(self._entities.values())

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in the order of the text; of two that begin together the longer first."""
        if len(self._in_order) != len(self._mentions):  # mentions are only ever added
            self._in_order = tuple(mention for _, mention in sorted(self._mentions.items()))
        return self._in_order
