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
    """Fault case T1."""
    assert load(tmp_path, b'\xef\xbb\xbftitle = "Mine"').title == "Mine"


def test_the_base_ends_in_a_slash(tmp_path: Path) -> None:
    assert load(tmp_path, 'base = "https://e.example/x"').base == "https://e.example/x/"


@pytest.mark.parametrize("written", ["1861", '"1861"', "1861-05-01", '"1861-05"'])
def test_a_day_or_a_year_needs_no_quotes(tmp_path: Path, written: str) -> None:
    found = load(tmp_path, f"date_from = {written}")
    begin, end = found.period
    assert begin is not None
    assert (begin.edtf, end) == (written.strip('"'), None)


def test_what_is_stated_about_dates_outranks_a_profile_and_what_is_not_does_not(tmp_path: Path) -> None:
    assert load(tmp_path, 'title = "x"').conventions == ()
    assert load(tmp_path, 'calendar = "julian"\nday_first = false').conventions == (
        ("calendar", "julian"),
        ("day_first", False),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "x"\nlicense = "y"', ["line 2", "'license'", "did you mean 'licence'"]),
        ("\n\n[letters]\nx = 1", ["line 3", "'letters'"]),
        ("title = 3", ["line 1", "text in quotes"]),
        ('source_megabytes = "64"', ["line 1", "whole number"]),
        ("source_megabytes = 0", ["line 1", "at least 1"]),
        ('licence = "CC BY 4.0"', ["line 1", "address of a licence"]),
        ('published = "24 November 2026"', ["line 1", "YYYY-MM-DD"]),
        ('published = "2026-02-30"', ["line 1", "YYYY-MM-DD"]),
        ('base = "letters"', ["line 1", "absolute IRI"]),
        ('base = "ftp://e.example/"', ["line 1", "web address"]),
        ('base = "https://e.example/?q=1"', ["line 1", "web address"]),
        ("title = ", ["TOML", "end of document"]),
        ('title = "x"\n\tbase = x', ["TOML", "line 2"]),
        ('title = "x"\nlanguage = "en_US"', ["line 2", "'en-US'"]),
        ('language = "unibo.it"', ["line 1", "no language tag of BCP 47", "de-AT"]),
        ("day_first = 1", ["line 1", "true or false"]),
        ('day_first = "yes"', ["line 1", "true or false"]),
        ("source_megabytes = true", ["line 1", "whole number"]),
        ('title = "x"\ncalendar = "rumi"', ["line 2", "gregorian or julian", "known by their months"]),
        ('date_from = "spring"', ["line 1", "'spring'", "1921-04-09"]),
        ("date_from = 1921-04-09T10:00:00", ["line 1", "text in quotes"]),
        ("date_to = true", ["line 1", "text in quotes"]),
        ("date_from = 1922\ndate_to = 1921", ["line 2", "before date_from"]),
        ("date_form = 1922", ["line 1", "did you mean 'date_from'"]),
        ("[dates]\nfrom = 1922", ["line 1", "'dates'"]),
        (b'title = "\xff"', ["UTF-8", "byte 9", "line 1"]),
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


def test_limits_of_queries_are_known_ones_and_whole_numbers(tmp_path: Path) -> None:
    def loaded(text: str) -> Configuration:
        (tmp_path / "letterbook.toml").write_text(f"title = 'T'\n[queries]\n{text}\n", encoding="utf-8")
        return load_configuration(tmp_path)

    assert loaded("seconds = 20\nrows = 500").queries == {"seconds": 20, "rows": 500}
    for text, fault in (
        ("second = 20", "unknown limit 'second'"),
        ("rows = 0", "from 1 on"),
        ("megabytes = 20", "from 256 on"),
    ):
        with pytest.raises(UsageError, match=fault) as refusal:
            loaded(text)
        assert "line 3" in refusal.value.where
