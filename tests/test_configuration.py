"""letterbook.toml is read as it is written, and what is wrong in it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.configuration import Configuration, load_configuration
from letterbook.errors import UsageError


def load(folder: Path, text: str | bytes) -> Configuration:
    (folder / "letterbook.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_configuration(folder)


def test_a_key_that_is_left_out_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path, 'title = "Mine"') == Configuration(title="Mine")


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert load(tmp_path, b'\xef\xbb\xbftitle = "Mine"').title == "Mine"


def test_the_base_ends_in_a_slash(tmp_path: Path) -> None:
    assert load(tmp_path, 'base = "https://e.example/x"').base == "https://e.example/x/"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "x"\nlicense = "y"', ["line 2", "'license'", "did you mean 'licence'"]),
        ("\n\n[letters]\nx = 1", ["line 3", "'letters'"]),
        ("title = 3", ["line 1", "text in quotes"]),
        ('source_megabytes = "64"', ["line 1", "whole number"]),
        ("source_megabytes = 0", ["line 1", "at least 1"]),
        ('licence = "CC BY 4.0"', ["line 1", "address of a licence"]),
        ('base = "letters"', ["line 1", "absolute IRI"]),
        ('base = "ftp://e.example/"', ["line 1", "web address"]),
        ('base = "https://e.example/?q=1"', ["line 1", "web address"]),
        ("title = ", ["TOML"]),
        (b'title = "\xff"', ["UTF-8", "byte 9"]),
    ],
)
def test_a_fault_is_told_with_line_and_remedy(tmp_path: Path, text: str | bytes, words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert caught.value.exit_code == 2


def test_a_folder_without_a_configuration_is_no_letterbook(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="letterbook init"):
        load_configuration(tmp_path)
    with pytest.raises(UsageError, match="no folder"):
        load_configuration(tmp_path / "nowhere")
