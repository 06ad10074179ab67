"""CMIF: valid by the official schema, by the rules of its Schematron, and read back as the same letters."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from letterbook.catalogue import Catalogue, open_catalogue
from letterbook.exports.cmif import identifier
from letterbook.publication import build

T = "{http://www.tei-c.org/ns/1.0}"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
VERSIONS = ("cmif", "cmif2")


def described(text: str) -> list[tuple[object, ...]]:
    """What a CMIF file says of each letter."""
    return sorted(
        tuple(
            (action.get("type"), each.tag.removeprefix(T), each.text, tuple(sorted(each.attrib.items())))
            for action in letter.iter(f"{T}correspAction")
            for each in action
        )
        for letter in etree.fromstring(text.encode()).iter(f"{T}correspDesc")
    )


@pytest.mark.shared
@pytest.mark.parametrize("name", VERSIONS)
def test_it_is_valid_by_the_official_relaxng(
    name: str, sample: Catalogue, seed: Catalogue, exported: Any, shared: Path
) -> None:
    schema = etree.RelaxNG(etree.parse(shared / "suites/cmif-schema/schema/cmi-customization.rng"))
    for catalogue in (sample, seed):
        schema.assertValid(etree.fromstring(exported.text(name, catalogue).encode()))


@pytest.mark.parametrize("name", VERSIONS)
def test_it_keeps_the_rules_of_the_official_schematron(
    name: str, sample: Catalogue, seed: Catalogue, exported: Any
) -> None:
    for catalogue in (sample, seed):
        tree = etree.fromstring(exported.text(name, catalogue).encode())
        sources = {bibl.get("{http://www.w3.org/XML/1998/namespace}id") for bibl in tree.iter(f"{T}bibl")}
        letters = list(tree.iter(f"{T}correspDesc"))
        assert len(letters) == len(list(catalogue.letters()))
        assert all(re.fullmatch(UUID, each or "") for each in sources)  # W0001
        for letter in letters:
            assert [each.get("type") for each in letter.iter(f"{T}correspAction")] == [
                "sent",
                "received",
            ]  # E0001, E0002
            assert (letter.get("source") or "")[1:] in sources  # E0003
        for date in tree.iter(f"{T}date"):
            assert {"when", "from", "to", "notBefore", "notAfter"} & set(date.attrib)  # E0004


def test_what_is_read_from_cmif_is_written_as_the_same_cmif(
    sample: Catalogue, exported: Any, planted: Any, tmp_path: Path
) -> None:
    first = exported.text("cmif", sample)
    build(planted(tmp_path / "book", first), tmp_path / "build")
    again = exported.text("cmif", open_catalogue(tmp_path / "build"))
    assert described(again) == described(first)
    assert len(described(first)) == 6


@pytest.mark.parametrize(
    "dating",
    ['when="1921-04-09"', 'when="1922"', 'notBefore="1923-01-02" notAfter="1923-02-03"', 'notAfter="1930-01-01"'],
)
def test_a_date_is_written_as_precisely_as_it_is_known(dating: str, sample: Catalogue, exported: Any) -> None:
    assert f"<date {dating}>" in exported.text("cmif", sample)


def test_a_doubted_date_has_the_only_certainty_that_the_schema_knows(sample: Catalogue, exported: Any) -> None:
    assert '<date when="1924-05" cert="low">[Mai 1924]</date>' in exported.text("cmif", sample)


def test_an_undated_letter_has_no_date(sample: Catalogue, exported: Any) -> None:
    letters = list(etree.fromstring(exported.text("cmif", sample).encode()).iter(f"{T}correspDesc"))
    assert sum(letter.find(f".//{T}date") is None for letter in letters) == 1


def test_what_follows_from_another_letter_is_called_a_conjecture(seed: Catalogue, exported: Any) -> None:
    assert 'notBefore="1921-04-09" notAfter="1921-04-12" evidence="conjecture"' in exported.text("cmif", seed)


def test_a_reply_names_the_letter_that_it_answers(seed: Catalogue, exported: Any) -> None:
    assert (
        '<ref type="prev" subtype="reply-to" target="https://letterbook.example/letter/dvp-4-319"/>'
        in exported.text("cmif", seed)
    )


def test_the_draft_adds_mentions_language_and_text_base(seed: Catalogue, exported: Any) -> None:
    text = exported.text("cmif2", seed)
    assert '<ref type="cmif:mentionsOrg" target="http://www.wikidata.org/entity/Q2184">RSFSR</ref>' in text
    assert '<ref type="cmif:hasLanguage" target="en"/><ref type="cmif:hasTextBase" target="cmif:Print"/>' in text


def test_without_a_day_of_publication_the_file_is_not_older_than_its_last_letter(
    sample: Catalogue, exported: Any
) -> None:
    sample.whole = replace(sample.whole, published="")
    assert '<date notBefore="1930-01-01"/>' in exported.text("cmif", sample)


def test_an_identifier_is_a_uuid_that_xml_takes_as_a_name_and_never_changes() -> None:
    made = [identifier(f"https://letterbook.example/edition/{number}") for number in range(200)]
    assert all(re.fullmatch(UUID, each) and each[0] in "abcdef" for each in made)
    assert len(set(made)) == 200
    assert made[4] == identifier("https://letterbook.example/edition/4")


def test_those_without_an_authority_iri_are_counted(sample: Catalogue, exported: Any) -> None:
    exported.text("cmif", sample)
    assert [(finding.code, finding.message.split()[0]) for finding in exported.told] == [("L517", "1")]
