"""Answers packed on their way: by gzip, and by Brotli where that is installed (``pip install letterbook[br]``).

Source:  RFC 9110, section 8.4.1 (content codings); RFC 7932 (Brotli)
"""

from __future__ import annotations

import gzip
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from letterbook.web.negotiation import choose_coding

_BROTLI_QUALITY = 5
"""As fast as gzip at its usual strength, and some tenth smaller; the strongest costs a hundred times as much."""


@dataclass(frozen=True, slots=True)
class Coding:
    """One way to pack: its name in Content-Encoding, and what packs. The same bytes give the same bytes."""

    name: str
    pack: Callable[[bytes], bytes]


def packed_as(header: str | None) -> Coding | None:
    """How the answer to a client is packed, by its Accept-Encoding header; None where it is not."""
    return codings().get(choose_coding(header, list(codings())))


@cache
def codings() -> dict[str, Coding]:
    """The codings there are here by their names, the better first."""
    found = {"gzip": Coding("gzip", _gzip)}
    name = next((each for each in ("brotli", "brotlicffi") if importlib.util.find_spec(each)), "")
    if name:
        brotli = importlib.import_module(name)
        found = {"br": Coding("br", lambda data: bytes(brotli.compress(data, quality=_BROTLI_QUALITY))), **found}
    return found


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)
