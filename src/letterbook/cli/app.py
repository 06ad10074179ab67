"""The commands by name, and the one place where an error becomes a message and an exit code.

A command's module, with all that it needs, is loaded when the command is run; help and errors of usage need none of them.

Exit codes: 0 done; 1 findings at or above --fail-on; 2 usage or configuration; 3 input cannot be read; 4 limit, lock or
output; 5 network; 130 interrupted, 143 terminated.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from letterbook.cli.loading import Commands, Named
from letterbook.cli.talk import ReaderLeftError, give, say
from letterbook.errors import LetterbookError

COMMANDS = {
    "build": Named(
        "building",
        "build_command",
        "Read, state, validate, write and load a letterbook; the earlier build stands until the new one is verified.",
    ),
    "check": Named(
        "building",
        "check_command",
        "List the findings of a letterbook as file:line:column CODE message → remedy; nothing is written.",
    ),
    "read": Named(
        "building", "read_command", "Print what the readers understood of a text, with the characters that say it."
    ),
    "reconcile": Named(
        "reconciling",
        "reconcile_command",
        "Look for the names of a letterbook in an authority file; keep the candidates for decision, or apply what is decided.",
    ),
    "columns": Named(
        "tables",
        "columns_command",
        "Propose what the columns of a table are, as TOML for letterbook.toml, and show what is understood of three rows.",
    ),
    "import": Named(
        "tables",
        "import_command",
        "Take a table into letters/, a letter a row, with the mapping of its columns beside it.",
    ),
    "report": Named(
        "reporting",
        "report_command",
        "Report the findings of a letterbook: as text, JSON, CSV, or as a workbook with each table and its bad cells marked.",
    ),
    "review": Named(
        "reviewing",
        "review_command",
        "List what is in doubt and may be decided: values, contradictions, names that no register explains.",
    ),
    "eval": Named(
        "measure",
        "eval_command",
        "Measure how well letters are read: by field and by rule, against gold or against decisions.",
    ),
    "serve": Named(
        "serving",
        "serve_command",
        "Serve a build: its documents under their own paths, each in the form that a client wants. Ctrl-C ends it.",
    ),
    "query": Named("querying", "query_command", "Ask a build a SPARQL question."),
    "ask": Named("asking", "ask_command", "Ask a build for letters. Whatever is given must all be so."),
    "load": Named(
        "sending",
        "load_command",
        "Bring a triple store to what a build holds: what has changed is sent, what is gone dropped, and all verified.",
    ),
    "export": Named(
        "exporting",
        "export_command",
        "Write a build in the formats that others ask for; one format goes to stdout, several go to exports/.",
    ),
    "init": Named("starter", "init_command", "Make a new letterbook, with a sample letter that builds at once."),
    "explain": Named("explaining", "explain_command", "Explain the code of a finding."),
    "doctor": Named("doctor", "doctor_command", "Say what is right and wrong with this installation."),
    "profile": Named("profiles", "app", "Check a series profile, or find the one that fits a folder."),
    "publish": Named("publishing", "app", "A publication as others meet it."),
}
"""To add a command: a line here, and its function in a module of this room."""

app = typer.Typer(
    name="letterbook",
    cls=Commands.of(COMMANDS),
    help="Letters in, linked data out.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(*, value: bool) -> None:
    if value:
        from importlib.metadata import version

        give(f"letterbook {version('letterbook')}\n")
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
