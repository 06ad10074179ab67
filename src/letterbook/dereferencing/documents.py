"""What an answer says: its triples, or the links of a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urljoin

import pyoxigraph
from lxml import etree
from lxml import html as pages

from letterbook.dereferencing.clients import JSONLD, NQUADS, NTRIPLES, RDFXML, TURTLE

_PARSERS = {
    TURTLE: pyoxigraph.RdfFormat.TURTLE,
    JSONLD: pyoxigraph.RdfFormat.JSON_LD,
    NTRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
    NQUADS: pyoxigraph.RdfFormat.N_QUADS,
    RDFXML: pyoxigraph.RdfFormat.RDF_XML,
}
_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src"}
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class UnreadableError(Exception):
    """An answer is not what its media type says."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page leads to.

    Form:    ``canonical`` and ``data`` (addresses by media type) of its head, ``jsonld`` whether it has a block of JSON-LD
             that can be parsed, ``loads`` what it fetches, ``links`` where a reader can go.
    """

    canonical: str
    data: dict[str, str]
    jsonld: bool
    loads: tuple[str, ...]
    links: tuple[str, ...]


def triples_of(body: bytes, media_type: str, base: str) -> frozenset[tuple[str, str, str]]:
    """The triples of an answer, whatever graphs they stand in.

    Raises:  UnreadableError, in the words of the parser.
    """
    try:
        quads = pyoxigraph.parse(body, _PARSERS[media_type], base_iri=base)
        return frozenset((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads)
    except (SyntaxError, ValueError) as error:
        raise UnreadableError(str(error).splitlines()[0]) from error


def page_of(body: bytes, address: str) -> Page:
    """The links of a page, each as a whole address.

    Raises:  UnreadableError.
    """
    try:
        tree = pages.document_fromstring(body, parser=pages.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, ValueError) as error:
        raise UnreadableError(str(error)) from error
    heads = [(link.get("rel", "").split(), link.get("href", ""), link.get("type", "")) for link in tree.iter("link")]
    loads = [urljoin(address, href) for rel, href, _ in heads if {"stylesheet", "icon", "preload"} & set(rel)]
    loads += [
        urljoin(address, node.get(key, ""))
        for name, key in _LOADED.items()
        for node in tree.iter(name)
        if node.get(key)
    ]
    return Page(
        canonical=next((urljoin(address, href) for rel, href, _ in heads if "canonical" in rel), ""),
        data={
            kind: urljoin(address, href)
            for rel, href, kind in heads
            if {"alternate", "describedby"} & set(rel) and kind in _PARSERS
        },
        jsonld=any(_is_json(node.text or "") for node in tree.iter("script") if node.get("type") == JSONLD),
        loads=tuple(each for each in loads if each.startswith("http")),
        links=tuple(
            dict.fromkeys(urljoin(address, node.get("href", "")) for node in tree.iter("a") if node.get("href"))
        ),
    )


def listed_in(body: bytes) -> tuple[list[str], list[str]]:
    """The addresses that a sitemap lists, and the further sitemaps that it names.

    Raises:  UnreadableError.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(str(error)) from error
    found = [(node.text or "").strip() for node in root.iter(f"{_SITEMAP}loc")]
    return ([], found) if root.tag == f"{_SITEMAP}sitemapindex" else (found, [])


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
