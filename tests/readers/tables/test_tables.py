"""Tables of letters: every row a letter, and what cannot be read named by row and heading."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.findings import Finding
from letterbook.letter import EntityKind, Origin, Reading, TextKind
from letterbook.readers.tables.delimited import _rows, _Text

HEAD = "id,sender,senderID,addressee,place,date\n"
ROW = "1,Ada Bell,https://d-nb.info/gnd/1,Carl Dorn,Ulm,1901-02-03\n"


def codes(findings: list[Finding], but: str = "L119") -> list[tuple[str, int, int]]:
    return [(each.code, each.line, each.column) for each in findings if each.code not in but]


def names(reading: Reading) -> list[str]:
    letter = reading.letters[0]
    return [party.as_printed for party in (*letter.senders, *letter.addressees)]


def test_a_row_is_a_letter_described_by_its_cells(read) -> None:  # type: ignore[no-untyped-def]
    (reading,), findings = read(HEAD + ROW)
    letter, text = reading.letters[0], reading.transcript
    assert findings == []
    assert names(reading) == ["Ada Bell", "Carl Dorn"]
    assert reading.entity(letter.senders[0].person).same_as == ("https://d-nb.info/gnd/1",)
    assert (reading.entity(letter.place).label, letter.date.date.edtf) == ("Ulm", "1901-02-03")
    assert (text.kind, text.file, text.source) == (TextKind.DESCRIPTION, "list.csv", "list.csv#1")


def test_what_a_row_says_leads_to_its_characters_and_to_row_and_column(read) -> None:  # type: ignore[no-untyped-def]
    (reading,), _ = read(HEAD + ROW)
    evidence = reading.letters[0].addressees[0].evidence
    (span,) = evidence.spans
    assert reading.transcript.quote(span) == "Carl Dorn"
    assert reading.transcript.mark(span.start).path == "addressee"
    assert reading.transcript.position(span.start) == (2, 4)
    assert (evidence.origin, evidence.source) == (Origin.METADATA, "list.csv#cell=2,4")


def test_a_cell_that_no_field_takes_stands_in_the_record_and_is_named_once(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read("sender,seal,date\nAda Bell,red,1901\nBea Carr,,1902\n")
    assert "seal: red" in readings[0].transcript.text
    assert codes(findings, "L120") == [("L119", 1, 0)]
    assert "'seal'" in next(each.message for each in findings if each.code == "L119")


@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
def test_the_divider_is_recognised(read, divider: str) -> None:  # type: ignore[no-untyped-def]
    text = (HEAD + ROW).replace(",", divider)
    (reading,), findings = read(text.replace("Ulm", f'"Ulm{divider} in der Stadt"'))
    place = reading.transcript.mark(reading.transcript.text.index("Ulm"))
    assert (place.path, f"Ulm{divider} in der Stadt" in reading.transcript.text) == ("place", True)
    assert codes(findings) == ([("L251", 2, 5)] if divider == "|" else [])


def test_a_table_in_a_legacy_encoding_is_recognised_and_its_first_heading_is_whole(read) -> None:  # type: ignore[no-untyped-def]
    text = "Отправитель;Адресат;Дата\nГраф Нессельроде;Барон Мейендорф, посланник в Вене;12 марта 1847\n"
    (reading,), findings = read(text.encode("cp1251"))
    assert names(reading) == ["Граф Нессельроде", "Барон Мейендорф, посланник в Вене"]
    assert [each.code for each in findings] == ["L104", "L120"]
    (reading,), _ = read(b"\xef\xbb\xbf" + text.encode())
    assert reading.letters[0].senders[0].as_printed == "Граф Нессельроде"


def test_blank_rows_are_counted_and_are_no_letters(read) -> None:  # type: ignore[no-untyped-def]
    (reading,), findings = read("\n" + HEAD + "\n,,,,,\n" + ROW.replace("1901-02-03", "no day"), id="id", date="date")
    assert reading.letters[0].date.date.edtf == ""
    assert codes(findings) == [("L250", 5, 6)]


def test_a_row_with_too_many_cells_is_not_read_and_one_with_too_few_is(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(HEAD + "1,Bell, Ada,x,Carl,Ulm,1901\n2,Bea Carr\n" + ROW.replace("1,", "3,", 1))
    assert [reading.transcript.source for reading in readings] == ["list.csv#2", "list.csv#3"]
    assert codes(findings) == [("L116", 2, 7), ("L116", 3, 0)]
    assert [str(each.level) for each in findings] == ["error", "warning"]


def test_a_quotation_mark_that_is_never_closed_is_named_and_the_rows_before_it_are_read(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(HEAD + ROW + '2,"Bea,,,,\n3,Cid,,,,\n')
    assert [reading.transcript.source for reading in readings] == ["list.csv#1"]
    assert codes(findings) == [("L114", 3, 0)]


def test_a_row_that_cannot_be_taken_apart_is_named_and_the_next_ones_are_read(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(HEAD + '1,"Ada" Bell,,,,\n' + ROW.replace("1,", "2,", 1))
    assert [reading.transcript.source for reading in readings] == ["list.csv#2"]
    assert codes(findings) == [("L114", 2, 0)]


def test_a_row_that_has_swallowed_lines_is_reported(read) -> None:  # type: ignore[no-untyped-def]
    swallowed = '1,"Ada\n' + "2,x\n" * 40 + '",,,,\n'
    _, findings = read(HEAD + swallowed, id="id", sender="sender")
    assert codes(findings) == [("L116", 2, 0)]


def test_a_cell_of_any_length_is_read(read) -> None:  # type: ignore[no-untyped-def]
    """Fault case C2."""
    (reading,), _ = read(f"sender,date,note\nAda,1901,{'x' * 200_000}\n")
    assert len(reading.transcript.text) > 200_000


def test_a_heading_that_stands_twice_is_no_field(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read("id,from,from\n1,Ada,Bea\n", id="id", sender="from")
    assert readings == []
    assert [(each.code, str(each.level)) for each in findings if each.code == "L117"] == [("L117", "error")]
    readings, findings = read("id,from,seal,seal\n1,Ada,red,wax\n", id="id", sender="from")
    assert "seal: red\nseal: wax" in readings[0].transcript.text
    assert [(each.code, str(each.level)) for each in findings if each.code == "L117"] == [("L117", "warning")]


def test_a_mapped_heading_that_is_not_there_is_named_with_the_nearest(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read("Absender,Datum\nAda,1901\n", sender="Absendr", date="Datum")
    assert readings == []
    assert next(each.remedy for each in findings if each.code == "L122") == "did you mean 'Absender'?"


# -- ids


def test_sorting_the_rows_moves_no_id(read) -> None:  # type: ignore[no-untyped-def]
    rows = [f"{number},S{number},,A{number},Ulm,1901\n" for number in range(20)]
    sources = {
        reading.letters[0].senders[0].as_printed: reading.transcript.source for reading in read(HEAD + "".join(rows))[0]
    }
    random.Random(1).shuffle(rows)
    assert sources == {
        reading.letters[0].senders[0].as_printed: reading.transcript.source for reading in read(HEAD + "".join(rows))[0]
    }


def test_without_ids_a_row_is_known_by_its_words_and_a_finding_says_what_that_means(read) -> None:  # type: ignore[no-untyped-def]
    rows = ["Ada,1901\n", "Bea,1902\n", "Ada,1901\n"]
    readings, findings = read("sender,date\n" + "".join(rows))
    sources = [reading.transcript.source for reading in readings]
    assert len(set(sources)) == 3
    assert [each.code for each in findings] == ["L120"]
    again, _ = read("sender,date\n" + "".join(reversed(rows)))
    assert {reading.transcript.source for reading in again} == set(sources)


def test_two_rows_with_one_id_are_both_read_and_neither_is_known_by_it(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(HEAD + ROW + ROW.replace("Ada", "Bea"), id="id", sender="sender")
    assert len(readings) == 2
    assert "list.csv#1" not in [reading.transcript.source for reading in readings]
    assert codes(findings) == [("L118", 3, 0)]


def test_several_columns_may_be_the_id_together(read) -> None:  # type: ignore[no-untyped-def]
    readings, _ = read("vol,no,sender\nI,1,Ada\nII,1,Bea\n", id=["vol", "no"], sender="sender")
    assert [reading.transcript.source for reading in readings] == ["list.csv#I/1", "list.csv#II/1"]


# -- names and their ids


def test_several_persons_stand_in_a_cell_and_their_ids_beside_it(read) -> None:  # type: ignore[no-untyped-def]
    ids = "https://d-nb.info/gnd/1 | https://d-nb.info/gnd/2"
    (reading,), findings = read(HEAD + f"1,Ada Bell | Bea Carr,{ids},Carl; Dora,Ulm,1901\n")
    assert codes(findings) == []
    assert names(reading) == ["Ada Bell", "Bea Carr", "Carl", "Dora"]
    assert [reading.entity(party.person).same_as for party in reading.letters[0].senders] == [
        ("https://d-nb.info/gnd/1",),
        ("https://d-nb.info/gnd/2",),
    ]
    quoted = [reading.transcript.quote(party.evidence.spans[0]) for party in reading.letters[0].senders]
    assert quoted == ["Ada Bell", "Bea Carr"]


def test_ids_that_are_not_as_many_as_the_names_are_given_to_nobody(read) -> None:  # type: ignore[no-untyped-def]
    (reading,), findings = read(HEAD + "1,Ada | Bea,https://d-nb.info/gnd/2,,Ulm,1901\n")
    assert codes(findings) == [("L251", 2, 3)]
    assert [reading.entity(party.person).same_as for party in reading.letters[0].senders] == [(), ()]


def test_a_missing_id_keeps_its_place_empty(read) -> None:  # type: ignore[no-untyped-def]
    (reading,), findings = read(HEAD + "1,Ada | Bea,| https://d-nb.info/gnd/2,,Ulm,1901\n")
    assert codes(findings) == []
    assert [reading.entity(p.person).same_as for p in reading.letters[0].senders] == [(), ("https://d-nb.info/gnd/2",)]


def test_an_id_that_is_no_address_is_used_only_with_an_authority(read) -> None:  # type: ignore[no-untyped-def]
    text = HEAD + "1,Ada,118616099,,Ulm,1901\n"
    _, findings = read(text)
    assert codes(findings) == [("L252", 2, 3)]
    mapping = {"id": "id", "sender": "sender", "sender_id": "senderID", "authority": "https://d-nb.info/gnd/"}
    (reading,), findings = read(text, **mapping)
    assert codes(findings) == []
    assert reading.entity(reading.letters[0].senders[0].person).same_as == ("https://d-nb.info/gnd/118616099",)


def test_a_body_is_one_by_its_column_and_somebody_unknown_is_nobody(read) -> None:  # type: ignore[no-untyped-def]
    (reading,), _ = read("id,sender,addresseeOrg\n1,Unbekannt,University of Oxford\n")
    letter = reading.letters[0]
    assert reading.entity(letter.addressees[0].body).kind is EntityKind.ORGANISATION
    assert reading.entity(letter.senders[0].person).named is False


def test_what_holds_for_all_rows_rests_on_the_line_of_the_mapping(read) -> None:  # type: ignore[no-untyped-def]
    (reading,), _ = read("id,to\n1,Bea\n", id="id", addressee="to", defaults={"sender": "Ada Bell"})
    sender = reading.letters[0].senders[0]
    assert sender.as_printed == reading.transcript.quote(sender.evidence.spans[0]) == "Ada Bell"
    assert (sender.evidence.rule, sender.evidence.source) == ("table-default", "letterbook.toml#line=0,1")


def test_kind_and_number_are_read_in_any_of_the_languages(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(
        "id,sender,no,kind\n1,Ada,17 b,Телеграмма\n2,Bea,,Zettel\n", id="id", sender="sender", number="no", kind="kind"
    )
    assert [(each.letters[0].kind and each.letters[0].kind.value) for each in readings] == ["telegram", None]
    assert readings[0].letters[0].number.value == "17 b"
    assert codes(findings) == [("L257", 3, 4)]


def test_rows_that_say_nothing_of_a_letter_are_letters_and_named_once(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(HEAD + ROW + "2,,,,,\n3,,,,Ulm,\n")
    assert len(readings) == 3
    assert codes(findings) == [("L256", 3, 0)]


# -- what is proposed


def test_without_a_mapping_nothing_is_taken_that_is_not_certain(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read("sender,absender,when\nAda,Bea,1901\n")
    assert readings == []
    (told,) = [each for each in findings if each.code == "L115"]
    assert "'sender' and 'absender' may both be sender" in told.message
    assert "letterbook columns list.csv" in told.remedy


def test_a_column_of_dates_that_holds_none_is_not_certain(read) -> None:  # type: ignore[no-untyped-def]
    _, findings = read("sender,date\nAda,red\nBea,blue\n")
    assert [each.code for each in findings] == ["L115"]


@pytest.mark.parametrize(
    "headings",
    [
        "Sender ID,Sender,Addressee,Place of writing,Date",
        "Absender-GND,Absender,Empfänger,Absendeort,Datum",
        "Expéditeur id,Expéditeur,Destinataire,Lieu d'expédition,Date d'envoi",
        "Отправитель ID,Отправитель,Адресат,Место отправления,Дата",
        "Gönderen ID,Gönderen,Alıcı,Gönderildiği yer,Tarih",
    ],
)
def test_headings_are_understood_in_five_languages(read, headings: str) -> None:  # type: ignore[no-untyped-def]
    (reading,), _ = read(headings + "\nhttps://viaf.org/viaf/1,Ada Bell,Carl Dorn,Ulm,1901-02-03\n")
    letter = reading.letters[0]
    assert names(reading) == ["Ada Bell", "Carl Dorn"]
    assert reading.entity(letter.senders[0].person).same_as == ("https://viaf.org/viaf/1",)
    assert (letter.date.date.edtf, reading.entity(letter.place).label) == ("1901-02-03", "Ulm")


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_what_is_written_by_rfc_4180_reads_back_cell_by_cell(rows: list[list[str]], divider: str) -> None:
    text = "".join(divider.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)
    faults: list[Finding] = []
    assert [cells for _, cells in _rows(_Text(text), divider, "a.csv", faults)] == rows
    assert all(each.code == "L116" for each in faults)


def test_a_day_that_does_not_lie_within_the_bounds_of_its_row_is_told(read) -> None:  # type: ignore[no-untyped-def]
    mapping = {"id": "id", "sender": "from", "date": "on", "date_not_before": "min", "date_not_after": "max"}
    rows = (
        "1,Ada,1948-01-25,1948-01-29,1948-01-31\n2,Bea,,1948-01-29,1948-01-31\n3,Cid,1948-01-30,1948-01-29,1948-01-31\n"
    )
    readings, findings = read("id,from,on,min,max\n" + rows, **mapping)
    assert [reading.letters[0].date.date.edtf for reading in readings] == [
        "1948-01-25",
        "[1948-01-29..1948-01-31]",
        "1948-01-30",
    ]
    assert codes(findings) == [("L253", 2, 3)]


def test_a_span_has_a_first_and_a_last_day(read) -> None:  # type: ignore[no-untyped-def]
    readings, findings = read(
        "id,from,on,to\n1,Ada,1948-01-25,1948-01-29\n2,Bea,1948-02,1948-01\n",
        id="id",
        sender="from",
        date="on",
        date_to="to",
    )
    assert [reading.letters[0].date.date.edtf for reading in readings] == ["1948-01-25/1948-01-29", "1948-02"]
    assert codes(findings) == [("L253", 3, 3)]


def test_a_date_for_machines_keeps_the_words_beside_it_and_a_contradiction_is_told(read) -> None:  # type: ignore[no-untyped-def]
    mapping = {"id": "id", "sender": "from", "date": "on", "date_text": "words"}
    rows = "1,Ada,1667%,[1667?]\n2,Bea,1667-03-01,4. April 1668\n3,Cid,,4. April 1668\n4,Dan,[..1667-09-29],\n"
    readings, findings = read("id,from,on,words\n" + rows, **mapping)
    dates = [reading.letters[0].date.date for reading in readings]
    assert [(date.edtf, date.wording) for date in dates] == [
        ("1667%", "[1667?]"),
        ("1667-03-01", "4. April 1668"),
        ("1668-04-04", "4. April 1668"),
        ("[..1667-09-29]", "[..1667-09-29]"),
    ]
    assert codes(findings) == [("L253", 3, 4)]


def test_the_semicolon_of_a_character_in_html_divides_no_name(read) -> None:  # type: ignore[no-untyped-def]
    (reading,), _ = read("id,sender\n1,George Allen &amp; Unwin\n")
    assert names(reading) == ["George Allen &amp; Unwin"]


@pytest.mark.parametrize(("second", "fields"), [("2", ("1", "")), ("1", ("row-", "1"))])
def test_numbers_are_the_id_where_they_tell_the_rows_apart(read, second: str, fields: tuple[str, str]) -> None:  # type: ignore[no-untyped-def]
    readings, _ = read(f"Nr,Absender,Datum\n1,Ada,1901\n{second},Bea,1902\n")
    first = readings[0]
    assert first.transcript.source.partition("#")[2].startswith(fields[0])
    assert (first.letters[0].number.value if first.letters[0].number else "") == fields[1]


@pytest.mark.parametrize("name", ["actors.csv", "people.csv"])
def test_a_register_among_the_letters_is_told_as_one(read, name: str) -> None:  # type: ignore[no-untyped-def]
    register = "key,kind,label@en,other@en,same_as\nroe,person,A. Roe,,\n"
    readings, (finding,) = read(register, name=name)
    assert (readings, finding.code, finding.line) == ([], "L115", 1)
    assert "this is a register" in finding.message
    assert "registers/" in finding.remedy
