"""The letterbook itself as a document: what it is called, who publishes it, under which licence, how many letters it holds."""

from __future__ import annotations

from dataclasses import dataclass

from letterbook.mapper.names import Names
from letterbook.mapper.statements import Statements
from letterbook.terms import Document, document, iri, literal, number, with_fragment


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of a letterbook; an empty text is not said. ``licence`` is an IRI."""

    title: str
    description: str
    publisher: str
    licence: str
    rights: str
    language: str


def about_document(about: About, letters: int, names: Names) -> Document:
    """The document of the letterbook, to which the page of every letter belongs."""
    root = names.letterbook()
    page = names.base + "about"
    sheet = Statements(names=names)
    sheet.classify(iri(page), "schema:WebPage")
    sheet.add(iri(page), "schema:mainEntity", root)
    sheet.classify(root, "schema:Collection", "crm:E73_Information_Object")
    title = literal(about.title, language=about.language)
    sheet.both(root, ("rdfs:label", "schema:name"), title)
    if about.description:
        sheet.add(root, "schema:description", literal(about.description, language=about.language))
    if about.rights:
        sheet.add(root, "schema:copyrightNotice", literal(about.rights, language=about.language))
    if about.licence:
        sheet.add(root, "schema:license", iri(about.licence))
    sheet.add(root, "schema:collectionSize", number(letters))
    if about.publisher:
        publisher = with_fragment(page, "publisher")
        sheet.classify(publisher, "schema:Organization", "crm:E74_Group")
        name = literal(about.publisher, language=about.language)
        sheet.both(publisher, ("rdfs:label", "schema:name"), name)
        sheet.add(root, "schema:publisher", publisher)
    return document(page, root, sheet.triples)
