"""The port that a build is served on."""

from __future__ import annotations

import asyncio
import socket

import pytest

from letterbook.web.server import take_port

pytestmark = pytest.mark.server


def test_a_short_answer_does_not_wait_until_its_head_is_acknowledged() -> None:
    """With Nagle's algorithm every answer in two pieces takes 40 ms longer: the client acknowledges late."""
    listening = take_port("127.0.0.1", 0)

    async def accepted() -> int:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def meet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(meet, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            found = await told
            writer.close()
        return found

    assert asyncio.run(accepted())
