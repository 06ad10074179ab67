"""Places, states and bodies of the gazetteer that a text names, for languages without rules of what a text speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from letterbook.letter import EntityKind, Evidence, Form, Letter, PartKind
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.rules import Rules

_KINDS = {"polity": EntityKind.POLITY, "place": EntityKind.PLACE, "organisation": EntityKind.ORGANISATION}
_SKIPPED = frozenset({PartKind.HEADING, PartKind.SOURCE, PartKind.LINK})


def read_places(view: str, letters: Sequence[Letter], rules: Rules, table: EntityTable) -> None:
    """Put into the table what the gazetteer names, with the mentions; not what stands inside the name of a person."""
    parts = [part.span for letter in letters for part in letter.parts if part.kind not in _SKIPPED]
    people = [each.span for each in table.mentions() if table.get(each.entity).kind is EntityKind.PERSON]
    named = {each.span for each in table.mentions()}
    for hit in rules.gazetteer.find_all(view):
        kind = _KINDS.get(hit.name.type)
        if kind is None or hit.span in named or not any(part.holds(hit.span) for part in parts):
            continue
        if any(person.holds(hit.span) for person in people):
            continue
        entity = table.add(kind, hit.name.text, Evidence((hit.span,), "named-in-gazetteer"), key=hit.name.text)
        table.mention(entity, hit.span, Form.NAME, "named-in-gazetteer")
