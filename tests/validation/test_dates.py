"""The shape of a day says exactly what the calendar says, in both engines, for any year."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from letterbook.terms import XSD, Document, Term, document, literal
from letterbook.validation import Shapes
from letterbook.vocabulary import EDTF, term

PAGE = "https://letters.example/letter/1"
BEGIN, END, DATE = "crm:P82a_begin_of_the_begin", "crm:P82b_end_of_the_end", "schema:dateCreated"
Found = set[tuple[str, str]]
Years = st.integers(-9999, 99999) | st.integers(1000, 2100)
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def year_text(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}"


def real(year: int, month: int, day: int) -> bool:
    """Whether the proleptic Gregorian calendar has the day; the year 0 is 1 BC and a leap year."""
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 and isleap(year) else monthrange(2001, month)[1])


def span_of(node: Term, begin: str = "", end: str = "", edtf: str = "1850") -> Document:
    statements = [
        (node, term("rdf:type"), term("crm:E52_Time-Span")),
        (node, term("crm:P170i_time_is_defined_by"), literal(edtf, datatype=EDTF + "EDTF")),
    ]
    if begin:
        statements.append((node, term(BEGIN), literal(begin, datatype=XSD + "dateTime")))
    if end:
        statements.append((node, term(END), literal(end, datatype=XSD + "dateTime")))
    return document(PAGE, node, statements)


def judged(shapes: Shapes, one: Document) -> Found:
    """What fails, which both engines must see alike: path and message."""
    found = {(v.path, v.message.partition(";")[0]) for v in shapes.validate(one)}
    assert found == {(v.path, v.message.partition(";")[0]) for v in shapes.confirm(one)}
    return found


@patient
@given(year=Years, month=st.integers(0, 13), day=st.integers(0, 32))
@example(year=1900, month=2, day=29)
@example(year=2000, month=2, day=29)
@example(year=0, month=2, day=29)
@example(year=-4, month=2, day=29)
@example(year=-100, month=2, day=29)
@example(year=1921, month=2, day=31)
@example(year=12000, month=2, day=29)
def test_a_day_conforms_if_and_only_if_the_calendar_has_it(
    year: int, month: int, day: int, shapes: Shapes, node: Callable[[str], Term]
) -> None:
    text = f"{year_text(year)}-{month:02}-{day:02}"
    begin = judged(shapes, span_of(node("L:t"), begin=f"{text}T00:00:00"))
    end = judged(shapes, span_of(node("L:t"), end=f"{text}T23:59:59"))
    assert (not begin, not end) == (real(year, month, day),) * 2
    assert {path for path, _ in begin | end} <= {BEGIN, END}


@patient
@given(
    days=st.tuples(*[st.tuples(st.integers(-9999, 99999), st.integers(1, 12), st.integers(1, 28)) for _ in range(2)])
)
@example(days=((-44, 3, 15), (-43, 1, 1)))
@example(days=((-43, 3, 1), (-43, 3, 15)))
@example(days=((-1, 12, 31), (0, 1, 1)))
@example(days=((9999, 12, 28), (10000, 1, 1)))
def test_a_time_span_may_not_end_before_it_begins(
    days: tuple[tuple[int, int, int], tuple[int, int, int]], shapes: Shapes, node: Callable[[str], Term]
) -> None:
    first, last = (f"{year_text(y)}-{m:02}-{d:02}" for y, m, d in days)
    found = judged(shapes, span_of(node("L:t"), f"{first}T00:00:00", f"{last}T23:59:59"))
    assert bool(found) == (days[1] < days[0])
    assert found <= {("", "The time-span ends before it begins")}


@pytest.mark.parametrize(
    "text",
    [
        "1850-03-02T00:00:00Z",
        "1850-03-02T00:00:00+01:00",
        "1850-03-02T12:00:00",
        "1850-03-02T00:00",
        "1850-03-02",
        "850-03-02T00:00:00",
        "01850-03-02T00:00:00",
        "1850-3-2T00:00:00",
        " 1850-03-02T00:00:00",
        "1850-03-02T00:00:00\n",
        "",
    ],
)
def test_a_bound_is_a_whole_day_without_a_zone(text: str, shapes: Shapes, node: Callable[[str], Term]) -> None:
    one = span_of(node("L:t"))
    bad = (node("L:t"), term(BEGIN), literal(text, datatype=XSD + "dateTime"))
    found = judged(shapes, document(PAGE, one.root, [*one.triples, bad]))
    assert {path for path, _ in found} == {BEGIN}


@pytest.mark.parametrize(
    ("text", "datatype", "conforms"),
    [
        ("1850-03-02", "date", True),
        ("1850-03", "gYearMonth", True),
        ("1850", "gYear", True),
        ("-0043", "gYear", True),
        ("1850-03-02", "string", False),
        ("1850-02-29", "date", False),
        ("1850-13", "gYearMonth", False),
        ("850", "gYear", False),
        ("1850", "date", False),
        ("1850-03-02T00:00:00", "dateTime", False),
    ],
)
def test_the_plain_date_of_a_letter_is_a_real_day_a_month_or_a_year(
    text: str, datatype: str, conforms: bool, shapes: Shapes, node: Callable[[str], Term]
) -> None:
    one = document(PAGE, node("L:letter"), [(node("L:letter"), term(DATE), literal(text, datatype=XSD + datatype))])
    assert {path for path, _ in judged(shapes, one)} == (set() if conforms else {DATE})


@pytest.mark.parametrize(
    "edtf",
    ["1921-04-09", "1921-04", "1921", "-0043", "1921-04-09?", "1921~", "1921-04-XX", "192X", "19XX", "[..1921-04-12]",
     "[1921-04-09..]", "[1921-04-09..1921-04-12]", "1921-04-09/1921-04-12", "../1921-04-12", "1921-04-09/..",
     "Y12000", "1921-24", "{1921-04-09, 1921-04-12}"],
)  # fmt: skip
def test_edtf_of_the_levels_in_use_conforms(edtf: str, shapes: Shapes, node: Callable[[str], Term]) -> None:
    one = span_of(node("L:t"), begin="1850-01-01T00:00:00", edtf=edtf)
    assert judged(shapes, one) == set()


@pytest.mark.parametrize("edtf", ["9 April 1921", "1921-4-9", "09.04.1921", "", "April", "1921-04-09T00:00:00", "?"])
def test_what_is_no_edtf_does_not_conform(edtf: str, shapes: Shapes, node: Callable[[str], Term]) -> None:
    one = span_of(node("L:t"), begin="1850-01-01T00:00:00", edtf=edtf)
    assert {path for path, _ in judged(shapes, one)} == {"crm:P170i_time_is_defined_by"}
