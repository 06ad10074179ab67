"""What is found in a text while its words are written: elements with their characters, and the papers they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from letterbook.letter import Part, Span


@dataclass(slots=True)
class Found:
    """An element with its local name, its @type and its characters; ``paper`` is the number of the paper it stands in."""

    element: etree._Element
    name: str
    start: int
    end: int
    paper: int
    type: str
    named: bool = False  # whether the cast has it already

    @property
    def span(self) -> Span:
        """The characters."""
        return Span(self.start, self.end)


def lies_in(found: Found, spans: list[Span]) -> bool:
    """Whether an element lies within one of the spans."""
    return any(span.start <= found.start and found.end <= span.end for span in spans)


@dataclass(slots=True)
class Paper:
    """A letter or enclosure within the print: its parts, and in which other it stands (-1 for none)."""

    inside: int
    parts: list[Part] = field(default_factory=list)
