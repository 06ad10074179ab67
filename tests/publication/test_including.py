"""XInclude: chosen by a letterbook, kept within its folder, and noticed when an included file is changed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from letterbook.catalogue import open_catalogue
from letterbook.findings import Finding
from letterbook.publication import build
from letterbook.readers.xml import read_tei

Run = Callable[..., subprocess.CompletedProcess[str]]
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"><teiHeader><fileDesc>
<titleStmt><title>A letter</title></titleStmt></fileDesc><profileDesc><correspDesc>
<correspAction type="sent"><persName>A. Roe</persName><date when="1901-02-03"/></correspAction></correspDesc></profileDesc></teiHeader>
{}</TEI>
"""
TEXT = """<text xmlns="http://www.tei-c.org/ns/1.0"><body><opener><dateline><placeName>Ulm</placeName>,
<date when="1901-02-04">3 February 1901</date></dateline></opener>
<p xml:id="p1">All is {} with <persName>C. Low</persName>.</p></body></text>
"""
INCLUDE = '<xi:include href="{}"/>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A letterbook whose one letter has its text in a file of its own."""
    folder = tmp_path / "book"
    for name in ("letters", "parts"):
        (folder / name).mkdir(parents=True)
    (folder / "letterbook.toml").write_text('title = "T"\nlanguage = "en"\nxinclude = true\n', encoding="utf-8")
    (folder / "letters/a.xml").write_text(LETTER.format(INCLUDE.format("../parts/text.xml")), encoding="utf-8")
    (folder / "parts/text.xml").write_text(TEXT.format("well"), encoding="utf-8")
    return folder


def built(book: Path) -> tuple[str, list[Finding]]:
    """The text of the one letter, and the findings of a build."""
    findings = build(book, book.parent / "build").findings
    (entry,) = open_catalogue(book.parent / "build").letters()
    return entry.text, findings


def passed_over(book: Path) -> list[tuple[str, int, str]]:
    _, findings = built(book)
    return [(each.file, each.line, each.message) for each in findings if each.code == "L113"]


def test_an_included_file_is_read_and_its_findings_name_it_with_their_lines(book: Path) -> None:
    text, findings = built(book)
    assert "All is well with C. Low." in text
    told = {(each.code, each.file, each.line) for each in findings if "Roe" not in each.message}
    file = "parts/text.xml"
    assert told == {("L220", "letters/a.xml", 3), ("L220", file, 2), ("L304", file, 1), ("L304", file, 3)}


def test_the_way_to_words_begins_with_the_included_file(book: Path) -> None:
    ((reading, _),) = [each for each in read_tei(book / "letters/a.xml", name="a.xml", includes=book) if each[0]]
    assert reading is not None
    marks = [(mark.file, mark.line, mark.path) for mark in reading.transcript.marks]
    assert marks == [
        ("../parts/text.xml", 1, "../parts/text.xml#/text[1]/body[1]/opener[1]/dateline[1]"),
        ("../parts/text.xml", 3, "../parts/text.xml#//*[@xml:id='p1']"),
    ]


def test_a_build_notices_that_an_included_file_is_changed(book: Path) -> None:
    """Beside letters/ as within."""
    built(book)
    (book / "parts/text.xml").write_text(TEXT.format("lost"), encoding="utf-8")
    assert "All is lost" in built(book)[0]
    (book / "letters/text.xml").write_text(TEXT.format("found"), encoding="utf-8")
    (book / "letters/a.xml").write_text(LETTER.format(INCLUDE.format("text.xml")), encoding="utf-8")
    assert "All is found" in built(book)[0]
    (book / "letters/text.xml").write_text(TEXT.format("gone"), encoding="utf-8")
    assert "All is gone" in built(book)[0]


def test_without_the_choice_nothing_is_included_and_the_remedy_names_it(book: Path) -> None:
    """Fault case X3."""
    (book / "letterbook.toml").write_text('title = "T"\n', encoding="utf-8")
    (finding,) = [each for each in build(book, book.parent / "build").findings if each.code == "L113"]
    assert (finding.file, finding.line) == ("letters/a.xml", 4)
    assert "xinclude = true" in finding.remedy


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("/etc/passwd", "leads out of the folder"),
        ("file:///etc/passwd", "is no file beside this one"),
        ("http://127.0.0.1:9/x.xml", "is no file beside this one"),
        ("//127.0.0.1/x.xml", "is no file beside this one"),
        ("../../outside.xml", "leads out of the folder"),
        ("..%2F..%2Foutside.xml", "leads out of the folder"),
        ("../parts/link.xml", "leads out of the folder"),
        ("../parts", "is no file"),
        ("../parts/.hidden.xml", "a hidden one"),
        ("../parts/nothing.xml", "No such file"),
        ("../parts/torn.xml", "not well-formed"),
        ("../parts/entity.xml", "document type"),
        ("../parts/whole.xml", "describes letters of its own"),
        ("", "is no file beside this one"),
    ],
)
def test_what_lies_elsewhere_or_is_no_part_is_not_included(book: Path, href: str, reason: str) -> None:
    """Fault case X3: no file outside of the letterbook's folder is read, by no way that leads there."""
    outside = book.parent / "outside.xml"
    outside.write_text(TEXT.format("secret"), encoding="utf-8")
    (book / "parts/link.xml").symlink_to(outside)
    (book / "parts/.hidden.xml").write_text(TEXT.format("secret"), encoding="utf-8")
    (book / "parts/torn.xml").write_text("<p>secret", encoding="utf-8")
    (book / "parts/entity.xml").write_text("<!DOCTYPE p [<!ENTITY s 'secret'>]><p>&s;</p>", encoding="utf-8")
    (book / "parts/whole.xml").write_text(LETTER.format("<text><body><p>secret</p></body></text>"), encoding="utf-8")
    body = f"<text><body><p>Kept.</p>{INCLUDE.format(href)}</body></text>"
    (book / "letters/a.xml").write_text(LETTER.format(body), encoding="utf-8")
    text, findings = built(book)
    assert text == "Kept."
    (finding,) = [each for each in findings if each.code == "L113"]
    assert (finding.file, finding.line) == ("letters/a.xml", 4)
    assert reason in finding.message


def test_files_that_include_each_other_end(book: Path) -> None:
    for one, other in (("one", "two"), ("two", "one")):
        (book / f"parts/{one}.xml").write_text(
            f'<div xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"><p>{one}</p>'
            f"{INCLUDE.format(other + '.xml')}</div>",
            encoding="utf-8",
        )
    body = f"<text><body>{INCLUDE.format('../parts/one.xml')}</body></text>"
    (book / "letters/a.xml").write_text(LETTER.format(body), encoding="utf-8")
    text, _ = built(book)
    assert text.split() == ["one", "two"]
    ((file, line, message),) = passed_over(book)
    assert (file, line, "includes itself" in message) == ("parts/two.xml", 1, True)


def test_files_within_one_another_have_a_limit(book: Path) -> None:
    for number in range(12):
        (book / f"parts/{number}.xml").write_text(
            f'<div xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"><p>{number}</p>'
            f"{INCLUDE.format(f'{number + 1}.xml')}</div>",
            encoding="utf-8",
        )
    body = f"<text><body>{INCLUDE.format('../parts/0.xml')}</body></text>"
    (book / "letters/a.xml").write_text(LETTER.format(body), encoding="utf-8")
    assert built(book)[0].split() == [str(number) for number in range(8)]
    ((file, _, message),) = passed_over(book)
    assert (file, "8 deep" in message) == ("parts/7.xml", True)


def test_a_text_and_a_part_by_its_id_are_included(book: Path) -> None:
    (book / "parts/words.txt").write_text("Words & <signs>.", encoding="utf-8")
    words = '<xi:include href="../parts/words.txt" parse="text"/>'
    part = '<xi:include href="../parts/text.xml" xpointer="p1"><xi:fallback>no</xi:fallback></xi:include>'
    body = f"<text><body><p>{words}</p>{part}</body></text>"
    (book / "letters/a.xml").write_text(LETTER.format(body), encoding="utf-8")
    text, _ = built(book)
    assert text.split("\n\n") == ["Words & <signs>.", "All is well with C. Low."]


def test_a_file_that_is_included_at_each_edge_of_a_portion_of_the_parser_leaves_it_whole(book: Path) -> None:
    """Words before and behind an include, wherever the parser has stopped, are all there."""
    (book / "parts/x.xml").write_text('<hi xmlns="http://www.tei-c.org/ns/1.0">x</hi>', encoding="utf-8")
    words = "".join(f"<p>{number} {INCLUDE.format('../parts/x.xml')} tail{number}</p>" for number in range(900))
    for shift in range(0, 60, 7):
        body = f"<text><body><p>{'-' * (shift + 1)}</p>{words}</body></text>"
        (book / "letters/a.xml").write_text(LETTER.format(body), encoding="utf-8")
        ((reading, _),) = [each for each in read_tei(book / "letters/a.xml", name="a.xml", includes=book) if each[0]]
        assert reading is not None
        expected = [f"{number} x tail{number}" for number in range(900)]
        assert reading.transcript.text.split("\n\n")[1:] == expected


def test_the_command_that_reads_takes_the_folder(run: Run, book: Path) -> None:
    done = run("read", book / "letters", "--xinclude", book)
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["date"] is not None
    assert "L113" not in done.stderr
    assert "xinclude = true" in run("read", book / "letters").stderr
    assert "leads out" in run("read", book / "letters", "--xinclude", book / "letters").stderr
