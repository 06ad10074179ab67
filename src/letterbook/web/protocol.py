"""A request to the query endpoint understood: which query, on which dataset, from whom; and its answer awaited.

Source:  SPARQL 1.1 Protocol, section 2.1 (query operation), https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from letterbook.errors import LimitError
from letterbook.store import LONGEST_QUERY_BYTES
from letterbook.vocabulary import prefixes_under
from letterbook.web.folder import Snapshot
from letterbook.web.turns import Pool
from letterbook.workers import Answer, Question

LONGEST_BODY_BYTES = 3 * LONGEST_QUERY_BYTES + 64_000  # a query in a form has three characters for every byte
BODY_SECONDS = 10.0
READ_ONLY = "A build is not changed from outside: only queries are answered here."

_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request understood: a query with its dataset, or none."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    word: str  # the format that is named in the address
    fields: tuple[tuple[str, str], ...] = ()  # all that was sent


class RefusedError(Exception):
    """A request that is answered with a status and a sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


async def read_request(request: Request, *, lenient: bool = False) -> Asked:
    """What is asked for, by any of the three ways of the protocol.

    Form:    ``lenient`` takes a form without a query, which is that of the page.
    Raises:  RefusedError for what is no request of the protocol, too long, too slow, or an update.
    """
    given = fields_of(request.scope["query_string"])
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type == _UPDATE:
            raise RefusedError(403, READ_ONLY)
        if media_type not in (_QUERY, _FORM):
            raise RefusedError(415, f"Send a query as {_QUERY}, or in a form as {_FORM}.")
        body = await read_body(request)
        given += fields_of(body) if media_type == _FORM else [("query", _decoded(body))]
    if any(name == "update" for name, _ in given):
        raise RefusedError(403, READ_ONLY)
    queries = [value for name, value in given if name == "query"]
    if len(queries) > 1:
        raise RefusedError(400, "There is more than one query in the request.")
    if request.method == "POST" and not queries and (media_type != _FORM or not lenient):
        raise RefusedError(400, "There is no query in the request.")
    words = [value for name, value in given if name in ("format", "output", "results")]
    return Asked(
        queries[0] if queries else "",
        tuple(value for name, value in given if name == "default-graph-uri"),
        tuple(value for name, value in given if name == "named-graph-uri"),
        words[0] if words else "",
        tuple(given),
    )


def fields_of(data: bytes) -> list[tuple[str, str]]:
    """The fields of a form, or of the part of an address after the question mark.

    Raises:  RefusedError for what is not percent-encoded UTF-8, or has more than 100.
    """
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise RefusedError(400, "The fields of the request are not percent-encoded UTF-8, or more than 100.") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"The query is not UTF-8 at byte {error.start}.") from error


async def read_body(request: Request, most_bytes: int = LONGEST_BODY_BYTES) -> bytes:
    """The body of a request, which must come in time and not be too long.

    Raises:  RefusedError.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > most_bytes:
                    raise RefusedError(413, f"A request may have {most_bytes:,} bytes, no more.")
    except TimeoutError as error:
        raise RefusedError(408, f"The request was not whole after {BODY_SECONDS:g} s.") from error
    except ClientDisconnect as error:
        raise RefusedError(400, "The request broke off.") from error
    return bytes(body)


async def await_answer(pool: Pool, question: Question, request: Request, build: Snapshot) -> Answer:
    """The answer; a client that goes away takes its query with it.

    Raises:  what ``Pool.ask`` raises.
    """
    task = asyncio.create_task(pool.ask(question, client_of(request), build))
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


def question_of(asked: Asked, build: Snapshot, table: str, graph: str) -> Question:
    """What a worker is asked for a request."""
    return Question(
        asked.text,
        base=build.base,
        prefixes=prefixes_under(build.base),
        table=table,
        graph=graph,
        default_graphs=asked.default_graphs or (() if asked.named_graphs else None),
        named_graphs=asked.named_graphs or (() if asked.default_graphs else None),
    )


def client_of(request: Request) -> str:
    """Who asks: an address; of the sixth version the network, since one client has as many addresses in it as it likes."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network(f"{host}/64", strict=False)) if address.version == 6 else host
