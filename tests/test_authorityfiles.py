"""The addresses of authority files are compared whatever page of a record they name, and checked by their check digits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.authorityfiles import AUTHORITY_FILES, address_fault, address_of, plain_address, recognise

DIGITS = st.text("0123456789", min_size=8, max_size=9)


@pytest.mark.parametrize(
    "pages",
    [
        ["http://d-nb.info/gnd/118531379", "https://d-nb.info/gnd/118531379/", "https://d-nb.info/gnd/118531379/about/lds"],
        ["http://viaf.org/viaf/15798950", "https://www.viaf.org/viaf/15798950/", "https://viaf.org/en/viaf/15798950"],
        ["http://www.geonames.org/2988507", "https://sws.geonames.org/2988507/", "https://www.geonames.org/2988507/paris.html"],
        ["http://www.wikidata.org/entity/Q90", "https://www.wikidata.org/wiki/Q90", "https://m.wikidata.org/wiki/Q90"],
        ["http://id.loc.gov/authorities/names/n79018774", "https://id.loc.gov/authorities/names/n79018774.html"],
    ],
)  # fmt: skip
def test_every_page_of_a_record_is_one_address(pages: list[str]) -> None:
    assert len({plain_address(page) for page in pages}) == 1


@pytest.mark.parametrize(
    "address",
    ["https://d-nb.info/gnd/1/2/3", "https://example.org/gnd/118531379", "https://viaf.org/", "people.xml#p1"],
)
def test_another_address_is_no_record_of_an_authority_file(address: str) -> None:
    assert recognise(address) is None
    assert address_fault(address) == ""


@given(DIGITS, st.integers(0, 8), st.integers(1, 9))
def test_a_slip_in_one_digit_of_a_gnd_number_is_found(number: str, place: int, by: int) -> None:
    gnd = AUTHORITY_FILES["gnd"]
    assert gnd.digit is not None
    right = number + gnd.digit(number + "0")
    assert address_fault(f"https://d-nb.info/gnd/{right}") == ""
    place %= len(number)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert "check digit" in address_fault(f"https://d-nb.info/gnd/{wrong}")


@pytest.mark.parametrize("address", ["https://orcid.org/0000-0002-1825-0097", "https://isni.org/isni/0000000121032683"])
def test_a_check_digit_of_iso_7064_is_checked(address: str) -> None:
    assert address_fault(address) == ""
    assert address_fault(address[:-2] + "5" + address[-1])


@given(st.sampled_from(sorted(AUTHORITY_FILES)), st.text(max_size=30))
def test_a_bare_id_gives_an_address_of_its_file_or_a_reason(column: str, text: str) -> None:
    try:
        found = recognise(address_of(column, text))
    except ValueError as error:
        assert str(error)
    else:
        assert found is None or found[0].column == column


@pytest.mark.shared
def test_no_gnd_number_of_two_editions_is_doubted(shared: Path) -> None:
    texts = [shared / "corpora/spener-cmif/letters.csv", shared / "corpora/escher/registers/people.xml"]
    pattern = re.compile(r'd-nb\.info/gnd/([\dX-]+)|type="gnd">([\dX-]+)<')
    numbers = {"".join(match.groups("")) for path in texts for match in pattern.finditer(path.read_text("utf-8"))}
    assert len(numbers) > 2_000
    assert [n for n in sorted(numbers) if address_fault(f"https://d-nb.info/gnd/{n}")] == []
