"""Real editions: every file that is well-formed is read, and says what its own elements say when they are read naively."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from letterbook.findings import Finding
from letterbook.letter import Reading
from letterbook.readers.xml import read_tei

CORPORA = Path(__file__).parents[3] / ".." / "shared" / "corpora"
TEI = "{http://www.tei-c.org/ns/1.0}"

pytestmark = pytest.mark.shared


def files(pattern: str) -> list[Path]:
    found = sorted(CORPORA.glob(pattern))
    if not found:
        pytest.skip("the corpus is not here")
    return found


def readings(path: Path) -> tuple[list[Reading], list[Finding]]:
    found = list(read_tei(path, name=path.name))
    return [reading for reading, _ in found if reading], [each for _, told in found for each in told]


def words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def parties(reading: Reading) -> list[str]:
    letter = reading.letters[0]
    return sorted(party.as_printed for party in (*letter.senders, *letter.addressees))


def described(path: Path) -> Iterator[ElementTree.Element]:
    return ElementTree.parse(path).iter(f"{TEI}correspDesc")


@pytest.mark.parametrize(
    ("pattern", "broken"),
    [
        ("destournelles/letters/*.xml", 0),
        ("escher/letters/*.xml", 0),
        ("tillich/letters/*.xml", 5),
        ("spener-cmif/*.xml", 0),
    ],
)
def test_every_description_is_a_letter_with_its_parties_place_and_date(pattern: str, broken: int) -> None:
    faults: list[str] = []
    refused = 0
    for path in files(pattern):
        found, findings = readings(path)
        if [each for each in findings if each.code == "L112"]:
            refused += 1
            assert all(each.line for each in findings if each.code == "L112")
            with pytest.raises(ElementTree.ParseError):
                ElementTree.parse(path)
            continue
        each_description = list(described(path))
        assert len(found) == len(each_description), path.name
        for reading, element in zip(found, each_description, strict=True):
            letter = reading.letters[0]
            names: list[str] = [
                words(name) or name.get("key") or name.get("ref") or ""
                for action in element.iter(f"{TEI}correspAction")
                for name in action
                if name.tag in (f"{TEI}persName", f"{TEI}orgName", f"{TEI}rs")
            ]
            if sorted(filter(None, names)) != parties(reading):
                faults.append(f"{reading.transcript.source}: parties {names} {parties(reading)}")
            sent = next(iter(each for each in element if each.get("type") == "sent"), None)
            if sent is None:
                continue
            place = sent.find(f"{TEI}placeName")
            named = next((each for each in reading.entities if each.id == letter.place), None)
            if place is not None and words(place) and (named is None or words(place) not in named.labels):
                faults.append(f"{reading.transcript.source}: place {words(place)!r} {named and named.labels}")
            dates = sent.findall(f"{TEI}date")
            when = [date.get("when") or date.get("when-iso") or "" for date in dates]
            if len(when) == 1 and when[0]:
                edtf = letter.date.date.edtf.rstrip("?~") if letter.date else ""
                told = any(finding.code in ("L220", "L221") for finding in findings)
                if edtf != when[0].strip()[:10] and not told:
                    faults.append(f"{reading.transcript.source}: date {when} {edtf}")
    assert faults == []
    assert refused == broken


def test_every_frus_document_is_a_reading_with_the_parties_of_its_head() -> None:
    counts: Counter[str] = Counter()
    for path in files("frus/volumes/*.xml"):
        found, findings = readings(path)
        assert {finding.code for finding in findings} <= {"L220"}
        counts["contradictions"] += len(findings)
        documents = {
            div.get("{http://www.w3.org/XML/1998/namespace}id"): div
            for div in ElementTree.parse(path).iter(f"{TEI}div")
            if div.get("type") == "document"
        }
        for reading in found:
            counts["documents"] += 1
            div = documents.get(reading.transcript.source.partition("#")[2])
            if div is None:
                continue
            letter = reading.letters[0]
            head = div.find(f"{TEI}head")
            for side, kind in ((letter.senders, "from"), (letter.addressees, "to")):
                marked = [] if head is None else [each for each in head.iter() if each.get("type") == kind]
                shown = " ".join(party.as_printed for party in side)
                counts[kind] += bool(side)
                plain = {word for each in marked for word in re.findall(r"\w+", words(each))}
                counts[f"other {kind}"] += plain != set(re.findall(r"\w+", shown))
            when = [
                date.get("when", "")[:10] for line in div.findall(f"{TEI}dateline") for date in line.iter(f"{TEI}date")
            ]
            if when and when[0]:
                counts["dated"] += 1
                counts["other date"] += letter.date is None or not when[0].startswith(letter.date.date.edtf)
    assert counts["documents"] == 1692
    assert (counts["other from"], counts["other to"], counts["other date"]) == (0, 0, 0)
    assert counts["from"] > 1600 < counts["to"]
