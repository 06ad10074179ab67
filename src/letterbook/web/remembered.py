"""Answers that have been given are given again: what one build answers to one request never changes.

Form:    only whole answers that any cache may keep, of one build; when another build takes its place, all are forgotten.
"""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.types import Message, Receive, Scope, Send

from letterbook.web.folder import BuildFolder, Snapshot

MOST_ANSWERS = 4_096
MOST_BYTES = 64_000_000
_LARGEST_ANSWER = 256_000
_LONGEST_KEY = 2_048
_ASKED = (b"accept", b"accept-encoding", b"accept-language", b"if-none-match")
"""The headers on which an answer may depend; what depends on others is kept by no cache."""

Key = tuple[bytes, ...]


class Remembering(Starlette):
    """An application that answers for a build and remembers its answers."""

    def __init__(self, folder: BuildFolder, **settings: Any) -> None:
        super().__init__(**settings)
        self._folder = folder
        self._of: Snapshot | None = None
        self._answers: dict[Key, tuple[Message, Message]] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the answer that was given to the same request, or find it and remember it."""
        key = _key(scope)
        if key is None:
            await super().__call__(scope, receive, send)
            return
        build = self._folder.snapshot()
        if build is not self._of:
            self._forget(build)
        if found := self._answers.get(key):
            await send(found[0])
            await send(found[1])
            return
        given: list[Message] = []

        async def keep(message: Message) -> None:
            if len(given) < 3:
                given.append(message)
            await send(message)

        await super().__call__(scope, receive, keep)
        # The same build before and after: so it is the one that has answered.
        if build is self._of is self._folder.snapshot():
            self._remember(key, given)

    def _remember(self, key: Key, given: list[Message]) -> None:
        if len(given) != 2 or given[0]["status"] not in (200, 304) or given[1].get("more_body"):
            return
        headers = dict(given[0]["headers"])
        size = len(given[1].get("body", b"")) + sum(map(len, key))
        if size > _LARGEST_ANSWER or not headers.get(b"cache-control", b"").startswith(b"public"):
            return
        if len(self._answers) >= MOST_ANSWERS or self._bytes + size > MOST_BYTES:
            self._forget(self._of)
        self._answers[key] = (given[0], given[1])
        self._bytes += size

    def _forget(self, build: Snapshot | None) -> None:
        self._of = build
        self._answers.clear()
        self._bytes = 0


def _key(scope: Scope) -> Key | None:
    """What the answer to a request depends on; None where it is not to be remembered."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    asked = [(name, value) for name, value in scope["headers"] if name in _ASKED]
    key = (
        scope.get("raw_path") or scope["path"].encode(),
        scope["query_string"],
        *(part for pair in asked for part in pair),
    )
    return key if sum(map(len, key)) <= _LONGEST_KEY else None
