"""Who we are to a host that asks for it: by name and password, or by a token.

A password is kept out of every message and of the command line; which of the ways is used, the host says.

Source:  RFC 7617 (Basic), RFC 7616 (Digest), RFC 6750 (Bearer)
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.request import parse_http_list, parse_keqv_list

_SCHEME = re.compile(r"(?:^|,\s*)(basic|digest)(?=\s|$|,)", re.IGNORECASE)
_HASHES: dict[str, Callable[[bytes], str]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}


@dataclass
class Credentials:
    """A name and password, or a token.

    Form:    a token is sent with every request; a name and password only when the host has asked for them.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    _challenge: dict[str, str] = field(default_factory=dict, repr=False)
    _basic: bool = field(default=False, repr=False)
    _uses: int = field(default=0, repr=False)

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def challenged(self, asked: str) -> bool:
        """Take up what a host asks with WWW-Authenticate; False where it cannot be answered."""
        if self.token or not self.user:
            return False
        offers = _offers(asked)
        digest = offers.get("digest")
        if digest is not None and digest.get("algorithm", "MD5").upper() in _HASHES:
            self._challenge, self._uses = digest, 0
            return True
        if "basic" in offers and not self._basic:
            self._basic = True
            return True
        return False

    def header(self, method: str, address: str) -> str:
        """What is sent as Authorization with one request; empty where nothing is."""
        if self.token:
            return f"Bearer {self.token}"
        if self._challenge:
            return self._digest(method, address)
        if self._basic:
            return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return ""

    def _digest(self, method: str, address: str) -> str:
        asked = self._challenge
        algorithm = asked.get("algorithm", "MD5")
        hashed = _HASHES[algorithm.upper()]
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
        who = hashed(f"{self.user}:{realm}:{self.password}".encode())
        what = hashed(f"{method}:{target}".encode())
        fields = {"username": self.user, "realm": realm, "nonce": nonce, "uri": target}
        plain = {"algorithm": algorithm} if "algorithm" in asked else {}
        if "auth" in [each.strip() for each in asked.get("qop", "").split(",")]:
            self._uses += 1
            count, own = f"{self._uses:08x}", secrets.token_hex(8)
            fields |= {"cnonce": own, "response": hashed(f"{who}:{nonce}:{count}:{own}:auth:{what}".encode())}
            plain |= {"qop": "auth", "nc": count}
        else:
            fields["response"] = hashed(f"{who}:{nonce}:{what}".encode())
        if "opaque" in asked:
            fields["opaque"] = asked["opaque"]
        quoted = [f'{name}="{_escaped(value)}"' for name, value in fields.items()]
        return "Digest " + ", ".join([*quoted, *(f"{name}={value}" for name, value in plain.items())])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _offers(asked: str) -> dict[str, dict[str, str]]:
    """The ways that a host offers, each with its parameters; the first of each."""
    found: dict[str, dict[str, str]] = {}
    marks = list(_SCHEME.finditer(asked))
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(asked)
        listed = [each for each in parse_http_list(asked[mark.end() : end].strip()) if "=" in each]
        found.setdefault(mark[1].lower(), {key.lower(): value for key, value in parse_keqv_list(listed).items()})
    return found
