"""Ids of sources that no IRI could hold, on their way through a build into every format."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from letterbook.formats import FORMATS
from letterbook.publication import build
from letterbook.serializers import nquads
from letterbook.terms import Document, iri_text

Lines = set[tuple[str, str, str]]
IDS = [
    "a b",
    '"q"',
    "<x>",
    "{y}",
    "back\\slash",
    "%zz",
    "100%",
    "%20",
    "a#b",
    "a/../b",
    "a?b",
    "ünlü",
    "Ж 1",
    "|",
    "^`",
    "a b ",
]


def test_whatever_an_id_holds_all_formats_say_the_same_of_its_letter(
    tmp_path: Path,
    read_back: Callable[[bytes, str], dict[str, Lines]],
    stated: Callable[[Document], Lines],
) -> None:
    """Fault case I1: each row is a letter of its own, its IRI needs no percent-encoding, and its id stands in the record."""
    letters = tmp_path / "book/letters"
    letters.mkdir(parents=True)
    (tmp_path / "book/letterbook.toml").write_text('title = "T"\nlanguage = "en"\n', encoding="utf-8")
    with (letters / "a list, 100%.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "sender", "date"), *((each, f"Ada {each}", "1901") for each in IDS)])
    build(tmp_path / "book", tmp_path / "out")
    site = tmp_path / "out/site"
    made = sorted(path for path in site.glob("letter/*.nq") if path.stem != "evidence")
    assert len(made) == len(IDS)
    for path in (*made, *site.glob("letter/*/evidence.nq"), *site.glob("actor/*.nq")):
        document = nquads.read(path.read_bytes())
        assert set(iri_text(document.iri)) <= set("https://letterbook.example/abcdefghijklmnopqrstuvwxyz0123456789-/")
        for form in FORMATS:
            for parser, found in read_back(path.with_suffix(f".{form.extension}").read_bytes(), form.extension).items():
                assert found == stated(document), (path, parser, form.name)
