"""The time of a letterbook: letters that are dated outside it are told, and keep their dates."""

from __future__ import annotations

from collections.abc import Iterator

from letterbook.configuration import Configuration
from letterbook.dates import HistoricalDate, is_before
from letterbook.findings import Finding
from letterbook.letter import Reading


def outside_period(reading: Reading, configuration: Configuration) -> Iterator[Finding]:
    """A finding L222 for each date of a letter that lies before or after the letterbook's time.

    Form:    a date that may lie inside is not told, nor is one that an editor has decided on.
    """
    begin, end = configuration.period
    for letter in reading.letters:
        for dated in (letter.date, letter.date_received):
            if dated is None or dated.evidence.decision:
                continue
            limit = _limit(dated.date, begin, end)
            if limit:
                start = dated.evidence.spans[0].start if dated.evidence.spans else letter.extent.start
                line, column = reading.transcript.position(start)
                yield Finding(
                    code="L222",
                    message=f"{dated.date.wording!r} ({dated.date.edtf}) lies {limit}",
                    remedy="check the date in the source, or correct date_from and date_to in letterbook.toml",
                    file=reading.transcript.source,
                    line=line,
                    column=column,
                    letter=f"letter {letter.ordinal}",
                )


def _limit(date: HistoricalDate, begin: HistoricalDate | None, end: HistoricalDate | None) -> str:
    """On which side of the letterbook's time a date lies; empty where it may lie inside."""
    if begin and is_before(date, begin):
        return f"before {begin.edtf}, the date_from of the letterbook"
    return f"after {end.edtf}, the date_to of the letterbook" if end and is_before(end, date) else ""
