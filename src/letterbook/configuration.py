"""letterbook.toml: what a letterbook is called, where it is published, and how its letters are read.

To add a setting: a field of ``Configuration`` with its default, and a line in the README.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from letterbook.calendars import Calendar
from letterbook.dates import HistoricalDate, is_before, parse_edtf
from letterbook.errors import DateError, TermError, UsageError
from letterbook.terms import iri, mended_tag

FILE_NAME = "letterbook.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The settings of a letterbook; every field is a key of letterbook.toml.

    Form:    ``base`` is an absolute IRI that ends in ``/``; ``language`` is the language of the printed text (BCP 47);
             ``profile`` names a series profile or a file of the letterbook. ``language``, ``profile`` and ``encoding`` are empty
             where they are to be recognised. ``date_from`` and ``date_to`` are EDTF, empty where the letters may be of any time;
             ``calendar`` is gregorian or julian, empty where the profile says which; ``day_first`` is None where it is not known;
             ``xinclude`` lets XML files include others of the folder; ``published`` is the day of publication, YYYY-MM-DD; ``columns`` is the mapping of the tables as it stands there, for
             their reader to check; ``queries`` has those limits of the query endpoint that are not left as they are.
    """

    title: str = "Letterbook"
    description: str = ""
    base: str = "https://letterbook.example/"
    publisher: str = ""
    licence: str = "https://creativecommons.org/publicdomain/zero/1.0/"
    rights: str = ""
    published: str = ""
    language: str = ""
    profile: str = ""
    encoding: str = ""
    source_megabytes: int = 64
    xinclude: bool = False
    date_from: str = ""
    date_to: str = ""
    calendar: str = ""
    day_first: bool | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)

    @property
    def period(self) -> tuple[HistoricalDate | None, HistoricalDate | None]:
        """Before and after which no letter should be dated; None where that is not stated."""
        begin, end = (parse_edtf(each) if each else None for each in (self.date_from, self.date_to))
        return begin, end

    @property
    def conventions(self) -> tuple[tuple[str, str | bool], ...]:
        """How dates are to be understood, as far as it is stated: settings that outrank the layout of a profile."""
        stated = {"calendar": self.calendar or None, "day_first": self.day_first}
        return tuple((name, value) for name, value in stated.items() if value is not None)

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
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except FileNotFoundError:
        raise UsageError(
            f"{str(folder)!r} is not a letterbook: it has no {FILE_NAME}",
            remedy=f"make one with: letterbook init {folder}",
        ) from None
    except OSError as error:
        raise UsageError(f"{FILE_NAME} cannot be read: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{FILE_NAME} is not UTF-8 at byte {error.start}"
        raise UsageError(message, f"{path}, line {line}", "save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{FILE_NAME} is not TOML: {error}", str(path)) from error
    return _from_table(table, text, path)


_WORDS = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    dict: "a table that begins with its name in brackets",
}
_KINDS = {"source_megabytes": int, "day_first": bool, "xinclude": bool, "columns": dict, "queries": dict}
_DATES = ("date_from", "date_to")
_QUERY_LIMITS = ("seconds", "megabytes", "rows", "at_once", "client_seconds")
_LEAST_QUERY_MEGABYTES = 256  # with less the store cannot even be opened
_CALENDARS = (Calendar.GREGORIAN, Calendar.JULIAN)


def _from_table(table: dict[str, Any], text: str, path: Path) -> Configuration:
    def where(key: str) -> str:
        return f"{path}, line {_line_of(key, text)}"

    values: dict[str, Any] = {}
    known = [each.name for each in fields(Configuration)]
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            remedy = f"did you mean {near[0]!r}?" if near else f"the keys are: {', '.join(known)}"
            raise UsageError(f"unknown key {key!r}", where(key), remedy)
        if key in _DATES and type(value) in (int, date):
            value = str(value)  # TOML writes days and years without quotes as well
        wanted = _KINDS.get(key, str)
        if type(value) is not wanted:
            raise UsageError(f"{key} is {value!r}, expected {_WORDS[wanted]}", where(key))
        values[key] = value
    configuration = Configuration(**values)
    if configuration.source_megabytes < 1:
        raise UsageError("source_megabytes must be at least 1", where("source_megabytes"))
    for key, value in configuration.queries.items():
        if key not in _QUERY_LIMITS:
            raise UsageError(
                f"unknown limit {key!r} of queries", where(key), f"the limits are: {', '.join(_QUERY_LIMITS)}"
            )
        least = _LEAST_QUERY_MEGABYTES if key == "megabytes" else 1
        if type(value) is not int or value < least:
            raise UsageError(f"{key} is {value!r}, expected a whole number from {least} on", where(key))
    if configuration.licence:
        try:
            iri(configuration.licence)
        except TermError as error:
            raise UsageError(
                f"licence is {configuration.licence!r}, expected the address of a licence",
                where("licence"),
                "such as https://creativecommons.org/licenses/by/4.0/",
            ) from error
    if configuration.language:
        _, fault = mended_tag(configuration.language)
        if fault:
            raise UsageError(f"language: {fault}", where("language"), "use a BCP 47 tag such as en, de-AT, ru")
    if configuration.published:
        _check_day(configuration.published, where("published"))
    if configuration.calendar not in ("", *_CALENDARS):
        message = f"calendar is {configuration.calendar!r}, expected {' or '.join(_CALENDARS)}"
        raise UsageError(message, where("calendar"), "dates in other calendars are known by their months")
    for key in [each for each in _DATES if values.get(each)]:
        try:
            parse_edtf(values[key])
        except DateError as error:
            remedy = "write a day, a month or a year, as 1921-04-09, 1921-04 or 1921"
            raise UsageError(f"{key} is {values[key]!r}: {error.message}", where(key), remedy) from error
    begin, end = configuration.period
    if begin and end and is_before(end, begin):
        raise UsageError(f"date_to lies before date_from: {end.edtf}, {begin.edtf}", where("date_to"))
    return replace(configuration, base=_checked_base(configuration.base, where("base")))


def _check_day(text: str, where: str) -> None:
    try:
        if datetime.date.fromisoformat(text).isoformat() == text:
            return
    except ValueError:
        pass
    raise UsageError(f"published is {text!r}, expected a day", where, "write it as YYYY-MM-DD, such as 2026-11-24")


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
