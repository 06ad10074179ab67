"""No test can leave this computer; a server of a test's own on loopback can be reached."""

from __future__ import annotations

import socket
import urllib.request

import pytest

FORBIDDEN = "NetworkForbiddenError"


@pytest.mark.parametrize("address", ["192.0.2.1", "203.0.113.7", "::ffff:192.0.2.1"])
def test_a_connection_to_another_computer_is_refused(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as one, pytest.raises(BaseException) as caught:
        one.connect((address, 80))
    assert type(caught.value).__name__ == FORBIDDEN


def test_a_name_is_not_looked_up_whoever_asks_and_whatever_is_caught() -> None:
    with pytest.raises(BaseException) as caught:
        try:
            urllib.request.urlopen("http://letters.example/", timeout=1)
        except Exception as error:
            pytest.fail(f"it was let through: {error}")
    assert type(caught.value).__name__ == FORBIDDEN


def test_a_server_of_our_own_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
