"""What an XML file may do to its reader: nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from letterbook.readers.xml import lists_in

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>'
TAIL = "</body></text></TEI>"
SIGNED = "<div type='letter'><p>Gone.</p><closer><signed>H. Moor</signed></closer></div>"


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The files that are opened and the hosts that are asked while the test runs."""
    seen: list[str] = []
    listening = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if listening and event in ("open", "socket.connect", "socket.getaddrinfo"):
            seen.append(str(arguments[0]))

    sys.addaudithook(hook)
    yield seen
    listening = False


def test_nested_entities_are_refused_before_they_grow(read) -> None:  # type: ignore[no-untyped-def]
    """Fault case X1: no entity is ever expanded, so nothing grows."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    readings, (finding,) = read(f'<!DOCTYPE TEI [<!ENTITY e0 "ha">{entities}]>\n{HEAD}<p>&e11;</p>{TAIL}')
    assert not readings
    assert (finding.code, finding.line) == ("L112", 1)
    assert "document type" in finding.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_external_entity_opens_nothing(read, opened: list[str], tmp_path: Path, encoding: str) -> None:  # type: ignore[no-untyped-def]
    """Fault case X2."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE TEI [<!ENTITY s SYSTEM "{secret.as_uri()}">]>{HEAD}<p>&s;</p>{TAIL}'
    opened.clear()
    readings, findings = read(text.encode(encoding))
    assert not readings
    assert [finding.code for finding in findings] == ["L112"]
    assert not [name for name in opened if "secret" in name]


def test_an_include_is_not_followed_and_told(read, opened: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Fault case X3."""
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    (reading,), (finding,) = read(f"{HEAD}\n{include}{SIGNED}{TAIL}")
    assert "Gone." in reading.transcript.text
    assert "root" not in reading.transcript.text
    assert (finding.code, finding.line) == ("L113", 2)
    assert "/etc/passwd" not in opened


def test_a_file_that_is_not_well_formed_is_named_with_its_line(read) -> None:  # type: ignore[no-untyped-def]
    readings, (finding,) = read(f"{HEAD}\n{SIGNED}\n<p>One <hi>two</p>\n{TAIL}")
    assert [reading.letters[0].signature.text for reading in readings] == ["H. Moor"]  # what stands before is read
    assert (finding.code, finding.file, finding.line) == ("L112", "a.xml", 3)


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe\n\0"])
def test_a_file_without_text_is_empty_and_not_broken(read, content: bytes) -> None:  # type: ignore[no-untyped-def]
    """Fault case T14."""
    readings, (finding,) = read(content)
    assert (readings, finding.code) == ([], "L101")


def test_an_id_that_stands_twice_is_told_with_both_lines(read) -> None:  # type: ignore[no-untyped-def]
    """Fault case X5."""
    readings, (finding,) = read(
        f"{HEAD}\n<p xml:id='x'>One.</p>\n<!-- <p xml:id='x'/> -->\n<p xml:id='x'>Two.</p>{SIGNED}{TAIL}"
    )
    assert len(readings) == 1
    assert (finding.code, finding.line) == ("L113", 4)
    assert "line 2" in finding.message


def test_one_id_in_two_files_means_two(read, letter) -> None:  # type: ignore[no-untyped-def]
    """Fault case X6."""

    def book(name: str) -> str:
        person = f"<listPerson><person xml:id='p1'><persName>{name}</persName></person></listPerson>"
        return str(
            letter("<correspAction type='sent'><persName ref='#p1'>the uncle</persName></correspAction>", more=person)
        )

    found = [read(book(name), f"{name[0]}.xml")[0][0].entities[0] for name in ("Ada Bell", "Carl Dorn")]
    assert [entity.label for entity in found] == ["Ada Bell", "Carl Dorn"]
    assert [entity.same_as for entity in found] == [("A.xml#p1",), ("C.xml#p1",)]


def test_other_bytes_than_declared_are_refused_by_name(read) -> None:  # type: ignore[no-untyped-def]
    """Fault case X7."""
    words = "Дорогой друг, вчера получил я твоё письмо и очень рад, что все здоровы и что дети учатся хорошо."
    text = f'<?xml version="1.0" encoding="UTF-8"?>{HEAD}<p>{words}</p>{SIGNED}{TAIL}'
    readings, (finding,) = read(text.encode("cp1251"))
    assert not readings
    assert finding.code == "L112"
    assert "UTF-8" in finding.message
    assert "cp1251" in finding.remedy


@pytest.mark.parametrize(
    "content",
    [
        "<p>" * 200_000 + "</p>" * 200_000,
        f"<p>{'x' * 20_000_000}</p>",
        "<p " + " ".join(f"a{n}='x'" for n in range(1_000_000)) + ">x</p>",
    ],
    ids=["depth", "text", "attributes"],
)
def test_what_exceeds_the_limits_is_refused_and_ends(read, content: str) -> None:  # type: ignore[no-untyped-def]
    """Fault case X8."""
    readings, findings = read(f"{HEAD}{content}{SIGNED}{TAIL}")
    assert [finding.code for finding in findings] == ["L112"] or len(readings) == 1
    assert sys.getrecursionlimit() >= 1000


def test_a_stylesheet_is_passed_over(read, opened: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Fault case X9."""
    readings, findings = read(
        f'<?xml-stylesheet href="http://host.invalid/a.xsl" type="text/xsl"?>{HEAD}{SIGNED}{TAIL}'
    )
    assert (len(readings), findings) == (1, [])
    assert not [name for name in opened if "invalid" in name]


def test_a_list_that_is_not_well_formed_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<listPerson><person xml:id='p1'><persName>Ada Bell</persName></person>")
    (tmp_path / "b.xml").write_text(
        "<listPerson><person xml:id='p2'><persName>Carl Dorn</persName></person></listPerson>"
    )
    lists = lists_in(tmp_path)
    (finding,) = lists.findings
    assert lists.entries["p2"].labels == ("Carl Dorn",)
    assert finding.file.endswith("/a.xml")
