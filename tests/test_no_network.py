"""No test uses the network, and what a test starts does not either; with the marker ``server`` it reaches this computer."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable

import pytest

FORBIDDEN = "NetworkForbiddenError"
TO_A_SERVER = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
TO_ANOTHER = "import socket; socket.socket().connect(('192.0.2.1', 80))"
TO_A_NAME = "import socket; socket.getaddrinfo('letters.example', 80)"
BETWEEN_PROCESSES = "import socket; a, b = socket.socketpair(); a.send(b'x'); b.recv(1)"


def raised(call: Callable[[], object]) -> str:
    """The name of what a call raises; whatever it catches itself is its own affair."""
    with pytest.raises(BaseException) as caught:
        try:
            call()
        except Exception as error:
            pytest.fail(f"it was let through: {error}")
    return type(caught.value).__name__


def said(code: str, **setting: object) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, **setting).stderr  # type: ignore[call-overload, no-any-return]


def test_a_test_opens_no_socket() -> None:
    assert raised(socket.socket) == FORBIDDEN
    assert raised(lambda: socket.create_server(("127.0.0.1", 0))) == FORBIDDEN
    assert raised(lambda: socket.getaddrinfo("localhost", 80)) == FORBIDDEN
    one, other = socket.socketpair()
    with one, other:
        one.send(b"x")
        assert other.recv(1) == b"x"


@pytest.mark.parametrize("code", [TO_A_SERVER, TO_ANOTHER, TO_A_NAME])
def test_what_a_test_starts_opens_none(code: str, environment: dict[str, str]) -> None:
    assert FORBIDDEN in said(code)
    assert FORBIDDEN in said(code, env=environment)
    assert FORBIDDEN in said(
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])", env=environment
    )
    assert said(BETWEEN_PROCESSES, env=environment) == ""


@pytest.mark.server
@pytest.mark.parametrize("address", ["192.0.2.1", "203.0.113.7", "::ffff:192.0.2.1"])
def test_no_test_reaches_another_computer(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as one:
        assert raised(lambda: one.connect((address, 80))) == FORBIDDEN


@pytest.mark.server
def test_a_name_is_not_looked_up_whoever_asks_and_whatever_is_caught() -> None:
    assert raised(lambda: urllib.request.urlopen("http://letters.example/", timeout=1)) == FORBIDDEN


@pytest.mark.server
def test_a_server_of_our_own_is_reached_here_and_by_what_is_started(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
    assert said(TO_A_SERVER) == said(TO_A_SERVER, env=environment) == ""
    assert FORBIDDEN in said(TO_ANOTHER, env=environment)
    assert FORBIDDEN in said(TO_A_NAME)
