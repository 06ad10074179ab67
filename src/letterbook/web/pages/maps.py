"""A map in numbers: the places with coordinates, each a dot as large as its letters are many, over the coastlines around them.

Source:  coastlines.txt (Natural Earth, public domain); equirectangular projection, true to scale at the middle latitude
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from letterbook.terms import Term
from letterbook.web.pages.mapnames import LONGEST, Spot, set_names

WIDTH = 720
_FLATTEST, _TALLEST = 0.42, 0.72  # the height of a map as a share of its width
_NARROWEST = 14.0  # degrees from south to north, so that a map of one place shows where in the world that is
_SOUTHMOST, _NORTHMOST = -60.0, 84.0
_STEPS_A_DEGREE = 20
_LARGEST, _SMALLEST, _CROWDED = 15.0, 3.5, 2.4  # radius of a dot; the last where very many are only named
_CROWD = 60
_FAR_LETTERS, _FAR_NAMED = (
    0.06,
    0.2,
)  # of the letters, and of the places that are only named, so many do not widen the map
_FEW = 8  # places where letters were written, which all are on the map
_GAP, _WORTH = 1.0, 0.1  # degrees beyond which places are far, and how much smaller the map is without them
_THIN = 0.7  # coastlines are drawn by points that lie at least so far apart

Point = tuple[float, float]
_Place = tuple[float, float, int, Point]  # latitude, degrees from the middle, letters; and where it is


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map; ``count`` letters were written there; ``name`` is where its name stands, None for no name."""

    node: Term
    count: int
    latitude: float
    longitude: float
    x: float
    y: float
    radius: float
    name: Spot | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """What lies beyond one side of the map: how many places, and how many letters were written there."""

    arrow: str
    x: float
    y: float
    anchor: str
    places: int
    letters: int


@dataclass(frozen=True, slots=True)
class Map:
    """Dots over land.

    Form:    ``land`` is the data of an SVG path; ``left`` of how many places no coordinates are known; ``beyond`` are places
             that lie outside of what is shown, and ``edges`` count them.
    """

    dots: tuple[Dot, ...]
    land: str
    height: int
    left: int
    beyond: tuple[Dot, ...] = ()
    edges: tuple[Edge, ...] = ()
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
             stands beside the dots of the places with most letters.
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
        dots.append(Dot(node, count, latitude, longitude, round(x, 1), round(y, 1), round(radius, 1)))
    held = set(main)
    shown = [dot for dot in dots if (dot.latitude, dot.longitude) in held or _lies_in(dot, window)]
    beyond = tuple(dot for dot in dots if (dot.latitude, dot.longitude) not in held and not _lies_in(dot, window))
    edges = _edges(beyond, window)
    return Map(_with_names(shown, names, edges, window.height), _land(window), window.height, left, beyond, edges)


def _lies_in(dot: Dot, window: _Window) -> bool:
    return 0 <= dot.x <= WIDTH and 0 <= dot.y <= window.height


def _main(coordinates: Mapping[Term, Point], counts: Mapping[Term, int]) -> list[Point]:
    """The places that the map must hold: all where there are few, else without the far ones that would make it much wider."""
    middle = _middle([longitude for _, longitude in coordinates.values()])
    kept = sorted(
        (latitude, (longitude - middle + 180) % 360 - 180, counts.get(node, 0), (latitude, longitude))
        for node, (latitude, longitude) in coordinates.items()
    )
    written = [place for place in kept if place[2]]
    letters = _FAR_LETTERS * sum(place[2] for place in written) if len(written) > _FEW else 0.0
    named = _FAR_NAMED * (len(kept) - len(written)) if written else 0.0
    while found := _without_far(kept, letters, named):
        kept, spent_letters, spent_named = found
        letters, named = letters - spent_letters, named - spent_named
    return [place[3] for place in kept]


def _without_far(kept: list[_Place], letters: float, named: float) -> tuple[list[_Place], int, int] | None:
    """The places without those beyond one gap, of all gaps that which is worth most; None where none is worth it.

    Form:    beyond it lie no more than so many ``letters``, and ``named`` places without letters; both are told, too.
    """
    best: tuple[float, list[_Place], int, int] | None = None
    whole = _area(kept)
    sides: tuple[Callable[[_Place], float], ...] = (
        lambda place: place[0],
        lambda place: -place[0],
        lambda place: place[1],
        lambda place: -place[1],
    )
    for inwards in sides:
        ordered = sorted(kept, key=lambda place: (inwards(place), place))
        spent_letters = spent_named = 0
        for number, (place, after) in enumerate(pairwise(ordered), 1):
            spent_letters, spent_named = spent_letters + place[2], spent_named + (not place[2])
            if spent_letters > letters or spent_named > named:
                break
            if inwards(after) - inwards(place) < _GAP:
                continue
            gain = 1 - _area(ordered[number:]) / whole
            worth = gain / (number + 1)
            if gain >= _WORTH and (best is None or worth > best[0]):
                best = worth, ordered[number:], spent_letters, spent_named
    return best and best[1:]


def _middle(longitudes: list[float]) -> float:
    """The longitude in the middle of the places, counted along the shortest turn that holds all."""
    west, _ = _narrowest_turn(longitudes)
    return sorted(_east_of(each, west) for each in longitudes)[len(longitudes) // 2]


def _area(places: list[_Place]) -> float:
    """Square degrees of the map of these places."""
    latitudes, longitudes = [place[0] for place in places], [place[1] for place in places]
    return max(max(longitudes) - min(longitudes), _NARROWEST) * max(max(latitudes) - min(latitudes), _NARROWEST)


def _edges(beyond: Iterable[Dot], window: _Window) -> tuple[Edge, ...]:
    """The places beyond the map, counted at the side on which they lie."""
    width, height = float(WIDTH), float(window.height)
    middle, level = window.west + width / window.across / 2, window.north - height / window.down / 2
    sides: dict[str, list[Dot]] = {}
    for dot in beyond:
        across, down = (dot.longitude - middle + 180) % 360 - 180, level - dot.latitude
        arrow = ("→" if across > 0 else "←") if abs(across) > abs(down) else ("↓" if down > 0 else "↑")
        sides.setdefault(arrow, []).append(dot)
    spots = {
        "←": (8.0, height / 2, "start"),
        "→": (width - 8, height / 2, "end"),
        "↑": (width / 2, 18.0, "middle"),
        "↓": (width / 2, height - 10, "middle"),
    }
    return tuple(
        Edge(arrow, *spots[arrow], len(dots), sum(dot.count for dot in dots)) for arrow, dots in sorted(sides.items())
    )


def _with_names(dots: list[Dot], names: Mapping[Term, str], edges: Iterable[Edge], height: int) -> tuple[Dot, ...]:
    """The dots with their names; a place that is only named may lie under the name of one where letters were written."""
    written = any(dot.count for dot in dots)
    spots = set_names(
        [(dot.x, dot.y, dot.radius) for dot in dots],
        [min(len(names.get(dot.node, "")), LONGEST) if dot.count or not written else 0 for dot in dots],
        (WIDTH, height),
        [(edge.x - 60, edge.y - 16, edge.x + 60, edge.y + 8) for edge in edges],
    )
    return tuple(replace(dot, name=spot) for dot, spot in zip(dots, spots, strict=True))


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
