"""What the edition prints below a letter: footnotes, and where the paper is kept or printed."""

from __future__ import annotations

import re
from functools import cache

from letterbook.readers.text.rules import Rules, words_pattern
from letterbook.readers.text.zones import Block

_MARK = re.compile(
    r"(?P<mark>[(\[]\d{1,3}[)\]]|\d{1,3}\)?|[¹²³⁰⁴-⁹]{1,3}\)?|[*†‡]{1,3}\)?)(?:(?<=[*†‡¹²³⁰⁴-⁹)\]]) ?| )(?=[^\W\d_]|[\"\[(])"
)


def notes_apart(view: str, blocks: list[Block], rules: Rules) -> tuple[list[Block], list[Block]]:
    """The blocks without those at the end that the edition adds, and these.

    Form:    a footnote begins with a mark that also stands behind a word further up; what else the editors add begins with
             one of the language's ``edition_remarks`` or stands below one of its ``notes_titles``. The first block is the letter's.
    """
    titles = rules.list_of("notes_titles")
    above = (n for n, each in enumerate(blocks) if n and each.words(view).strip(" .:").capitalize() in titles)
    stop = next(above, len(blocks))
    blocks, below = blocks[:stop], blocks[stop:]
    last = len(blocks)
    while last > 1 and _is_note(view, blocks[0].span.start, blocks[last - 1], rules):
        last -= 1
    return blocks[:last], [*blocks[last:], *below]


def _is_note(view: str, start: int, block: Block, rules: Rules) -> bool:
    match = _MARK.match(view, block.span.start, block.span.end)
    if match:
        sign = match["mark"]
        behind = rf"(?<=[^\W\d_]){re.escape(sign)}(?!\w)|(?<=[.,;:!?\"»)]){re.escape(sign)}(?!\w)"
        if not sign[0].isdigit():
            behind += rf"|(?<=\w) {re.escape(sign)}(?!\w)"
        return re.compile(behind).search(view, start, block.span.start) is not None
    return _remark(rules).match(view, block.span.start, block.span.end) is not None


@cache
def _remark(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"[\[(]?(?:{words_pattern(rules.list_of('edition_remarks')) or '(?!)'})(?:(?<!\w)|(?!\w))")
