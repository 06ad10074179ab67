"""What the language of the interface decides on a page: left open while the page is made, filled in language by language.

So a page is made once and said in five languages for the price of a few joins. A gap stands between two characters that no
text can hold: U+FDD0 is a noncharacter, and ``printable`` takes it out of every text that is read.

Source:  The Unicode Standard, section 23.7 (noncharacters are for a program's own use)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from letterbook.catalogue.graph import Words
from letterbook.catalogue.times import When
from letterbook.web.pages.addresses import file_href, href
from letterbook.web.pages.strings import Strings, choose, load_strings
from letterbook.web.pages.times import say_when
from letterbook.web.pages.titles import Title, say_title

_MARK = "\ufdd0"
_BOUNDS = {
    "not before the letter that it answers": "bound_answers",
    "not after its receipt": "bound_receipt",
    "not after the letter that tells of it": "bound_told",
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the interface and the folder of its pages, from the root of the site: empty, or with a slash after it."""

    strings: Strings
    folder: str = ""


class Gaps:
    """The gaps of one page; templates ask it as they would ask ``Strings``."""

    def __init__(self) -> None:
        self._asked: dict[tuple[Any, ...], int] = {}

    def __getitem__(self, key: str) -> Markup:
        return self._leave("word", key)

    def __call__(self, key: str, **values: object) -> Markup:
        """A sentence with its values, which may hold gaps themselves."""
        return self._leave("sentence", key, *sorted((name, escape(each)) for name, each in values.items()))

    def count(self, key: str, number: int) -> Markup:
        """A number with its noun."""
        return self._leave("count", key, number)

    def noun(self, key: str, number: int) -> Markup:
        """The noun that belongs to a number."""
        return self._leave("noun", key, number)

    def number(self, number: int) -> Markup:
        """A number with its thousands apart."""
        return self._leave("number", number) if abs(number) > 999 else escape(number)

    def language_name(self, tag: str) -> Markup:
        """What a language is called."""
        return self._leave("language", tag)

    def when(self, when: When | None) -> Markup:
        """A time-span in words."""
        return self._leave("when", when)

    def title(self, title: Title, *, dated: bool = True, bare: bool = False) -> Markup:
        """What a letter is called; ``bare`` where no markup can stand."""
        return self._leave("title", title, dated, bare)

    def bound(self, reason: str) -> Markup:
        """Why a bound of a date is where it is; in the words of the data where they are none of ours."""
        key = _BOUNDS.get(reason)
        return self[key] if key else in_direction(Words(reason, "en"))

    def label(self, names: tuple[Words, ...]) -> Markup:
        """The name in the language of the interface, with its own language and direction."""
        return self._leave("label", names) if len(names) > 1 else in_direction(names[0])

    def name(self, names: tuple[Words, ...], room: int = 0) -> Markup:
        """The bare name, cut to so many characters where there is little room."""
        return self._leave("name", names, room) if len(names) > 1 else escape(_shortened(names[0].text, room))

    def others(self, names: tuple[Words, ...], more: tuple[Words, ...] = ()) -> Markup:
        """The names besides the one that ``label`` shows."""
        return self._leave("others", names, more)

    def file(self, path: str, file: str) -> Markup:
        """The address of a file of the site, which lies elsewhere from each folder of a language."""
        return self._leave("file", path, file)

    def page_folder(self, path: str) -> Markup:
        """The address of the folder in which the pages of this language lie."""
        return escape("../" * path.count("/") or "./")

    def page_in(self, path: str, tongue: Tongue) -> Markup:
        """The address of the same page in another language."""
        return self._leave("page", path, tongue.folder + path)

    def current(self, tongue: Tongue) -> Markup:
        """What tells that the page is in this language."""
        return self._leave("current", tongue.strings.language)

    def _leave(self, kind: str, *values: Any) -> Markup:
        """A gap for what is asked; the same question has the same gap."""
        number = self._asked.setdefault((kind, *values), len(self._asked))
        return Markup(f"{_MARK}{number}{_MARK}")  # noqa: S704 - two noncharacters and a number

    def fill(self, page: str, *tongues: Tongue) -> list[str]:
        """The page with its gaps filled in each of these languages; it is cut at its gaps once."""
        pieces = page.split(_MARK)
        numbers = [int(each) for each in pieces[1::2]]
        filled: list[str] = []
        for tongue in tongues:
            said = self._said(tongue)
            pieces[1::2] = [said[number] for number in numbers]
            filled.append("".join(pieces))
        return filled

    def _said(self, tongue: Tongue) -> list[str]:
        """What stands in each gap in one language."""
        language, said = tongue.strings.language, list[str]()
        for asked in self._asked:
            kind = asked[0]
            if kind in ("file", "page"):
                said.append(escape((file_href if kind == "file" else href)(tongue.folder + asked[1], asked[2])))
            elif kind == "sentence":  # what it holds was asked before it
                values = [(name, _filled(each, said)) for name, each in asked[2:]]
                said.append(_say(language, kind, asked[1], *values))
            else:
                said.append(_say(language, *asked))
        return said


def _filled(text: str, said: Sequence[str]) -> Markup:
    pieces = text.split(_MARK)
    pieces[1::2] = [said[int(number)] for number in pieces[1::2]]
    return Markup("".join(pieces))  # noqa: S704 - the text is markup, and what fills it is escaped


@lru_cache(maxsize=100_000)
def _say(language: str, kind: str, *values: Any) -> str:
    strings = load_strings(language)
    match kind:
        case "word":
            return escape(strings[values[0]])
        case "sentence":
            return escape(strings[values[0]]).format(**dict(values[1:]))
        case "count":
            return escape(strings.count(*values))
        case "noun":
            return escape(strings.noun(*values))
        case "number":
            return strings.number(values[0])
        case "language":
            return escape(strings.table.get(f"language_{values[0].split('-')[0]}", values[0]))
        case "when":
            return escape(say_when(values[0], strings))
        case "title":
            title, dated, bare = values
            return title_in(strings, title, dated=dated, bare=bare)
        case "label":
            return in_direction(choose(values[0], language))
        case "name":
            return escape(_shortened(choose(values[0], language).text, values[1]))
        case "others":
            shown = choose(values[0], language)
            return "; ".join(in_direction(each) for each in (*values[0], *values[1]) if each != shown)
        case _:  # current
            return ' aria-current="true"' if values[0] == language else ""


def title_in(strings: Strings, title: Title, *, dated: bool = True, bare: bool = True) -> Markup:
    """What a letter is called in one language; ``bare`` without markup for the names in it."""

    def say(names: tuple[Words, ...]) -> Markup:
        words = choose(names, strings.language)
        return escape(words.text) if bare else in_direction(words)

    return say_title(title, strings, say, dated=dated)


@lru_cache(maxsize=100_000)
def in_direction(words: Words) -> Markup:
    """A text with its language, apart from the direction of what stands around it."""
    tag = f' lang="{escape(words.language)}"' if words.language else ""
    return Markup(f"<bdi{tag}>{escape(words.text)}</bdi>")  # noqa: S704 - both parts are escaped


def _shortened(text: str, room: int) -> str:
    return f"{text[: room - 1].rstrip()}…" if 0 < room < len(text) else text
