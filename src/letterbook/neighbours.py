"""Which letter an edition means when it names the one before or after: by its file, its id or its address, and never guessed."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import replace

from letterbook.keys import same_address
from letterbook.letter import Neighbour, Reading

IdOf = Callable[[str, int], str]
"""The id of a letter by its source and its ordinal there; empty where it has none."""


class Called:
    """What the letters of a letterbook are called by; a name that two have is none."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}

    def add(self, reading: Reading) -> None:
        """Take the names of a reading's first letter: its file, its place in a file of several, the ids and addresses it has."""
        source, file = reading.transcript.source, reading.transcript.file
        names = {source, posixpath.basename(source), *map(same_address, reading.called)}
        if file:
            names |= {f"{file}#{each}" for each in reading.called}
        for name in names:
            if self._sources.setdefault(name, source) != source:
                self._sources[name] = ""

    def link(self, reading: Reading, id_of: IdOf) -> Reading:
        """The reading with the ids of the letters beside its own, of those that are in the letterbook."""
        if not any(letter.neighbours for letter in reading.letters):
            return reading
        letters = tuple(
            replace(letter, neighbours=tuple(self._linked(each, reading, id_of) for each in letter.neighbours))
            for letter in reading.letters
        )
        return replace(reading, letters=letters)

    def _linked(self, neighbour: Neighbour, reading: Reading, id_of: IdOf) -> Neighbour:
        target = neighbour.target
        if not target:
            return neighbour
        file = reading.transcript.file or reading.transcript.source
        inside = f"{file}{target}" if target.startswith("#") else ""
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        names = (inside, beside, same_address(target), target.removeprefix("#"))
        source = next((found for name in names if (found := self._sources.get(name, ""))), "")
        cited = id_of(source, 1) if source and source != reading.transcript.source else ""
        return replace(neighbour, cited=cited) if cited else neighbour
