"""XML as text, element by element, so that a long file is written while its letters pass.

Source:  XML 1.0, section 2.2 (which characters a document may hold), section 2.11 (line ends)
"""

from __future__ import annotations

import re

from letterbook.exports.form import Wish
from letterbook.findings import Finding

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PICTURES = 0x2400
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


class Pen:
    """Writes XML; counts the characters that XML cannot hold, of which the picture is written (U+2407 for the bell)."""

    def __init__(self) -> None:
        self.pictured = 0

    def text(self, words: str) -> str:
        """Words as the content of an element."""
        return self._legal(words).translate(_TEXT)

    def element(self, name: str, content: str | None = "", **attributes: str) -> str:
        """An element whose content is markup already; an attribute without a value is left out, ``xml_id`` is xml:id."""
        pairs = "".join(
            f' {key.replace("xml_", "xml:").rstrip("_")}="{self._legal(value).translate(_ATTRIBUTE)}"'
            for key, value in attributes.items()
            if value
        )
        return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"

    def put_down(self, wish: Wish, file: str) -> None:
        """Say how many characters were written as pictures."""
        if self.pictured:
            wish.tell(
                Finding(
                    code="L513",
                    message=f"{self.pictured} control characters are written as pictures, since XML has none",
                    remedy="correct them in the source",
                    file=file,
                )
            )

    def _legal(self, words: str) -> str:
        return _FORBIDDEN.sub(self._picture, words)

    def _picture(self, match: re.Match[str]) -> str:
        self.pictured += 1
        code = ord(match[0])
        return chr(_PICTURES + code) if code < 0x20 else "\ufffd"
