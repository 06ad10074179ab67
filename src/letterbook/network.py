"""Outgoing requests: the only module that opens a connection, to the one host that the user has named.

No proxy, cookie or credential of the machine is used; nothing is sent but what is asked. A public name that leads to an address of
the user's own network is refused after it is resolved, and the connection goes to the address that was looked at. What the host
answers is bounded in size and time. http.client of the standard library does this in one page; a client library would bring
redirects, proxies and decompression, each to be switched off again.

Source:  HTTP Semantics, RFC 9110, sections 10.2.3 (Retry-After) and 15; special addresses, RFC 6890
"""

from __future__ import annotations

import email.utils
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

from letterbook.credentials import Credentials
from letterbook.errors import NetworkError, UsageError

TIMEOUT_SECONDS = 30.0
MOST_ANSWER_BYTES = 8_000_000
MOST_TRIES = 4
MOST_REDIRECTS = 3
LONGEST_PAUSE_SECONDS = 60.0
"""How long one request may take, how large its answer may be, how often it is tried, and how long a host may ask to wait."""

_AGAIN = frozenset((429, 500, 502, 503, 504))
_ELSEWHERE = frozenset((301, 302, 303, 307, 308))
_USER_AGENT = "letterbook"
_JSON = {"Accept": "application/json"}
_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One answer as it came, a redirection too: the address asked, status, headers by their names in small letters, body."""

    address: str
    status: int
    headers: dict[str, str]
    body: bytes


class _AgainError(Exception):
    """A request that may succeed later."""

    def __init__(self, reason: str, pause_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.pause_seconds = pause_seconds


@dataclass(frozen=True, slots=True)
class Host:
    """One host that may be asked, by the address that the user has given.

    Form:    ``pause`` waits for seconds; ``tell`` is told why and how long.
    """

    address: SplitResult
    tell: Callable[[str], None]
    timeout_seconds: float = TIMEOUT_SECONDS
    most_bytes: int = MOST_ANSWER_BYTES
    pause: Callable[[float], None] = time.sleep

    @property
    def name(self) -> str:
        """The name of the host, with its port where that is stated."""
        return self.address.netloc

    def get(self, address: str) -> bytes:
        """The answer to a GET."""
        return self._ask("GET", address, b"")

    def post(self, address: str, fields: dict[str, str]) -> bytes:
        """The answer to a POST of a form."""
        return self._ask("POST", address, urlencode(fields).encode())

    def exchange(self, address: str, headers: dict[str, str], method: str = "GET") -> Exchange:
        """The answer of this host to one request with these headers, whatever it is: nothing is followed, and nothing asked again.

        Form:    the body as it is sent, packed where the headers allow it.
        Raises:  NetworkError where no whole answer comes.
        """
        try:
            status, given, body = self._once(method, urlsplit(address), b"", headers)
        except _AgainError as error:
            raise NetworkError(f"{self.name} does not answer: {error}", address, "check that it is served") from error
        return Exchange(address, status, given, body)

    def send(
        self, method: str, address: str, body: bytes, headers: dict[str, str], credentials: Credentials | None = None
    ) -> Exchange:
        """The answer to a request that may be sent twice without harm, such as PUT, DELETE or a query.

        Form:    nothing is followed; tried again, later and later, where the host is busy or gone for a moment. Where it asks
                 who we are, it is told, and the request sent again.
        Raises:  NetworkError where no whole answer comes, also after several tries, or where a password would go unencrypted over a
                 public network.
        """
        if credentials and self.address.scheme != "https" and not is_own(self.address.hostname or ""):
            raise NetworkError(
                f"{self.name} is asked without encryption, and a password or token would be sent in clear",
                remedy="use its https:// address, or run the command on that computer",
            )

        def once() -> Exchange:
            parts = urlsplit(address)
            for _ in range(2):  # a wrong password is not tried again and again
                known = credentials.header(method, address) if credentials else ""
                status, given, answer = self._once(
                    method, parts, body, {**headers, **({"Authorization": known} if known else {})}
                )
                asked = given.get("www-authenticate", "")
                if status != 401 or credentials is None or not credentials.challenged(asked):
                    break
            if status in _AGAIN:
                said = answer[:200].decode("utf-8", "replace").strip()
                raise _AgainError(f"status {status}: {said}", _asked_pause(given.get("retry-after", "")))
            return Exchange(address, status, given, answer)

        return self._again(once, "run the command again: what was taken until now is kept and is not sent again")

    def _ask(self, method: str, address: str, body: bytes) -> bytes:
        """The body of the answer with status 200; tried again, later and later, where that may help.

        Raises:  NetworkError.
        """
        remedy = "ask again later: what was answered until now is kept and is not asked again"
        return self._again(lambda: self._followed(method, address, body), remedy)

    def _again(self, ask: Callable[[], _Given], remedy: str) -> _Given:
        for tried in range(1, MOST_TRIES + 1):
            try:
                return ask()
            except _AgainError as error:
                wait = 2.0 ** (tried - 1) if error.pause_seconds is None else error.pause_seconds
                if tried == MOST_TRIES or wait > LONGEST_PAUSE_SECONDS:
                    asked = f", and asks to wait {wait:.0f} seconds" if error.pause_seconds else ""
                    raise NetworkError(
                        f"{self.name} does not answer: {error}{asked} ({tried} tries)", remedy=remedy
                    ) from error
                self.tell(f"{self.name}: {error}; trying again in {wait:.0f} seconds")
                self.pause(wait)
        raise AssertionError  # the last try returns or raises

    def _followed(self, method: str, address: str, body: bytes) -> bytes:
        for _ in range(MOST_REDIRECTS + 1):
            parts = urlsplit(address)
            if (parts.scheme, parts.netloc) != (self.address.scheme, self.address.netloc):
                raise NetworkError(
                    f"{self.name} sends on to {parts.scheme}://{parts.netloc}, which nobody has asked for",
                    remedy="name the new address with --with if it is the right one",
                )
            status, headers, answer = self._once(method, parts, body, _JSON)
            if status == 200:
                return answer
            if status in _AGAIN:
                raise _AgainError(f"status {status}", _asked_pause(headers.get("retry-after", "")))
            if status not in _ELSEWHERE or (method == "POST" and status not in (307, 308)):
                raise NetworkError(f"{self.name} answers with status {status}", address, "check the address")
            address = urljoin(address, headers.get("location", ""))
        raise NetworkError(f"{self.name} sends on more than {MOST_REDIRECTS} times", address, "check the address")

    def _once(
        self, method: str, parts: SplitResult, body: bytes, wanted: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one answer."""
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": "identity", **wanted}
        if body:
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=self.timeout_seconds)
        late = threading.Event()
        try:
            connection.sock = self._connected(parts)
            clock = threading.Timer(self.timeout_seconds, _cut, (connection.sock, late))
            clock.daemon = True
            clock.start()
            try:
                connection.request(method, target, body or None, headers)
                answer = connection.getresponse()
                data = self._body(answer, headers["Accept-Encoding"])
            finally:
                clock.cancel()
        except (OSError, http.client.HTTPException) as error:
            reason = f"no whole answer in {self.timeout_seconds:g} seconds" if late.is_set() else _words(error)
            raise _AgainError(reason) from error
        finally:
            connection.close()
        if late.is_set():
            raise _AgainError(f"no whole answer in {self.timeout_seconds:g} seconds")
        return answer.status, _joined(answer.getheaders()), data

    def _body(self, answer: http.client.HTTPResponse, codings: str) -> bytes:
        if answer.headers.get("Content-Encoding", "identity") not in (*codings.split(", "), "identity"):
            raise NetworkError(f"{self.name} answers packed, which was not asked for", remedy="check the address")
        data = answer.read(self.most_bytes + 1)
        if len(data) > self.most_bytes:
            raise NetworkError(
                f"{self.name} answers with more than {self.most_bytes:,} bytes", remedy="check the address"
            )
        if answer.length:  # what is still to come; none where the answer has no body, as to HEAD
            raise http.client.IncompleteRead(data, answer.length)
        return data

    def _connected(self, parts: SplitResult) -> socket.socket:
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if not is_own(host) and any(is_own(str(each[4][0])) for each in found):
            raise NetworkError(
                f"{host} leads to {found[0][4][0]}, an address inside your own network",
                remedy="give that address itself if you mean it",
            )
        family, kind, protocol, _, address = found[0]
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(self.timeout_seconds)
            connection.connect(address)
            if parts.scheme == "https":
                return ssl.create_default_context().wrap_socket(connection, server_hostname=host)
        except OSError:
            connection.close()
            raise
        return connection


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The headers by their names in small letters; one that stands several times is one list (RFC 9110, section 5.3)."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def host_of(address: str, tell: Callable[[str], None]) -> Host:
    """The host of an address.

    Raises:  UsageError for what is no web address, or holds a name and password.
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.username or parts.fragment or any(char <= " " for char in address):
        raise UsageError(
            f"{address!r} is not the address of a service", remedy="give one such as https://host/reconcile"
        )
    return Host(parts, tell)


def is_own(host: str) -> bool:
    """Whether a host is this computer or an address that is not of the public network."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global


def _cut(connection: socket.socket, late: threading.Event) -> None:
    late.set()
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _asked_pause(value: str) -> float | None:
    """The seconds that a host asks to wait: a number, or a day and time."""
    if value.strip().isdecimal():
        return float(value)
    if value:
        try:
            return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
        except ValueError:
            return None
    return None


def _words(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return "the answer breaks off"
    return str(getattr(error, "strerror", "") or error) or type(error).__name__
