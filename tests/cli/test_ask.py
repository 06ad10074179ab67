"""Letters asked for without SPARQL."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.cli.querying import answered
from letterbook.errors import UsageError
from letterbook.output import STORE
from letterbook.queries.letters import LetterQuestion, sparql_of
from letterbook.store import open_store, refuse_unsafe
from letterbook.vocabulary import prefixes_under

BASE = "https://letterbook.example/"
LETTER, REPLY = f"{BASE}letter/dvp-4-319#letter", f"{BASE}letter/dvp-4-319-reply#letter"


def found(built: Path, **asked: str) -> list[str]:
    lines = answered(built, sparql_of(LetterQuestion(**asked)), "csv", 60, 1024)
    return [row["letter"] for row in csv.DictReader(io.StringIO(lines))]


@pytest.mark.parametrize(
    ("asked", "letters"),
    [
        ({}, [LETTER, REPLY]),
        ({"sender": "KEMAL"}, [REPLY]),
        ({"sender": f"{BASE}actor/mustafa-kemal#it"}, [REPLY]),
        ({"addressee": "kemal"}, [LETTER]),
        ({"addressee": "nobody"}, []),
        ({"place": "Ankara"}, []),
        ({"begin": "1921-04-10"}, [REPLY]),
        ({"end": "1921-04-08"}, []),
        ({"begin": "1921", "end": "1921"}, [LETTER, REPLY]),
        ({"kind": "letter"}, [LETTER, REPLY]),
        ({"kind": "telegram"}, []),
        ({"text": "Valiant imperialism"}, [LETTER]),
        ({"total": "any"}, [LETTER]),
        ({"total": "RUBLES"}, [LETTER]),
        ({"total": "francs"}, []),
        ({"sender": "kemal", "total": "any"}, []),
    ],
)
def test_whatever_is_asked_must_all_be_so(built: Path, asked: dict[str, str], letters: list[str]) -> None:
    assert found(built, **asked) == letters


@pytest.mark.parametrize("text", ["1921-13", "1921-02-30", "April", "0000", "1921-4"])
def test_what_is_no_date_is_told_with_a_remedy(text: str) -> None:
    with pytest.raises(UsageError, match="is no date") as told:
        sparql_of(LetterQuestion(begin=text))
    assert "1921-04-09" in told.value.remedy


def test_a_range_that_ends_before_it_begins_is_told() -> None:
    with pytest.raises(UsageError, match="1922 lies after 1921"):
        sparql_of(LetterQuestion(begin="1922", end="1921"))


@pytest.mark.parametrize(
    "text",
    ['" } DROP ALL #', "\\", "\n", "'''", '"""', '\\" } UNION { ?x ?y ?z', "}", "\x00", "# x", "?letter", "\\u0022"],
)
@pytest.mark.parametrize("field", ["sender", "addressee", "place", "kind", "text", "total"])
def test_no_text_becomes_part_of_the_query(built: Path, field: str, text: str) -> None:
    """Fault case Q9."""
    open_store(built / STORE).query(
        sparql_of(LetterQuestion(**{field: text})), base=BASE, prefixes=prefixes_under(BASE)
    )
    assert found(built, **{field: text}) == ([LETTER, REPLY] if not text.strip() else [])


@given(st.text(max_size=40))
def test_any_text_at_all_makes_a_query_that_is_read(text: str) -> None:
    """Fault case Q9."""
    query = sparql_of(LetterQuestion(sender=text, text=text))
    refuse_unsafe(query)
