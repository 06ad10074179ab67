"""The evidence of a letter as a reader meets it: facts in words, and the printed text cut where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup

from letterbook.catalogue.graph import fragment_of
from letterbook.catalogue.times import span_of
from letterbook.terms import Term, iri_text
from letterbook.web.pages.gaps import Gaps
from letterbook.web.pages.graph import Graph

SECTIONS = ("parties", "dates", "references", "source", "gifts", "events", "mentions", "parts", "acts")
"""The sections of the list of facts in their order."""

_SPAN = re.compile(r"\.txt#char=([0-9]+),([0-9]+)$")
_GIFT_ROLES = {"donor", "gift-recipient", "on-behalf-of-donor", "offered-to", "beneficiary"}
_ACTS = {
    "crm:E65_Creation": "act_writing",
    "schema:SendAction": "act_sending",
    "schema:ReceiveAction": "act_receiving",
    "crm:E22_Human-Made_Object": "act_sheet",
    "schema:Conversation": "act_conversation",
    "schema:WebPage": "act_page",
    "crm:E31_Document": "act_record",
    "schema:TextObject": "act_transcript",
    "schema:Message": "act_letter",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """Characters of the print, counted in code points, and who speaks there."""

    start: int
    end: int
    speaker: Term | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the letter in words, with what it rests on.

    Form:    ``value`` is the node that it leads to, ``text`` what is shown where there is none; ``beside`` is the office
             of a holder; ``places`` are lines or cells of the file that describes the letter; ``tone`` is the colour in the text, empty for what has none.
    """

    number: int
    section: str
    node: Term
    labels: tuple[Term | str, ...]
    value: Term | None
    beside: Term | None
    text: str
    tone: str
    sayings: tuple[Saying, ...]
    rules: tuple[Term, ...]
    motives: tuple[Term, ...]
    places: tuple[str, ...]
    decided: tuple[str, ...]

    @property
    def voices(self) -> list[tuple[Term | None, list[Saying]]]:
        """What each speaker says of it, in the order of their names; first what nobody known says."""
        found: dict[Term | None, list[Saying]] = {}
        for saying in self.sayings:
            found.setdefault(saying.speaker, []).append(saying)
        return sorted(found.items(), key=lambda each: (each[0] or "").lower())


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters under the same facts; ``main`` is the narrowest of those that have a tone."""

    start: int
    text: str
    facts: tuple[Fact, ...]
    main: Fact | None
    starts: tuple[Saying, ...]


def read_facts(
    letter: Graph, evidence: Graph, said: Gaps, place: Callable[[Term], bool], label: Callable[[Term], Markup]
) -> list[Fact]:
    """The facts of a letter in the order of their sections, then of the text.

    Form:    ``place`` tells whether a node is a place; ``label`` is what a node is called on the page.
    """
    found: list[Fact] = []
    for annotation in evidence.nodes:
        if not evidence.isa(annotation, "oa:Annotation"):
            continue
        node = evidence.one(annotation, "oa:hasBody")
        if node is None:
            continue
        sayings = sorted(_sayings(evidence, annotation), key=lambda each: (each.start, each.end))
        section, labels, value, text = _describe(letter, node, said, label)
        derived = evidence.iris(annotation, "prov:wasDerivedFrom")
        found.append(
            Fact(
                number=0,
                section=section,
                node=node,
                labels=labels,
                value=value,
                beside=_office(letter, node),
                text=text,
                tone=_tone(section, value, place),
                sayings=tuple(sayings),
                rules=tuple(each for each in derived if "vocab/rules#" in each),
                motives=tuple(evidence.iris(annotation, "oa:motivatedBy", "dcterms:type")),
                places=tuple(
                    _place_of(evidence, each, said) for each in derived if evidence.one(each, "dcterms:conformsTo")
                ),
                decided=tuple(
                    evidence.text(each, "rdfs:label") for each in derived if evidence.isa(each, "schema:Comment")
                ),
            )
        )
    found.sort(key=_order)
    return [replace(fact, number=number) for number, fact in enumerate(found, 1)]


def cut(text: str, facts: Iterable[Fact]) -> list[Piece]:
    """The text in pieces, each under the facts that cover all of it; together the pieces are the text.

    >>> [piece.text for piece in cut("Dear Sir", [])]
    ['Dear Sir']
    """
    said = [(saying, fact) for fact in facts for saying in fact.sayings if 0 <= saying.start < saying.end <= len(text)]
    edges = sorted({0, len(text), *(s.start for s, _ in said), *(s.end for s, _ in said)})
    opening: dict[int, list[tuple[Saying, Fact]]] = {}
    for saying, fact in said:
        opening.setdefault(saying.start, []).append((saying, fact))
    pieces: list[Piece] = []
    running: list[tuple[Saying, Fact]] = []
    for start, end in pairwise(edges):
        running = [each for each in running if each[0].end > start] + opening.get(start, [])
        running.sort(key=lambda each: (each[0].end - each[0].start, each[1].section != "dates", each[1].number))
        over = tuple(dict.fromkeys(fact for _, fact in running))
        main = next((fact for fact in over if fact.tone), None)
        begun = tuple(dict.fromkeys(saying for saying, _ in opening.get(start, [])))
        pieces.append(Piece(start, text[start:end], over, main, begun))
    return pieces


def _sayings(evidence: Graph, annotation: Term) -> Iterable[Saying]:
    for target in evidence.iris(annotation, "oa:hasTarget"):
        match = _SPAN.search(iri_text(target))
        if match:
            yield Saying(int(match[1]), int(match[2]), evidence.one(target, "prov:wasAttributedTo"))


def _order(fact: Fact) -> tuple[int, int, int, str]:
    first = fact.sayings[0] if fact.sayings else None
    return (SECTIONS.index(fact.section), first.start if first else 1 << 40, first.end if first else 0, fact.node)


def _place_of(evidence: Graph, place: Term, said: Gaps) -> str:
    """A line or a cell of the file that describes the letter.

    Source:  RFC 5147, section 2.2.1 (a line lies between two positions); RFC 7111, section 3 (row and column)
    """
    file = evidence.text(evidence.one(place, "crm:P106i_forms_part_of"), "rdfs:label")
    path = evidence.text(place, "crm:P3_has_note")
    kind, _, at = evidence.text(place, "rdf:value").partition("=")
    first, _, second = at.partition(",")
    if kind == "line":
        where = said("at_line", file=file, line=second)
    else:
        where = said("at_cell", file=file, row=first, column=second)
    return where + (f": {path}" if path else "")


def _describe(
    graph: Graph, node: Term, said: Gaps, label: Callable[[Term], Markup]
) -> tuple[str, tuple[Term | str, ...], Term | None, str]:
    """The section of a node, the words for what it is, the node that it leads to, or a text."""
    role = graph.all(node, "crm:P67.1_has_type", "crm:P14.1_in_the_role_of", "crm:P107.1_kind_of_member")
    value = graph.one(node, "crm:P02_has_range")
    if role and value:
        names = {fragment_of(each) for each in role}
        if names == {"mention"}:
            return "mentions", tuple(role), value, ""
        if names == {"reference"}:  # the passage that it follows from leads to the letter too
            return "acts", tuple(role), value, ""
        if names == {"cited-author"}:
            return "references", tuple(role), value, ""
        if names & _GIFT_ROLES:
            return "gifts", tuple(role), value, ""
        if any(name.startswith("claimed-") for name in names):
            return "events", tuple(role), value, ""
        return "parties", tuple(role), value, ""
    if graph.isa(node, "schema:Role"):
        return "parties", (said["as_office"],), None, graph.text(node, "schema:roleName")
    if graph.isa(node, "crm:E52_Time-Span"):
        return _describe_time(graph, node, said, label)
    kinds = graph.all(node, "crm:P2_has_type")
    if graph.isa(node, "crm:E42_Identifier"):
        section = "references" if graph.having("crm:P67_refers_to", node) else "source"
        return section, tuple(kinds), None, graph.text(node, "crm:P190_has_symbolic_content")
    if any(fragment_of(kind) == "reference" for kind in kinds):
        cited = next(
            (each for each in graph.iris(node, "crm:P67_refers_to") if graph.having("schema:citation", each)), None
        )
        return "references", tuple(kinds), cited, graph.text(node, "rdfs:label")
    if any(fragment_of(kind) == "remark" for kind in kinds):
        return "source", tuple(kinds), None, graph.text(node, "schema:text")
    if graph.one(node, "schema:position"):
        return "parts", tuple(kinds), None, ""
    if graph.isa(node, "schema:Chapter"):
        if graph.one(node, "crm:P1_is_identified_by") or graph.one(node, "schema:isPartOf"):
            return "source", (said["printed_in"],), None, graph.text(node, "rdfs:label")
        return "acts", (said["act_print"],), None, ""
    if graph.isa(node, "schema:Claim"):
        event = graph.one(node, "schema:about")
        return "events", tuple(kinds), _type_of(graph, event) if event else None, ""
    if graph.isa(node, "crm:E5_Event"):
        return "events", tuple(k for k in kinds if fragment_of(k) != "event-as-reported"), None, ""
    words = graph.text(node, "rdfs:label")
    if graph.isa(node, "schema:DonateAction"):
        return "gifts", tuple(kinds), None, graph.text(graph.one(node, "schema:object"), "rdfs:label")
    if graph.isa(node, "crm:E97_Monetary_Amount"):
        return "gifts", tuple(kinds) or (said["sum"],), None, words
    if graph.isa(node, "crm:E18_Physical_Thing"):
        return "gifts", tuple(kinds), None, ""
    for name, key in _ACTS.items():
        if graph.isa(node, name):
            return "acts", (said[key],), None, ""
    return ("mentions" if words else "acts"), (said["described"] if words else fragment_of(node),), None, words


def _type_of(graph: Graph, event: Term) -> Term | None:
    """What kind of event or gift it is, besides that a letter tells of it."""
    kinds = graph.iris(event, "crm:P2_has_type")
    return next((kind for kind in kinds if fragment_of(kind) != "event-as-reported"), None)


def _office(graph: Graph, node: Term) -> Term | None:
    held = graph.isa(node, "crm:PC107_has_current_or_former_member")
    return graph.one(node, "crm:P01_has_domain") if held else None


def _describe_time(
    graph: Graph, node: Term, said: Gaps, label: Callable[[Term], Markup]
) -> tuple[str, tuple[Term | str, ...], Term | None, str]:
    event = next(iter(graph.having("crm:P4_has_time-span", node)), None)
    date = said.when(span_of(graph, node))
    if event is None and graph.having("crm:P67_refers_to", node):
        return "references", (said["day_cited"],), None, date
    if event is None or graph.isa(event, "crm:E65_Creation"):
        return "dates", (said["written"],), None, date
    if graph.isa(event, "schema:ReceiveAction"):
        return "dates", (said["received"],), None, date
    section = "gifts" if graph.isa(event, "schema:DonateAction") else "events"
    kind = _type_of(graph, event)
    return section, (said("when_of", what=label(kind) if kind else fragment_of(event)),), None, date


def _tone(section: str, value: Term | None, place: Callable[[Term], bool]) -> str:
    if section in ("mentions", "parties"):
        return "where" if value is not None and place(value) else "who"
    return {"dates": "when", "references": "what", "source": "what", "gifts": "what", "events": "told"}.get(section, "")
