"""Papers inside a letter: where they begin, with a marker and without one, and where none begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from letterbook.letter import PartKind, Reading, Transcript
from letterbook.readers.text import load_rules, read_text

HEAD = "Mr. Roe to Mr. Doe.\n\nLegation of the United States,\nHarbor City, June 3, 1861.\n\nSir: I send you a copy."
FOOT = "I am, sir, your obedient servant,\n\nRICHARD ROE.\n\nHon. John Doe,\nSecretary of State."
TEXT = "The papers that were asked for have been sent to the office in the usual way, and nothing more is known of them here."

Read = Callable[[str], Reading]


@pytest.fixture(scope="module")
def read() -> Read:
    rules = load_rules("frus", "en")
    return lambda text: read_text(Transcript("x.txt", text, "en"), rules)


def beginnings(reading: Reading) -> list[str]:
    """The first line of each letter inside another."""
    text = reading.transcript.text
    return [text[letter.extent.start :].split("\n")[0] for letter in reading.letters if letter.inside]


@pytest.mark.parametrize(
    ("paper", "first"),
    [
        pytest.param(
            f"Harbor City, May 3, 1861.\n\nSir: {TEXT}", "Harbor City, May 3, 1861.", id="dateline-and-salutation"
        ),
        pytest.param(
            f"Harbor City, May 3, 1861.\n\nThe undersigned {TEXT}", "Harbor City, May 3, 1861.", id="third-person"
        ),
        pytest.param(f"[Translation.]\n\nThe Gazette says:\n\n{TEXT}", "[Translation.]", id="mark-of-the-edition"),
        pytest.param(f"B.\n\nHarbor City, May 3, 1861.\n\n{TEXT}", "B.", id="letter-of-the-alphabet"),
        pytest.param(f"Draft of an agreement.\n\n{TEXT}", "Draft of an agreement.", id="title-below-the-address"),
        pytest.param(f"Mr. Poe to Mr. Roe.\n\nAthens, May 3, 1861.\n\n{TEXT}", "Mr. Poe to Mr. Roe.", id="heading"),
        pytest.param(
            f"Annex A. Mr. Poe to Mr. Roe.\n\nAthens, May 3, 1861.\n\n{TEXT}",
            "Annex A. Mr. Poe to Mr. Roe.",
            id="annex",
        ),
    ],
)
def test_behind_the_foot_of_a_letter_another_paper_begins_without_a_marker(read: Read, paper: str, first: str) -> None:
    reading = read(f"{HEAD}\n\n{FOOT}\n\n{paper}\n")
    assert beginnings(reading) == [first]
    assert [(each.kind, each.letter) for each in reading.letter(2).relations] == [("enclosure", 1)]


def test_a_letter_is_signed_at_its_own_foot_and_not_at_that_of_its_enclosure(read: Read) -> None:
    reading = read(f"{HEAD}\n\n{FOOT}\n\nAthens, May 3, 1861.\n\nSir: {TEXT}\n\nI have, &c.,\n\nPAUL POE.\n")
    signatures = [letter.signature.value for letter in reading.letters if letter.signature]
    assert signatures == ["RICHARD ROE", "PAUL POE"]


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(f"P. S.—{TEXT}\n\n{TEXT}", id="postscript"),
        pytest.param(f"N. B.—I send the papers. {TEXT}\n\n{TEXT}", id="nota-bene"),
        pytest.param(f"June 4.\n\nP. S.—{TEXT}", id="postscript-with-its-own-day"),
        pytest.param("The same to Mr. Moe, Esq., Athens.", id="last-line"),
        pytest.param("[See above.]", id="remark"),
    ],
)
def test_what_else_stands_below_the_foot_is_no_paper(read: Read, rest: str) -> None:
    assert beginnings(read(f"{HEAD}\n\n{FOOT}\n\n{rest}\n")) == []


@pytest.mark.parametrize(
    "middle",
    [
        pytest.param("“Legation, Athens, May 3, 1861.\n\n“Sir: The answer was this.”", id="quoted-letter"),
        pytest.param("The note of May 3, 1861.\n\nI have sent it to the minister at Athens.", id="sentence-with-a-day"),
        pytest.param("Mr. Poe, Assistant to the Solicitor\n\nMr. Moe, Chief of the Office.", id="list-of-names"),
        pytest.param(
            "Mr. President: I have the honor to send to Your Excellency the following:\n\nAthens, May 3, 1861.",
            id="sentence",
        ),
        pytest.param(
            "The Government confidently hope that they will come to each of us.\n\n[Enclosed]\n\nAthens, May 3, 1861.",
            id="hope",
        ),
        pytest.param("A.\n\nNatives of other countries.\n\nB.\n\nNatives of the country.", id="list-by-letters"),
        pytest.param("To the legation at Athens 50\n\nTo the consul at Harbor City 10", id="list-of-sums"),
    ],
)
def test_the_text_of_a_letter_goes_on(read: Read, middle: str) -> None:
    assert beginnings(read(f"{HEAD}\n\n{middle}\n\n{TEXT}\n\n{FOOT}\n")) == []


@pytest.mark.parametrize(
    "marker",
    [
        "[Inclosure 2 in No. 4.]",
        "[Inclosures.]",
        "[Enclosure—Translation]",
        "[Subenclosure]",
        "[Indorsement by Mr. Poe.]",
        "Exhibit No. 1.",
    ],
)
def test_a_marker_begins_a_paper_and_belongs_to_it(read: Read, marker: str) -> None:
    reading = read(f"{HEAD}\n\n{FOOT}\n\n{marker}\n\nMr. de Poe to the Chinese plenipotentiaries.\n\n{TEXT}\n")
    inner = reading.letter(2)
    assert [reading.transcript.quote(part.span) for part in inner.parts if part.kind is PartKind.LINK] == [marker]
    assert [party.as_printed for party in (*inner.senders, *inner.addressees)] == [
        "Mr. de Poe",
        "the Chinese plenipotentiaries",
    ]


def test_a_title_above_the_day_of_an_enclosure_is_no_heading(read: Read) -> None:
    inner = read(f"{HEAD}\n\n[Enclosure]\n\nProclamation.\n\nHarbor City, July 6, 1894.\n\n{TEXT}\n").letter(2)
    assert inner.date is not None
    assert (inner.date.date.edtf, inner.senders) == ("1894-07-06", ())


def test_without_the_layout_only_a_marker_begins_a_paper(understand: Read) -> None:
    text = f"{HEAD}\n\n{FOOT}\n\nAthens, May 3, 1861.\n\nSir: {TEXT}\n"
    assert beginnings(understand(text)) == []


def test_every_boundary_of_a_paper_is_listed_at_its_line(read: Read) -> None:
    """Fault case L3: a boundary may be wrong, so an editor sees each; a paper has one letter around it, which is not itself."""
    reading = read(
        f"{HEAD}\n\n{FOOT}\n\n[Enclosure 1]\n\nMr. Poe to Mr. Roe.\n\n{TEXT}\n\n[Enclosure 2]\n\nMr. Roe to Mr. Poe.\n\n{TEXT}\n"
    )
    told = [(finding.letter, finding.line) for finding in reading.findings if finding.code == "L225"]
    lines = reading.transcript.text.split("\n")
    first, second = lines.index("Mr. Poe to Mr. Roe."), lines.index("Mr. Roe to Mr. Poe.")
    assert told == [("letter 2", first + 1), ("letter 3", second + 1)]
    assert [[each.letter for each in letter.relations] for letter in reading.letters] == [[], [1], [1]]
