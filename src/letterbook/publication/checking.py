"""Validation of what was mapped, with each violation led back to the characters it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from letterbook.findings import Finding
from letterbook.letter import Transcript
from letterbook.mapper import MappedLetter, Names
from letterbook.terms import Document, Term, Triple, iri, iri_text, literal
from letterbook.validation import (
    Shapes,
    TermTables,
    Violation,
    check_terms,
    load_shapes,
    load_term_tables,
    spans_of,
)
from letterbook.vocabulary import term

CONFIRMED_DOCUMENTS = 8
"""How many clean documents of a build pySHACL reads as well; every document with a violation is read by both engines."""

_RDF_TYPE = term("rdf:type")
_HAS_BODY = term("oa:hasBody")
_HAS_TEXT = term("crm:P190_has_symbolic_content")


def types_in(documents: Iterable[Document]) -> dict[Term, tuple[Term, ...]]:
    """The classes of every node that the documents describe."""
    found: dict[Term, tuple[Term, ...]] = {}
    for each in documents:
        for node, properties in each.nodes.items():
            if classes := properties.get(_RDF_TYPE):
                found[node] = (*found.get(node, ()), *classes)
    return found


@dataclass
class Checker:
    """The shapes and the term tables, and the number of clean documents still to be confirmed by the second engine."""

    shapes: Shapes
    tables: TermTables
    names: Names
    confirmations_left: int = CONFIRMED_DOCUMENTS

    def letter(
        self, mapped: MappedLetter, transcript: Transcript, known: Mapping[Term, tuple[Term, ...]]
    ) -> list[Finding]:
        """The findings of one letter: the shapes, the vocabulary, and nodes that nothing traces."""
        text = (iri(self.names.transcript(mapped.id)), _HAS_TEXT, literal(transcript.text))
        violations = [
            *self._violations(mapped.document, known, ()),
            *self._violations(mapped.evidence, known, (text,)),
        ]
        spans = spans_of(mapped.evidence) if violations else {}
        findings = [self._finding(v, mapped, transcript, spans) for v in violations]
        findings += [
            Finding(
                code="L407",
                message=f"{short_name(node)} rests on nothing that the evidence names",
                remedy="report this: it is a fault of the program",
                file=transcript.source,
                letter=mapped.id,
            )
            for node in untraced(mapped)
        ]
        return findings

    def authority(self, document: Document, known: Mapping[Term, tuple[Term, ...]], file: str) -> list[Finding]:
        """The findings of an authority or of one of our vocabularies."""
        return [
            Finding(
                code=v.code,
                severity=v.severity,
                message=f"{short_name(v.node)}: {_words(v)}",
                remedy="correct the row",
                file=file,
            )
            for v in self._violations(document, known, ())
        ]

    def _violations(
        self, document: Document, known: Mapping[Term, tuple[Term, ...]], extra: tuple[Triple, ...]
    ) -> list[Violation]:
        context = [*_context(document, known), *extra]
        found = self.shapes.validate(document, context)
        if found or self.confirmations_left > 0:
            self.confirmations_left -= not found
            found += self.shapes.disagreement(document, context, found)
        return [*found, *check_terms(document, self.tables, known)]

    def _finding(
        self,
        violation: Violation,
        mapped: MappedLetter,
        transcript: Transcript,
        spans: Mapping[Term, tuple[int, int]],
    ) -> Finding:
        start = next((spans[node][0] for node in (violation.node, mapped.document.root) if node in spans), 0)
        line, column = transcript.position(start)
        return Finding(
            code=violation.code,
            severity=violation.severity,
            message=f"{short_name(violation.node)}: {_words(violation)}",
            remedy="correct the source or its register row",
            file=transcript.file_at(start),
            line=line,
            column=column,
            letter=mapped.id,
        )


def load_checker(shapes: Path, ontology: Path, names: Names) -> Checker:
    """The checker with the shapes and tables of two folders."""
    return Checker(load_shapes(sorted(shapes.glob("*.ttl"))), load_term_tables(sorted(ontology.glob("*.csv"))), names)


def untraced(mapped: MappedLetter) -> list[Term]:
    """The nodes of a letter that no annotation has as its body; an empty list is the promise of every build."""
    page = iri_text(mapped.document.iri)
    bodies = {value for properties in mapped.evidence.nodes.values() for value in properties.get(_HAS_BODY, ())}
    own = (f"<{page}#", f"<{page}>", f"<{page}.txt>")
    return sorted(node for node in mapped.document.nodes if node.startswith(own) and node not in bodies)


def short_name(node: Term) -> str:
    """The node as an editor may say it: its fragment, else the last part of its path."""
    text = iri_text(node)
    return text.rpartition("#")[2] if "#" in text else text.rstrip("/").rpartition("/")[2]


def _words(violation: Violation) -> str:
    value = f" (found: {violation.value})" if violation.value else ""
    path = f" [{violation.path}]" if violation.path else ""
    return f"{violation.message}{path}{value}"


def _context(document: Document, known: Mapping[Term, tuple[Term, ...]]) -> list[Triple]:
    """The classes of the nodes that the document refers to and does not describe."""
    nodes = document.nodes
    referred = dict.fromkeys([*nodes, *[value for _, _, value in document.triples if value in known]])
    return [
        (node, _RDF_TYPE, found)
        for node in referred
        if _RDF_TYPE not in nodes.get(node, ())
        for found in known.get(node, ())
    ]
