"""Where a finding comes from: the characters on which each node of a letter rests."""

from __future__ import annotations

from collections.abc import Mapping

from letterbook.terms import Document, Term, literal_parts
from letterbook.vocabulary import term

Range = tuple[int, int]
"""Start and end in code points, the end exclusive."""

_BODY, _TARGET, _SELECTOR = term("oa:hasBody"), term("oa:hasTarget"), term("oa:hasSelector")
_START, _END = term("oa:start"), term("oa:end")


def spans_of(evidence: Document) -> dict[Term, Range]:
    """The first text span of every node that an evidence document annotates, and that of every span itself.

    Form:    start and end in code points, the end exclusive. A node that rests on other nodes has the span of the first of
             them, in the order of their IRIs, that has one; a node that rests on no characters at all is left out.
    """
    targets: dict[Term, list[Term]] = {}
    bodies: dict[Term, Term] = {}
    selectors: dict[Term, list[Term]] = {}
    starts: dict[Term, int] = {}
    ends: dict[Term, int] = {}
    for subject, predicate, value in evidence.triples:
        if predicate == _TARGET:
            targets.setdefault(subject, []).append(value)
        elif predicate == _BODY:
            bodies[subject] = value
        elif predicate == _SELECTOR:
            selectors.setdefault(subject, []).append(value)
        elif predicate == _START:
            starts[subject] = int(literal_parts(value).text)
        elif predicate == _END:
            ends[subject] = int(literal_parts(value).text)
    spans = {
        span: (starts[selector], ends[selector])
        for span, its in selectors.items()
        for selector in its
        if selector in starts and selector in ends
    }
    rests: dict[Term, list[Term]] = {}
    for annotation, body in bodies.items():
        rests.setdefault(body, []).extend(targets.get(annotation, ()))
    found: dict[Term, Range] = dict(spans)
    for body in rests:
        span = _span(body, rests, spans)
        if span:
            found[body] = span
    return found


def _span(body: Term, rests: Mapping[Term, list[Term]], spans: Mapping[Term, Range]) -> Range | None:
    """The first span of the node itself, else of the nearest premise; a circle of premises ends the search."""
    level, seen = [body], {body}
    while level:
        targets = [target for node in level for target in sorted(rests.get(node, ()))]
        here = sorted(spans[target] for target in targets if target in spans)
        if here:
            return here[0]
        level = [target for target in dict.fromkeys(targets) if target not in seen]
        seen.update(level)
    return None
