"""What the query endpoint says of itself to programs.

Source:  SPARQL 1.1 Service Description, https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from letterbook.serializers import jsonld, ntriples, rdfxml, turtle
from letterbook.terms import Document, Triple, document, iri, literal, with_fragment
from letterbook.vocabulary import PREFIXES, term
from letterbook.web.answers import COMMON, sentence
from letterbook.web.folder import Snapshot
from letterbook.web.negotiation import MEDIA_TYPES, negotiate
from letterbook.web.turns import Turns

SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle JSON-LD N-Triples RDF_XML".split()
_WRITERS = {each.FORMAT.extension: each for each in (turtle, jsonld, ntriples, rdfxml)}


def describe_service(build: Snapshot, request: Request, turns: Turns) -> Response:
    """The description in the format that is wanted, with the limits in words."""
    suffix = negotiate(request.headers.get("accept"), _WRITERS)
    if suffix is None:
        return sentence(406, "The description of this endpoint is RDF: ask for text/turtle.", Vary="Accept")
    described = service_document(build.base, str(turns))
    data = _WRITERS[suffix].write(described, {**PREFIXES, "sd": SD, "void": _VOID}, build.base)
    headers = {**COMMON, "Content-Type": MEDIA_TYPES[suffix], "Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(b"" if request.method == "HEAD" else data, headers=headers)


def service_document(base: str, limits: str) -> Document:
    """The endpoint as a service: what it answers, in which formats, from which data set."""
    page = f"{base}sparql"
    service, dataset, graph = (with_fragment(page, name) for name in ("service", "dataset", "default-graph"))
    triples: list[Triple] = [
        (service, term("rdf:type"), iri(SD + "Service")),
        (service, iri(SD + "endpoint"), iri(page)),
        (service, iri(SD + "supportedLanguage"), iri(SD + "SPARQL11Query")),
        (service, iri(SD + "defaultDataset"), dataset),
        (service, term("rdfs:comment"), literal(f"Read only; no SERVICE. Limits: {limits}.", language="en")),
        *((service, iri(SD + "resultFormat"), iri(_FORMATS + name)) for name in _RESULTS),
        (dataset, term("rdf:type"), iri(SD + "Dataset")),
        (dataset, iri(SD + "defaultGraph"), graph),
        (dataset, term("rdfs:seeAlso"), iri(base + "void")),
        (graph, term("rdf:type"), iri(SD + "Graph")),
    ]
    return document(page, service, triples)
