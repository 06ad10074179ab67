"""XML parsed without danger: no document type, no entities, nothing fetched, no limit of the parser lifted.

Source:  XML 1.0, fifth edition; lxml, https://lxml.de/parsing.html#parser-options
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lxml import etree

from letterbook.encodings import decode
from letterbook.errors import ReadError

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
"""A web address, as references and ids give it."""
_BLANKS = re.compile(r"\s+")
_PROLOGUE_BYTES = 65_536
_CHUNK_BYTES = 65_536
_SAMPLE_BYTES = 1_000_000
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.I)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")


class XmlRefusedError(ReadError):
    """A file that is not read, or not further than to a line."""

    def __init__(self, message: str, remedy: str = "", line: int = 0) -> None:
        super().__init__(message, remedy=remedy)
        self.line = line


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for a comment or a processing instruction."""
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def said(element: etree._Element, without: tuple[str, ...] = ("note",)) -> str:
    """The words of an element with single blanks, without notes."""
    words = "".join(element.itertext())
    if len(element):
        for each in element.iter(*(f"{{*}}{name}" for name in without)):
            words = words.replace("".join(each.itertext()), " ", 1)
    return _BLANKS.sub(" ", words).strip()


def ends(path: Path, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of these names, each when it is read to its end; names in any namespace are written ``{*}name``.

    Raises:  XmlRefusedError for a document type, a file that is not well-formed (after what was read before it), and one that
             exceeds the parser's limits on depth, attributes and text.
    """
    with path.open("rb") as stream:
        head = stream.read(_PROLOGUE_BYTES)
    if found := _DOCTYPE.search(head.replace(b"\0", b"")):
        raise XmlRefusedError(
            "the file has a document type declaration, which can name other files and multiply its text",
            "remove the <!DOCTYPE …> and write out its entities",
            head.count(b"\n", 0, found.start()) + 1,
        )
    parser = etree.XMLPullParser(
        events=("end",),
        tag=tags,
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        collect_ids=False,  # so that an id that stands twice ends nothing
        remove_comments=True,
        remove_pis=True,
    )
    error: etree.XMLSyntaxError | None = None
    with path.open("rb") as stream:
        while error is None:
            chunk = stream.read(_CHUNK_BYTES)
            try:
                parser.feed(chunk) if chunk else parser.close()
            except etree.XMLSyntaxError as found:
                error = found
            for _, element in parser.read_events():  # what stands before a fault is whole
                yield element
            if not chunk:
                break
    if error is not None:
        line = error.lineno or 0
        words = (error.msg or "not well-formed").partition(", line ")[0]
        declared = _XML_DECLARED.match(head)
        remedy = "correct the file at this line"
        if (declared and "encod" in words.lower()) or "not proper UTF-8" in words:
            name = declared[1].decode() if declared else "UTF-8"
            words = f"the file says that it is {name}, and its bytes are not ({words})"
            remedy = f"save it in the encoding that its first line states{_likely(path)}"
        raise XmlRefusedError(f"not well-formed: {words}", remedy, line) from error


def _likely(path: Path) -> str:
    """The encoding that the bytes look like; empty where they look like none."""
    with path.open("rb") as stream:
        found = decode(stream.read(_SAMPLE_BYTES), source=path.name)
    return f"; its bytes look like {found.encoding}" if found.text and found.encoding != "utf-8" else ""


def xpath_of(element: etree._Element, anchor: etree._Element | None = None) -> str:
    """The way to an element: from the nearest ``xml:id``, else from the anchor or the root.

    Form:    ``//*[@xml:id='d4']/p[2]``; names without prefix.
    """
    steps: list[str] = []
    node: etree._Element | None = element
    while node is not None:
        identifier = node.get(XML_ID)
        if identifier and "'" not in identifier:
            return "/".join([f"//*[@xml:id='{identifier}']", *reversed(steps)])
        name = local(node)
        number = 1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        steps.append(f"{name}[{number}]")
        if node is anchor:
            break
        node = node.getparent()
    return "/" + "/".join(reversed(steps))
