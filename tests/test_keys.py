"""Names are compared as they are written: in NFC, by case, and by a fixed table of letters and not by the locale."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.keys import fold, slug

TURKISH = ("İsmet", "Ismet", "ısmet", "ismet", "Işmet")


@pytest.mark.parametrize("name", ["Ünlü", "Köprülü", "Чичерин", "Fédération", "Ağrı"])
def test_a_name_has_one_key_whether_its_accents_are_composed_or_not(name: str) -> None:
    """Fault case T10."""
    apart = unicodedata.normalize("NFD", name)
    assert (fold(apart), slug(apart)) == (fold(name), slug(name))


def test_the_four_letters_i_of_turkish_never_meet_in_one_key_and_leave_no_dot() -> None:
    """Fault case T11: "ISMET" and "ısmet" are one word to casefold, and "İ".lower() is two code points."""
    keys = {name: slug(name) for name in TURKISH}
    assert keys["Ismet"] == keys["ismet"] == "ismet"
    assert len(set(keys.values())) == len(TURKISH) - 1
    assert len({fold(name) for name in TURKISH}) == len(TURKISH)


@given(st.text(min_size=1))
def test_a_key_is_made_of_plain_letters_figures_and_single_hyphens_whatever_the_name(name: str) -> None:
    """Fault case I1: an id made of it needs no percent-encoding. Fault case T11: no stray U+0307, no letter that a file system or an IRI writes in another way."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert slug(unicodedata.normalize("NFD", name)) == slug(name)


@given(st.text(alphabet="aAiİıIöoаеa\u0301\u00ad\u200b", min_size=1, max_size=4), st.text(alphabet="aAiİıIöoаеa\u0301\u00ad\u200b", min_size=1, max_size=4))  # fmt: skip
def test_two_names_with_other_letters_never_get_one_key(one: str, other: str) -> None:
    """Fault cases T11 and T12."""
    if slug(one) == slug(other):
        assert fold(one) == fold(other) or fold(one).lower() == fold(other).lower()
