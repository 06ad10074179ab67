"""The calendars in which dates are written, and the Gregorian day of each of their days; whole numbers, for any year.

Source:  E. G. Richards, Calendars, in: Explanatory Supplement to the Astronomical Almanac, 3rd edition, 2012, chapter 15
         (Julian, Gregorian, Islamic civil calendar, French Republican calendar, Easter); the Ottoman law of 8 February 1332
         (21 February 1917), by which 15 February 1332 was followed by 1 March 1333, a Gregorian day.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from letterbook.errors import DateError


class Calendar(StrEnum):
    """The calendar in which a date is written; what is stated and never assumed from the country."""

    GREGORIAN = "gregorian"
    JULIAN = "julian"
    REPUBLICAN = "republican"
    HIJRI = "hijri"
    RUMI = "rumi"


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A day of the proleptic Gregorian calendar; year 0 is 1 BC."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """The day as xsd:date."""
        return f"{year_text(self.year)}-{self.month:02}-{self.day:02}"


def year_text(number: int) -> str:
    """A year in at least four figures, as XSD writes it."""
    return f"-{-number:04}" if number < 0 else f"{number:04}"


_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = {Calendar.REPUBLICAN: 13}  # the thirteenth are the days that complete the year
_YEARS = {Calendar.REPUBLICAN: (1, 14), Calendar.RUMI: (1200, 1341), Calendar.HIJRI: (1, 1600)}
_LONG_YEARS = (3, 7, 11)  # of the Republic, with a sixth day at their end

# Counts of days since 1 March of the year 0, of the day before each calendar begins.
_HIJRI_BEGIN = 1_948_439 - 1_721_120
_REPUBLIC_BEGIN = 654_719
# The first Rumi year that is counted in Gregorian days; it has no January and no February.
_RUMI_REFORM = 1333
_RUMI_YEARS = 584


def months_of(year: int, calendar: Calendar) -> tuple[int, int]:
    """The first and the last month of a year: March to February for a Rumi year before 1333."""
    if calendar is Calendar.RUMI and year < _RUMI_REFORM:
        return 3, 2
    return (3 if calendar is Calendar.RUMI and year == _RUMI_REFORM else 1), _MONTHS.get(calendar, 12)


def month_days(year: int, month: int, calendar: Calendar) -> int:
    """How many days a month has; raises DateError where the calendar has no such month or year."""
    low, high = _YEARS.get(calendar, (year, year))
    if not low <= year <= high:
        raise DateError(f"{year} is not a year of the calendar ({calendar}): they are {low} to {high}")
    if not 1 <= month <= _MONTHS.get(calendar, 12):
        raise DateError(f"{month} is not a month: a month is 1 to {_MONTHS.get(calendar, 12)}")
    match calendar:
        case Calendar.REPUBLICAN:
            return 30 if month < 13 else 5 + (year in _LONG_YEARS)
        case Calendar.HIJRI:
            return 29 + (month % 2 == 1 or (month == 12 and (11 * year + 14) % 30 < 11))
        case Calendar.RUMI:
            if year == _RUMI_REFORM and month < 3:
                raise DateError(f"{year} has no month {month} ({calendar}): it begins with month 3")
            if (year, month) == (_RUMI_REFORM - 1, 2):
                return 15
            own = Calendar.JULIAN if year < _RUMI_REFORM else Calendar.GREGORIAN
            return month_days(_of_rumi(year, month), month, own)
    leap = year % 4 == 0 and (calendar is Calendar.JULIAN or year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def to_gregorian(year: int, month: int, day: int, calendar: Calendar) -> Day:
    """The Gregorian day of a day of a calendar.

    Form:    a Hijri day is that of the civil table; where the moon was watched, it may be one or two days off.
    Raises:  DateError where the calendar has no such day.

    >>> str(to_gregorian(1325, 3, 31, Calendar.RUMI))
    '1909-04-13'
    """
    last = month_days(year, month, calendar)
    if not 1 <= day <= last:
        raise DateError(f"{day} is not a day of month {month} of {year} ({calendar}): it has {last} days")
    match calendar:
        case Calendar.JULIAN:
            return _from_count(_julian_count(year, month, day))
        case Calendar.RUMI if year < _RUMI_REFORM:
            return _from_count(_julian_count(_of_rumi(year, month), month, day))
        case Calendar.RUMI:
            return Day(year + _RUMI_YEARS, month, day)
        case Calendar.HIJRI:
            whole = (year - 1) * 354 + (11 * year + 3) // 30 + (59 * (month - 1) + 1) // 2
            return _from_count(_HIJRI_BEGIN + whole + day)
        case Calendar.REPUBLICAN:
            long_years = sum(each < year for each in _LONG_YEARS)
            return _from_count(_REPUBLIC_BEGIN + (year - 1) * 365 + long_years + (month - 1) * 30 + day)
    return Day(year, month, day)


def easter(year: int, calendar: Calendar = Calendar.GREGORIAN) -> Day:
    """Easter Sunday by the tables of a calendar, as a Gregorian day.

    >>> str(easter(1650)), str(easter(1921, Calendar.JULIAN))
    ('1650-04-17', '1921-05-01')
    """
    golden = year % 19
    if calendar is Calendar.JULIAN:
        moon = (19 * golden + 15) % 30
        weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        number = moon + weekday + 114
        return to_gregorian(year, number // 31, number % 31 + 1, Calendar.JULIAN)
    century, rest = divmod(year, 100)
    shift = (8 * century + 13) // 25
    moon = (19 * golden + century - century // 4 - shift + 15) % 30
    moon -= (golden + 11 * moon) // 319
    weekday = (2 * (century % 4) + 2 * (rest // 4) - rest % 4 - moon + 32) % 7
    month = (moon + weekday + 90) // 25
    return Day(year, month, (moon + weekday + month + 19) % 32)


def days_after(first: Day, days: int) -> Day:
    """The day that lies a number of days behind another, or before it where the number is negative."""
    return _from_count(count_of(first) + days)


def count_of(first: Day) -> int:
    """The days since 1 March of the year 0, to subtract one day from another."""
    shifted, months = _from_march(first.year, first.month)
    leaps = shifted // 4 - shifted // 100 + shifted // 400
    return shifted * 365 + leaps + (153 * months + 2) // 5 + first.day - 1


def _of_rumi(year: int, month: int) -> int:
    """The year of our era in which a month of a Rumi year lies."""
    return year + _RUMI_YEARS + (year < _RUMI_REFORM and month < 3)


def _from_march(year: int, month: int) -> tuple[int, int]:
    """Year and month where the year begins in March, so that a leap day stands at its end."""
    return (year - 1, month + 9) if month < 3 else (year, month - 3)


def _julian_count(year: int, month: int, day: int) -> int:
    """The days since 1 March of the year 0 in the Gregorian count, of a Julian date."""
    shifted, months = _from_march(year, month)
    # The two calendars agree between 1 March 200 and 28 February 300; there the count of days is the same.
    return shifted * 365 + shifted // 4 + (153 * months + 2) // 5 + day - 1 - 2


def _from_count(count: int) -> Day:
    """The Gregorian day of a count of days since 1 March of the year 0: eras of 400 years have 146,097 days."""
    era, rest = divmod(count, 146_097)
    of_era = (rest - rest // 1_460 + rest // 36_524 - rest // 146_096) // 365
    of_year = rest - (365 * of_era + of_era // 4 - of_era // 100)
    months = (5 * of_year + 2) // 153
    number = of_era + era * 400
    which = months + 3 if months < 10 else months - 9
    return Day(number + (which < 3), which, of_year - (153 * months + 2) // 5 + 1)
