"""Names as keys: how two wordings are compared, and how a name becomes part of an IRI and of a file's path."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from letterbook.authorityfiles import plain_address


def fold(name: str) -> str:
    """The name for comparison: NFC, plain apostrophes, single blanks; case counts.

    >>> fold("People’s  Commissariat")
    "People's Commissariat"
    """
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").split())


# A fixed table and not the locale's rules: the same name gives the same key on every machine. Special cases of Turkish,
# German, Scandinavian and Polish first, then Cyrillic letter by letter; accents fall away by NFKD.
_LETTERS = {
    **dict(zip("İIıßæÆøØłŁđĐþÞðÐ", "i i i ss ae ae o o l l d d th th d d".split(), strict=True)),
    **dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
            "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia i i e g".split(),
            strict=True,
        )
    ),
}


def same_address(address: str) -> str:
    """An address for comparison: http and https, ``www.``, a last slash and the pages of an authority file tell nothing apart.

    >>> same_address("http://www.geonames.org/2988507/") == same_address("https://geonames.org/2988507")
    True
    """
    return plain_address(address)


def slug(text: str) -> str:
    """The text as a key: a-z, 0-9 and single hyphens; two names that differ in more than case and punctuation never meet.

    A name with letters outside a-z gets the beginning of its digest, since "Ismet" and "İsmet" are two names.

    >>> slug("Red Crescent Society")
    'red-crescent-society'
    >>> slug("Министр").split("-")[0]
    'ministr'
    """
    name = fold(text)
    letters: list[str] = []
    for char in name:
        found = _LETTERS.get(char) or _LETTERS.get(char.lower())
        letters.append("" if found == "-" else found or unicodedata.normalize("NFKD", char).lower())
    plain = "".join(letters).replace("'", "")
    key = "-".join(re.findall(r"[a-z0-9]+", plain))[:80].strip("-")
    if not name.isascii() or not key or len(plain) > 80:
        key = f"{key}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".lstrip("-")
    return key
