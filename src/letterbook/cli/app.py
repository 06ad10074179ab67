"""The commands, and the one place where an error becomes a message and an exit code.

Exit codes: 0 done; 1 findings at or above --fail-on; 2 usage or configuration; 3 input cannot be read; 4 limit, lock or
output; 5 network; 130 interrupted, 143 terminated.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from letterbook.cli import profiles
from letterbook.cli.asking import ask_command
from letterbook.cli.doctor import examine
from letterbook.cli.exporting import export_command
from letterbook.cli.measure import eval_command
from letterbook.cli.options import FailOn, FailOnOption, Folder, Quiet, fail
from letterbook.cli.publishing import app as publish_app
from letterbook.cli.querying import query_command
from letterbook.cli.reconciling import reconcile_command
from letterbook.cli.reporting import report_command
from letterbook.cli.reviewing import review_command
from letterbook.cli.serving import serve_command
from letterbook.cli.starter import plant
from letterbook.cli.tables import columns_command, import_command
from letterbook.cli.talk import FindingFormat, ReaderLeftError, counted, findings_as, give, progress_bar, say
from letterbook.errors import LetterbookError, UsageError
from letterbook.findings import CODES, Severity, number_of
from letterbook.jsonl import letters_as_json
from letterbook.publication import (
    PROGRAM,
    build,
    check,
    read_path,
)
from letterbook.validation.cmif import PROFILE as CORRESPSEARCH
from letterbook.validation.cmif import check_cmif

app = typer.Typer(
    name="letterbook",
    help="Letters in, linked data out.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(profiles.app)
app.add_typer(publish_app)


Workers = Annotated[
    int, typer.Option("--workers", "-j", min=0, help="How many processes do the work; as many as cores where it is 0.")
]
Frozen = Annotated[bool, typer.Option("--frozen", help="Fail when the id of a letter would be new or would vanish.")]


@app.command("build")
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


@app.command("check")
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


@app.command("read")
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
) -> None:
    """Print what the readers understood of a text, with the characters that say it.

    letterbook read data/letters
    """
    if form != "jsonl":
        raise UsageError(f"{form!r} is not a format of this command", remedy="use --format jsonl")
    unreadable = False
    for reading, findings in read_path(
        paths, language=language, profile=profile, encoding=encoding, registers=registers
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


app.command("reconcile")(reconcile_command)
app.command("columns")(columns_command)
app.command("import")(import_command)
app.command("report")(report_command)
app.command("review")(review_command)
app.command("eval")(eval_command)
app.command("serve")(serve_command)
app.command("query")(query_command)
app.command("ask")(ask_command)
app.command("export")(export_command)


@app.command("init")
def init_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or an empty folder.")],
    empty: Annotated[bool, typer.Option("--empty", help="Without the sample letter and its registers.")] = False,
) -> None:
    """Make a new letterbook, with a sample letter that builds at once.

    letterbook init my-letters
    """
    plant(folder, empty=empty)
    if empty:
        say(f"{folder} is ready: put text files into {folder / 'letters'}, then run: letterbook build {folder}")
    else:
        say(f"{folder} is ready with a sample letter; run: letterbook build {folder}")


@app.command("explain")
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


@app.command("doctor")
def doctor_command(
    form: Annotated[FindingFormat, typer.Option("--format", help="text or json.")] = FindingFormat.TEXT,
) -> None:
    """Say what is right and wrong with this installation.

    letterbook doctor
    """
    checks = examine()
    if form is FindingFormat.JSON:
        give(json.dumps([item.as_dict() for item in checks], indent=1, ensure_ascii=False) + "\n")
    else:
        for item in checks:
            give(f"{'ok  ' if item.ok else 'FAIL'} {item.name}: {item.detail}\n")
            if not item.ok:
                give(f"     → {item.remedy}\n")
    if not all(item.ok for item in checks):
        raise typer.Exit(1)


def _version(*, value: bool) -> None:
    if value:
        give(f"letterbook {PROGRAM}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=lambda value: _version(value=value), is_eager=True
        ),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program an error comes from.")] = False,
) -> None:
    """Letters in, linked data out: from printed letters to checked linked data that is traceable to its characters."""


def _terminated(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; a traceback is shown only with ``--debug``."""
    given = sys.argv[1:] if arguments is None else arguments
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code: Any = app(args=given, prog_name="letterbook", standalone_mode=False)
    except LetterbookError as error:
        say(f"letterbook: {error}")
        code = error.exit_code
    except typer.Exit as error:
        code = error.exit_code
    except TyperException as error:
        say(f"letterbook: {error.format_message()}")
        say("    → see: letterbook --help")
        code = 2
    except (KeyboardInterrupt, typer.Abort):
        say("letterbook: interrupted; the earlier build stands")
        code = 130
    except ReaderLeftError:
        # `| head` has read enough: nothing is wrong, and nothing more may be written, not even when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # the last resort: a fault of the program is told as one, without a traceback
        if "--debug" in given:
            raise
        say(f"letterbook: a fault of the program: {type(error).__name__}: {error}")
        say("    → run the command again with --debug before its name and report what it prints")
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
