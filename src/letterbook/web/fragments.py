"""Triple Pattern Fragments at ``/fragments``: the triples of one pattern in pages, with their number and the way to all others.

A client such as Comunica answers SPARQL itself from such pages, so a question costs the server little, whatever it is.

Source:  Triple Pattern Fragments, https://linkeddatafragments.org/specification/triple-pattern-fragments/; Hydra Core
         Vocabulary, https://www.hydra-cg.com/spec/latest/core/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pyoxigraph
from starlette.requests import Request
from starlette.responses import Response

from letterbook.errors import LetterbookError, LimitError, TermError
from letterbook.results import prefixes_in_order
from letterbook.terms import XSD_STRING, Term, iri, iri_text, is_iri, literal, literal_parts
from letterbook.vocabulary import prefixes_under
from letterbook.web.answers import COMMON, sentence
from letterbook.web.folder import BuildFolder, Snapshot
from letterbook.web.negotiation import ALIASES, preferred
from letterbook.web.protocol import client_of
from letterbook.web.turns import BusyError, Pool, Turns
from letterbook.workers import Limits, Question

PATH = "fragments"
A_PAGE = 100
COUNTED = 100_000
"""Up to this number the triples of a pattern are counted; above, the number is a lower bound, which the format allows."""
MOST_PAGES = 100_000
TURNS = Turns(Limits(2.0, 512, None, 10), workers=1, waiting=256, waiting_each=64, client_seconds=60.0)
"""Pages are cheap, and a client asks for many at once; they are read by workers of their own."""

_METHODS = "GET, HEAD, OPTIONS"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_VOID = "http://rdfs.org/ns/void#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PARTS = ("subject", "predicate", "object")
_FORMS = {
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
}
"""The formats in the order of our preference: the first two keep the triples of the fragment apart from what is said of it."""
_OFFERS = {name: form.media_type for name, form in _FORMS.items()}
_GRAPHS = frozenset({"trig", "nq", "jsonld"})
_LITERAL = re.compile(r'"(?P<text>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<type><[^<>]*>|[^<>"]+))?', re.DOTALL)
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern: a term, or None for any, in each of its places."""

    subject: Term | None = None
    predicate: Term | None = None
    object: Term | None = None

    def __str__(self) -> str:
        terms = (self.subject, self.predicate, self.object)
        return " ".join(term or f"?{name}" for term, name in zip(terms, "spo", strict=True))


def read_pattern(fields: dict[str, str]) -> Pattern:
    """The pattern of a request; a place that is empty or a variable is open.

    Raises:  TermError for what is neither an IRI nor a literal such as ``"Brief"@de`` or ``"1"^^http://…#integer``.
    """
    return Pattern(*(_term(name, fields.get(name, "")) for name in _PARTS))


def _term(place: str, text: str) -> Term | None:
    text = text.strip()
    if not text or text.startswith(("?", "_:")):
        return None
    if found := _LITERAL.fullmatch(text):
        if place != "object":
            raise TermError(f"a literal cannot be the {place}")
        return literal(found["text"], language=found["language"] or "", datatype=(found["type"] or "").strip("<>"))
    return iri(text.removeprefix("<").removesuffix(">"))


class Fragments:
    """What is answered at ``/fragments``, from the build that stands when a request comes in."""

    def __init__(self, folder: BuildFolder, pool: Pool | None = None) -> None:
        self.folder = folder
        self.pool = pool or Pool(TURNS)

    async def answer(self, request: Request) -> Response:
        """The page that is asked for, in the format that is wanted."""
        if request.method == "OPTIONS":
            allowed = {"Allow": _METHODS, "Access-Control-Allow-Methods": _METHODS, "Access-Control-Max-Age": "86400"}
            return Response(status_code=204, headers={**COMMON, **allowed, "Access-Control-Allow-Headers": "*"})
        if request.method not in ("GET", "HEAD"):
            return sentence(405, "Fragments are only read.", Allow=_METHODS)
        form = preferred(request.headers.get("accept"), _OFFERS, ALIASES)
        if form is None:
            offers = "".join(f"  {each}\n" for each in _OFFERS.values())
            return sentence(406, f"Fragments are to be had as:\n\n{offers}", Vary="Accept")
        try:
            fields = dict(parse_qsl(request.scope["query_string"].decode("ascii"), errors="strict", max_num_fields=20))
            pattern = read_pattern(fields)
            number = _page_number(fields.get("page", ""))
        except (ValueError, TermError) as error:
            return sentence(400, f"That is no triple pattern: {error}")
        build = self.folder.snapshot()
        try:
            data = await self._page(build, request, pattern, number)
        except BusyError as error:
            return sentence(error.status, str(error), **{"Retry-After": str(error.retry_seconds)})
        except LimitError as error:
            return sentence(503, str(error), **{"Retry-After": "60"})
        except LetterbookError as error:
            return sentence(500 if error.exit_code != 2 else 400, str(error))
        body = _written(data, form, build.base)
        headers = {**COMMON, "Content-Type": _OFFERS[form], "Vary": "Accept", "Cache-Control": "no-cache"}
        return Response(b"" if request.method == "HEAD" else body, headers=headers)

    async def _page(
        self, build: Snapshot, request: Request, pattern: Pattern, number: int
    ) -> list[pyoxigraph.Triple | pyoxigraph.Quad]:
        client = client_of(request)
        page = f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} }} LIMIT {A_PAGE} OFFSET {(number - 1) * A_PAGE}"
        count = f"SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {pattern} }} LIMIT {COUNTED} }}"
        triples, counted = [
            await self.pool.ask(Question(text, base=build.base, table="csv", graph="nt"), client, build)
            for text in (page, count)
        ]
        found = list(pyoxigraph.parse(triples.data, format=pyoxigraph.RdfFormat.N_TRIPLES))
        total = int(counted.data.split()[1])
        here = _here(request, build)
        about = pyoxigraph.NamedNode(f"{here}#metadata")
        said = describe(pattern, number, total, here, _start(request, build), build.base)
        return [*found, *(pyoxigraph.Quad(each.subject, each.predicate, each.object, about) for each in said)]


def describe(
    pattern: Pattern, number: int, total: int, page: str, start: str, base: str
) -> Iterator[pyoxigraph.Triple]:
    """What a page says of itself: of which fragment and data set it is, how many triples there are, and how to ask for others.

    Form:    ``page`` is the address of this page as it was asked for, ``start`` that of all fragments.
    """
    asked = {name: _field(getattr(pattern, name)) for name in _PARTS if getattr(pattern, name)}
    fragment = _address(start, asked)
    dataset, this, whole = f"{base}void#dataset", _named(page), _named(fragment)
    last = max(1, -(-total // A_PAGE))
    yield from _triples(
        (_named(f"{page}#metadata"), _FOAF + "primaryTopic", this),
        (_named(dataset), _TYPE, _named(_VOID + "Dataset")),
        (_named(dataset), _TYPE, _named(_HYDRA + "Collection")),
        (_named(dataset), _VOID + "subset", whole),
        (_named(dataset), _VOID + "subset", this),
        (_named(dataset), _HYDRA + "search", _named(f"{start}#search")),
        (whole, _HYDRA + "view", this),
        *((each, _VOID + "triples", _whole_number(total)) for each in dict.fromkeys((whole, this))),
        *((each, _HYDRA + "totalItems", _whole_number(total)) for each in dict.fromkeys((whole, this))),
        (this, _TYPE, _named(_HYDRA + "PartialCollectionView")),
        (this, _HYDRA + "itemsPerPage", _whole_number(A_PAGE)),
        (this, _HYDRA + "first", _named(_address(start, {**asked, "page": "1"}))),
        (_named(f"{start}#search"), _TYPE, _named(_HYDRA + "IriTemplate")),
        (_named(f"{start}#search"), _HYDRA + "template", pyoxigraph.Literal(f"{start}{{?subject,predicate,object}}")),
        (
            _named(f"{start}#search"),
            _HYDRA + "variableRepresentation",
            _named(_HYDRA + "ExplicitRepresentation"),
        ),
    )
    for name in _PARTS:
        mapping = _named(f"{start}#{name}")
        yield from _triples(
            (_named(f"{start}#search"), _HYDRA + "mapping", mapping),
            (mapping, _HYDRA + "variable", pyoxigraph.Literal(name)),
            (mapping, _HYDRA + "property", _named(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}")),
        )
    if number > 1:
        yield from _triples((this, _HYDRA + "previous", _named(_address(start, {**asked, "page": str(number - 1)}))))
    if number < last or (total >= COUNTED and number < MOST_PAGES):
        yield from _triples((this, _HYDRA + "next", _named(_address(start, {**asked, "page": str(number + 1)}))))


def _triples(
    *rows: tuple[pyoxigraph.NamedNode, str, pyoxigraph.NamedNode | pyoxigraph.Literal],
) -> Iterator[pyoxigraph.Triple]:
    return (pyoxigraph.Triple(subject, _named(name), value) for subject, name, value in rows)


def _named(text: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(text)


def _whole_number(number: int) -> pyoxigraph.Literal:
    return pyoxigraph.Literal(str(number), datatype=_named("http://www.w3.org/2001/XMLSchema#integer"))


def _field(term: Term) -> str:
    """A term as it stands in an address: the partner of ``_term``."""
    if is_iri(term):
        return iri_text(term)
    parts = literal_parts(term)
    if parts.language:
        return f'"{parts.text}"@{parts.language}'
    return f'"{parts.text}"' if parts.datatype == XSD_STRING else f'"{parts.text}"^^{parts.datatype}'


def _address(start: str, fields: dict[str, str]) -> str:
    return f"{start}?{urlencode(fields)}" if fields else start


def _page_number(word: str) -> int:
    if not word:
        return 1
    if not (word.isascii() and word.isdecimal() and 1 <= int(word[:9]) <= MOST_PAGES):
        raise ValueError(f"{word[:20]!r} is no number of a page")
    return int(word)


def _start(request: Request, build: Snapshot) -> str:
    """The address of all fragments on the host that was asked: a client goes on where it began."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        return build.base + PATH
    path = quote(request.scope["path"], safe="/%:@!$&'()*+,;=~-._")
    return f"{request.url.scheme}://{host}{path}"


def _here(request: Request, build: Snapshot) -> str:
    """The address of this page as it was sent; clients look for what is said of it under that very address."""
    asked = quote(request.scope["query_string"].decode("ascii", "replace"), safe="%=&+;,/:@!$'()*~-._?")
    start = _start(request, build)
    return f"{start}?{asked}" if asked else start


def _written(data: list[pyoxigraph.Triple | pyoxigraph.Quad], form: str, base: str) -> bytes:
    """The page in a format; in one without graphs all triples stand together, each once."""
    prefixes = {**prefixes_under(base), "hydra": _HYDRA, "void": _VOID, "foaf": _FOAF}
    found: Iterable[Any] = dict.fromkeys(data)
    if form not in _GRAPHS:
        found = dict.fromkeys(each.triple if isinstance(each, pyoxigraph.Quad) else each for each in data)
    written = pyoxigraph.serialize(found, format=_FORMS[form], prefixes=prefixes) or b""
    return prefixes_in_order(written) if form in ("trig", "ttl") else written
