"""Days of other calendars as days of the proleptic Gregorian one, and the feasts that move.

Source:  The French Republican year as the decree of 4 frimaire an II set it (it begins on the day of the autumn equinox
         in Paris); the tabular (civil) Islamic calendar with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of thirty; the
         Ottoman laws of 8 February 1332 (the 16th became 1 March 1333) and of 1333 (the year begins in January from 1334); J.-M.
         Oudin's rule for Easter.
"""

from __future__ import annotations

from letterbook.dates import Calendar, Day, convert, day_after
from letterbook.errors import DateError

_REPUBLICAN_YEARS = (
    22,
    22,
    22,
    23,
    22,
    22,
    22,
    23,
    23,
    23,
    23,
    24,
    23,
    23,
)  # the day of September on which each year begins
_HIJRI_LEAP = frozenset({2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29})
_HIJRI_EPOCH = Day(622, 7, 19)  # 16 July 622 of the Julian calendar


def republican(year: int, month: int, day: int) -> Day:
    """A day of the French Republican calendar; month 13 are the complementary days.

    Raises:  DateError for a year beyond XIV or a day that the month has not.

    >>> republican(8, 2, 18)
    Day(year=1799, month=11, day=9)
    """
    if not 1 <= year <= 14:
        raise DateError(f"{year} is no year of the Republican calendar: it had 1 to 14")
    first = Day(1791 + year, 9, _REPUBLICAN_YEARS[year - 1])
    following = Day(1792 + year, 9, _REPUBLICAN_YEARS[year]) if year < 14 else Day(1806, 9, 23)
    count = 30 * (month - 1) + day - 1
    last = 30 if month < 13 else 5 + (day_after(first, 365) != following)
    if not (1 <= month <= 13 and 1 <= day <= last):
        raise DateError(f"{day} is not a day of month {month} of the Republican year {year}")
    return day_after(first, count)


def hijri(year: int, month: int, day: int) -> Day:
    """A day of the tabular Islamic calendar; the day that was observed may lie one or two days off.

    Raises:  DateError for a month or a day that there is not.

    >>> hijri(1339, 8, 1)
    Day(year=1921, month=4, day=10)
    """
    leap = (year % 30 or 30) in _HIJRI_LEAP
    last = 30 if month % 2 or (month == 12 and leap) else 29
    if not (1 <= month <= 12 and 1 <= day <= last):
        raise DateError(f"{day} is not a day of month {month} of the Islamic year {year}")
    cycles, rest = divmod(year - 1, 30)
    before = cycles * 10_631 + rest * 354 + sum(each in _HIJRI_LEAP for each in range(1, rest + 1))
    return day_after(_HIJRI_EPOCH, before + 29 * (month - 1) + month // 2 + day - 1)


def rumi(year: int, month: int, day: int) -> Day:
    """A day of the Ottoman fiscal calendar, whose months are those of the solar year (1 = January).

    Form:    to 15 February 1332 its days are Julian and its year begins in March; from 1 March 1333 they are Gregorian; from
             1334 the year begins in January.
    Raises:  DateError for a day that the month has not, or that was left out.

    >>> rumi(1325, 3, 31), rumi(1337, 4, 9)
    (Day(year=1909, month=4, day=13), Day(year=1921, month=4, day=9))
    """
    if (year == 1332 and month == 2 and day > 15) or (year == 1333 and month < 3):
        raise DateError("the days from 16 February 1332 to the end of that winter were left out: 1 March 1333 followed")
    julian = year < 1333
    begins_in_march = year < 1333
    number = year + 584 + (begins_in_march and month < 3)
    return convert(number, month, day, Calendar.JULIAN if julian else Calendar.GREGORIAN)


def easter(year: int, calendar: Calendar = Calendar.GREGORIAN) -> Day:
    """Easter Sunday as that calendar's churches kept it.

    >>> easter(1921), easter(1921, Calendar.JULIAN)
    (Day(year=1921, month=3, day=27), Day(year=1921, month=5, day=1))
    """
    golden = year % 19
    if calendar is Calendar.JULIAN:
        epact = (19 * golden + 15) % 30
        weekday = (year + year // 4 + epact) % 7
    else:
        century = year // 100
        epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
        epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
        weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    distance = epact - weekday
    month = 3 + (distance + 40) // 44
    return convert(year, month, distance + 28 - 31 * (month // 4), calendar)
