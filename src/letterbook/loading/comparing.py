"""What a store gives back, beside what it was given: the same, the same in another writing, or not the same.

Many stores keep the value of a literal and not its writing: 1.70 comes back as 1.7, de-AT as de-at. That is no loss, and it is told
apart from one: a triple that is missing is looked for among those that nobody has sent, by the value of its literal.

Blank nodes are compared by RDFC-1.0; this house sends none, but a graph that it is given to send may have some.

Source:  RDF Dataset Canonicalization (RDFC-1.0); XML Schema 1.1 Part 2, section 2.3 (lexical and value space); RDF 1.1 Concepts, section 3.3 (language tags)
"""

from __future__ import annotations

import re
import struct
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph

from letterbook.terms import XSD, Term, is_iri, literal_parts
from letterbook.vocabulary import WKT

Triple = tuple[Term, Term, Term]

_WHOLE = frozenset(
    XSD + name
    for name in (
        "integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte "
        "unsignedLong unsignedInt unsignedShort unsignedByte decimal"
    ).split()
)
_FLOATING = (XSD + "double", XSD + "float")
_POINTS = (WKT, "http://www.openlinksw.com/schemas/virtrdf#Geometry")
_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
"""Virtuoso keeps a point in single precision, some metres at most, and names the kind of its literals itself."""

_TRUTH = {"true": "1", "false": "0"}
_ZERO_FRACTION = re.compile(r"(:\d\d)\.0+(?=$|Z|[+-])")


@dataclass(frozen=True, slots=True)
class Difference:
    """How one graph differs: what was written anew, as pairs of what was sent and what came back, what is missing, what was not sent."""

    rewritten: tuple[tuple[Term, Term], ...]
    missing: tuple[Triple, ...]
    unknown: tuple[Triple, ...]


def difference(sent: Collection[Triple], given: Collection[Triple]) -> Difference:
    """The difference between the triples that were sent and those that the store gives.

    Form:    two literals of one value that were sent may come back as one.
    """
    wanted, found = _named_alike(frozenset(sent), frozenset(given))
    by_value: dict[tuple[object, ...], list[Triple]] = defaultdict(list)
    for triple in found - wanted:
        by_value[_valued(triple)].append(triple)
    known = {_valued(triple): triple for triple in found & wanted}
    rewritten, missing, matched = [], [], set()
    for triple in sorted(wanted - found):
        value = _valued(triple)
        twins = by_value.get(value) or ([known[value]] if value in known else [])
        if twins:
            rewritten.append((triple[2], twins[0][2]))
            matched.update(twins)
        else:
            missing.append(triple)
    return Difference(tuple(rewritten), tuple(missing), tuple(sorted(found - wanted - matched)))


def _named_alike(sent: frozenset[Triple], given: frozenset[Triple]) -> tuple[frozenset[Triple], frozenset[Triple]]:
    """Both with their blank nodes named by RDFC-1.0, where what stands around those is alike; else both as they are.

    Form:    a store names blank nodes as it likes. Only what has the same triples but for those names is made canonical, so nobody
             can hand us a graph over which that takes without end. A literal written anew does not change the names.
    """
    if not any(_is_blank(node) for triple in sent for node in triple):
        return sent, given
    if Counter(map(_outline, sent)) != Counter(map(_outline, given)):
        return sent, given
    writing = {_outline(triple): triple[2] for triple in sent}
    alike = [(s, p, o if _is_blank(o) or is_iri(o) else writing[_outline((s, p, o))]) for s, p, o in given]
    renamed = _canonical(alike)
    return (_canonical(sent), renamed) if len(renamed) == len(given) else (sent, given)


def _canonical(triples: Collection[Triple]) -> frozenset[Triple]:
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in triples)
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset((Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))) for q in dataset)


def _outline(triple: Triple) -> tuple[object, ...]:
    return tuple("_:" if _is_blank(each) else _value(each) for each in triple)


def _is_blank(term: Term) -> bool:
    return term.startswith("_:")


def _valued(triple: Triple) -> tuple[object, ...]:
    return (triple[0], triple[1], _value(triple[2]))


def _value(term: Term) -> object:
    """What two writings of one value have in common."""
    if is_iri(term) or _is_blank(term):
        return term
    text, language, datatype = literal_parts(term)
    if language:
        return (text, language.lower())
    try:
        if datatype in _WHOLE:
            # a store may give any kind of whole number as integer
            return ("number", Decimal(text.strip()).normalize() + 0)
        if datatype in _FLOATING:
            return ("floating", float(text))
    except (InvalidOperation, ValueError):
        return (text, datatype)
    if datatype in _POINTS and (point := _POINT.fullmatch(text.strip())):
        return ("point", struct.pack("2f", float(point[1]), float(point[2])))
    if datatype == XSD + "boolean":
        return ("truth", _TRUTH.get(text, text))
    if datatype in (XSD + "dateTime", XSD + "time", XSD + "dateTimeStamp"):
        text = _ZERO_FRACTION.sub(r"\1", text)
    if datatype.startswith(XSD) and datatype != XSD + "string":
        text = re.sub(r"[+-]00:00$", "Z", text)
    return (text, datatype)
