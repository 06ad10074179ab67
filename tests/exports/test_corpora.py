"""Corpora of others, exported and read by the programs of their users."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import networkx
import openpyxl
import pytest
from lxml import etree

from letterbook.catalogue import Catalogue, open_catalogue
from letterbook.publication import build

pytestmark = pytest.mark.shared

FIRST = 120
SETTINGS = 'title = "Corpus"\npublisher = "An archive"\npublished = "2026-11-24"\n'
T = "{http://www.tei-c.org/ns/1.0}"


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> dict[str, Catalogue]:
    """A volume of Foreign Relations of the United States, and the beginning of the letters of Spener."""
    folder = tmp_path_factory.mktemp("corpora")
    spener = (shared / "corpora/spener-cmif/letters.xml").read_text(encoding="utf-8")
    end = list(re.finditer("</correspDesc>", spener))[FIRST - 1].end()
    sources = {
        "spener": spener[:end] + spener[spener.rindex("</profileDesc>") :],
        "frus": (shared / "corpora/frus/volumes/frus1894Nicaragua.xml").read_text(encoding="utf-8"),
    }
    found = {}
    for name, text in sources.items():
        (folder / name / "letters").mkdir(parents=True)
        (folder / name / "letters" / f"{name}.xml").write_text(text, encoding="utf-8")
        (folder / name / "letterbook.toml").write_text(SETTINGS, encoding="utf-8")
        build(folder / name, folder / f"{name}-build")
        found[name] = open_catalogue(folder / f"{name}-build")
    return found


@pytest.mark.parametrize("corpus", ["spener", "frus"])
def test_cmif_is_valid_by_the_official_relaxng(
    corpus: str, corpora: dict[str, Catalogue], exported: Any, shared: Path
) -> None:
    schema = etree.RelaxNG(etree.parse(shared / "suites/cmif-schema/schema/cmi-customization.rng"))
    for name in ("cmif", "cmif2"):
        tree = etree.fromstring(exported.text(name, corpora[corpus]).encode())
        schema.assertValid(tree)
        assert len(list(tree.iter(f"{T}correspDesc"))) == len(corpora[corpus].paths())


@pytest.mark.parametrize("corpus", ["spener", "frus"])
def test_every_letter_is_in_every_format(corpus: str, corpora: dict[str, Catalogue], exported: Any) -> None:
    catalogue = corpora[corpus]
    letters = len(catalogue.paths())
    pairs = sum(len(entry.senders) * len(entry.addressees) for entry in catalogue.letters())
    assert letters >= 100
    tables = exported.files("csv", catalogue)
    assert len(list(csv.reader(io.StringIO(tables["letters.csv"].decode(), newline="")))) == letters + 1
    book = openpyxl.load_workbook(io.BytesIO(b"".join(exported.files("xlsx", catalogue).values())), read_only=True)
    assert sum(1 for _ in book["letters"].iter_rows()) == letters + 1
    for name, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        graph = read(io.BytesIO(exported.text(name, catalogue).encode()))
        assert sum(data["weight"] for *_, data in graph.edges(data=True)) == pairs
    assert sum(path.startswith("letters/") for path in exported.files("tei", catalogue)) == letters
    assert exported.text("quickstatements", catalogue).count("CREATE\n") == letters


def test_a_letter_of_a_volume_has_the_same_words_in_tei(corpora: dict[str, Catalogue], exported: Any) -> None:
    files = exported.files("tei", corpora["frus"])
    own = ".//text()[not(ancestor::t:head or ancestor::t:note or ancestor::t:floatingText)]"  # without enclosed papers
    for entry in corpora["frus"].letters():
        body = next(etree.fromstring(files[f"letters/{entry.id}.xml"]).iter(f"{T}body"))
        words = "".join(body.xpath(own, namespaces={"t": T[1:-1]}))
        assert "".join(words.split()) == "".join(entry.text.split()), entry.id
