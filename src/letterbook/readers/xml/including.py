"""XInclude, where it is chosen: files of one folder are read in the place that asks for them; nothing is fetched, no link leads out.

What is included stands within its ``xi:include``, which is looked through; the parser that still reads the file around is not disturbed so.

Source:  XML Inclusions (XInclude) 1.0, second edition, sections 3 (include), 4.2 (parse), 4.5.5 (base URI fixup)
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from letterbook.findings import Finding
from letterbook.readers.xml.parsing import XML_ID, XmlRefusedError, ends, local

INCLUDE = "{http://www.w3.org/2001/XInclude}include"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
"""The attribute of an include that has been followed: the file, as findings name it."""

_DEEPEST = 8
_MOST_FILES = 1_000
_MOST_BYTES = 64_000_000
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_POINTER = re.compile(r"[\w.-]+")


class Including:
    """The includes of one file; ``folder`` is what no included file may lie outside of, ``root`` that from which files are named.

    Units:   8 files within one another, 1,000 files and 64 MB for one file.
    """

    def __init__(self, file: Path, folder: Path, root: Path) -> None:
        self._file = file.resolve()
        self._folder = folder.resolve()
        self._root = root.resolve()
        self._files = self._bytes = 0

    def follow(self, element: etree._Element) -> Iterator[Finding]:
        """Read what an include asks for into it, and what that includes; a finding L113 for each that is not followed."""
        yield from self._follow(element, (self._file,))

    def _follow(self, element: etree._Element, chain: tuple[Path, ...]) -> Iterator[Finding]:
        href, line = element.get("href", ""), element.sourceline or 0
        try:
            path = self._found(href, chain)
            self._count(path)
            if element.get("parse", "xml") == "text":
                text, root = path.read_bytes().decode("utf-8-sig"), None
            else:
                text, root = None, self._parsed(path, element.get("xpointer", ""))
            _empty(element)
            element.text = text
        except (OSError, ValueError, XmlRefusedError) as error:
            reason = getattr(error, "strerror", None) or getattr(error, "message", None) or str(error)
            where = f" in its line {error.line}" if isinstance(error, XmlRefusedError) and error.line else ""
            message = f"{href!r} is not included{where}: {reason}"
            remedy = "name a file of this folder that is well-formed, or take the include out"
            file = self._name(chain[-1])
            yield Finding(code="L113", message=message, remedy=remedy, file=file, line=line)
            return
        element.set(BASE, self._name(path))
        if root is not None:
            for inner in list(root.iter(INCLUDE)):
                yield from self._follow(inner, (*chain, path))
            element.append(root)

    def _name(self, path: Path) -> str:
        return Path(os.path.relpath(path, self._root)).as_posix()

    def _found(self, href: str, chain: tuple[Path, ...]) -> Path:
        """The file that is asked for.

        Raises:  ValueError for what may not be read, OSError for what cannot.
        """
        if not href or _SCHEME.match(href) or "#" in href or "\0" in href:
            raise ValueError("it is no file beside this one")
        path = (chain[-1].parent / unquote(href)).resolve(strict=True)
        if not path.is_relative_to(self._folder):
            raise ValueError("it leads out of the folder")
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(self._folder).parts):
            raise ValueError("it is no file, or a hidden one")
        if path in chain:
            raise ValueError("it includes itself")
        if len(chain) > _DEEPEST:
            raise ValueError(f"files stand more than {_DEEPEST} deep in one another")
        return path

    def _count(self, path: Path) -> None:
        self._files += 1
        self._bytes += path.stat().st_size
        if self._files > _MOST_FILES or self._bytes > _MOST_BYTES:
            raise ValueError(f"more than {_MOST_FILES:,} files, or {_MOST_BYTES:,} bytes, are included")

    def _parsed(self, path: Path, pointer: str) -> etree._Element:
        root: etree._Element | None = None
        for root in ends(path, ("*",)):  # noqa: B007 -- the last element that ends is the root
            pass
        if root is None:
            raise ValueError("it holds no element")
        if next(root.iter("{*}teiHeader", "{*}correspDesc"), None) is not None:
            raise ValueError("it describes letters of its own; put it into letters/")
        if not pointer:
            return root
        if not _POINTER.fullmatch(pointer):
            raise ValueError(f"xpointer {pointer!r} is no id")
        found = next((each for each in root.iter() if each.get(XML_ID) == pointer), None)
        if found is None:
            raise ValueError(f"it has no element with the id {pointer!r}")
        found.tail = None
        return found


def _empty(element: etree._Element) -> None:
    for child in list(element):  # what stands in for a file that cannot be had
        element.remove(child)


def parent_of(element: etree._Element) -> etree._Element | None:
    """The element around one, where what includes it is none."""
    parent = element.getparent()
    while parent is not None and parent.tag == INCLUDE:
        parent = parent.getparent()
    return parent


def file_of(element: etree._Element) -> str:
    """The included file in which an element stands; empty for the file that is read."""
    around = (each for each in element.iterancestors() if local(each) == "include" and each.get(BASE))
    return next((str(each.get(BASE)) for each in around), "")
