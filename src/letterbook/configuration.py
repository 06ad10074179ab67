"""letterbook.toml: what a letterbook is called, where it is published, and how its letters are read.

To add a setting: a field of ``Configuration`` with its default, and a line in the README.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from letterbook.errors import TermError, UsageError
from letterbook.terms import iri

FILE_NAME = "letterbook.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The settings of a letterbook; every field is a key of letterbook.toml.

    Form:    ``base`` is an absolute IRI that ends in ``/``; ``language`` is the language of the printed text (BCP 47);
             ``profile`` names a series profile or a file of the letterbook. ``language``, ``profile`` and ``encoding`` are empty
             where they are to be recognised.
    """

    title: str = "Letterbook"
    description: str = ""
    base: str = "https://letterbook.example/"
    publisher: str = ""
    licence: str = "https://creativecommons.org/publicdomain/zero/1.0/"
    rights: str = ""
    language: str = ""
    profile: str = ""
    encoding: str = ""
    source_megabytes: int = 64

    def with_base(self, base: str) -> Configuration:
        """The same with another base IRI; raises UsageError where it is none."""
        return replace(self, base=_checked_base(base, "--base"))


def load_configuration(folder: Path) -> Configuration:
    """The configuration of the letterbook in this folder; a byte order mark is passed over.

    Raises:  UsageError, with file and line, for a missing file, bad TOML, an unknown key (with the nearest known one) or a
             value of the wrong kind.
    """
    path = folder / FILE_NAME
    if not folder.is_dir():
        raise UsageError(f"there is no folder {str(folder)!r}", remedy="name the folder that holds letterbook.toml")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        table = tomllib.loads(text)
    except FileNotFoundError:
        raise UsageError(
            f"{str(folder)!r} is not a letterbook: it has no {FILE_NAME}",
            remedy=f"make one with: letterbook init {folder}",
        ) from None
    except OSError as error:
        raise UsageError(f"{FILE_NAME} cannot be read: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{FILE_NAME} is not UTF-8 at byte {error.start}", str(path), "save the file as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{FILE_NAME} is not TOML: {error}", str(path)) from error
    return _from_table(table, text, path)


def _from_table(table: dict[str, Any], text: str, path: Path) -> Configuration:
    kinds = {field.name: type(field.default) for field in fields(Configuration)}
    for key, value in table.items():
        where = f"{path}, line {_line_of(key, text)}"
        if key not in kinds:
            near = difflib.get_close_matches(key, kinds, 1)
            remedy = f"did you mean {near[0]!r}?" if near else f"the keys are: {', '.join(kinds)}"
            raise UsageError(f"unknown key {key!r}", where, remedy)
        wanted = kinds[key]
        if type(value) is not wanted:
            word = "a text in quotes" if wanted is str else "a whole number"
            raise UsageError(f"{key} is {value!r}, expected {word}", where)
    configuration = Configuration(**table)
    if configuration.source_megabytes < 1:
        raise UsageError("source_megabytes must be at least 1", f"{path}, line {_line_of('source_megabytes', text)}")
    if configuration.licence:
        try:
            iri(configuration.licence)
        except TermError as error:
            where = f"{path}, line {_line_of('licence', text)}"
            raise UsageError(
                f"licence is {configuration.licence!r}, expected the address of a licence",
                where,
                "such as https://creativecommons.org/licenses/by/4.0/",
            ) from error
    where = f"{path}, line {_line_of('base', text)}"
    return replace(configuration, base=_checked_base(configuration.base, where))


def _checked_base(base: str, where: str) -> str:
    try:
        iri(base)
    except TermError as error:
        raise UsageError(f"base is {base!r}, which is not an absolute IRI", where, error.remedy) from error
    if not re.match(r"https?://[^/?#]+/", base + "/") or "?" in base or "#" in base:
        raise UsageError(
            f"base is {base!r}, expected a web address", where, "use https://, a host and perhaps a path, no ? and no #"
        )
    return base if base.endswith("/") else base + "/"


def _line_of(key: str, text: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[*[\"']?{re.escape(key)}\b", line):
            return number
    return 1
