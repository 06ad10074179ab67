"""What divides the cells of a table that is a text: the one list of dividers, and how each is called."""

from __future__ import annotations

DIVIDERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""The dividers, the commonest first."""


def divider_with(text: str, *columns: str) -> str:
    """The first divider with which the first line of a register has one of the columns; the comma where none has.

    Form:    a vertical bar divides nothing there: it stands between several values of a cell.

    >>> divider_with('"key";"label@en"', "key")
    ';'
    """
    header = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")

    def headings(divider: str) -> set[str]:
        return {cell.strip().strip('"') for cell in header.split(divider)}

    dividers = [divider for divider in DIVIDERS if divider != "|"]
    return next((divider for divider in dividers if headings(divider) & {*columns}), dividers[0])
