"""Bytes are read as what they are, or refused with the reason; nothing is guessed in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from letterbook.encodings import decode
from letterbook.findings import CODES, Severity
from letterbook.readers.files import read_transcript

RUSSIAN = (
    "Письмо Представителя Народного комиссариата иностранных дел Председателю Собрания.\n\nГосподин Председатель,\n\n"
    "Мы рады видеть, что народ вновь одержал победу, и просим принять наш скромный дар.\n"
)
TURKISH = "Mustafa Paşa'ya İsmet Bey'in mektubu, Ankara'da bulunan ığdır şehri hakkında yazılmıştır.\n"
FRENCH = "Le ministre à l'ambassadeur : l'été où nous étions reçus là-bas, déjà très loin.\n"
ENGLISH = "The word %s stands at the head of the letter, which is otherwise in English, as it was printed in London."
# A script or language that none of the recognised encodings is for, each in the encoding that its letters have.
FOREIGN = {
    "cp1250": "Vážený pane ministře, naše vláda se s radostí dozvěděla o vítězstvích, která vaše armáda dobyla.",
    "iso8859-2": "Szanowny Panie, nasz rząd z radością dowiedział się o zwycięstwach, które odniosła wasza armia.",
    "cp1252": "Það var þýður maður, sem þá átti heima á Íslandi, og hann skrifaði bréf til þeirra, sem við þekktum.",
    "iso8859-7": "Αξιότιμε κύριε, η κυβέρνησή μας με χαρά έμαθε για τις νίκες του στρατού σας.",
    "koi8-u": "Лист Народного комісара. Ваша ясновельможність, ми з радістю дізналися про перемоги вашої армії.",
    "cp850": "Sehr geehrter Herr, unsere Regierung hat über die Siege Ihrer Armee gehört und fügt schöne Grüße hinzu.",
    "mac-roman": "Le ministre à l'ambassadeur : l'été où nous étions reçus là-bas, déjà très loin.",
    "cp857": "Mustafa Paşa'ya, hükümetimiz ordunuzun kazandığı zaferleri sevinçle öğrenmiştir.",
    "shift-jis": "日本政府の手紙をここに送ります。どうぞよろしくお願いします。",
    "gb18030": "中华人民共和国中央人民政府致土耳其政府的信。",
}


def codes(data: bytes, encoding: str = "") -> list[str]:
    return [finding.code for finding in decode(data, source="x.txt", encoding=encoding).findings]


# --- encodings that are recognised ---------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize("case", ["as printed", "capitals", "small letters"])
def test_russian_in_a_legacy_encoding_is_recognised_and_told_with_a_sample(encoding: str, case: str) -> None:
    """Fault case T3; a telegram is all capitals, and KOI8-R and CP1251 exchange capitals and small letters."""
    text = {"as printed": RUSSIAN, "capitals": RUSSIAN.upper(), "small letters": RUSSIAN.lower()}[case]
    found = decode(text.encode(encoding), source="x.txt")
    assert (found.text, found.encoding) == (text, encoding)
    assert [finding.code for finding in found.findings] == ["L104"]
    assert text[:6] in found.findings[0].message
    assert "--encoding" in found.findings[0].remedy


@pytest.mark.parametrize(
    ("text", "encoding"), [(TURKISH, "cp1254"), (TURKISH, "iso8859-9"), (FRENCH, "cp1252"), (FRENCH, "latin-1")]
)
def test_a_latin_legacy_encoding_is_recognised(text: str, encoding: str) -> None:
    """Fault case T4: Turkish is read as Turkish, not as Paþa and Ýsmet."""
    found = decode(text.encode(encoding), source="x.txt")
    assert found.text == text
    assert [finding.code for finding in found.findings] == ["L104"]


WORDS = sorted(set(RUSSIAN.replace(",", " ").replace(".", " ").split()))


@given(
    st.lists(st.sampled_from([*WORDS, *(word.upper() for word in WORDS)]), min_size=1, max_size=12),
    st.sampled_from(["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"]),
)
@example(["ПРИНЯТЬ", "НАРОД", "ДАР"], "cp1251")
def test_russian_words_are_read_rightly_or_refused_and_never_as_other_letters(words: list[str], encoding: str) -> None:
    """Fault case T3: below its confidence the reader refuses."""
    text = " ".join(words)
    found = decode(text.encode(encoding), source="x.txt")
    assert found.text in (text, None)
    assert [finding.code for finding in found.findings] == (["L103"] if found.text is None else ["L104"])


@pytest.mark.parametrize("word", ["да", "но", "мир", "дом", "она", "совет", "Ленин", "тень", "Чичерин"])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
def test_a_russian_word_in_an_english_text_is_never_read_as_western_letters(word: str, encoding: str) -> None:
    """CP1251 read as Latin-1 or CP1252 gives "äîì" for "дом", and no decoder complains."""
    found = decode((ENGLISH % word).encode(encoding), source="x.txt")
    assert (found.text, [finding.code for finding in found.findings]) == (None, ["L103"])


@pytest.mark.parametrize("encoding", FOREIGN)
def test_what_no_known_encoding_fits_is_refused_and_never_guessed(encoding: str) -> None:
    found = decode(FOREIGN[encoding].encode(encoding), source="x.txt")
    assert (found.text, [finding.code for finding in found.findings]) == (None, ["L103"])
    assert "--encoding" in found.findings[0].remedy


def test_the_whole_of_a_long_file_speaks_for_its_encoding() -> None:
    """A page of plain letters at the beginning hides nothing."""
    text = "plain letters only\n" * 2000 + RUSSIAN
    assert decode(text.encode("koi8-r"), source="x.txt").text == text


# --- UTF-8 and UTF-16 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_with_and_without_its_mark(encoding: str) -> None:
    """Fault case T2."""
    text = "Letter from the Chairman to the Representative.\n\nMr. Representative,\n"
    found = decode(text.encode(encoding), source="x.txt")
    assert found.text == text
    assert [finding.code for finding in found.findings] == ["L104"]


@given(st.text(st.characters(codec="utf-16"), min_size=1), st.sampled_from(["utf-16-le", "utf-16-be", "utf-32"]))
@example("Да", "utf-16-le")
@example("Да", "utf-16-be")
@example(RUSSIAN, "utf-16-le")
def test_utf_16_without_a_mark_never_becomes_a_text_with_nul(text: str, encoding: str) -> None:
    """Fault case T2."""
    found = decode(text.encode(encoding), source="x.txt")
    assert found.text is None or "\0" not in found.text


@pytest.mark.parametrize(
    ("data", "at"), [(b"\xff\xfeL\0e", "byte 4"), (b"\xff\xfe\x00\xd8a\0", "byte 2"), (b"\xef\xbb\xbfab\xff", "byte 5")]
)
def test_a_file_that_breaks_the_promise_of_its_mark_is_refused_at_the_byte(data: bytes, at: str) -> None:
    found = decode(data, source="x.txt")
    assert (found.text, [finding.code for finding in found.findings]) == (None, ["L103"])
    assert at in found.findings[0].message


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """Fault case T1."""
    found = decode(b"\xef\xbb\xbfLetter", source="x.txt")
    assert (found.text, found.encoding, found.findings) == ("Letter", "utf-8", ())


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn")), min_size=1))
def test_utf_8_is_read_character_for_character(text: str) -> None:
    """Fault case T13: whatever ends the lines, the text goes through unchanged."""
    assume(text.strip())
    for whole in (text, f"one\r\ntwo\rthree\nfour\x0cfive\u2028{text}\x85end\r"):
        found = decode(whole.encode(), source="x.txt")
        assert (found.text, found.encoding) == (whole, "utf-8")
        assert {finding.code for finding in found.findings} <= {"L106", "L107"}


def test_a_wrong_byte_is_named_by_its_place_and_never_replaced() -> None:
    """Fault case T6."""
    found = decode(b"Letter from \xff\xfe somebody to somebody else", source="x.txt")
    assert found.text is None
    assert [finding.code for finding in found.findings] == ["L103"]
    assert "byte 12" in found.findings[0].message


@given(st.binary(max_size=60), st.sampled_from(["", "utf-8", "cp1251", "utf-16", "utf-7", "unicode_escape", "idna"]))
def test_whatever_the_bytes_there_is_a_text_of_characters_or_a_reason(data: bytes, encoding: str) -> None:
    """Fault cases T7 and T8: no half of a pair of UTF-16, no NUL, no exception."""
    found = decode(data, source="x.txt", encoding=encoding)
    if found.text is None:
        assert [CODES[finding.code].severity for finding in found.findings] == [Severity.ERROR]
    else:
        found.text.encode("utf-8")
        assert found.text.strip()
        assert "\0" not in found.text


# --- stated encodings ----------------------------------------------------------------------------------------------


def test_a_stated_encoding_outranks_what_is_recognised() -> None:
    """Fault case T3: --encoding overrides."""
    found = decode(RUSSIAN.encode("koi8-r"), source="x.txt", encoding="koi8-r")
    assert (found.text, found.encoding, found.findings) == (RUSSIAN, "koi8-r", ())
    foreign = decode(FOREIGN["iso8859-2"].encode("iso8859-2"), source="x.txt", encoding="iso8859-2")
    assert (foreign.text, foreign.findings) == (FOREIGN["iso8859-2"], ())


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "no-such-encoding", "undefined", "hex", "\0", "кои8", "../utf"])
def test_a_stated_encoding_that_does_not_fit_is_refused(encoding: str) -> None:
    assert codes(RUSSIAN.encode("cp1251"), encoding) == ["L110"]


@pytest.mark.parametrize(("data", "encoding"), [(b"a\\ud800b", "unicode_escape"), (b"+2AA-x", "utf-7")])
def test_half_a_pair_of_utf_16_is_no_character_whatever_was_stated(data: bytes, encoding: str) -> None:
    """Fault case T7."""
    assert codes(data, encoding) == ["L110"]


@pytest.mark.parametrize("encoding", ["cp1251", "cp1254", "latin-1"])
def test_a_file_that_says_itself_to_be_utf_8_is_not_read_as_anything_else(encoding: str) -> None:
    """Otherwise "Паша" becomes "п»їРџР°С€Р°" and no decoder complains."""
    assert codes(b"\xef\xbb\xbf" + RUSSIAN.encode(), encoding) == ["L110"]
    assert decode(b"\xef\xbb\xbfLetter", source="x.txt", encoding="utf-8").text == "Letter"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("письмо правительства", "cp1251"), ("Mustafa Paşa'ya", "cp1252"), ("schön für", "latin-1")],
)
def test_utf_8_that_is_read_in_another_encoding_because_it_was_stated_is_told(text: str, encoding: str) -> None:
    assert codes(text.encode(), encoding) == ["L107"]


# --- what stands in the text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\xef\xbb\xbf", b" \r\n\t", b"\xff\xfe", b"\xfe\xff", "\u2003\xa0\u2028".encode()]
)
def test_a_file_without_text_is_empty(data: bytes) -> None:
    """Fault case T14."""
    assert codes(data) == ["L101"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"abc\0def",
        bytes(range(1, 9)) * 4,
        b"\xff\xfea\0\0\0b\0",
        "Letter".encode("utf-32"),
        b"\x7fELF\x02\x01\x01" + b"\0" * 9,
    ],
)
def test_a_binary_file_is_not_text(data: bytes) -> None:
    """Fault cases T8 and T14."""
    assert codes(data) == ["L102"]


def test_one_character_is_a_text() -> None:
    """Fault case T14."""
    assert decode(b"x", source="x.txt").text == "x"


def test_control_and_reordering_characters_are_kept_and_told() -> None:
    """Fault cases T8 and T9: in the order of the text, by line and column."""
    text = "Mustafa\u202e Kemal\x07\nend\ufffe\u2066"
    found = decode(text.encode(), source="x.txt")
    assert found.text == text
    assert [(finding.code, finding.line, finding.column) for finding in found.findings] == [
        ("L106", 1, 8),
        ("L106", 1, 15),
        ("L106", 2, 4),
        ("L106", 2, 5),
    ]
    assert "U+202E" in found.findings[0].message


@pytest.mark.parametrize(
    "text", ["a\tb\r\nc\x0cd", "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627", "zero\u200bwidth"]
)
def test_tabs_line_ends_form_feeds_and_names_from_right_to_left_are_nothing_to_tell(text: str) -> None:
    """Fault case T9."""
    assert decode(text.encode(), source="x.txt").findings == ()


def test_a_count_that_is_cut_off_says_how_many_are_left() -> None:
    text = "Letter " + "\u202e" * 25 + " to somebody"
    messages = [finding.message for finding in decode(text.encode(), source="x.txt").findings]
    assert len(messages) == 11
    assert "15 more" in messages[-1]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("PaÅŸa wrote", "Paşa"),
        ("To PaÅŸa\nof KÃ¶prÃ¼lÃ¼", "Paşa"),
        ("RusÃ§a bir mektup", "Rusça"),
        ("РџРёСЃСЊРјРѕ РџР°С€Рµ", "Письмо"),
    ],
)
def test_a_text_that_was_decoded_twice_is_told_and_not_repaired(text: str, word: str) -> None:
    """Fault case T5: with the likely original, which is one word."""
    found = decode(text.encode(), source="x.txt")
    assert found.text == text
    assert [finding.code for finding in found.findings] == ["L107"]
    assert f"'{word}'" in found.findings[0].remedy


@pytest.mark.parametrize("text", ["PÅ “the river” and Ärger, Ñandú", "РОССИЯ, СССР, РСФСР", FRENCH, TURKISH, RUSSIAN])
def test_a_text_that_was_decoded_once_is_not_taken_for_one_decoded_twice(text: str) -> None:
    assert decode(text.encode(), source="x.txt").findings == ()


@pytest.mark.parametrize(("language", "told"), [("tr", ["L107"]), ("tr-Latn", ["L107"]), ("is", []), ("en", [])])
def test_letters_that_turkish_has_not_are_told_in_a_turkish_text(
    tmp_path: Path, language: str, told: list[str]
) -> None:
    """Fault case T4: "Paþa" and "Ýsmet" are what CP1254 read as a Western encoding looks like."""
    (tmp_path / "a.txt").write_text("Mektup\nMustafa Paþa'ya Ýsmet", encoding="utf-8")
    transcript, findings = read_transcript(tmp_path / "a.txt", root=tmp_path, language=language)
    assert transcript is not None
    assert [finding.code for finding in findings] == told
    if findings:
        assert (findings[0].line, findings[0].column) == (2, 9)
        assert "'Paşa'" in findings[0].remedy
