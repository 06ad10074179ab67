"""The command ``explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from letterbook.cli.talk import give
from letterbook.errors import UsageError
from letterbook.findings import CODES


def explain_command(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code such as L202; all are listed without.")] = "",
) -> None:
    """Explain the code of a finding.

    letterbook explain L208
    """
    if not code:
        for each in CODES.values():
            give(f"{each.code}  {each.severity:8} {each.title}\n")
        return
    found = CODES.get(code.upper())
    if found is None:
        raise UsageError(f"{code!r} is not the code of a finding", remedy="list them with: letterbook explain")
    give(f"{found.code} ({found.severity}): {found.title}\n\n{found.explanation}\n")
