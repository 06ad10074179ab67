"""The words of the interface, one table a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from letterbook.catalogue.graph import Words

DEFAULT = "en"
_FOLDER = files("letterbook.web.pages") / "strings"


@dataclass(frozen=True, slots=True)
class Strings:
    """The table of one language; a key that it lacks is an error, so that no page is half translated."""

    language: str
    table: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.table[key]

    def __call__(self, key: str, **values: str) -> str:
        """The sentence with its values filled in."""
        return self.table[key].format(**values)

    def count(self, key: str, number: int) -> str:
        """A number with its noun in the right form.

        Source:  CLDR, Language Plural Rules, cardinal.

        >>> load_strings("en").count("letters", 2)
        '2 letters'
        """
        return self.table[f"{key}.{_plural(self.language, number)}"].format(number=self.number(number))

    def noun(self, key: str, number: int) -> str:
        """The noun that belongs to a number.

        >>> load_strings("en").noun("letters", 2)
        'letters'
        """
        return self.table[f"{key}.{_plural(self.language, number)}"].format(number="").strip()

    def number(self, number: int) -> str:
        """The number with its thousands apart.

        >>> load_strings("en").number(20000)
        '20,000'
        """
        return f"{number:,}".replace(",", self.table["thousands"])

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12."""
        return self.table["months"].split()[number - 1]

    def month_in_day(self, number: int) -> str:
        """The name of a month after the number of a day."""
        return self.table["months_in_day"].split()[number - 1]

    def capital(self, text: str) -> str:
        """The text with a capital at its beginning.

        >>> load_strings("tr").capital("ilan")
        'İlan'
        """
        first = "İ" if self.language == "tr" and text.startswith("i") else text[:1].upper()
        return first + text[1:]


def choose(names: Iterable[Words], language: str) -> Words:
    """The name in this language, else in English, else the first."""
    found = tuple(names)
    for wanted in (language, "en"):
        for words in found:
            if words.language.split("-")[0] == wanted:
                return words
    return found[0]


def _plural(language: str, number: int) -> str:
    if language == "ru":
        if number % 10 == 1 and number % 100 != 11:
            return "one"
        return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"
    if language == "fr":
        return "one" if number in (0, 1) else "many"
    return "one" if number == 1 else "many"


@cache
def load_strings(language: str) -> Strings:
    """The table of a language, or of English where there is none; a region falls away ("de-AT" is read as "de")."""
    tag = language.lower().split("-")[0]
    found = tag if tag in languages() else DEFAULT
    table = yaml.safe_load((_FOLDER / f"{found}.yaml").read_text(encoding="utf-8"))
    return Strings(found, {str(key): str(value) for key, value in table.items()})


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a table."""
    return tuple(sorted(path.name.removesuffix(".yaml") for path in _FOLDER.iterdir() if path.name.endswith(".yaml")))
