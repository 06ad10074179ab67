"""Where ontology/, shapes/ and data/ are: the one place that knows a checkout from an installed wheel."""

from __future__ import annotations

from pathlib import Path

from letterbook.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """The folder ``ontology``, ``shapes`` or ``data`` that belongs to this installation.

    Raises:  UsageError where the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_resources" / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise UsageError(f"this installation has no folder {name!r}", remedy="install letterbook again")
