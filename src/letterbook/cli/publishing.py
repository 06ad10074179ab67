"""The commands ``publish …``: a publication as others meet it."""

from __future__ import annotations

from typing import Annotated

import typer

from letterbook.cli.options import FailOn, FailOnOption, Quiet, fail
from letterbook.cli.talk import FindingFormat, counted, findings_as, give, say
from letterbook.dereferencing import SAMPLED_IRIS, audit
from letterbook.findings import number_of

app = typer.Typer(name="publish", help="A publication as others meet it.", no_args_is_help=True)


@app.command("check")
def check_command(
    address: Annotated[
        str, typer.Argument(metavar="URL", help="Where the publication is to be met, as https://host/path/.")
    ],
    sample: Annotated[
        int,
        typer.Option(
            "--sample", min=0, help="How many IRIs of the sitemap to ask for, spread over all kinds; 0 for all."
        ),
    ] = SAMPLED_IRIS,
    form: Annotated[FindingFormat, typer.Option("--format", help="How the findings are written.")] = FindingFormat.TEXT,
    fail_on: FailOnOption = FailOn.WARNING,
    quiet: Quiet = False,
) -> None:
    """Ask a publication for its IRIs as curl, a browser, rdflib, rapper and Comunica ask, and explain what fails.

    letterbook publish check https://letters.example/
    """
    found = audit(address, say, sample=sample)
    for line in findings_as(found.findings, form):
        give(line)
    if not quiet:
        say(
            f"{found.base}: {number_of(len(found.asked), 'IRI')} of {found.known} listed, asked in {found.requests} requests; "
            f"{counted(list(found.findings))}"
        )
    fail(list(found.findings), fail_on)
