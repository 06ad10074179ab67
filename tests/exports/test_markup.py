"""XML and CSV written by hand say what was put into them, whatever it is."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from letterbook.catalogue import When
from letterbook.dates import parse_edtf
from letterbook.exports.certainty import certainty, tei_date
from letterbook.exports.csv import csv_rows
from letterbook.exports.markup import Pen
from letterbook.exports.tables import Table

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LEGAL = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
        lambda c: c >= " " or c in "\t\n\r"
    )
)


@given(LEGAL, LEGAL)
def test_what_xml_can_hold_is_read_back_as_it_is(content: str, value: str) -> None:
    pen = Pen()
    found = etree.fromstring(pen.element("a", pen.text(content), b=value).encode())
    assert (found.text or "", found.get("b", "")) == (content, value)
    assert pen.pictured == 0


@given(TEXTS)
def test_whatever_a_text_holds_the_file_is_xml(content: str) -> None:
    pen = Pen()
    assert etree.fromstring(pen.element("a", pen.text(content), b=content).encode()).tag == "a"


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_every_cell_of_a_csv_is_read_back_as_it_is(rows: list[tuple[str, str]]) -> None:
    data = b"".join(csv_rows(Table("t", ("a", "b"), rows)))
    assert list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True)) == [["a", "b"], *map(list, rows)]


@given(st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from(["", "?", "~", "%"]))
def test_a_date_is_exact_unless_its_edtf_doubts_it(day: datetime.date, characters: int, mark: str) -> None:
    plain = day.isoformat()[:characters]
    date = parse_edtf(plain + mark)
    when = When(str(date.earliest), str(date.latest), date.edtf)
    assert (certainty(when) == "exact") is (mark == "")
    assert (tei_date(when)["when"], tei_date(when)["cert"]) == (plain, "low" if mark else "")


@pytest.mark.parametrize(
    ("edtf", "attributes", "sure"),
    [
        ("1669/1670", {"from_": "1669", "to": "1670"}, "between"),
        ("[1677-04..1677-05]", {"notBefore": "1677-04", "notAfter": "1677-05"}, "between"),
        ("[..1894-04-01]", {"notBefore": "", "notAfter": "1894-04-01"}, "not after"),
        ("1894-04-01/..", {"notBefore": "1894-04-01", "notAfter": ""}, "not before"),
        ("166X", {"notBefore": "1660-01-01", "notAfter": "1669-12-31"}, "between"),
        ("1921-21", {"notBefore": "1921-03-01", "notAfter": "1921-05-31"}, "between"),
    ],
)
def test_a_span_is_written_as_precisely_as_it_is_known(edtf: str, attributes: dict[str, str], sure: str) -> None:
    date = parse_edtf(edtf)
    begin, end = (str(bound) if bound else "" for bound in (date.earliest, date.latest))
    when = When(begin, end, edtf)
    assert {key: value for key, value in tei_date(when).items() if key in attributes} == attributes
    assert certainty(when) == sure


def test_a_day_that_is_converted_from_another_calendar_is_no_conjecture() -> None:
    words = "converted from the Julian calendar"
    when = When("1877-03-24", "1877-03-24", "1877-03-24", begin_by=words, end_by=words, calendar="julian")
    assert certainty(when) == "exact"
    assert tei_date(when)["evidence"] == ""
