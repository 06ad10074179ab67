"""Letterbook: letters in, linked data out.

Form:    ``read`` understands one text, ``check`` and ``build`` a whole letterbook; all else hangs on what they give.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letterbook.errors import LetterbookError
    from letterbook.findings import Finding, Severity
    from letterbook.letter import Letter, Reading, Span
    from letterbook.publication.book import Letterbook, open_letterbook
    from letterbook.publication.build import PROGRAM as __version__  # noqa: N811 -- the name that tools look for
    from letterbook.publication.build import Outcome, build, check

__all__ = [
    "Finding",
    "Letter",
    "Letterbook",
    "LetterbookError",
    "Outcome",
    "Reading",
    "Severity",
    "Span",
    "__version__",
    "build",
    "check",
    "open_letterbook",
]

_HOMES = {
    "Finding": "findings",
    "Letter": "letter",
    "Letterbook": "publication",
    "LetterbookError": "errors",
    "Outcome": "publication",
    "Reading": "letter",
    "Severity": "findings",
    "Span": "letter",
    "__version__": "publication",
    "build": "publication",
    "check": "publication",
    "open_letterbook": "publication",
}


def __getattr__(name: str) -> object:
    """A name of the face, from its room: only what is asked for is loaded, so that a query process starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = import_module(f"{__name__}.{_HOMES[name]}")
    return getattr(room, "PROGRAM" if name == "__version__" else name)
