"""Results as a table for people: nothing in it can break a row or obey the writer of a letter."""

from __future__ import annotations

from pathlib import Path

import rdflib

from letterbook.cli.querying import answered

SELECT = "SELECT ?l ?d { ?l a schema:Message OPTIONAL { ?l schema:dateCreated ?d } } ORDER BY ?l"


def table(built: Path, query: str) -> str:
    return answered(built, query, "table", 60, 4096)


def literal_query(text: str) -> str:
    escaped = "".join(f"\\U{ord(char):08X}" for char in text)
    return f'SELECT ?x {{ VALUES ?x {{ "{escaped}" }} }}'


def test_a_table_shortens_iris_and_has_one_line_a_row(built: Path) -> None:
    lines = table(built, SELECT).splitlines()
    assert [line.split() for line in lines] == [
        ["l", "d"],
        ["letter/dvp-4-319#letter", "1921-04-09"],
        ["letter/dvp-4-319-reply#letter"],
    ]
    assert not any(line.endswith(" ") for line in lines)


def test_a_table_shows_what_a_terminal_would_obey_as_code_points(built: Path) -> None:
    """Fault case H3."""
    text = table(
        built,
        'SELECT ?x { BIND("a\\u001B[31mred\\u202Eb" AS ?x) }'.replace("\\u001B", "\x1b").replace("\\u202E", "\u202e"),
    )
    assert "\x1b" not in text
    assert "\\u001b[31mred\\u202eb" in text


def test_nothing_in_a_table_can_break_a_row_or_turn_it_round(built: Path) -> None:
    """Controls, marks that reorder text and separators of lines; in literals, in IRIs and in graphs."""
    odd = [
        *map(chr, [*range(0x20), *range(0x7F, 0xA0)]),
        *"\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff",
    ]
    for char in odd:
        lines = table(built, literal_query(f"a{char}b")).split("\n")
        assert len(lines) == 3
        assert char == "\n" or char not in "".join(lines)
    for query in ("SELECT (<http://e/\u202ea> AS ?x) {}", "CONSTRUCT { <http://e/\u202ea> <http://e/p> '\x9b31m' } {}"):
        text = table(built, query)
        assert "\\u202ea" in text
        assert not set(text) & set(odd) - {"\n"}


def test_ordinary_words_of_any_script_stand_in_a_table_as_they_are(built: Path) -> None:
    for words in ("Мустафа Кемаль-паша", "مصطفى كمال پاشا", "Ünlü İsmet", "日本語"):
        assert table(built, f'SELECT ?x {{ VALUES ?x {{ "{words}" }} }}') == f"x\n{words}\n"


def test_a_graph_in_place_of_a_table_is_turtle(built: Path) -> None:
    data = table(built, "CONSTRUCT { <http://e/\u202ea> <http://e/p> '\u202e' } {}")
    assert [str(value) for value in rdflib.Graph().parse(data=data, format="turtle").objects()] == ["\u202e"]


def test_nothing_found_is_a_table_without_rows_and_yes_or_no_a_word(built: Path) -> None:
    assert table(built, "SELECT ?a ?b { ?a schema:nothing ?b }").split() == ["a", "b"]
    assert table(built, "ASK { ?l a schema:Message }") == "yes\n"
    assert table(built, "ASK { ?l a schema:Nothing }") == "no\n"
