"""A spreadsheet as an archive: everything it unpacks to is counted before a library opens it, and nothing is put on the disk.

What is counted is what comes out, and not what the file says of itself. A library holds a sheet as a rectangle to its last
row and column, so a few cells can stand for billions; these are counted as well.

Source:  ZIP, APPNOTE.TXT 4.3; Office Open XML, ECMA-376, 18.3.1.4; OpenDocument 1.3, part 3, 9.1
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import ClassVar

from lxml import etree

from letterbook.errors import ReadError
from letterbook.readers.tables.sheets import cell_name
from letterbook.readers.xml.parsing import local

SWELLING = 16  # what is allowed to unpack, against the limit of a file
_PACKED = 100  # a table is packed to a tenth or thirtieth of its size, a bomb to a thousandth
_MOST_MEMBERS = 10_000
_MOST_CELLS = 10_000_000
_CHUNK_BYTES = 1 << 20
_SHOWN = 5
_NO_NAME = re.compile(r"(?i:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)|.*[<>:\"|?*\x00-\x1f\x7f]|.*[. ]$", re.DOTALL)
_FILES = (0, stat.S_IFREG, stat.S_IFDIR)
_REFERENCE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def check_archive(path: Path, limit_bytes: int) -> list[str]:
    """What a spreadsheet holds beside its cells, in words: formulas, macros, links to other files.

    Units:   ``limit_bytes`` is that of the file; unpacked it may have 16 times as much, and a hundred times its own size
             where that is more than the limit.
    Raises:  ReadError for what would fill the memory, and for a part that no table has.
    """
    size = path.stat().st_size
    if size > limit_bytes:
        remedy = "divide the file, or raise source_megabytes in letterbook.toml"
        raise ReadError(f"the file has {size:,} bytes, the limit is {limit_bytes:,}", remedy=remedy)
    allowed = min(limit_bytes * SWELLING, max(limit_bytes, size * _PACKED))
    left = allowed
    formulas: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise ReadError(f"the file is an archive of {len(members):,} parts; no table has so many")
            for member in members:
                _check_part(member)
                member.file_size = left + 2 * _CHUNK_BYTES  # the library reads as much as is stated, others whole parts
                sheet = _Sheet() if member.filename.casefold().endswith(".xml") else None
                with archive.open(member) as stream:
                    while chunk := stream.read(_CHUNK_BYTES):
                        left -= len(chunk)
                        if left < 0:
                            raise ReadError(f"the file unpacks to more than {allowed:,} bytes and is refused")
                        if sheet:
                            sheet.feed(chunk)
                formulas += sheet.formulas if sheet else ()
    # What zipfile raises besides its own error, which is the caller's: for a packing that it has not (NotImplementedError),
    # a password (RuntimeError), damaged bytes and names, an end too early; lxml for a sheet that is no XML.
    except (ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error, etree.XMLSyntaxError) as error:
        raise ReadError(f"the file cannot be unpacked: {error}", remedy="save it anew, without a password") from error
    return list(_told(formulas, [member.filename.casefold() for member in members]))


def _check_part(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename  # the other name ends at a NUL
    path = PureWindowsPath(name)  # knows both slashes and drives
    if path.anchor or ".." in path.parts:
        raise ReadError(f"the file has a part named {name!r}, which lies outside of it")
    if any(map(_NO_NAME.match, path.parts)):
        raise ReadError(f"the file has a part named {name!r}, a name that no file can have everywhere")
    if stat.S_IFMT(member.external_attr >> 16) not in _FILES:
        raise ReadError(f"the file has a part {name!r}, which is no file but a link, a device or a pipe")


def _told(formulas: list[str], names: list[str]) -> Iterator[str]:
    if formulas:
        number = "1 formula gives" if len(formulas) == 1 else f"{len(formulas):,} formulas give"
        more = ", …" if formulas[_SHOWN:] else ""
        yield f"{number} the value that was last shown: {', '.join(formulas[:_SHOWN])}{more}"
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in names):
        yield "the macros of the file are not run"
    if links := sum(name.startswith("xl/externallinks/externallink") for name in names):
        yield f"links to other files are not followed: {links}"


@dataclass(slots=True)
class _Sheet:
    """The cells of one part while it is unpacked; a part that is no sheet has none.

    Form:    ``formulas`` are the cells that have one, as a spreadsheet names them. Cells are known by their local names, as
             the library knows them; what has neither a value nor a text is empty, whatever its looks.
    Raises:  ReadError as soon as the cells fill too large a rectangle.
    """

    formulas: list[str] = field(default_factory=list)
    _row: int = 0
    _column: int = 0
    _last_row: int = 0
    _last_column: int = 0
    _parser: etree.XMLPullParser = field(init=False)

    def __post_init__(self) -> None:
        self._parser = etree.XMLPullParser(
            events=("end",), tag=[f"{{*}}{name}" for name in self._ENDS],
            load_dtd=False, no_network=True, resolve_entities=False, huge_tree=True, collect_ids=False,
        )  # fmt: skip

    def feed(self, chunk: bytes) -> None:
        """Count the cells in the next bytes of the part."""
        self._parser.feed(chunk)
        for _, element in self._parser.read_events():
            self._ENDS[local(element)](self, element)
            if self._last_row * self._last_column > _MOST_CELLS:
                message = f"a sheet goes to cell {cell_name(self._last_row, self._last_column)}"
                remedy = "delete what stands far from the table, or save it as .csv"
                raise ReadError(f"{message}, which makes more than {_MOST_CELLS:,} cells", remedy=remedy)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    def _cell(self, cell: etree._Element) -> None:
        """A cell of Office Open XML: it says where it stands, or stands behind the last one."""
        if stated := _REFERENCE.fullmatch(cell.get("r", "")):
            self._row, self._column = int(stated[2]), _column_of(stated[1])
        else:
            self._row, self._column = self._row or 1, self._column + 1
        parts = {local(part) for part in cell}
        if "f" in parts:
            self.formulas.append(cell_name(self._row, self._column))
        if parts & {"v", "is"}:
            self._reach(self._row, self._column)

    def _next_row(self, row: etree._Element) -> None:
        self._row, self._column = self._row + 1, 0

    def _cell_of_open_document(self, cell: etree._Element) -> None:
        """A cell of OpenDocument, which can stand for many beside it, and its row for many below."""
        if cell.get(f"{_TABLE}formula"):
            self.formulas.append(cell_name(self._row + 1, self._column + 1))
        self._column += _repeated(cell, "columns")
        if cell.get(f"{_OFFICE}value-type") or len(cell):
            row = cell.getparent()
            self._reach(self._row + (1 if row is None else _repeated(row, "rows")), self._column)

    def _next_row_of_open_document(self, row: etree._Element) -> None:
        self._row, self._column = self._row + _repeated(row, "rows"), 0

    def _next_table(self, table: etree._Element) -> None:
        self._row = self._column = self._last_row = self._last_column = 0

    def _reach(self, row: int, column: int) -> None:
        self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, column)

    _ENDS: ClassVar[Mapping[str, Callable[[_Sheet, etree._Element], None]]] = {
        "c": _cell,
        "row": _next_row,
        "table-cell": _cell_of_open_document,
        "covered-table-cell": _cell_of_open_document,
        "table-row": _next_row_of_open_document,
        "table": _next_table,
    }


def _column_of(letters: str) -> int:
    """The number of a column from its letters.

    >>> _column_of("XFD")
    16384
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _repeated(element: etree._Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(text) if text.isascii() and text.isdecimal() else 1
