"""No test uses the network: an audit hook for the test run, and for every Python that it starts.

Python imports this module when it starts, for its folder stands on PYTHONPATH; ``tests/conftest.py`` says in the environment
what the running test may do. It cannot be taken away, and no ``except Exception`` hides what it raises. It sees what goes
through Python's sockets; what libraries in other languages do it does not see.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys

RULE = "LETTERBOOK_TESTS_REACH"
"""``loopback`` lets a test reach this computer; else it opens no socket but those between processes of this system."""


class NetworkForbiddenError(BaseException):
    """A test was about to use the network."""


def _address(host: object) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is; None for a name."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    try:
        return ipaddress.ip_address("::1" if name == "localhost" else name.partition("%")[0])
    except ValueError:
        return None


def _is_here(host: object) -> bool:
    address = _address(host)
    return address is not None and address.is_loopback


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    here = os.environ.get(RULE) == "loopback"
    if event == "socket.__new__":
        if not here and arguments[1] not in (socket.AF_UNIX, -1):  # -1 is a socket that is there already
            raise NetworkForbiddenError("a test opens a socket and has no marker 'server'")
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if isinstance(address, tuple) and address and not (here and _is_here(address[0])):
            raise NetworkForbiddenError(f"a test reaches for {address[0]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not (here and _address(arguments[0])):
        raise NetworkForbiddenError(f"a test looks up {arguments[0]!r}")


sys.addaudithook(_refuse)
