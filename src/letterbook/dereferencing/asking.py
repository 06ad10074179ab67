"""One address asked as a client asks: redirections followed as it follows them, what is packed unpacked.

Source:  RFC 9110, sections 10.2.2 (Location), 15.4 (redirection); RFC 3987, section 3.1 (from an IRI to a URI)
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from letterbook.errors import NetworkError, UsageError
from letterbook.network import MOST_ANSWER_BYTES, MOST_REDIRECTS, Exchange, Host, host_of, is_own

_ELSEWHERE = frozenset((301, 302, 303, 307, 308))
_URI = "/%:@!$&'()*+,;=~-._?#[]"


@dataclass(frozen=True, slots=True)
class Visit:
    """What one client met under one address.

    Form:    ``steps`` are all answers in their order, the last one is what it was given in the end; ``trouble`` says why
             there is none, or why it is none to be taken, and is empty else.
    """

    steps: tuple[Exchange, ...]
    trouble: str = ""

    @property
    def last(self) -> Exchange:
        """The answer in the end; one with status 0 where nobody answered."""
        return self.steps[-1] if self.steps else Exchange("", 0, {}, b"")

    @property
    def media_type(self) -> str:
        """The media type of the answer without its parameters."""
        return self.last.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def answered(self) -> bool:
        """Whether it ended in a document."""
        return not self.trouble and self.last.status == 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a publication is asked: its IRIs begin with ``base``, its answers come from ``address``; both end with a /."""

    base: str
    address: str

    def address_of(self, iri: str) -> str:
        """The address under which an IRI is asked for; the part after # stays with the client."""
        return self.address + iri.partition("#")[0].removeprefix(self.base)

    def holds(self, iri: str) -> bool:
        """Whether an IRI or an address is one of this publication."""
        return iri.startswith((self.base, self.address))


class Asker:
    """Asks one publication and those it sends on to, and counts the requests."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.requests = 0

    def visit(self, address: str, headers: dict[str, str], method: str = "GET") -> Visit:
        """Ask, and go where it is sent on to."""
        steps: list[Exchange] = []
        here = quote(address.partition("#")[0], safe=_URI)
        within = is_own(urlsplit(here).hostname or "")
        for _ in range(MOST_REDIRECTS + 1):
            try:
                host = self._host(here, within=within)
                self.requests += 1
                steps.append(_unpacked(host.exchange(here, headers, method)))
            except (NetworkError, UsageError) as error:
                return Visit(tuple(steps), error.message)
            last = steps[-1]
            if last.status not in _ELSEWHERE:
                return Visit(tuple(steps))
            target = quote(urljoin(here, last.headers.get("location", "")).partition("#")[0], safe=_URI)
            if not last.headers.get("location"):
                return Visit(tuple(steps), f"status {last.status} names no place to go to")
            if target in {each.address for each in steps}:
                return Visit(tuple(steps), f"it is sent in a circle, back to {target}")
            if here.startswith("https:") and target.startswith("http:"):
                return Visit(tuple(steps), f"it is sent from https to {target}")
            here = target
        return Visit(tuple(steps), f"it is sent on more than {MOST_REDIRECTS} times")

    def _host(self, address: str, *, within: bool) -> Host:
        host = host_of(address, self.tell)
        if is_own(host.address.hostname or "") and not within:
            raise NetworkError(f"it is sent into your own network, to {address}")
        return host


def _unpacked(answer: Exchange) -> Exchange:
    """The answer with its body unpacked; a body that cannot be is kept as it is, so that whoever reads it fails."""
    if answer.headers.get("content-encoding", "") != "gzip" or not answer.body:
        return answer
    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        body = unpacking.decompress(answer.body, MOST_ANSWER_BYTES)
    except (zlib.error, gzip.BadGzipFile):
        return answer
    return Exchange(answer.address, answer.status, answer.headers, body)
