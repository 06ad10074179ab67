"""Turtle: sorted, with prefixes, for people and for version control.

Source:  RDF 1.1 Turtle, https://www.w3.org/TR/turtle/#sec-grammar
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from letterbook.formats import TURTLE
from letterbook.serializers.order import subjects_in_order
from letterbook.terms import XSD, Document, Term, iri_text, is_iri, literal_parts
from letterbook.vocabulary import term

FORMAT = TURTLE

# PN_LOCAL without percent signs, escapes and colons, and without a dot at its end: what every parser reads alike.
_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
# A reference that resolves by mere joining (RFC 3986, section 5.2): no scheme, no segment that is empty or begins with a dot.
_RELATIVE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:[/#][A-Za-z0-9_,=~-][A-Za-z0-9_.,=~-]*)*")
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]*)")
_TYPE = term("rdf:type")
_LABEL = term("rdfs:label")


class _Names:
    """Terms as Turtle; remembers which prefixes it has used."""

    def __init__(self, prefixes: Mapping[str, str], base: str) -> None:
        self.base = base
        self.prefixes = dict(sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0])))
        self.used: set[str] = set()
        self._known: dict[str, str] = {}

    def short(self, term: Term) -> str:
        """The IRI as a prefixed name, where there is a legal one."""
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self._shorten(term)
        return found

    def _shorten(self, term: Term) -> str:
        text = term[1:-1]
        for prefix, namespace in self.prefixes.items():
            if text.startswith(namespace) and _LOCAL.fullmatch(text, len(namespace)) and len(text) > len(namespace):
                self.used.add(prefix)
                return f"{prefix}:{text[len(namespace) :]}"
        if self.base and text.startswith(self.base) and _RELATIVE.fullmatch(text, len(self.base)):
            return f"<{text[len(self.base) :]}>"
        return term

    def value(self, term: Term) -> str:
        """An object: a name, a bare whole number, or a literal with its datatype shortened."""
        if is_iri(term):
            return self.short(term)
        if not term.endswith(">"):
            return term  # plain or with a language: Turtle has the same escapes as N-Triples
        parts = literal_parts(term)
        if parts.datatype == XSD + "integer" and _INTEGER.fullmatch(parts.text):
            return parts.text
        head, _, datatype = term.rpartition("^^")
        return f"{head}^^{self.short(Term(datatype))}"


def write(document: Document, prefixes: Mapping[str, str], base: str = "") -> bytes:
    """The document as Turtle, with the prefixes that it uses; its own nodes have the empty prefix.

    Form:    IRIs under ``base`` are written relative to it where that is safe.
    """
    names = _Names({**prefixes, "": iri_text(document.iri) + "#"}, base)
    body = _blocks(document, names)
    used = {prefix: names.prefixes[prefix] for prefix in names.used}
    return (_head(used, base) + body).encode()


def join(files: Iterable[bytes]) -> Iterator[bytes]:
    """The files of many documents as one graph; each keeps its prefixes, which Turtle lets stand anywhere."""
    for file in files:
        yield file + b"\n"


def _head(prefixes: Mapping[str, str], base: str) -> str:
    lines = [f"@base <{base}> .\n"] if base else []
    lines += [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items())]
    return "".join(lines)


def _blocks(document: Document, names: _Names) -> str:
    by_subject: dict[Term, dict[Term, list[Term]]] = {}
    for subject, predicate, value in document.triples:
        by_subject.setdefault(subject, {}).setdefault(predicate, []).append(value)
    blocks: list[str] = []
    for subject in subjects_in_order(document):
        lines: list[str] = []
        for predicate, values in sorted(by_subject[subject].items(), key=lambda item: _rank(item[0], names)):
            name = "a" if predicate == _TYPE else names.short(predicate)
            lines.append(f"{name} {', '.join(names.value(value) for value in values)}")
        blocks.append(f"\n{names.short(subject)} " + " ;\n    ".join(lines) + " .\n")
    return "".join(blocks)


def _rank(predicate: Term, names: _Names) -> tuple[int, str]:
    return (0, "") if predicate == _TYPE else (2 - (predicate == _LABEL), names.short(predicate))
