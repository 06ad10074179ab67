"""Names that only look alike are two names, and that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.keys import fold
from letterbook.lookalikes import Lookalikes, is_odd, skeleton
from letterbook.registers import load_registers

ODD = {
    "a blank without width": "Mos\u200bcow",
    "a soft hyphen": "Mos\u00adcow",
    "a Cyrillic o": "M\u043escow",
    "a Greek capital": "\u039coscow",
    "a turn of direction": "Moscow\u202e",
}


def found_in(folder: Path, rows: str) -> list[tuple[str, str]]:
    (folder / "places.csv").write_text(f"key,kind,label@en,other@en\n{rows}", encoding="utf-8")
    seen = Lookalikes()
    seen.register(load_registers(folder), folder.name)
    return [(finding.code, finding.message) for finding in seen.findings()]


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_a_name_that_only_looks_like_another_is_never_the_same_and_is_told(tmp_path: Path, name: str) -> None:
    """Fault case T12: the odd one is told, whichever stands first."""
    assert fold(name) != "Moscow"
    for rows in (f"one,city,Moscow,\ntwo,city,{name},\n", f"one,city,{name},\ntwo,city,Moscow,\n"):
        ((code, message),) = found_in(tmp_path, rows)
        assert code == "L308"
        assert message.startswith(f"{name!r} looks like 'Moscow'")
        assert "U+" in message


@pytest.mark.parametrize(
    "rows",
    [
        "one,city,Moscow,M\u043escow\n",
        "one,city,Moscow,\ntwo,city,Москва,\n",
        "one,city,Moscow,\ntwo,country,Moscov,\n",
        "one,city,Baku,\ntwo,city,BAKU,\n",
    ],
)
def test_two_wordings_of_one_row_and_names_that_differ_to_the_eye_are_nothing_to_tell(
    tmp_path: Path, rows: str
) -> None:
    assert found_in(tmp_path, rows) == []


def test_a_blank_that_breaks_no_line_is_a_blank(tmp_path: Path) -> None:
    """Printers set it between initials; the wording keeps it, and it makes no other name."""
    assert fold("G.\u00a0V. Doe") == fold("G. V. Doe")
    assert not is_odd("G.\u00a0V. Doe")


def test_what_the_eye_sees_of_a_name_keeps_its_case_and_accents() -> None:
    assert skeleton("Köprülü") == "Köprülü"
    assert skeleton("BAKU") != skeleton("Baku")
