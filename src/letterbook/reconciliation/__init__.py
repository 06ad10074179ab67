"""Reconciliation: who of an authority file is meant, asked once, decided by an editor, kept in a table."""

from letterbook.reconciliation.applying import Applied, apply_decisions
from letterbook.reconciliation.cache import FILE_NAME, Line, cache_bytes, lines_for, load_cache
from letterbook.reconciliation.candidates import KINDS, MOST_CANDIDATES, Candidate, Question
from letterbook.reconciliation.files import ask_file
from letterbook.reconciliation.service import Service

__all__ = [
    "FILE_NAME",
    "KINDS",
    "MOST_CANDIDATES",
    "Applied",
    "Candidate",
    "Line",
    "Question",
    "Service",
    "apply_decisions",
    "ask_file",
    "cache_bytes",
    "lines_for",
    "load_cache",
]
