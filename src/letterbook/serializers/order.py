"""The order in which a person reads a document: the same in every format."""

from __future__ import annotations

from letterbook.terms import Document, Term, iri_text


def subjects_in_order(document: Document) -> list[Term]:
    """The subjects as a person reads them: the document, what it is about, then the others, "part-9" before "part-10"."""
    first = {document.iri: 0, document.root: 1}
    subjects = dict.fromkeys(subject for subject, _, _ in document.triples)
    return sorted(subjects, key=lambda each: (first.get(each, 2), natural(iri_text(each))))


def natural(text: str) -> list[tuple[int, int | str]]:
    """A sort key in which numbers count as numbers."""
    key: list[tuple[int, int | str]] = []
    digits = ""
    for char in text + "\0":
        if char.isdecimal() and char.isascii():
            digits += char
            continue
        if digits:
            key.append((0, int(digits)))
            digits = ""
        key.append((1, char))
    return key
