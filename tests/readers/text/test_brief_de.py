"""The general German profile: titles of letters and of diplomatic papers, kinds, names behind offices, formulas and signatures."""

from __future__ import annotations

import re
import unicodedata

import pytest

from letterbook.letter import EntityKind, PartKind, Party, Reading, Transcript
from letterbook.readers.text import load_rules, read_text

PRIVATE = """Karl Muster an Otto Beispiel, 5. Mai 1910

Musterstadt, den 5. Mai 1910

Lieber Otto! Dein Brief kam gestern. Wir bleiben bis Sonntag hier.

Herzliche Grüße von Haus zu Haus

Dein alter Karl
"""
REPORT = """Der Geschäftsträger in Musterstadt an den Reichskanzler (Beispiel)

Bericht

Nr. 506

Musterstadt, den 17. Juni 1905

5 Anlagen

Die Bahn soll im Herbst fertig sein.

Muster
"""
STACKED = """Brief von Karl Muster an den Verlag Beispiel vom 4. April 1901

Sehr geehrte Herren!

Beiliegend sende ich Ihnen das Buch.

Mit vorzüglicher Hochachtung
Ihr ergebenster
Dr. Karl Muster
Musterstadt, den 4. April 1901
"""
NOTE = """Verbalnote des Auswärtigen Amts an die Botschaft in Musterstadt

Berlin, den 3. Mai 1902

Das Auswärtige Amt beehrt sich mitzuteilen, daß nichts geschehen ist.

Das Auswärtige Amt benutzt diesen Anlaß, die Botschaft seiner vorzüglichsten Hochachtung zu versichern.

An die Botschaft in Musterstadt
"""


def read(text: str) -> Reading:
    return read_text(Transcript("x.txt", text, "de"), load_rules("brief-de", "de"))


def title(heading: str) -> Reading:
    return read(f"{heading}\n\nMusterstadt, den 1. Mai 1900\n\nText ohne Anrede.\n")


def names(reading: Reading, party: Party) -> tuple[str, str, str]:
    person, office, body = (
        reading.entity(each).label if each else "" for each in (party.person, party.office, party.body)
    )
    return person, office, body


def words(reading: Reading, kind: PartKind) -> list[str]:
    return [reading.transcript.quote(part.span) for part in reading.letter(1).parts if part.kind is kind]


@pytest.mark.parametrize(
    ("side", "person", "office", "body"),
    [
        ("Der Botschafter in Wien Graf Muster", "Muster", "Botschafter in Wien", ""),
        ("Staatssekretär von Muster", "von Muster", "Staatssekretär", ""),
        (
            "Der Staatssekretär des Auswärtigen Amtes von Muster",
            "von Muster",
            "Staatssekretär des Auswärtigen Amtes",
            "",
        ),
        ("Der Unterstaatssekretär im Auswärtigen Amt Muster", "Muster", "Unterstaatssekretär im Auswärtigen Amt", ""),
        ("Minister des Äußern Graf Muster", "Muster", "Minister des Äußern", ""),
        ("Der deutsche Botschafter in Wien, Fürst Muster", "Muster", "deutsche Botschafter in Wien", ""),
        ("Der Geschäftsträger in Wien", "", "Geschäftsträger in Wien", ""),
        ("Reichskanzler (Muster)", "Muster", "Reichskanzler", ""),
        ("Kaiser Wilhelm II.", "Wilhelm II", "Kaiser", ""),
        ("Das Auswärtige Amt", "", "", "Auswärtige Amt"),
        ("Die Botschaft in Wien", "", "", "Botschaft in Wien"),
        ("Anna Muster (Wien)", "Anna Muster", "", ""),
    ],
)
def test_a_name_may_follow_its_office(side: str, person: str, office: str, body: str) -> None:
    reading = title(f"{side} an den Reichskanzler Fürsten von Beispiel")
    letter = reading.letter(1)
    assert names(reading, letter.senders[0]) == (person, office, body)
    assert names(reading, letter.addressees[0]) == ("von Beispiel", "Reichskanzler", "")


def test_an_office_in_brackets_behind_a_name_is_held_by_it() -> None:
    reading = title("Brief von Anna Muster (Rektor der Schule in Wien) an Otto Beispiel vom 3. Mai 1905")
    assert names(reading, reading.letter(1).senders[0]) == ("Anna Muster", "Rektor der Schule in Wien", "")


@pytest.mark.parametrize("name", ["Johann König", "Peter Kaiser", "Anna Graf"])
def test_a_surname_that_is_a_title_stays_a_name(name: str) -> None:
    reading = title(f"{name} an Otto Beispiel")
    assert names(reading, reading.letter(1).senders[0]) == (name, "", "")


@pytest.mark.parametrize(
    ("heading", "date"),
    [
        ("Brief von Anna Muster an Otto Beispiel vom 3. Mai 1905", "1905-05-03"),
        ("Undatierter Brief von Anna Muster an Otto Beispiel als Reaktion auf dessen Brief vom 3. Mai 1905", ""),
        ("Brief von Anna Muster an Otto Beispiel nach dem 12. August 1916", ""),
        ("Brief von Anna Muster an Otto Beispiel ohne Datum, vom 3. August 1926", "1926-08-03"),
        ("Brief von Anna Muster an Otto Beispiel", ""),
        ("Brief von Anna Muster u. a. an Otto Beispiel vom 3. Mai 1905 [PS]", "1905-05-03"),
    ],
)
def test_the_addressee_ends_where_the_words_of_the_date_begin(heading: str, date: str) -> None:
    reading = read(f"{heading}\n\nText ohne Anrede.\n")
    letter = reading.letter(1)
    assert [names(reading, each)[0] for each in (*letter.senders, *letter.addressees)] == [
        "Anna Muster",
        "Otto Beispiel",
    ]
    assert (letter.date.date.edtf if letter.date else "") == date


def test_a_private_letter_has_its_salutation_run_in_and_its_name_behind_the_formula() -> None:
    letter = read(PRIVATE).letter(1)
    assert letter.salutation is not None
    assert letter.closing is not None
    assert letter.signature is not None
    assert (letter.salutation.value, letter.signature.value) == ("Lieber Otto", "Karl")
    assert letter.closing.value == "Herzliche Grüße von Haus zu Haus\n\nDein alter"


@pytest.mark.parametrize(
    "line", ["Otto!", "Otto Beispiel,", "L. Otto!", "M. l. O.", "Otto, mein lieber Junge!", "Mein Otto!"]
)
def test_friends_are_addressed_by_name_or_in_abbreviations(line: str) -> None:
    reading = read(f"Brief von Anna Muster an Otto Beispiel\n\n{line}\n\nWir kommen am Abend.\n\nDeine\n\nAnna\n")
    assert words(reading, PartKind.SALUTATION) == [line]


def test_another_name_on_a_line_is_no_salutation() -> None:
    reading = read("Brief von Anna Muster an Otto Beispiel\n\nWir kommen am Abend, und Karl auch.\n\nKarl!\n")
    assert reading.letter(1).salutation is None


@pytest.mark.parametrize("ending", ["Mucki", "A. M.", "Deine Mucki.", "Herzlichst\n\nDeine treue Schwester Mucki"])
def test_a_pet_name_or_initials_may_sign(ending: str) -> None:
    text = f"Brief von Anna Muster an Otto Beispiel\n\nLieber Otto!\n\nWir kommen am Abend.\n\n{ending}\n"
    signature = read(text).letter(1).signature
    assert signature is not None
    assert signature.value in ("Mucki", "A. M")


@pytest.mark.parametrize("mark", ["gez.", "(gez.)"])
def test_a_copy_says_that_it_was_signed(mark: str) -> None:
    ending = f"Mit vorzüglicher Hochachtung\n\n{mark} Dr. Otto Sommer"
    text = f"Brief von Anna Muster an Otto Beispiel\n\nLieber Otto!\n\nWir kommen am Abend.\n\n{ending}\n"
    assert words(read(text), PartKind.SIGNATURE) == [f"{mark} Dr. Otto Sommer"]


def test_a_formula_at_the_end_is_no_signature() -> None:
    letter = read("Brief von Anna Muster an Otto Beispiel\n\nLieber Otto!\n\nText.\n\nHerzlichen Gruß\n").letter(1)
    assert letter.signature is None
    assert letter.closing is not None


def test_a_kind_on_a_line_of_its_own_is_that_of_the_letter() -> None:
    reading = read(REPORT)
    letter = reading.letter(1)
    assert letter.kind is not None
    assert (letter.kind.value, letter.number.value if letter.number else "") == ("report", "506")
    assert words(reading, PartKind.NOTE) == ["Bericht", "5 Anlagen"]
    assert words(reading, PartKind.SIGNATURE) == ["Muster"]


def test_formula_name_and_day_may_stand_in_one_block() -> None:
    reading = read(STACKED)
    assert words(reading, PartKind.CLOSING) == ["Mit vorzüglicher Hochachtung\nIhr ergebenster"]
    assert words(reading, PartKind.SIGNATURE) == ["Dr. Karl Muster"]
    assert words(reading, PartKind.DATELINE) == ["Musterstadt, den 4. April 1901"]


def test_an_address_below_a_note_is_no_signature() -> None:
    reading = read(NOTE)
    assert reading.letter(1).signature is None
    assert words(reading, PartKind.ADDRESS) == ["An die Botschaft in Musterstadt"]


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("Berlin, den 3. Mai 1900", "Berlin"),
        ("Berlin d. 3. Mai 1900", "Berlin"),
        ("Bad Ems, am 3. Mai 1900", "Bad Ems"),
        ("Frankfurt am Main, Donnerstag, den 3. Mai 1900", "Frankfurt am Main"),
        ("Halle a. S., 3. Mai 1900", "Halle a. S"),
    ],
)
def test_the_words_before_the_day_are_no_part_of_the_place(dateline: str, place: str) -> None:
    reading = read(f"Brief von Anna Muster an Otto Beispiel\n\n{dateline}\n\nLieber Otto!\n\nText.\n")
    letter = reading.letter(1)
    assert reading.entity(letter.place).label == place
    assert letter.date is not None
    assert letter.date.date.edtf == "1900-05-03"


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("Wien, d. 19.8.98", "Wien"),
        ("Wien 13/6. 05.", "Wien"),
        ("Wien, Donnerstag", "Wien"),
        ("Wien, Ringstraße 12, den 3. Mai 1900", "Wien"),
    ],
)
def test_a_dateline_that_the_title_must_complete_gives_its_place(dateline: str, place: str) -> None:
    heading = "Brief von Anna Muster an Otto Beispiel vom 3. Mai 1900"
    reading = read(f"{heading}\n\n{dateline}\n\nLieber Otto!\n\nText.\n")
    letter = reading.letter(1)
    assert words(reading, PartKind.DATELINE) == [dateline]
    assert reading.entity(letter.place).label == place
    assert letter.date is not None
    assert letter.date.date.edtf == "1900-05-03"


def test_a_salutation_may_have_nothing_but_marks_behind_it() -> None:
    reading = read("Brief von Anna Muster an Otto Beispiel\n\nLieber Otto! –.\n\nText.\n")
    assert words(reading, PartKind.SALUTATION) == ["Lieber Otto"]
    assert words(reading, PartKind.PARAGRAPH) == ["Text."]


def test_a_postcard_is_a_kind_of_its_own() -> None:
    kind = title("Feldpostkarte von Anna Muster an Otto Beispiel vom 3. Mai 1915").letter(1).kind
    assert kind is not None
    assert (kind.text, kind.value) == ("Feldpostkarte", "postcard")


def persons(text: str) -> list[str]:
    reading = read(f"Brief von Anna Muster an Otto Beispiel\n\nLieber Otto!\n\n{text}\n\nDeine\n\nAnna\n")
    kept = [each for each in reading.mentions if reading.entity(each.entity).kind is EntityKind.PERSON]
    found = [reading.transcript.quote(mention.span) for mention in kept]
    return [each for each in found if each not in ("Anna Muster", "Otto Beispiel", "Anna")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mit Herrn Regierungsrath Sommer ist gesprochen.", ["Sommer"]),
        ("Wir nehmen auf Herrn Sommer Rücksicht.", ["Sommer"]),
        ("Herr Karl von Winter kommt, und Winter bleibt.", ["Karl von Winter", "Winter"]),
        ("Frau Sommer ist da.", ["Frau Sommer"]),
        ("Herr Sommer war da, und die Wahl Sommers ist sicher.", ["Sommer", "Sommers"]),
        ("Die Bahn nach Musterstadt ist fertig.", []),
    ],
)
def test_where_every_noun_has_a_capital_titles_and_forenames_show_the_names(text: str, found: list[str]) -> None:
    assert persons(text) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (PRIVATE, 0),
        (STACKED, 0),
        (PRIVATE.replace("den 5. Mai", "den 6. Mai"), 1),
        (STACKED.replace("den 4. April", "den 14. April"), 1),
        (STACKED.replace("vom 4. April", "vom April"), 0),  # the one says less than the other
        (PRIVATE.replace("den 5. Mai", "den 23. April/5. Mai"), 0),  # both days of the two calendars
        (PRIVATE.replace("Beispiel, 5. Mai", "Beispiel, 23. April").replace("den 5. Mai", "den 23. April/5. Mai"), 0),
    ],
)
def test_a_heading_and_a_dateline_with_two_days_are_told_and_both_stay_in_the_text(text: str, count: int) -> None:
    """Fault case D9: at the head and at the foot of the letter; the message quotes both and says which is published."""
    reading = read(text)
    told = [finding for finding in reading.findings if finding.code == "L224"]
    assert len(told) == count
    for finding in told:
        days = re.findall(r"'([^']+)'", finding.message)
        assert all(day in text for day in days)
        dated = reading.letters[0].date
        assert dated is not None
        assert dated.date.wording == days[0 if "heading counts" in finding.message else 1]


def test_accents_that_stand_apart_are_read_with_the_places_and_characters_of_the_file() -> None:
    """Fault case T10: the same is read of both forms, and the evidence quotes the file."""
    text = PRIVATE.replace("Otto Beispiel", "Otto Mühle").replace("Mai", "März")
    apart = unicodedata.normalize("NFD", text)
    one, other = read(text).letters[0], read(apart).letters[0]
    for name in ("salutation", "closing", "signature"):
        here, there = getattr(one, name), getattr(other, name)
        assert (here is None) == (there is None)
        if here and there:
            assert unicodedata.normalize("NFC", there.value) == here.value
            assert there.value in apart[there.evidence.spans[0].start : there.evidence.spans[0].end]
    for mine, theirs in zip((*one.senders, *one.addressees), (*other.senders, *other.addressees), strict=True):
        span = theirs.evidence.spans[0]
        assert apart[span.start : span.end] == theirs.as_printed
        assert unicodedata.normalize("NFC", theirs.as_printed) == mine.as_printed
    assert [each.label for each in read(text).entities] == [each.label for each in read(apart).entities]
    assert len(one.parts) == len(other.parts) > 2


def test_accents_that_stand_apart_are_told_at_their_line() -> None:
    """Fault case T10: the text stays as it is, and a note says so."""
    text = PRIVATE.replace("Otto Beispiel", "Otto Mühle")
    assert "L227" not in [finding.code for finding in read(text).findings]
    (told,) = [each for each in read(unicodedata.normalize("NFD", text)).findings if each.code == "L227"]
    assert (told.line, told.column) == (1, 21)
    assert "'Mühle'" in told.message
