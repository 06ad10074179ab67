"""Our own vocabularies as documents: the types and roles, and the rules by which letters are read and mapped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph

from letterbook.errors import LetterbookError
from letterbook.mapper.names import Names
from letterbook.mapper.statements import Statements
from letterbook.terms import Document, Term, document, iri, literal, with_fragment


def types_document(turtle: Path, names: Names) -> Document:
    """The types and roles of ``ontology/types.ttl``, whose IRIs are relative, under this base.

    Raises:  LetterbookError, with the line, where the file is not Turtle or has a blank node.
    """
    page = names.base + "vocab/types"
    try:
        quads = list(pyoxigraph.parse(turtle.read_bytes(), pyoxigraph.RdfFormat.TURTLE, base_iri=page))
    except SyntaxError as error:
        raise LetterbookError(f"not Turtle: {error}", str(turtle)) from error
    triples = [(Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))) for q in quads]
    if any(each.startswith("_:") for triple in triples for each in triple):
        raise LetterbookError("a blank node stands in the types", str(turtle), "give it a name")
    sheet = Statements(names=names, triples=triples)
    sheet.classify(iri(page), "schema:WebPage")
    root = with_fragment(page, "scheme")
    sheet.add(iri(page), "schema:mainEntity", root)
    return document(page, root, sheet.triples)


def shapes_document(turtle: Path, names: Names) -> Document:
    """The shapes of one file as a document, ``shapes/letter``: what the data must have, for those who check it elsewhere.

    Form:    the shapes keep their names, which are URNs. Their blank nodes, without which SHACL has no lists and no paths, are
             numbered by their places in the file.
    Raises:  LetterbookError, with the line, where the file is not Turtle.
    """
    page = f"{names.base}shapes/{turtle.stem}"
    root = with_fragment(page, "shapes")
    try:
        quads = list(pyoxigraph.parse(turtle.read_bytes(), pyoxigraph.RdfFormat.TURTLE, base_iri=page))
    except SyntaxError as error:
        raise LetterbookError(f"not Turtle: {error}", str(turtle)) from error
    named: dict[str, Term] = {}

    def name(node: object) -> Term:
        text = str(node)
        if not text.startswith("_:"):
            return Term(text)
        return named.setdefault(text, Term(f"_:n{len(named) + 1}"))

    sheet = Statements(names=names, triples=[(name(q.subject), name(q.predicate), name(q.object)) for q in quads])
    shapes = sorted({triple[0] for triple in sheet.triples if triple[0].startswith("<urn:")})
    sheet.classify(iri(page), "schema:WebPage")
    sheet.add(iri(page), "schema:mainEntity", root)
    sheet.classify(root, "schema:DefinedTermSet")
    sheet.both(root, ("rdfs:label", "schema:name"), literal(f"Shapes: {turtle.stem}", language="en"))
    sheet.add(root, "dcterms:hasPart", *shapes)
    return document(page, root, sheet.triples)


def rules_document(descriptions: Mapping[str, str], names: Names) -> Document:
    """The rules, each with a sentence that says what it concludes; the description is in English."""
    page = names.base + "vocab/rules"
    root = with_fragment(page, "rules")
    sheet = Statements(names=names)
    sheet.classify(iri(page), "schema:WebPage")
    sheet.add(iri(page), "schema:mainEntity", root)
    sheet.classify(root, "schema:DefinedTermSet", "crm:E73_Information_Object")
    sheet.add(root, "rdfs:label", literal("Rules by which the letters were read and mapped", language="en"))
    for rule, sentence in descriptions.items():
        node = names.rule(rule)
        sheet.classify(node, "crm:E29_Design_or_Procedure", "schema:DefinedTerm", "prov:Plan")
        sheet.add(node, "rdfs:label", literal(rule))
        sheet.add(node, "schema:description", literal(sentence, language="en"))
        sheet.add(node, "schema:inDefinedTermSet", root)
    return document(page, root, sheet.triples)
