"""The command ``serve``: a build answered for on a port of this machine."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Annotated

import typer
from starlette.types import ASGIApp

from letterbook.cli.talk import say
from letterbook.configuration import FILE_NAME as SETTINGS
from letterbook.errors import LetterbookError, UsageError
from letterbook.output import MANIFEST, read_manifest
from letterbook.publication import Watcher
from letterbook.web.app import create_app
from letterbook.web.asking import find_yasgui
from letterbook.web.folder import BuildFolder
from letterbook.web.live import Changes, LivePages
from letterbook.web.server import Limits, serve, take_port
from letterbook.web.turns import turns_of


def serve_command(
    build: Annotated[Path, typer.Argument(metavar="BUILD", help="A build, by default ./build.")] = Path("build"),
    host: Annotated[str, typer.Option("--host", help="Where to listen; 0.0.0.0 for all the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again when a file is saved, and load the pages again that are open.")
    ] = False,
    source: Annotated[
        Path, typer.Option("--source", metavar="FOLDER", help="The letterbook that is watched, by default this folder.")
    ] = Path(),
    reconciliation_draft: Annotated[
        bool,
        typer.Option("--reconciliation-draft", help="Speak the draft of the Reconciliation API 1.0 as well as 0.2."),
    ] = False,
    yasgui: Annotated[
        Path | None, typer.Option("--yasgui", metavar="FOLDER", help="Serve YASGUI from here in place of our page.")
    ] = None,
) -> None:
    """Serve a build: its documents under their own paths, each in the form that a client wants. Ctrl-C ends it.

    letterbook serve build --port 8000

    letterbook serve build --watch --source data
    """
    changes = Changes()
    watcher = _watcher(source, build, changes) if watch else None
    manifest = read_manifest(build)
    turns = turns_of(manifest)
    app: ASGIApp = create_app(
        build, turns, reconciliation_draft=reconciliation_draft, yasgui=find_yasgui(yasgui) if yasgui else None
    )
    listening = take_port(host, port)
    limits = Limits()
    name = f"[{host}]" if ":" in host else host
    public_path = BuildFolder(build).snapshot().public_path
    address = f"http://{name}:{listening.getsockname()[1]}{public_path}"
    say(f"{manifest['title']}: {address} for {manifest['base']}")
    say(f"limits: {limits}")
    say(f"queries at {address}sparql: {turns}; end with Ctrl-C")
    if watcher:
        say(f"watching {source}: save a file, and the pages that are open load again")
        app = LivePages(app, changes, public_path)
        thread = threading.Thread(target=watcher.run)
        thread.start()
    try:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to end
            serve(app, listening, limits)
    finally:
        if watcher:
            watcher.stop.set()
            thread.join()
    say("ended")


def _watcher(source: Path, build: Path, changes: Changes) -> Watcher:
    """A watcher that has built once; an edit that is broken from the start leaves an earlier build to be served."""
    if not (source / SETTINGS).is_file():
        raise UsageError(
            f"{str(source)!r} is no letterbook: it has no {SETTINGS}", remedy="name its folder: --watch --source FOLDER"
        )

    def tell(lines: tuple[str, ...]) -> None:
        changes.tell(lines)  # before it is said, so that who reads it finds it so
        for line in lines or ("built again",):
            say(line)

    watcher = Watcher(source, build, tell)
    try:
        for finding in watcher.first().findings:
            say(finding.line_of_text())
    except LetterbookError as error:
        if not (build / MANIFEST).is_file():
            raise
        tell((str(error).replace("\n    ", " "),))
    return watcher
