"""The command ``serve``: a build answered for on a port of this machine."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.talk import say
from letterbook.output import read_manifest
from letterbook.web.app import create_app
from letterbook.web.folder import BuildFolder
from letterbook.web.server import Limits, serve, take_port
from letterbook.web.turns import turns_of


def serve_command(
    build: Annotated[Path, typer.Argument(metavar="BUILD", help="A build, by default ./build.")] = Path("build"),
    host: Annotated[str, typer.Option("--host", help="Where to listen; 0.0.0.0 for all the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    reconciliation_draft: Annotated[
        bool,
        typer.Option("--reconciliation-draft", help="Speak the draft of the Reconciliation API 1.0 as well as 0.2."),
    ] = False,
) -> None:
    """Serve a build: its documents under their own paths, each in the form that a client wants. Ctrl-C ends it.

    letterbook serve build --port 8000
    """
    manifest = read_manifest(build)
    turns = turns_of(manifest)
    app = create_app(build, turns, reconciliation_draft=reconciliation_draft)
    listening = take_port(host, port)
    limits = Limits()
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listening.getsockname()[1]}{BuildFolder(build).snapshot().public_path}"
    say(f"{manifest['title']}: {address} for {manifest['base']}")
    say(f"limits: {limits}")
    say(f"queries at {address}sparql: {turns}; end with Ctrl-C")
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to end
        serve(app, listening, limits)
    say("ended")
