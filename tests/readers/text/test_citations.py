"""A source note is taken apart: what has a label first, then the series before it and the imprint behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Citation, EntityKind, Form, Span
from letterbook.readers.text import Rules, load_rules
from letterbook.readers.text.citations import is_source_note, read_citation
from letterbook.readers.text.entities import EntityTable
from letterbook.readers.text.zones import view_of

NAMES = ("series", "volume", "pages", "document")


def read(text: str, rules: Rules) -> tuple[Citation, EntityTable]:
    table = EntityTable()
    return read_citation(text, view_of(text), Span(0, len(text)), rules, table), table


def values(text: str, rules: Rules) -> dict[str, str]:
    """What is read, without the parts that are not printed."""
    citation, table = read(text, rules)
    found = {name: getattr(citation, name).value for name in NAMES if getattr(citation, name)}
    for name in ("place", "publisher"):
        if getattr(citation, name):
            found[name] = table.get(getattr(citation, name)).label
    if citation.year:
        found["year"] = citation.year.date.edtf
    return found


@pytest.mark.parametrize(
    ("note", "parts"),
    [
        ("A source: USSR foreign policy documents. Volume 4. p. 58. Moscow. State Political Publishing House. 1960",
         {"series": "USSR foreign policy documents", "volume": "4", "pages": "58", "place": "Moscow",
          "publisher": "State Political Publishing House", "year": "1960"}),
        ("Source: Documents on British foreign policy, 1919-1939. Vol. XVII. pp. 112–115. London: Her Majesty’s Stationery Office, 1970",
         {"series": "Documents on British foreign policy, 1919-1939", "volume": "XVII", "pages": "112–115",
          "place": "London", "publisher": "Her Majesty's Stationery Office", "year": "1970"}),
        ("Source: USSR foreign policy documents. Vol. V. No. 12. p. 9. Moscow. 1962",
         {"series": "USSR foreign policy documents", "volume": "V", "document": "12", "pages": "9", "place": "Moscow",
          "year": "1962"}),
        ("Source: Letters. Volume 2. Document 7. pages 58-60.",
         {"series": "Letters", "volume": "2", "document": "7", "pages": "58-60"}),
        ("Source: Papers of the Ministry. Volume 2, p. 5 (Paris: Imprimerie Nationale, 1899)",
         {"series": "Papers of the Ministry", "volume": "2", "pages": "5", "place": "Paris", "publisher": "Imprimerie Nationale",
          "year": "1899"}),
        ("Printed in: The Chronicle. p. 4. London. 1921",
         {"series": "The Chronicle", "pages": "4", "place": "London", "year": "1921"}),
        ("Source: Papers. Volume 4. p. 58. 1960. Moscow",
         {"series": "Papers", "volume": "4", "pages": "58", "year": "1960", "place": "Moscow"}),
        ("Source: State Archives, fond 5, opis 1, delo 2, 1921",
         {"series": "State Archives, fond 5, opis 1, delo 2", "year": "1921"}),
        ("Source: A. B. Roe, Letters. p. 5. London. 1901",
         {"series": "A. B. Roe, Letters", "pages": "5", "place": "London", "year": "1901"}),
        ("Source: Private collection.", {"series": "Private collection"}),
        ("Source:", {}),
    ],
)  # fmt: skip
def test_each_part_is_read_and_what_is_not_printed_is_absent(rules: Rules, note: str, parts: dict[str, str]) -> None:
    assert values(note, rules) == parts


@pytest.mark.parametrize(
    "note",
    [
        "Source: Documents on foreign policy, 1919-1939. Volume 4. p. 58.",
        "Source: Documents 1921. Volume 4. p. 58.",
        "Source: Documents. Volume 4. p. 1917.",
        "Source: Documents. Volume 1899. p. 3.",
        "Source: Documents. Volume 4. No. 1911.",
    ],
)
def test_years_of_a_title_and_numbers_of_a_part_are_no_year_of_publication(rules: Rules, note: str) -> None:
    assert "year" not in values(note, rules)


@pytest.mark.parametrize("series", ["Papers on Moscow", "Moscow papers", "Letters from London"])
def test_a_place_in_the_title_is_not_that_of_publication(rules: Rules, series: str) -> None:
    citation, table = read(f"Source: {series}. Volume 4. p. 58. 1960", rules)
    assert citation.place == ""
    assert table.entities() == ()


def test_an_unknown_place_is_not_stated_as_one(rules: Rules) -> None:
    """Only the gazetteer says that a name of the imprint is a place."""
    assert "place" not in values("Source: Papers. Volume 4. p. 5. Nowhereville. 1960", rules)


def test_every_part_rests_on_its_own_characters(rules: Rules) -> None:
    text = "A source: USSR foreign policy documents. Volume 4. p. 58. Moscow. State Political Publishing House. 1960"
    citation, table = read(text, rules)
    quotes = {
        name: [text[span.start : span.end] for span in part.evidence.spans]
        for name in (*NAMES, "year")
        if (part := getattr(citation, name))
    }
    assert quotes == {
        "series": ["USSR foreign policy documents"],
        "volume": ["Volume 4"],
        "pages": ["p. 58"],
        "year": ["1960"],
    }
    assert citation.as_printed.evidence.spans == (Span(0, len(text)),)
    assert [(text[m.span.start : m.span.end], m.form, table.get(m.entity).kind) for m in table.mentions()] == [
        ("Moscow", Form.NAME, EntityKind.PLACE),
        ("State Political Publishing House", Form.NAME, EntityKind.ORGANISATION),
    ]


@pytest.mark.parametrize("blank", ["\u00a0", "\n", "  "])
def test_other_blanks_change_no_part(rules: Rules, blank: str) -> None:
    plain = "A source: Papers. Volume 4. p. 58. Moscow. State Publishing House. 1960"
    text = plain.replace(". ", f".{blank}")
    found = {name: value for name, value in values(text, rules).items() if name not in ("volume", "pages")}
    assert found == {
        "series": "Papers",
        "place": "Moscow",
        "publisher": "State Publishing House",
        "year": "1960",
    }


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("A source: Papers. p. 5", True),
        ("Source: Papers", True),
        ("Source : Papers", True),
        ("Printed in: Papers", True),
        ("Source\u00a0: Papers", True),
        ("Source of the trouble: the war", False),
        ("The source: Papers", False),
        ("Resource: Papers", False),
        ("We have it from a source: the Consul.", False),
    ],
)
def test_a_source_note_begins_with_a_label_and_a_colon(rules: Rules, line: str, is_one: bool) -> None:
    assert is_source_note(view_of(line), Span(0, len(line)), rules) is is_one


@given(st.text(st.sampled_from("AbI19 .,:;()-–\nVolume p. Moscow"), max_size=60))
def test_no_source_note_breaks_the_reader_and_its_parts_do_not_overlap(rest: str) -> None:
    text = f"Source: {rest}"
    citation, table = read(text, load_rules("dvp-en", "en"))
    spans = [getattr(citation, name).evidence.spans[0] for name in (*NAMES, "year") if getattr(citation, name)]
    spans += [mention.span for mention in table.mentions()]
    assert not [(a, b) for a in spans for b in spans if a != b and a.overlaps(b)]
    assert all(span.end <= len(text) for span in spans)


SHARED = Path(__file__).parents[3] / ".." / "shared" / "extraction" / "citations.tsv"


@pytest.mark.shared
def test_the_source_lines_of_the_table_are_taken_apart() -> None:
    """A place is written in the language of the note: "М." stands for Москва, where the table has the English name."""
    if not SHARED.is_file():
        pytest.skip("the shared folder is not here")
    head, *rows = (line.split("\t") for line in SHARED.read_text(encoding="utf-8").splitlines())
    assert len(rows) == 11
    for row in rows:
        wanted = dict(zip(head, row, strict=False))
        rules = load_rules({"ru": "dvp-ru", "tr": "mektup-tr"}.get(wanted["lang"], "dvp-en"))
        text = wanted["text"]
        assert is_source_note(view_of(text), Span(0, len(text)), rules)
        found = values(text, rules)
        if wanted["type"] == "archival":
            assert found == {}
            continue
        if found.get("place") == "Москва":
            found["place"] = "Moscow"
        parts = {
            name: wanted[name] for name in ("series", "volume", "pages", "document", "year", "place") if wanted[name]
        }
        assert {name: found.get(name) for name in parts} == parts


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Papers on trade, vol. 3, p. 17. London: Press, 1911.", True),
        ("Сборник договоров, вып. 2, т. 3, М., 1955, стр. 4.", True),
        ("Belgeler, Cilt II, s. 18. Ankara: Basımevi, 1975.", True),
        ("АВП РФ, ф. 132, оп. 4, п. 5, д. 11, л. 3.", True),
        ("TNA, FO 371/123, E 45/1", True),
        ("We read in volume 3 on page 17 that the war was over.", False),
        ("I have read vol. 3 of the papers.", False),
        ("Господин Министр, прошу ответить до 3 мая 1921 г.", False),
        ("Archives are closed on Sundays.", False),
    ],
)
def test_a_note_without_a_label_has_a_volume_pages_and_a_year_or_is_the_mark_of_an_archive(
    rules: Rules, line: str, is_one: bool
) -> None:
    assert is_source_note(view_of(line), Span(0, len(line)), rules) is is_one


def test_a_mark_of_an_archive_is_kept_whole(rules: Rules) -> None:
    text = "АВП РФ, ф. 132, оп. 4, п. 5, д. 11, л. 3."
    citation, table = read(text, rules)
    assert (citation.as_printed.value, citation.as_printed.evidence.rule) == (text, "archive-mark")
    assert table.entities() == ()


@pytest.mark.parametrize(
    "label", ["Том 4. С. 5", "т. 4, с. 5", "Cilt 4, s. 5", "Bd. 4, S. 5", "t. 4, p. 5", "Vol. 4, pp. 5"]
)
def test_the_labels_of_every_language_are_known_in_each(rules: Rules, label: str) -> None:
    found = values(f"Source: Papers. {label}. 1960", rules)
    assert (found["volume"], found["pages"], found["year"]) == ("4", "5", "1960")
