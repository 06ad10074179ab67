"""Whether a file is CMIF 1.1, so that correspSearch takes it: what stands where, and what each letter must have.

The rules are those of the format's schema for the elements that it has for itself; of a name, a title or a note it is only asked
that it may stand where it stands.

Source:  CMIF 1.1.0, https://github.com/TEI-Correspondence-SIG/CMIF (schema and Schematron rules E0001 to E0004, W0001)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from letterbook.errors import ReadError
from letterbook.findings import Finding

LARGEST_MEGABYTES = 64
PROFILE = "correspsearch"
"""The name under which this is asked for."""

_TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_ORDERS = {
    "TEI": "teiHeader text",
    "teiHeader": "fileDesc profileDesc",
    "fileDesc": "titleStmt publicationStmt sourceDesc+",
    "titleStmt": "title editor+",
    "publicationStmt": "publisher+ idno date availability",
    "availability": "(licence|p)+",
    "sourceDesc": "bibl+",
    "profileDesc": "correspDesc*",
    "correspDesc": "(correspAction|correspContext|note)+",
    "correspAction": "(persName|orgName|placeName|date|name|email|note)+",
    "correspContext": "(ref|note|p)+",
    "text": "body",
    "body": "(p|note|bibl)+",
    "date": "",
    "idno": "",
    "persName": "",
    "orgName": "",
    "placeName": "",
}
_NAMES = {"ref", "cert", "evidence"}
_ATTRIBUTES = {
    "date": {"when", "from", "to", "notBefore", "notAfter", "cert", "evidence"},
    "persName": _NAMES,
    "orgName": _NAMES,
    "placeName": _NAMES,
    "idno": {"type"},
}
_VALUES = {
    ("correspAction", "type"): r"sent|received",
    ("bibl", "type"): r"online|print|hybrid",
    ("idno", "type"): r"url",
    ("licence", "target"): r"\S+(\s+\S+)*",
}
_MAY_BE = {("date", "cert"): r"low", ("date", "evidence"): r"conjecture"} | {
    (name, key): value for name in ("persName", "orgName", "placeName") for key, value in
    (("cert", r"low"), ("evidence", r"conjecture"), ("ref", r"\S+(\s+\S+)*"))
}  # fmt: skip
_DAY = re.compile(r"-?\d{4,}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_BOUNDS = ("when", "from", "to", "notBefore", "notAfter")
_UUID = re.compile(r".*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}.*", re.ASCII | re.DOTALL)


def check_cmif(path: Path) -> tuple[int, list[Finding]]:
    """How many letters a CMIF file describes, and what is wrong with it, in the order of its lines.

    Form:    findings L260 (against the schema or a rule), L261 (against a recommendation) and L262 (names without an authority
             IRI, which are allowed), with file and line.
    Raises:  ReadError for a file that cannot be opened, is too large or is not well-formed XML.
    """
    try:
        if path.stat().st_size > LARGEST_MEGABYTES * 1_000_000:
            raise ReadError(f"the file is larger than {LARGEST_MEGABYTES} MB", str(path), "divide it")
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        root = etree.parse(str(path), parser).getroot()
    except OSError as error:
        message = error.strerror or "it is not XML"
        raise ReadError(f"the file cannot be read: {message}", str(path), "name a CMIF file") from error
    except etree.XMLSyntaxError as error:
        raise ReadError(f"not well-formed XML: {error.msg}", f"{path}, line {error.lineno}") from error
    if root.tag != f"{{{_TEI}}}TEI":
        found = Finding(
            code="L260", message=f"the root is {_name(root)!r}, expected TEI of {_TEI}", file=str(path), line=1
        )
        return 0, [found]
    told = [
        Finding(code=code, message=message, remedy=remedy, file=str(path), line=line)
        for code, line, message, remedy in _told(root)
    ]
    return len(list(root.iter(f"{{{_TEI}}}correspDesc"))), told


_Told = tuple[str, int, str, str]


def _told(root: etree._Element) -> Iterator[_Told]:
    sources = {element.get(_ID) for element in root.iter(f"{{{_TEI}}}bibl")}
    nameless: set[str] = set()
    for element in root.iter(etree.Element):
        yield from _structure(element)
        yield from _attributes(element)
        name = _name(element)
        if name == "bibl":
            yield from _source(element)
        elif name == "correspDesc":
            yield from _letter(element, sources)
        elif name == "date" and _name(element.getparent()) == "correspAction":
            yield from _date(element)
        elif (
            name in ("persName", "orgName") and _name(element.getparent()) == "correspAction" and not element.get("ref")
        ):
            nameless.add(" ".join("".join(element.itertext()).split()))
    if nameless:
        yield "L262", 0, f"{len(nameless)} of those who write or are written to have no authority IRI", "it is allowed"


def _name(element: etree._Element | None) -> str:
    return etree.QName(element).localname if element is not None else ""


@cache
def _order(name: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\s*(\w+)\s*", r"(?:\1 )", _ORDERS[name]))


def _structure(element: etree._Element) -> Iterator[_Told]:
    name, line = _name(element), element.sourceline or 0
    if etree.QName(element).namespace != _TEI:
        yield "L260", line, f"{name} is not an element of TEI", "take it out"
        return
    if name not in _ORDERS:
        return
    children = [_name(child) for child in element.iterchildren(etree.Element)]
    if name in ("availability", "correspDesc") and set(children) == {"p"}:
        return
    if not _order(name).fullmatch("".join(f"{child} " for child in children)):
        found = ", ".join(dict.fromkeys(children)) or "nothing"
        wanted = _ORDERS[name].replace("|", " or ") or "words alone"
        yield "L260", line, f"in {name} stands {found}", f"expected: {wanted}"


def _attributes(element: etree._Element) -> Iterator[_Told]:
    name, line = _name(element), element.sourceline or 0
    for key in element.attrib:
        if name in _ATTRIBUTES and str(key) not in _ATTRIBUTES[name]:
            yield "L260", line, f"{name} has the attribute {key}, which CMIF does not know there", "take it out"
    for (owner, key), pattern in _VALUES.items():
        if owner == name and not re.fullmatch(pattern, element.get(key, "")):
            yield "L260", line, f"{name}/@{key} is {element.get(key)!r}", f"expected: {pattern.replace('|', ', ')}"
    for (owner, key), pattern in _MAY_BE.items():
        if owner == name and key in element.attrib and not re.fullmatch(pattern, element.get(key, "")):
            yield "L260", line, f"{name}/@{key} is {element.get(key)!r}", f"expected: {pattern}"


def _source(element: etree._Element) -> Iterator[_Told]:
    line, identifier = element.sourceline or 0, element.get(_ID)
    if identifier is None:
        yield "L260", line, "bibl has no xml:id", "give it one, which never changes"
    elif not _UUID.fullmatch(identifier):
        yield "L261", line, f"the xml:id {identifier!r} of bibl is no UUID", "a UUID is recommended (W0001)"


def _letter(element: etree._Element, sources: set[str | None]) -> Iterator[_Told]:
    line = element.sourceline or 0
    kinds = {action.get("type") for action in element.iterchildren(f"{{{_TEI}}}correspAction")}
    for kind, rule in (("sent", "E0001"), ("received", "E0002")):
        if kind not in kinds:
            yield (
                "L260",
                line,
                f"the letter has no correspAction of the type {kind}",
                f"add one, of somebody unknown if need be ({rule})",
            )
    source = element.get("source")
    if source is not None and source.partition("#")[2] not in sources:
        yield "L260", line, f"correspDesc/@source is {source!r}, and no bibl has that xml:id", "name the bibl (E0003)"


def _date(element: etree._Element) -> Iterator[_Told]:
    line = element.sourceline or 0
    given = {key: element.get(key, "") for key in _BOUNDS if key in element.attrib}
    if not given:
        yield (
            "L260",
            line,
            "the date has no machine-readable form",
            "give @when, @from, @to, @notBefore or @notAfter (E0004)",
        )
    for key, value in given.items():
        if not _DAY.fullmatch(value):
            yield "L260", line, f"date/@{key} is {value!r}", "expected: a year, a month or a day, as 1921-04-09"
