"""The commands about series profiles: does a profile do what its examples say, and which one fits a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.talk import give, say
from letterbook.publication import ProfileFits, profile_examples, profile_fits

app = typer.Typer(
    name="profile",
    help="Check a series profile, or find the one that fits a folder.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_SHOWN = 3


@app.command("check")
def check_command(
    profile: Annotated[str, typer.Argument(metavar="FILE", help="A profile (YAML), or the name of one of ours.")],
    letters: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Texts of the series, to count what fits.")
    ] = None,
) -> None:
    """Load a profile, run its examples, and count what it understands of a folder.

    letterbook profile check frus
    """
    examples = profile_examples(profile)
    failed = [example for example in examples if not example.holds]
    for example in failed:
        give(f"FAIL {example.text}\n")
        for key, value in example.wanted.items():
            if example.found.get(key, "") != value:
                give(f"     {key}: found {example.found.get(key, '')!r}, expected {value!r}\n")
    give(f"{profile}: {len(examples) - len(failed)} of {len(examples)} examples come out as they say\n")
    if letters:
        _tell(profile_fits(letters, profile))
    if failed:
        raise typer.Exit(1)


@app.command("suggest")
def suggest_command(
    letters: Annotated[Path, typer.Argument(metavar="FOLDER", help="The texts of a series, or a letterbook.")],
) -> None:
    """Say which profile fits the texts of a folder, what it does not understand, and how a new one could begin.

    letterbook profile suggest data/letters
    """
    found = profile_fits(letters)
    _tell(found)
    if found.chosen:
        say(f"{found.chosen} fits: letterbook build takes it when letterbook.toml names no profile")
        return
    say(f"no profile fits; nearest: {found.fits[0].profile}. A new profile could begin so (save it as series.yaml):")
    give("series: my-series\n")
    give(f"extends: {found.language}\n")
    give("headings:\n")
    for form in found.forms or ("{sender} - {addressee}, {date}",):
        give(f'  - "{form}"\n')
    raise typer.Exit(1)


def _tell(found: ProfileFits) -> None:
    best = found.fits[0]
    for each in found.fits:
        give(f"{each.profile:20} {each.headings:3} of {each.texts} headings, {each.dates:3} of {each.texts} dates\n")
    for line in best.unmatched[:_SHOWN]:
        give(f"not understood by {best.profile}: {line.source}: {line.text}\n")
