"""The period that an export is for: letters that may have been written in it."""

from __future__ import annotations

from dataclasses import dataclass

from letterbook.catalogue.times import When
from letterbook.dates import parse_edtf
from letterbook.errors import DateError, UsageError

_Day = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day; None where it is open. A letter belongs to it when it may have been written in it."""

    first: _Day | None = None
    last: _Day | None = None

    def holds(self, when: When | None) -> bool:
        """Whether what happened then may belong to the period; the undated belong to none that is bounded.

        >>> period_of("1921", "1923").holds(When("1923-12-01", "1924-01-31"))
        True
        """
        if self.first is None and self.last is None:
            return True
        if when is None or not (when.begin or when.end):
            return False
        after = self.first is None or not when.end or _day(when.end) >= self.first
        before = self.last is None or not when.begin or _day(when.begin) <= self.last
        return after and before


def period_of(begin: str, end: str) -> Period:
    """The period from the first day of one date to the last day of another, each EDTF and each allowed to be empty.

    Raises:  UsageError where one is no date, or the end is before the beginning.
    """
    first, last = _bound(begin, last=False), _bound(end, last=True)
    if first and last and last < first:
        raise UsageError(f"--to {end} is before --from {begin}", remedy="exchange the two")
    return Period(first, last)


def _bound(text: str, *, last: bool) -> _Day | None:
    if not text:
        return None
    try:
        date = parse_edtf(text)
    except DateError as error:
        raise UsageError(
            f"{text!r} is not a date", remedy="write a year, a month or a day: 1921, 1921-04, 1921-04-09"
        ) from error
    bound = date.latest if last else date.earliest
    if bound is None:
        raise UsageError(f"{text!r} has no {'last' if last else 'first'} day", remedy="write a year, a month or a day")
    return bound.year, f"{bound.month:02}-{bound.day:02}"


def _day(text: str) -> _Day:
    year, month, day = text.rsplit("-", 2)
    return int(year), f"{month}-{day}"
