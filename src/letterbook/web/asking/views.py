"""Results as drawings: a timeline where a column has dates, a map where there are places, a network where two columns have names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from letterbook.terms import Term, is_iri
from letterbook.web.asking.rows import Rows, is_name, number_of, year_of
from letterbook.web.pages.drawings import Network, Timeline, network_of, timeline_of
from letterbook.web.pages.index import degrees
from letterbook.web.pages.maps import Map, draw_map

_MOSTLY = 0.6  # the share of a column that must be of a kind: dates are often unknown, and a name may look like a year
_PAIRS = (
    ("sender", "addressee"), ("from", "to"), ("source", "target"), ("reply", "answers"), ("donor", "recipient"),
    ("letter", "cited"), ("office", "holder"), ("subject", "object"),
)  # fmt: skip
"""Names of columns that mean two ends, where there are more columns than two with names."""


@dataclass(frozen=True, slots=True)
class Views:
    """The drawings that the columns allow; ``labels`` are the terms that stand in them."""

    timeline: Timeline | None = None
    map: Map | None = None
    network: Network | None = None

    @property
    def names(self) -> list[str]:
        """The views there are, the table first."""
        return ["table", *(name for name in ("timeline", "map", "network") if getattr(self, name))]


def draw(rows: Rows, coordinates: Mapping[Term, tuple[float, float]], names: Mapping[Term, str]) -> Views:
    """All that can be drawn of these rows.

    Form:    ``coordinates`` are latitude and longitude of the IRIs that have them, ``names`` what is written beside a dot.
    """
    return Views(_timeline(rows), _map(rows, coordinates, names), _network(rows))


def _timeline(rows: Rows) -> Timeline | None:
    for number in range(len(rows.columns)):
        values = list(rows.column(number))
        years = [year for value in values if (year := year_of(value)) is not None]
        if years and len(years) >= _MOSTLY * len(values):
            drawn = timeline_of(Counter(years))
            if drawn:
                return drawn
    return None


def _map(rows: Rows, coordinates: Mapping[Term, tuple[float, float]], names: Mapping[Term, str]) -> Map | None:
    """Of places in a column, else of two columns named latitude and longitude."""
    for number in range(len(rows.columns)):
        counts = Counter(term for term in rows.column(number) if is_iri(term))
        shown = {term: coordinates[term] for term in counts if term in coordinates}
        if shown:
            left = sum(1 for term in counts if term not in shown)
            return draw_map(shown, counts, names, left)
    lower = [name.lower() for name in rows.columns]
    north = next((lower.index(name) for name in ("latitude", "lat") if name in lower), None)
    east = next((lower.index(name) for name in ("longitude", "long", "lon", "lng") if name in lower), None)
    if north is None or east is None:
        return None
    named = next((number for number in range(len(lower)) if number not in (north, east)), None)
    points: dict[Term, tuple[float, float]] = {}
    counts = Counter()
    for row in rows.rows:
        point = tuple(degrees(_plain(row[at]), most) for at, most in ((north, 90), (east, 180)))
        node = row[named] if named is not None else row[north]
        if node is not None and point[0] is not None and point[1] is not None:
            points[node] = (point[0], point[1])
            counts[node] += 1
    return draw_map(points, counts, names) if points else None


def _plain(term: Term | None) -> str:
    value = number_of(term) if term is not None else None
    return "" if value is None else str(value)


def _network(rows: Rows) -> Network | None:
    ends = _ends(rows)
    if ends is None:
        return None
    weight = next((at for at in range(len(rows.columns)) if at not in ends and _all_counts(rows, at)), None)
    found: Counter[tuple[Term, Term]] = Counter()
    for row in rows.rows:
        one, other = row[ends[0]], row[ends[1]]
        if one is None or other is None or one == other:
            continue
        amount = number_of(row[weight]) if weight is not None and row[weight] is not None else 1.0  # type: ignore[arg-type]
        found[one, other] += max(1, round(amount or 1))
    return network_of(found)


def _ends(rows: Rows) -> tuple[int, int] | None:
    """The two columns that are the ends of a line."""
    lower = [name.lower() for name in rows.columns]
    fit = [at for at in range(len(lower)) if _mostly_names(rows, at)]
    if rows.is_graph:
        return 0, 2
    for one, other in _PAIRS:
        if one in lower and other in lower and lower.index(one) in fit and lower.index(other) in fit:
            return lower.index(one), lower.index(other)
    return (fit[0], fit[1]) if len(fit) == 2 else None


def _mostly_names(rows: Rows, at: int) -> bool:
    values = list(rows.column(at))
    return bool(values) and sum(map(is_name, values)) >= _MOSTLY * len(values)


def _all_counts(rows: Rows, at: int) -> bool:
    values = [number_of(value) for value in rows.column(at)]
    return bool(values) and all(value is not None and value >= 1 and value == int(value) for value in values)
