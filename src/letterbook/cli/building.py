"""The commands ``build``, ``check`` and ``read``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.options import FailOn, FailOnOption, Folder, Quiet, fail
from letterbook.cli.talk import FindingFormat, counted, findings_as, give, progress_bar, say
from letterbook.errors import UsageError
from letterbook.findings import Severity, number_of
from letterbook.jsonl import letters_as_json
from letterbook.publication import build, check, read_path
from letterbook.validation.cmif import PROFILE as CORRESPSEARCH
from letterbook.validation.cmif import check_cmif

Workers = Annotated[
    int, typer.Option("--workers", "-j", min=0, help="How many processes do the work; as many as cores where it is 0.")
]
Frozen = Annotated[bool, typer.Option("--frozen", help="Fail when the id of a letter would be new or would vanish.")]


def build_command(
    folder: Folder = Path(),
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder of the build.")] = Path("build"),
    base: Annotated[
        str, typer.Option("--base", help="Publish under this base IRI instead of the configured one.")
    ] = "",
    frozen: Frozen = False,
    workers: Workers = 0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Take nothing over from the build that stands.")] = False,
    engine: Annotated[str, typer.Option("--engine", help="local, or dask: a cluster does the work.")] = "local",
    cluster: Annotated[
        str, typer.Option("--cluster", help="The address of the scheduler of a Dask cluster: tcp://host:8786.")
    ] = "",
    fail_on: FailOnOption = FailOn.ERROR,
    quiet: Quiet = False,
) -> None:
    """Read, state, validate, write and load a letterbook; the earlier build stands until the new one is verified.

    letterbook build data
    """
    if engine not in ("local", "dask"):
        raise UsageError(f"{engine!r} is not an engine", remedy="use --engine local or --engine dask")
    if (engine == "dask") is not bool(cluster):
        raise UsageError(
            "--engine dask and --cluster go together", remedy="name the scheduler: --cluster tcp://host:8786"
        )
    with progress_bar(quiet=quiet) as note:
        outcome = build(
            folder, out, base=base, frozen=frozen, workers=workers, fresh=fresh, cluster=cluster, progress=note
        )
    if not quiet:
        for finding in outcome.findings:
            say(finding.line_of_text())
        say(
            f"{number_of(outcome.letters, 'letter')}, {outcome.documents} documents, {outcome.statements} statements in {out}; "
            f"{counted(outcome.findings)}"
        )
    fail(outcome.findings, fail_on)


def check_command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A letterbook; with --profile correspsearch a CMIF file.")
    ] = Path(),
    frozen: Frozen = False,
    profile: Annotated[
        str, typer.Option("--profile", help="correspsearch: check a CMIF file by the rules of correspSearch.")
    ] = "",
    form: Annotated[FindingFormat, typer.Option("--format", help="How the findings are written.")] = FindingFormat.TEXT,
    workers: Workers = 0,
    fail_on: FailOnOption = FailOn.ERROR,
    quiet: Quiet = False,
) -> None:
    """List the findings of a letterbook as file:line:column CODE message → remedy; nothing is written.

    letterbook check data --format json

    letterbook check cmif.xml --profile correspsearch
    """
    if profile not in ("", CORRESPSEARCH):
        raise UsageError(f"{profile!r} is not a profile to check by", remedy=f"use --profile {CORRESPSEARCH}, or none")
    if profile:
        letters, findings = check_cmif(folder)
        verdict = "not CMIF 1.1: " if any(each.level is Severity.ERROR for each in findings) else "valid CMIF 1.1: "
    else:
        with progress_bar(quiet=quiet) as note:
            outcome = check(folder, frozen=frozen, workers=workers, progress=note)
        letters, findings, verdict = outcome.letters, outcome.findings, ""
    for line in findings_as(findings, form):
        give(line)
    if not quiet:
        say(f"{verdict}{number_of(letters, 'letter')}; {counted(findings)}")
    fail(findings, fail_on)


def read_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Text files, or folders with text files.")],
    form: Annotated[str, typer.Option("--format", help="jsonl: one JSON object a letter.")] = "jsonl",
    language: Annotated[str, typer.Option("--language", help="The language, where it is not to be recognised.")] = "",
    profile: Annotated[
        str, typer.Option("--profile", help="The series profile, where it is not to be recognised.")
    ] = "",
    encoding: Annotated[str, typer.Option("--encoding", help="The encoding, where it is not to be recognised.")] = "",
    registers: Annotated[
        Path | None, typer.Option("--registers", help="A folder with registers: find the persons they know.")
    ] = None,
    xinclude: Annotated[
        Path | None, typer.Option("--xinclude", help="Let XML files include others, of this folder alone.")
    ] = None,
) -> None:
    """Print what the readers understood of a text, with the characters that say it.

    letterbook read data/letters
    """
    if form != "jsonl":
        raise UsageError(f"{form!r} is not a format of this command", remedy="use --format jsonl")
    unreadable = False
    for reading, findings in read_path(
        paths, language=language, profile=profile, encoding=encoding, registers=registers, includes=xinclude
    ):
        for finding in findings:
            say(finding.line_of_text())
        if reading is None:
            unreadable = unreadable or any(finding.level is Severity.ERROR for finding in findings)
            continue
        for record in letters_as_json(reading):
            give(json.dumps(record, ensure_ascii=False) + "\n")
    if unreadable:
        raise typer.Exit(3)
