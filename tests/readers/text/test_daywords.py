"""Dates are read in all the forms of letters, in seven languages; what is none gives none, and nothing is guessed."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import edtf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from letterbook.dates import Calendar, HistoricalDate, parse_edtf
from letterbook.letter import Span, Transcript
from letterbook.readers.text import Rules, load_rules, read_text
from letterbook.readers.text.daytables import day_table
from letterbook.readers.text.daywords import FoundDate, find_dates, read_date
from letterbook.readers.text.zones import view_of

SHARED = Path(__file__).parents[3] / ".." / "shared"
OWN = Path(__file__).with_name("dates.tsv")


def rules_of(language: str) -> Rules:
    """The rules of a language, of which only the dates are looked at."""
    return replace(load_rules("dvp-en", "en"), language=language)


def with_layout(language: str, **layout: object) -> Rules:
    """The rules of a language with settings of a series or a letterbook."""
    rules = rules_of(language)
    return replace(rules, words={**rules.words, "layout": layout})


def found_in(text: str, language: str = "en", context: str = "") -> list[FoundDate]:
    own = parse_edtf(context) if context else None
    return find_dates(view_of(text), Span(0, len(text)), rules_of(language), context=own)


def values_in(text: str, language: str = "en", context: str = "") -> list[tuple[str, str]]:
    found = found_in(text, language, context)
    return [(each.date.edtf, text[each.span.start : each.span.end]) for each in found]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def says(found: HistoricalDate | None, wanted: str) -> bool:
    """Whether a date is one of the wanted EDTF forms, or has the same days where a span is written in another form."""
    if found is None or wanted == "-":
        return found is None and wanted == "-"
    forms = wanted.split("|")
    if found.edtf in forms:
        return True
    days = [parse_edtf(form) for form in forms if "/" in form]
    return any((each.earliest, each.latest) == (found.earliest, found.latest) for each in days)


@pytest.mark.parametrize("row", rows(OWN), ids=lambda row: f"{row['lang']} {row['text']}")
def test_a_string_is_read_as_the_date_that_it_is(row: dict[str, str]) -> None:
    context = parse_edtf(row["context"]) if row["context"] else None
    found = read_date(row["text"], rules_of(row["lang"]), context=context)
    assert (found.edtf if found else "-") == row["edtf"]
    if found:
        assert found.wording == row["text"]


def test_each_value_of_the_table_is_edtf_for_the_edtf_package_too() -> None:
    values = {row["edtf"] for row in rows(OWN)} - {"", "-"}
    assert len(values) >= 60
    for value in sorted(values):
        assert str(edtf.parse_edtf(value)).replace(", ", ",") == value
        assert parse_edtf(value).edtf == value


def test_each_language_has_its_share_of_the_table() -> None:
    counts = dict.fromkeys(("en", "fr", "de", "ru", "tr", "it", "la"), 0)
    for row in rows(OWN):
        counts[row["lang"]] += 1
    assert min(counts.values()) >= 12


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reference material is not beside the project")
def test_the_reference_list_of_dates_is_read_without_a_miss() -> None:
    listed = rows(SHARED / "extraction" / "dates.tsv")
    assert len(listed) >= 82
    wrong = []
    for row in listed:
        context = parse_edtf(row["context"]) if row["context"] else None
        found = read_date(row["text"], rules_of(row["lang"]), context=context)
        if not says(found, row["edtf"]):
            wrong.append((row["lang"], row["text"], found and found.edtf, row["edtf"]))
    assert wrong == []


# --- running text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In May 5 men came, and 1921 more."),
        ("en", "They may march on the second, No. 319, p. 58, at 10 a.m."),
        ("en", "the 15,000 rubles of 1921"),
        ("en", "Mayfair 9, 1921"),
        ("en", "a shipment of 3.5.1921.7 units"),
        ("en", "on the 5th inst."),
        ("en", "version 1.2 of 1921"),
        ("en", "An early 1921"),
        ("de", "Er hat 1921 Thaler, Nr. 5, am 3. d. M."),
        ("de", "Im Mai kam er, und 1860 ging er."),
        ("fr", "Il y a 1860 francs, le 3 courant, en mars."),
        ("ru", "один из 1921 рублей, май"),
        ("tr", "bir mart sabahı, 1921 kuruş"),
        ("it", "uno di marzo, lire 1617"),
    ],
)
def test_running_text_gives_no_false_date(language: str, text: str) -> None:
    assert values_in(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "Yours of 3 May 1850 came on the 5th of May, 1850.", [("1850-05-03", "3 May 1850"), ("1850-05-05", "5th of May, 1850")]),
        ("en", "on the 3rd and the 9th of April 1921", [("1921-04-03", "3rd"), ("1921-04-09", "9th of April 1921")]),
        ("en", "between the 3rd and the 9th of April 1921", [("[1921-04-03..1921-04-09]", "3rd and the 9th of April 1921")]),
        ("en", "from 3 May 1850 to 9 May 1850", [("1850-05-03", "3 May 1850"), ("1850-05-09", "9 May 1850")]),
        ("en", "Did he leave on 3 May 1850?", [("1850-05-03", "3 May 1850")]),
        ("en", "Paris, [3 May 1850?]", [("1850-05-03?", "3 May 1850?")]),
        ("en", "[before 3 May 1850]", [("[..1850-05-02]", "before 3 May 1850")]),
        ("en", "He died before 3 May 1850", [("1850-05-03", "3 May 1850")]),
        ("en", "Harbor City, May 2/15, 1918.\nSir", [("1918-05-15", "May 2/15, 1918")]),
        ("en", "Letter No. 1 (15 August 1914)", [("1914-08-15", "15 August 1914")]),
        ("en", "3 May 1850 (answered 9 May 1850)", [("1850-05-03", "3 May 1850"), ("1850-05-09", "9 May 1850")]),
        ("en", "3 May 1850 (9 May 1850)", [("1850-05-03", "3 May 1850"), ("1850-05-09", "9 May 1850")]),
        ("en", "2/5 May 1850", [("[1850-05-02..1850-05-05]", "2/5 May 1850")]),
        ("en", "2/13 May 1850", [("1850-05-13", "2/13 May 1850")]),  # they were 12 days apart: miscounted
        ("en", "on (3 May 1850)", [("1850-05-03", "3 May 1850")]),
        ("de", "den 3./15. Mai 1877 und später", [("1877-05-15", "3./15. Mai 1877")]),
        ("de", "Wien, 10. Mai 1860 a. St.", [("1860-05-22", "10. Mai 1860 a. St.")]),
        ("fr", "PARIS, 1° Février 1917.", [("1917-02-01", "1° Février 1917")]),
        ("fr", "le 12 germinal an III de la République", [("1795-04-01", "12 germinal an III")]),
        ("ru", "27 марта (9 апреля) 1917 г. в Москве", [("1917-04-09", "27 марта (9 апреля) 1917 г.")]),
        ("tr", "12 Nisan 1337 (1921) tarihli", [("1921-04-12", "12 Nisan 1337 (1921)")]),
    ],
)  # fmt: skip
def test_dates_stand_in_running_text_with_their_whole_wording(
    language: str, text: str, wanted: list[tuple[str, str]]
) -> None:
    assert values_in(text, language) == wanted


@given(st.dates(date(1600, 1, 1), date(1999, 12, 31)), st.sampled_from(["en", "de", "fr", "ru", "it", "tr"]), st.data())
def test_every_day_is_found_under_every_name_of_its_month(day: date, language: str, data: st.DataObject) -> None:
    months = day_table(language).months.items()
    names = sorted(name for name, value in months if value == (Calendar.GREGORIAN, day.month))
    words = f"{day.day} {data.draw(st.sampled_from(names))} {day.year}"
    text = f"xx {words} xx"
    assert values_in(text, language) == [(day.isoformat(), words)]


@given(
    st.lists(
        st.sampled_from(["April", "9", "1921", "the", "3rd", ",", "to", "and", "/", "12", "March", "between"]),
        max_size=9,
    ),
    st.booleans(),
)
def test_forms_that_are_not_tried_would_not_fit(words: list[str], near: bool) -> None:
    """Without a joint between two days the forms of two days are left out, and the same is found."""
    table, text = day_table("en"), " ".join(words)
    marked = table.marked(text)
    every = table.pattern(marked + " / ", near=near)
    tried = table.pattern(marked, near=near)
    assert [each.span() for each in tried.finditer(marked)] == [each.span() for each in every.finditer(marked)]


@given(st.dates(date(1700, 3, 1), date(1923, 1, 1)), st.sampled_from(["/", "(", "–"]))
@example(date(1861, 1, 8), "/")
@example(date(1900, 3, 13), "/")  # 29 February of the Julian calendar, which the Gregorian has not
def test_a_day_in_two_calendars_is_the_gregorian_one(new: date, joint: str) -> None:
    """Fault case D4: 12/24 March is one day, and both forms are kept."""
    apart = 11 + (new > date(1800, 3, 12)) + (new > date(1900, 3, 13))
    old = new - timedelta(days=apart)
    if new in (date(1800, 3, 12), date(1900, 3, 13)):
        day, month = 29, "February"
    else:
        day, month = old.day, f"{old:%B}"
    close = ")" if joint == "(" else ""
    text = f"{day} {month}{joint}{new.day} {new:%B}{close} {new.year}"
    assert values_in(text) == [(new.isoformat(), text)]


@given(st.text(min_size=1, max_size=60))
@example("[[[1?]]] 1[")
@example("1921 г., апреля 31")
def test_any_text_gives_dates_that_stand_in_it_or_none(text: str) -> None:
    view = view_of(text)
    for language in ("en", "ru"):
        for found in find_dates(view, Span(0, len(view)), rules_of(language)):
            assert found.date.wording == view[found.span.start : found.span.end]
            assert bool(found.fault) == (found.date.edtf == "")
        whole = read_date(text, rules_of(language))
        assert whole is None or whole.edtf == "" or parse_edtf(whole.edtf).earliest == whole.earliest


@given(st.dates(date(1500, 1, 1), date(1999, 12, 31)), st.integers(0, 40), st.integers(0, 40))
def test_a_date_is_found_wherever_the_stretch_begins(day: date, before: int, behind: int) -> None:
    words = f"{day.day} {day:%B} {day.year}"
    text = "x" * before + " " + words + " " + "y" * behind
    whole = find_dates(text, Span(before, len(text)), rules_of("en"))
    assert [text[each.span.start : each.span.end] for each in whole] == [words]
    assert (
        find_dates(text, Span(0, before + len(words)), rules_of("en")) == []
    )  # the last figure of the year is cut off


# --- what is not certain ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31 April 1921", "it has 30 days"),
        ("29 February 1900", "it has 28 days"),
        ("0 April 1921", "it has 30 days"),
        ("9 April–3 April 1921", "no span of days"),
    ],
)
def test_a_day_that_does_not_exist_keeps_its_wording_and_says_why(text: str, fault: str) -> None:
    """Fault case D1."""
    (found,) = found_in(text)
    assert (found.date.wording, found.date.edtf) == (text, "")
    assert fault in found.fault
    whole = read_date(text, rules_of("en"))
    assert whole is not None
    assert (whole.wording, whole.precision) == (text, "none")


@pytest.mark.parametrize("text", ["9 April 19575", "9 April 195", "April 19575", "09.04.19575"])
def test_a_year_of_too_many_or_too_few_figures_is_never_clipped(text: str) -> None:
    """Fault case D2."""
    assert found_in(text) == []
    assert read_date(text, rules_of("en")) is None


@pytest.mark.parametrize("text", ["9/4/21", "09.04.21", "9 April '21", "10/IV 48"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_year_of_two_figures_is_not_guessed(text: str, language: str) -> None:
    """Fault case D3: there is no pivot; beside the letter's own year it is certain."""
    assert found_in(text, language) == []
    assert read_date(text, rules_of(language)) is None


def test_a_year_of_two_figures_is_read_beside_the_letters_own_year() -> None:
    """Fault case D3."""
    assert values_in("10/IV 48", "de", "1848-05-03") == [("1848-04-10", "10/IV 48")]
    assert values_in("09.04.21", "de", "1921-04-12") == [("1921-04-09", "09.04.21")]
    assert values_in("10/IV 48", "de", "1950") == []


@pytest.mark.parametrize(
    ("text", "value"), [("4/5/1921", ""), ("23/4/1921", "1921-04-23"), ("4/23/1921", "1921-04-23"), ("4/4/1921", "1921-04-04")]
)  # fmt: skip
def test_day_and_month_in_figures_are_read_in_english_only_where_they_cannot_be_changed(text: str, value: str) -> None:
    """Fault case D3: otherwise the wording is kept, with the reason why it gives no day."""
    (found,) = found_in(text)
    assert (found.date.edtf, found.date.wording, found.ambiguous) == (value, text, not value)
    assert bool(found.fault) == (not value)
    whole = read_date(text, rules_of("en"))
    assert whole is not None
    assert whole.edtf == value


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("4/5/1921", "1921-05-04", "1921-04-05"),
        ("4.5.1921", "1921-05-04", "1921-05-04"),  # with stops the day is first wherever it is printed
        ("4/V 1921", "1921-05-04", "1921-05-04"),
        ("1921-04-05", "1921-04-05", "1921-04-05"),
        ("4/5/1921-6/5/1921", "[1921-05-04..1921-05-06]", "[1921-04-05..1921-06-05]"),
    ],
)
def test_a_stated_order_of_day_and_month_holds_for_figures_alone(text: str, day_first: str, month_first: str) -> None:
    """Fault case D3: the order is the letterbook's, in any language."""
    for language in ("en", "de"):
        for stated, value in ((True, day_first), (False, month_first)):
            found = read_date(text, with_layout(language, day_first=stated))
            assert found is not None
            assert found.edtf == value


def test_a_stated_order_that_a_date_cannot_have_is_told_and_not_turned_round() -> None:
    """Fault case D3: 4/23/1921 has no day of a month 23."""
    (found,) = find_dates("4/23/1921", Span(0, 9), with_layout("en", day_first=True))
    assert (found.date.edtf, found.ambiguous) == ("", False)
    assert "23 is not a month" in found.fault


def test_a_dual_year_and_a_dual_calendar_are_told_apart() -> None:
    """Fault case D4: both wordings are kept."""
    year, day = "28 Jan 1708/9", "12/24 March 1877"
    assert values_in(year) == [("1709-01-28", year)]
    assert values_in(day) == [("1877-03-24", day)]
    assert read_date("3 May 1708/9", rules_of("en")) is None  # no year began between these two


@pytest.mark.parametrize(
    ("text", "value", "calendar"),
    [
        ("25 December 1620 O.S.", "1621-01-04", Calendar.JULIAN),
        ("25 December 1620 (Old Style)", "1621-01-04", Calendar.JULIAN),
        ("4 January 1621 N.S.", "1621-01-04", Calendar.GREGORIAN),
        ("25 December 1620", "1620-12-25", Calendar.GREGORIAN),
    ],
)
def test_a_calendar_that_is_named_is_kept_and_its_day_converted(text: str, value: str, calendar: Calendar) -> None:
    """Fault case D5."""
    found = read_date(text, rules_of("en"))
    assert found is not None
    assert (found.edtf, found.calendar) == (value, calendar)


def test_the_calendar_is_that_of_the_layout_and_never_of_the_country() -> None:
    """Fault case D6."""
    text, rules = "27 марта 1917 г.", rules_of("ru")
    plain = read_date(text, rules)
    stated = read_date(text, with_layout("ru", calendar="julian"))
    assert plain is not None
    assert stated is not None
    assert (plain.edtf, plain.calendar) == ("1917-03-27", Calendar.GREGORIAN)
    assert (stated.edtf, stated.calendar) == ("1917-04-09", Calendar.JULIAN)


@pytest.mark.parametrize(
    ("day", "layout", "told"),
    [
        ("13 февраля 1918 г.", (), True),
        ("14 февраля 1918 г.", (), False),
        ("27 марта/9 апреля 1917 г.", (), False),
        ("27 марта 1917 г.", (("calendar", "julian"),), False),
        ("1917 г.", (), False),
    ],
)
def test_that_a_day_may_be_of_the_old_style_is_told_and_nothing_is_assumed(
    day: str, layout: tuple[tuple[str, str], ...], told: bool
) -> None:
    """Fault case D6: a suggestion, for Russian days to 13 February 1918 that do not say their calendar."""
    text = f"Телеграмма А. С. Петрова П. И. Иванову\n\nМосква, {day}\n\nЯ приехал.\n"
    reading = read_text(Transcript("x.txt", text, "ru"), load_rules("pismo-ru", "ru", stated=layout))
    found = [finding for finding in reading.findings if finding.code == "L228"]
    assert [(finding.line, day.removesuffix(" г.") in finding.message) for finding in found] == (
        [(3, True)] if told else []
    )


@pytest.mark.parametrize("text", ["undated", "n.d.", "[no date]", "[Undated]"])
def test_undated_is_a_date_without_a_value_that_stands_last(text: str) -> None:
    """Fault case D10."""
    found = read_date(text, rules_of("en"))
    assert found is not None
    assert (found.edtf, found.precision, found.wording) == ("", "none", text)
    assert found.sort_key > parse_edtf("2100").sort_key


@pytest.mark.parametrize("text", ["not declassified", "unknown", "", "   ", "s", "[?]", "()", "?", "before", "ca. "])
def test_what_says_nothing_of_a_day_is_no_date(text: str) -> None:
    """Fault case D10."""
    assert read_date(text, rules_of("en")) is None


@pytest.mark.parametrize("text", ["7770", "7770.0", "44290", "19210409"])
def test_a_serial_number_of_a_table_is_no_date(text: str) -> None:
    """Fault case D11."""
    assert read_date(text, rules_of("en")) is None


@pytest.mark.parametrize(
    "text", ["1921-04-09T00:00:00", "1921-04-09T23:59:00Z", "April 9, 1921, 9 p.m.", "April 9, 1921—11:45 p.m.", "April 9, 1921, midnight"]
)  # fmt: skip
def test_an_hour_does_not_move_the_day(text: str) -> None:
    """Fault case D12: no zone is applied."""
    found = read_date(text, rules_of("en"))
    assert found is not None
    assert (found.edtf, found.wording) == ("1921-04-09", text)
