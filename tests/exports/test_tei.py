"""TEI: each letter a file that our reader reads as the same letter, and registers that say who is who."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from letterbook.catalogue import Catalogue, Entry, Part, Words, open_catalogue
from letterbook.exports.markup import Pen
from letterbook.exports.tei import _apart, _body
from letterbook.publication import build

T = "{http://www.tei-c.org/ns/1.0}"
SETTINGS = 'title = "Again"\nlanguage = "de"\n'


def read_again(files: dict[str, bytes], folder: Path) -> list[Entry]:
    """The letters of a letterbook that is made of an export."""
    for path, data in files.items():
        target = folder / "book" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.startswith("letters/"):
            target.write_bytes(data)
    (folder / "book/letterbook.toml").write_text(SETTINGS, encoding="utf-8")
    build(folder / "book", folder / "build")
    return list(open_catalogue(folder / "build").letters())


def course(entry: Entry) -> tuple[object, ...]:
    """Who wrote to whom, when and where, in words."""
    when = entry.written
    sides = [[party.name.label.text for party in side] for side in (entry.senders, entry.addressees)]
    authorities = [[party.name.same_as for party in side] for side in (entry.senders, entry.addressees)]
    dates = (when.edtf, when.begin, when.end, when.wording and when.wording.text) if when else None
    return (sides, authorities, dates, entry.place and entry.place.label.text)


def test_described_letters_are_read_back_as_the_same_letters(sample: Catalogue, exported: Any, tmp_path: Path) -> None:
    again = read_again(exported.files("tei", sample), tmp_path)
    assert sorted(map(repr, map(course, again))) == sorted(map(repr, map(course, sample.letters())))
    assert len(again) == 6


def test_printed_letters_are_read_back_with_their_words(seed: Catalogue, exported: Any, tmp_path: Path) -> None:
    again = {entry.senders[0].name.label.text: entry for entry in read_again(exported.files("tei", seed), tmp_path)}
    assert len(again) == len(list(seed.letters()))
    for entry in seed.letters():
        other = again[entry.senders[0].name.label.text]
        assert "".join(other.text.split()) == "".join(entry.text.split())
        for kind in ("salutation", "closing", "dateline"):
            assert [p.words.text for p in other.parts if p.kind == kind] == [
                p.words.text for p in entry.parts if p.kind == kind
            ]


def test_openers_stand_before_and_closers_behind_the_paragraphs(seed: Catalogue, exported: Any) -> None:
    tree = etree.fromstring(exported.files("tei", seed)["letters/dvp-4-319.xml"])
    (body,) = tree.iter(f"{T}body")
    assert [each.tag.removeprefix(T) for each in body] == ["head", "note", "opener", "p", "p", "p", "closer"]
    assert [each.tag.removeprefix(T) for each in body[2]] == ["dateline", "salute"]
    assert body[2].find(f"{T}dateline/{T}date").get("when") == "1921-04-09"


def test_who_and_what_is_named_stands_in_a_register_with_its_authority(sample: Catalogue, exported: Any) -> None:
    files = exported.files("tei", sample)
    persons = etree.fromstring(files["registers/listPerson.xml"])
    numbers = {
        person.findtext(f"{T}persName"): [each.text for each in person.iter(f"{T}idno")]
        for person in persons.iter(f"{T}person")
    }
    assert numbers["A. Roe"] == [
        "https://letterbook.example/actor/d-nb-info-gnd-118616099#it",
        "http://d-nb.info/gnd/118616099",
    ]
    assert [each.text for each in etree.fromstring(files["registers/listPlace.xml"]).iter(f"{T}placeName")] == ["Ulm"]


def test_every_file_is_xml_and_no_id_stands_twice(sample: Catalogue, seed: Catalogue, exported: Any) -> None:
    for catalogue in (sample, seed):
        for data in exported.files("tei", catalogue).values():
            ids = [each.get("{http://www.w3.org/XML/1998/namespace}id") for each in etree.fromstring(data).iter()]
            assert len([each for each in ids if each]) == len({each for each in ids if each})


def test_nobody_is_invented_where_a_side_is_not_known(sample: Catalogue, exported: Any) -> None:
    assert not any(b"Unknown" in data for data in exported.files("tei", sample).values())


@pytest.mark.parametrize(
    ("text", "parts", "left"),
    [
        ("Sir, it rains.", ["Sir,|salutation", "Sir, it rains.|paragraph"], ["Sir,", "it rains."]),
        (
            "It rains. I am, etc.,",
            ["It rains. I am, etc.,|paragraph", "I am, etc.,|closing"],
            ["It rains.", "I am, etc.,"],
        ),
        ("It rains, Sir, here.", ["It rains, Sir, here.|paragraph", "Sir,|salutation"], ["It rains, Sir, here."]),
        ("Sir,", ["Sir,|salutation", "Sir,|paragraph"], ["Sir,"]),
        (
            "It rains on A. Roe. A. Roe.",
            ["It rains on A. Roe.|paragraph", "A. Roe.|signature"],
            ["It rains on A. Roe.", "A. Roe."],
        ),
    ],
)
def test_words_that_are_a_part_of_their_own_do_not_stand_in_the_paragraph_too(
    text: str, parts: list[str], left: list[str]
) -> None:
    stated = [Part(kind, Words(words)) for words, kind in (part.split("|") for part in parts)]
    assert [each.words.text for each in _apart(stated, text)] == left


@pytest.mark.parametrize(
    ("kinds", "elements"),
    [
        (["dateline", "salutation", "paragraph", "closing", "signature"], ["opener", "p", "closer"]),
        (["paragraph", "signature", "paragraph"], ["div", "div"]),
        (["dateline", "heading", "salutation", "paragraph"], ["opener", "head", "opener", "p"]),
        (["paragraph", "heading", "paragraph"], ["div", "div"]),
        (["paragraph", "enclosed", "enclosed", "paragraph"], ["p", "floatingText", "p"]),
        (["salutation", "signature"], ["opener", "p", "closer"]),
        (["paragraph", "closing", "postscript", "signature"], ["p", "closer", "postscript", "closer"]),
        (["salutation", "paragraph", "salutation", "paragraph"], ["div", "div"]),
        ([], ["p"]),
    ],
)
def test_the_order_of_the_words_is_kept(kinds: list[str], elements: list[str], seed: Catalogue) -> None:
    parts = tuple(Part(kind, Words(f"{number}.")) for number, kind in enumerate(kinds))
    text = " ".join(part.words.text for part in parts)
    entry = replace(next(seed.letters()), parts=parts, text=text)
    body = etree.fromstring(f"<body>{''.join(_body(Pen(), entry))}</body>")
    assert [each.tag for each in body] == elements
    assert " ".join("".join(body.itertext()).replace(".", ". ").split()) == text
