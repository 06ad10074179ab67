"""RDF/XML is what every XML parser reads alike, or it is refused with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from letterbook import terms
from letterbook.errors import SerializationError
from letterbook.serializers import nquads, rdfxml, turtle
from letterbook.vocabulary import PREFIXES, RDF, SCHEMA

NODE = terms.iri("http://example.org/1#letter")
TEXT = terms.iri(SCHEMA + "text")
TYPE = terms.iri(RDF + "type")
Survives = Callable[..., None]


def document(predicate: terms.Term, value: terms.Term) -> terms.Document:
    return terms.document("http://example.org/1", NODE, [(NODE, predicate, value)])


@pytest.mark.parametrize("char", ["\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1b", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_is_refused_with_the_node_named(char: str, survives: Survives) -> None:
    made = document(TEXT, terms.literal(f"a{char}b"))
    with pytest.raises(SerializationError, match=re.escape(terms.iri_text(NODE))):
        rdfxml.write(made, PREFIXES)
    survives(turtle, made, PREFIXES)


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\nc\rd\r\ne",
        "\r",
        "C:\\bin\\u0001 and \\f",
        "\x7f\x85\u2028",
        "<b>&amp; ]]>",
        " spaces  ",
        "",
        "\U0001f600",
    ],
)
def test_every_other_text_is_kept_to_the_character(text: str, survives: Survives) -> None:
    survives(rdfxml, document(TEXT, terms.literal(text)), PREFIXES)
    survives(rdfxml, document(TEXT, terms.literal(text, language="en")), PREFIXES)


@pytest.mark.parametrize("end", ["1", "", "a/", "a%20", "a()", "1.-"])
def test_a_property_that_no_element_can_name_is_refused_with_its_iri(end: str, survives: Survives) -> None:
    """Fault case I6: the other formats have it."""
    made = document(terms.iri("http://example.org/" + end), NODE)
    with pytest.raises(SerializationError, match="does not end in a name"):
        rdfxml.write(made, PREFIXES)
    survives(turtle, made, PREFIXES)


def test_a_class_that_no_element_can_name_is_refused_too() -> None:
    with pytest.raises(SerializationError, match="does not end in a name"):
        rdfxml.write(document(TYPE, terms.iri("http://example.org/1")), PREFIXES)


@pytest.mark.parametrize("name", ["li", "Description", "about", "RDF"])
def test_words_of_the_syntax_are_no_properties(name: str) -> None:
    with pytest.raises(SerializationError, match="RDF/XML"):
        rdfxml.write(document(terms.iri(RDF + name), NODE), PREFIXES)


@pytest.mark.parametrize("name", ["P14.1_in_the_role_of", "P4_has_time-span", "12ab", "_x", "a%20b"])
def test_odd_names_that_an_element_can_have_are_written(name: str, survives: Survives) -> None:
    survives(rdfxml, document(terms.iri(PREFIXES["crm"] + name), NODE), PREFIXES)
    survives(rdfxml, document(TYPE, terms.iri(PREFIXES["crm"] + name)), PREFIXES)


def test_no_documents_join_to_an_empty_letterbook() -> None:
    tree = ET.fromstring(b"".join(rdfxml.join([])))
    assert tree.tag == f"{{{RDF}}}RDF"
    assert len(tree) == 0


def test_what_is_written_here_is_what_the_library_writes(
    built: Path, document_files: Callable[[str], list[Path]]
) -> None:
    """Our own writer is there for its speed alone; where it leaves a document to the library, it gives nothing."""
    odd = terms.literal("<b>&amp; 'a' \"b\" ]]>\t\r\n\x7f\x85", language="de-AT")
    documents = [nquads.read(file.read_bytes()) for file in document_files("nq")]
    documents += [
        document(TEXT, odd),
        document(TEXT, terms.iri("http://example.org/?a='&b")),
        document(TYPE, terms.iri(PREFIXES["crm"] + "E39_Actor")),
    ]
    for each in documents:
        written = rdfxml._written(each, PREFIXES)
        assert written == rdfxml._serialize(rdfxml._triples(each), PREFIXES), each.iri
    assert not rdfxml._written(document(terms.iri(RDF + "li"), NODE), PREFIXES)
    assert not rdfxml._written(document(terms.iri("http://example.org/x"), NODE), PREFIXES)
