"""Drawings in numbers: where the bars of a timeline and the arcs of a network lie; the templates write them as SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from letterbook.terms import Term
from letterbook.web.pages.index import Card

WIDTH = 720
_WIDEST_ARC = 120  # so that on a phone the names beside the arcs are in sight
_HEIGHT = 120
_NODES = 24
_ROW = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a timeline: its years, how many letters, and where it lies."""

    first: int
    last: int
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the first year to the last, each of ``step`` years; ``ticks`` are years with their place."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    step: int
    most: int
    width: int = WIDTH
    height: int = _HEIGHT


@dataclass(frozen=True, slots=True)
class BothWays:
    """Letters sent above a line and received below it, by the same years."""

    sent: tuple[Bar, ...]
    received: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    step: int
    width: int = WIDTH
    height: int = _HEIGHT

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        """The years with the letters each way."""
        sent, received = ({bar.first: bar.count for bar in bars} for bars in (self.sent, self.received))
        return [
            (
                str(first) if self.step == 1 else f"{first}–{first + self.step - 1}",
                sent.get(first, 0),
                received.get(first, 0),
            )
            for first in sorted({*sent, *received})
        ]


@dataclass(frozen=True, slots=True)
class Arc:
    """Letters from one to another as a curve."""

    sender: Term
    addressee: Term
    count: int
    curve: str
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """The busiest correspondents one below the other, with the arcs between them; ``left`` of how many is left off."""

    nodes: tuple[tuple[Term, int, float], ...]
    arcs: tuple[Arc, ...]
    left: int
    height: int
    axis: int
    width: int = WIDTH


def timeline(cards: Iterable[Card]) -> Timeline | None:
    """The letters by year, or by more years where there are many; None where fewer than two years are known."""
    return timeline_of(_years(cards))


def timeline_of(years: Counter[int]) -> Timeline | None:
    """Anything by year, or by more years where there are many; None where fewer than two years are known."""
    if len(years) < 2:
        return None
    start, step, number = _scale(years)
    bins = _binned(years, start, step)
    most = max(bins.values())
    return Timeline(_bars(bins, start, step, number, most, _HEIGHT), _ticks(start, step, number), step, most)


def both_ways(sent: Iterable[Card], received: Iterable[Card]) -> BothWays | None:
    """The letters of one correspondent by year and direction; None where fewer than two years are known."""
    there, back = _years(sent), _years(received)
    if len(there + back) < 2:
        return None
    start, step, number = _scale(there + back)
    above, below = (_binned(each, start, step) for each in (there, back))
    most = max(*above.values(), *below.values(), 1)
    drawn = [_bars(each, start, step, number, most, _HEIGHT // 2) for each in (above, below)]
    return BothWays(drawn[0], drawn[1], _ticks(start, step, number), step)


def _years(cards: Iterable[Card]) -> Counter[int]:
    return Counter(int(card.listed.year) for card in cards if card.listed and card.listed.year)


def _scale(years: Iterable[int]) -> tuple[int, int, int]:
    """The first year, how many years a bar stands for, and how many bars there is room for."""
    first, last = min(years), max(years)
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if (last - first) // size < 120)
    start = first - first % step
    return start, step, (last - start) // step + 1


def _binned(years: Counter[int], start: int, step: int) -> Counter[int]:
    bins = Counter[int]()
    for year, count in years.items():
        bins[(year - start) // step] += count
    return bins


def _bars(bins: Counter[int], start: int, step: int, number: int, most: int, height: int) -> tuple[Bar, ...]:
    pitch = WIDTH / number
    return tuple(
        Bar(
            first=start + at * step,
            last=start + at * step + step - 1,
            count=count,
            x=round(at * pitch + pitch * 0.1, 2),
            y=round(height - max(2.0, height * count / most), 2),
            width=round(min(pitch * 0.8, 40.0), 2),
            height=round(max(2.0, height * count / most), 2),
        )
        for at, count in sorted(bins.items())
    )


def _ticks(start: int, step: int, number: int) -> tuple[tuple[float, int], ...]:
    every = max(1, -(-number // 8))
    return tuple((round(at * WIDTH / number, 2), start + at * step) for at in range(0, number, every))


def pairs(cards: Iterable[Card]) -> Counter[tuple[Term, Term]]:
    """How many letters each wrote to each."""
    return Counter(
        (sender, addressee)
        for card in cards
        for sender in card.senders
        for addressee in card.addressees
        if sender != addressee
    )


def network(cards: Iterable[Card]) -> Network | None:
    """Who wrote to whom, the busiest first; None where no letter has both sides."""
    return network_of(pairs(cards))


def network_of(found: Counter[tuple[Term, Term]]) -> Network | None:
    """Who is tied to whom and how often, the busiest first; None where nobody is."""
    if not found:
        return None
    total = Counter[Term]()
    for (sender, addressee), count in found.items():
        total[sender] += count
        total[addressee] += count
    busiest = sorted(total, key=lambda node: (-total[node], node))[:_NODES]
    rows = {node: _ROW * (number + 1) for number, node in enumerate(busiest)}
    drawn = sorted(
        ((pair, count) for pair, count in found.items() if pair[0] in rows and pair[1] in rows),
        key=lambda each: (-each[1], each[0]),
    )
    reach = max((abs(rows[a] - rows[b]) for (a, b), _ in drawn), default=_ROW)
    axis = 28 + min(_WIDEST_ARC, max(48, reach // 2))
    most = max(count for _, count in drawn) if drawn else 1
    arcs = tuple(_arc(pair, count, rows, axis, most, reach) for pair, count in drawn)
    nodes = tuple((node, total[node], float(rows[node])) for node in busiest)
    return Network(nodes, arcs, len(total) - len(busiest), _ROW * (len(busiest) + 1), axis)


def _arc(pair: tuple[Term, Term], count: int, rows: dict[Term, int], axis: int, most: int, reach: int) -> Arc:
    """A curve to the left of the names; the way down lies outside the way up, so both are seen."""
    start, end = rows[pair[0]], rows[pair[1]]
    room = (axis - 28) * (abs(end - start) / max(reach, 1)) ** 0.7
    out = axis - 14 - room * (1.0 if end > start else 0.5)
    inset = 6 if end > start else -6
    curve = f"M{axis - 9} {start + inset * 0.6:.1f}C{out:.1f} {start:.1f} {out:.1f} {end:.1f} {axis - 9} {end - inset * 0.6:.1f}"
    return Arc(pair[0], pair[1], count, curve, round(1.2 + 2.4 * count / most if most > 1 else 1.6, 2))
