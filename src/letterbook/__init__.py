"""Letterbook: letters in, linked data out.

Form:    ``open`` gives a build to ask, ``read`` what is understood of sources, ``check`` and ``build`` a whole letterbook; all else
         hangs on what they give.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letterbook.errors import LetterbookError
    from letterbook.findings import Finding, Severity
    from letterbook.letter import Letter, Reading, Span
    from letterbook.notebook import OpenBuild, Rows, open  # noqa: A004 -- called as letterbook.open
    from letterbook.publication.book import Letterbook, open_letterbook
    from letterbook.publication.book import read_path as read
    from letterbook.publication.build import PROGRAM as __version__  # noqa: N811 -- the name that tools look for
    from letterbook.publication.build import Outcome, build, check

__all__ = [
    "Finding",
    "Letter",
    "Letterbook",
    "LetterbookError",
    "OpenBuild",
    "Outcome",
    "Reading",
    "Rows",
    "Severity",
    "Span",
    "__version__",
    "build",
    "check",
    "open",
    "open_letterbook",
    "read",
]

_HOMES = {
    "Finding": "findings",
    "Letter": "letter",
    "Letterbook": "publication",
    "LetterbookError": "errors",
    "OpenBuild": "notebook",
    "Outcome": "publication",
    "Reading": "letter",
    "Rows": "notebook",
    "Severity": "findings",
    "Span": "letter",
    "__version__": "publication",
    "build": "publication",
    "check": "publication",
    "open": "notebook",
    "open_letterbook": "publication",
    "read": "publication",
}
_CALLED_THERE = {"__version__": "PROGRAM", "read": "read_path"}


def __getattr__(name: str) -> object:
    """A name of the face, from its room: only what is asked for is loaded, so that a query process starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = import_module(f"{__name__}.{_HOMES[name]}")
    return getattr(room, _CALLED_THERE.get(name, name))
