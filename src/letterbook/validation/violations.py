"""A violation: one thing in a document that does not hold, told in an editor's words, with the node that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from letterbook.findings import Severity
from letterbook.terms import Literal, Term, iri_text, is_iri, literal_parts
from letterbook.vocabulary import PREFIXES

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_LONG = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that does not hold.

    Form:    ``code`` is L401 for a shape, L402 to L405 for the vocabulary, L406 where the engines disagree; ``focus`` is
             the node; ``path`` the property as a prefixed name, empty where the node as a whole is meant; ``value`` is
             readable, and ``value_node`` the same as a term where it is a node; ``shape`` is the IRI of the shape and
             ``component`` the local name of the SHACL constraint, both empty where no shape is broken.
    """

    code: str
    focus: Term
    message: str
    path: str = ""
    value: str = ""
    severity: Severity = Severity.ERROR
    shape: str = ""
    component: str = ""
    value_node: Term | None = None

    @property
    def node(self) -> Term:
        """The node to look at: the value where a whole document is the focus and a thing fails, else the focus."""
        return self.value_node if self.value_node and "#" not in self.focus else self.focus


def prefixed(iri: str) -> str:
    """The IRI as a prefixed name where a vocabulary of ours has it, else in angle brackets.

    >>> prefixed("http://www.cidoc-crm.org/cidoc-crm/P4_has_time-span")
    'crm:P4_has_time-span'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(local := iri[len(namespace) :]):
            return f"{prefix}:{local}"
    return f"<{iri}>"


def readable(term: Term) -> str:
    """A term as an editor may read it: a name with its prefix, or the text of a literal with its language or datatype.

    >>> readable(Term('"30"^^<http://www.w3.org/2001/XMLSchema#integer>'))
    '"30" (xsd:integer)'
    """
    if is_iri(term):
        return prefixed(iri_text(term))
    if term.startswith("_:"):  # foreign data only: Letterbook makes no blank nodes
        return term
    parts = literal_parts(term)
    text = parts.text if len(parts.text) <= _LONG else parts.text[: _LONG - 1] + "…"
    return f'"{text}"{_kind(parts)}'


def _kind(parts: Literal) -> str:
    if parts.language:
        return f" ({parts.language})"
    name = prefixed(parts.datatype)
    return "" if name == "xsd:string" else f" ({name})"


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """The violations in one order, each once, whatever order an engine found them in."""
    return sorted(
        dict.fromkeys(violations), key=lambda v: (v.code, v.focus, v.path, v.value, v.shape, v.component, v.message)
    )
