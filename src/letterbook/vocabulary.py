"""The vocabularies that the data use: namespaces and prefixes, each once.

Source:  CIDOC CRM 7.1.3, https://cidoc-crm.org/rdfs/7.1.3/; CRMinf 1.2.1; schema.org 30.0 in its http form, which the
         official JSON-LD context uses; Web Annotation, https://www.w3.org/TR/annotation-vocab/; PROV-O; EDTF datatype of
         the Library of Congress; the datatype of points of GeoSPARQL 1.1, section 8.5.1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from letterbook.resources import resource_folder
from letterbook.terms import XSD, Term, iri

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "http://schema.org/"
CRM = "http://www.cidoc-crm.org/cidoc-crm/"
CRMINF = "http://www.cidoc-crm.org/extensions/crminf/"
SH = "http://www.w3.org/ns/shacl#"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
EDTF = "http://id.loc.gov/datatypes/edtf/"

PREFIXES: dict[str, str] = {
    "crm": CRM,
    "crminf": CRMINF,
    "dcterms": DCTERMS,
    "edtf": EDTF,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefixes of the vocabularies in alphabetical order; a letterbook adds those of its own base IRI."""


CONTEXT = "context.jsonld"
"""The file with the JSON-LD context: in the ontology, and with the prefixes of a base IRI at that base."""

SHAPES_PREFIXES = {**PREFIXES, "sh": SH, "s": "urn:letterbook:shapes:"}
"""The prefixes of the documents of shapes; the data have no term of SHACL."""


def prefixes_under(base: str) -> dict[str, str]:
    """The prefixes of the vocabularies, and those of the types and rules under a base IRI."""
    return {**PREFIXES, "rule": f"{base}vocab/rules#", "t": f"{base}vocab/types#"}


@cache
def term(name: str) -> Term:
    """The term of a prefixed name.

    Raises:  KeyError where the prefix is not in ``PREFIXES``.

    >>> term("schema:sender")
    '<http://schema.org/sender>'
    """
    prefix, local = name.split(":", 1)
    return iri(PREFIXES[prefix] + local)


@cache
def context() -> Mapping[str, Any]:
    """The JSON-LD context that all documents have in common: the prefixes, and how the values of each property are read."""
    read: dict[str, Any] = json.loads((resource_folder("ontology") / CONTEXT).read_bytes())
    found: dict[str, Any] = read["@context"]
    return found


def context_under(base: str) -> bytes:
    """The context as a file under a base IRI, with the prefixes of its types and rules."""
    lines = {**context(), **{name: space for name, space in prefixes_under(base).items() if name not in PREFIXES}}
    text = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in lines.items())
    return f'{{\n "@context": {{\n{text}\n }}\n}}\n'.encode()


@cache
def coercions() -> Mapping[Term, str]:
    """How the values of each property are read by the context: ``@id``, ``@language``, or the IRI of a datatype.

    >>> coercions()[term("schema:sender")], coercions()[term("rdfs:label")]
    ('@id', '@language')
    """
    found = {}
    for name, value in context().items():
        if isinstance(value, dict):
            prefix, _, local = name.rpartition(":")
            space = context()[prefix] if prefix else SCHEMA
            found[iri(space + local)] = str(value.get("@type") or value["@container"])
    return found
