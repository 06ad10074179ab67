"""The page of questions as a server answers it: what is asked is asked of a worker, and the answer stands in the page.

The page that every host gives out has the frame: its main part is put in here. It works without a script; the script of the
site only colours, completes and cancels.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from letterbook.catalogue.graph import Words
from letterbook.errors import LetterbookError, LimitError, QueryError, UsageError
from letterbook.queries.letters import LetterQuestion, sparql_of
from letterbook.terms import Term
from letterbook.web.answers import COMMON, PAGE_POLICY, sentence
from letterbook.web.asking.lookups import label_questions, take_labels
from letterbook.web.asking.rows import GRAPH, TABLE, Rows, read_rows
from letterbook.web.asking.showing import Fault, Shown, fault_of, show
from letterbook.web.asking.terms import terms_of
from letterbook.web.asking.views import draw
from letterbook.web.folder import BuildFolder, Snapshot
from letterbook.web.pages.strings import choose
from letterbook.web.protocol import Asked, RefusedError, await_answer, question_of, read_request
from letterbook.web.turns import BusyError, Pool

PAGE = "sparql.html"
TERMS = "sparql-terms.json"
_METHODS = "GET, HEAD, POST"
_MAIN, _END = '<main id="main">', "</main>"
_FIELDS = {
    "sender": "sender", "addressee": "addressee", "place": "place", "from": "begin", "to": "end", "kind": "kind",
    "text": "text", "sum": "total",
}  # fmt: skip
"""The fields of the form, which are the options of ``letterbook ask``."""
_LONGEST_FIELD = 300


@dataclass(frozen=True, slots=True)
class _Result:
    """What the page shows, and the status that it has for programs."""

    shown: Shown
    status: int = 200
    retry_seconds: int = 0


class QueryPage:
    """What is answered at ``sparql.html`` in each language, from the build that stands when a request comes in."""

    def __init__(self, folder: BuildFolder, pool: Pool) -> None:
        self.folder = folder
        self.pool = pool
        self._terms: tuple[Snapshot, bytes] | None = None

    async def answer(self, request: Request) -> Response:
        """The page with the answer to what its address, or its form, asks."""
        if request.method not in ("GET", "HEAD", "POST"):
            return sentence(
                405, "The page of questions is read with GET, and its form may be sent with POST.", Allow=_METHODS
            )
        build = self.folder.snapshot()
        folder = str(request.path_params.get("tongue", ""))
        frame = read_page(build, f"{folder}/{PAGE}" if folder else PAGE)
        if frame is None:
            return sentence(404, f"There is nothing at this address. The publication begins at {build.base}")
        try:
            asked = await read_request(request, lenient=True)
        except RefusedError as refusal:
            result = _Result(Shown(fault=Fault(refusal.words)), refusal.status)
        else:
            result = await self._result(asked, request, build, folder or build.tongues[0])
        tongue = folder or build.tongues[0] or _language(frame)
        main = await asyncio.to_thread(
            show, build, tongue, f"{folder}/" if folder else "", result.shown, self.pool.turns
        )
        headers = {
            **COMMON,
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": PAGE_POLICY,
            "Cache-Control": "no-store",
        }
        if result.retry_seconds:
            headers["Retry-After"] = str(result.retry_seconds)
        page = put_in(frame, main).encode()
        return Response(b"" if request.method == "HEAD" else page, result.status, headers)

    async def terms(self, request: Request) -> Response:
        """What the script of the page completes, as JSON."""
        build = self.folder.snapshot()
        if self._terms is None or self._terms[0] is not build:
            self._terms = build, await asyncio.to_thread(terms_of, build)
        headers = {**COMMON, "Content-Type": "application/json", "Cache-Control": "no-cache"}
        return Response(b"" if request.method == "HEAD" else self._terms[1], headers=headers)

    async def _result(self, asked: Asked, request: Request, build: Snapshot, tongue: str) -> _Result:
        given = dict(asked.fields)
        letters = LetterQuestion(**{name: given.get(field, "")[:_LONGEST_FIELD] for field, name in _FIELDS.items()})
        text, view = asked.text, given.get("view", "table")
        try:
            if not text.strip():
                if not letters and "letters" not in given:
                    return _Result(Shown())
                text = sparql_of(letters, titles=False)
            question = question_of(Asked(text, asked.default_graphs, asked.named_graphs, ""), build, TABLE, GRAPH)
            rows = await asyncio.to_thread(read_rows, await await_answer(self.pool, question, request, build))
        except BusyError as error:
            return _Result(Shown(text, letters, view, fault=_fault(error)), error.status, error.retry_seconds)
        except LimitError as error:
            return _Result(Shown(text, letters, view, fault=_fault(error)), 503, 60)
        except (QueryError, UsageError) as error:
            return _Result(Shown(text, letters, view, fault=fault_of(error.message, error.remedy)), 400)
        except LetterbookError as error:
            return _Result(Shown(text, letters, view, fault=_fault(error)), 500)
        labels, coordinates = await self._lookups(rows, request, build)
        names = {node: choose(words, tongue).text for node, words in labels.items()}
        views = await asyncio.to_thread(draw, rows, coordinates, names)
        return _Result(Shown(text, letters, view, rows, views, labels))

    async def _lookups(
        self, rows: Rows, request: Request, build: Snapshot
    ) -> tuple[dict[Term, list[Words]], dict[Term, tuple[float, float]]]:
        """What the IRIs are called and where they lie; as much of it as there is time for."""
        labels: dict[Term, list[Words]] = {}
        coordinates: dict[Term, tuple[float, float]] = {}
        for question in label_questions(build, rows.iris()):
            try:
                answer = await await_answer(self.pool, question, request, build)
            except LetterbookError:
                break  # the IRIs themselves are shown
            take_labels(read_rows(answer), labels, coordinates)
        return labels, coordinates


def _fault(error: LetterbookError) -> Fault:
    return Fault(error.message, error.remedy)


def _language(frame: str) -> str:
    """The language that a page says it is in."""
    return frame.partition('<html lang="')[2].partition('"')[0]


def put_in(frame: str, main: str) -> str:
    """A page of the site with another main part."""
    start, end = frame.index(_MAIN) + len(_MAIN), frame.rindex(_END)
    return f"{frame[:start]}\n{main}\n{frame[end:]}"


def read_page(build: Snapshot, path: str) -> str | None:
    """A page of the site; None where the build has none of this name."""
    file = build.open_file(path)
    if file is None:
        return None
    with open(file.descriptor, "rb") as opened:  # noqa: PTH123 (a descriptor)
        return opened.read().decode()
