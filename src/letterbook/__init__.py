"""Letterbook: letters in, linked data out.

Form:    ``read`` understands one text, ``check`` and ``build`` a whole letterbook; all else hangs on what they give.
"""

from letterbook.errors import LetterbookError
from letterbook.findings import Finding, Severity
from letterbook.letter import Letter, Reading, Span
from letterbook.publication import PROGRAM as __version__  # noqa: N811 -- the name that tools look for
from letterbook.publication import Letterbook, Outcome, build, check, open_letterbook

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
