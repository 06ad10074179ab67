"""Which letter an edition means when it names the one before or after: by its file, its id or its address, and never guessed."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from letterbook.keys import same_address
from letterbook.letter import Reading

IdOf = Callable[[str, int], str]
"""The id of a letter by its source and its ordinal there; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a reading's first letter is called by, and what the editions of its letters call others.

    Form:    ``targets`` has each address as the edition gives it, with the names under which it may be known.
    """

    source: str
    names: tuple[str, ...]
    targets: tuple[tuple[str, tuple[str, ...]], ...]


def names_in(reading: Reading) -> Names:
    """The names of a reading: its file, its place in a file of several, the ids and addresses it has; and those it uses."""
    source, file = reading.transcript.source, reading.transcript.file
    names = {source, posixpath.basename(source), *map(same_address, reading.called)}
    if file:
        names |= {f"{file}#{each}" for each in reading.called}
    targets = {each.target for letter in reading.letters for each in letter.neighbours if each.target}
    return Names(
        source, tuple(sorted(names)), tuple((each, _names_of(each, file or source)) for each in sorted(targets))
    )


def with_neighbours(reading: Reading, cited: Mapping[str, str]) -> Reading:
    """The reading with the ids of the letters beside its own; ``cited`` has them by the address that the edition gives."""
    if not cited:
        return reading
    letters = tuple(
        replace(
            letter,
            neighbours=tuple(
                replace(each, cited=cited[each.target]) if each.target in cited else each for each in letter.neighbours
            ),
        )
        for letter in reading.letters
    )
    return replace(reading, letters=letters)


class Called:
    """What the letters of a letterbook are called by; a name that two have is none."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}

    def add(self, names: Names) -> None:
        """Take the names of a reading."""
        for name in names.names:
            if self._sources.setdefault(name, names.source) != names.source:
                self._sources[name] = ""

    def answer(self, names: Names, id_of: IdOf) -> dict[str, str]:
        """The ids of the letters beside those of a reading, of those that are in the letterbook, by their addresses."""
        found: dict[str, str] = {}
        for target, others in names.targets:
            source = next((known for name in others if (known := self._sources.get(name, ""))), "")
            if source and source != names.source and (cited := id_of(source, 1)):
                found[target] = cited
        return found


def _names_of(target: str, file: str) -> tuple[str, ...]:
    inside = f"{file}{target}" if target.startswith("#") else ""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
    return inside, beside, same_address(target), target.removeprefix("#")
