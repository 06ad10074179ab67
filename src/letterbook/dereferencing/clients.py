"""The clients that a publication is asked as, by the headers that they really send, and what each can read.

Source:  recorded from curl 7.88, Chromium 156, rdflib 7.6, raptor 2.0.15 and Comunica 4.5 as each fetched one address
"""

from __future__ import annotations

from dataclasses import dataclass

TURTLE, NTRIPLES, NQUADS = "text/turtle", "application/n-triples", "application/n-quads"
JSONLD, RDFXML, HTML = "application/ld+json", "application/rdf+xml", "text/html"
DATA = (TURTLE, JSONLD, NTRIPLES, NQUADS, RDFXML)
"""The media types of RDF that are read here."""


@dataclass(frozen=True, slots=True)
class Client:
    """One client: its name, the Accept header that it sends, and the media types that it can make something of."""

    name: str
    accept: str
    reads: tuple[str, ...]


CURL = Client("curl", "*/*", (HTML, *DATA))
BROWSER = Client(
    "a browser",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/jxl,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7",
    (HTML,),
)
RDFLIB = Client(
    "rdflib",
    "application/rdf+xml, text/n3, text/turtle, application/n-triples, application/ld+json, application/n-quads, "
    "application/trix, application/trig",
    DATA,
)
RAPPER = Client(
    "rapper",
    "application/rdf+xml, text/rdf;q=0.6, application/n-triples, text/plain;q=0.1, text/turtle, application/x-turtle, "
    "application/turtle, text/n3;q=0.3, text/rdf+n3;q=0.3, application/rdf+n3;q=0.3, application/x-trig, "
    "application/rss;q=0.8, application/rss+xml;q=0.8, text/rss;q=0.8, application/xml;q=0.3, text/xml;q=0.3, "
    "application/atom+xml;q=0.3, text/html;q=0.2, application/xhtml+xml;q=0.4, text/html;q=0.6, "
    "application/xhtml+xml;q=0.8, application/json;q=0.1, text/json;q=0.1, text/x-nquads, */*;q=0.1",
    (TURTLE, NTRIPLES, NQUADS, RDFXML),
)
COMUNICA = Client(
    "Comunica",
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,"
    "application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,text/xml;q=0.3,text/html;q=0.2,"
    "application/xhtml+xml;q=0.18,application/json;q=0.135,text/shaclc;q=0.1,text/shaclc-ext;q=0.05",
    DATA,
)
ASKED_FOR_TURTLE = Client("curl -H 'Accept: text/turtle'", TURTLE, (TURTLE,))

CLIENTS = (CURL, BROWSER, RDFLIB, RAPPER, COMUNICA, ASKED_FOR_TURTLE)
"""Every client that an IRI is asked as."""
