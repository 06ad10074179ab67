"""The query endpoint ``/sparql``: the SPARQL 1.1 Protocol for queries; the queries themselves run in workers.

Source:  SPARQL 1.1 Protocol, section 2.1 (query operation), https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from letterbook.errors import LimitError, SerializationError, StoreError, UsageError
from letterbook.formats import FORMATS
from letterbook.results import GRAPHS
from letterbook.results import MEDIA_TYPES as TABLE_TYPES
from letterbook.store import LONGEST_QUERY_BYTES
from letterbook.vocabulary import prefixes_under
from letterbook.web.answers import COMMON, sentence
from letterbook.web.folder import BuildFolder, Snapshot
from letterbook.web.negotiation import ALIASES, preferred
from letterbook.web.service import describe_service
from letterbook.web.turns import BusyError, Pool
from letterbook.workers import Answer, Question

PATH = "sparql"
METHODS = "GET, HEAD, POST, OPTIONS"
LONGEST_BODY_BYTES = 3 * LONGEST_QUERY_BYTES + 64_000  # a query in a form has three characters for every byte
BODY_SECONDS = 10.0

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
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_FORM = "application/x-www-form-urlencoded"
_READ_ONLY = "A build is not changed from outside: only queries are answered here."


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request understood: a query with its dataset, or none."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    word: str  # the format that is named in the address


class _RefusedError(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


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
            return sentence(405, _READ_ONLY, Allow=METHODS)
        try:
            asked = await _read(request)
        except _RefusedError as refusal:
            return sentence(refusal.status, refusal.words)
        build = self.folder.snapshot()
        if not asked.text:
            return describe_service(build, request, self.pool.turns)
        return await self._results(asked, request, build)

    async def _results(self, asked: _Asked, request: Request, build: Snapshot) -> Response:
        table, graph = _formats(asked.word, request.headers.get("accept"))
        if not table and not graph:
            offers = "".join(f"  {each}\n" for each in (*_TABLE_OFFERS.values(), *_GRAPH_TYPES.values()))
            return sentence(
                406, f"Results are not to be had as that. They are to be had as:\n\n{offers}", Vary="Accept"
            )
        question = Question(
            asked.text,
            base=build.base,
            prefixes=prefixes_under(build.base),
            table=table,
            graph=graph,
            default_graphs=asked.default_graphs or (() if asked.named_graphs else None),
            named_graphs=asked.named_graphs or (() if asked.default_graphs else None),
        )
        try:
            answer = await self._asked(question, request, build)
        except BusyError as error:
            return sentence(error.status, str(error), **{"Retry-After": str(error.retry_seconds)})
        except LimitError as error:
            return sentence(503, str(error), **{"Retry-After": "60"})
        except (UsageError, SerializationError) as error:
            return sentence(406, str(error), Vary="Accept")
        except StoreError as error:
            return sentence(400 if error.exit_code == 2 else 500, str(error))
        return _sent(answer, build, request)

    async def _asked(self, question: Question, request: Request, build: Snapshot) -> Answer:
        """The answer; a client that goes away takes its query with it."""
        task = asyncio.create_task(self.pool.ask(question, _client(request), build))
        try:
            while True:
                done, _ = await asyncio.wait([task], timeout=0.5)
                if done:
                    return task.result()
                if await request.is_disconnected():
                    raise LimitError("the client has gone")
        finally:
            if not task.done():
                task.cancel()


async def _read(request: Request) -> _Asked:
    """What is asked for, by any of the three ways of the protocol."""
    given = _fields(request.scope["query_string"])
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type == _UPDATE:
            raise _RefusedError(403, _READ_ONLY)
        if media_type not in (_QUERY, _FORM):
            raise _RefusedError(415, f"Send a query as {_QUERY}, or in a form as {_FORM}.")
        body = await _body(request)
        given += _fields(body) if media_type == _FORM else [("query", _decoded(body))]
    if any(name == "update" for name, _ in given):
        raise _RefusedError(403, _READ_ONLY)
    queries = [value for name, value in given if name == "query"]
    if len(queries) > 1:
        raise _RefusedError(400, "There is more than one query in the request.")
    if request.method == "POST" and not queries:
        raise _RefusedError(400, "There is no query in the request.")
    words = [value for name, value in given if name in ("format", "output", "results")]
    return _Asked(
        queries[0] if queries else "",
        tuple(value for name, value in given if name == "default-graph-uri"),
        tuple(value for name, value in given if name == "named-graph-uri"),
        words[0] if words else "",
    )


def _fields(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise _RefusedError(
            400, "The fields of the request are not percent-encoded UTF-8, or more than 100."
        ) from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _RefusedError(400, f"The query is not UTF-8 at byte {error.start}.") from error


async def _body(request: Request) -> bytes:
    """The body of a request, which must come in time and not be too long."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > LONGEST_BODY_BYTES:
                    raise _RefusedError(413, f"A request may have {LONGEST_BODY_BYTES:,} bytes, no more.")
    except TimeoutError as error:
        raise _RefusedError(408, f"The request was not whole after {BODY_SECONDS:g} s.") from error
    except ClientDisconnect as error:
        raise _RefusedError(400, "The request broke off.") from error
    return bytes(body)


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


def _client(request: Request) -> str:
    """Who asks: an address; of the sixth version the network, since one client has as many addresses in it as it likes."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network(f"{host}/64", strict=False)) if address.version == 6 else host


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
