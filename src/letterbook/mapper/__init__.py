"""A reading in, documents out: each aspect stated in schema.org and in CIDOC-CRM side by side."""

from letterbook.mapper.about import About, about_document
from letterbook.mapper.authorities import authority_document, classes_of
from letterbook.mapper.names import Names
from letterbook.mapper.reading import MappedLetter, MappedReading, map_reading
from letterbook.mapper.registers import register_documents, rows_in
from letterbook.mapper.rules import RULES
from letterbook.mapper.vocabularies import rules_document, shapes_document, types_document

__all__ = [
    "RULES",
    "About",
    "MappedLetter",
    "MappedReading",
    "Names",
    "about_document",
    "authority_document",
    "classes_of",
    "map_reading",
    "register_documents",
    "rows_in",
    "rules_document",
    "shapes_document",
    "types_document",
]
