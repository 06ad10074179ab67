"""What the words and figures of a date mean: the tables of the languages, and the date that each form makes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from letterbook import calendars, dates
from letterbook.dates import Calendar, Day, HistoricalDate

_TYPED = re.compile(r"(?:^|[,(]|\b\w\w) ?(?P<tens>[123]) $")  # a typist's blank within a figure: "le 2 5 Octobre"
_ROMAN = {
    name: n for n, name in enumerate("I II III IV V VI VII VIII IX X XI XII XIII XIV".split(), 1)
}  # fmt: skip


class DateMaker:
    """Makes dates of matches, with the words of some tables; a form without a date makes None."""

    def __init__(self, tables: list[Mapping[str, Any]]) -> None:
        def listed(name: str) -> list[str]:
            return [str(word) for table in tables for word in table.get(name, ()) or ()]

        def mapped(name: str) -> dict[str, Any]:
            return {str(k): v for table in tables for k, v in (table.get(name) or {}).items()}

        self.months = _numbered(tables, "months")
        self.hijri = _numbered(tables, "hijri")
        self.republican = {word: n for table in tables for n, word in enumerate(table.get("republican", ()), 1)}
        self.republican |= {"jours complémentaires": 13} if self.republican else {}
        self.republican |= {word.capitalize(): n for word, n in self.republican.items()}
        self.days, self.seasons, self.parts, self.feasts = map(mapped, ("days", "seasons", "parts", "feasts"))
        self.styles = dict.fromkeys(listed("old_style"), Calendar.JULIAN)
        self.styles |= dict.fromkeys(listed("new_style"), Calendar.GREGORIAN)
        self.steps = {
            w: n for n, name in ((0, "this_month"), (-1, "last_month"), (1, "next_month")) for w in listed(name)
        }
        spans = [tuple(table.get(f"{name}_years", (0, -1))) for table in tables for name in ("rumi", "hijri")]
        self.rumi_years = range(max(a for a, _ in spans[::2]), max(b for _, b in spans[::2]) + 1)
        self.hijri_years = range(max(a for a, _ in spans[1::2]), max(b for _, b in spans[1::2]) + 1)

    def _number(self, word: str) -> int:
        return int(word) if word.isdecimal() else int(self.days[one_blank(word)])

    def _year(self, match: re.Match[str], n: int) -> int | None:
        groups = match.groupdict()
        if not groups.get(f"y{n}"):
            return None
        number, dual = int(groups[f"y{n}"]), groups.get(f"yy{n}")
        # "1722/3" is the winter of a year that began in March: the later number is that of our count.
        return number + 1 if dual and str(number + 1).endswith(dual) else number

    def _month_of(self, match: re.Match[str], n: int) -> int | None:
        word = match.groupdict().get(f"m{n}")
        return self.months[one_blank(word)] if word else None

    def _made(self, year: int, month: int, day: int, calendar: Calendar = Calendar.GREGORIAN) -> HistoricalDate:
        if year in self.rumi_years and calendar is Calendar.GREGORIAN:
            return dates.known(calendars.rumi(year, month, day), wording="", calendar=Calendar.RUMI)
        return dates.day(year, month, day, wording="", calendar=calendar)

    def _day(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        year, month = self._year(match, 1), self._month_of(match, 1)
        if year is None or month is None:
            return None
        typed = _TYPED.search(match.string, max(0, match.start() - 6), match.start())
        if typed and match["d1"].isdecimal() and len(match["d1"]) == 1 and match.start() == match.start("d1"):
            return self._made(year, month, int(typed["tens"] + match["d1"]))
        style = match.groupdict().get("style")
        return self._made(
            year, month, self._number(match["d1"]), self.styles[one_blank(style)] if style else Calendar.GREGORIAN
        )

    def _ends(self, match: re.Match[str]) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
        """Year, month and day of both dates of a double or a range; what the one lacks it has from the other."""
        years = self._year(match, 1), self._year(match, 2)
        months = self._month_of(match, 1), self._month_of(match, 2)
        one, two = years[0] or years[1], years[1] or years[0]
        first, second = months[0] or months[1], months[1] or months[0]
        if one is None or two is None or first is None or second is None:
            return None
        if years[0] is None and first > second:  # December to January
            one -= 1
        return (one, first, self._number(match["d1"])), (two, second, self._number(match["d2"]))

    def _double(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        ends = self._ends(match)
        if ends is None:
            return None
        for old, new in (ends, ends[::-1]):
            made = dates.day(*new, wording="")
            for year in (old[0], old[0] - 1):  # 27 December 1916 is 9 January 1917
                if dates.convert(year, old[1], old[2], Calendar.JULIAN) == made.earliest:
                    return made
        one, two = (dates.day(*end, wording="") for end in ends)
        return dates.parse_edtf(f"[{one.edtf},{two.edtf}]")  # one day or the other

    def _range(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        ends = self._ends(match) if self._year(match, 2) else None
        if ends is None or ends[0] >= ends[1]:
            return None
        if dates.convert(*ends[0], Calendar.JULIAN) == dates.convert(*ends[1], Calendar.GREGORIAN):
            return dates.day(*ends[1], wording="")  # "August 4-17, 1900": one day in both styles
        one, two = (dates.day(*end, wording="") for end in ends)
        return dates.parse_edtf(f"{one.edtf}/{two.edtf}")

    def _figures(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        day, month = int(match["n1"]), _ROMAN.get(match["n2"]) or (int(match["n2"]) if match["n2"].isdecimal() else 0)
        if match.groupdict().get("sign") == "/" and match["n2"].isdecimal() and day <= 12:
            return None  # 4/9/1921 is the fourth of September or the ninth of April
        return self._made(int(match["y1"]), month, day)

    def _figures_range(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate:
        one = dates.day(int(match["y1"]), int(match["n2"]), int(match["n1"]), wording="")
        two = dates.day(int(match["y2"]), int(match["n4"]), int(match["n3"]), wording="")
        return dates.parse_edtf(f"{one.edtf}/{two.edtf}")

    def _republican(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate:
        year = _ROMAN.get(match["ry"]) or int(match["ry"])
        found = calendars.republican(year, self.republican[match["rm"]], int(match["d1"]))
        return dates.known(found, wording="", calendar=Calendar.REPUBLICAN)

    def _hijri(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        year = int(match["y1"])
        if year not in self.hijri_years:
            return None
        found = calendars.hijri(year, self.hijri[match["hm"]], int(match["d1"]))
        return dates.known(found, wording="", calendar=Calendar.HIJRI)

    def _month(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        year, month = self._year(match, 1), self._month_of(match, 1)
        if not year or not month:
            return None
        if year in self.rumi_years:
            first = calendars.rumi(year, month, 1)
            return dates.month(first.year, first.month, wording="") if first.day == 1 else None
        return dates.month(year, month, wording="")

    def _months(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        two = self._year(match, 2)
        first, last = self._month_of(match, 1), self._month_of(match, 2)
        if two is None or first is None or last is None:
            return None
        one = self._year(match, 1) or two - (first > last)
        return dates.parse_edtf(f"{one:04}-{first:02}/{two:04}-{last:02}")

    def _part(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        whole = self._month(match, context)
        # The tenth days are no unit of EDTF: the month, approximately; its days bound the date.
        return replace(whole, edtf=f"{whole.edtf}~", approximate=True) if whole else None

    def _season(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate:
        return dates.parse_edtf(f"{self._year(match, 1)}-{self.seasons[one_blank(match['season'])]}")

    def _feast(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate:
        year, feast = self._year(match, 1) or 0, self.feasts[one_blank(match["feast"])]
        if isinstance(feast, int):
            found = dates.day_after(calendars.easter(year), feast)
            return dates.day(found.year, found.month, found.day, wording="")
        month, day = map(int, str(feast).split("-"))
        return dates.day(year, month, day, wording="")

    def _relative(self, match: re.Match[str], context: HistoricalDate | None) -> HistoricalDate | None:
        known: Day | None = context.earliest if context else None
        if known is None:
            return None
        count = known.year * 12 + known.month - 1 + self.steps[one_blank(match["step"])]
        return dates.day(count // 12, count % 12 + 1, self._number(match["d1"]), wording="")


def _numbered(tables: list[Mapping[str, Any]], name: str) -> dict[str, int]:
    return {str(word): int(n) for table in tables for n, words in (table.get(name) or {}).items() for word in words}


def one_blank(word: str) -> str:
    """The word with one blank for each row of blanks."""
    return " ".join(word.split())
