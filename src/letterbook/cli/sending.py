"""The command ``load``: a build into a triple store elsewhere."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.options import FailOn, FailOnOption, Quiet, fail
from letterbook.cli.talk import counted, give, progress_bar, say
from letterbook.credentials import Credentials
from letterbook.errors import UsageError
from letterbook.findings import number_of
from letterbook.loading import COMMANDS, STORES, Extent, Loaded, Wish, load, write_bulk

PASSWORD = "LETTERBOOK_PASSWORD"  # noqa: S105 (the name of a variable)
TOKEN = "LETTERBOOK_TOKEN"  # noqa: S105


def load_command(
    build: Annotated[Path, typer.Argument(metavar="BUILD", help="A build, by default ./build.")] = Path("build"),
    to: Annotated[
        str, typer.Option("--to", help="The address of the store, of its dataset or of its repository.")
    ] = "",
    store: Annotated[
        str, typer.Option("--store", help=f"Of what kind it is, where it does not say so: {', '.join(STORES)}.")
    ] = "",
    user: Annotated[
        str, typer.Option("--user", help=f"The name; the password is taken from {PASSWORD}, or asked for.")
    ] = "",
    update_url: Annotated[str, typer.Option("--update-url", help="Where it takes SPARQL Update.")] = "",
    graphs_url: Annotated[
        str, typer.Option("--graphs-url", help="Where it takes whole graphs (Graph Store Protocol).")
    ] = "",
    by_update: Annotated[bool, typer.Option("--by-update", help="Send everything by SPARQL Update.")] = False,
    verify: Annotated[
        Extent, typer.Option("--verify", help="Which graphs are asked back and compared; all are counted.")
    ] = Extent.SENT,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent and dropped; change nothing.")
    ] = False,
    bulk: Annotated[
        str, typer.Option("--bulk", help=f"Write a folder for a bulk loader instead: {', '.join(COMMANDS)}.")
    ] = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="That folder.")] = Path("bulk"),
    fail_on: FailOnOption = FailOn.ERROR,
    quiet: Quiet = False,
) -> None:
    """Bring a triple store to what a build holds: what has changed is sent, what is gone dropped, and all verified.

    letterbook load build --to http://localhost:7878

    letterbook load build --to http://localhost:8890 --user dba
    """
    if bulk:
        give(write_bulk(build, bulk, out) + "\n")
        return
    if not to:
        raise UsageError("nothing says where to load", remedy="give the address of a store: --to URL, or --bulk")
    wish = Wish(
        store=store, update_url=update_url, graphs_url=graphs_url, by_update=by_update, dry_run=dry_run, verify=verify
    )
    with progress_bar(quiet=quiet) as note:
        done = load(build, to, _credentials(user, to), lambda text: None if quiet else say(text), note, wish)
    if dry_run:
        for mark, names in (("+", done.sent), ("-", done.dropped)):
            for name in names:
                give(f"{mark} {name}\n")
    if not quiet:
        for finding in done.findings:
            say(finding.line_of_text())
        say(_summary(done, dry_run=dry_run))
    fail(done.findings, fail_on)


def _summary(done: Loaded, *, dry_run: bool) -> str:
    what = f"{number_of(len(done.sent), 'graph')} {'to be ' if dry_run else ''}sent, {len(done.dropped)} {'to be ' if dry_run else ''}dropped, {done.unchanged} unchanged"
    if dry_run:
        return f"{what}; nothing was changed"
    return f"{what}; {done.triples} triples counted, {number_of(done.compared, 'graph')} compared; {counted(done.findings)}"


def _credentials(user: str, address: str) -> Credentials:
    """The name and password, or the token, that the environment and the person at the keyboard give.

    Raises:  UsageError where a password is needed and nobody can be asked.
    """
    token = os.environ.get(TOKEN, "")
    if not user:
        return Credentials(token=token)
    password = os.environ.get(PASSWORD)
    if password is None and not sys.stdin.isatty():
        raise UsageError(f"there is no password for {user!r}", remedy=f"put it into the environment as {PASSWORD}")
    return Credentials(user, getpass.getpass(f"password of {user} at {address}: ") if password is None else password)
