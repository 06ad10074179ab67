"""What is taken over from the build that stands: only what would be the same, whatever was edited; and no more is done than needed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from letterbook.errors import OutputError
from letterbook.output import STORE
from letterbook.publication import build
from letterbook.publication.record import record_path
from letterbook.web.search import SEARCH_FILE, search_files

SEED = "000_fe7cd0140cad9c37.txt"
DECISION = """- letter: 1
  fact: place_sent
  op: set
  value: Angora
  by: the editor
"""
TABLE = "Nr;Absender;Empfänger;Ort;Datum\n1;Ada Bell;Carl Dorn;Ulm;1901-02-03\n2;Carl Dorn;Ada Bell;Ulm;1901-02-05\n"
COLUMNS = """id = "Nr"
sender = "Absender"
addressee = "Empfänger"
place = "Ort"
date = "Datum"
"""
CORRESP = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc><correspDesc xml:id="x1"><correspAction type="sent">
<persName>Ada Bell</persName><date when="1901-02-03"/></correspAction><correspAction type="received"><persName>Carl Dorn</persName>
</correspAction></correspDesc></profileDesc></teiHeader><text><body><p/></body></text></TEI>"""
Edit = Callable[[Path], object]


@pytest.fixture
def book(data: Path, root: Path, tmp_path: Path) -> Path:
    """The ready letterbook with other letters, two of which speak of each other."""
    folder = tmp_path / "book"
    shutil.copytree(data, folder)
    for name in ("second.txt", "third.txt"):
        shutil.copy(root / "tests/readers/text/letters" / name, folder / "letters" / name)
    for path in sorted((root / "tests/publication/references/letters").glob("*.txt")):
        shutil.copy(path, folder / "letters" / f"r{path.name}")
    return folder


def replaced(name: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def written(name: str, text: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    return edit


def renamed(folder: Path) -> None:
    (folder / "letters/sub").mkdir()
    (folder / "letters/second.txt").rename(folder / "letters/sub/zz.txt")


def tabled(folder: Path) -> None:
    for name, text in (("t.csv", TABLE), ("t.columns.toml", COLUMNS)):
        (folder / "letters" / name).write_text(text, encoding="utf-8")


def profiled(folder: Path) -> None:
    """First a profile of its own, then another sentence in it."""
    path, settings = folder / "own.yaml", folder / "letterbook.toml"
    says = "The title names both, one way." if path.exists() else "The title names both."
    path.write_text(
        "series: own\nextends: en\nheadings:\n"
        f'  - id: heading-own\n    pattern: "{{kind}} from {{sender}} to {{addressee}}"\n    says: {says}\n',
        encoding="utf-8",
    )
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('profile = "dvp-en"', 'profile = "own.yaml"'), encoding="utf-8")


def reconciled(folder: Path) -> None:
    """First a candidate of an authority file, then what the editor says of it."""
    path = folder / "reconciliation.csv"
    decision = "yes" if path.exists() else ""
    path.write_text(
        "name,kind,row,id,label,description,score,source,decision\n"
        f"Ali Khan,person,,http://www.wikidata.org/entity/Q1,Ali Khan,,100,wikidata,{decision}\n",
        encoding="utf-8",
    )


EDITS: dict[str, Edit] = {
    "a profile of its own": profiled,
    "a profile that is edited": profiled,
    "who may be meant": reconciled,
    "who is meant": reconciled,
    "a text": replaced(f"letters/{SEED}", "terrible poverty, - another", "great poverty, - another"),
    "the day of a letter": replaced("letters/r2.txt", "May 20, 1861", "May 21, 1861"),
    "a new letter": lambda folder: shutil.copy(folder / f"letters/{SEED}", folder / "letters/new.txt"),
    "a letter less": lambda folder: (folder / "letters/third.txt").unlink(),
    "a letter under another name": renamed,
    "the label of a row": replaced("registers/actors.csv", "Mustafa Kemal,", "Kemal Atatürk,"),
    "an address of a row": replaced("registers/actors.csv", "entity/Q5152", "entity/Q5153"),
    "a new row": written("registers/places.csv", "teheran,city,Teheran,Tehran,,1200,,,,\n"),
    "a row less": replaced("registers/places.csv", "turkey,country,", "# turkey,country,"),
    "the kind of a row": replaced("registers/actors.csv", "greek-troops,group", "greek-troops,organisation"),
    "a decision": written("letters/second.facts.yaml", DECISION),
    "the title": replaced("letterbook.toml", 'title = "A gift of gold', 'title = "Gold'),
    "the calendar": written("letterbook.toml", 'calendar = "julian"\n'),
    "a table": tabled,
    "what a column means": written("letters/t.columns.toml", 'number = "Nr"\n'),
    "a TEI letter": written("letters/a.xml", CORRESP),
    "a table of holders": written(
        "registers/holders.csv", "office,person,from,to\nrepresentative-nkid-turkey,mustafa-kemal,1920,1922\n"
    ),
    "the ledger": replaced("identifiers.csv", "dvp-4-319,", "gift-of-gold,"),
}


def content(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.relative_to(out).parts[0] not in ("store", "search")
    }


def quads(out: Path) -> list[str]:
    return sorted(map(str, pyoxigraph.Store.read_only(str(out / STORE))))


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edit_a_build_is_file_by_file_what_a_fresh_one_is(book: Path, tmp_path: Path, seed: int) -> None:
    """The edits in an order by chance, one or some at a time: also the store and the indexes for search are the same."""
    chance = random.Random(seed)
    names = list(EDITS)
    chance.shuffle(names)
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    build(book, out)
    while names:
        some = [names.pop() for _ in range(min(len(names), chance.choice((1, 1, 2, 4))))]
        for name in some:
            EDITS[name](book)
        ledger = (book / "identifiers.csv").read_bytes()
        outcome = build(book, out)
        after = (book / "identifiers.csv").read_bytes()
        (book / "identifiers.csv").write_bytes(ledger)
        assert outcome == build(book, fresh, fresh=True), some
        assert (book / "identifiers.csv").read_bytes() == after, some
        one, other = content(out), content(fresh)
        assert [path for path in {*one, *other} if one.get(path) != other.get(path)] == [], some
        assert quads(out) == quads(fresh), some
        assert list(search_files(out / "search" / SEARCH_FILE)) == list(search_files(fresh / "search" / SEARCH_FILE))


def inodes(out: Path, suffix: str) -> dict[str, int]:
    return {path.relative_to(out).as_posix(): path.stat().st_ino for path in (out / "site").rglob(f"*{suffix}")}


def anew(out: Path, before: dict[str, int], suffix: str) -> set[str]:
    return {path for path, inode in inodes(out, suffix).items() if before.get(path) != inode}


def test_of_one_changed_text_only_its_documents_and_pages_are_made_anew(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(book, out)
    turtle, pages = inodes(out, ".ttl"), inodes(out, ".html")
    EDITS["a text"](book)
    build(book, out)
    letters = {path for path in anew(out, turtle, ".ttl") if path.startswith("site/letter/")}
    assert {path.removesuffix("/evidence.ttl").removesuffix(".ttl") for path in letters} <= {
        "site/letter/dvp-4-319",
        "site/letter/dvp-4-319-reply",
    }
    assert letters
    assert {path for path in anew(out, pages, ".html") if "/letter/" in path} < {
        path for path in pages if "/letter/dvp-4-319" in path
    } | {"none"}


def test_a_row_that_changes_touches_the_letters_that_use_it_and_only_those(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(book, out)
    turtle, pages = inodes(out, ".ttl"), inodes(out, ".html")
    EDITS["an address of a row"](book)
    build(book, out)
    assert "site/actor/mustafa-kemal.ttl" in anew(out, turtle, ".ttl")
    assert not [path for path in anew(out, turtle, ".ttl") if path.startswith(("site/letter/", "site/place/"))]
    assert not [path for path in anew(out, pages, ".html") if path.startswith("site/letter/")]


def test_the_earlier_build_is_never_written_to(book: Path, tmp_path: Path) -> None:
    """Files that stand in both builds are one file on the disk: a new build takes its names before it writes."""
    out = tmp_path / "out"
    build(book, out)
    kept = tmp_path / "kept"
    shutil.copytree(out, kept, copy_function=os.link)
    before = content(kept)
    for name in ("a text", "the label of a row", "a letter less"):
        EDITS[name](book)
        build(book, out)
    assert content(kept) == before


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone", "of another build"])
def test_a_record_that_is_damaged_is_not_believed(book: Path, tmp_path: Path, harm: str) -> None:
    """Fault case K6: all is built anew, and nobody needs to clean up."""
    out = tmp_path / "out"
    build(book, out)
    before = content(out)
    path = record_path(out)
    data = bytearray(path.read_bytes())
    if harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif harm == "flipped":
        for place in range(0, len(data), 997):
            data[place] ^= 0x55
        path.write_bytes(data)
    elif harm == "gone":
        path.unlink()
    else:
        (out / "manifest.json").write_bytes((out / "manifest.json").read_bytes() + b"\n")
    build(book, out)
    assert content(out) == before


def test_a_page_that_somebody_has_changed_is_made_anew(book: Path, tmp_path: Path) -> None:
    """Fault case K6: what is taken over is what was written."""
    out = tmp_path / "out"
    build(book, out)
    before = content(out)
    page = out / "site/letter/dvp-4-319.html"
    page.write_bytes(page.read_bytes()[:100])
    build(book, out)
    assert content(out) == before


def test_a_source_that_changes_during_the_build_is_told_and_the_earlier_build_stands(
    book: Path, tmp_path: Path
) -> None:
    """Fault case K10: found by its digest when the build is done."""
    out = tmp_path / "out"
    build(book, out)
    before = content(out)

    def note(step: str, done: int, total: int) -> None:
        if step == "verify" and done == 1:
            replaced(f"letters/{SEED}", "valiant Turkish", "brave Turkish")(book)

    with pytest.raises(OutputError, match="changed while it was built"):
        build(book, out, fresh=True, progress=note)
    assert content(out) == before
    assert build(book, out).letters > 0


def test_a_fresh_build_takes_nothing_over(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(book, out)
    before = inodes(out, ".html")
    build(book, out, fresh=True)
    assert anew(out, before, ".html") == set(before)
