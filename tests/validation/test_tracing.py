"""A finding is led back to characters: each node has the span that says it, or that of what it was concluded from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from letterbook.terms import Document, Term, Triple, document, iri_text
from letterbook.validation import spans_of

Node = Callable[[str], Term]


def test_a_stated_node_has_its_own_characters(sample: Mapping[str, Document], node: Node) -> None:
    assert spans_of(sample["letter/1/evidence"])[node("L:number")] == (3, 4)


def test_a_derived_node_has_the_characters_of_its_premise(sample: Mapping[str, Document], node: Node) -> None:
    assert spans_of(sample["letter/1/evidence"])[node("L:sending")] == (8, 30)


def test_a_span_stands_for_itself(sample: Mapping[str, Document], node: Node) -> None:
    assert spans_of(sample["letter/1/evidence"])[node("letter/1.txt#char=8,30")] == (8, 30)


def test_the_first_of_several_spans_counts(
    sample: Mapping[str, Document], node: Node, triples: Callable[[str], list[Triple]]
) -> None:
    """First in the text, not in the order of the addresses, where 10 comes before 9."""
    one = sample["letter/1/evidence"]
    more = triples(
        "E:gift-1 a oa:Annotation ; oa:hasBody L:gift-1 ; oa:hasTarget <letter/1.txt#char=10,12> , <letter/1.txt#char=9,11> ."
        "<letter/1.txt#char=10,12> oa:hasSelector E:p1 . E:p1 oa:start 10 ; oa:end 12 ."
        "<letter/1.txt#char=9,11> oa:hasSelector E:p2 . E:p2 oa:start 9 ; oa:end 11 ."
    )
    assert spans_of(document(iri_text(one.iri), one.root, [*one.triples, *more]))[node("L:gift-1")] == (9, 11)


def test_premises_in_a_circle_and_without_characters_give_nothing(
    node: Node, triples: Callable[[str], list[Triple]]
) -> None:
    one = document(
        "https://letters.example/letter/1/evidence",
        node("L:letter"),
        triples("E:a oa:hasBody L:a ; oa:hasTarget L:b . E:b oa:hasBody L:b ; oa:hasTarget L:a . E:c oa:hasBody L:c ."),
    )
    assert spans_of(one) == {}
