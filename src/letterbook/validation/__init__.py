"""Validation: a document and what is known around it in, violations out."""

from letterbook.validation.shapes import Disagreement, Shapes, disagreement, load_shapes, read_shapes
from letterbook.validation.tables import Property, TermTables, load_term_tables
from letterbook.validation.tracing import spans_of
from letterbook.validation.violations import Violation
from letterbook.validation.vocabulary_check import check_terms

__all__ = [
    "Disagreement",
    "Property",
    "Shapes",
    "TermTables",
    "Violation",
    "check_terms",
    "disagreement",
    "load_shapes",
    "load_term_tables",
    "read_shapes",
    "spans_of",
]
