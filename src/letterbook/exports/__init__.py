"""Exports: a build as the files that others ask for.

To add one: a module with ``FORM``, ``write`` and what it needs besides, and its name in ``EXPORTS``; README, "Exports".
"""

from __future__ import annotations

import difflib
from importlib import import_module
from types import ModuleType

from letterbook.errors import UsageError

EXPORTS = (
    "cmif", "cmif2", "tei", "csv", "xlsx", "beacon", "graphml", "gexf", "edges", "palladio", "geojson", "rico", "rocrate",
    "quickstatements",
)  # fmt: skip
"""The names of the formats in the order in which they are listed; each is a module of this room."""


def find_export(name: str) -> ModuleType:
    """The module that writes this format; loaded only when it is asked for.

    Raises:  UsageError with the format that may be meant.
    """
    word = name.lower()
    if word not in EXPORTS:
        near = difflib.get_close_matches(word, EXPORTS, 1)
        remedy = f"did you mean {near[0]!r}?" if near else f"the formats are: {', '.join(EXPORTS)}"
        raise UsageError(f"{name!r} is not a format of exports", remedy=remedy)
    return import_module(f"letterbook.exports.{word}")
