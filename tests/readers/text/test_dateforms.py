"""Dates in seven languages are found where they are, with the day they mean; what is no date gives none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import edtf
import pytest

from letterbook.dates import parse_edtf, undatable
from letterbook.letter import Span
from letterbook.readers.text import Rules, load_rules
from letterbook.readers.text.daytables import day_table
from letterbook.readers.text.daywords import FoundDate, find_dates, read_date

LANGUAGES = ("en", "fr", "de", "ru", "tr", "it", "la")
TABLE = Path(__file__).parents[3] / ".." / "shared" / "extraction" / "dates.tsv"
LETTER = parse_edtf("1921-04-09")


def found_in(text: str, *languages: str, dated: bool = False) -> list[FoundDate]:
    context = LETTER if dated else None
    return [
        found for each in languages for found in find_dates(text, Span(0, len(text)), rules_of(each), context=context)
    ]


def rules_of(language: str) -> Rules:
    """The rules of a language, of which only the dates are looked at."""
    return replace(load_rules("dvp-en", "en"), language=language)


FORMS = {
    "en": {
        "17 June 1834": "1834-06-17",
        "June 17th, 1834": "1834-06-17",
        "the seventeenth of June 1834": "1834-06-17",
        "Jany 4th 1779": "1779-01-04",
        "8ber 2d 1716": "1716-10-02",
        "5/VI/1902": "1902-06-05",
        "1902-06-05": "1902-06-05",
        "25/6/1902": "1902-06-25",
        "Christmas 1830": "1830-12-25",
        "Good Friday 1900": "1900-04-13",
        "about June 1834": "1834-06~",
        "autumn of 1834": "1834-23",
        "late June 1834": "1834-06~",
        "June —, 1834": "1834-06",
        "[1834]": "1834",
        "[June 1834?]": "1834-06?",
        "not before 3 June 1834": "[1834-06-03..]",
        "after 3 June 1834": "[1834-06-04..]",
        "by 3 June 1834": "[..1834-06-03]",
        "before June 1834": "[..1834-05-31]",
        "June 5-8, 1902": "[1902-06-05..1902-06-08]",
        "5–8 June 1902": "[1902-06-05..1902-06-08]",
        "June 30, 1902 – July 2, 1902": "[1902-06-30..1902-07-02]",
        "between June and August 1902": "[1902-06-01..1902-08-31]",
        "20 Jan. 1714/5": "1715-01-20",
        "10 March 1690 O.S.": "1690-03-20",
        "Tuesday, 17 June 1834, 9 a.m.": "1834-06-17",
        "undated": "",
    },
    "fr": {
        "17 juin 1834": "1834-06-17",
        "le 1er août 1834": "1834-08-01",
        "ce 3 février 1778": "1778-02-03",
        "mardi 17 juin 1834": "1834-06-17",
        "9bre 1702": "1702-11",
        "4 xbre 1702": "1702-12-04",
        "9 thermidor an II": "1794-07-27",
        "1 vendémiaire an 1": "1792-09-22",
        "6e jour complémentaire an III": "1795-09-22",
        "vers 1834": "1834~",
        "avant le 3 juin 1834": "[..1834-06-02]",
        "fin juin 1834": "1834-06~",
        "printemps 1834": "1834-21",
        "Pâques 1834": "1834-03-30",
        "entre le 3 et le 9 juin 1834": "[1834-06-03..1834-06-09]",
        "sans date": "",
    },
    "de": {
        "17. Juni 1834": "1834-06-17",
        "den 17ten Juni 1834": "1834-06-17",
        "am 17. Jänner 1834": "1834-01-17",
        "17. VI. 1834": "1834-06-17",
        "17.06.1834": "1834-06-17",
        "17. [6.] 1834": "1834-06-17",
        "1[7?]. 6. 1834": "1834-06-17?",
        "Mitte Juni 1834": "1834-06~",
        "Pfingstmontag 1834": "1834-05-19",
        "Weihnachten 1834": "1834-12-25",
        "Sommer 1834": "1834-22",
        "vor dem 17. Juni 1834": "[..1834-06-16]",
        "spätestens am 17. Juni 1834": "[..1834-06-17]",
        "nach 1834": "[1835-01-01..]",
        "5./17. Juni 1834": "1834-06-17",
        "5. Juni 1834 a. St.": "1834-06-17",
        "o. D.": "",
    },
    "ru": {
        "17 июня 1834 г.": "1834-06-17",
        "17 июня 1834 года": "1834-06-17",
        "июнь 1834": "1834-06",
        "17 янв. 1834": "1834-01-17",
        "17.VI.1834": "1834-06-17",
        "5 (17) июня 1834 г.": "1834-06-17",
        "30 июня (13 июля) 1908 г.": "1908-07-13",
        "5 июня 1834 г. ст. ст.": "1834-06-17",
        "17 июня 1834 г. (н. ст.)": "1834-06-17",
        "около 1834 г.": "1834~",
        "не позднее 17 июня 1834 г.": "[..1834-06-17]",
        "не ранее 17 июня 1834 г.": "[1834-06-17..]",
        "после 17 июня 1834 г.": "[1834-06-18..]",
        "5-7 июня 1834 г.": "[1834-06-05..1834-06-07]",
        "весна 1834 г.": "1834-21",
        "без даты": "",
    },
    "tr": {
        "17 Haziran 1934": "1934-06-17",
        "17 Mayıs 1921": "1921-05-17",
        "3 Kânunusani 1926": "1926-01-03",
        "3 Teşrinievvel 1925": "1925-10-03",
        "1 Mart 1333": "1917-03-01",
        "15 Şubat 1332": "1917-02-28",
        "10 Temmuz 1324": "1908-07-23",
        "30 Ağustos 1338": "1922-08-30",
        "20 Nisan 1338 (1922)": "1922-04-20",
        "1 Muharrem 1340": "1921-09-04",
        "Haziran 1934": "1934-06",
        "17.6.1934": "1934-06-17",
        "tarihsiz": "",
    },
    "it": {
        "17 giugno 1834": "1834-06-17",
        "li 17 giugno 1834": "1834-06-17",
        "il 3 febbraio 1778": "1778-02-03",
        "Roma, 3 marzo 1778": "1778-03-03",
        "4 7bre 1702": "1702-09-04",
        "4 xbre 1702": "1702-12-04",
        "primo maggio 1834": "1834-05-01",
        "giugno 1834": "1834-06",
        "circa 1834": "1834~",
        "prima del 17 giugno 1834": "[..1834-06-16]",
        "dopo il 17 giugno 1834": "[1834-06-18..]",
        "Natale 1834": "1834-12-25",
        "primavera 1834": "1834-21",
        "s. d.": "",
    },
    "la": {
        "17 Junii 1634": "1634-06-17",
        "die 17 Iunii 1634": "1634-06-17",
        "3 Maii 1655": "1655-05-03",
        "12 Novembris 1688": "1688-11-12",
        "12 9bris 1688": "1688-11-12",
        "1 Xbris 1688": "1688-12-01",
        "4 7bris 1688": "1688-09-04",
        "2 8bris 1688": "1688-10-02",
        "5 Martij 1650": "1650-03-05",
        "17.VI.1634": "1634-06-17",
        "Aprilis 1634": "1634-04",
        "circa 1634": "1634~",
        "sine dato": "",
    },
}


@pytest.mark.parametrize(
    ("language", "text", "wanted"), [(language, *pair) for language, table in FORMS.items() for pair in table.items()]
)
def test_a_string_that_is_a_date_is_read_in_every_form_of_its_language(language: str, text: str, wanted: str) -> None:
    found = read_date(text, rules_of(language))
    assert found is not None
    days = parse_edtf(wanted) if wanted else undatable(text)
    assert (found.earliest, found.latest, found.uncertain, found.wording) == (
        days.earliest,
        days.latest,
        days.uncertain,
        text,
    )


@pytest.mark.parametrize("text", [text for table in FORMS.values() for text in table])
def test_what_is_written_for_a_date_is_edtf_that_reads_back(text: str) -> None:
    language = next(name for name, table in FORMS.items() if text in table)
    found = read_date(text, rules_of(language))
    assert found is not None
    if found.edtf:
        assert str(edtf.parse_edtf(found.edtf)) == found.edtf
        again = parse_edtf(found.edtf)
        assert (again.earliest, again.latest) == (found.earliest, found.latest)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_months_and_a_dozen_forms(language: str) -> None:
    found = {number for calendar, number in day_table(language).months.values() if calendar == "gregorian"}
    assert found == set(range(1, 13))
    assert len(FORMS[language]) >= 12


@pytest.mark.parametrize(
    "text",
    [
        "may", "march", "You may go in 1921.", "they march 3,000 miles", "the second in 1919", "No. 319", "10 a.m.",
        "in 3 days", "30,000 rubles of 1920", "один", "bir", "Volume 4", "p. 58", "on the one hand", "1921",
        "9/4/21", "5000 men of 1834", "from 1915 to 1918", "April 9", "12 (24) men in 1834",
    ],
)  # fmt: skip
def test_what_is_no_date_gives_none_in_running_text(text: str) -> None:
    assert found_in(text, *LANGUAGES) == []


@pytest.mark.parametrize(
    ("text", "wording", "wanted"),
    [
        ("Yours of the 5th inst. came", "5th inst.", "1921-04-05"),
        ("yours of the 28th ultimo came", "28th ultimo", "1921-03-28"),
        ("we meet on the 3rd prox. there", "3rd prox.", "1921-05-03"),
    ],
)
def test_a_day_of_this_or_another_month_takes_that_of_the_letter(text: str, wording: str, wanted: str) -> None:
    (found,) = found_in(text, "en", dated=True)
    assert (found.date.wording, found.date.edtf) == (wording, wanted)
    assert text[found.span.start : found.span.end] == wording
    assert found_in(text, "en") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("27 March/9 April 1917", "1917-04-09"),
        ("March 27/April 9, 1917", "1917-04-09"),
        ("27 March (9 April) 1917", "1917-04-09"),
        ("May 2/15, 1918", "1918-05-15"),
        ("May 11, (23,) 1861", "1861-05-23"),
        ("25 December 1917/7 January 1918", "1918-01-07"),
    ],
)
def test_a_day_in_two_calendars_keeps_both_wordings_and_the_gregorian_value(text: str, wanted: str) -> None:
    (found,) = found_in(f"Dated {text} at night", "en")
    assert (found.date.wording, found.date.edtf) == (text, wanted)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("30 February 1921", "en"),
        ("0 April 1921", "en"),
        ("31.04.1921", "de"),
        ("16 Şubat 1332", "tr"),
        ("6 jours complémentaires an II", "fr"),
        ("29 февраля 1900 г.", "ru"),
    ],
)
def test_a_day_that_does_not_exist_keeps_its_wording_and_says_why(text: str, language: str) -> None:
    (found,) = found_in(text, language)
    assert (found.date.wording, found.date.edtf, found.date.earliest) == (text, "", None)
    assert found.fault
