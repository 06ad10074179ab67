"""Letters dated outside the letterbook's time, in figures of unknown order, in an old calendar: what is told and what is built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, Namespace, URIRef
from rdflib.term import Node

from letterbook.findings import Finding, Severity
from letterbook.publication import build, check

BASE = "https://letterbook.example/"
CRM = Namespace("http://www.cidoc-crm.org/cidoc-crm/")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("http://schema.org/")
TYPES = Namespace(BASE + "vocab/types#")
LETTER = """\
Letter from Mr. Richard Roe to Mr. John Doe.

Source: Papers. Volume 6. p. 9. London. 1962

{dateline}

Sir,

I have the honour to write.
"""
Book = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Makes a letterbook of one letter with this dateline and these settings."""

    def make(dateline: str, *settings: str) -> Path:
        lines = ['title = "Dates"', 'language = "en"', 'profile = "dvp-en"', *settings]
        (tmp_path / "letters").mkdir(exist_ok=True)
        (tmp_path / "letterbook.toml").write_text("\n".join(lines), encoding="utf-8")
        (tmp_path / "letters/one.txt").write_text(LETTER.format(dateline=dateline), encoding="utf-8")
        return tmp_path

    return make


def told(folder: Path, code: str) -> list[Finding]:
    return [finding for finding in check(folder).findings if finding.code == code]


def built(folder: Path) -> Graph:
    """The whole graph of a build that has no error."""
    out = folder / "build"
    assert not [each for each in build(folder, out).findings if each.level is Severity.ERROR]
    return Graph().parse(data=(out / "letterbook.ttl").read_text(encoding="utf-8"), format="turtle")


def written(graph: Graph) -> Node:
    """The time-span of the writing of the one letter."""
    (writing,) = graph.subjects(CRM.P94_has_created)
    (span,) = graph.objects(writing, CRM["P4_has_time-span"])
    return span


def texts(graph: Graph, node: Node, predicate: URIRef) -> list[str]:
    return sorted(str(value) for value in graph.objects(node, predicate))


@pytest.mark.parametrize(
    ("dateline", "limit"),
    [
        ("1 May 1861 No. 4", "before 1865, the date_from"),
        ("31 December 1864 No. 4", "before 1865, the date_from"),
        ("2 April 1867 No. 4", "after 1867-04-01, the date_to"),
    ],
)
def test_a_date_outside_the_letterbooks_time_is_told_and_kept(book: Book, dateline: str, limit: str) -> None:
    """Fault case D2: a wrong figure of the year; nothing is clipped."""
    folder = book(dateline, "date_from = 1865", "date_to = 1867-04-01")
    (finding,) = told(folder, "L222")
    assert limit in finding.message
    assert (finding.file, finding.line, finding.column) == ("letters/one.txt", 5, 1)
    day = texts(built(folder), written(built(folder)), CRM.P170i_time_is_defined_by)
    assert day[0][:4] in dateline


@pytest.mark.parametrize("dateline", ["1 January 1865 No. 4", "1 April 1867 No. 4", "December 1866 No. 4", "No. 4"])
def test_a_date_that_may_lie_inside_the_letterbooks_time_is_nothing_to_tell(book: Book, dateline: str) -> None:
    """Fault case D2."""
    assert told(book(dateline, "date_from = 1865", "date_to = 1867-04-01"), "L222") == []


def test_without_a_time_of_the_letterbook_every_year_is_right(book: Book) -> None:
    """Fault case D2."""
    assert told(book("1 May 1161 No. 4"), "L222") == []


def test_figures_that_may_be_exchanged_give_no_day_and_are_told(book: Book) -> None:
    """Fault case D3: the wording is kept."""
    folder = book("3/4/1921 No. 4")
    (finding,) = told(folder, "L223")
    assert "either of 3 and 4 may be the month" in finding.message
    assert "day_first" in finding.remedy
    assert (finding.line, finding.column) == (5, 1)
    graph = built(folder)
    assert texts(graph, written(graph), RDFS.label) == ["3/4/1921"]
    assert list(graph.subject_objects(SCHEMA.dateCreated)) == []


@pytest.mark.parametrize(("order", "day"), [("true", "1921-04-03"), ("false", "1921-03-04")])
def test_the_letterbook_says_whether_the_day_stands_first(book: Book, order: str, day: str) -> None:
    """Fault case D3."""
    folder = book("3/4/1921 No. 4", f"day_first = {order}")
    assert told(folder, "L223") == []
    graph = built(folder)
    assert texts(graph, written(graph), CRM.P170i_time_is_defined_by) == [day]


def test_a_day_of_the_old_style_is_converted_and_both_days_and_the_calendar_are_stated(book: Book) -> None:
    """Fault case D5: the calendar is what the letterbook states; what was computed is said to be."""
    graph = built(book("25 October 1917 No. 4", 'calendar = "julian"'))
    span = written(graph)
    assert texts(graph, span, RDFS.label) == ["25 October 1917"]
    assert texts(graph, span, CRM.P170i_time_is_defined_by) == ["1917-11-07"]
    assert texts(graph, span, CRM.P82a_begin_of_the_begin) == ["1917-11-07T00:00:00"]
    assert texts(graph, span, CRM.P2_has_type) == [str(TYPES["julian-calendar"])]
    for qualifier in (CRM.P79_beginning_is_qualified_by, CRM.P80_end_is_qualified_by):
        assert texts(graph, span, qualifier) == ["converted from the Julian calendar"]
    assert [str(day) for day in graph.objects(None, SCHEMA.dateCreated)] == ["1917-11-07"]
    assert old_day(graph, span) == ("1917-10-25", str(TYPES["julian-calendar"]))


def test_of_a_double_date_both_days_are_stated_and_none_is_computed(book: Book) -> None:
    """Fault cases D4 and D5."""
    graph = built(book("12/24 March 1877 No. 4"))
    span = written(graph)
    assert texts(graph, span, RDFS.label) == ["12/24 March 1877"]
    assert texts(graph, span, CRM.P170i_time_is_defined_by) == ["1877-03-24"]
    assert texts(graph, span, CRM.P79_beginning_is_qualified_by) == []
    assert old_day(graph, span) == ("1877-03-12", str(TYPES["julian-calendar"]))


def test_a_gregorian_day_has_no_other_day_and_no_calendar_beside_it(book: Book) -> None:
    """Fault cases D5 and D6: neither the country nor the year makes a calendar."""
    graph = built(book("Petrograd, 25 October 1917 No. 4"))
    assert texts(graph, written(graph), CRM.P170i_time_is_defined_by) == ["1917-10-25"]
    assert list(graph.objects(written(graph), CRM.P1_is_identified_by)) == []
    assert list(graph.objects(written(graph), CRM.P2_has_type)) == []


def old_day(graph: Graph, span: Node) -> tuple[str, str]:
    """The day that another calendar counts and that calendar; it rests on the same characters as the time-span."""
    (day,) = graph.objects(span, CRM.P1_is_identified_by)
    targets = [{*graph.objects(graph.value(None, OA.hasBody, node), OA.hasTarget)} for node in (span, day)]
    assert targets[0] == targets[1] != set()
    (symbols,), (calendar,) = texts(graph, day, CRM.P190_has_symbolic_content), texts(graph, day, CRM.P2_has_type)
    return symbols, calendar
