"""Arguments and options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from letterbook.findings import Finding, Severity

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The letterbook: a folder with letterbook.toml.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


class FailOn(StrEnum):
    """From which severity on findings make a command fail."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    NEVER = "never"


FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="Exit with 1 for findings of this severity or above.")]


def fail(findings: list[Finding], fail_on: FailOn) -> None:
    """Leave with exit code 1 where there are findings of that severity or above."""
    if fail_on is not FailOn.NEVER:
        limit = Severity(fail_on.value).weight
        if any(finding.level.weight >= limit for finding in findings):
            raise typer.Exit(1)
