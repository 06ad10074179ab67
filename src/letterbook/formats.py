"""RDF formats: name, media type, extension, named graphs or not; each fact about a format stands here once."""

from __future__ import annotations

from dataclasses import dataclass

from letterbook.errors import UsageError


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write RDF.

    Form:    ``extension`` without the dot; ``has_graphs`` tells whether named graphs can be written.
    Source:  the media types as registered with IANA.
    """

    name: str
    media_type: str
    extension: str
    has_graphs: bool


TURTLE = Format("turtle", "text/turtle", "ttl", has_graphs=False)
JSONLD = Format("json-ld", "application/ld+json", "jsonld", has_graphs=True)
NTRIPLES = Format("n-triples", "application/n-triples", "nt", has_graphs=False)
NQUADS = Format("n-quads", "application/n-quads", "nq", has_graphs=True)
RDFXML = Format("rdf/xml", "application/rdf+xml", "rdf", has_graphs=False)

FORMATS = (TURTLE, JSONLD, NTRIPLES, NQUADS, RDFXML)


def find_format(word: str) -> Format:
    """The format of this name, media type or extension.

    Raises:  UsageError, which lists the formats there are.

    >>> find_format("ttl").media_type
    'text/turtle'
    """
    wanted = word.lower().lstrip(".")
    for candidate in FORMATS:
        if wanted in (candidate.name, candidate.media_type, candidate.extension):
            return candidate
    offers = ", ".join(candidate.extension for candidate in FORMATS)
    raise UsageError(f"{word!r} is not a format", remedy=f"choose one of: {offers}")
