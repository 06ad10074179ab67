"""The query endpoint ``/sparql``: the SPARQL 1.1 Protocol for queries; the queries themselves run in workers.

Source:  SPARQL 1.1 Protocol, section 2.1 (query operation), https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from letterbook.errors import LimitError, SerializationError, StoreError, UsageError
from letterbook.formats import FORMATS
from letterbook.results import GRAPHS
from letterbook.results import MEDIA_TYPES as TABLE_TYPES
from letterbook.web.answers import COMMON, sentence
from letterbook.web.folder import BuildFolder, Snapshot
from letterbook.web.negotiation import ALIASES, HTML, preferred
from letterbook.web.protocol import READ_ONLY, Asked, RefusedError, await_answer, question_of, read_request
from letterbook.web.service import describe_service
from letterbook.web.tongues import page_for_reader
from letterbook.web.turns import BusyError, Pool
from letterbook.workers import Answer

PATH = "sparql"
METHODS = "GET, HEAD, POST, OPTIONS"

_GRAPH_TYPES = {form.extension: form.media_type for form in FORMATS if form.extension in GRAPHS}
_TABLE_OFFERS = {name: media_type.partition(";")[0] for name, media_type in TABLE_TYPES.items()}
_TABLE_ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "csv",
    "application/csv": "csv",
}
_NAMES = {"turtle": "ttl", "json-ld": "jsonld", "n-triples": "nt", "ntriples": "nt", "rdf+xml": "rdf", "n3": "ttl"}


class Endpoint:
    """What is answered at ``/sparql``, from the build that stands when a request comes in."""

    def __init__(self, folder: BuildFolder, pool: Pool) -> None:
        self.folder = folder
        self.pool = pool

    async def answer(self, request: Request) -> Response:
        """The answer to any request to the endpoint."""
        if request.method == "OPTIONS":
            allowed = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": "86400"}
            return Response(status_code=204, headers={**COMMON, **allowed, "Access-Control-Allow-Headers": "*"})
        if request.method not in ("GET", "HEAD", "POST"):
            return sentence(405, READ_ONLY, Allow=METHODS)
        try:
            asked = await read_request(request)
        except RefusedError as refusal:
            return sentence(refusal.status, refusal.words)
        build = self.folder.snapshot()
        page = _page(build, request) if request.method != "POST" and not asked.word else ""
        if page:
            return Response(status_code=303, headers={**COMMON, "Vary": "Accept, Accept-Language", "Location": page})
        if not asked.text:
            return describe_service(build, request, self.pool.turns)
        return await self._results(asked, request, build)

    async def _results(self, asked: Asked, request: Request, build: Snapshot) -> Response:
        table, graph = _formats(asked.word, request.headers.get("accept"))
        if not table and not graph:
            offers = "".join(f"  {each}\n" for each in (*_TABLE_OFFERS.values(), *_GRAPH_TYPES.values()))
            return sentence(
                406, f"Results are not to be had as that. They are to be had as:\n\n{offers}", Vary="Accept"
            )
        try:
            answer = await await_answer(self.pool, question_of(asked, build, table, graph), request, build)
        except BusyError as error:
            return sentence(error.status, str(error), **{"Retry-After": str(error.retry_seconds)})
        except LimitError as error:
            return sentence(503, str(error), **{"Retry-After": "60"})
        except (UsageError, SerializationError) as error:
            return sentence(406, str(error), Vary="Accept")
        except StoreError as error:
            return sentence(400 if error.exit_code == 2 else 500, str(error))
        return _sent(answer, build, request)


def _formats(word: str, accept: str | None) -> tuple[str, str]:
    """The formats for solutions and for a graph; empty where none is wanted."""
    name = word.strip().lower().replace(" ", "+")
    name = _NAMES.get(name, name)
    if name:
        table = name if name in _TABLE_OFFERS else preferred(name, _TABLE_OFFERS, _TABLE_ALIASES) or ""
        graph = name if name in _GRAPH_TYPES else preferred(name, _GRAPH_TYPES, ALIASES) or ""
        graph = graph or {"json": "jsonld", "xml": "rdf"}.get(name, "")
        if table or graph:
            return table, graph
    return (
        preferred(accept, _TABLE_OFFERS, _TABLE_ALIASES) or "",
        preferred(accept, _GRAPH_TYPES, ALIASES) or "",
    )


def _wants_page(accept: str | None) -> bool:
    """Whether a client is a reader: one that names HTML, and no format of results before it."""
    if not accept or not any(name in accept.lower() for name in ("text/html", "application/xhtml+xml")):
        return False
    offers = {**_TABLE_OFFERS, **_GRAPH_TYPES, HTML: "text/html"}
    return preferred(accept, offers, {**ALIASES, **_TABLE_ALIASES, "application/xhtml+xml": HTML}) == HTML


def _page(build: Snapshot, request: Request) -> str:
    """The address of the page of questions for a reader, in a language of hers and with the question; empty for a program."""
    if f"{PATH}.{HTML}" not in build.files or not _wants_page(request.headers.get("accept")):
        return ""
    page = page_for_reader(build, PATH, request.headers.get("accept-language")) or f"{PATH}.{HTML}"
    asked = request.scope["query_string"].decode("ascii", "replace")
    return quote(build.public_path + page, safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(asked, safe='%&=+;,/:@!$()*~-._?')}" if asked else ""
    )


class _CutResponse(Response):
    """An answer that breaks off: it never ends as HTTP has it, so no client takes it for the whole."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [pair for pair in self.raw_headers if pair[0] != b"content-length"]
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})


def _sent(answer: Answer, build: Snapshot, request: Request) -> Response:
    types = _GRAPH_TYPES if answer.kind == "graph" else TABLE_TYPES
    headers = {**COMMON, "Content-Type": types[answer.form], "Vary": "Accept", "Cache-Control": "no-cache"}
    if not answer.cut:
        return Response(b"" if request.method == "HEAD" else answer.data, headers=headers)
    headers["Letterbook-Cut"] = f"after {answer.rows} rows"
    headers["Link"] = f'<{build.public_path}void>; rel="describedby"; title="where the whole letterbook is to be had"'
    return _CutResponse(answer.data, headers=headers)
