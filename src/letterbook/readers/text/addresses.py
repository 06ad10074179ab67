"""Addresses at the foot of pages: where a series repeats the address on its pages, it interrupts the text and is no part of it."""

from __future__ import annotations

import re

from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import Block

_LONGEST_ADDRESS = 100
_LONGEST_PLACE = 40
_LONGEST_OFFICE = 70
_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{3}")


def addresses_apart(view: str, blocks: list[Block], rules: Rules) -> tuple[list[Block], list[Block]]:
    """The blocks without the addresses, and the addresses: a short line to somebody, and the line below it in capitals.

    Form:    no addresses where the layout ``page_address`` is not set; the first block is never one.
    """
    if not rules.layout("page_address"):
        return blocks, []
    begins = re.compile(rf"(?:{words_pattern(list(rules.list_of('address_words'))) or '(?!)'})(?!\w)")
    rest = blocks[:1]
    addresses: list[Block] = []
    for block, above in zip(blocks[1:], blocks, strict=False):
        words = block.words(view)
        follows = bool(addresses) and addresses[-1] is above and goes_on(above.words(view), words, rules)
        is_address = len(words) <= _LONGEST_ADDRESS and begins.match(words) is not None
        (addresses if is_address or follows else rest).append(block)
    return rest, addresses


def goes_on(above: str, words: str, rules: Rules) -> bool:
    """Whether a short line goes on with the address above it.

    Form:    a place in capitals, the name that the address still lacks, or, behind a comma, an office of the addressee.
    """
    if words.startswith(("P.", *rules.list_of("postscript_words"))):
        return False
    if above.endswith(",") and len(words) <= _LONGEST_OFFICE and words[:1].isupper() and ". " not in words:
        return True
    if len(words) > _LONGEST_PLACE:
        return False
    return words == words.upper() or (_CAPITALS.search(words) is not None and _CAPITALS.search(above) is None)
