"""The feed of the letters: the latest fifty by their own dates, since a build knows no clock.

Source:  RFC 4287 (Atom), sections 4.1.1 and 4.2.15
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from letterbook.catalogue.graph import Words
from letterbook.web.pages.index import Card, Index
from letterbook.web.pages.times import day_of

FEED = "feed.xml"
LATEST = 50
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def latest(index: Index) -> list[Card]:
    """The letters of the feed, the latest first: those whose day is known, in years that the format can write."""
    dated = [card for card in index.cards if card.listed and card.listed.sure and _DAY.fullmatch(day_of(card.listed))]
    return dated[-LATEST:][::-1]


def feed(index: Index, title: Words) -> bytes | None:
    """The feed, in which a letter is as new as it is dated; None where no letter is dated to a day."""
    dated = latest(index)
    if not dated:
        return None
    entries = "".join(_entry(index, card) for card in dated)
    language = f" xml:lang={quoteattr(title.language)}" if title.language else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"{language}>\n'
        f"<id>{escape(index.base)}</id>\n<title>{escape(title.text)}</title>\n{_author(title)}"
        f"<updated>{day_of(dated[0].listed)}T00:00:00Z</updated>\n"
        f'<link rel="self" href={quoteattr(index.base + FEED)}/>\n<link href={quoteattr(index.base)}/>\n{entries}</feed>\n'
    ).encode()


def _author(title: Words) -> str:
    return f"<author><name>{escape(title.text)}</name></author>\n"


def _entry(index: Index, card: Card) -> str:
    address = index.base + card.path
    return (
        f"<entry><id>{escape(address)}</id><title>{escape(card.label.text)}</title>"
        f"<updated>{day_of(card.listed)}T00:00:00Z</updated><link href={quoteattr(address)}/></entry>\n"
    )
