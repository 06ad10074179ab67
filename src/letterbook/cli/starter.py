"""A new letterbook, planted from the sample that comes with the program."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from letterbook.cli.talk import say
from letterbook.configuration import FILE_NAME
from letterbook.errors import OutputError, UsageError
from letterbook.resources import resource_folder

_EMPTY = """\
title = "My letters"
description = ""
base = "https://letterbook.example/"
publisher = ""
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
language = ""  # recognised letter by letter; or en, fr, de, ru, tr
profile = ""   # recognised; or a series: see letterbook profile suggest
"""


def plant(folder: Path, *, empty: bool) -> None:
    """Make a letterbook in a new or an empty folder.

    Raises:  UsageError where the folder has something in it, OutputError where it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{str(folder)!r} exists and is not an empty folder", remedy="name a new folder")
    sample = resource_folder("data")
    try:
        if not empty:
            shutil.copytree(sample, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
            return
        (folder / "letters").mkdir(parents=True)
        (folder / "registers").mkdir()
        for register in sorted((sample / "registers").glob("*.csv")):
            header = register.read_text(encoding="utf-8").splitlines()[0]
            (folder / "registers" / register.name).write_text(header + "\n", encoding="utf-8")
        (folder / FILE_NAME).write_text(_EMPTY, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", str(folder), "choose another folder") from error


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
