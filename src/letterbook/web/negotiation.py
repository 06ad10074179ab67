"""Content negotiation: which representation of a document a client is given, by what it says it accepts.

Source:  RFC 9110, sections 12.4.2 (quality values), 12.5.1 (Accept), 12.5.3 (Accept-Encoding)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from letterbook.formats import FORMATS

HTML = "html"
_LONGEST_HEADER = 16_384
_MOST_RANGES = 200

MEDIA_TYPES: dict[str, str] = {
    HTML: "text/html",
    **{form.extension: form.media_type for form in FORMATS},
}
"""The media type of each representation by its suffix, in the order of our preference where a client has none."""

ALIASES: dict[str, str] = {
    "application/xhtml+xml": HTML,
    "application/turtle": "ttl",
    "application/x-turtle": "ttl",
    "text/n3": "ttl",
    "text/rdf+n3": "ttl",
    "text/x-turtle": "ttl",
    "application/json": "jsonld",
    "application/json+ld": "jsonld",
    "application/x-json+ld": "jsonld",
    "text/plain": "nt",
    "text/ntriples": "nt",
    "text/nquads": "nq",
    "text/x-nquads": "nq",
    "application/xml": "rdf",
    "text/rdf": "rdf",
    "text/xml": "rdf",
    "application/x-rdf+xml": "rdf",
}
"""Other names under which clients ask for a representation, now or before its type was registered: rdflib sends text/n3 and
text/plain, SPARQLWrapper application/turtle and application/x-json+ld, raptor text/rdf and application/x-turtle."""

_WEIGHTS = {"nq": 0.5}
_NO_WEIGHTS: Mapping[str, float] = {}

_TOKEN = r"[A-Za-z0-9!#$&^_.+*'`|~-]+"  # noqa: S105 (the word token is the standard's)
_RANGE = re.compile(rf"\s*({_TOKEN}/{_TOKEN})\s*")
_QUALITY = re.compile(r"\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*")
_CODING = re.compile(rf"\s*({_TOKEN})\s*")


@dataclass(frozen=True, slots=True)
class Range:
    """One entry of an Accept header: a type in small letters, perhaps with ``*``, and how much it is wanted (0 to 1)."""

    media_type: str
    quality: float


def read_accept(header: str) -> tuple[Range, ...]:
    """The ranges of an Accept header in its order; what is no range is passed over.

    >>> read_accept("text/turtle, application/ld+json;profile=x;q=0.5, nonsense")
    (Range(media_type='text/turtle', quality=1.0), Range(media_type='application/ld+json', quality=0.5))
    """
    return tuple(Range(name, quality) for name, quality in _weighted(header, _RANGE))


def _weighted(header: str, pattern: re.Pattern[str]) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for part in header[:_LONGEST_HEADER].split(",")[:_MOST_RANGES]:
        name, *parameters = part.split(";")
        match = pattern.fullmatch(name)
        if match is None:
            continue
        quality = 1.0
        for parameter in parameters:
            weight = _QUALITY.fullmatch(parameter)
            if weight is not None:
                quality = float(weight[1])
        found.append((match[1].lower(), quality))
    return found


def negotiate(header: str | None, offers: Iterable[str]) -> str | None:
    """The suffix of the representation that a client wants most; None where it accepts none of them.

    Form:    ``header`` is the Accept header, None or empty where there is none; ``offers`` are suffixes of ``MEDIA_TYPES``.
             Of those wanted alike the one that is named most exactly is given, then the first in our order. Our order
             has the page first, so that ``*/*`` gives what a static host gives.

             N-Quads count half: their triples stand in a named graph, where a client that could have had triples (Comunica)
             does not look for them.

    >>> negotiate("text/plain, */*;q=0.1", ["html", "nt", "ttl"])
    'nt'
    >>> negotiate("application/n-quads, application/ld+json;q=0.9", ["nq", "jsonld"])
    'jsonld'
    >>> negotiate("image/png", ["ttl"]) is None
    True
    """
    given = set(offers)
    offers = {suffix: media for suffix, media in MEDIA_TYPES.items() if suffix in given}
    return preferred(header, offers, ALIASES, _WEIGHTS)


def preferred(
    header: str | None,
    offers: Mapping[str, str],
    aliases: Mapping[str, str],
    weights: Mapping[str, float] = _NO_WEIGHTS,
) -> str | None:
    """Of the offers, which are names with their media types in order of preference, the one that is wanted most.

    Form:    ``aliases`` are other media types with the name that each stands for; ``weights`` by what the quality of an offer is
             multiplied (RFC 9110, section 12.1: a server has preferences too); None where nothing is accepted.
    """
    ranges = read_accept(header) if header else (Range("*/*", 1.0),)
    best: tuple[float, int] = (0.0, 0)
    chosen: str | None = None
    for name, media_type in offers.items():
        quality, exact = _rank(name, media_type, ranges, aliases)
        rank = (quality * weights.get(name, 1.0), exact)
        if rank[0] > 0 and rank > best:
            best, chosen = rank, name
    return chosen


def _rank(offer: str, media_type: str, ranges: tuple[Range, ...], aliases: Mapping[str, str]) -> tuple[float, int]:
    """How much an offer is wanted, and how exactly it is named: 4 by its type, 3 by another name, 2 type/*, 1 */*."""
    family = media_type.partition("/")[0] + "/*"
    exact, quality = 0, 0.0
    for each in ranges:
        name = each.media_type
        level = 0
        if name == media_type:
            level = 4
        elif aliases.get(name) == offer:
            level = 3
        elif name == family:
            level = 2
        elif name == "*/*":
            level = 1
        if level > exact or (level and level == exact and each.quality > quality):
            exact, quality = level, each.quality
    return quality, exact


def named_format(word: str, offers: Iterable[str]) -> str | None:
    """The suffix that the value of ``?format=`` means: a suffix, a media type, a name of one; None where it is not offered.

    >>> named_format("json-ld", ["ttl", "jsonld"])
    'jsonld'
    """
    wanted = word.strip().lower().replace(" ", "+")  # in a query an unescaped + reads as a blank
    wanted = wanted.partition(";")[0].lstrip(".")
    names = {form.name: form.extension for form in FORMATS} | {"json": "jsonld", "xml": "rdf", "n3": "ttl"}
    types = {media_type: suffix for suffix, media_type in MEDIA_TYPES.items()}
    suffix = wanted if wanted in MEDIA_TYPES else names.get(wanted) or types.get(wanted) or ALIASES.get(wanted)
    return suffix if suffix in set(offers) else None


def choose_language(header: str | None, offers: Sequence[str]) -> str:
    """The language that a reader wants most by the Accept-Language header; the first offer where none is named.

    Source:  RFC 9110, section 12.5.4; RFC 4647, section 3.4 (a region falls away)

    >>> choose_language("tr-TR, de;q=0.8", ["en", "de", "tr"]), choose_language("ja", ["en", "de"])
    ('tr', 'en')
    """
    best, chosen = 0.0, offers[0]
    for tag, quality in _weighted(header or "", _LANGUAGE):
        if tag in offers and quality > best:
            best, chosen = quality, tag
    return chosen


def choose_coding(header: str | None, offers: Sequence[str]) -> str:
    """How an answer may be packed, by the Accept-Encoding header: the offer that is wanted most; empty where it is none of them.

    Form:    ``offers`` in our order of preference, which counts between those wanted alike.

    >>> choose_coding("gzip, deflate, br, zstd", ["br", "gzip"]), choose_coding("br;q=0.1, gzip", ["br", "gzip"])
    ('br', 'gzip')
    >>> choose_coding("br", ["gzip"]), choose_coding("*;q=0.5, gzip;q=0", ["gzip"]), choose_coding(None, ["br"])
    ('', '', '')
    """
    weights = dict(_weighted(header or "", _CODING))
    weights.setdefault("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    wanted = [(weights.get(each, weights.get("*", 0.0)), each) for each in offers]
    best = max((weight for weight, _ in wanted), default=0.0)
    if best <= 0 or best < weights.get("identity", 0.0):
        return ""
    return next(each for weight, each in wanted if weight == best)
