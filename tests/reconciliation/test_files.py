"""A file is asked for the names it has, in whatever order and spelling of their words; nobody else is a candidate."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letterbook.errors import ReadError
from letterbook.reconciliation import MOST_CANDIDATES, Candidate, Question, ask_file
from letterbook.reconciliation.candidates import best, likeness, turned

PERSONS = """gnd,name,kind,description
118531379,"Bell, Ada",person,astronomer
,Nobody,person,without an id
118540238,Göthe|Goethe,person,
4015796-9,Rye,place,
"""


def ask(path: Path, *questions: Question) -> list[list[Candidate]]:
    return [candidates for _, candidates in ask_file(path, questions)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "persons.csv"
    path.write_text(PERSONS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "score"), [("Bell, Ada", 100.0), ("bell ada", 90.0), ("BÉLL, ADA", 90.0), ("Ada Bell", 80.0)]
)
def test_a_name_is_found_by_its_words_and_the_score_says_how_well(table: Path, name: str, score: float) -> None:
    assert ask(table, Question("person", name)) == [
        [Candidate("https://d-nb.info/gnd/118531379", "Bell, Ada", "astronomer", score)]
    ]


@pytest.mark.parametrize(
    "question",
    [Question("person", "Ada"), Question("place", "Ada Bell"), Question("person", "Nobody"), Question("person", "—")],
)
def test_a_part_of_a_name_another_kind_and_a_row_without_id_are_no_candidates(table: Path, question: Question) -> None:
    assert ask(table, question) == [[]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["id,name", "same_as,label@de", "same_as,label", "viaf,other@fr"])
def test_a_register_and_a_plain_list_are_both_understood(tmp_path: Path, header: str, delimiter: str) -> None:
    text = f"{header}\nhttps://viaf.org/viaf/7,Ada Bell\n".replace(",", delimiter)
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    ((found,),) = ask(tmp_path / "a.csv", Question("person", "Ada Bell"))
    assert found.address == "https://viaf.org/viaf/7"


def test_a_dump_in_rdf_is_asked_in_any_order_of_its_lines(tmp_path: Path) -> None:
    ada = "<https://d-nb.info/gnd/118531379>"
    gnd = "<https://d-nb.info/standards/elementset/gnd#"
    lines = [
        f'{ada} {gnd}variantNameForThePerson> "Ada Roth" .',
        '<http://e.example/x> <http://schema.org/name> "Somebody else" .',
        f'{ada} {gnd}preferredNameForThePerson> "Bell, Ada" .',
        f'{ada} {gnd}dateOfBirth> "1831" .',
        f"{ada} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {gnd}DifferentiatedPerson> .",
    ]
    expected = [[Candidate("https://d-nb.info/gnd/118531379", "Bell, Ada", "1831 to …", 90.0)]]
    for name, each in (("a.nt", lines), ("b.nt", lines[::-1])):
        (tmp_path / name).write_text("\n".join(each) + "\n", encoding="utf-8")
        assert ask(tmp_path / name, Question("person", "ada roth")) == expected


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"colour,name\nred,x\n", "column id"),
        ("a.csv", b"id,title\nx,y\n", "column name"),
        ("a.csv", b'id,name\nx,"Ada\n', "check the quotes"),
        ("a.csv", "id,name\nx,Иван\n".encode("cp1251"), "UTF-8"),
        ("a.ttl", b"<a> <b>", "not well-formed"),
    ],
)
def test_a_file_that_cannot_be_asked_is_refused_with_its_name(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError) as caught:
        ask(tmp_path / name, Question("person", "Ada"))
    assert said in str(caught.value)
    assert name in str(caught.value)


def test_no_more_than_the_best_are_kept_whatever_order_they_come_in() -> None:
    many = [Candidate(f"https://e.example/{number}", "x", score=number % 7) for number in range(20)]
    assert best(many) == best(many[::-1])
    assert len(best(many)) == MOST_CANDIDATES
    assert [each.score for each in best(many)] == sorted((each.score for each in best(many)), reverse=True)


@given(st.lists(st.text("abcäÉ -,'", min_size=1, max_size=8), min_size=1, max_size=4))
def test_likeness_does_not_depend_on_which_name_is_first(words: list[str]) -> None:
    one, other = " ".join(words), " ".join(reversed(words))
    assert likeness(one, other) == likeness(other, one)
    assert bool(likeness(one, other)) is (turned(one) == turned(other))
