"""Who held an office is inferred from a table where exactly one person did, and never makes him the sender."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from letterbook.dates import parse_edtf
from letterbook.findings import Severity
from letterbook.letter import Entity, EntityKind, Evidence, Holding, Origin, Reading, Span
from letterbook.publication import build, check, open_letterbook
from letterbook.publication.holders import BY_REGISTER, BY_TABLE, CONFIDENCE
from letterbook.publication.review import review
from letterbook.readers.text.offices import load_offices
from letterbook.readers.text.rules import load_rules, profile_names
from letterbook.vocabulary import CRM, OA, PROV, SCHEMA

BASE = "https://letters.example/"
SETTINGS = f'title = "Papers"\nbase = "{BASE}"\nlanguage = "en"\nprofile = "frus"\n'
PAPER = """The Secretary of State to the Ambassador in Great Britain (Houghton).

Washington, July 12, 1927.

12. Your telegram has been read here with care, and nothing more is to be said of it before the conference ends.

KELLOGG
"""
OFFICES = "key,kind,label@en\nsecretary,office,Secretary of State\n"
ACTORS = "key,kind,label@en\nroe,person,Edward Roe\ndoe,person,John Doe\nunion,polity,United States\n"
Make = Callable[..., Path]
HOLDS = rdflib.URIRef(CRM + "PC107_has_current_or_former_member")


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a letterbook of one paper, with registers and confidences where they are given."""

    def made(paper: str = PAPER, *, holders: str = "", confidence: str = "") -> Path:
        folder = tmp_path / "book"
        (folder / "letters").mkdir(parents=True)
        (folder / "letterbook.toml").write_text(SETTINGS, encoding="utf-8")
        (folder / "letters" / "1.txt").write_text(paper, encoding="utf-8")
        if holders:
            (folder / "registers").mkdir()
            for name, rows in (("offices", OFFICES), ("actors", ACTORS), ("holders", holders)):
                (folder / "registers" / f"{name}.csv").write_text(rows, encoding="utf-8")
        if confidence:
            (folder / "confidence.yaml").write_text(f"confidence: {{{confidence}}}\n", encoding="utf-8")
        return folder

    return made


def read(folder: Path) -> Reading:
    ((_, reading, _),) = open_letterbook(folder).readings()
    assert reading is not None
    return reading


def inferred(reading: Reading) -> list[tuple[str, str, Holding]]:
    return [
        (reading.entity(each.office).label, reading.entity(each.person).label, each)
        for each in reading.holdings
        if each.evidence.origin is Origin.INFERRED
    ]


def test_an_office_without_a_name_has_the_only_holder_of_that_day(make: Make) -> None:
    reading = read(make())
    ((office, person, holding),) = inferred(reading)
    assert (office, person) == ("Secretary of State", "Frank B. Kellogg")
    assert holding.evidence.rule == BY_TABLE
    assert holding.evidence.confidence == CONFIDENCE[BY_TABLE] < 1
    assert holding.evidence.source == "office-holders.csv#secretary-of-state-united-states-frank-b-kellogg-1925-03-05"
    assert [reading.transcript.quote(span) for span in holding.evidence.spans] == [
        "The Secretary of State",
        "July 12, 1927",
    ]


def test_the_office_stays_the_sender(make: Make) -> None:
    reading = read(make())
    (sender,) = reading.letter(1).senders
    assert sender.person == ""
    assert reading.entity(sender.agent).label == "Secretary of State"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("July 12, 1927", "March 4, 1933"),
        ("July 12, 1927", "July 12, 1727"),
        ("July 12, 1927", "July 12, 1927[?]"),
        ("Washington, July 12, 1927.\n\n", ""),
        ("The Secretary of State", "The Acting Secretary of State"),
        ("The Secretary of State", "The Minister of Foreign Affairs"),
        ("The Secretary of State", "The Secretary of State (Kellogg)"),
    ],
    ids=[
        "a day of change",
        "before the table",
        "in doubt",
        "no date",
        "acting",
        "of no country",
        "the holder is named",
    ],
)
def test_nothing_is_inferred_where_it_is_not_certain_or_not_asked(make: Make, old: str, new: str) -> None:
    assert old in PAPER
    assert inferred(read(make(PAPER.replace(old, new)))) == []


def test_a_month_within_one_tenure_is_enough(make: Make) -> None:
    ((_, person, _),) = inferred(read(make(PAPER.replace("July 12, 1927", "July, 1927"))))
    assert person == "Frank B. Kellogg"


def test_the_graph_states_it_of_the_office_as_derived_with_the_row(make: Make, tmp_path: Path) -> None:
    outcome = build(make(), tmp_path / "build")
    assert outcome.worst is Severity.NOTE
    (letter,) = (tmp_path / "build/site/letter").glob("*.ttl")
    graph = rdflib.Graph().parse(letter).parse(letter.with_suffix("") / "evidence.ttl")
    kellogg, office = (
        rdflib.URIRef(f"{BASE}{name}#it") for name in ("actor/frank-b-kellogg", "office/secretary-of-state")
    )
    (node,) = (
        each
        for each in graph.subjects(rdflib.RDF.type, HOLDS)
        if (each, rdflib.URIRef(CRM + "P02_has_range"), kellogg) in graph
    )
    assert (node, rdflib.URIRef(CRM + "P01_has_domain"), office) in graph
    assert set(graph.objects(node, rdflib.URIRef(CRM + "P107.1_kind_of_member"))) == {
        rdflib.URIRef(f"{BASE}vocab/types#holder-by-table")
    }
    assert (office, rdflib.URIRef(SCHEMA + "member"), kellogg) in graph
    assert not list(graph.subjects(rdflib.URIRef(SCHEMA + "sender"), kellogg))
    assert not list(graph.subjects(rdflib.URIRef(CRM + "P14_carried_out_by"), kellogg))
    (annotation,) = graph.subjects(rdflib.URIRef(OA + "hasBody"), node)
    assert (annotation, rdflib.URIRef(OA + "motivatedBy"), rdflib.URIRef(f"{BASE}vocab/types#derived")) in graph
    assert set(graph.objects(annotation, rdflib.URIRef(PROV + "wasDerivedFrom"))) == {
        rdflib.URIRef(f"{BASE}vocab/rules#{BY_TABLE}"),
        rdflib.URIRef(
            f"{BASE}registers/office-holders.csv#secretary-of-state-united-states-frank-b-kellogg-1925-03-05"
        ),
    }
    page = (tmp_path / "build/site/office/secretary-of-state.html").read_text(encoding="utf-8")
    assert "by a table of office-holders" in page


def test_the_letterbook_s_own_table_wins_over_ours(make: Make) -> None:
    reading = read(make(holders="office,person,from,to\nsecretary,roe,1920,1926\nsecretary,doe,1927-01-01,\n"))
    ((_, person, holding),) = inferred(reading)
    assert (person, holding.evidence.rule) == ("John Doe", BY_REGISTER)
    assert reading.entity(holding.person).key == "actor/doe"
    assert holding.evidence.source == "holders.csv#secretary-doe-1927-01-01"


def test_an_office_in_the_letterbook_s_own_table_is_looked_for_there_alone(make: Make) -> None:
    assert inferred(read(make(holders="office,person,from,to\nsecretary,roe,1920,1926\n"))) == []


def test_two_who_may_have_held_it_by_the_own_table_are_one_too_many(make: Make) -> None:
    """A tenure that ends in some month of 1927 may or may not have ended before the day of the letter."""
    assert (
        inferred(read(make(holders="office,person,from,to\nsecretary,roe,1920,1927\nsecretary,doe,1927-01-01,\n")))
        == []
    )


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("office,person,from,to\nbailiff,roe,1920,\n", 2, "no office 'bailiff'"),
        ("office,person,from,to\nsecretary,poe,1920,\n", 2, "no person 'poe'"),
        ("office,person,from,to\nsecretary,union,1920,\n", 2, "no person 'union'"),
        ("office,person,from,to\nsecretary,roe,some day,\n", 2, "'some day' is not an EDTF date"),
        ("office,person,from,to\nsecretary,roe,../1920,\n", 2, "'../1920' is no day, month or year"),
        ("office,person,from,to\nsecretary,roe,1927,1920\n", 2, "the tenure ends before it begins"),
        ("office,person,from,to\nsecretary,roe\n", 2, "4 cells expected"),
        ("office,person,since\nsecretary,roe,1920\n", 1, "its columns are office, person, since"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(make: Make, rows: str, line: int, words: str) -> None:
    (told,) = (finding for finding in check(make(holders=rows)).findings if finding.code == "L310")
    assert (told.file, told.line, told.level) == ("registers/holders.csv", line, Severity.ERROR)
    assert words in told.message


def test_a_table_that_is_right_too_seldom_is_listed_and_not_published(make: Make) -> None:
    for confidence, published in ((0.8, True), (0.5, False)):
        folder = make(confidence=f"{BY_TABLE}: {confidence}")
        assert bool(inferred(read(folder))) is published
        (item,) = (item for source in review(folder) for item in source.items if item.fact == "l1/holder")
        assert (item.value, item.quote, item.published) == ("Frank B. Kellogg", "The Secretary of State", published)
        shutil.rmtree(folder)


def test_whom_a_table_alone_names_is_no_name_of_the_text_and_a_surname_gets_the_table_s_name(make: Make) -> None:
    folder = make()
    names = {item.value: item.reason for source in review(folder) for item in source.items if item.fact == "entity"}
    assert "Frank B. Kellogg" not in names
    assert names["Houghton"].endswith("by a table of office-holders Alanson B. Houghton held the office on that day")
    assert not any("Kellogg" in finding.message for finding in check(folder).findings)


def test_the_country_may_stand_in_the_name_of_the_office_or_be_the_state_that_it_belongs_to(make: Make) -> None:
    folder = make()
    holders, reading = open_letterbook(folder).holders, read(folder)
    said = Evidence((Span(0, 1),), "rule")
    france = Entity("polity-9", EntityKind.POLITY, "France", True, said)
    reading = Reading(transcript=reading.transcript, profile="frus", letters=(), entities=(france,))

    def asked(label: str, part_of: str = "") -> str:
        office = Entity("office-9", EntityKind.OFFICE, label, True, said, part_of=part_of)
        found = holders.holder(office, parse_edtf("1914-06-20"), reading)
        return found.name if found else ""

    assert asked("President of the United States") == "Woodrow Wilson"
    assert asked("President", "polity-9") == "Raymond Poincaré"
    assert asked("President") == ""


NOTE = """Нота Народного Комиссара Иностранных Дел РСФСР Министру Иностранных Дел Турции

9 апреля 1922 г. № 319

Господин Министр,

Имею честь сообщить Вам, что делегация выехала.
"""


def test_offices_of_another_language_are_found_by_their_titles_there(make: Make, tmp_path: Path) -> None:
    folder = make(NOTE)
    (folder / "letterbook.toml").write_text(
        SETTINGS.replace('"en"', '"ru"').replace("frus", "dvp-ru"), encoding="utf-8"
    )
    reading = read(folder)
    assert {(office, person) for office, person, _ in inferred(reading)} == {
        ("Народный Комиссар Иностранных Дел РСФСР", "Georgy Chicherin"),
    }
    build(folder, tmp_path / "build")
    chicherin = rdflib.Graph().parse(tmp_path / "build/site/actor/georgy-chicherin.ttl")
    assert rdflib.Literal("Georgy Chicherin", lang="en") in set(chicherin.objects(None, rdflib.RDFS.label))


def test_every_office_that_a_series_names_without_its_country_is_in_the_table() -> None:
    found = [home for name in profile_names() for home in load_rules(name).words.get("home_offices", {}).items()]
    assert found
    table = load_offices()
    days = [parse_edtf(str(year)) for year in range(1780, 1960)]
    for country, titles in found:
        for title in titles:
            assert any(table.holders(title, country, day.latest) for day in days if day.latest), (country, title)


@pytest.mark.shared
def test_the_table_names_whom_the_headings_of_frus_name(make: Make, shared: Path) -> None:
    """Measured where a heading names the holder: of 47 such papers the table has the same surname in all."""
    folder = make()
    for path in (shared / "gold/frus").glob("*.txt"):
        shutil.copy(path, folder / "letters")
    book, right, wrong = open_letterbook(folder), 0, []
    for _, reading, _ in book.readings():
        for letter in reading.letters if reading else ():
            for party in (*letter.senders, *letter.addressees):
                if reading and party.person and party.office and letter.date:
                    found = book.holders.holder(reading.entity(party.office), letter.date.date, reading)
                    name = reading.entity(party.person).label
                    same = found is not None and found.name.split()[-1] == name.split()[-1]
                    right += same
                    wrong += [(name, found.name)] if found and not same else []
    assert wrong == []
    assert right >= 40
