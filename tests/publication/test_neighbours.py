"""Letters that an edition puts beside one another: linked where the other is in the letterbook, kept in words where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from letterbook.identifiers import load_ledger
from letterbook.publication import build, check

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader><profileDesc><correspDesc ref="https://x.example/{id}"><correspAction type="sent"><persName>Ada Bell</persName><date when="1901-02-0{day}"/></correspAction><correspContext>{context}</correspContext></correspDesc><langUsage><language ident="en"/></langUsage></profileDesc></teiHeader><text><body><p>All is well.</p></body></text></TEI>'
BASE = "https://letterbook.example/letter/"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    (folder / "letters" / "year").mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "Bell"\n', encoding="utf-8")
    for number, context in enumerate(
        (
            '<ref type="next" target="b.xml"/>',
            '<ref type="prev" target="#L1"/><ref type="next" target="http://x.example/L3/"/>',
            '<ref type="prev" target="L2"/><ref type="next" target="L9">that of June</ref>',
        ),
        1,
    ):
        text = HEAD.format(id=f"L{number}", day=number, context=context)
        (folder / "letters" / "year" / f"{'abc'[number - 1]}.xml").write_text(text, encoding="utf-8")
    return folder


def test_a_file_an_id_and_an_address_each_find_their_letter(book: Path, tmp_path: Path) -> None:
    outcome = build(book, tmp_path / "out")
    assert [finding for finding in outcome.findings if finding.level != "note"] == []
    graph = (tmp_path / "out" / "letterbook.nt").read_text(encoding="utf-8")
    ids = {row.place.source: f"<{BASE}{row.id}" for row in load_ledger(book / "identifiers.csv")}
    a, b, c = (ids[f"year/{name}.xml"] for name in "abc")
    links = [line.split()[::2] for line in graph.splitlines() if "#beside-" in line and "P67_refers_to>" in line]
    assert sorted((subject, target) for subject, target, *_ in links) == sorted(
        (f"{one}#beside-{number}>", f"{other}#letter>")
        for one, number, other in ((a, 1, b), (b, 1, a), (b, 2, c), (c, 1, b))
    )
    assert '"that of June"' in graph


def test_an_id_that_two_files_have_is_nobodys(book: Path) -> None:
    second = book / "letters" / "year" / "d.xml"
    second.write_text(HEAD.format(id="L1", day=4, context=""), encoding="utf-8")
    assert [finding for finding in check(book).findings if finding.level == "error"] == []
