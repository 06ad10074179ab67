"""Authority files: how the addresses of GND, VIAF, GeoNames and their like are written, compared and checked.

To add one: a row in ``AUTHORITY_FILES``.

Source:  GND, https://www.dnb.de/gnd (number with a check digit modulo 11); ISNI and ORCID, ISO 7064, MOD 11-2; LCCN,
         https://www.loc.gov/marc/lccn-namespace.html; the patterns of identifiers as the files themselves print them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuthorityFile:
    """One authority file.

    Form:    ``column`` is its name in lower case; ``address`` takes an id; ``number`` is what an id looks like; ``pages`` are
             the other ways in which the address of the same record is written, with the id as their only group.
    """

    column: str
    address: str
    number: re.Pattern[str]
    pages: re.Pattern[str]
    digit: Callable[[str], str] | None = None

    def fault(self, identifier: str) -> str:
        """Why this is no id of the file; empty where it is one."""
        if not self.number.fullmatch(identifier):
            return f"{identifier!r} does not look like an id of {self.column.upper()}"
        expected = self.digit(identifier) if self.digit else ""
        if expected and expected != identifier[-1]:
            return f"the check digit of {identifier} is {expected} in {self.column.upper()}, not {identifier[-1]}"
        return ""


def _gnd_digit(identifier: str) -> str:
    """The check digit of a GND number; empty for the old numbers of bodies, whose rule is another."""
    number, hyphen, _ = identifier[:-1].partition("-")
    weighed = sum(int(digit) * weight for weight, digit in enumerate(reversed(number), 2)) % 11
    if hyphen:
        return "0123456789X"[weighed] if number[0] in "47" else ""
    return "0123456789X"[-weighed % 11]


def _iso_digit(identifier: str) -> str:
    total = 0
    for digit in identifier[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


def _file(
    column: str, address: str, number: str, pages: str, digit: Callable[[str], str] | None = None
) -> AuthorityFile:
    return AuthorityFile(column, address, re.compile(number), re.compile(rf"(?:{pages})"), digit)


_SIXTEEN = r"\d{4}-?\d{4}-?\d{4}-?\d{3}[0-9X]"

AUTHORITY_FILES: dict[str, AuthorityFile] = {
    each.column: each
    for each in (
        _file(
            "gnd",
            "https://d-nb.info/gnd/{}",
            r"\d{8,10}[0-9X]|[47]\d{6}-[0-9X]|[1-9]\d{0,7}-[0-9X]",
            r"(?:portal\.)?d-nb\.(?:info|de)/gnd/([^/?#]+)(?:/about.*)?|explore\.gnd\.network/gnd/([^/?#]+)|"
            r"lobid\.org/gnd/([^/?#]+)",
            _gnd_digit,
        ),
        _file("viaf", "https://viaf.org/viaf/{}", r"[1-9]\d{0,21}", r"viaf\.org/(?:[a-z]{2}/)?viaf/([^/?#]+).*"),
        _file(
            "geonames",
            "https://www.geonames.org/{}",
            r"[1-9]\d{0,9}",
            r"(?:sws\.)?geonames\.org/(\d+)(?:/.*)?",
        ),
        _file(
            "wikidata",
            "http://www.wikidata.org/entity/{}",
            r"Q[1-9]\d*",
            r"(?:m\.)?wikidata\.org/(?:entity|wiki|wiki/Special:EntityData)/(Q\d+)(?:\.\w+)?",
        ),
        _file(
            "lccn",
            "http://id.loc.gov/authorities/names/{}",
            r"[a-z]{1,3}\d{8,10}",
            r"(?:id\.loc\.gov/authorities/names|lccn\.loc\.gov)/([^/?#.]+)(?:\.\w+)?",
        ),
        _file("isni", "https://isni.org/isni/{}", _SIXTEEN, r"isni\.org/(?:isni/)?([^/?#]+)", _iso_digit),
        _file("orcid", "https://orcid.org/{}", _SIXTEEN, r"orcid\.org/([^/?#]+)", _iso_digit),
    )
}
"""The authority files whose ids are understood, by the name of their column."""

_SCHEME = re.compile(r"https?://(?:www\.)?", re.I)


def recognise(address: str) -> tuple[AuthorityFile, str] | None:
    """The authority file that an address leads into, and the id in it.

    >>> found = recognise("http://d-nb.info/gnd/118531379/about/lds")
    >>> found and (found[0].column, found[1])
    ('gnd', '118531379')
    """
    bare = _SCHEME.sub("", address.strip()).rstrip("/")
    for each in AUTHORITY_FILES.values():
        if match := each.pages.fullmatch(bare):
            return each, next(filter(None, match.groups()))
    return None


def plain_address(address: str) -> str:
    """An address for comparison, without ``http``, ``https``, ``www.`` and a last slash; a record has one, however it is written.

    >>> plain_address("https://sws.geonames.org/524901/") == plain_address("http://www.geonames.org/524901/moscow.html")
    True
    """
    found = recognise(address)
    if found:
        return _SCHEME.sub("", found[0].address).format(found[1])
    return _SCHEME.sub("", address.strip()).rstrip("/")


def canonical(address: str) -> str:
    """The address that an authority file itself gives its record; another address as it stands.

    >>> canonical("https://lobid.org/gnd/118531379")
    'https://d-nb.info/gnd/118531379'
    """
    found = recognise(address)
    return found[0].address.format(found[1]) if found else address


def address_of(column: str, identifier: str) -> str:
    """The address of a record by its id; an address is taken as it stands.

    Raises:  ValueError for what is neither.

    >>> address_of("gnd", "118531379")
    'https://d-nb.info/gnd/118531379'
    """
    given = identifier.strip()
    if _SCHEME.match(given):
        return given
    known = AUTHORITY_FILES[column]
    bare = re.sub(rf"(?i)^(?:\({known.column}\)|{known.column}[:\s]+|\(DE-588\))", "", given).strip()
    if column == "lccn":
        bare = bare.replace(" ", "")
    if not known.number.fullmatch(bare):
        raise ValueError(known.fault(bare))
    return known.address.format(bare)


def address_fault(address: str) -> str:
    """Why an address leads to no record of the authority file that it names; empty where nothing speaks against it.

    >>> address_fault("https://d-nb.info/gnd/118531378")
    'the check digit of 118531378 is 9 in GND, not 8'
    """
    found = recognise(address)
    return found[0].fault(found[1]) if found else ""
