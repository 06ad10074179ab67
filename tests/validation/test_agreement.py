"""Whatever is done to a document, both engines judge it alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letterbook.terms import Document, Term, Triple, document, iri_text, literal
from letterbook.validation import Shapes, disagreement

NAMES = ["letter/1", "letter/1-reply", "letter/1/evidence", "edition/coast", "actor/a", "office/harbour", "vocab/types"]
STRANGE = [literal(""), literal(" "), literal("Sir", language="de"), Term("<https://letters.example/elsewhere>")]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(NAMES))
def test_both_engines_give_one_verdict_on_a_damaged_document(
    data: st.DataObject,
    name: str,
    sample: Mapping[str, Document],
    shapes: Shapes,
    context: Callable[[Document], list[Triple]],
) -> None:
    """Statements are lost, get the value of another statement of the document, or a strange one."""
    one = sample[name]
    statements = list(one.triples)
    places = st.integers(0, len(statements) - 1)
    values = st.sampled_from([value for _, _, value in one.triples]) | st.sampled_from(STRANGE)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(places)
        subject, predicate, _ = statements[place]
        if data.draw(st.booleans()):
            statements[place] = (subject, predicate, data.draw(values))
        else:
            statements[place] = statements[0]
    damaged = document(iri_text(one.iri), one.root, statements)
    around = context(one)
    found, confirmed = shapes.validate(damaged, around), shapes.confirm(damaged, around)
    assert not disagreement(found, confirmed)
    assert shapes.disagreement(damaged, around, found) == []
