"""The evidence document: for every node of a letter the characters that say it, the rule that derives it, or who decided it.

Source:  Web Annotation Data Model, https://www.w3.org/TR/annotation-model/#selectors; RFC 5147 for the fragment of a span;
         PROV-O for decisions and those who made them, https://www.w3.org/TR/prov-o/#wasAttributedTo
"""

from __future__ import annotations

from letterbook.decisions import PUBLISHED
from letterbook.editor import Decision
from letterbook.keys import slug
from letterbook.letter import Span
from letterbook.mapper.edition import editors_of
from letterbook.mapper.sheet import Sheet, Trace
from letterbook.mapper.sources import is_place, place_of, places_in
from letterbook.terms import XSD, Document, Term, Triple, document, iri, iri_text, literal, number, with_fragment
from letterbook.vocabulary import term

_TYPE = term("rdf:type")
_ANNOTATION, _HAS_BODY, _HAS_TARGET = term("oa:Annotation"), term("oa:hasBody"), term("oa:hasTarget")
_MOTIVATED_BY, _DERIVED_FROM = term("oa:motivatedBy"), term("prov:wasDerivedFrom")
_SPECIFIC_RESOURCE, _HAS_SOURCE, _HAS_SELECTOR = (
    term("oa:SpecificResource"),
    term("oa:hasSource"),
    term("oa:hasSelector"),
)
_POSITION_SELECTOR, _START, _END = term("oa:TextPositionSelector"), term("oa:start"), term("oa:end")
_QUOTE_SELECTOR, _EXACT, _PREFIX, _SUFFIX = (
    term("oa:TextQuoteSelector"),
    term("oa:exact"),
    term("oa:prefix"),
    term("oa:suffix"),
)
_ATTRIBUTED_TO = term("prov:wasAttributedTo")

CONTEXT_CHARACTERS = 32
"""How many characters stand before and after a quote, so that it is found again in a changed text."""


def evidence_document(sheet: Sheet) -> Document:
    """The annotations of all nodes that the sheet has traced."""
    page = sheet.names.evidence(sheet.letter_id)
    root = iri(page)
    triples: list[Triple] = [
        (root, term("rdf:type"), term("schema:Dataset")),
        (root, term("schema:about"), sheet.root),
        (root, term("schema:isPartOf"), iri(sheet.iri)),
    ]
    spans: set[Span] = set()
    decided: dict[str, list[Term]] = {each.id: [] for each in _decisions_here(sheet)}
    for node, trace in sheet.traces.items():
        triples.extend(_annotation(sheet, page, node, trace))
        spans.update(trace.spans)
        for name in trace.decisions:
            decided.setdefault(name, []).append(node)
    for decision in sheet.reading.decisions:
        if decision.id in decided:
            triples.extend(_decision(page, decision, decided[decision.id] or [sheet.root]))
    for span in sorted(spans):
        triples.extend(_span(sheet, page, span))
    triples.extend(places_in(sheet))
    return document(page, root, triples)


def _annotation(sheet: Sheet, page: str, node: Term, trace: Trace) -> list[Triple]:
    annotation = with_fragment(page, annotation_name(sheet, node))
    targets = [
        *(sheet.names.span(sheet.letter_id, span.start, span.end) for span in trace.spans),
        *trace.premises,
    ]
    decisions = [with_fragment(page, decision) for decision in trace.decisions]
    described = is_place(trace.source)
    row = trace.source and (place_of(sheet, trace.source) if described else sheet.names.register_row(trace.source))
    if row and described and not targets:
        targets.append(row)
    triples = [
        (annotation, _TYPE, _ANNOTATION),
        (annotation, _HAS_BODY, node),
        (annotation, _MOTIVATED_BY, sheet.names.type(trace.motive)),
        (annotation, _DERIVED_FROM, sheet.names.rule(trace.rule)),
        *[(annotation, _HAS_TARGET, target) for target in targets or decisions],
        *[(annotation, _DERIVED_FROM, decision) for decision in decisions],
        *[(annotation, term("dcterms:type"), sheet.names.type(status)) for status in _status(trace)],
    ]
    if row:
        triples.append((annotation, _DERIVED_FROM, row))
    return triples


def _status(trace: Trace) -> list[str]:
    """Whether an editor has looked at what is stated, and whether the rule asks for it."""
    if trace.decisions:
        return ["corrected" if trace.motive == "decided" else "confirmed"]
    return ["unreviewed"] if trace.confidence < PUBLISHED else []


def _decisions_here(sheet: Sheet) -> list[Decision]:
    """The decisions on this letter, those by which nothing is stated included; those on the whole text stand with its first."""
    mine = sheet.letter.ordinal
    used = {decision for trace in sheet.traces.values() for decision in trace.decisions}
    return [
        each
        for each in sheet.reading.decisions
        if each.id in used or each.letter == mine or (not each.letter and mine == 1 and each.fact == "entity")
    ]


def _decision(page: str, decision: Decision, about: list[Term]) -> list[Triple]:
    """What was decided, who decided it, when and why."""
    node = with_fragment(page, decision.id)
    triples = [
        (node, term("rdf:type"), term("prov:Entity")),
        (node, term("rdf:type"), term("schema:Comment")),
        (node, term("rdf:type"), term("crm:E73_Information_Object")),
        (node, term("rdfs:label"), literal(decision.says(), language="en")),
        *((node, term("schema:about"), each) for each in about),
    ]
    if decision.why:
        triples.append((node, term("schema:text"), literal(decision.why)))
    if decision.on:
        triples.append((node, term("schema:dateCreated"), literal(decision.on, datatype=XSD + "date")))
    if decision.by:
        who = with_fragment(page, f"editor-{slug(decision.by)}")
        triples += [
            (node, term("prov:wasAttributedTo"), who),
            (who, term("rdf:type"), term("prov:Agent")),
            (who, term("rdf:type"), term("crm:E39_Actor")),
            (who, term("rdfs:label"), literal(decision.by)),
        ]
    return triples


def annotation_name(sheet: Sheet, node: Term) -> str:
    """The fragment of a node's annotation: that of the node itself, or what the node is."""
    _, hash_sign, name = iri_text(node).partition("#")
    if hash_sign:
        return name
    return "transcript" if node == sheet.transcript else "document"


def _span(sheet: Sheet, page: str, span: Span) -> list[Triple]:
    node = sheet.names.span(sheet.letter_id, span.start, span.end)
    position = with_fragment(page, f"position-{span.start}-{span.end}")
    quote = with_fragment(page, f"quote-{span.start}-{span.end}")
    text = sheet.reading.transcript.text
    triples = [
        (node, _TYPE, _SPECIFIC_RESOURCE),
        (node, _HAS_SOURCE, sheet.transcript),
        (node, _HAS_SELECTOR, position),
        (node, _HAS_SELECTOR, quote),
        (position, _TYPE, _POSITION_SELECTOR),
        (position, _START, number(span.start)),
        (position, _END, number(span.end)),
        (quote, _TYPE, _QUOTE_SELECTOR),
        (quote, _EXACT, literal(text[span.start : span.end])),
        (quote, _PREFIX, literal(text[max(0, span.start - CONTEXT_CHARACTERS) : span.start])),
        (quote, _SUFFIX, literal(text[span.end : span.end + CONTEXT_CHARACTERS])),
    ]
    triples.extend([(node, _ATTRIBUTED_TO, who) for who in _speakers(sheet, span)])
    return triples


def _speakers(sheet: Sheet, span: Span) -> list[Term]:
    """Whose words the span is: the senders of the letter in which it stands, or the editors of the volume."""
    writer = sheet.reading.writer_at(span)
    if writer:
        return [sheet.entity(party.agent) for party in writer.senders]
    editors = editors_of(sheet)
    return [editors] if editors else []
