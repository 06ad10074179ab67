"""Names that look alike and are not the same: a Cyrillic letter in a Latin name, a blank without width, a soft hyphen.

Such names are two names to every comparison. They are never taken for each other; that they look alike is told, since one of
the two is usually a slip of the keyboard or of a scanner.

Source:  the idea of a skeleton is that of UTS 39, section 4, https://www.unicode.org/reports/tr39/#Confusable_Detection; the
         table holds the letters of Cyrillic and Greek that print has in the shape of a Latin one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from letterbook.findings import Finding, in_order
from letterbook.keys import fold
from letterbook.letter import Reading
from letterbook.registers import Registers

_SHAPES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵ",
    "ABESIJKMHOPCTXYaesijopcyxABEZHIKMNOPTYXov",
)


def skeleton(name: str) -> str:
    """What the eye sees of a name: no signs without width, and each letter as the Latin one of its shape.

    >>> skeleton("Mos\u00adcow") == skeleton("Mоscow") == "Moscow"
    True
    """
    seen = "".join(char for char in unicodedata.normalize("NFKC", fold(name)) if unicodedata.category(char) != "Cf")
    return seen.translate(_SHAPES)


def is_odd(name: str) -> bool:
    """Whether a name has signs without width, or letters of more than one script in one word.

    >>> is_odd("Moscow"), is_odd("Москва"), is_odd("Mоscow")
    (False, False, True)
    """
    if any(unicodedata.category(char) == "Cf" for char in name):
        return True
    return any(len({_script(char) for char in word if char.isalpha()}) > 1 for word in name.split())


def _script(letter: str) -> str:
    """The script of a letter, by the first word of its name: LATIN, CYRILLIC, GREEK."""
    return unicodedata.name(letter, "").split(" ")[0]


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    key: str
    file: str
    line: int = 0
    column: int = 0


@dataclass(slots=True)
class Lookalikes:
    """The names of a letterbook, each at its first place, by what the eye sees of them."""

    _seen: dict[tuple[str, str], dict[str, _Place]] = field(default_factory=dict)

    def register(self, registers: Registers, folder: str) -> None:
        """Note the names of the registers, whose files are in this folder."""
        for record in registers.records.values():
            for label in (*record.labels, *record.others):
                file = f"{folder}/{record.row.partition('#')[0]}"
                self._note(record.entity_kind, _Place(label.text, record.key, file))

    def letter(self, reading: Reading, folder: str) -> None:
        """Note the names in one source, which lies in this folder."""
        for entity in reading.entities:
            if entity.named and entity.evidence.spans:
                line, column = reading.transcript.position(entity.evidence.spans[0].start)
                file = f"{folder}/{reading.transcript.file or reading.transcript.source}"
                self._note(entity.kind, _Place(entity.label, entity.key, file, line, column))

    def add(self, others: Lookalikes) -> None:
        """Take the names of another part of the letterbook, which comes after this one."""
        for mark, places in others._seen.items():
            mine = self._seen.setdefault(mark, {})
            for name, place in places.items():
                mine.setdefault(name, place)

    def _note(self, kind: str, place: _Place) -> None:
        self._seen.setdefault((kind, skeleton(place.name)), {}).setdefault(fold(place.name), place)

    def findings(self) -> list[Finding]:
        """A finding L308 for each name that only looks like another; the odd one of two is told, else the later."""
        return in_order(finding for alike in self._seen.values() for finding in _told(alike.values()))


def _told(alike: Iterable[_Place]) -> Iterator[Finding]:
    first, *others = sorted(alike, key=lambda each: (is_odd(each.name), each.file, each.line, each.column, each.name))
    for other in others:
        if other.key != first.key:
            yield Finding(
                code="L308",
                message=f"{other.name!r} looks like {first.name!r} and is another name: {_difference(other.name)}",
                remedy="correct the letters in the source, or give the row of the register both wordings",
                file=other.file,
                line=other.line,
                column=other.column,
            )


def _difference(name: str) -> str:
    """The signs of a name that the eye does not tell, each by its code point and name."""
    signs = dict.fromkeys(
        char for char in name if unicodedata.category(char) == "Cf" or char.translate(_SHAPES) != char
    )
    words = [f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip() for sign in signs]
    return f"it has {', '.join(words)}" if words else "its letters are others"
