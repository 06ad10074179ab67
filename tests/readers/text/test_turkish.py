"""Turkish letters: the endings divide the parties and are no part of a name; the office stands at the end of its title."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.letter import Letter, PartKind, Reading, Transcript
from letterbook.readers.text import Rules, load_rules, read_text

LETTERS = Path(__file__).parent / "letters"


@pytest.fixture(scope="module")
def turkish() -> Rules:
    return load_rules("mektup-tr", "tr")


def understood(text: str, rules: Rules) -> Reading:
    return read_text(Transcript("x.txt", text, "tr"), rules)


def letter_of(text: str, rules: Rules) -> Letter:
    return understood(text, rules).letter(1)


def value(wording: object) -> str:
    return str(getattr(wording, "value", ""))


def test_a_letter_is_read_whole(turkish: Rules) -> None:
    reading = understood((LETTERS / "tr_letter.txt").read_text(encoding="utf-8"), turkish)
    letter = reading.letter(1)
    (sender,), (addressee,) = letter.senders, letter.addressees
    assert (reading.entity(sender.person).label, reading.entity(sender.office).label) == (
        "Mustafa Kemal Paşa",
        "Türkiye Büyük Millet Meclisi Reisi",
    )
    assert reading.entity(reading.entity(sender.office).part_of).label == "Türkiye Büyük Millet Meclisi"
    assert (addressee.person, reading.entity(addressee.office).label) == ("", "Ukrayna Halk Komiserleri Heyeti Reisi")
    assert letter.date is not None
    assert (letter.date.date.edtf, reading.entity(letter.place).label, value(letter.number)) == (
        "1921-04-09",
        "Ankara",
        "214",
    )
    assert (value(letter.salutation), value(letter.signature)) == ("Reis Bey", "Mustafa Kemal")
    assert value(letter.closing) == "Bu vesile ile hürmetlerimi arz ederim"
    assert reading.citation is not None
    assert (value(reading.citation.volume), value(reading.citation.pages)) == ("IV", "392")
    assert reading.entity(reading.citation.place).label == "Ankara"


def test_a_telegram_between_bodies_names_no_person(turkish: Rules) -> None:
    reading = understood((LETTERS / "tr_telegram.txt").read_text(encoding="utf-8"), turkish)
    letter = reading.letter(1)
    assert [reading.entity(p.agent).label for p in (*letter.senders, *letter.addressees)] == [
        "Tiflis Mümessilliği",
        "Hariciye Vekâleti",
    ]
    assert all(not p.person for p in (*letter.senders, *letter.addressees))
    assert [part.kind for part in letter.parts] == [
        PartKind.HEADING,
        PartKind.DATELINE,
        PartKind.SALUTATION,
        PartKind.PARAGRAPH,
        PartKind.CLOSING,
        PartKind.SIGNATURE,
    ]


@pytest.mark.parametrize(
    ("heading", "sender", "addressee"),
    [
        ("Kâzım Paşa'dan İsmet Bey'e telgraf", "Kâzım Paşa", "İsmet Bey"),
        ("Kâzım Paşa’dan İsmet Bey’e telgraf", "Kâzım Paşa", "İsmet Bey"),
        ("Kâzım Paşadan İsmet Beye telgraf", "Kâzım Paşa", "İsmet Bey"),
        ("Kâzım Paşanın İsmet Beye telgrafı", "Kâzım Paşa", "İsmet Bey"),
        ("İsmet Beyin Kâzım Paşaya mektubu", "İsmet Bey", "Kâzım Paşa"),
        ("Hariciye Vekilinden Moskova Sefirine telgraf", "Hariciye Vekili", "Moskova Sefiri"),
        ("Hariciye Vekâleti'nin Moskova Sefareti'ne notası", "Hariciye Vekâleti", "Moskova Sefareti"),
        ("Lenin'in Mustafa Kemal'e mektubu", "Lenin", "Mustafa Kemal"),
        ("Hükûmetin beyannamesi", "Hükûmet", ""),
        ("Erzurum Valisine telgraf", "", ""),
    ],
)
def test_an_ending_is_no_part_of_what_is_printed_of_a_party(
    turkish: Rules, heading: str, sender: str, addressee: str
) -> None:
    letter = letter_of(f"{heading}\n\nMetin.\n", turkish)
    found = ["".join(p.as_printed for p in side) for side in (letter.senders, letter.addressees)]
    assert found == [sender, addressee]


def test_a_title_before_a_name_is_no_part_of_it_and_one_behind_it_is(turkish: Rules) -> None:
    reading = understood("Bekir Sami Bey'in Lord Curzon'a notası\n\nMetin.\n", turkish)
    letter = reading.letter(1)
    assert [reading.entity(p.person).label for p in (*letter.senders, *letter.addressees)] == [
        "Bekir Sami Bey",
        "Curzon",
    ]


@pytest.mark.parametrize(
    "line", ["Reis Bey,", "Efendim,", "Sayın Bakan,", "Muhterem Efendim,", "Ekselans,", "Vali Paşa Hazretleri,"]
)
def test_a_salutation_opens_the_letter(turkish: Rules, line: str) -> None:
    letter = letter_of(f"Kâzım Paşa'dan İsmet Bey'e mektup\n\n{line}\n\nMetin burada.\n", turkish)
    assert value(letter.salutation) == line[:-1]


@pytest.mark.parametrize(
    "line", ["Saygılarımla", "Derin saygılarımla,", "Hürmetlerimi arz ederim.", "Selâm ve hürmetlerimi takdim ederim."]
)
def test_a_closing_formula_closes_the_letter(turkish: Rules, line: str) -> None:
    text = f"Kâzım Paşa'dan İsmet Bey'e mektup\n\nEfendim,\n\nMetin burada.\n\n{line}\n\nKâzım\n"
    letter = letter_of(text, turkish)
    assert (value(letter.closing), value(letter.signature)) == (line.rstrip(".,"), "Kâzım")


@pytest.mark.parametrize(
    ("sentence", "sent", "received"),
    [
        ("Bu mektuba İsmet Bey 12 Nisan 1921 tarihinde şu cevabı vermiştir:", "1921-04-12", ""),
        ("Bu telgrafa İsmet Bey tarafından 12 Nisan 1921 tarihinde aşağıdaki cevap alınmıştır:", "", "1921-04-12"),
        ("Bu mektuba İsmet Bey şu cevabı göndermiştir:", "", ""),
    ],
)
def test_a_sentence_of_the_editors_introduces_the_reply(
    turkish: Rules, sentence: str, sent: str, received: str
) -> None:
    text = f"Kâzım Paşa'dan İsmet Bey'e mektup\n\n9 Nisan 1921\n\nEfendim,\n\nMetin.\n\n{sentence}\n\n“Efendim,\n\nTeşekkür ederim.”\n"
    reading = understood(text, turkish)
    reply = reading.letter(2)
    assert [reading.entity(p.agent).label for p in (*reply.senders, *reply.addressees)] == ["İsmet Bey", "Kâzım Paşa"]
    assert (reply.date.date.edtf if reply.date else "") == sent
    assert (reply.date_received.date.edtf if reply.date_received else "") == received


@given(st.text(st.sampled_from("AbeıinŞPaşa'dn \nmektubuBey,."), max_size=60))
def test_no_text_breaks_the_reader_and_every_span_lies_within_it(text: str) -> None:
    reading = understood(text, load_rules("mektup-tr", "tr"))
    assert all(m.span.end <= len(text) for m in reading.mentions)
    assert all(part.span.end <= len(text) for letter in reading.letters for part in letter.parts)
