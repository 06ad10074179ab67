"""RDF terms, triples and documents as plain values.

A term is a string in canonical N-Triples form: ``<http://…>`` or ``"…"``, ``"…"@en``, ``"…"^^<…>``. That is
the form in which terms are compared, sorted, hashed and written, so nothing is converted on the way from the
mapper to N-Quads. Terms are checked when they are made, here and nowhere else; there are no blank nodes.

Source:  RDF 1.1 N-Triples, https://www.w3.org/TR/n-triples/#canonical-ntriples; RDF Dataset Canonicalization 1.0
         (escapes), https://www.w3.org/TR/rdf-canon/#canonical-quads
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple, NewType

from letterbook.errors import TermError

Term = NewType("Term", str)
"""One RDF term in canonical N-Triples form."""

Triple = tuple[Term, Term, Term]
"""Subject, predicate, object."""

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

# RFC 3987, section 2.2, absolute IRIs only: what a strict parser would refuse later (a second "#", brackets in a path, half a
# percent-escape) is refused when the term is made.
_BEYOND_ASCII = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U000e1000-\U000efffd" + "".join(
    f"{chr(plane << 16)}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 14)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_PLAIN = rf"A-Za-z0-9._~!$&'()*+,;=\-{_BEYOND_ASCII}"


def _run_of(characters: str) -> str:
    return f"(?:[{_PLAIN}{characters}]++|%[0-9A-Fa-f]{{2}})*+"


_IRI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?:{_run_of(':')}@)?(?:\[[0-9A-Fa-f:.]+\]|{_run_of('')})(?::[0-9]*)?(?:/{_run_of(':@/')})?|(?!//){_run_of(':@/')})"
    rf"(?:\?{_run_of(':@/?' + _PRIVATE)})?(?:\#{_run_of(':@/?')})?"
)
# RFC 5646, section 2.1, without the grandfathered tags: language, script, region, variants, extensions, private use.
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)
_NEEDS_LANGUAGE = frozenset((_RDF + "langString", _RDF + "dirLangString"))
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/?-]*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_UNESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_LONG = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "'": "'"}
_SIMPLE = tuple((f"\\{sign}", char) for sign, char in _LONG.items() if sign != "\\")


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _SHORT.get(char) or f"\\u{ord(char):04X}"


def iri(text: str) -> Term:
    """An IRI as a term.

    Raises:  TermError where the text is not an absolute IRI; nothing is percent-encoded silently.

    >>> iri("http://example.org/letter#it")
    '<http://example.org/letter#it>'
    """
    if not _IRI.fullmatch(text):
        raise TermError(
            f"{text!r} is not an absolute IRI", remedy='percent-encode spaces and the characters <>"{}|^`\\[]'
        )
    return Term(f"<{text}>")


_datatype = lru_cache(maxsize=1_000)(iri)


def literal(text: str, *, language: str = "", datatype: str = "") -> Term:
    r"""A literal as a term; a plain string where neither language nor datatype is given.

    Units:   ``language`` is a BCP 47 tag, written as given; ``datatype`` an absolute IRI.
    Raises:  TermError for a lone surrogate, a malformed language tag or datatype, or rdf:langString without a tag.

    >>> literal('say "no"', language="en")
    '"say \\"no\\""@en'
    """
    if not text.isascii() and _SURROGATE.search(text):
        raise TermError(f"{text[:40]!r} has half a surrogate pair, which is no character")
    if not text.isprintable() or '"' in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        text = _CONTROL.sub(_escape, text)
    if language:
        return Term(f'"{text}"@{_checked_language(language)}')
    if datatype in _NEEDS_LANGUAGE:
        raise TermError(f"{text[:40]!r} has the datatype of texts with a language, but no language tag")
    if datatype and datatype != XSD_STRING:
        return Term(f'"{text}"^^{_datatype(datatype)}')
    return Term(f'"{text}"')


@lru_cache(maxsize=1_000)
def _checked_language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise TermError(f"{tag!r} is not a language tag", remedy="use a BCP 47 tag such as en, de-AT, ru")
    return tag


def mended_tag(tag: str) -> tuple[str, str]:
    """A language tag of a source as one that a literal may have, and what was wrong with it.

    Form:    what is wrong is empty for a good tag; an underscore becomes a hyphen; what is no tag then either is "und", so that
             the text is kept and its language is not guessed.
    Source:  BCP 47 (RFC 5646), section 2.1; 4.1 for "und"

    >>> mended_tag("en_US")
    ('en-US', "the language 'en_US' is written with a hyphen: 'en-US'")
    >>> mended_tag("unibo.it")
    ('und', "'unibo.it' is no language tag of BCP 47")
    """
    if _LANGUAGE.fullmatch(tag):
        return tag, ""
    mended = tag.replace("_", "-")
    if _LANGUAGE.fullmatch(mended):
        return mended, f"the language {tag!r} is written with a hyphen: {mended!r}"
    return "und", f"{tag!r} is no language tag of BCP 47"


def number(value: int | Decimal) -> Term:
    """A whole number as xsd:integer, any other as xsd:decimal, without a rounding.

    >>> number(30000)
    '"30000"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return literal(format(value.normalize(), "f"), datatype=XSD + "decimal")
    return Term(f'"{int(value)}"^^<{XSD}integer>')


class Literal(NamedTuple):
    """The parts of a literal term: its text, and a language tag or a datatype IRI."""

    text: str
    language: str
    datatype: str


def is_iri(term: Term) -> bool:
    """Whether the term is an IRI; every other term is a literal."""
    return term.startswith("<")


def iri_text(term: Term) -> str:
    """The IRI without its brackets; the partner of ``iri``."""
    return term[1:-1]


def literal_parts(term: Term) -> Literal:
    """The parts of a literal term; the partner of ``literal``.

    Raises:  TermError where the term is an IRI.

    >>> literal_parts(literal("Brief", language="de"))
    Literal(text='Brief', language='de', datatype='http://www.w3.org/1999/02/22-rdf-syntax-ns#langString')
    """
    end = term.rfind('"')  # neither a language tag nor an IRI has one
    kind = term[end + 1 :]
    if end < 1 or term[0] != '"' or not (not kind or kind[0] == "@" or (kind.startswith("^^<") and kind[-1] == ">")):
        raise TermError(f"{term!r} is not a literal")
    text = term[1:end]
    if "\\" in text:
        text = _unescaped(text)
    if not kind:
        return Literal(text, "", XSD_STRING)
    return Literal(text, kind[1:], _RDF + "langString") if kind[0] == "@" else Literal(text, "", kind[3:-1])


def _unescaped(text: str) -> str:
    if "\\\\" in text or "\\u" in text or "\\U" in text:
        return _UNESCAPE.sub(_unescape, text)
    for escaped, char in _SIMPLE:
        text = text.replace(escaped, char)
    return text


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _LONG[match[3]]


@lru_cache(maxsize=4_096)
def with_fragment(document: str, name: str) -> Term:
    """The hash IRI ``document#name``; any character that an IRI cannot hold is an error.

    One IRI is one string for all statements of a document, which are then put in order without comparing its characters.

    >>> with_fragment("http://example.org/letter/1", "writing")
    '<http://example.org/letter/1#writing>'
    """
    if _PLAIN_NAME.fullmatch(name):
        return Term(f"{_start_of_names(document)}{name}>")
    return iri(f"{document}#{name}")


@lru_cache(maxsize=1_000)
def _start_of_names(document: str) -> str:
    """How the hash IRIs of a document begin; one document has hundreds of them, and what they share is checked once."""
    return iri(f"{document}#")[:-1]


@dataclass(frozen=True)
class Document:
    """One document: an IRI ``D``, what it is about (``D#…``), and the triples of the named graph ``D``.

    Form:    ``iri`` and ``root`` are terms; ``triples`` are sorted, each once.
    """

    iri: Term
    root: Term
    triples: tuple[Triple, ...]

    @cached_property
    def lines(self) -> Sequence[str]:
        """The triples as lines of N-Triples, each without the full stop at its end."""
        return tuple(map(" ".join, self.triples))

    @cached_property
    def text(self) -> str:
        """The triples as N-Triples."""
        return " .\n".join((*self.lines, ""))

    @cached_property
    def nodes(self) -> Mapping[Term, Mapping[Term, Sequence[Term]]]:
        """The triples as a table: subject, property, values; made once and read by every format.

        Form:    the subjects as a person reads them: the document, what it is about, then the others, "part-9" before "part-10".
        """
        table: dict[Term, dict[Term, list[Term]]] = {}
        node: dict[Term, list[Term]] = {}
        values: list[Term] = []
        last: tuple[Term | None, Term | None] = (None, None)
        for subject, predicate, value in self.triples:
            if subject != last[0]:
                node = table.setdefault(subject, {})
            if (subject, predicate) == last:
                values.append(value)
            else:
                values = node.setdefault(predicate, [])
                values.append(value)
                last = (subject, predicate)
        first = [each for each in dict.fromkeys((self.iri, self.root)) if each in table]
        others = sorted((each for each in table if each not in first), key=natural_order())
        return {subject: table[subject] for subject in (*first, *others)}


def document(document_iri: str, root: Term, triples: Iterable[Triple]) -> Document:
    """A document whose triples are put in order, each once."""
    return Document(iri(document_iri), root, tuple(sorted(set(triples))))


_NUMBER = re.compile(r"([0-9]+)")
_Key = tuple[list[str | int], list[str | int]]


def natural_order() -> Callable[[Term], _Key]:
    """A sort key for IRIs in which numbers count as numbers: words and numbers take turns, so like meets like.

    What stands before the hash is read once for all nodes of a document, what stands after it once for many documents.
    """
    stems: dict[str, list[str | int]] = {}

    def key(node: Term) -> _Key:
        stem, hash_sign, name = node[1:-1].partition("#")
        stem += hash_sign
        start = stems.get(stem)
        if start is None:
            start = stems[stem] = _natural(stem)
        return start, _natural_name(name)

    return key


def _natural(text: str) -> list[str | int]:
    parts: list[str | int] = list(_NUMBER.split(text))
    parts[1::2] = map(int, parts[1::2])
    return parts


_natural_name = lru_cache(maxsize=10_000)(_natural)
