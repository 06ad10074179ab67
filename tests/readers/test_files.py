"""Files are read as what they are, or refused with the reason; nothing is guessed in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from letterbook.readers.files import decode, find_sources, read_transcript

RUSSIAN = (
    "Письмо Представителя Народного комиссариата иностранных дел Председателю Собрания.\n\nГосподин Председатель,\n\n"
    "Мы рады видеть, что народ вновь одержал победу, и просим принять наш скромный дар.\n"
)
TURKISH = "Mustafa Paşa'ya İsmet Bey'in mektubu, Ankara'da bulunan ığdır şehri hakkında yazılmıştır.\n"
FRENCH = "Le ministre à l'ambassadeur : l'été où nous étions reçus là-bas, déjà très loin.\n"


def codes(data: bytes, encoding: str = "") -> list[str]:
    return [finding.code for finding in decode(data, source="x.txt", encoding=encoding).findings]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
def test_russian_in_a_legacy_encoding_is_recognised_and_told_with_a_sample(encoding: str) -> None:
    found = decode(RUSSIAN.encode(encoding), source="x.txt")
    assert (found.text, found.encoding) == (RUSSIAN, encoding)
    assert [finding.code for finding in found.findings] == ["L104"]
    assert "Письмо" in found.findings[0].message


@pytest.mark.parametrize(
    ("text", "encoding"), [(TURKISH, "cp1254"), (TURKISH, "iso8859-9"), (FRENCH, "cp1252"), (FRENCH, "latin-1")]
)
def test_a_latin_legacy_encoding_is_recognised(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding), source="x.txt")
    assert found.text == text
    assert [finding.code for finding in found.findings] == ["L104"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_with_and_without_its_mark(encoding: str) -> None:
    text = "Letter from the Chairman to the Representative.\n\nMr. Representative,\n"
    found = decode(text.encode(encoding), source="x.txt")
    assert found.text == text
    assert [finding.code for finding in found.findings] == ["L104"]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    found = decode(b"\xef\xbb\xbfLetter", source="x.txt")
    assert (found.text, found.findings) == ("Letter", ())


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b" \r\n\t", b"\xff\xfe"])
def test_a_file_without_text_is_empty(data: bytes) -> None:
    assert codes(data) == ["L101"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"abc\0def", bytes(range(1, 9)) * 4])
def test_a_binary_file_is_not_text(data: bytes) -> None:
    assert codes(data) == ["L102"]


def test_a_wrong_byte_is_named_by_its_place_and_never_replaced() -> None:
    found = decode(b"Letter from \xff\xfe somebody to somebody else", source="x.txt")
    assert found.text is None
    assert [finding.code for finding in found.findings] == ["L103"]
    assert "byte 12" in found.findings[0].message


def test_a_stated_encoding_outranks_what_is_recognised() -> None:
    found = decode(RUSSIAN.encode("koi8-r"), source="x.txt", encoding="koi8-r")
    assert (found.text, found.findings) == (RUSSIAN, ())


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "no-such-encoding"])
def test_a_stated_encoding_that_does_not_fit_is_refused(encoding: str) -> None:
    assert codes(RUSSIAN.encode("cp1251"), encoding) == ["L110"]


def test_control_and_reordering_characters_are_kept_and_told() -> None:
    found = decode("Mustafa\u202e Kemal\x07".encode(), source="x.txt")
    assert found.text == "Mustafa\u202e Kemal\x07"
    assert [(finding.code, finding.line, finding.column) for finding in found.findings] == [
        ("L106", 1, 15),
        ("L106", 1, 8),
    ]


def test_a_text_that_was_decoded_twice_is_told_and_not_repaired() -> None:
    text = "PaÅŸa and KÃ¶prÃ¼lÃ¼ wrote"
    found = decode(text.encode(), source="x.txt")
    assert found.text == text
    assert [finding.code for finding in found.findings] == ["L107"]
    assert "Paşa" in found.findings[0].remedy


def test_sources_stand_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "A.txt", "ä.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found, findings = find_sources(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["A.txt", "a.txt", "a/z.txt", "b.txt", "ä.txt"]
    assert findings == []


def test_what_must_not_be_read_is_a_finding_and_the_walk_ends(tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (letters / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (letters / "loop").symlink_to(letters)
    (letters / "broken.txt").symlink_to(letters / "nowhere.txt")
    os.mkfifo(letters / "pipe.txt")
    (letters / "scan.pdf").write_bytes(b"%PDF")
    (letters / ".hidden.txt").write_text("x", encoding="utf-8")
    (letters / "a.facts.yaml").write_text("x", encoding="utf-8")
    found, findings = find_sources(letters)
    assert found == []
    assert {(finding.code, finding.file) for finding in findings} == {
        ("L105", "outside.txt"), ("L105", "loop"), ("L105", "broken.txt"), ("L105", "pipe.txt"), ("L109", "scan.pdf"),
    }  # fmt: skip


def test_a_folder_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    found, findings = find_sources(tmp_path / "letters")
    assert (found, [finding.code for finding in findings]) == ([], ["L105"])


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text("x" * 11, encoding="utf-8")
    transcript, findings = read_transcript(tmp_path / "big.txt", root=tmp_path, language="en", limit_bytes=10)
    assert transcript is None
    assert [finding.code for finding in findings] == ["L108"]
    assert "11" in findings[0].message
    assert "10" in findings[0].message


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_and_columns_are_right_whatever_ends_the_lines(tmp_path: Path, ends: str) -> None:
    (tmp_path / "a.txt").write_bytes(f"one{ends}two{ends}{ends}four".encode())
    transcript, _ = read_transcript(tmp_path / "a.txt", root=tmp_path, language="en")
    assert transcript is not None
    assert transcript.position(transcript.text.index("two")) == (2, 1)
    assert transcript.position(transcript.text.index("four") + 2) == (4, 3)
