"""Where the names stand on a map: those of the busiest places always, those of others where they cover nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

LONGEST = 32
"""Characters of a name; of a longer one the end is left off."""

_BUSIEST = 5  # their names stand over the dots of others where there is no other room
_NAMED = 14
_ON_PHONES = 1.9  # how much larger the names are on a narrow screen, where the map is small
_LETTER_WIDTH, _LINE = 6.6, 16.0
_STEPS = 3  # lines by which a name may be moved away from its dot

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a name stands: the point and the side of it to which the text is tied.

    Form:    ``far`` where a line must lead to its dot; ``large`` where it may be written larger.
    """

    x: float
    y: float
    anchor: str
    far: bool = False
    large: bool = False


def set_names(
    circles: Iterable[tuple[float, float, float]],
    lengths: Iterable[int],
    frame: tuple[float, float],
    filled: Iterable[Box],
) -> list[Spot | None]:
    """The spot of each name, None where it has no room.

    Form:    ``circles`` are x, y and radius of the dots, the busiest first, ``lengths`` the characters of their names, 0 for a dot
             without a name that others may cover; ``frame`` is the width and the height; nothing stands on what is ``filled``.
    """
    dots = list(zip(circles, lengths, strict=True))
    boxes = [(x - r, y - r, x + r, y + r) for (x, y, r), length in dots if length]
    names, large_names = list(filled), list(filled)
    found: list[Spot | None] = []
    for number, (circle, length) in enumerate(dots):
        if not length or number >= _NAMED:
            found.append(None)
            continue
        busy = number < _BUSIEST
        spot = _best(circle, length, frame, names, boxes, busy=busy)
        if spot is None:
            found.append(None)
            continue
        names.append(spot[1])
        large = _best(circle, length, frame, large_names, boxes, busy=busy, size=_ON_PHONES, side=spot[0])
        if large:
            large_names.append(large[1])
        found.append(replace(spot[0], large=large is not None))
    return found


def _best(
    circle: tuple[float, float, float],
    length: int,
    frame: tuple[float, float],
    names: list[Box],
    circles: list[Box],
    *,
    busy: bool,
    size: float = 1.0,
    side: Spot | None = None,
) -> tuple[Spot, Box] | None:
    """The first spot that covers nothing, for a busy place that which covers least; ``side`` allows this one alone."""
    free: list[tuple[float, int, Spot, Box]] = []
    for spot, box in _spots(circle, length, size, steps=_STEPS if busy else 1):
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= frame[0] and box[3] <= frame[1]
        if inside and side in (None, spot) and not any(_shared(box, other) for other in names):
            covered = sum(_shared(box, other) for other in circles)
            if covered == 0:
                return spot, box
            free.append((covered, len(free), spot, box))
    if not free or not busy:
        return None
    _, _, spot, box = min(free, key=lambda each: each[:2])
    return spot, box


def _spots(circle: tuple[float, float, float], length: int, size: float, steps: int) -> Iterator[tuple[Spot, Box]]:
    """Where a name may stand: beside its dot, above and below it, then further away."""
    x, y, radius = circle
    long, line = length * _LETTER_WIDTH * size, _LINE * size
    for step in range(steps):
        away = step * _LINE
        for spot, left, middle in (
            (Spot(x + radius + 4, y + 4 - away, "start", step > 0), x + radius + 4, y - away),
            (Spot(x - radius - 4, y + 4 - away, "end", step > 0), x - radius - 4 - long, y - away),
            (Spot(x, y - radius - 5 - away, "middle", step > 0), x - long / 2, y - radius - 1 - line / 2 - away),
            (Spot(x, y + radius + 13 + away, "middle", step > 0), x - long / 2, y + radius + 1 + line / 2 + away),
        ):
            yield spot, (left, middle - line / 2, left + long, middle + line / 2)


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide * tall if wide > 0 and tall > 0 else 0.0
