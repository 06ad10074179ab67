"""A register says who is meant, by exactly one row; what it does not explain is listed and gets a key of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from letterbook.authority import Label
from letterbook.letter import Transcript
from letterbook.publication import Letterbook
from letterbook.readers.text import read_text
from letterbook.registers import load_registers, resolve

ACTORS = "key,kind,label@en,other@en,from,to,same_as\n"


def registers(folder: Path, rows: str, *, name: str = "actors.csv", header: str = ACTORS) -> Path:
    (folder / name).write_text(header + rows, encoding="utf-8")
    return folder


def test_the_ready_registers_have_no_fault_and_say_only_what_is_sure(data: Path) -> None:
    found = load_registers(data / "registers")
    assert found.findings == ()
    assert {record.key: record.same_as for record in found.records.values() if record.same_as} == {
        "actor/mustafa-kemal": ("http://www.wikidata.org/entity/Q5152",),
        "actor/rsfsr": ("http://www.wikidata.org/entity/Q2184",),
        "actor/ussr": ("http://www.wikidata.org/entity/Q15180",),
        "place/moscow": ("http://www.wikidata.org/entity/Q649", "https://sws.geonames.org/524901/"),
    }


def test_every_key_that_a_row_names_has_a_row(data: Path) -> None:
    records = load_registers(data / "registers").records
    named = {key for r in records.values() for key in (r.part_of, r.seat, r.place, r.publisher) if key}
    assert named <= set(records)


def test_a_name_is_found_by_any_of_its_labels_and_by_no_likeness(data: Path) -> None:
    found = load_registers(data / "registers")
    assert {found.find("polity", name) for name in ("RSFSR", "Soviet Russia", "Russia", "РСФСР")} == {
        found.records["actor/rsfsr"]
    }
    assert found.find("organisation", "People’s Commissariat  of Foreign Affairs") is found.records["actor/nkid"]
    assert found.find("polity", "rsfsr") is None
    assert found.find("place", "RSFSR") is None


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Bad Key,person,X,,,,", "not made of"),
        (",person,X,,,,", "no key"),
        ("x,robot,X,,,,", "'robot'"),
        ("x,person,,,,,", "no label"),
        ("x,person,X,,1921-02-31,,", "28 days"),
        ("x,person,X,,,,not an iri", "not an absolute IRI"),
        ("x,person,X", "cells expected"),
    ],
)
def test_a_row_that_cannot_be_used_is_a_finding_and_the_others_are_used(tmp_path: Path, row: str, fault: str) -> None:
    found = load_registers(registers(tmp_path, f"{row}\ngood,person,Good,,,,\n"))
    assert list(found.records) == ["actor/good"]
    (finding,) = found.findings
    assert (finding.code, finding.line) == ("L305", 2)
    assert fault in finding.message


def test_a_key_twice_and_a_label_twice_are_findings(tmp_path: Path) -> None:
    found = load_registers(registers(tmp_path, "a,person,Ann,,,,\na,person,Eve,,,,\nb,person,Ann,,,,\n"))
    assert [finding.code for finding in found.findings] == ["L305", "L307"]
    assert found.find("person", "Ann") is None


@pytest.mark.parametrize(
    "data",
    ["key|kind\n", "key,kind,colour\n", "key,kind,kind\n", "kind,label@en\n", 'key,kind,label@en\n"a,person,X\n'],
)
def test_a_file_that_is_no_register_is_a_finding(tmp_path: Path, data: str) -> None:
    (tmp_path / "actors.csv").write_text(data, encoding="utf-8")
    assert [finding.code for finding in load_registers(tmp_path).findings] == ["L305"]


def test_a_register_whose_encoding_is_not_sure_is_a_finding_and_a_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_bytes((ACTORS + "a,person,Иван,,,,\n").encode("cp1251"))
    (finding,) = load_registers(tmp_path).findings
    assert (finding.code, finding.remedy) == ("L103", "save the register as UTF-8")
    (tmp_path / "actors.csv").write_bytes((ACTORS + "a,person,Иван,,,,\n").encode("utf-8-sig"))
    assert list(load_registers(tmp_path).records) == ["actor/a"]


def test_a_name_in_no_register_gets_a_key_from_its_wording_and_is_listed(book: Letterbook, tmp_path: Path) -> None:
    text = (book.folder / "letters/000_fe7cd0140cad9c37.txt").read_text(encoding="utf-8")
    reading = read_text(Transcript("x.txt", text, "en"), book.rules)
    resolved, findings = resolve(reading, load_registers(tmp_path))
    keys = {entity.label: entity.key for entity in resolved.entities if entity.named}
    assert keys["Mustafa Kemal"] == "actor/mustafa-kemal"
    assert keys["Turkey"] == "place/turkey"
    assert resolved.citation is not None
    assert resolved.citation.key == "edition/ussr-foreign-policy-documents-4"
    assert {finding.code for finding in findings} == {"L304"}
    assert all(finding.line and finding.remedy for finding in findings)
    assert all(entity.key == "" for entity in resolved.entities if not entity.named)


def test_a_name_in_no_register_is_never_taken_for_a_row_by_the_likeness_of_its_key(
    book: Letterbook, tmp_path: Path
) -> None:
    text = (book.folder / "letters/000_fe7cd0140cad9c37.txt").read_text(encoding="utf-8")
    reading = read_text(Transcript("x.txt", text, "en"), book.rules)
    rows = load_registers(registers(tmp_path, "mustafa-kemal,person,Mustafa Kemal Bey,,,,\n"))
    resolved, _ = resolve(reading, rows)
    (person,) = [entity for entity in resolved.entities if entity.label == "Mustafa Kemal"]
    assert (person.key, person.registered) == ("actor/mustafa-kemal-2", False)


def test_what_an_editor_has_kept_apart_never_shares_a_key(book: Letterbook) -> None:
    text = (book.folder / "letters/000_fe7cd0140cad9c37.txt").read_text(encoding="utf-8")
    reading = read_text(Transcript("x.txt", text, "en"), book.rules)
    (person,) = [entity for entity in reading.entities if entity.label == "Mustafa Kemal"]
    row = book.registers.find("person", "Mustafa Kemal")
    assert row is not None
    apart = replace(person, unlike=(row.key,))
    changed = replace(reading, entities=tuple(apart if each is person else each for each in reading.entities))
    resolved, findings = resolve(changed, book.registers)
    assert not resolved.entity(person.id).registered
    assert resolved.entity(person.id).key != row.key
    assert [finding.code for finding in findings] == ["L304"]


@pytest.mark.parametrize(
    "rows",
    [
        "a,person,One,,,,https://viaf.org/viaf/1\nb,person,Two,,,,http://viaf.org/viaf/1/\n",
        "a,person,One,,,,https://viaf.org/viaf/1 https://viaf.org/viaf/2\n",
    ],
)
def test_two_rows_with_one_authority_record_and_one_with_two_are_told_and_never_merged(
    tmp_path: Path, rows: str
) -> None:
    """Fault case L5."""
    found = load_registers(registers(tmp_path, rows))
    assert [finding.code for finding in found.findings] == ["L309"]
    assert len(found.records) == rows.count("\n")


def test_records_of_two_authority_files_are_nothing_to_tell(tmp_path: Path) -> None:
    rows = "a,person,One,,,,https://viaf.org/viaf/1 https://d-nb.info/gnd/118531379\nb,person,Two,,,,https://viaf.org/viaf/2\n"
    assert load_registers(registers(tmp_path, rows)).findings == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_a_register_is_recognised_by_its_letters_and_its_header(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Story S2: a register as a Russian spreadsheet program leaves it."""
    names = ["Георгий Васильевич Чичерин", "Максим Максимович Литвинов", "Лев Михайлович Карахан", "Симон Аралов"]
    lines = ["key;kind;label@ru;to", *(f"p{number};person;{name};1921" for number, name in enumerate(names))]
    text = "\r\n".join(lines).replace(";", delimiter) + "\r\n"
    (tmp_path / "actors.csv").write_bytes(text.encode(encoding))
    found = load_registers(tmp_path)
    assert [record.labels[0].text for record in found.records.values()] == names
    assert {finding.code for finding in found.findings} <= {"L104"}


def test_an_unclosed_quote_is_told_with_its_line_and_swallows_no_row_in_silence(tmp_path: Path) -> None:
    """Fault case C3."""
    found = load_registers(registers(tmp_path, 'a,person,Ann,,,,\nb,person,"Eve,,,,\nc,person,Eva,,,,\n'))
    assert list(found.records) == ["actor/a"]
    assert [(finding.code, finding.line) for finding in found.findings] == [("L305", 4)]


@pytest.mark.parametrize(
    ("column", "cell", "address"),
    [
        ("gnd", "118531379", "https://d-nb.info/gnd/118531379"),
        ("gnd", "(DE-588)118531379", "https://d-nb.info/gnd/118531379"),
        ("gnd", "http://d-nb.info/gnd/118531379", "http://d-nb.info/gnd/118531379"),
        ("viaf", "15798950", "https://viaf.org/viaf/15798950"),
        ("geonames", "524901", "https://www.geonames.org/524901"),
        ("wikidata", "Q5152", "http://www.wikidata.org/entity/Q5152"),
        ("lccn", "n79022889", "http://id.loc.gov/authorities/names/n79022889"),
        ("isni", "0000000121032683", "https://isni.org/isni/0000000121032683"),
    ],
)
def test_a_bare_id_in_the_column_of_an_authority_file_becomes_its_address(
    tmp_path: Path, column: str, cell: str, address: str
) -> None:
    found = load_registers(registers(tmp_path, f"a,Ann,{cell}\n", header=f"key,label@en,{column}\n"))
    assert (found.findings, found.records["actor/a"].same_as) == ((), (address,))


@pytest.mark.parametrize(
    ("column", "cell", "used"),
    [
        ("gnd", "118531378", True),
        ("isni", "0000000121032684", True),
        ("gnd", "see note", False),
        ("wikidata", "5152", False),
        ("viaf", "file:///etc/hostname?viaf", False),
    ],
)
def test_an_id_that_is_none_is_told_and_only_an_address_is_kept(
    tmp_path: Path, column: str, cell: str, used: bool
) -> None:
    """Fault cases I3 and N5: nothing is asked, whatever the cell holds."""
    found = load_registers(registers(tmp_path, f"a,Ann,{cell}\n", header=f"key,label@en,{column}\n"))
    assert {(finding.code, finding.line) for finding in found.findings} == {("L314", 2)}
    assert bool(found.records["actor/a"].same_as) is used


def test_the_pages_of_one_record_are_one_address(tmp_path: Path) -> None:
    rows = "a,person,One,,,,https://www.wikidata.org/wiki/Q42\nb,person,Two,,,,http://www.wikidata.org/entity/Q42\n"
    assert [finding.code for finding in load_registers(registers(tmp_path, rows)).findings] == ["L309"]


PLACES = "key,label@en,lat,long,note\n"


def test_coordinates_are_kept_as_given_with_a_point(tmp_path: Path) -> None:
    found = load_registers(registers(tmp_path, 'a,Rye,"50,950",0.73,x\n', name="places.csv", header=PLACES))
    assert found.findings == ()
    assert (found.records["place/a"].latitude, found.records["place/a"].longitude) == ("50.950", "0.73")


@pytest.mark.parametrize("cells", ["50.95,", ",0.73", "95,0", "0,181", "N50,E0", "nan,1", "1e1,2"])
def test_coordinates_that_are_none_are_told_and_not_used(tmp_path: Path, cells: str) -> None:
    found = load_registers(registers(tmp_path, f"a,Rye,{cells},x\n", name="places.csv", header=PLACES))
    assert [(finding.code, finding.line) for finding in found.findings] == [("L315", 2)]
    assert found.records["place/a"].latitude == ""


def test_a_column_whose_language_is_no_tag_loses_no_name(tmp_path: Path) -> None:
    """Fault case I4."""
    header = "key,kind,label@en_US,other@unibo.it\n"
    found = load_registers(registers(tmp_path, "ada,person,Ada Bell,Ada B.\n", header=header))
    record = found.records["actor/ada"]
    assert (record.labels, record.others) == ((Label("Ada Bell", "en-US"),), (Label("Ada B.", "und"),))
    assert [(each.code, each.line) for each in found.findings] == [("L229", 1), ("L229", 1)]
    assert "column 'label@en_US'" in found.findings[0].message
