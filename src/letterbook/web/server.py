"""A process that serves: a port taken, limits that slow and greedy clients meet, a clean end."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from letterbook.errors import OutputError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client, and all of them, may ask of the server.

    Units:   ``connections`` at once, more are answered 503; ``head_seconds`` until the head of a request is whole;
             ``idle_seconds`` that a connection is kept between requests; ``head_bytes`` of the head of a request.
    """

    connections: int = 512
    head_seconds: float = 10.0
    idle_seconds: int = 15
    head_bytes: int = 32_768

    def __str__(self) -> str:
        return (
            f"{self.connections} connections at once, {self.head_bytes // 1024} kB and {self.head_seconds:g} s for the head "
            f"of a request, {self.idle_seconds} s idle"
        )


def take_port(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free.

    Raises:  OutputError where the port is taken, not allowed, or the host is not one of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        # asyncio switches Nagle's algorithm off only where the protocol is named; with it a short answer waits 40 ms for the
        # client to acknowledge its head.
        taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except (OSError, OverflowError, UnicodeError) as error:
        raise OutputError(f"{host!r} is not an address of this machine", remedy="use --host 127.0.0.1") from error
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(2048)
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            message, remedy = (
                f"port {port} of {host} is taken",
                f"choose another: --port {port % 65535 + 1}, or --port 0",
            )
        elif error.errno == errno.EACCES:
            message, remedy = f"port {port} may not be used by you", "choose one above 1023, such as --port 8000"
        else:
            message, remedy = f"{host}:{port} cannot be listened on: {error.strerror}", "use --host 127.0.0.1"
        raise OutputError(message, remedy=remedy) from error
    return taken


def serve(app: ASGIApp, listening: socket.socket, limits: Limits) -> None:
    """Serve until the process is interrupted or terminated, then finish the answers that are under way.

    Raises:  KeyboardInterrupt after a clean end by Ctrl-C.
    """
    config = uvicorn.Config(
        app,
        http=_protocol(limits),
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=limits.connections,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=limits.head_bytes,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_no_cut)
    uvicorn.Server(config).run(sockets=[listening])


def _is_no_cut(record: logging.LogRecord) -> bool:
    """An answer that is cut off breaks off on purpose: that is no fault to be logged."""
    return "without completing response" not in record.getMessage()


def _protocol(limits: Limits) -> type[H11Protocol]:
    """HTTP/1.1 that hangs up on a client which does not finish the head of its request in time.

    uvicorn watches a connection only between two requests; one that never sends the first would be kept for ever.
    """

    class Patient(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                self._rest()
            elif self._waiting is None:
                self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._rest()
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._waiting = self.loop.call_later(limits.head_seconds, self._give_up)

        def _rest(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

        def _give_up(self) -> None:
            self._waiting = None
            if self.cycle is None or self.cycle.response_complete:
                self.transport.close()

    return Patient
