"""What archives, repositories and Wikidata take: RiC-O, RO-Crate with DataCite and CITATION.cff, QuickStatements."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml
from rocrate.rocrate import ROCrate

from letterbook.catalogue import Catalogue, Words
from letterbook.exports.quickstatements import MOST_CHARACTERS, label_of
from letterbook.exports.rico import RICO

R = rdflib.Namespace(RICO)
BASE = "https://letterbook.example/"


@pytest.fixture
def graph(seed: Catalogue, exported: Any) -> rdflib.Graph:
    return rdflib.Graph().parse(data=exported.text("rico", seed), format="turtle")


def test_rico_has_a_record_for_each_letter_with_sender_and_addressee(graph: rdflib.Graph) -> None:
    letter = rdflib.URIRef(f"{BASE}letter/dvp-4-319#letter")
    assert len(set(graph.subjects(rdflib.RDF.type, R.Record))) == 2
    assert graph.value(letter, R.hasSender) == rdflib.URIRef(f"{BASE}office/representative-nkid-turkey#it")
    assert graph.value(letter, R.hasAddressee) == rdflib.URIRef(f"{BASE}actor/mustafa-kemal#it")
    assert graph.value(rdflib.URIRef(f"{BASE}letter/dvp-4-319-reply#letter"), R.isReplyTo) == letter


def test_rico_keeps_the_wording_of_a_date_beside_its_norm(graph: rdflib.Graph) -> None:
    date = graph.value(rdflib.URIRef(f"{BASE}letter/dvp-4-319#letter"), R.hasCreationDate)
    assert str(graph.value(date, R.expressedDate)) == "April 9, 1921"
    assert str(graph.value(date, R.normalizedDateValue)) == "1921-04-09"


def test_every_object_in_rico_is_described(graph: rdflib.Graph) -> None:
    named = {each for each in graph.objects() if isinstance(each, rdflib.URIRef) and str(each).startswith(BASE)}
    assert named <= set(graph.subjects())


def test_a_crate_lists_every_file_that_it_holds_and_holds_every_file_that_it_lists(
    seed: Catalogue, exported: Any, tmp_path: Path
) -> None:
    files = exported.files("rocrate", seed)
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    crate = ROCrate(str(tmp_path))
    listed = {entity.id for entity in crate.data_entities}
    assert listed == set(files) - {"ro-crate-metadata.json"}
    assert crate.name == seed.whole.title
    assert crate.license.id == seed.whole.licence
    assert crate.datePublished.date().isoformat() == "2026-11-24"


def test_a_crate_keeps_what_ro_crate_1_1_requires(seed: Catalogue, exported: Any) -> None:
    crate = json.loads(exported.files("rocrate", seed)["ro-crate-metadata.json"])
    entities = {each["@id"]: each for each in crate["@graph"]}
    about, root = entities["ro-crate-metadata.json"], entities["./"]
    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    assert len(entities) == len(crate["@graph"])
    assert (about["@type"], about["about"], about["conformsTo"]) == (
        "CreativeWork", {"@id": "./"}, {"@id": "https://w3id.org/ro/crate/1.1"},
    )  # fmt: skip
    assert root["@type"] == "Dataset"
    assert all(root[name] for name in ("name", "description", "datePublished", "license", "hasPart"))
    for each in crate["@graph"]:
        for value in each.values():
            for link in value if isinstance(value, list) else [value]:
                if isinstance(link, dict):
                    assert link["@id"] in entities or each is about


def test_the_dumps_in_a_crate_are_those_of_the_build(seed: Catalogue, exported: Any) -> None:
    files = exported.files("rocrate", seed)
    for name in ("letterbook.nq", "letterbook.ttl", "letterbook.jsonld"):
        assert files[name] == (seed.folder / name).read_bytes()


def test_datacite_has_what_the_schema_requires_and_invents_no_doi(seed: Catalogue, exported: Any) -> None:
    found = json.loads(exported.files("rocrate", seed)["datacite.json"])
    assert {"schemaVersion", "types", "creators", "titles", "publisher", "publicationYear"} <= set(found)
    assert found["publicationYear"] == "2026"
    assert "doi" not in found
    assert "identifiers" not in found


def test_the_citation_is_yaml_with_what_the_format_requires(seed: Catalogue, exported: Any) -> None:
    whole = replace(seed.whole, title='A "gift": 1921 # and more')
    found = yaml.safe_load(exported.files("rocrate", replace(seed, whole=whole))["CITATION.cff"])
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    assert found["title"] == whole.title
    assert found["authors"] == [{"name": "Letterbook"}]


def test_quickstatements_make_an_item_for_each_letter(sample: Catalogue, exported: Any) -> None:
    text = exported.text("quickstatements", sample)
    items = text.split("CREATE\n")[1:]
    assert len(items) == 6
    assert all("LAST\tP31\tQ133492\n" in item for item in items)
    assert any(
        "LAST\tP571\t+1921-04-09T00:00:00Z/11\n" in item and "A. Roe to B. Doe, Ulm, 1921-04-09" in item
        for item in items
    )
    assert any("LAST\tP1817\tQ42\n" in item for item in items)
    assert all(re.fullmatch(r"LAST\t[A-Za-z0-9]+\t[^\t]+", line) for item in items for line in item.splitlines())


def test_labels_and_descriptions_are_shorter_than_250_characters(sample: Catalogue, exported: Any) -> None:
    long = Words("N" * 400)
    sample.names.update({iri: replace(name, label=long) for iri, name in sample.names.items()})
    quoted = re.findall(r'\t[LD]en\t"(.*)"', exported.text("quickstatements", sample))
    assert len(quoted) == 12
    assert max(map(len, quoted)) == MOST_CHARACTERS < 250


def test_a_label_has_only_what_is_known(sample: Catalogue) -> None:
    entry = next(sample.letters())
    assert label_of(replace(entry, senders=(), addressees=(), place=None, written=None, received=None)) == "Letter"
    assert (
        label_of(replace(entry, senders=(), place=None, written=None))
        == f"Letter to {entry.addressees[0].name.label.text}"
    )
