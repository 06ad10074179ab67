"""What a letter is called on a page: its kind, its number, its parties and its date, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup, escape

from letterbook.catalogue.graph import Words
from letterbook.catalogue.times import When
from letterbook.web.pages.strings import Strings, choose, load_strings
from letterbook.web.pages.times import say_when

Names = tuple[Words, ...]
"""What one thing is called, in one language or several."""


class Title(NamedTuple):
    """What a letter is called by.

    Form:    ``stem`` is its label in the data without the date; ``when`` and ``received`` are None where no title has them.
    """

    stem: Words
    kind: Names
    number: str
    senders: tuple[Names, ...]
    addressees: tuple[Names, ...]
    when: When | None
    received: When | None


def stem_of(label: Words, *dates: When | None) -> Words:
    """The label without the date at its end, which a page says in its own words.

    >>> stem_of(Words("Letter to Jane Roe, 9 April 1921", "en"), When("1921-04-09", "1921-04-09")).text
    'Letter to Jane Roe'
    """
    english = load_strings("en")
    for when in dates:
        for date in (say_when(when, english), when.edtf) if when else ():
            for end in (f", {date}", f", received {date}"):
                if date and label.text.endswith(end):
                    return Words(label.text.removesuffix(end), label.language)
    return label


def say_title(title: Title, strings: Strings, say: Callable[[Names], str], *, dated: bool = True) -> Markup:
    """The title in the language of the strings.

    Form:    the stem where it is in that language already; ``say`` gives a name as markup. In a list that has its own column
             for dates the title is not ``dated``.
    """
    said = escape(say((title.stem,))) if title.stem.language == strings.language else _composed(title, strings, say)
    if dated and title.when:
        return _sentence(strings, "title_dated", title=said, date=say_when(title.when, strings))
    if dated and title.received:
        received = _sentence(strings, "received_on", date=say_when(title.received, strings))
        return _sentence(strings, "title_dated", title=said, date=received)
    return said


def _composed(title: Title, strings: Strings, say: Callable[[Names], str]) -> Markup:
    kind = strings.capital(choose(title.kind, strings.language).text if title.kind else strings["title_kind"])
    if title.number:
        number = _sentence(strings, "number_sign", number=title.number)
        kind = _sentence(strings, "title_numbered", kind=kind, number=number)
    between = Markup(f" {escape(strings['and'])} ")  # noqa: S704 - the word is escaped
    sides = {
        side: between.join(escape(say(names)) for names in agents)
        for side, agents in (("sender", title.senders), ("addressee", title.addressees))
        if agents
    }
    return _sentence(strings, "_".join(("title", *sides)), kind=kind, **sides)


def _sentence(strings: Strings, key: str, **values: str) -> Markup:
    return escape(strings[key]).format(**values)
