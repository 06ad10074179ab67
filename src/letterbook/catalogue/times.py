"""When something was, as a document states it: bounds, wording and the doubt between them."""

from __future__ import annotations

from dataclasses import dataclass

from letterbook.catalogue.graph import Graph, Words, fragment_of
from letterbook.terms import Term

_CALENDAR = "-calendar"


@dataclass(frozen=True, slots=True)
class When:
    """A time-span: first and last day as ISO dates, each empty where it is open.

    Form:    ``wording`` is what the print says; ``begin_by`` and ``end_by`` say why a bound is where it is;
             ``calendar`` is that of the wording ("julian"), empty for the Gregorian; ``doubts`` are how the source marks it as
             not sure ("conjecture", "certainty-low").
    Units:   proleptic Gregorian days.
    """

    begin: str = ""
    end: str = ""
    edtf: str = ""
    wording: Words | None = None
    begin_by: str = ""
    end_by: str = ""
    calendar: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def is_derived(self) -> bool:
        """Whether the bounds follow from something else; a day that is converted from another calendar is printed."""
        return bool(self.begin_by or self.end_by) and not self.calendar

    @property
    def sure(self) -> bool:
        """Whether one day is known."""
        return bool(self.begin) and self.begin == self.end

    @property
    def year(self) -> str:
        """The year under which it is listed; empty where none is known."""
        day = self.begin or self.end
        return day.rpartition("-")[0].rpartition("-")[0] if day else ""

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The place in a list by date; what has no date comes last."""
        day = self.begin or self.end
        return (0, int(self.year), day, self.end) if day else (1, 0, "", "")


def is_doubt(name: str) -> bool:
    """Whether a type of ours says how the source marks what it is not sure of."""
    return name == "conjecture" or name.startswith("certainty-")


def when_of(graph: Graph, event: Term | None) -> When | None:
    """The time-span of an event; None where none is stated."""
    span = graph.one(event, "crm:P4_has_time-span")
    return span_of(graph, span) if span else None


def span_of(graph: Graph, span: Term) -> When:
    """The time-span as its node states it."""
    wording = graph.words(span, "rdfs:label")
    types = [fragment_of(each) for each in graph.iris(span, "crm:P2_has_type")]
    return When(
        begin=graph.text(span, "crm:P82a_begin_of_the_begin").partition("T")[0],
        end=graph.text(span, "crm:P82b_end_of_the_end").partition("T")[0],
        edtf=graph.text(span, "crm:P170i_time_is_defined_by"),
        wording=wording[0] if wording else None,
        begin_by=graph.text(span, "crm:P79_beginning_is_qualified_by"),
        end_by=graph.text(span, "crm:P80_end_is_qualified_by"),
        calendar=next((name.removesuffix(_CALENDAR) for name in types if name.endswith(_CALENDAR)), ""),
        doubts=tuple(name for name in types if is_doubt(name)),
    )
