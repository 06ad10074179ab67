"""Which texts of very many stand twice, without keeping them: eight bytes a text.

Two texts with one fingerprint are not proved equal; who asks looks at the few that share one again.

Source:  BLAKE2, RFC 7693; of a million texts two share one of 2^64 fingerprints once in some forty million files
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from itertools import groupby

_PARTS = 16  # sorted one after the other, so that no list of all of them is made


def fingerprint(text: str) -> int:
    """The fingerprint of a text, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class Fingerprints:
    """The fingerprints of texts that pass."""

    def __init__(self) -> None:
        self._all = array("Q")

    def add(self, text: str) -> None:
        """Take the fingerprint of a text."""
        self._all.append(fingerprint(text))

    def __len__(self) -> int:
        """How many texts have passed."""
        return len(self._all)

    def distinct(self) -> int:
        """How many different texts have passed."""
        return sum(1 for _ in self._groups())

    def doubled(self) -> frozenset[int]:
        """The fingerprints of the texts that have passed more than once."""
        return frozenset(mark for mark, times in self._groups() if times > 1)

    def _groups(self) -> Iterator[tuple[int, int]]:
        for part in range(_PARTS):
            marks = sorted(mark for mark in self._all if mark % _PARTS == part)
            yield from ((mark, sum(1 for _ in same)) for mark, same in groupby(marks))
