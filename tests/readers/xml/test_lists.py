"""An entry of a TEI list is a whole row of a register: its names, dates, ids and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.authority import Label, Record
from letterbook.readers.xml import lists_in


def listed(folder: Path, entries: str, language: str = "de") -> tuple[tuple[Record, ...], list[str]]:
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><list>{entries}</list></body></text></TEI>'
    (folder / "people.xml").write_text(text, encoding="utf-8")
    lists = lists_in(folder, language)
    return lists.records, [finding.code for finding in lists.findings]


def test_a_person_has_names_dates_and_addresses(tmp_path: Path) -> None:
    ((person,), codes) = listed(
        tmp_path,
        """<person xml:id="Bell_Ada" n="Bell Ada">
             <persName><surname>Bell</surname><forename>Ada</forename></persName>
             <persName xml:lang="fr">Adèle Bell</persName>
             <persName type="birth">Ada Roth</persName>
             <birth when="1831-05-02"/><death>um 1899</death>
             <idno type="GND">118531379</idno><idno type="viaf">15798950</idno>
             <idno type="URL">http://letters.example/bell</idno>
           </person>""",
    )
    assert codes == []
    assert (person.key, person.row, person.kind) == ("actor/bell-ada", "people.xml#Bell_Ada", "person")
    assert person.labels == (Label("Ada Bell", "de"), Label("Adèle Bell", "fr"))
    assert person.others == (Label("Ada Roth", "de"),)
    assert (person.begin, person.end) == ("1831-05-02", "1899~")
    assert person.same_as == (
        "https://d-nb.info/gnd/118531379",
        "https://viaf.org/viaf/15798950",
        "http://letters.example/bell",
    )


@pytest.mark.parametrize(
    ("life", "begin", "end"),
    [
        ("<birth>1791</birth><death>1850</death>", "1791", "1850"),
        ("<birth>geb. 1791</birth>", "1791", ""),
        ("<birth>gest. 1836</birth>", "", "1836"),
        ("<birth><date when-iso='1852-11-22'/><placeName>La Flèche</placeName></birth>", "1852-11-22", ""),
        ("<birth notBefore='1790' notAfter='1792'/>", "[1790..1792]", ""),
        ("<birth when='1790' cert='low'/>", "1790?", ""),
        ("<birth/><death> </death>", "", ""),
    ],
)
def test_birth_and_death_are_what_the_entry_says(tmp_path: Path, life: str, begin: str, end: str) -> None:
    ((person,), codes) = listed(tmp_path, f"<person xml:id='a'><persName>Ada Bell</persName>{life}</person>")
    assert (person.begin, person.end, codes) == (begin, end, [])


@pytest.mark.parametrize(
    "life",
    [
        "<birth>im 3. Jh. v. Chr.</birth>",
        "<birth>vor 1850</birth>",
        "<birth when='1791-02-30'/>",
        "<birth>9/4/21</birth>",
    ],
)
def test_words_that_are_no_date_for_sure_are_told_and_not_guessed(tmp_path: Path, life: str) -> None:
    ((person,), codes) = listed(tmp_path, f"<person xml:id='a'><persName>Ada Bell</persName>{life}</person>")
    assert (person.begin, person.end, codes) == ("", "", ["L313"])


@pytest.mark.parametrize("geo", ["47.5 -0.07", "47,5 -0,07", "47.5,-0.07", "47,5, -0,07", " 47.5;\n -0.07 "])
def test_coordinates_are_understood_whatever_stands_for_the_point(tmp_path: Path, geo: str) -> None:
    ((place,), codes) = listed(
        tmp_path, f"<place xml:id='p'><placeName>Rye</placeName><location><geo>{geo}</geo></location></place>"
    )
    assert (place.latitude, place.longitude, codes) == ("47.5", "-0.07", [])


@pytest.mark.parametrize("geo", ["47", "north of here", "91 0", "47.5 -0.07 12"])
def test_coordinates_that_are_none_are_told(tmp_path: Path, geo: str) -> None:
    ((place,), codes) = listed(
        tmp_path, f"<place xml:id='p'><placeName>Rye</placeName><location><geo>{geo}</geo></location></place>"
    )
    assert (place.latitude, codes) == ("", ["L315"])


def test_what_an_editor_adds_to_a_name_is_no_part_of_it_and_the_whole_is_another_name(tmp_path: Path) -> None:
    ((place,), _) = listed(
        tmp_path,
        "<place xml:id='p'><placeName type='main'>Aachen <add>(D)</add></placeName><placeName type='add'>(D)</placeName></place>",
    )
    assert [label.text for label in (*place.labels, *place.others)] == ["Aachen", "Aachen (D)"]


def test_an_id_that_is_none_is_told_with_its_line_and_a_type_that_is_none_once(tmp_path: Path) -> None:
    entry = "<place xml:id='p{0}'><placeName>Rye{0}</placeName><idno type='geoanmes'>12</idno></place>"
    records, codes = listed(
        tmp_path,
        "<org xml:id='o'><orgName>Board</orgName><idno type='VIAF'>no</idno></org>" + entry.format(1) + entry.format(2),
    )
    assert [record.same_as for record in records] == [(), (), ()]
    assert codes == ["L314", "L314"]


def test_a_second_entry_of_one_id_is_told_and_an_entry_without_a_name_or_id_is_none_or_a_row(tmp_path: Path) -> None:
    records, codes = listed(
        tmp_path,
        "<person xml:id='a'><persName>One</persName></person><person xml:id='a'><persName>Two</persName></person>"
        "<person xml:id='b'><persName>[…]</persName></person><person><persName>Three</persName></person>",
    )
    assert [(record.labels[0].text, record.key) for record in records] == [("One", "actor/a"), ("Three", "actor/three")]
    assert codes == ["L305"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "records", "same_as", "coordinates"),
    [("escher/registers", 5_925, 2_105, 2_216), ("destournelles/indexes", 1_629, 1_232, 625)],
)
def test_every_entry_of_two_editions_is_a_row(
    shared: Path, folder: str, records: int, same_as: int, coordinates: int
) -> None:
    found = lists_in(shared / "corpora" / folder).records
    assert len(found) == records
    assert sum(bool(record.same_as) for record in found) == same_as
    assert sum(bool(record.latitude) for record in found) == coordinates


def test_a_bad_language_tag_loses_no_name_and_is_told_once(tmp_path: Path) -> None:
    """Fault case I4."""
    names = "<persName xml:lang='en_US'>Ada Bell</persName><persName xml:lang='unibo.it'>Ada B.</persName>"
    people = f"<person xml:id='a'>{names}</person><person xml:id='b'>{names.replace('Ada', 'Bea')}</person>"
    ((ada, bea), codes) = listed(tmp_path, people)
    assert ada.labels == (Label("Ada Bell", "en-US"), Label("Ada B.", "und"))
    assert bea.labels == (Label("Bea Bell", "en-US"), Label("Bea B.", "und"))
    assert codes == ["L229", "L229"]
