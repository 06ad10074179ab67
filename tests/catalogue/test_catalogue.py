"""A build opened as a catalogue: its letters with all names resolved, as the documents state them."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.catalogue import open_catalogue, period_of
from letterbook.catalogue.graph import Graph
from letterbook.catalogue.names import name_of
from letterbook.catalogue.times import span_of
from letterbook.errors import OutputError
from letterbook.terms import XSD, Term, Triple, iri, literal
from letterbook.vocabulary import term

BASE = "https://letterbook.example/"
PLACE = iri(f"{BASE}place/ulm#it")


def test_a_letter_has_its_parties_date_number_and_parts(built: Path) -> None:
    letter = next(entry for entry in open_catalogue(built).letters() if entry.id == "dvp-4-319")
    assert [party.name.kind for party in letter.senders] == ["office"]
    assert [(party.name.label.text, party.office) for party in letter.addressees] == [
        ("Mustafa Kemal", "Chairman of the Grand National Assembly of Turkey")
    ]
    assert letter.written and letter.written.wording
    assert (letter.written.edtf, letter.written.wording.text) == ("1921-04-09", "April 9, 1921")
    assert (letter.number, letter.language, letter.page) == ("319", "en", "58")
    assert [part.kind for part in letter.parts] == [
        "heading", "source-note", "dateline", "salutation", "paragraph", "paragraph", "paragraph", "closing",
    ]  # fmt: skip
    assert [name.label.text for name in letter.on_behalf_of] == ["RSFSR", "working people of Soviet Russia"]


def test_what_stands_in_the_document_of_the_other_letter_of_a_print_is_found(built: Path) -> None:
    reply = next(entry for entry in open_catalogue(built).letters() if entry.id == "dvp-4-319-reply")
    assert reply.answers == ("https://letterbook.example/letter/dvp-4-319",)
    assert reply.edition and reply.edition.label.text == "USSR foreign policy documents"
    assert "their native land" in {name.label.text for name in reply.mentions if name.kind == "place"}


def test_the_whole_is_what_the_settings_say(built: Path) -> None:
    whole = open_catalogue(built).whole
    assert (whole.publisher, whole.language, whole.published) == ("Letterbook", "en", "2026-11-24")


def test_the_words_of_a_letter_are_those_of_its_file_and_not_of_the_store(built: Path) -> None:
    for entry in open_catalogue(built).letters():
        assert entry.text in (built / f"site/letter/{entry.id}.txt").read_text(encoding="utf-8")


def test_letters_that_may_be_of_the_period_are_kept(built: Path) -> None:
    catalogue = open_catalogue(built, period=period_of("1921-04-12", ""))
    assert [entry.id for entry in catalogue.letters()] == ["dvp-4-319-reply"]


def test_a_folder_without_a_build_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds no build"):
        open_catalogue(tmp_path)


def test_a_build_with_a_file_missing_is_told_with_the_file(built: Path) -> None:
    catalogue = open_catalogue(built)
    catalogue.files = {**catalogue.files, "site/letter/gone.nq": ""}
    with pytest.raises(OutputError, match=r"gone\.nq"):
        list(catalogue.letters())


@pytest.mark.parametrize(
    "stated",
    [
        [
            (PLACE, term("schema:latitude"), literal("48.40", datatype=XSD + "decimal")),
            (PLACE, term("schema:longitude"), literal("9.99", datatype=XSD + "decimal")),
        ],
        [
            (PLACE, term("schema:geo"), iri("https://letterbook.example/place/ulm#geo")),
            (iri("https://letterbook.example/place/ulm#geo"), term("schema:latitude"), literal("48.40")),
            (iri("https://letterbook.example/place/ulm#geo"), term("schema:longitude"), literal("9.99")),
        ],
        [(PLACE, term("crm:P168_place_is_defined_by"), literal("POINT(9.99 48.40)"))],
    ],
    ids=["of its own", "of its schema:geo", "well-known text"],
)
def test_coordinates_are_read_as_latitude_and_longitude_as_they_are_written(stated: list[Triple]) -> None:
    assert name_of(Graph(stated), PLACE).coordinates == ("48.40", "9.99")


def test_the_label_is_that_in_the_language_of_the_letterbook() -> None:
    labels = [(PLACE, term("rdfs:label"), Term(text)) for text in ('"Ulma"@it', '"Ulm"@de')]
    name = name_of(Graph(labels), PLACE, "de")
    assert (name.label.text, [words.text for words in name.others]) == ("Ulm", ["Ulma"])


def test_what_has_no_label_is_called_by_its_address() -> None:
    assert name_of(Graph(()), PLACE).label.text == "ulm"


def test_a_time_span_names_the_calendar_of_its_wording() -> None:
    span, kind = iri(f"{BASE}letter/1#t-written"), iri(f"{BASE}vocab/types#julian-calendar")
    assert span_of(Graph([(span, term("crm:P2_has_type"), kind)]), span).calendar == "julian"
    assert span_of(Graph(()), span).calendar == ""
