"""The order in which a person reads a document: the same in every format."""

from __future__ import annotations

import re

from letterbook.terms import Document, Term, iri_text

_NUMBER = re.compile(r"([0-9]+)")


def subjects_in_order(document: Document) -> list[Term]:
    """The subjects as a person reads them: the document, what it is about, then the others, "part-9" before "part-10"."""
    first = {document.iri: 0, document.root: 1}
    subjects = dict.fromkeys(subject for subject, _, _ in document.triples)
    return sorted(subjects, key=lambda each: (first.get(each, 2), natural(iri_text(each))))


def natural(text: str) -> list[str | int]:
    """A sort key in which numbers count as numbers: words and numbers take turns, so like meets like."""
    parts: list[str | int] = list(_NUMBER.split(text))
    parts[1::2] = map(int, parts[1::2])
    return parts
