"""A map in numbers: the places with coordinates, each a dot as large as its letters are many, over the coastlines around them.

Source:  coastlines.txt (Natural Earth, public domain); equirectangular projection, true to scale at the middle latitude
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from letterbook.terms import Term

WIDTH = 720
_FLATTEST, _TALLEST = 0.42, 0.72  # the height of a map as a share of its width
_NARROWEST = 14.0  # degrees from south to north, so that a map of one place shows where in the world that is
_SOUTHMOST, _NORTHMOST = -60.0, 84.0
_STEPS_A_DEGREE = 20
_LARGEST, _SMALLEST, _CROWDED = 15.0, 3.5, 2.4  # radius of a dot; the last where very many are only named
_CROWD = 60
_FAR_SHARE = 0.05  # of many places that are only named, so many on each side do not widen the map
_MANY = 20
_ON_PHONES = 1.9  # how much larger the names are on a narrow screen, where the map is small
_NAMED = 14
_LETTER_WIDTH = 6.6
_THIN = 0.7  # coastlines are drawn by points that lie at least so far apart

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map.

    Form:    ``count`` letters were written there; ``anchor`` is where its name stands, empty for no name; ``large`` where the
             name has room even if it is written larger, for narrow screens.
    """

    node: Term
    count: int
    latitude: float
    longitude: float
    x: float
    y: float
    radius: float
    anchor: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """Dots over land.

    Form:    ``land`` is the data of an SVG path; ``left`` of how many places no coordinates are known; ``beyond`` are places
             that are only named, and lie outside of what is shown.
    """

    dots: tuple[Dot, ...]
    land: str
    height: int
    left: int
    beyond: tuple[Dot, ...] = ()
    width: int = WIDTH

    @property
    def all(self) -> tuple[Dot, ...]:
        """All places, for the table."""
        return (*self.dots, *self.beyond)


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of the world that is shown: degrees at its edges, pixels a degree in each direction."""

    west: float
    north: float
    across: float
    down: float
    height: int

    def place(self, longitude: float, latitude: float) -> Point:
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down


def draw_map(
    coordinates: Mapping[Term, Point], counts: Mapping[Term, int], names: Mapping[Term, str], left: int = 0
) -> Map | None:
    """The map of these places; None where there are none.

    Form:    ``coordinates`` are latitude and longitude in degrees, ``counts`` letters written at a place, ``names`` what
             stands beside the dots of the places with most letters, where there is room.
    """
    if not coordinates:
        return None
    main = _main(coordinates, counts)
    window = _window(main)
    most = max((counts.get(node, 0) for node in coordinates), default=0)
    least = _CROWDED if sum(not counts.get(node, 0) for node in coordinates) > _CROWD else _SMALLEST
    dots: list[Dot] = []
    for node in sorted(coordinates, key=lambda node: (-counts.get(node, 0), node)):
        latitude, longitude = coordinates[node]
        x, y = window.place(_east_of(longitude, window.west), latitude)
        count = counts.get(node, 0)
        radius = max(_SMALLEST if count else least, _LARGEST * math.sqrt(count / most)) if most else least
        dots.append(Dot(node, count, latitude, longitude, round(x, 1), round(y, 1), round(radius, 1), ""))
    held = set(main)
    shown = [dot for dot in dots if (dot.latitude, dot.longitude) in held or _lies_in(dot, window)]
    beyond = tuple(dot for dot in dots if (dot.latitude, dot.longitude) not in held and not _lies_in(dot, window))
    return Map(_with_names(shown, names), _land(window), window.height, left, beyond)


def _lies_in(dot: Dot, window: _Window) -> bool:
    return 0 <= dot.x <= WIDTH and 0 <= dot.y <= window.height


def _main(coordinates: Mapping[Term, Point], counts: Mapping[Term, int]) -> list[Point]:
    """The places that the map must hold: all where letters were written, and of many that are only named not the farthest."""
    written = [point for node, point in coordinates.items() if counts.get(node, 0)]
    named = sorted(point for node, point in coordinates.items() if not counts.get(node, 0))
    if not written or len(named) <= _MANY:
        return [*written, *named]
    far = max(1, int(len(named) * _FAR_SHARE))
    kept = set(named[far:-far])
    by_longitude = sorted(kept, key=lambda point: (point[1], point[0]))
    return [*written, *by_longitude[far:-far]]


def _with_names(dots: list[Dot], names: Mapping[Term, str]) -> tuple[Dot, ...]:
    """The dots, those with most letters with their names where these cover neither a dot nor another name.

    A place that is only named may lie under the name of one where letters were written.
    """
    written = [dot for dot in dots if dot.count] or dots
    circles = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in written]
    taken, taken_large = list(circles), list(circles)
    made: list[Dot] = []
    for number, dot in enumerate(dots):
        length = len(names.get(dot.node, "")) if number < _NAMED and (dot.count or written is dots) else 0
        side = _anchor(dot.x, dot.y, dot.radius, length, taken)
        larger = bool(side) and side == _anchor(dot.x, dot.y, dot.radius, length, taken_large, _ON_PHONES)
        made.append(replace(dot, anchor=side, large=larger))
    return tuple(made)


def _window(points: list[Point]) -> _Window:
    """The window around these points, with a margin, no flatter and no taller than a page takes well."""
    west, east = _narrowest_turn([longitude for _, longitude in points])
    south, north = min(latitude for latitude, _ in points), max(latitude for latitude, _ in points)
    middle = math.radians((south + north) / 2)
    shrink = max(math.cos(middle), 0.3)
    tall = max((north - south) * 1.25, _NARROWEST)
    wide = max((east - west) * 1.2, tall / _TALLEST / shrink)
    tall = max(tall, wide * shrink * _FLATTEST)
    wide = min(wide, 360.0)
    tall = min(tall, _NORTHMOST - _SOUTHMOST)
    top = min(max((south + north) / 2 + tall / 2, _SOUTHMOST + tall), _NORTHMOST)
    across = WIDTH / wide
    down = across / shrink
    return _Window((west + east) / 2 - wide / 2, top, across, down, round(tall * down))


def _narrowest_turn(longitudes: list[float]) -> Point:
    """The shortest stretch from west to east that holds all of them; its end may lie beyond 180."""
    ring = sorted(set(longitudes))
    gaps = [(after - before, after) for before, after in zip(ring, [*ring[1:], ring[0] + 360], strict=True)]
    gap, start = max(gaps)
    west = start - 360 if start > ring[-1] else start
    return west, west + 360 - gap


def _east_of(longitude: float, west: float) -> float:
    return west + (longitude - west) % 360


def _anchor(
    x: float, y: float, radius: float, length: int, taken: list[tuple[float, float, float, float]], size: float = 1.0
) -> str:
    """The side of a dot on which its name fits; the room it takes is noted."""
    long = length * _LETTER_WIDTH * size
    for side, left in (("start", x + radius + 4), ("end", x - radius - 4 - long)):
        box = (left, y - 8 * size, left + long, y + 8 * size)
        if length and left > 0 and left + long < WIDTH and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return side
    return ""


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _land(window: _Window) -> str:
    """All land within the window as the data of one path."""
    return "".join(
        _path(shown)
        for ring in _rings()
        for turn in (-360.0, 0.0, 360.0)
        if (shown := _cut(window, [window.place(x + turn, y) for x, y in ring]))
    )


@cache
def _rings() -> tuple[tuple[Point, ...], ...]:
    """The coastlines, each a ring of longitude and latitude in degrees."""
    text = (files("letterbook.web.pages") / "coastlines.txt").read_text(encoding="ascii")
    return tuple(tuple(_points(line)) for line in text.splitlines() if not line.startswith("#"))


def _points(line: str) -> Iterator[Point]:
    x = y = 0
    for step in line.split(","):
        east, north = step.split(" ")
        x, y = x + int(east), y + int(north)
        yield x / _STEPS_A_DEGREE, y / _STEPS_A_DEGREE


def _cut(window: _Window, ring: list[Point]) -> list[Point]:
    """The part of a ring within the window.

    Source:  I. E. Sutherland, G. W. Hodgman, Reentrant polygon clipping, Communications of the ACM 17 (1974), 32 to 42
    """
    for axis, edge, sign in ((0, -2.0, 1), (0, WIDTH + 2.0, -1), (1, -2.0, 1), (1, window.height + 2.0, -1)):
        inside = [(point[axis] - edge) * sign >= 0 for point in ring]
        if not any(inside):
            return []
        if all(inside):
            continue
        kept: list[Point] = []
        for number, point in enumerate(ring):
            before = ring[number - 1]
            if inside[number] != inside[number - 1]:
                share = (edge - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside[number]:
                kept.append(point)
        ring = kept
    return ring


def _path(ring: Iterable[Point]) -> str:
    """A ring as whole steps of half a pixel, without points too near to the one before."""
    steps: list[str] = []
    last: tuple[int, int] | None = None
    for x, y in ring:
        here = (round(x * 2), round(y * 2))
        if last is None:
            steps.append(f"M{here[0]} {here[1]}l")
        elif math.dist(here, last) < _THIN * 2:
            continue
        else:
            steps.append(f"{here[0] - last[0]} {here[1] - last[1]}")
        last = here
    return f"{steps[0]}{' '.join(steps[1:])}z" if len(steps) > 2 else ""
